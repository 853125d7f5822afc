"""Lists of streets as files: bytes, text, sheets; and the tables that people read."""

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter import Workbook

from kreisblick.base.files import write_bytes
from kreisblick.territory.areas.files import write_table
from kreisblick.territory.streets.errors import StreetFileError

__all__ = ["Sheet", "Text", "parted", "read_sheets", "read_text", "text_sheet", "write_list"]

WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
LOOKED_AT = 30  # lines in which the heading is looked for
SIGNS = ";,\t|"
MADE = datetime(2000, 1, 1, tzinfo=UTC)  # written into workbooks, so that the same list is the same


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text file: UTF-8 bytes without byte order mark, and what it was before.

    Attributes:
        name: of the file.
        content: the text in UTF-8.
        latin: whether it was written in Latin-1 or Windows-1252.
        head: its first lines.
    """

    name: str
    content: bytes = field(repr=False)
    latin: bool
    head: list[str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table under its headings, all text; empty cells are null.

    Attributes:
        name: of the file.
        table: the rows.
        first: the line or row of the file in which the first of them stands.
        above: what stands above the headings, in one text.
    """

    name: str
    table: pl.DataFrame = field(repr=False)
    first: int
    above: str = ""


def read_text(path: Path) -> Text:
    """The text of a file in UTF-8, UTF-8 with byte order mark, Latin-1 or Windows-1252.

    Raises:
        StreetFileError: when the file is missing, empty, damaged or no text.
    """
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (OSError, EOFError, zlib.error):
        raise StreetFileError(file=path.name) from None
    content = content.removeprefix(b"\xef\xbb\xbf")
    if not content.strip() or b"\x00" in content[:4096]:
        raise StreetFileError(file=path.name)
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")  # lines as old Macs end them
    latin = not _is_utf8(content)
    if latin:
        content = _from_latin(content).encode()
    lines = content.split(b"\n", LOOKED_AT)[:LOOKED_AT]
    head = [line.decode().rstrip("\r") for line in lines]
    return Text(name=path.name, content=content, latin=latin, head=head)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _from_latin(content: bytes) -> str:
    """Windows-1252; the five bytes it does not know are left as Latin-1 has them."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def read_sheets(path: Path, is_heading: Callable[[Sequence[str]], bool]) -> list[Sheet]:
    """The tables of a workbook or Parquet file whose headings are known.

    Args:
        path: the file.
        is_heading: whether a row is a heading.

    Raises:
        StreetFileError: when the file is missing or damaged.
    """
    if not path.is_file():
        raise StreetFileError(file=path.name)
    try:
        if path.suffix.lower() == ".parquet":
            return [Sheet(name=path.name, table=pl.read_parquet(path), first=1)]
        book = CalamineWorkbook.from_path(str(path))
        grids = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except (pl.exceptions.PolarsError, CalamineError, OSError):
        raise StreetFileError(file=path.name) from None
    found = [_grid_sheet(path.name, grid, is_heading) for grid in grids]
    return [sheet for sheet in found if sheet is not None]


def _grid_sheet(
    name: str, grid: Sequence[Sequence[object]], is_heading: Callable[[Sequence[str]], bool]
) -> Sheet | None:
    rows = [[_cell(cell) for cell in row] for row in grid]
    at = next((i for i, row in enumerate(rows[:LOOKED_AT]) if is_heading(row)), None)
    if at is None:
        return None
    headings = _unique(rows[at])
    body = [[cell or None for cell in row] for row in rows[at + 1 :]]
    table = pl.DataFrame(body, schema=dict.fromkeys(headings, pl.String), orient="row")
    above = " ".join(" ".join(row) for row in rows[:at])
    return Sheet(name=name, table=table, first=at + 2, above=above)


def _cell(cell: object) -> str:
    """A cell as text: whole numbers without a point, days as 2024-12-31."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):  # a datetime is a date, too
        return f"{cell:%Y-%m-%d}"
    return str(cell).strip()


def _unique(headings: Sequence[str]) -> list[str]:
    """Headings of which none stands twice or is empty."""
    found: list[str] = []
    for number, heading in enumerate(headings):
        text = heading.strip() or f"_{number}"
        found.append(f"{text}_{number}" if text in found else text)
    return found


def text_sheet(text: Text, is_heading: Callable[[Sequence[str]], bool]) -> Sheet | None:
    """The table of a text file under its heading; None when no line is a known heading."""
    for at, line in enumerate(text.head):
        for sign in sorted(SIGNS, key=lambda one: -line.count(one)):
            if sign in line and is_heading(parted(line, sign)):
                return _table_below(text, at, sign)
    return None


def parted(line: str, sign: str) -> list[str]:
    """The fields of a line of text; inside quotes the sign is a letter like any other."""
    return [
        field.strip() for field in next(csv.reader([line.replace("\r", " ")], delimiter=sign), [])
    ]


def _table_below(text: Text, at: int, sign: str) -> Sheet:
    body = text.content.split(b"\n", at + 1)[-1] if at + 1 < len(text.head) else b""
    headings = _unique(parted(text.head[at], sign))
    if not body.strip():
        table = pl.DataFrame(schema=dict.fromkeys(headings, pl.String))
        return Sheet(name=text.name, table=table, first=at + 2, above=" ".join(text.head[:at]))
    try:
        table = pl.read_csv(
            body,
            separator=sign,
            has_header=False,
            schema=dict.fromkeys(headings, pl.String),
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError:
        raise StreetFileError(file=text.name) from None
    return Sheet(name=text.name, table=table, first=at + 2, above=" ".join(text.head[:at]))


def write_list(table: pl.DataFrame, path: Path, headings: Mapping[str, str]) -> None:
    """A list for people under German headings, XLSX, CSV or Parquet by its ending, in one step."""
    shown = table.rename({name: headings.get(name, name) for name in table.columns})
    if path.suffix.lower() != ".xlsx":
        write_table(shown, path)
        return
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        for column, heading in enumerate(shown.columns):
            values = shown[heading].to_list()
            width = max(len(str(v)) for v in [heading, *values[:200]])
            sheet.set_column(column, column, min(width + 2, 60))
            sheet.write_string(0, column, heading, bold)
            for row, value in enumerate(values, start=1):
                if isinstance(value, int):
                    sheet.write_number(row, column, value)
                elif value is not None:
                    sheet.write_string(row, column, str(value), text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, shown.height, max(shown.width - 1, 0))
    write_bytes(path, stream.getvalue())
