"""The document: page, language, properties, foot, contents; and the same bytes every time."""

import io
from datetime import datetime, time
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from kreisblick.base.archives import steady_archive
from kreisblick.base.language import language
from kreisblick.products.report.issue import Issue
from kreisblick.products.report.word.runs import Places
from kreisblick.products.report.word.styles import TABLE, add_styles

__all__ = ["TABLE", "TEXT_WIDTH_MM", "add_field_contents", "finished_bytes", "open_document"]

PAGE_MM = (210, 297)
MARGIN_MM = 24
TEXT_WIDTH_MM = PAGE_MM[0] - 2 * MARGIN_MM
CONTENTS = 'TOC \\o "1-2" \\h \\z \\u'  # headings of two levels, as links


def open_document(issue: Issue) -> Document:
    """An empty document on A4 with the report's styles, language, properties and foot."""
    document = docx.Document()
    add_styles(document, issue.colours, _region())
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in PAGE_MM)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    _tell(document, issue)
    _foot(section.footer.paragraphs[0], issue)
    return document


def _region() -> str:
    return {"de": "de-DE", "en": "en-GB"}[language()]


def _tell(document: Document, issue: Issue) -> None:
    """Properties of the file; its days are the edition's, so that no clock stands in it."""
    told, moment = document.core_properties, datetime.combine(issue.day, time(12))
    told.title, told.author = issue.title, issue.meta["district"]
    told.subject, told.language = issue.meta["title"], _region()
    told.last_modified_by, told.comments, told.keywords = issue.meta["district"], "", ""
    told.created = told.modified = moment
    told.revision = 1


def _foot(paragraph: Paragraph, issue: Issue) -> None:
    meta, label = issue.meta, issue.labels
    paragraph.style = "Footer"
    paragraph.add_run(
        f"{meta['title']} · {meta['district']} · {label['edition']} {meta['edition']}\t"
    )
    _field(paragraph, "PAGE", "1")


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field: what it asks for, and what stands there until it is asked."""
    _ask(paragraph, code)
    paragraph.add_run(shown)
    _sign(paragraph, "end")


def _ask(paragraph: Paragraph, code: str) -> Any:
    begin = _sign(paragraph, "begin")
    ask = OxmlElement("w:instrText")
    ask.set(qn("xml:space"), "preserve")
    ask.text = f" {code} "
    paragraph.add_run()._r.append(ask)
    _sign(paragraph, "separate")
    return begin


def _sign(paragraph: Paragraph, kind: str) -> Any:
    sign = OxmlElement("w:fldChar")
    sign.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(sign)
    return sign


def add_field_contents(document: Document, issue: Issue, places: Places) -> None:
    """A table of contents: a field of links, which Word fills with page numbers when asked."""
    document.add_paragraph(issue.labels["contents"], style="Contents heading")
    entries = [
        (level, words, place)
        for chapter in issue.chapters
        for level, words, anchor in (
            (1, chapter.title, f"c-{chapter.id}"),
            *((2, b["text"], b["id"]) for b in chapter.blocks
              if b["kind"] == "heading" and b["listed"] and b["id"]),
        )
        if (place := places.name(anchor))
    ]  # fmt: skip
    for number, (level, words, place) in enumerate(entries):
        paragraph = document.add_paragraph(style=f"TOC {level}")
        if number == 0:
            _ask(paragraph, CONTENTS).set(qn("w:dirty"), "true")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), place)
        added = paragraph.add_run(words)
        paragraph._p.replace(added._r, link)
        link.append(added._r)
        if number == len(entries) - 1:
            _sign(paragraph, "end")


def finished_bytes(document: Document, issue: Issue) -> bytes:
    """The file; every part of it has the same steady time."""
    _settings(document)
    stream = io.BytesIO()
    document.save(stream)
    return steady_archive(stream.getvalue())


def _settings(document: Document) -> None:
    """The language of the theme's fonts, as the styles have it."""
    settings = document.settings.element
    for old in settings.findall(qn("w:themeFontLang")):
        settings.replace(old, parse_xml(f'<w:themeFontLang {nsdecls("w")} w:val="{_region()}"/>'))
