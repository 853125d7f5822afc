"""Standardise: figures as if every area had the same ages, from the counts of their groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.statistics.cube import Confidentiality, Observation
from kreisblick.statistics.estimation import (
    direct_rate,
    direct_share,
    dobson_interval,
)
from kreisblick.statistics.indicators.lookup import name_state, rank_state
from kreisblick.statistics.indicators.model import IndicatorDefinition, Kind, Request
from kreisblick.statistics.indicators.standard import DISTRICT
from kreisblick.statistics.indicators.strata import strata_of
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["RATE_COLUMNS", "add_standardised"]

RATE_COLUMNS = ("rate", "variance", "rest_rate", "rest_variance", "town_rate", "town_variance")
"""Events per person and variance: of the area, of the rest of the district, of its town's rest."""
_PLACE = ["indicator", "reference_date", "level", "area"]
_SHOWN = [Observation.COUNTED.value, Observation.ESTIMATED.value]
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class _Groups:
    """Counts of one indicator, ``places x groups``; NaN where a count is not shown."""

    places: pl.DataFrame
    events: Floats
    people: Floats


def add_standardised(table: pl.DataFrame, parts: pl.DataFrame, request: Request) -> pl.DataFrame:
    """The table with standardised values and intervals in place of plain ones.

    Args:
        table: one row per figure, with its plain value.
        parts: the rows of the groups (``strata.in_strata``).
        request: definitions, populations, fewest events.

    Returns:
        The table with ``RATE_COLUMNS``, which are null where a figure is not standardised. A
        figure is withheld if any of its groups is, and makes no sense where a group has no
        people or there are too few events in all.
    """
    asked = {key: d for key, d in request.definitions.items() if d.standardise is not None}
    found = [_standardised(key, one, parts, request) for key, one in asked.items()]
    if not found:
        return table.with_columns(pl.lit(None, pl.Float64).alias(name) for name in RATE_COLUMNS)
    table = table.join(pl.concat(found), on=_PLACE, how="left")
    return _replaced(table, request)


def _standardised(
    key: str, definition: IndicatorDefinition, parts: pl.DataFrame, request: Request
) -> pl.DataFrame:
    """``_PLACE``, state of the groups, rates, bounds and events of one indicator."""
    names = [stratum.group for stratum in strata_of(definition, request.cubes)]
    rows = parts.filter(pl.col("indicator") == key)
    groups = _in_arrays(rows, names)
    standard = _standard(definition, groups, names, request)
    rate = direct_share if definition.kind is Kind.SHARE else direct_rate
    own = rate(groups.events, groups.people, standard)
    low, high = dobson_interval(own, confidence=request.method.confidence)
    numbers: dict[str, Floats] = {"_low": low, "_high": high, "_events": own.events}
    numbers |= {"rate": own.rate, "variance": own.variance}
    for name, level in (("rest", AreaLevel.DISTRICT), ("town", AreaLevel.MUNICIPALITY)):
        around = _around(groups, level)
        rest = rate(around.events - groups.events, around.people - groups.people, standard)
        numbers |= {f"{name}_rate": rest.rate, f"{name}_variance": rest.variance}
    numbers = {name: np.where(np.isfinite(one), one, np.nan) for name, one in numbers.items()}
    columns = [pl.Series(name, one, nan_to_null=True) for name, one in numbers.items()]
    return groups.places.select(*_PLACE, "_rank", "_hidden").with_columns(columns)


def _in_arrays(rows: pl.DataFrame, names: Sequence[str]) -> _Groups:
    """The counts of the groups side by side."""
    order = {name: place for place, name in enumerate(names)}
    rows = rows.sort(*_PLACE, pl.col("group").replace_strict(order, return_dtype=pl.Int32))
    shown = pl.col("observation").is_in(_SHOWN)
    free = pl.col("confidentiality") == Confidentiality.FREE.value
    places = rows.group_by(*_PLACE, "municipality", maintain_order=True).agg(
        _rank=rank_state("observation").max(), _hidden=~free.all()
    )
    counts = [
        rows.select(pl.when(shown & free).then(side).cast(pl.Float64).fill_null(float("nan")))
        .to_series()
        .to_numpy()
        .reshape(-1, len(names))
        for side in ("numerator", "denominator")
    ]
    return _Groups(places=places, events=counts[0], people=counts[1])


def _standard(
    definition: IndicatorDefinition, groups: _Groups, names: Sequence[str], request: Request
) -> Floats:
    """The standard population by group; NaN where the district's own is not known."""
    wanted = definition.standardise.population if definition.standardise else DISTRICT
    if wanted != DISTRICT:
        population = request.populations[wanted]
        return np.array([population.of_ages(name) for name in names])
    district = (groups.places["level"] == AreaLevel.DISTRICT.value).to_numpy()
    known = district & ~np.isnan(groups.people).any(axis=1)
    if not known.any():
        return np.full(len(names), np.nan)
    last: Floats = groups.people[np.flatnonzero(known)[-1]]  # places are sorted by date
    return last


def _around(groups: _Groups, level: AreaLevel) -> _Groups:
    """The counts of the larger area around each place; NaN for none and for itself."""
    town = level is AreaLevel.MUNICIPALITY
    key = ["reference_date", "municipality"] if town else ["reference_date"]
    of_level = pl.col("level") == level.value
    index = groups.places.with_row_index("_at")
    whole = index.filter(of_level).select(*key, _whole=pl.col("_at"))
    found = index.join(whole, on=key, how="left", maintain_order="left")
    inside = {AreaLevel.PLANNING_AREA.value} | (set() if town else {AreaLevel.MUNICIPALITY.value})
    at = found.select(pl.when(pl.col("level").is_in(inside)).then("_whole")).to_series()
    known = at.is_not_null().to_numpy()
    place = at.fill_null(0).to_numpy()
    pick = [np.where(known[:, None], one[place], np.nan) for one in (groups.events, groups.people)]
    return _Groups(places=groups.places, events=pick[0], people=pick[1])


def _replaced(table: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Plain values give way to standardised ones, and worse states to the worst of the groups."""
    own = pl.col("_rank").is_not_null()
    rank = pl.max_horizontal(rank_state("observation"), "_rank")
    few = pl.col("_events") < request.method.standardised_from
    nothing = own & (few | (pl.col("denominator") == 0)).fill_null(value=False)
    table = table.with_columns(
        observation=pl.when(nothing)
        .then(pl.lit(Observation.CANNOT_EXIST.value))
        .when(own)
        .then(name_state(rank))
        .otherwise("observation"),
        confidentiality=pl.when(own & pl.col("_hidden"))
        .then(pl.lit(Confidentiality.SUPPRESSED.value))
        .otherwise("confidentiality"),
    )
    free = pl.col("confidentiality") == Confidentiality.FREE.value
    shown = free & pl.col("observation").is_in(_SHOWN)
    counted = shown & (pl.col("observation") == Observation.COUNTED.value)
    pairs = [("value", "rate", shown), ("lower", "_low", counted), ("upper", "_high", counted)]
    numbers = [
        pl.when(own)
        .then(pl.when(when).then(pl.col(new) * pl.col("per")))
        .otherwise(name)
        .alias(name)
        for name, new, when in pairs
    ]
    rates = [pl.when(shown).then(name).alias(name) for name in RATE_COLUMNS]
    return table.with_columns(*numbers, *rates).drop("_rank", "_hidden", "_low", "_high", "_events")
