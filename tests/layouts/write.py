"""Write a book as the file an office would send. Same book, same bytes."""

import datetime as dt
import html
from collections.abc import Callable
from pathlib import Path

from tests.layouts.book import Book, Cell, Page
from tests.layouts.write_sheets import write_ods, write_xls, write_xlsm, write_xlsx
from tests.layouts.write_xlsb import write_xlsb


def write(book: Book, folder: Path) -> Path:
    """Write the book into the folder and give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / book.file
    WRITERS[book.format](book, path)
    return path


def shown(cell: Cell | None, book: Book) -> str:
    """What a text file says where the book has this cell."""
    if cell is None:
        return ""
    value = cell.value
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, str):
        return value
    text = f"{value:,}" if book.thousands else str(value)
    return text.translate(str.maketrans(",.", ".,"))


def lines_of(page: Page, book: Book) -> list[list[str]]:
    """The page as records of text, blank ones included."""
    lines = []
    for row in range(1, page.last_row + 1):
        used = [column for at, column in page.cells if at == row]
        end = page.last_column if book.pad else max(used, default=0)
        lines.append([shown(page.cells.get((row, c)), book) for c in range(1, end + 1)])
    return lines


def _data_width(page: Page) -> dict[int, int]:
    """For every row of a table, the column in which it ends even when that cell is empty."""
    return {
        row: table.left + len(table.columns) - 1
        for table in page.tables
        for role in ("heading", "repeated_heading", "units", "number", "data", "total")
        for row in table.rows[role]
    }


def _write_csv(book: Book, path: Path) -> None:
    (page,) = book.pages
    width = _data_width(page)
    lines = []
    for row, fields in enumerate(lines_of(page, book), start=1):
        full = fields + [""] * (width.get(row, 0) - len(fields))
        lines.append(book.delimiter.join(_quoted(text, book) for text in full))
    path.write_bytes("".join(line + book.newline for line in lines).encode(book.encoding))


def _quoted(text: str, book: Book) -> str:
    special = any(sign in text for sign in (book.delimiter, '"', "\n"))
    if special or (book.quote_all and text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _write_fixed(book: Book, path: Path) -> None:
    (page,) = book.pages
    tabular = _data_width(page)
    lines = []
    for row, fields in enumerate(lines_of(page, book), start=1):
        if row not in tabular:
            lines.append(" ".join(fields))
            continue
        padded = fields + [""] * (len(book.widths) - len(fields))
        lines.append("".join(_fitted(t, w) for t, w in zip(padded, book.widths, strict=True)))
    # a form feed begins a printed page and stands at the head of its first line
    path.write_bytes("".join(line + book.newline for line in lines).encode(book.encoding))


def _fitted(text: str, width: int) -> str:
    return text[:width].ljust(width)


def _write_html(book: Book, path: Path) -> None:
    (page,) = book.pages
    spans = {(r, c): (r2 - r + 1, c2 - c + 1) for r, c, r2, c2 in page.merges}
    covered = {
        (row, column)
        for r, c, r2, c2 in page.merges
        for row in range(r, r2 + 1)
        for column in range(c, c2 + 1)
    } - set(spans)
    out = ['<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>']
    out.append(f'<meta http-equiv="Content-Type" content="text/html; charset={book.encoding}">')
    out.append("<style>td { mso-number-format:\\@; }</style></head><body><table border=1>")
    for row in range(1, page.last_row + 1):
        cells = [
            _html_cell(shown(page.cells.get((row, c)), book), spans.get((row, c), (1, 1)))
            for c in range(1, page.last_column + 1)
            if (row, c) not in covered
        ]
        out.append("<tr>" + "".join(cells) + "</tr>")
    out.append("</table></body></html>")
    path.write_bytes("\r\n".join(out).encode(book.encoding))


def _html_cell(text: str, span: tuple[int, int]) -> str:
    down = f" rowspan={span[0]}" if span[0] > 1 else ""
    across = f" colspan={span[1]}" if span[1] > 1 else ""
    inner = html.escape(text).replace("\n", "<br>") or "&nbsp;"
    return f"<td{down}{across}>{inner}</td>"


WRITERS: dict[str, Callable[[Book, Path], None]] = {
    "csv": _write_csv,
    "fixed": _write_fixed,
    "html": _write_html,
    "xlsx": write_xlsx,
    "xlsm": write_xlsm,
    "xls": write_xls,
    "xlsb": write_xlsb,
    "ods": write_ods,
}
