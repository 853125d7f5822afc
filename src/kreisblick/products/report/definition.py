"""What the report holds: choices and standing texts, from the catalogue."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped

__all__ = ["Populations", "ReportDefinition", "ReportTexts", "report_definition"]


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
        folder: where ``report.typ`` and ``texts.yaml`` lie; the shipped ones unless named.
    """

    standards: tuple[Text, ...]
    fonts: tuple[Text, ...] = Field(min_length=1)
    key_findings: int = Field(ge=1)
    charts_per_theme: int = Field(ge=0)
    columns_per_table: int = Field(ge=1)
    populations: Populations | None = None
    folder: Path | None = None

    @property
    def template(self) -> Path:
        """The Typst template."""
        return _folder(self.folder) / "report.typ"

    def texts(self) -> ReportTexts:
        """The standing texts."""
        return read_definition(_folder(self.folder) / "texts.yaml", ReportTexts)


@cache
def _shipped_definition() -> ReportDefinition:
    return read_definition(_folder(None) / "report.yaml", ReportDefinition)


def report_definition(
    definition: ReportDefinition | Mapping[str, Any] | None = None,
) -> ReportDefinition:
    """The definition given, or the shipped one."""
    if definition is None:
        return _shipped_definition()
    if isinstance(definition, ReportDefinition):
        return definition
    return ReportDefinition.model_validate(definition)


def _folder(chosen: Path | None) -> Path:
    return chosen or shipped("catalogue", "products", "report")
