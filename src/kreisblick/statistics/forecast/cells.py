"""Cells: stocks from released cells, and from nothing else.

A planning area enters by itself where every age group of every date is shown. What is withheld
anywhere is not filled in: the other areas of a town stand together as what the town's released
figures leave over, the towns without figures as what the district's leave over. Whatever a reader
could not compute from the released cells is not computed here either. Dates at which a source did
not cover every town are left out where two others remain: a town that joins is no growth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl

from kreisblick.base.errors import FaultsFoundError
from kreisblick.statistics.forecast.ages import parse_age, split_groups
from kreisblick.statistics.forecast.errors import ages_not_shown, too_few_dates
from kreisblick.statistics.forecast.model import Floats, Stocks

__all__ = ["ReleasedStocks", "age_chain", "stocks_of_cells"]

AREA, TOWN, DISTRICT = "planning_area", "municipality", "district"
REST = "rest of "
ELSEWHERE = ("not_covered", "not_delivered", "not_comparable")


@dataclass(frozen=True, kw_only=True)
class ReleasedStocks:
    """Stocks of units that add up to the district.

    Attributes:
        stocks: units: areas that are shown, and what is left over of towns and district.
        together: towns and district → positions of their units.
        shown: places that may be told: areas, towns, the district.
        untold: areas and towns for which there is no forecast, because figures are withheld.
    """

    stocks: Stocks = field(repr=False)
    together: Mapping[str, Sequence[int]] = field(repr=False)
    shown: tuple[str, ...] = field(repr=False)
    untold: tuple[str, ...]


def age_chain(slices: Sequence[str], oldest: int) -> list[tuple[str, tuple[int, int]]]:
    """The finest age groups among slices that follow each other from age 0 to the end.

    Args:
        slices: keys such as ``age=3-5`` or ``age=10-14|6-9``; others are passed over.
        oldest: the last age.

    Returns:
        Slice and ages; empty where no chain reaches the end.
    """
    stretches: dict[tuple[int, int], str] = {}
    for key in sorted(slices, key=len):
        if key.startswith("age=") and ";" not in key:
            pairs = sorted(pair for code in key[4:].split("|") if (pair := parse_age(code, oldest)))
            gaps = [a for a, b in pairwise(pairs) if a[1] + 1 != b[0]]
            if pairs and not gaps:
                stretches.setdefault((pairs[0][0], pairs[-1][1]), key)
    best: dict[int, list[tuple[str, tuple[int, int]]]] = {0: []}
    for low, high in sorted(stretches):
        if low in best:
            longer = [*best[low], (stretches[low, high], (low, high))]
            if len(longer) > len(best.get(high + 1, [])):
                best[high + 1] = longer
    return best.get(oldest + 1, [])


def stocks_of_cells(cells: pl.DataFrame, areas: pl.DataFrame, oldest: int) -> ReleasedStocks:
    """Stocks from the released cells of the residents by age; a pure function of them.

    Args:
        cells: ``slice, reference_date, level, area, value`` of one cube and generation; a value
            is null where it is withheld.
        areas: ``area, level, parent`` of the generation.
        oldest: the last single year of age.

    Raises:
        FaultsFoundError: fewer than two dates, or the district's age groups are not shown.
    """
    dates = _comparable(cells)
    if len(dates) < 2:
        raise FaultsFoundError("cells", [too_few_dates("cells")])
    parents = dict(zip(areas["area"], areas["parent"], strict=True))
    level = dict(zip(areas["area"], areas["level"], strict=True))
    district = next(key for key, one in level.items() if one == DISTRICT)
    chain = age_chain(_shown(cells, dates, district), oldest)
    if not chain:
        raise FaultsFoundError("cells", [ages_not_shown("cells")])
    known = _known(cells, dates, [key for key, _pair in chain])
    inside = {key: [a for a, p in parents.items() if p == key] for key in level}
    units, members = _units(known, district, inside)
    counts = np.stack([units[name] for name in units], axis=1)[:, :, None, :]
    pairs = [pair for _key, pair in chain]
    told = [key for key in level if key in units or key in members]
    return ReleasedStocks(
        stocks=Stocks(
            areas=tuple(units),
            dates=tuple(dates),
            sexes=("all",),
            counts=split_groups(counts, pairs, oldest),
            groups=tuple(pairs),
        ),
        together={
            key: [list(units).index(name) for name in names] for key, names in members.items()
        },
        shown=tuple(told),
        untold=tuple(key for key in level if key not in told),
    )


def _comparable(cells: pl.DataFrame) -> list[date]:
    """Dates at which every town is covered; all of them where fewer than two are."""
    towns = cells.filter((pl.col("level") == TOWN) & (pl.col("slice") == "all"))
    partly = towns.filter(pl.col("observation").is_in(ELSEWHERE))["reference_date"].unique()
    dates = sorted(cells["reference_date"].unique())
    whole = [day for day in dates if day not in set(partly)]
    return whole if len(whole) > 1 else dates


def _shown(cells: pl.DataFrame, dates: Sequence[date], place: str) -> list[str]:
    """Slices that are shown of a place at every date."""
    wanted = (pl.col("area") == place) & pl.col("reference_date").is_in(list(dates))
    rows = cells.filter(wanted & pl.col("value").is_not_null())
    counts = rows.group_by("slice").agg(pl.col("reference_date").n_unique().alias("dates"))
    return counts.filter(pl.col("dates") == len(dates))["slice"].sort().to_list()


def _known(cells: pl.DataFrame, dates: Sequence[date], chain: Sequence[str]) -> dict[str, Floats]:
    """Place → [date, group], where every one of them is shown."""
    wanted = pl.col("slice").is_in(chain) & pl.col("reference_date").is_in(list(dates))
    rows = cells.filter(wanted & pl.col("value").is_not_null())
    found: dict[str, Floats] = {}
    for day, slice_, area, value in rows.select(
        "reference_date", "slice", "area", "value"
    ).iter_rows():
        place = found.setdefault(area, np.full((len(dates), len(chain)), np.nan))
        place[dates.index(day), chain.index(slice_)] = value
    return {area: counts for area, counts in found.items() if not np.isnan(counts).any()}


def _units(
    known: Mapping[str, Floats], district: str, inside: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Floats], dict[str, list[str]]]:
    """Units that add up to the district, and which of them make a town."""
    units: dict[str, Floats] = {}
    members: dict[str, list[str]] = {}
    for town in inside[district]:
        if town not in known:
            continue  # its areas would tell what is withheld of it only together with others
        areas = [area for area in inside[town] if area in known]
        rest = known[town] - sum((known[area] for area in areas), np.zeros(1))
        units |= {area: known[area] for area in areas}
        _add_rest(units, members, town, areas, rest)
    rest = known[district] - sum(units.values(), np.zeros(1))
    _add_rest(units, members, district, list(units), rest)
    return units, members


def _add_rest(
    units: dict[str, Floats],
    members: dict[str, list[str]],
    place: str,
    parts: list[str],
    rest: Floats,
) -> None:
    """What is left over of a place; without a place where it is there at some dates only."""
    there = np.maximum(rest, 0.0).sum(1)
    if (there > 0).any() and not (there > 0).all():
        return
    members[place] = parts
    if there.any():
        units[REST + place] = np.maximum(rest, 0.0)
        members[place] = [*parts, REST + place]
