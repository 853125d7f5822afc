"""A draft of a paper says so above every page, whatever heads its template has."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.enum.section import WD_SECTION

from kreisblick.products.papers.drafts import mark_document

MARK = "Entwurf – nicht zur Weitergabe"
SOFFICE = shutil.which("soffice")


def with_page(document: Any, words: str) -> None:
    document.add_paragraph(words)
    document.add_page_break()


def strange() -> Any:
    """Sections with heads of their own, none, other first pages, and other even pages."""
    document = Document()
    first = document.sections[0]
    first.header.paragraphs[0].text = "Kopf des Kreises"
    with_page(document, "eins")
    with_page(document, "zwei")
    second = document.add_section(WD_SECTION.NEW_PAGE)
    second.different_first_page_header_footer = True
    with_page(document, "drei")
    with_page(document, "vier")
    third = document.add_section(WD_SECTION.NEW_PAGE)
    third.header.is_linked_to_previous = False
    third.different_first_page_header_footer = False
    with_page(document, "fünf")
    document.settings.odd_and_even_pages_header_footer = True
    with_page(document, "sechs")
    document.add_paragraph("sieben")
    return document


def test_every_head_holds_the_mark_once() -> None:
    document = strange()

    mark_document(document)

    for section in document.sections:
        heads = [section.header, section.even_page_header]
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
        for head in heads:
            assert [p.text for p in head.paragraphs].count(MARK) == 1
    assert [p.text for p in document.sections[0].header.paragraphs] == [MARK, "Kopf des Kreises"]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_every_printed_page_shows_it(tmp_path: Path) -> None:
    document = strange()
    mark_document(document)
    document.save(str(tmp_path / "x.docx"))

    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/lo", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "x.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip

    paper = pypdfium2.PdfDocument(tmp_path / "x.pdf")
    pages = [page.get_textpage().get_text_range() for page in paper]
    assert len(pages) >= 7
    assert all(MARK in page for page in pages)
