"""What the report holds: choices and standing texts, from the catalogue."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.products.findings import OneField
from kreisblick.products.own import own_file, read_over

__all__ = [
    "ChapterChoice",
    "Format",
    "Part",
    "Populations",
    "ReportDefinition",
    "ReportTexts",
    "district_report",
    "report_definition",
]

Format = Literal["pdf", "web", "docx", "epub"]
Part = Literal[
    "changes", "own_cuts", "areas", "method", "definitions", "populations", "notes", "protection",
    "sources", "missing", "glossary",
]  # fmt: skip


class Term(Definition):
    """A word of the trade, explained once."""

    term: Text
    meaning: Text


class Section(Definition):
    """A short text with its heading."""

    title: Text
    paragraphs: tuple[Text, ...]


class Populations(Definition):
    """The two population figures that stand side by side.

    Attributes:
        register_: key of the indicator from the resident register.
        official: key of the one from the official update.
    """

    register_: Text = Field(alias="register")
    official: Text


class ChapterChoice(Definition):
    """A chapter that was chosen.

    Attributes:
        theme: its title; with the title of a theme and no indicators it holds the whole theme.
        indicators: keys, in the order in which they are printed; they may come from any theme.
    """

    theme: Text
    indicators: tuple[Text, ...] = ()


class ReportTexts(Definition):
    """Standing texts of the report, German."""

    purpose: tuple[Text, ...]
    how_to_read: tuple[Section, ...]
    index_intro: tuple[Text, ...]
    index_limits: tuple[Text, ...]
    method: tuple[Section, ...]
    protection: tuple[Text, ...]
    kept: tuple[Text, ...] = ()
    chosen: tuple[Text, ...] = ()
    changes: tuple[Text, ...]
    definitions: tuple[Text, ...] = ()
    populations: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    findings: tuple[Text, ...] = ()
    strengths: tuple[Text, ...] = ()
    one_burden: tuple[Text, ...] = ()
    one_strength: tuple[Text, ...] = ()
    glossary: tuple[Term, ...]


class ReportDefinition(Definition):
    """Choices of the social report.

    Attributes:
        standards: PDF standards the file claims and is checked for while it is set.
        fonts: families, the first that is installed is used.
        key_findings: how many sentences stand on the page of findings at most.
        charts_per_theme: dot plots on the first page of a theme.
        columns_per_table: indicators side by side in the appendix.
        populations: the two population figures; without them there is no such table.
        rows_per_opening: rows of the overview from which on a theme opens with one chart only.
        picture_dpi: dots per inch of the pictures in Word.
        formats: what is written.
        chapters: chosen chapters, in their order; all themes of the bundle without.
        focus: keys of the focus topics that are printed, in this order; all without.
        appendix: parts of the appendix that are printed, in this order.
        places: part of the report to the key of the text block that opens it.
        one_field: from how far off places with one single burden or strength are listed; without
            it there is no such list.
        folder: where ``report.typ`` and ``texts.yaml`` lie; the shipped ones unless named.
    """

    standards: tuple[Text, ...]
    fonts: tuple[Text, ...] = Field(min_length=1)
    key_findings: int = Field(ge=1)
    charts_per_theme: int = Field(ge=0)
    columns_per_table: int = Field(ge=1)
    rows_per_opening: int = Field(ge=1)
    picture_dpi: int = Field(ge=72, le=300)
    formats: tuple[Format, ...] = Field(min_length=1)
    chapters: tuple[ChapterChoice, ...] = ()
    focus: tuple[Text, ...] = ()
    appendix: tuple[Part, ...]
    places: Mapping[Text, Text] = {}
    populations: Populations | None = None
    one_field: OneField | None = None
    folder: Path | None = None

    @property
    def template(self) -> Path:
        """The Typst template: the folder's own, or the shipped one."""
        return self.file("report.typ")

    @property
    def page_folders(self) -> list[Path]:
        """Where page templates and style sheets lie, the district's own first."""
        own = [self.folder / PAGES] if self.folder else []
        return [*own, _SHIPPED / PAGES]

    def file(self, name: str) -> Path:
        """A template: the folder's own, or the shipped one."""
        return own_file(self.folder, _SHIPPED, name)

    def texts(self) -> ReportTexts:
        """The standing texts; those that the folder words anew stand in place of the shipped."""
        below = read_definition(_SHIPPED / "texts.yaml", ReportTexts)
        return read_over(self.folder / "texts.yaml", below) if self.folder else below


_SHIPPED = shipped("catalogue", "products", "report")
PAGES = "pages"


@cache
def _shipped_definition() -> ReportDefinition:
    return read_definition(_SHIPPED / "report.yaml", ReportDefinition)


def report_definition(
    definition: ReportDefinition | Mapping[str, Any] | None = None,
) -> ReportDefinition:
    """The definition given, or the shipped one."""
    if definition is None:
        return _shipped_definition()
    if isinstance(definition, ReportDefinition):
        return definition
    return ReportDefinition.model_validate(definition)


def district_report(folder: Path) -> ReportDefinition:
    """The shipped definition with what a district chose otherwise.

    Args:
        folder: of the district (``catalogue/products/report`` of its workspace). It may hold
            ``report.yaml`` and ``texts.yaml`` with only the keys that differ, and templates of its
            own. A folder that is not there changes nothing.

    Raises:
        FaultsFoundError: with file and line for everything that is wrong in its files.
    """
    chosen = read_over(folder / "report.yaml", _shipped_definition())
    return chosen.model_copy(update={"folder": folder}) if folder.is_dir() else chosen
