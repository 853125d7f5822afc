"""Assemble delivered aggregates into one cube on the areas of the report."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.sealed.register.agree import agreeing_cells
from kreisblick.sealed.register.areas import cross_table, every_cell, municipality_of
from kreisblick.sealed.register.convert import NUMBERS, convert_cells, keep_unchanged
from kreisblick.sealed.register.errors import UncountableError
from kreisblick.sealed.register.model import Assembled
from kreisblick.sealed.register.tables import split_margins
from kreisblick.statistics.cube import ANY, Cube, CubeDefinition, Observation, Unit, cell_frame
from kreisblick.territory.areas.model import AreaLevel, Crosswalk, Territory

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
    names = [dimension.name for dimension in cube.dimensions]
    parts = [
        _on_report_areas(delivery, cube, key, names, territory, crosswalks or {})
        for delivery in deliveries
    ]
    if not parts:
        return Assembled(
            cube=undelivered(
                cube, key=key, territory=territory, reference_date=reference_date, covered=covered
            )
        )
    rows = pl.concat(parts)
    _refuse_faults(rows, key, names, territory)
    served = _served(territory, covered)
    cells = cell_frame(_complete(rows, names, territory, served), names, rate=_is_rate(cube))
    faults: list[Fault] = []
    if cube.counts not in NOT_ADDABLE:
        cells, faults = agreeing_cells(cells, key=key, cube=cube, territory=territory)
    made = Cube(
        key=key,
        unit=cube.counts,
        generation=territory.generation.key,
        reference_date=reference_date,
        dimensions=tuple(names),
        cells=cells,
        covered=served,
        protected_by_source=protected_by_source,
        sources=tuple(sorted(delivery.source for delivery in deliveries)),
    )
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
    names = [dimension.name for dimension in cube.dimensions]
    served = _served(territory, covered)
    empty = pl.DataFrame(schema={**dict.fromkeys(["area", *names], pl.String), **NUMBERS})
    rows = every_cell(
        empty,
        dimensions=names,
        combinations=cross_table(cube),
        territory=territory,
        level=level,
        covered=served,
        absent=(None, Observation.NOT_DELIVERED),
    )
    return Cube(
        key=key,
        unit=cube.counts,
        generation=territory.generation.key,
        reference_date=reference_date,
        dimensions=tuple(names),
        cells=cell_frame(rows, names, rate=_is_rate(cube)),
        covered=served,
    )


def _is_rate(cube: CubeDefinition) -> bool:
    return cube.counts is Unit.RATE


def _served(territory: Territory, covered: Collection[str] | None) -> frozenset[str]:
    towns = territory.keys(AreaLevel.MUNICIPALITY)
    return frozenset(towns if covered is None else covered)


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
    number = pl.Float64 if _is_rate(cube) else pl.Int64
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


def _complete(
    rows: pl.DataFrame, names: Sequence[str], territory: Territory, served: frozenset[str]
) -> pl.DataFrame:
    """The smallest delivered level over all areas; margins and larger areas as they came."""
    level = next((lv for lv in AreaLevel if (rows["level"] == lv.value).any()), AreaLevel.DISTRICT)
    if level is AreaLevel.DISTRICT:
        return rows
    lowest, margins = split_margins(rows.filter(pl.col("level") == level.value), names)
    combinations = lowest.select(names).unique() if names else pl.DataFrame({"_": [0]})
    full = every_cell(
        lowest.drop("level"),
        dimensions=names,
        combinations=combinations,
        territory=territory,
        level=level,
        covered=served,
        absent=(None, Observation.NOT_DELIVERED),
    )
    others = pl.concat([margins, rows.filter(pl.col("level") != level.value)])
    unserved = municipality_of(territory).filter(~pl.col("municipality").is_in(list(served)))
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
