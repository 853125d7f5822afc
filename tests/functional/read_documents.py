"""Tables out of finished documents, as a reader sees them: HTML, EPUB, Word, slides, PDF.

Nothing here knows how they were made.
"""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import lxml.html
import openpyxl
from lxml import etree

__all__ = ["Table", "book_tables", "cell_runs", "page_tables", "slide_data", "word_tables"]

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Table(NamedTuple):
    """A table: what stands above it, its headings, its rows."""

    caption: str
    heads: list[str]
    rows: list[list[str]]


def page_tables(*pages: Path) -> list[Table]:
    """The tables of HTML pages, in their order."""
    return [one for page in pages for one in _of_markup(page.read_bytes())]


def book_tables(book: Path) -> list[Table]:
    """The tables of an EPUB in the order of its chapters."""
    with zipfile.ZipFile(book) as archive:
        package = etree.fromstring(archive.read("EPUB/package.opf"))
        files = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
        spine = [files[item.get("idref")] for item in package.iter("{*}itemref")]
        return [one for name in spine for one in _of_markup(archive.read(f"EPUB/{name}"))]


def word_tables(paper: Path) -> list[Table]:
    """The tables of a Word file; the description of a table is its caption."""
    with zipfile.ZipFile(paper) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    found = []
    for table in document.iter(f"{WORD}tbl"):
        caption = table.find(f".//{WORD}tblCaption")
        rows = [
            ["".join(t.text or "" for t in cell.iter(f"{WORD}t")) for cell in row.iter(f"{WORD}tc")]
            for row in table.iter(f"{WORD}tr")
        ]
        said = "" if caption is None else caption.get(f"{WORD}val", "")
        found.append(Table(said, rows[0], rows[1:]))
    return found


def slide_data(slides: Path) -> list[Table]:
    """The data sheets behind the charts of a presentation."""
    with zipfile.ZipFile(slides) as archive:
        books = sorted(name for name in archive.namelist() if name.endswith(".xlsx"))
        return [_sheet(archive.read(name)) for name in books]


def cell_runs(paper: Path) -> str:
    """The words of a PDF in the order in which they are read, one blank between them."""
    text = subprocess.run(
        ["pdftotext", "-raw", str(paper), "-"], check=True, capture_output=True, text=True
    ).stdout
    return " ".join(text.split())


def _sheet(content: bytes) -> Table:
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return Table("", texts[0], texts[1:])


def _of_markup(content: bytes) -> Iterator[Table]:
    page = lxml.html.document_fromstring(content, lxml.html.HTMLParser(encoding="utf-8"))
    for table in page.iter("table"):
        caption = " ".join(_words(one) for one in table.iter("caption"))
        rows = [[_words(cell) for cell in row if cell.tag in {"td", "th"}]
                for row in table.iter("tr")]  # fmt: skip
        yield Table(caption, rows[0], rows[1:])


def _words(element: Any) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()
