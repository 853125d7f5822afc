"""Drafts of papers: the mark stands above every page, whatever heads a template has."""

from collections.abc import Iterator
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from kreisblick.products.slides import DRAFT_COLOUR, draft_mark

__all__ = ["mark_document"]


def mark_document(document: Any) -> None:
    """Put the mark first into every head that Word prints."""
    marked: list[Any] = []
    for head in _heads(document):
        place = head._element  # of the section before, where the head is taken over from it
        if place not in marked:
            marked.append(place)
            _mark(head, place)


def _mark(head: Any, place: Any) -> None:
    element = OxmlElement("w:p")
    place.insert(0, element)
    paragraph = Paragraph(element, head)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(draft_mark())
    run.font.bold, run.font.size = True, Pt(12)
    run.font.color.rgb = RGBColor.from_string(DRAFT_COLOUR)


def _heads(document: Any) -> Iterator[Any]:
    even = document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        yield section.header
        if section.different_first_page_header_footer:
            yield section.first_page_header
        if even:
            yield section.even_page_header
