"""Tables: lists of addresses from files of every format, whole or in parts."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kreisblick.territory.addresses.errors import TableNotReadableError

__all__ = ["Part", "read_addresses", "read_known", "read_parts"]

WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_PLAIN = {"street", "number", "area"}  # a list with these columns is ours
_PACKED = b"\x1f\x8b"  # how a gzip file begins
_LONGEST = 10_000  # bytes of a heading
_AT_ONCE = 500_000  # rows of a part


@dataclass(frozen=True, kw_only=True)
class Part:
    """A list of streets, or a part of it.

    Attributes:
        houses, ranges, names: as in ``streets.Streets``; None where there are none.
        first_row: the row of the file in which the first house stands.
    """

    houses: pl.DataFrame = field(repr=False)
    ranges: pl.DataFrame | None = field(repr=False, default=None)
    names: pl.DataFrame | None = field(repr=False, default=None)
    first_row: int = 2


def read_known(path: Path) -> Part:
    """A list of streets in any format; plain CSV and Parquet tables with our columns at once.

    Raises:
        TableNotReadableError: when the file is missing or no table.
        KreisblickError: see ``streets.read_streets``.
    """
    table = None if path.suffix.lower() in WORKBOOKS else _plain(path)
    if table is not None:
        return Part(houses=table.collect())
    return _read_streets(path)


def read_parts(path: Path) -> Iterator[Part]:
    """A list of streets in parts, so that long ones need not lie in memory.

    Raises:
        TableNotReadableError, KreisblickError: see ``read_known``.
    """
    table = None if path.suffix.lower() in WORKBOOKS else _plain(path)
    if table is None:
        yield _read_streets(path)
        return
    row = 2
    try:
        for houses in table.collect_batches(chunk_size=_AT_ONCE, maintain_order=True):
            yield Part(houses=houses, first_row=row)
            row += houses.height
    except (pl.exceptions.PolarsError, OSError):
        raise TableNotReadableError(file=str(path)) from None


def _read_streets(path: Path) -> Part:
    from kreisblick.territory.streets import StreetFileError, read_streets  # noqa: PLC0415  heavy

    try:
        found = read_streets(path)
    except StreetFileError:
        raise TableNotReadableError(file=str(path)) from None
    return Part(houses=found.houses, ranges=found.ranges, names=found.names)


def _plain(path: Path) -> pl.LazyFrame | None:
    """A table with our columns, all text; None when it is something else."""
    if not path.is_file():
        raise TableNotReadableError(file=str(path))
    try:
        if path.suffix.lower() == ".parquet":
            table = pl.scan_parquet(path)
            return table if set(table.collect_schema().names()) >= _PLAIN else None
        head = _first_line(path)
        for separator in (",", ";", "\t"):
            names = [name.strip('"') for name in head.split(separator)]
            if set(names) >= _PLAIN:
                table = pl.scan_csv(path, infer_schema=False, separator=separator)
                table.head(1).collect()  # a table in another encoding is for ``read_streets``
                return table
    except (pl.exceptions.PolarsError, OSError, UnicodeError):
        return None
    return None


def _first_line(path: Path) -> str:
    with path.open("rb") as stream:
        if stream.read(2) == _PACKED:
            stream.seek(0)
            line = gzip.GzipFile(fileobj=stream).readline(_LONGEST)
        else:
            stream.seek(0)
            line = stream.readline(_LONGEST)
    return line.decode("utf-8-sig").rstrip("\r\n")


def read_addresses(path: Path) -> pl.DataFrame:
    """A table whose columns are text, so that keys and postcodes keep their leading zeros.

    CSV (UTF-8 or Windows-1252; comma, semicolon or tab; also ``.gz``), Parquet, or the first sheet
    of a workbook.

    Raises:
        TableNotReadableError: when the file is missing or no table.
    """
    if not path.is_file():
        raise TableNotReadableError(file=str(path))
    try:
        if path.suffix.lower() in WORKBOOKS:
            return _sheet(path)
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(path)
        return _csv(path)
    except (pl.exceptions.PolarsError, OSError):
        raise TableNotReadableError(file=str(path)) from None


def _csv(path: Path) -> pl.DataFrame:
    try:
        source: Path | bytes = path
        head = _first_line(path)
    except UnicodeError:
        source = _decoded(path)
        head = source.split(b"\n", 1)[0].decode()
    separator = max(",;\t", key=head.count)
    try:
        return pl.read_csv(source, infer_schema=False, separator=separator)
    except pl.exceptions.ComputeError:  # not UTF-8 behind the first line
        return pl.read_csv(_decoded(path), infer_schema=False, separator=separator)


def _decoded(path: Path) -> bytes:
    content = path.read_bytes()
    content = gzip.decompress(content) if content[:2] == _PACKED else content
    return content.decode("cp1252", errors="replace").encode()


def _sheet(path: Path) -> pl.DataFrame:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  rarely needed

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError):
        raise TableNotReadableError(file=str(path)) from None
    if not rows:
        raise TableNotReadableError(file=str(path))
    head = [str(cell).strip() for cell in rows[0]]
    named = [place for place, name in enumerate(head) if name]
    texts = [[_as_text(row[place]) for place in named] for row in rows[1:]]
    return pl.DataFrame(texts, schema=[(head[p], pl.String) for p in named], orient="row")


def _as_text(cell: object) -> str | None:
    """A cell as text; a whole number stays one (``12``, not ``12.0``)."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return None if cell in ("", None) else str(cell)
