"""Read the tables of an HTML page; many programmes write one and call it XLS.

What the page would load or run is never looked at.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.decode import decode
from kreisblick.sealed.reading.errors import UnreadableFileError
from kreisblick.sealed.reading.limits import MEGABYTE, ReadingLimits
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.workbooks.assemble import Cells, SheetEntry, too_wide
from kreisblick.sealed.reading.workbooks.places import column_letters

__all__ = ["HtmlBook", "open_html"]

CELLS = frozenset({"td", "th"})
SILENT = frozenset({"script", "style"})
MOST = 16_384  # cells that one may span, and columns of a table
MOST_TAKEN = 1_000_000  # places covered by wide and high cells of a table


@dataclass(kw_only=True)
class _Table:
    """A table while its page goes by; rows and columns count from 1."""

    cells: list[tuple[int, int, str]] = field(default_factory=list, repr=False)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set, repr=False)
    row: int = 0
    column: int = 0
    text: list[str] | None = None
    spans: tuple[int, int] = (1, 1)


class _Page(HTMLParser):
    """Gathers outermost tables; a table inside a cell gives that cell its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.depth = 0
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.depth += tag == "table"
        if tag == "table" and self.depth == 1:
            self.tables.append(_Table())
        if self.depth != 1:
            return
        table = self.tables[-1]
        if tag == "tr":
            self._close(table)
            table.row, table.column = table.row + 1, 0
        elif tag in CELLS:
            self._close(table)
            self._open(table, dict(attrs))
        elif tag == "br" and table.text is not None:
            table.text.append("\n")

    def _open(self, table: _Table, attributes: dict[str, str | None]) -> None:
        table.row = max(table.row, 1)
        table.column += 1
        while (table.row, table.column) in table.taken:
            table.column += 1
        table.text = []
        table.spans = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(self.silent - (tag in SILENT), 0)
        if self.depth == 1 and (tag in CELLS or tag in {"tr", "table"}):
            self._close(self.tables[-1])
        self.depth = max(self.depth - (tag == "table"), 0)

    def handle_data(self, data: str) -> None:
        if self.depth and not self.silent and self.tables[-1].text is not None:
            self.tables[-1].text.append(data)

    def _close(self, table: _Table) -> None:
        if table.text is None:
            return
        lines = "".join(table.text).split("\n")
        text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
        down, right = table.spans
        if down * right > 1:
            last = table.row + down - 1, table.column + right - 1
            if last[1] > MOST or len(table.taken) + down * right > MOST_TAKEN:
                raise OverflowError(f"{column_letters(last[1])}{last[0]}")
            table.merged.append((table.row, table.column, *last))
            table.taken.update(
                (row, column)
                for row in range(table.row, last[0] + 1)
                for column in range(table.column, last[1] + 1)
            )
        table.cells.append((table.row, table.column, text))
        table.column += right - 1
        table.text = None


def _span(text: str | None) -> int:
    return min(max(int(text), 1), MOST) if text and text.strip().isdecimal() else 1


@dataclass(frozen=True, kw_only=True)
class HtmlBook:
    """The tables of a page, as sheets."""

    name: str
    limits: ReadingLimits = field(repr=False)
    tables: tuple[_Table, ...] = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[SheetEntry, ...]:
        """A sheet for each table."""
        return tuple(
            SheetEntry(name=_("table {number}").format(number=number), part=str(number))
            for number in range(1, len(self.tables) + 1)
        )

    def read(self, entry: SheetEntry, decimal: str) -> Grid:
        """The cells of a table as text.

        Raises:
            UnreadableFileError: when it has more cells than tables have.
        """
        table = self.tables[int(entry.part) - 1]
        schema = {"row": pl.UInt32, "column": pl.UInt32, "text": pl.String}
        cells = pl.DataFrame(table.cells, schema=schema, orient="row")
        return Cells(cells=cells, merged=tuple(table.merged)).grid(entry, self.name, self.limits)


def open_html(content: bytes, name: str, limits: ReadingLimits) -> HtmlBook:
    """The tables of a page that hold anything.

    Raises:
        UnreadableFileError: when it is too large, or has no table.
    """
    if len(content) > limits.part_mb * MEGABYTE:
        message = _("'{name}' is no workbook but a very large web page. Save it again as XLSX.")
        raise UnreadableFileError(message.format(name=name))
    page = _Page()
    try:
        page.feed(decode(content, "auto", name=name))
        page.close()
    except OverflowError as error:
        raise too_wide(str(error), name, name) from None
    except (AssertionError, ValueError):
        page.tables.clear()
    tables = tuple(table for table in page.tables if any(text for _r, _c, text in table.cells))
    if not tables or len(tables) > limits.sheets:
        message = _(
            "'{name}' is no workbook but a web page without a table. Save it again as XLSX."
        )
        raise UnreadableFileError(message.format(name=name))
    return HtmlBook(name=name, limits=limits, tables=tables)
