"""Build: the social report in every chosen format from a bundle and the texts of people."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.products.drawing import read_palette
from kreisblick.products.editorial import NO_TEXTS, Editorial
from kreisblick.products.model import BundleLike
from kreisblick.products.report.arranging import arrange
from kreisblick.products.report.data import report_data
from kreisblick.products.report.definition import Format, ReportDefinition, report_definition
from kreisblick.products.report.issue import Issue
from kreisblick.products.report.pages import write_book, write_pages
from kreisblick.products.report.word import write_word
from kreisblick.products.typeset import edition_day, open_typesetter

__all__ = ["build_report"]


def build_report(
    bundle: BundleLike,
    out: Path,
    definition: ReportDefinition | Mapping[str, Any] | None = None,
    editorial: Editorial = NO_TEXTS,
    progress: Progress = silent,
) -> Path:
    """Write the report into a folder, in the formats that its definition names.

    ``report.pdf``, ``report.docx``, ``report.epub``, and ``web/index.html`` with one page per
    chapter. The same bundle, definition, texts and fonts give the same bytes.

    Args:
        bundle: a verified bundle.
        out: the folder; made if absent.
        definition: the report's choices; the shipped ones without.
        editorial: signed texts, printed in their places.
        progress: is told about the steps.

    Returns:
        The folder.

    Raises:
        FaultsFoundError: when the definition names what the bundle does not hold.
        TypesettingError: when a changed template does not fit, or its result would not be
            accessible.
    """
    chosen = report_definition(definition)
    with progress.step(_("Writing the report's findings, maps and tables")):
        issue = gather_issue(bundle, chosen, editorial)
    for name in chosen.formats:
        title, write = MAKERS[name]
        with progress.step(_("Setting the report: {format}").format(format=title)):
            write(issue, out)
    return out


class Drawings(dict[str, str]):
    """Pictures by name."""

    def lay(self, name: str, content: str) -> str:
        """Keep a picture; returns its name."""
        self[name] = content
        return name


def gather_issue(bundle: BundleLike, chosen: ReportDefinition, editorial: Editorial) -> Issue:
    """What all makers share: chapters, pictures, and what stands on the cover."""
    drawings = Drawings()
    data = report_data(bundle, chosen, drawings, editorial)
    return Issue(
        definition=chosen,
        day=edition_day(bundle),
        meta=data["meta"],
        labels=data["labels"],
        colours=read_palette().light.model_dump(),
        cover=data["cover"],
        chapters=arrange(data),
        pictures=drawings,
    )


def write_paper(issue: Issue, out: Path) -> None:
    """The PDF, set with Typst and checked against its standards while it is set."""
    with open_typesetter(issue.definition.template, issue.definition.standards) as typesetter:
        for name, content in issue.pictures.items():
            typesetter.lay(name, content)
        write_bytes(out / "report.pdf", typesetter.set_document(issue.plain(), issue.day))


MAKERS: Mapping[Format, tuple[str, Callable[[Issue, Path], None]]] = {
    "pdf": ("PDF", write_paper),
    "web": ("HTML", write_pages),
    "docx": ("Word", write_word),
    "epub": ("EPUB", write_book),
}
