"""Flows: who came, went, was born, died or moved inside between two reference dates.

One of the places that guard privacy: two registers are laid side by side by a keyed pseudonym that
means nothing outside this purpose; counts by area go out. Nothing here is protected yet.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from kreisblick.sealed.register.areas import Coverage, cross_table
from kreisblick.sealed.register.definition import RegisterDefinition
from kreisblick.sealed.register.errors import UncountableError
from kreisblick.sealed.register.match import PERSON, Matched, Stock, side_by_side
from kreisblick.statistics.cube import Cube, CubeDefinition, Observation
from kreisblick.statistics.cube.definition import age_borders
from kreisblick.territory.areas.model import Territory

__all__ = ["BALANCE", "CountedFlows", "FlowQuality", "count_flows", "flow_rows"]

BALANCE: Mapping[str, int] = {
    "moved_in": 1,  # from outside, or from a town that does not take part
    "moved_out": -1,  # gone, and no death is known
    "born": 1,  # born after the first date, whoever gave birth where
    "died": -1,
    "moved_inside_in": 1,  # from another area
    "moved_inside_out": -1,  # to another area
    "address_found": 1,  # the address could not be placed before
    "address_lost": -1,  # the address cannot be placed any more
}
"""Every flow, and what it does to an area's stock: before + sum of flows = after."""


@dataclass(frozen=True, kw_only=True)
class FlowQuality:
    """How well two stocks could be laid side by side.

    Stays in the sealed zone. A number above zero that is smaller than the register's
    ``smallest_note`` is None.

    Attributes:
        before, after: people in the two stocks.
        matched: people in both.
        without_number: rows without the number of a person; they are in no flow and no stock.
        twice: rows whose number stood in the same stock already; likewise.
        reused: numbers whose year of birth differs: two people, one went and one came.
        dead_but_listed: people with a death record who are in the second stock; they live there.
        not_assigned: flows of people without an area.
    """

    before: int | None
    after: int | None
    matched: int | None
    without_number: int | None
    twice: int | None
    reused: int | None
    dead_but_listed: int | None
    not_assigned: int | None


@dataclass(frozen=True, kw_only=True)
class CountedFlows:
    """A cube of flows, filed under the second date, and how complete it is."""

    cube: Cube
    quality: FlowQuality = field(repr=False)


def count_flows(
    cube: CubeDefinition,
    *,
    key: str,
    register: RegisterDefinition,
    before: Stock,
    after: Stock,
    deaths: pl.DataFrame | None = None,
    territory: Territory,
) -> CountedFlows:
    """The cube of flows between two stocks of one register.

    Laid side by side are the towns that both stocks cover: a town whose consent came later
    has no flows, and moves to and from it are moves across the border. A match is the same
    number from the same supplier with the same year of birth (or one that is unknown).
    Who is gone is ``died`` with a death record and ``moved_out`` without one; so without a list
    of deaths all who went are ``moved_out``. Who came is ``born`` when the year of birth is later
    than the first date's, and ``moved_in`` otherwise. Whoever came and went in between is unseen.

    Args:
        cube: with a dimension that is read as ``flow``, perhaps an age and codes of the record.
        key: its key.
        register: with the rule for flows.
        before: the earlier stock.
        after: the later stock; ages are those reached in its year.
        deaths: numbers of people who died between the dates, as in the stocks.
        territory: the areas; both stocks carry the key of theirs in ``area_<generation>``.

    Raises:
        UncountableError: when stocks, register and cube do not fit.
    """
    matched, towns = side_by_side(key, register, before, after, territory, deaths)
    rows = flow_rows(matched, first=before.day)
    coverage = Coverage.of(territory, after.day, towns)
    counts = _counts(rows, cube, register, after.day)
    cells = coverage.every_cell(
        counts.with_columns(observation=pl.lit(Observation.COUNTED.value)),
        cross_table(cube),
        absent=(0, Observation.COUNTED),
    )
    sources = tuple(sorted({*before.sources, *after.sources}))
    made = coverage.cube(cube, key, cells, sources=sources)
    return CountedFlows(cube=made, quality=_quality(matched, rows, register.smallest_note))


def flow_rows(matched: Matched, *, first: date) -> pl.DataFrame:
    """One row per flow: ``person, area, other, flow, birth_year`` and the fields of the record.

    ``other`` is the area on the other side of a move inside. Who stays is in no row; who moves
    inside is in two.
    """
    both = matched.both
    here, there = pl.col("area_before"), pl.col("area_after")
    inside = both.filter(here.is_not_null() & there.is_not_null() & (here != there))
    parts = [
        _named(inside, "moved_inside_in", there, here),
        _named(inside, "moved_inside_out", here, there),
        _named(both.filter(here.is_null() & there.is_not_null()), "address_found", there),
        _named(both.filter(here.is_not_null() & there.is_null()), "address_lost", here),
    ]
    born = (pl.col("birth_year") > first.year).fill_null(value=False)
    parts += [
        _named(matched.came.filter(born), "born", there),
        _named(matched.came.filter(~born), "moved_in", there),
        _named(matched.gone.filter(pl.col("dead")), "died", here),
        _named(matched.gone.filter(~pl.col("dead")), "moved_out", here),
    ]
    return pl.concat(parts)


def _named(
    rows: pl.DataFrame, flow: str, area: pl.Expr, other: pl.Expr | None = None
) -> pl.DataFrame:
    known = {PERSON, "area_before", "area_after", "birth_year", "dead"}
    fields = sorted(set(rows.columns) - known)
    return rows.select(
        PERSON,
        area.alias("area"),
        (pl.lit(None, pl.String) if other is None else other).alias("other"),
        pl.lit(flow).alias("flow"),
        "birth_year",
        *fields,
    )


def _counts(
    rows: pl.DataFrame, cube: CubeDefinition, register: RegisterDefinition, day: date
) -> pl.DataFrame:
    """``area, <dimensions>, value`` of the flows that have a code in every dimension."""
    codes = []
    for dimension in cube.dimensions:
        reading = register.dimensions.get(dimension.name)
        if reading is None:
            raise UncountableError.missing_reading(dimension.name, cube=cube.title.de)
        if reading.read == "age":
            codes.append(_age(dimension.codes, day).alias(dimension.name))
        else:
            name = "flow" if reading.read == "flow" else str(reading.field)
            code = pl.when(pl.col(name).is_in(list(dimension.codes))).then(pl.col(name))
            codes.append(code.alias(dimension.name))
    names = [dimension.name for dimension in cube.dimensions]
    counted = rows.select("area", *codes).drop_nulls(names)
    return counted.group_by("area", *names).agg(value=pl.len().cast(pl.Int64))


def _age(groups: Collection[str], day: date) -> pl.Expr:
    age = pl.lit(day.year) - pl.col("birth_year")
    found = pl.lit(None, pl.String)
    for group in groups:
        low, high = age_borders(group)
        found = pl.when(age.is_between(low, high)).then(pl.lit(group)).otherwise(found)
    return found


def _quality(matched: Matched, rows: pl.DataFrame, smallest: int) -> FlowQuality:
    def told(number: int) -> int | None:
        return number if number == 0 or number >= smallest else None

    return FlowQuality(
        before=told(matched.both.height + matched.gone.height),
        after=told(matched.both.height + matched.came.height),
        matched=told(matched.both.height),
        without_number=told(matched.without_number),
        twice=told(matched.twice),
        reused=told(matched.reused),
        dead_but_listed=told(matched.dead_but_listed),
        not_assigned=told(rows["area"].null_count()),
    )
