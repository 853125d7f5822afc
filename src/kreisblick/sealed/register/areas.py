"""Every cell has a number or the reason why there is none: complete a cube over all areas."""

from collections.abc import Collection, Sequence

import polars as pl

from kreisblick.statistics.cube import CubeDefinition, Observation
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["cross_table", "every_cell", "municipality_of"]


def municipality_of(territory: Territory) -> pl.DataFrame:
    """``level, area, municipality`` of planning areas and municipalities."""
    level, small = pl.col("level"), AreaLevel.PLANNING_AREA.value
    return territory.areas.filter(level.is_in([small, AreaLevel.MUNICIPALITY.value])).select(
        "level",
        "area",
        municipality=pl.when(level == small).then("parent").otherwise("area"),
    )


def cross_table(cube: CubeDefinition) -> pl.DataFrame:
    """One row per combination of codes; one row without columns' values if there are none."""
    table = pl.DataFrame({"_": [0]})
    for dimension in cube.dimensions:
        codes = pl.DataFrame({dimension.name: list(dimension.codes)}, schema={dimension.name: str})
        table = table.join(codes, how="cross")
    return table


def every_cell(
    rows: pl.DataFrame,
    *,
    dimensions: Sequence[str],
    combinations: pl.DataFrame,
    territory: Territory,
    level: AreaLevel,
    covered: Collection[str],
    absent: tuple[int | None, Observation],
) -> pl.DataFrame:
    """The rows of one level, completed to all areas and all given combinations of codes.

    Args:
        rows: ``area, <dimensions>, value, lower, upper, observation`` (the last three optional).
        dimensions: names of the attributes.
        combinations: the combinations of codes every area must have.
        territory: the areas.
        level: the level of the rows.
        covered: municipalities the source serves; elsewhere every cell is ``not_covered``.
        absent: value and observation of a covered cell that has no row.

    Returns:
        The rows with ``level``; rows of uncovered municipalities carry no number.
    """
    areas = municipality_of(territory).filter(pl.col("level") == level.value)
    frame = areas.join(combinations.select(dimensions or "_"), how="cross")
    found = frame.join(rows, on=["area", *dimensions], how="left", nulls_equal=False)
    if "observation" not in found.columns:
        counted = pl.when(pl.col("value").is_not_null()).then(pl.lit(Observation.COUNTED.value))
        found = found.with_columns(observation=counted)
    numbers = [name for name in ("value", "lower", "upper") if name in found.columns]
    served, known = pl.col("municipality").is_in(list(covered)), pl.col("observation").is_not_null()
    filler, reason = absent
    return found.select(
        "level",
        "area",
        *dimensions,
        *[
            pl.when(served & known)
            .then(pl.col(name))
            .when(served)
            .then(pl.lit(filler if name == "value" else None))
            .alias(name)
            for name in numbers
        ],
        observation=pl.when(served)
        .then(pl.col("observation").fill_null(reason.value))
        .otherwise(pl.lit(Observation.NOT_COVERED.value)),
    )
