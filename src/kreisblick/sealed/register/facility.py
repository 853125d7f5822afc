"""Count facilities: places, children, people cared for, and who provides them."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.definition import ValueColumn
from kreisblick.sealed.register.areas import every_cell
from kreisblick.sealed.register.errors import UncountableError
from kreisblick.sealed.register.model import Assembled
from kreisblick.statistics.cube import ANY, Cube, CubeDefinition, Observation, cell_frame
from kreisblick.territory.areas import locate
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["count_facilities"]

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
    """One cube from the records of facilities, with what each provider contributes.

    Args:
        cube: what is counted.
        key: its key.
        values: which numeric field fills which codes of the cube (``minus`` fields are taken
            away); none counts the facilities themselves.
        records: the facility frame of ``DEVELOPERS.md``. The area is ``area_<generation>`` where
            there is one, else the place of ``x, y`` in the territory, else ``area``.
        territory: the areas of the report.
        reference_date: of the records.
        covered: municipalities served; elsewhere cells are ``not_covered``. All when None.
        sources: keys of the deliveries, for the lineage.

    Returns:
        The cube with planning areas only, zero where no facility stands, ``not_delivered`` where
        a facility's figure is missing. ``contributions`` holds ``level, area, <dimensions>,
        contributor, value``: one row per provider, area and cell. Facilities without an area are
        a soft fault.

    Raises:
        UncountableError: when a field is missing.
    """
    names = [dimension.name for dimension in cube.dimensions]
    towns = territory.keys(AreaLevel.MUNICIPALITY)
    served = frozenset(towns if covered is None else covered)
    placed = records.with_columns(_areas_of(records, territory).alias(HERE))
    rows = _cells_of(placed, values, key, names)
    inside = rows.filter(pl.col("area").is_in(territory.keys(AreaLevel.PLANNING_AREA)))
    full = every_cell(
        _add_up(inside, ["area", *names]).with_columns(
            lower=pl.lit(None, pl.Int64), upper=pl.lit(None, pl.Int64)
        ),
        dimensions=names,
        combinations=_combinations(values, names),
        territory=territory,
        level=AreaLevel.PLANNING_AREA,
        covered=served,
        absent=(0, Observation.COUNTED),
    )
    made = Cube(
        key=key,
        unit=cube.counts,
        generation=territory.generation.key,
        reference_date=reference_date,
        dimensions=tuple(names),
        cells=cell_frame(full, names),
        covered=served,
        contributions=_contributions(inside, names),
        sources=sources,
    )
    return Assembled(cube=made, faults=_homeless(placed, territory, key))


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
    if not names:
        return pl.DataFrame({"_": [0]})
    rows = [{name: value.set.get(name, ANY) for name in names} for value in values]
    return pl.DataFrame(rows or [dict.fromkeys(names, ANY)]).unique()


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
    by = ["area", *names, "contributor"]
    known = rows.filter(pl.col("value") > 0).group_by(by).agg(pl.col("value").sum())
    level = pl.lit(AreaLevel.PLANNING_AREA.value).alias("level")
    return known.select(level, *by, "value").sort("area", *names, "contributor")


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
