"""Read a delivery's cells as text, whatever it was written with.

No type is guessed here: a guess takes the leading zero from an area's key. Cells keep their
line and column, so that every fault can name its place.
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine as calamine

from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.decode import UnreadableFileError, decode, read_bytes
from kreisblick.sealed.reading.format import Format
from kreisblick.sealed.reading.model import Grid

__all__ = ["read_cells"]

SAMPLE_LINES = 500  # enough to see the table behind any title


def read_cells(path: Path, form: Format) -> Grid:
    """The cells of a file as text with their places.

    Args:
        path: the delivered file; text and GeoJSON may be packed with gzip.
        form: how it is written.

    Raises:
        UnreadableFileError: when it is absent, empty, not of this type, damaged, locked by a
            password, or has not the agreed sheet.
    """
    readers: dict[str, Callable[[Path, Format], Grid]] = {
        "csv": _read_csv,
        "fixed_width": _read_fixed_width,
        "geojson": _read_points,
    }
    grid = readers.get(form.type, _read_workbook)(path, form)
    if grid.cells.drop("row").select(pl.any_horizontal(pl.all().is_not_null().any())).item():
        return grid
    message = _("'{name}' holds no cells with content. Ask the supplier to send it again.")
    raise UnreadableFileError(message.format(name=path.name))


def _read_csv(path: Path, form: Format) -> Grid:
    text = decode(read_bytes(path), form.encoding, name=path.name)
    # one more column than the widest line seen: what falls into it is a fault, not lost
    width = _width(text, form.delimiter) + 1
    try:
        cells = pl.read_csv(
            text.encode(),
            has_header=False,
            separator=form.delimiter,
            schema={str(number): pl.String for number in range(1, width + 1)},
            extra_columns="ignore",
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError:
        message = _(
            "'{name}' cannot be taken apart into cells with '{delimiter}'. Look for a quotation "
            "mark without its partner, or export the table again."
        )
        raise UnreadableFileError(
            message.format(name=path.name, delimiter=form.delimiter)
        ) from None
    return Grid(cells=_tidy(cells))


def _width(text: str, delimiter: str) -> int:
    """Cells of the widest of the first lines."""
    head = io.StringIO(text[: SAMPLE_LINES * 1000])
    rows = csv.reader(head, delimiter=delimiter)
    return max(len(row) for row, _number in zip(rows, range(SAMPLE_LINES), strict=False))


def _read_fixed_width(path: Path, form: Format) -> Grid:
    text = decode(read_bytes(path), form.encoding, name=path.name).rstrip("\x1a\n\r")
    lines = pl.DataFrame({"line": text.split("\n")}, schema={"line": pl.String})
    parts = [
        pl.col("line").str.strip_chars_end("\r").str.slice(f.start - 1, f.length).alias(str(number))
        for number, f in enumerate(form.fields, start=1)
    ]
    named = {str(number): f.name for number, f in enumerate(form.fields, start=1)}
    return Grid(cells=_tidy(lines.select(parts)), named=named)


def _read_points(path: Path, _form: Format) -> Grid:
    """Features of a GeoJSON file: one row each; ``x`` and ``y`` are degrees (RFC 7946)."""
    try:
        features = json.loads(read_bytes(path))["features"]
        rows = [_feature(feature) for feature in features]
    except (ValueError, KeyError, TypeError, IndexError):
        message = _("'{name}' is no GeoJSON file of points. Export it again.")
        raise UnreadableFileError(message.format(name=path.name)) from None
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts = {
        str(number): pl.Series([_as_text(row.get(name), ".") for row in rows], dtype=pl.String)
        for number, name in enumerate(names, start=1)
    }
    named = {str(number): name for number, name in enumerate(names, start=1)}
    return Grid(cells=_tidy(pl.DataFrame(texts)), named=named)


def _feature(feature: dict[str, Any]) -> dict[str, Any]:
    geometry = feature["geometry"]
    point = geometry["coordinates"] if geometry and geometry["type"] == "Point" else (None, None)
    return {**feature["properties"], "x": point[0], "y": point[1]}


def _read_workbook(path: Path, form: Format) -> Grid:
    sheet = _open_sheet(path, form.sheet)
    rows = sheet.to_python(skip_empty_area=False)
    width = max((len(row) for row in rows), default=0)
    columns = zip(*rows, strict=True) if rows else [()] * width
    cells = pl.DataFrame(
        {
            str(number): pl.Series(
                [_as_text(cell, form.decimal) for cell in column], dtype=pl.String
            )
            for number, column in enumerate(columns, start=1)
        }
    )
    return Grid(cells=_tidy(cells), sheet=sheet.name, merged=_merged(sheet))


def _open_sheet(path: Path, wanted: str | None) -> Any:
    read_bytes(path)  # says it when the file is absent or empty
    try:
        book = calamine.load_workbook(path)
        names = book.sheet_names
        if wanted is not None and wanted not in names:
            raise UnreadableFileError(_sheet_missing(path.name, wanted, names))
        return book.get_sheet_by_name(wanted or names[0])
    except calamine.PasswordError:
        message = _("'{name}' is locked by a password. Ask for a copy without one.")
    except (calamine.CalamineError, ValueError, OSError, IndexError):
        message = _(
            "'{name}' is no workbook (or a damaged one). Save it again in the spreadsheet "
            "programme under the agreed type."
        )
    raise UnreadableFileError(message.format(name=path.name))


def _sheet_missing(name: str, wanted: str, names: Sequence[str]) -> str:
    return _(
        "'{name}' has no sheet '{wanted}', only: {names}. Rename the sheet in the file, or the "
        "sheet in the definition."
    ).format(name=name, wanted=wanted, names=", ".join(f"'{n}'" for n in names))


def _merged(sheet: Any) -> tuple[tuple[int, int, int, int], ...]:
    ranges = sheet.merged_cell_ranges or ()
    return tuple((r0 + 1, c0 + 1, r1 + 1, c1 + 1) for (r0, c0), (r1, c1) in ranges)


def _as_text(cell: Any, decimal: str) -> str | None:
    """A cell as the supplier sees it; 12.0 is 12, numbers use the file's decimal sign."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", decimal)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _tidy(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells without the blanks around them; blank is null; rows are numbered from 1."""
    blanks = " \t\r\n\u00a0\u202f\ufeff"
    stripped = pl.all().str.strip_chars(blanks)
    tidy = cells.select(pl.when(stripped != "").then(stripped).name.keep())
    return tidy.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64))
