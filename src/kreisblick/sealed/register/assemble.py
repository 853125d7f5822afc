"""Assemble delivered aggregates into one cube on the areas of the report."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.sealed.register.agree import agreeing_cells
from kreisblick.sealed.register.areas import (
    Coverage,
    combinations_of,
    cross_table,
    municipality_of,
)
from kreisblick.sealed.register.convert import NUMBERS, convert_cells, keep_unchanged
from kreisblick.sealed.register.errors import UncountableError
from kreisblick.sealed.register.model import Assembled
from kreisblick.sealed.register.tables import split_margins
from kreisblick.statistics.cube import ANY, Cube, CubeDefinition, Observation, Unit
from kreisblick.territory.areas.model import AreaLevel, Territory
from kreisblick.territory.crosswalks.model import Crosswalk

__all__ = ["AggregateDelivery", "assemble", "undelivered"]

NOT_ADDABLE = frozenset({Unit.RATE, Unit.ORDINAL})


@dataclass(frozen=True, kw_only=True)
class AggregateDelivery:
    """The records of one accepted delivery of aggregates.

    Attributes:
        source: the delivery's key, for the lineage.
        generation: the areas that ``records`` are given on.
        records: ``level, area, <dimensions>, value, lower, upper, observation``; a dimension that
            is missing or null means all its codes together.
    """

    source: str
    generation: str
    records: pl.DataFrame = field(repr=False)


def assemble(
    cube: CubeDefinition,
    *,
    key: str,
    deliveries: Sequence[AggregateDelivery],
    territory: Territory,
    reference_date: date,
    crosswalks: Mapping[str, Crosswalk] | None = None,
    covered: Collection[str] | None = None,
    protected_by_source: bool = False,
) -> Assembled:
    """One cube from all deliveries of a reference date.

    Counts of an older generation are converted; rates and ranks are kept where the boundary did
    not move and are ``not_delivered`` elsewhere. Every area of the smallest delivered level has
    every combination of codes that was delivered: ``not_covered`` where the source does not serve
    the municipality, ``not_delivered`` where a row is missing. Delivered totals are kept where
    they can be the sum of their parts.

    Args:
        cube: what is delivered.
        key: its key.
        deliveries: of different places or levels; no cell may stand in two of them.
        territory: the areas of the report.
        reference_date: of all deliveries.
        crosswalks: by the generation they start from.
        covered: municipalities served at this date; all when None.
        protected_by_source: the publisher already applied disclosure control.

    Raises:
        UncountableError: a crosswalk is missing, or a count has decimals.
        FaultsFoundError: a cell stands in two deliveries, or an area is unknown.
    """
    coverage = Coverage.of(territory, reference_date, covered)
    if not deliveries:
        return Assembled(cube=_nothing(cube, key, coverage, AreaLevel.PLANNING_AREA))
    cells, faults = _cells_of(cube, key, deliveries, crosswalks or {}, coverage)
    sources = tuple(sorted(delivery.source for delivery in deliveries))
    made = coverage.cube(cube, key, cells, protected_by_source=protected_by_source, sources=sources)
    return Assembled(cube=made, faults=tuple(faults))


def undelivered(
    cube: CubeDefinition,
    *,
    key: str,
    territory: Territory,
    reference_date: date,
    covered: Collection[str] | None = None,
    level: AreaLevel = AreaLevel.PLANNING_AREA,
) -> Cube:
    """The cube of a date at which nothing came: every cell says so."""
    return _nothing(cube, key, Coverage.of(territory, reference_date, covered), level)


def _nothing(cube: CubeDefinition, key: str, coverage: Coverage, level: AreaLevel) -> Cube:
    combinations = cross_table(cube)
    texts = {dimension.name: pl.String for dimension in cube.dimensions}
    empty = pl.DataFrame(schema={"area": pl.String, **texts, **NUMBERS})
    missing = (None, Observation.NOT_DELIVERED)
    cells = coverage.every_cell(empty, combinations, level=level, absent=missing)
    return coverage.cube(cube, key, cells)


def _cells_of(
    cube: CubeDefinition,
    key: str,
    deliveries: Sequence[AggregateDelivery],
    crosswalks: Mapping[str, Crosswalk],
    coverage: Coverage,
) -> tuple[pl.DataFrame, list[Fault]]:
    """All deliveries on the report's areas, completed; totals that contradict are left out."""
    names = [dimension.name for dimension in cube.dimensions]
    rows = pl.concat(
        _on_report_areas(delivery, cube, key, names, coverage.territory, crosswalks)
        for delivery in deliveries
    )
    _refuse_faults(rows, key, names, coverage.territory)
    cells = _complete(rows, cube, coverage, _smallest_level(deliveries))
    if cube.counts in NOT_ADDABLE:
        return cells, []
    return agreeing_cells(cells, key=key, cube=cube, territory=coverage.territory)


def _on_report_areas(
    delivery: AggregateDelivery,
    cube: CubeDefinition,
    key: str,
    names: Sequence[str],
    territory: Territory,
    crosswalks: Mapping[str, Crosswalk],
) -> pl.DataFrame:
    """A delivery's rows in the cube's form, on the report's areas."""
    rows = _in_form(delivery.records, cube, key, names)
    if delivery.generation == territory.generation.key:
        return rows
    small = pl.col("level") == AreaLevel.PLANNING_AREA.value
    if rows.filter(small).is_empty():
        return rows
    if delivery.generation not in crosswalks:
        raise UncountableError.no_crosswalk(delivery.generation, territory.generation.key, cube=key)
    crosswalk = crosswalks[delivery.generation]
    if cube.counts in NOT_ADDABLE:
        moved = keep_unchanged(rows.filter(small), crosswalk)
    else:
        moved = convert_cells(rows.filter(small), crosswalk, territory, names)
    moved = moved.with_columns(level=pl.lit(AreaLevel.PLANNING_AREA.value))
    return pl.concat([rows.filter(~small), moved.select(rows.columns)])


def _in_form(
    records: pl.DataFrame, cube: CubeDefinition, key: str, names: Sequence[str]
) -> pl.DataFrame:
    number = pl.Float64 if cube.counts is Unit.RATE else pl.Int64
    if number is pl.Int64 and (records["value"] != records["value"].floor()).any():
        raise UncountableError.decimals(cube=key)
    missing = [n for n in names if n not in records.columns]
    return records.with_columns(pl.lit(ANY).alias(name) for name in missing).select(
        "level",
        "area",
        *[pl.col(name).cast(pl.String).fill_null(ANY) for name in names],
        *[pl.col(name).cast(number) for name in ("value", "lower", "upper")],
        "observation",
    )


def _smallest_level(deliveries: Sequence[AggregateDelivery]) -> AreaLevel:
    delivered = {level for d in deliveries for level in d.records["level"].unique()}
    return next((level for level in AreaLevel if level.value in delivered), AreaLevel.DISTRICT)


def _complete(
    rows: pl.DataFrame, cube: CubeDefinition, coverage: Coverage, level: AreaLevel
) -> pl.DataFrame:
    """The smallest delivered level over all areas; margins and larger areas as they came."""
    if level is AreaLevel.DISTRICT:
        return rows
    names = [dimension.name for dimension in cube.dimensions]
    lowest, margins = split_margins(rows.filter(pl.col("level") == level.value), names)
    full = coverage.every_cell(
        lowest.drop("level"),
        cross_table(cube) if lowest.is_empty() else combinations_of(lowest, names),
        level=level,
        absent=(None, Observation.NOT_DELIVERED),
    )
    others = pl.concat([margins, rows.filter(pl.col("level") != level.value)])
    towns = municipality_of(coverage.territory)
    unserved = towns.filter(~pl.col("municipality").is_in(list(coverage.served)))
    known = others.join(unserved, on=["level", "area"], how="anti")
    return pl.concat([full.select(rows.columns), known])


def _refuse_faults(
    rows: pl.DataFrame, key: str, names: Sequence[str], territory: Territory
) -> None:
    place = ["level", "area", *names]
    twice = rows.filter(pl.struct(place).is_duplicated()).select("area").unique().sort("area")
    known = territory.areas.select("level", "area")
    strange = rows.join(known, on=["level", "area"], how="anti").select("area").unique()
    faults = [_twice(f"{key} {area}") for area in twice["area"]]
    faults += [_strange(f"{key} {area}") for area in strange.sort("area")["area"]]
    if faults:
        raise FaultsFoundError(key, faults)


def _twice(where: str) -> Fault:
    message = _("Two deliveries give a number for the same cell. Take one of them back.")
    return Fault(code="cell_twice", message=message, where=where)


def _strange(where: str) -> Fault:
    message = _(
        "The area is not known in the report's generation. Correct the area in the delivery, or "
        "name the generation it belongs to in the delivery's definition."
    )
    return Fault(code="unknown_area", message=message, where=where)
