"""Count facilities: places, children, people cared for, and who provides them."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.columns import ValueColumn
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.register.areas import Coverage, no_dimensions
from kreisblick.sealed.register.errors import UncountableError
from kreisblick.sealed.register.model import Assembled
from kreisblick.sealed.register.tables import pattern
from kreisblick.statistics.cube import ANY, CubeDefinition, Observation
from kreisblick.territory.areas import locate
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["count_facilities", "nothing_where_none_can_be"]

NOTHING_HERE = (0, Observation.COUNTED)
HERE = "_area"  # the facility's area on the report's generation


def count_facilities(
    cube: CubeDefinition,
    *,
    key: str,
    values: Sequence[ValueColumn],
    records: pl.DataFrame,
    territory: Territory,
    reference_date: date,
    covered: Collection[str] | None = None,
    sources: tuple[str, ...] = (),
) -> Assembled:
    """Planning areas' sums: zero where nothing stands, unknown where a figure is missing.

    Args:
        cube: what is counted.
        key: its key.
        values: which numeric field fills which codes of the cube (``minus`` fields are taken
            away); none counts the facilities themselves.
        records: the facility frame; the area is ``area_<generation>`` where there is one, else
            where ``x, y`` lies in the territory, else ``area``.
        territory: the areas of the report.
        reference_date: of the records.
        covered: municipalities served; elsewhere cells are ``not_covered``. All when None.
        sources: keys of the deliveries.

    Returns:
        The cube with its ``contributions``; facilities without an area are a soft fault.

    Raises:
        UncountableError: when a field is missing.
    """
    coverage = Coverage.of(territory, reference_date, covered)
    placed = records.with_columns(_areas_of(records, territory).alias(HERE))
    names = [dimension.name for dimension in cube.dimensions]
    rows = _cells_of(placed, values, key, names)
    inside = rows.filter(pl.col("area").is_in(territory.keys(AreaLevel.PLANNING_AREA)))
    sums, parts = _add_up(inside, ["area", *names]), _contributions(inside, names)
    cells = coverage.every_cell(sums, _combinations(values, names), absent=NOTHING_HERE)
    made = coverage.cube(cube, key, cells, contributions=parts, sources=sources)
    return Assembled(cube=made, faults=_homeless(placed, territory, key))


def nothing_where_none_can_be(
    records: pl.DataFrame, definition: DeliveryDefinition
) -> pl.DataFrame:
    """The records with 0 where a facility cannot have any (a service that comes home: no places).

    That is known only if every sign of the delivery means ``cannot_exist`` and the field may not
    stay empty otherwise; else an empty field stays unknown.
    """
    means = {sign.means for sign in definition.signs.values()}
    if means != {Observation.CANNOT_EXIST}:
        return records
    names = {name for value in definition.values for name in (*value.column, *(value.minus or ()))}
    sure = [
        name
        for name in sorted(names & set(records.columns) & set(definition.columns))
        if not definition.columns[name].optional
    ]
    return records.with_columns(pl.col(name).fill_null(0) for name in sure)


def _areas_of(records: pl.DataFrame, territory: Territory) -> pl.Series:
    named = f"area_{territory.generation.key}"
    if named in records.columns:
        return records[named].cast(pl.String)
    given = records["area"] if "area" in records.columns else pl.Series([None] * records.height)
    if not {"x", "y"} <= set(records.columns):
        return given.cast(pl.String)
    points = records.select(pl.col("x", "y").cast(pl.Float64).fill_null(np.nan)).to_numpy()
    found = locate(points, territory)
    return pl.select(pl.coalesce(found, given.cast(pl.String))).to_series()


def _cells_of(
    records: pl.DataFrame, values: Sequence[ValueColumn], key: str, names: Sequence[str]
) -> pl.DataFrame:
    """``area, contributor, <dimensions>, value``: one row per facility and value column."""
    contributor = pl.coalesce("provider", "name") if "provider" in records.columns else "name"
    if not values:
        one = records.select(pl.col(HERE).alias("area"), contributor=contributor, value=1)
        return one.with_columns([pl.lit(ANY).alias(name) for name in names])
    parts = []
    for value in values:
        number = _number(records, value, key)
        codes = [pl.lit(value.set.get(name, ANY)).alias(name) for name in names]
        parts.append(
            records.select(
                pl.col(HERE).alias("area"), *codes, contributor=contributor, value=number
            )
        )
    return pl.concat(parts)


def _number(records: pl.DataFrame, value: ValueColumn, key: str) -> pl.Expr:
    found = next((name for name in value.column if name in records.columns), None)
    less = [name for name in value.minus or () if name in records.columns]
    if found is None or (value.minus and not less):
        raise UncountableError.missing_fields([value.column[0]], cube=key)
    whole = pl.col(found).cast(pl.Int64)
    return whole - pl.col(less[0]).cast(pl.Int64) if less else whole


def _combinations(values: Sequence[ValueColumn], names: Sequence[str]) -> pl.DataFrame:
    rows = [{name: value.set.get(name, ANY) for name in names} for value in values]
    return pl.DataFrame(rows or [dict.fromkeys(names, ANY)]).unique() if names else no_dimensions()


def _add_up(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Sums; unknown where one part is unknown, because a sum without it would be too small."""
    known = pl.col("value").is_not_null().all()
    return rows.group_by(by).agg(
        value=pl.when(known).then(pl.col("value").sum()),
        observation=pl.when(known)
        .then(pl.lit(Observation.COUNTED.value))
        .otherwise(pl.lit(Observation.NOT_DELIVERED.value)),
    )


def _contributions(rows: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """What each provider has in each area, from one table: two margins would count it twice."""
    tables = rows.with_columns(pattern(names).alias("_table"))
    one = tables.filter(pl.col("_table") == pl.col("_table").max())
    known = one.filter(pl.col("value") > 0).group_by("area", "contributor")
    level = pl.lit(AreaLevel.PLANNING_AREA.value).alias("level")
    found = known.agg(pl.col("value").sum())
    return found.select(level, "area", "contributor", "value").sort("area", "contributor")


def _homeless(placed: pl.DataFrame, territory: Territory, key: str) -> tuple[Fault, ...]:
    keys = territory.keys(AreaLevel.PLANNING_AREA)
    lost = placed.filter(~pl.col(HERE).is_in(keys).fill_null(value=False))
    message = _(
        "{count} facilities lie in no area and are counted nowhere. Complete their addresses in "
        "the delivery."
    ).format(count=lost.height)
    return (
        (Fault(code="facility_without_area", message=message, where=key, hard=False),)
        if lost.height
        else ()
    )
