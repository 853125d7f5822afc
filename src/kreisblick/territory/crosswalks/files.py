"""Crosswalks and conversions from file to file (the commands ``territory crosswalk, convert``)."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.errors import MissingColumnError
from kreisblick.territory.areas.files import read_table, write_table
from kreisblick.territory.crosswalks.build import crosswalk_cuts
from kreisblick.territory.crosswalks.convert import convert
from kreisblick.territory.crosswalks.density import learn_density
from kreisblick.territory.crosswalks.errors import UnknownWayError, some
from kreisblick.territory.crosswalks.model import Crosswalk
from kreisblick.territory.crosswalks.pairs import crosswalk_from_pairs
from kreisblick.territory.crosswalks.read import Reading, is_vector, parts_of
from kreisblick.territory.crosswalks.tables import counts_of, numbers_of, rates_of, read_columns

__all__ = ["Grounds", "convert_file", "crosswalk_files", "read_crosswalk"]

_NOT_TEXT = {"share": pl.Float64, "weight_n": pl.Int64}
KEY = "area"
SUM_ERROR = 1e-6  # of sums of shares that were written with few digits


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Files that tell where people live; the best is taken in each area.

    Attributes:
        weights: points: a point layer, or a table ``x, y`` in the system of the source; both may
            have ``weight`` (people).
        cells: polygons with people (``weight``, ``population``, ...).
        density: of the target: a table ``area, weight``, or an address list as ``FILE:COLUMN``.
        known: people on the source, ``area`` and a count: how many live behind an address of
            ``density`` is then learned from it.
    """

    weights: Path | None = None
    cells: Path | None = None
    density: str | None = None
    known: Path | None = None


def read_crosswalk(path: Path) -> Crosswalk:
    """A crosswalk as ``crosswalk_files`` wrote it; generations are named by the file.

    Raises:
        MissingColumnError: when it is no crosswalk.
        FaultsFoundError: when the shares of a source are not 1 together.
    """
    frame = read_table(path)
    for column in ("source", "target", "share"):
        if column not in frame.columns:
            raise MissingColumnError(file=path.name, column=column, known=frame.columns)
    frame = frame.with_columns(
        pl.col(name).cast(kind) for name, kind in _NOT_TEXT.items() if name in frame.columns
    )
    _check_sums(frame, path.name)
    return Crosswalk(source_generation=path.stem, target_generation=path.stem, shares=frame)


def _check_sums(shares: pl.DataFrame, file: str) -> None:
    """A crosswalk somebody changed by hand may lose people."""
    sums = shares.group_by("source").agg(pl.col("share").sum(), low=pl.col("share").min())
    wrong = sums.filter(
        ((pl.col("share") - 1).abs() > SUM_ERROR) | (pl.col("low") < 0) | pl.col("low").is_null()
    )
    if wrong.height:
        text = _("The shares of {areas} are not 1 together. Build the crosswalk anew.")
        areas = some(wrong["source"].fill_null("").sort().to_list())
        fault = Fault(code="shares_not_one", message=text.format(areas=areas), where=file)
        raise FaultsFoundError(file, [fault])


def crosswalk_files(
    source: str,
    target: str,
    out: Path,
    *,
    grounds: Grounds | None = None,
    weights: Path | None = None,
    source_key: str = KEY,
    target_key: str = KEY,
) -> Crosswalk:
    """Build a crosswalk from two files and write it.

    Args:
        source: polygon file, or an address list and its column as ``FILE:COLUMN`` (CSV, workbook,
            Parquet; a column ``weight`` weighs its rows).
        target: likewise; with an address list the same file and another column.
        out: CSV or Parquet: ``source, target, share, basis, weight_n``.
        grounds: what tells where people live, for polygons.
        weights: short for ``Grounds(weights=...)``.
        source_key: the column with the key of the first polygon file.
        target_key: of the second.

    Raises:
        UnknownWayError: when the two cannot be put together.
        FaultsFoundError: with everything that is wrong with the files.
    """
    grounds = grounds or Grounds(weights=weights)
    if is_vector(parts_of(source)[0]) and is_vector(parts_of(target)[0]):
        files = [_with_key(source, source_key), _with_key(target, target_key)]
        found = _from_polygons(files, grounds)
    else:
        found = _from_list(source, target)
    write_table(found.shares, out)
    return found


def convert_file(
    values: Path, crosswalk: Path, out: Path, *, whole_numbers: bool = False
) -> pl.DataFrame:
    """Convert a table of counts (``area`` and counts) by a crosswalk's file and write the result.

    Args:
        values: CSV, workbook or Parquet, ``area`` and counts.
        crosswalk: CSV or Parquet, as ``crosswalk_files`` wrote it.
        out: CSV or Parquet, as ``convert`` gives it.
        whole_numbers: by largest remainder.

    Raises:
        FaultsFoundError: when a column holds rates, or numbers and something else.
    """
    sheet = read_columns(values, [KEY])
    names = counts_of(sheet, but=[KEY])
    read = [numbers_of(sheet, name, empty=True) for name in names]
    faults = [*rates_of(names, sheet.name), *(fault for _counts, some in read for fault in some)]
    if faults:
        raise FaultsFoundError(sheet.name, faults)
    table = pl.DataFrame([sheet.table[KEY], *(counts for counts, _faults in read)])
    moved = convert(table, read_crosswalk(crosswalk), whole_numbers=whole_numbers)
    write_table(moved, out)
    return moved


def _with_key(name: str, key: str) -> tuple[Path, str]:
    file, column = parts_of(name)
    return Path(file), column or key


def _from_polygons(files: list[tuple[Path, str]], grounds: Grounds) -> Crosswalk:
    reading = Reading()
    source, target = reading.cuts(files)
    points = None if grounds.weights is None else reading.points(grounds.weights)
    cells = None if grounds.cells is None else reading.cells(grounds.cells)
    density = None if grounds.density is None else reading.density(grounds.density)
    people = None if grounds.known is None else reading.people(grounds.known)
    reading.speak(*(path.name for path, _key in files))
    if density is not None and people is not None:
        density = learn_density(source, target, density, people)
    return crosswalk_cuts(source, target, weights=points, cells=cells, target_density=density)


def _from_list(source: str, target: str) -> Crosswalk:
    """From an address list that carries both cuts."""
    (left, source_column), (right, target_column) = parts_of(source), parts_of(target)
    if not source_column or not target_column or Path(left) != Path(right):
        raise UnknownWayError(source=source, target=target)
    reading = Reading()
    sheet = read_columns(Path(left), [source_column, target_column])
    columns = list(dict.fromkeys([source_column, target_column]))
    rows = sheet.table.select(pl.col(columns).cast(pl.String).str.strip_chars().replace("", None))
    weight = None
    if "weight" in sheet.table.columns and "weight" not in columns:
        found, reading.faults = numbers_of(sheet, "weight")
        rows, weight = rows.with_columns(found.alias("weight")), "weight"
    reading.speak(sheet.name)
    return crosswalk_from_pairs(rows, source=source_column, target=target_column, weight=weight)
