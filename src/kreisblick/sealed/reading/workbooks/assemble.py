"""From cells with places to a grid: the used range only, and never an unbounded one."""

from dataclasses import dataclass, field

import polars as pl

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.errors import UnreadableFileError
from kreisblick.sealed.reading.limits import ReadingLimits
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.notes import hidden_note
from kreisblick.sealed.reading.tidy import BLANKS
from kreisblick.sealed.reading.workbooks.places import column_letters, column_number

__all__ = ["Cells", "SheetEntry", "too_wide"]


@dataclass(frozen=True, kw_only=True)
class SheetEntry:
    """A sheet in the workbook's list.

    Attributes:
        name: as people see it.
        part: where its cells are.
        state: ``visible``, ``hidden`` or ``veryHidden``.
    """

    name: str
    part: str = ""
    state: str = "visible"


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Cells of a sheet with their places.

    Attributes:
        cells: ``row``, ``column`` (from 1), ``text``; null is empty.
        unvalued: cells with a formula that has no stored result.
        percent: letters of columns with numbers shown as percent.
        merged: ranges.
        hidden_rows: their numbers.
        hidden_columns: first and last of each hidden stretch.
    """

    cells: pl.DataFrame = field(repr=False)
    unvalued: list[str] = field(default_factory=list)
    percent: frozenset[str] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()

    def grid(self, entry: SheetEntry, name: str, limits: ReadingLimits) -> Grid:
        """The grid of the used range.

        Raises:
            UnreadableFileError: when formulas have no result, or the used range is larger than
                tables are.
        """
        if self.unvalued:
            raise _uncomputed(self.unvalued, entry.name, name, limits)
        stripped = pl.col("text").str.strip_chars(BLANKS)
        places = self.cells.with_columns(stripped).filter(pl.col("text") != "")
        height = int(places["row"].max() or 0)  # type: ignore[arg-type]
        width = int(places["column"].max() or 0)  # type: ignore[arg-type]
        if height * width > limits.sheet_cells or width > limits.columns:
            raise too_wide(_farthest(places), entry.name, name)
        letters = [column_number(one) for one in self.percent]
        return Grid(
            cells=_spread(places, height, width),
            sheet=entry.name,
            merged=self.merged,
            hidden_rows=tuple(sorted({row for row in self.hidden_rows if row <= height})),
            hidden_columns=tuple(
                str(column)
                for column in range(1, width + 1)
                if any(first <= column <= last for first, last in self.hidden_columns)
            ),
            percent_columns=tuple(str(one) for one in sorted(letters) if one <= width),
            notes=() if entry.state == "visible" else (hidden_note(entry.name, entry.state),),
        )


def _spread(places: pl.DataFrame, height: int, width: int) -> pl.DataFrame:
    """One text column per column of the sheet, one row per row."""
    rows = pl.int_range(1, height + 1, dtype=pl.Int64, eager=True).alias("row")
    empty = pl.Series([None], dtype=pl.String).new_from_index(0, height)
    frame = places.with_columns(place=pl.col("row").cast(pl.Int64) - 1)
    parts = {
        int(column): part
        for (column,), part in frame.select("column", "place", "text")
        .partition_by("column", as_dict=True, include_key=False)
        .items()
    }
    columns = [
        _column(parts[number], empty) if number in parts else empty
        for number in range(1, width + 1)
    ]
    named = [one.alias(str(number)) for number, one in enumerate(columns, start=1)]
    return pl.DataFrame([rows, *named])


def _column(part: pl.DataFrame, empty: pl.Series) -> pl.Series:
    if part.height == len(empty) and (part["place"].diff().drop_nulls() == 1).all():
        return part["text"]
    if part["place"].is_duplicated().any():
        part = part.unique("place", keep="last", maintain_order=True)
    return empty.clone().scatter(part["place"], part["text"])


def _uncomputed(
    cells: list[str], sheet: str, name: str, limits: ReadingLimits
) -> UnreadableFileError:
    shown = ", ".join(cells[: limits.named_cells])
    shown += " …" if len(cells) > limits.named_cells else ""
    message = _(
        "'{name}', sheet '{sheet}': {count} formula(s) have no result stored ({cells}). Open the "
        "file in the spreadsheet programme, let it calculate, save it, and send it again."
    )
    count = format_count(len(cells))
    return UnreadableFileError(message.format(name=name, sheet=sheet, count=count, cells=shown))


def _farthest(places: pl.DataFrame) -> str:
    """The last used cell: it often stands alone, far from the table."""
    area = pl.col("column") * pl.col("row").cast(pl.UInt64)
    column, row = places.select("column", "row").row(int(places.select(area.arg_max()).item()))
    return f"{column_letters(column)}{row}"


def too_wide(cell: str, sheet: str, name: str) -> UnreadableFileError:
    """The used range is larger than tables are."""
    message = _(
        "'{name}', sheet '{sheet}': the table would reach to cell {cell}. Delete what stands far "
        "from the table, or copy the table into an empty workbook."
    )
    return UnreadableFileError(message.format(name=name, sheet=sheet, cell=cell))
