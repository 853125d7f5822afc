"""Tables in text, pages and workbooks, as rows by their headings."""

import csv
import io
from collections.abc import Iterator, Sequence

import lxml.html
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from kreisblick.protection.audit.outsider.model import Part, Row, UnreadableError

__all__ = ["csv_rows", "markup_rows", "workbook_parts"]


def csv_rows(text: str, separator: str) -> Iterator[Row]:
    """The rows of a text table; the separator is guessed from the heading if it is a comma."""
    first = text.partition("\n")[0]
    if separator == "," and first.count(";") > first.count(","):
        separator = ";"
    yield from csv.DictReader(io.StringIO(text), delimiter=separator, restkey="")


def workbook_parts(file: str, name: str, content: bytes) -> Iterator[Part]:
    """Every sheet of a workbook, hidden ones too.

    Raises:
        UnreadableError: it cannot be opened.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python()
            text = "\n".join("\t".join(str(cell) for cell in row) for row in rows)
            found = tuple(_with_heading(rows))
            yield Part(file=file, name=f"{name}#{sheet}", text=text, rows=found)
    except CalamineError as error:
        raise UnreadableError(f"{file} {name}".strip()) from error


def _with_heading(rows: Sequence[Sequence[object]]) -> Iterator[Row]:
    """Rows below the first row that is filled to its end."""
    width = max((len(row) for row in rows), default=0)
    for number, row in enumerate(rows):
        texts = [cell for cell in row if isinstance(cell, str) and cell]
        beside_corner = all(isinstance(cell, str) and cell for cell in row[1:])  # data of a chart
        if width > 1 and (len(texts) > width / 2 or beside_corner):
            headings = [str(cell) for cell in row]
            yield from (dict(zip(headings, r, strict=False)) for r in rows[number + 1 :])
            return


def markup_rows(file: str, name: str, text: str) -> Iterator[Part]:
    """The tables of a page, and what its drawings, labels and attributes say.

    Raises:
        UnreadableError: it is no markup.
    """
    try:
        reader = lxml.html.HTMLParser(encoding="utf-8")
        encoded = text.encode()
        page = lxml.html.document_fromstring(encoded, reader) if encoded.strip() else None
    except (etree.ParserError, ValueError) as error:
        raise UnreadableError(f"{file} {name}".strip()) from error
    if page is None:
        return
    for number, table in enumerate(page.iter("table"), start=1):
        rows = tuple(_table_rows(table))
        yield Part(file=file, name=f"{name}#table{number}", text="", rows=rows)
    for number, table in enumerate(page.iter("w:tbl", "a:tbl"), start=1):
        rows = tuple(_office_rows(table))
        yield Part(file=file, name=f"{name}#office{number}", text="", rows=rows)
    yield Part(file=file, name=f"{name}#said", text="\n".join(_said(page)))


def _table_rows(table: lxml.html.HtmlElement) -> Iterator[Row]:
    headings: list[str] = []
    caption = " ".join(c.text_content() for c in table.iter("caption"))
    for line in table.iter("tr"):
        cells = [cell for cell in line if cell.tag in {"th", "td"}]
        if not headings and all(cell.tag == "th" for cell in cells):
            headings = [_words(cell) for cell in cells]
            continue
        row: dict[str, object] = {"": caption}
        links = " ".join(a.get("href", "") for a in line.iter("a"))
        row["href"] = links
        for number, cell in enumerate(cells):
            heading = headings[number] if number < len(headings) else str(number)
            row[heading] = _words(cell)
            row |= {f"{heading}@{k}": v for k, v in cell.attrib.items() if k.startswith("data-")}
        yield row


def _office_rows(table: lxml.html.HtmlElement) -> Iterator[Row]:
    """A table of a text or of slides (OOXML); what stands right above it is its caption."""
    lines = [
        ["".join(cell.itertext()).strip() for cell in line.iter("w:tc", "a:tc")]
        for line in table.iter("w:tr", "a:tr")
    ]
    above = table.getprevious()
    caption = "" if above is None else "".join(above.itertext()).strip()
    headings = lines[0] if lines else []
    yield from ({"": caption, **dict(zip(headings, line, strict=False))} for line in lines[1:])


def _words(element: lxml.html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _said(page: lxml.html.HtmlElement) -> Iterator[str]:
    """One line per element that says something: its attributes for readers, its title."""
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        said = [
            f"{value}"
            for key, value in element.attrib.items()
            if key.startswith(("data-", "aria-")) or key in {"title", "alt", "id", "summary"}
        ]
        if element.tag in {"title", "desc", "text", "tspan"}:
            said.append(_words(element))
        if said:
            yield " ".join(said)
