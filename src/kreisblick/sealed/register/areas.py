"""Every cell has a number or the reason why there is none: complete a cube over all areas."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from kreisblick.statistics.cube import Cube, CubeDefinition, Observation, Unit, cell_frame
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["Coverage", "combinations_of", "cross_table", "municipality_of", "no_dimensions"]

NOTHING = "_"  # the only column of a table of combinations that tells nothing apart


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """The day and the areas a cube stands for, and the municipalities its source serves."""

    territory: Territory = field(repr=False)
    reference_date: date
    served: frozenset[str]

    @classmethod
    def of(
        cls, territory: Territory, reference_date: date, covered: Collection[str] | None
    ) -> "Coverage":
        """The coverage; all municipalities when ``covered`` is None."""
        towns = territory.keys(AreaLevel.MUNICIPALITY)
        served = frozenset(towns if covered is None else covered)
        return cls(territory=territory, reference_date=reference_date, served=served)

    def cube(self, definition: CubeDefinition, key: str, cells: pl.DataFrame, **more: Any) -> Cube:
        """A cube of these areas with the given cells; ``more`` goes to ``Cube``."""
        names = [dimension.name for dimension in definition.dimensions]
        return Cube(
            key=key,
            unit=definition.counts,
            generation=self.territory.generation.key,
            reference_date=self.reference_date,
            dimensions=tuple(names),
            cells=cell_frame(cells, names, rate=definition.counts is Unit.RATE),
            covered=self.served,
            **more,
        )

    def every_cell(
        self,
        rows: pl.DataFrame,
        combinations: pl.DataFrame,
        *,
        level: AreaLevel = AreaLevel.PLANNING_AREA,
        absent: tuple[int | None, Observation],
    ) -> pl.DataFrame:
        """The rows of one level, completed to all areas and all combinations of codes.

        Args:
            rows: ``area, <dimensions>, value, observation`` and perhaps ``lower, upper``.
            combinations: the codes every area must have, one column per dimension.
            level: the level of the rows.
            absent: value and observation of a served cell that has no row.

        Returns:
            The rows with ``level``. In municipalities that are not served no cell has a number.
        """
        names = [name for name in combinations.columns if name != NOTHING]
        areas = municipality_of(self.territory).filter(pl.col("level") == level.value)
        frame = areas.join(combinations.select(names or NOTHING), how="cross")
        found = frame.join(rows, on=["area", *names], how="left")
        served = pl.col("municipality").is_in(list(self.served))
        known = pl.col("observation").is_not_null()
        filler = {"value": absent[0]}
        numbers = [
            pl.when(served & known)
            .then(name)
            .when(served)
            .then(pl.lit(filler.get(name)))
            .alias(name)
            for name in ("value", "lower", "upper")
            if name in found.columns
        ]
        state = pl.col("observation").fill_null(absent[1].value)
        uncovered = pl.lit(Observation.NOT_COVERED.value)
        observation = pl.when(served).then(state).otherwise(uncovered)
        return found.select("level", "area", *names, *numbers, observation=observation)


def municipality_of(territory: Territory) -> pl.DataFrame:
    """``level, area, municipality`` of planning areas and municipalities."""
    level, small = pl.col("level"), AreaLevel.PLANNING_AREA.value
    return territory.areas.filter(level.is_in([small, AreaLevel.MUNICIPALITY.value])).select(
        "level",
        "area",
        municipality=pl.when(level == small).then("parent").otherwise("area"),
    )


def cross_table(cube: CubeDefinition) -> pl.DataFrame:
    """One row per combination of codes, one column per dimension."""
    table = no_dimensions()
    for dimension in cube.dimensions:
        codes = pl.DataFrame({dimension.name: list(dimension.codes)}, schema={dimension.name: str})
        table = table.join(codes, how="cross")
    return table.drop(NOTHING) if cube.dimensions else table


def combinations_of(rows: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The combinations of codes that stand in some rows."""
    return rows.select(names).unique() if names else no_dimensions()


def no_dimensions() -> pl.DataFrame:
    """The table of combinations where nothing is told apart: one row."""
    return pl.DataFrame({NOTHING: [0]})
