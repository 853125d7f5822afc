"""Agree: delivered totals against the sums of their parts.

A total that cannot be the sum of its parts is not used: the sum takes its place, and the
supplier is asked. Messages name area and table, never a number.
"""

from collections.abc import Sequence

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.statistics.cube import ANY, CubeDefinition, Observation
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["agreeing_cells"]

UNBOUNDED = 2**53  # more than any count of people; stands for "not known how many"


def agreeing_cells(
    cells: pl.DataFrame, *, key: str, cube: CubeDefinition, territory: Territory
) -> tuple[pl.DataFrame, list[Fault]]:
    """The cells without totals that contradict their parts, and a soft fault for each of these.

    Compared are margins with the sum over a dimension's codes, municipalities with their planning
    areas, the district with municipalities and with planning areas. A part that its publisher
    withheld counts with its bounds, one that was not delivered with any number, one that is not
    covered with none.
    """
    faults: list[Fault] = []
    names = [dimension.name for dimension in cube.dimensions]
    for dimension in cube.dimensions:
        wrong = _margins(cells, dimension.name, len(dimension.codes), names)
        cells, found = _without(cells, wrong, names, key)
        faults += found
    for small, large in _level_pairs():
        wrong = _sums(cells, small, large, territory, names)
        cells, found = _without(cells, wrong, names, key)
        faults += found
    return cells, faults


def _level_pairs() -> list[tuple[AreaLevel, AreaLevel]]:
    area, town, district = AreaLevel
    return [(area, town), (town, district), (area, district)]


def _bounds() -> dict[str, pl.Expr]:
    uncovered = pl.col("observation") == Observation.NOT_COVERED.value
    return {
        "low": pl.coalesce("value", "lower", 0).sum(),
        "high": pl.when(uncovered)
        .then(0)
        .otherwise(pl.coalesce("value", "upper", UNBOUNDED))
        .sum(),
        "parts": pl.len(),
    }


def _margins(cells: pl.DataFrame, name: str, codes: int, names: Sequence[str]) -> pl.DataFrame:
    """Margins over one dimension that no choice of the parts adds up to."""
    rest = ["level", "area", *[other for other in names if other != name]]
    sums = cells.filter(pl.col(name) != ANY).group_by(rest).agg(**_bounds())
    totals = cells.filter((pl.col(name) == ANY) & pl.col("value").is_not_null())
    both = totals.join(sums.filter(pl.col("parts") == codes), on=rest)
    return both.filter(~pl.col("value").is_between("low", "high"))


def _sums(
    cells: pl.DataFrame,
    small: AreaLevel,
    large: AreaLevel,
    territory: Territory,
    names: Sequence[str],
) -> pl.DataFrame:
    """Totals of larger areas that no choice of the smaller ones adds up to."""
    above = _parents(territory, small, large)
    inside = above.group_by("parent").agg(expected=pl.len())
    parts = cells.filter(pl.col("level") == small.value).join(above, on="area")
    sums = parts.group_by("parent", *names).agg(**_bounds())
    totals = cells.filter((pl.col("level") == large.value) & pl.col("value").is_not_null())
    both = totals.join(sums, left_on=["area", *names], right_on=["parent", *names]).join(
        inside, left_on="area", right_on="parent"
    )
    complete = pl.col("parts") == pl.col("expected")
    return both.filter(complete & ~pl.col("value").is_between("low", "high"))


def _parents(territory: Territory, small: AreaLevel, large: AreaLevel) -> pl.DataFrame:
    """``area, parent`` from one level to a larger one."""
    areas = territory.areas.select("area", "level", "parent")
    found = areas.filter(pl.col("level") == small.value).select("area", "parent")
    if (small, large) == (AreaLevel.PLANNING_AREA, AreaLevel.DISTRICT):
        towns = areas.select(parent="area", district="parent")
        return found.join(towns, on="parent").select("area", parent="district")
    return found


def _without(
    cells: pl.DataFrame, wrong: pl.DataFrame, names: Sequence[str], key: str
) -> tuple[pl.DataFrame, list[Fault]]:
    place = ["level", "area", *names]
    faults = []
    for row in wrong.sort(place).iter_rows(named=True):
        slice_ = ";".join(f"{n}={row[n]}" for n in names if row[n] != ANY) or "all"
        # made again from estimates, a total may miss its parts by one; nobody needs to ask
        if row["observation"] == Observation.COUNTED.value:
            faults.append(_fault(f"{key} {row['area']} {slice_}"))
    return cells.join(wrong.select(place), on=place, how="anti"), faults


def _fault(where: str) -> Fault:
    message = _(
        "The delivered total is not the sum of its parts, so the sum is used. Ask the supplier "
        "which of the two is right, and whether people without an area are in the total."
    )
    return Fault(code="total_disagrees", message=message, where=where, hard=False)
