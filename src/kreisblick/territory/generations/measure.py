"""Measure a generation: sizes, people, spread, municipalities."""

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.areas import AreaLevel, Territory
from kreisblick.territory.areas.overlay import usable
from kreisblick.territory.generations.model import GenerationFigures, People, Range, TownFigures

__all__ = ["measure"]

M2_PER_KM2 = 1_000_000


def measure(territory: Territory, people: People | None = None) -> GenerationFigures:
    """Figures of a generation's planning areas.

    An area that the people's table does not name has unknown people, not none.

    Args:
        territory: the generation.
        people: on its ground.
    """
    level = (territory.areas["level"] == AreaLevel.PLANNING_AREA.value).to_numpy()
    table = territory.areas.filter(pl.Series(level)).select(
        "area",
        "name",
        municipality=pl.col("parent"),
        km2=pl.Series(shapely.area(usable(territory.geometry[level])) / M2_PER_KM2),
    )
    table = table.with_columns(people=pl.lit(None, dtype=pl.Float64))
    if people is not None:
        table = table.drop("people").join(
            people.areas, on="area", how="left", maintain_order="left"
        )
    known = table.drop_nulls("people")
    return GenerationFigures(
        key=territory.generation.key,
        valid_from=territory.generation.valid_from,
        areas=table.height,
        km2=float(table["km2"].sum()),
        size=_range(table["area"], table["km2"]),
        people=_range(known["area"], known["people"]) if known.height else None,
        word=people.word if people else "",
        towns=_towns(territory, table),
        table=table,
    )


def _range(areas: pl.Series, values: pl.Series) -> Range:
    numbers = values.to_numpy()
    least, most = int(np.argmin(numbers)), int(np.argmax(numbers))
    mean = float(numbers.mean())
    return Range(
        smallest=float(numbers[least]),
        smallest_area=str(areas[least]),
        median=float(np.median(numbers)),
        largest=float(numbers[most]),
        largest_area=str(areas[most]),
        cv=float(numbers.std()) / mean if mean else 0.0,
    )


def _towns(territory: Territory, table: pl.DataFrame) -> tuple[TownFigures, ...]:
    sums = table.group_by("municipality").agg(
        areas=pl.len(),
        km2=pl.col("km2").sum(),
        people=pl.when(pl.col("people").count() > 0).then(pl.col("people").sum()),
    )
    towns = territory.areas.filter(pl.col("level") == AreaLevel.MUNICIPALITY.value)
    rows = towns.select(municipality="area", name="name").join(
        sums, on="municipality", how="left", maintain_order="left"
    )
    return tuple(
        TownFigures(key=key, name=name, areas=areas or 0, km2=km2 or 0.0, people=people)
        for key, name, areas, km2, people in rows.iter_rows()
    )
