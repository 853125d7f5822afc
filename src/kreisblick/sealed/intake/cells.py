"""Cells of a grid as numbers of areas: each belongs to the area that holds its centre.

A cell on a border lies in two areas and is counted in one, so every sum is an estimate. A cell
whose number the source keeps secret leaves its area without a number, but with bounds.
"""

from collections.abc import Iterable

import numpy as np
import polars as pl
import pyproj

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.areas import Rows
from kreisblick.sealed.intake.convert import numbers
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.mapping.places import AreaRule
from kreisblick.sealed.reading.format import Format
from kreisblick.sealed.reading.region import Region
from kreisblick.statistics.cube import CubeDefinition, Observation, Unit
from kreisblick.territory.areas import locate
from kreisblick.territory.areas.model import Territory

__all__ = ["add_up_cells", "place_cells", "project", "refuse_rates", "tell_outside"]

WITHHELD = Observation.WITHHELD_BY_SOURCE.value
NEVER_ADDED = (Unit.RATE, Unit.ORDINAL)
KNOWN = (Observation.COUNTED.value, Observation.ESTIMATED.value)
FIXED = frozenset({"level", "area", "value", "lower", "upper", "observation", "row"})


def refuse_rates(cubes: Iterable[CubeDefinition]) -> None:
    """Refuse what must never be added up.

    Raises:
        WrongUseError: when a cube holds shares or ranks.
    """
    if any(cube.counts in NEVER_ADDED for cube in cubes):
        message = _(
            "Shares and ranks of grid cells cannot be added up by area. Leave these columns out of "
            "the definition."
        )
        raise WrongUseError(message)


def place_cells(
    region: Region, rule: AreaRule, form: Format, territory: Territory, book: FaultBook
) -> Rows:
    """The rows with the area that holds their centre; several rows may have the same.

    Rows outside the district are left out, told by number; where the rule says so, they are a
    fault. A row without readable coordinates is a hard fault.
    """
    if rule.x is None or rule.y is None:
        raise WrongUseError(_("Cells of a grid need the headings of their coordinates (x and y)."))
    found = {names: region.column(names) for names in (rule.x, rule.y)}
    for names, column in found.items():
        if column is None:
            book.missing_column(names, region)
    columns = [column for column in found.values() if column is not None]
    if len(columns) < len(found):
        return Rows(placed=_placed(region.body.clear(), pl.Series([], dtype=pl.String), rule),
                    body=region.body.clear())  # fmt: skip
    x, y = (_coordinates(region.body, column, form, book) for column in columns)
    area = locate(project(x, y, rule.crs, territory), territory, level=rule.level)
    _tell_lost(region, area, x.is_not_null() & y.is_not_null(), rule, book)
    kept = area.is_not_null()
    body = region.body.filter(kept)
    return Rows(placed=_placed(body, area.filter(kept), rule), body=body)


def _placed(body: pl.DataFrame, area: pl.Series, rule: AreaRule) -> pl.DataFrame:
    level = pl.lit(rule.level.value).alias("level")
    return body.select("row", level, area.alias("area"))


def _coordinates(body: pl.DataFrame, column: str, form: Format, book: FaultBook) -> pl.Series:
    values = numbers(body[column], form, whole=False)
    wrong = body["row"].filter(values.is_null()).to_list()
    if wrong:
        message = _("{count} cell(s) hold no coordinate. Ask for the file as it was published.")
        book.cells("unreadable", message.format(count=len(wrong)), wrong, column)
    return values


def project(x: pl.Series, y: pl.Series, crs: int, territory: Territory) -> np.ndarray:
    """Points in the territory's system, shape (n, 2); unknown ones are NaN."""
    turn = pyproj.Transformer.from_crs(crs, territory.crs, always_xy=True)
    east, north = (one.cast(pl.Float64).fill_null(float("nan")).to_numpy() for one in (x, y))
    points = np.column_stack(turn.transform(east, north))
    points[~np.isfinite(points).all(axis=1)] = np.nan
    return points


def _tell_lost(
    region: Region, area: pl.Series, known: pl.Series, rule: AreaRule, book: FaultBook
) -> None:
    outside = region.body["row"].filter(area.is_null() & known).to_list()
    if rule.outside == "left_out":
        tell_outside(len(outside), region.body.height, book)
        return
    if outside:
        message = _(
            "{count} row(s) lie in no area of the district. Correct their coordinates, or let the "
            "definition leave out what lies outside (area: outside: left_out)."
        )
        book.cells("unknown_area", message.format(count=len(outside)), outside, "1")


def tell_outside(count: int, whole: int, book: FaultBook) -> None:
    """Say how many rows of a larger file lie outside; that none is inside is a fault."""
    if not count:
        return
    if count == whole:
        message = _(
            "None of the {whole} rows lies in the district. Look whether the coordinates are in "
            "the system that the definition names (area: crs), and whether it is the right file."
        )
        book.whole("nothing_inside", message.format(whole=format_count(whole)))
        return
    message = _("{count} of {whole} rows lie outside the district and are left out.")
    told = message.format(count=format_count(count), whole=format_count(whole))
    book.whole("outside_district", told, hard=False)


def add_up_cells(
    records: pl.DataFrame, *, whole_says: Observation = Observation.ESTIMATED
) -> pl.DataFrame:
    """One row per area and slice.

    Args:
        records: several rows may have the same area and slice.
        whole_says: what a sum of known numbers is; one with an estimate among them is an estimate.

    The number is the sum where all cells are known, else null, with the sum of the known cells and
    lower bounds as lower bound, and an upper bound where every cell has one. ``cannot_exist`` cells
    take no part, unless there are no others.
    """
    keys = [name for name in records.columns if name not in FIXED]
    counts = pl.col("observation") != Observation.CANNOT_EXIST.value
    known = pl.col("observation").filter(counts).is_in(KNOWN).all()
    withheld = (pl.col("observation") == WITHHELD).any()
    estimated = (pl.col("observation") == Observation.ESTIMATED.value).any()
    upper = pl.coalesce("value", "upper").filter(counts)
    added = records.group_by("level", "area", *keys).agg(
        _any=counts.any(),
        _known=known,
        _whole=pl.when(estimated)
        .then(pl.lit(Observation.ESTIMATED.value))
        .otherwise(pl.lit(whole_says.value)),
        value=pl.col("value").filter(counts).sum(),
        lower=pl.coalesce("value", "lower", pl.lit(0)).filter(counts).sum(),
        upper=pl.when(upper.is_not_null().all()).then(upper.sum()),
        observation=pl.when(withheld)
        .then(pl.lit(WITHHELD))
        .otherwise(pl.lit(Observation.NOT_DELIVERED.value)),
        row=pl.col("row").min(),
    )
    whole, some = pl.col("_any") & pl.col("_known"), pl.col("_any")
    says = (
        pl.when(whole)
        .then("_whole")
        .when(~some)
        .then(pl.lit(Observation.CANNOT_EXIST.value))
        .otherwise("observation")
    )
    bounded = ~whole & some & (says == WITHHELD)
    told = added.with_columns(
        value=pl.when(whole).then("value"),
        lower=pl.when(bounded).then("lower"),
        upper=pl.when(bounded).then("upper"),
        observation=says,
    )
    return told.select(records.columns).sort("cube", "level", "area", *keys)
