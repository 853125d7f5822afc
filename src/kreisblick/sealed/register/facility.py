"""Count facilities: places, children, people cared for, and who provides them."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.columns import ValueColumn
from kreisblick.sealed.register.areas import Coverage, no_dimensions
from kreisblick.sealed.register.errors import UncountableError
from kreisblick.sealed.register.model import Assembled
from kreisblick.sealed.register.tables import pattern
from kreisblick.statistics.cube import ANY, CubeDefinition, Observation
from kreisblick.territory.areas import locate
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["count_facilities"]

NOTHING_HERE = (0, Observation.COUNTED)
HERE = "_area"  # the facility's area on the report's generation
RANK = {state.value: number for number, state in enumerate(Observation)}  # the gravest last


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
            where ``x, y`` lies in the territory, else ``area``. ``<field>_observation`` says why
            a field holds no number, ``<field>_lower`` and ``<field>_upper`` bound it.
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
    """``area, contributor, <dimensions>, value, lower, upper, observation``.

    One row per facility and value column.
    """
    contributor = pl.coalesce("provider", "name") if "provider" in records.columns else "name"
    if not values:
        one = records.select(
            pl.col(HERE).alias("area"),
            contributor=contributor,
            value=pl.lit(1, pl.Int64),
            lower=pl.lit(None, pl.Int64),
            upper=pl.lit(None, pl.Int64),
            observation=pl.lit(Observation.COUNTED.value),
        )
        return one.with_columns([pl.lit(ANY).alias(name) for name in names])
    parts = []
    for value in values:
        codes = [pl.lit(value.set.get(name, ANY)).alias(name) for name in names]
        numbers = _numbers(records, value, key)
        parts.append(
            records.select(pl.col(HERE).alias("area"), *codes, contributor=contributor, **numbers)
        )
    return pl.concat(parts)


def _numbers(records: pl.DataFrame, value: ValueColumn, key: str) -> dict[str, pl.Expr]:
    """``value, lower, upper, observation`` of a figure, less another one where it is taken away."""
    found = next((name for name in value.column if name in records.columns), None)
    less = [name for name in value.minus or () if name in records.columns]
    if found is None or (value.minus and not less):
        raise UncountableError.missing_fields([value.column[0]], cube=key)
    figure = _figure(records, found)
    if not less:
        return figure
    taken = _figure(records, less[0])
    return {
        "value": figure["value"] - taken["value"],
        # what is left lies between the least less the most, and the most less the least
        "lower": pl.max_horizontal(_least(figure) - _most(taken), 0),
        "upper": _most(figure) - _least(taken),
        "observation": _name(pl.max_horizontal(_rank(figure), _rank(taken))),
    }


def _figure(records: pl.DataFrame, field: str) -> dict[str, pl.Expr]:
    """A field with what is said of it; what cannot exist is nothing, and adds nothing."""
    value = pl.col(field).cast(pl.Int64)
    plain = pl.when(value.is_null()).then(_state(Observation.NOT_DELIVERED))
    said = plain.otherwise(_state(Observation.COUNTED))
    if f"{field}_observation" in records.columns:
        said = pl.coalesce(f"{field}_observation", said)
    nothing = said == Observation.CANNOT_EXIST.value
    bounds = {
        bound: pl.col(f"{field}_{bound}").cast(pl.Int64)
        if f"{field}_{bound}" in records.columns
        else pl.lit(None, pl.Int64)
        for bound in ("lower", "upper")
    }
    counted = _state(Observation.COUNTED)
    return {
        "value": pl.when(nothing).then(0).otherwise(value),
        **bounds,
        "observation": pl.when(nothing).then(counted).otherwise(said),
    }


def _least(figure: dict[str, pl.Expr]) -> pl.Expr:
    return pl.coalesce(figure["value"], figure["lower"], 0)


def _most(figure: dict[str, pl.Expr]) -> pl.Expr:
    return pl.coalesce(figure["value"], figure["upper"])


def _state(observation: Observation) -> pl.Expr:
    return pl.lit(observation.value)


def _rank(figure: dict[str, pl.Expr]) -> pl.Expr:
    return figure["observation"].replace_strict(RANK, return_dtype=pl.Int64)


def _name(rank: pl.Expr) -> pl.Expr:
    return rank.replace_strict({n: o for o, n in RANK.items()}, return_dtype=pl.String)


def _combinations(values: Sequence[ValueColumn], names: Sequence[str]) -> pl.DataFrame:
    rows = [{name: value.set.get(name, ANY) for name in names} for value in values]
    return pl.DataFrame(rows or [dict.fromkeys(names, ANY)]).unique() if names else no_dimensions()


def _add_up(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Sums; unknown where one part is unknown, because a sum without it would be too small.

    A sum of known and withheld parts is bounded where every withheld part is.
    """
    known = pl.col("value").is_not_null()
    withheld = pl.col("observation") == Observation.WITHHELD_BY_SOURCE.value
    bounded = (known | (withheld & pl.col("upper").is_not_null())).all() & ~known.all()
    worst = pl.col("observation").replace_strict(RANK, return_dtype=pl.Int64).max()
    return rows.group_by(by).agg(
        value=pl.when(known.all()).then(pl.col("value").sum()),
        lower=pl.when(bounded).then(pl.coalesce("value", "lower", 0).sum()),
        upper=pl.when(bounded).then(pl.coalesce("value", "upper").sum()),
        observation=_name(worst),
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
