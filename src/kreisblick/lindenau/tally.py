"""Keeps the truth: every count by area, and what of it no office can place."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from kreisblick.lindenau.definitions import Floats, Integers, Parameters
from kreisblick.lindenau.model import Land

__all__ = ["Tally"]

Areas = Mapping[str, Integers]
Key = tuple[date, str, str, str]


class Tally:
    """True counts of everything that is delivered, per date, slice and generation.

    ``unlocated`` is the part whose address no office can place: post box, no fixed abode,
    protected. It belongs to the area all the same.
    """

    def __init__(self, land: Land, parameters: Parameters) -> None:
        self._land = land
        self._generation = {entry.day: entry.generation for entry in parameters.dates}
        self._value: dict[Key, Floats] = {}
        self._unlocated: dict[Key, Floats] = {}

    def add(
        self,
        day: date,
        cube: str,
        slice_key: str,
        areas: Areas,
        weight: npt.NDArray[np.generic] | None = None,
        hidden: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        """Count units into the areas of both generations.

        Args:
            day: reference date.
            cube: what is counted, named like the cube it will fill.
            slice_key: the part of it, e.g. ``age=0-14``.
            areas: generation to the area index of each unit.
            weight: what a unit counts (default 1); a mask is fine.
            hidden: units whose address no office can place.
        """
        for generation, index in areas.items():
            key = (day, cube, slice_key, generation)
            size = self._land.areas[generation].height
            amount = np.ones(len(index)) if weight is None else weight.astype(np.float64)
            found = np.bincount(index, amount, size)
            self._value[key] = self._value.get(key, np.zeros(size)) + found
            lost = np.zeros(size) if hidden is None else np.bincount(index, amount * hidden, size)
            self._unlocated[key] = self._unlocated.get(key, np.zeros(size)) + lost

    def value(self, day: date, cube: str, slice_key: str) -> Integers:
        """True counts by area of the generation in force."""
        return self._value[(day, cube, slice_key, self._generation[day])].astype(np.int64)

    def unlocated(self, day: date, cube: str, slice_key: str) -> Integers:
        """The part of ``value`` that no office can place."""
        return self._unlocated[(day, cube, slice_key, self._generation[day])].astype(np.int64)

    def areas(self, day: date) -> pl.DataFrame:
        """The areas in force, in the order of the counts."""
        return self._land.areas[self._generation[day]]

    def frame(self) -> pl.DataFrame:
        """All counts: ``cube, slice, reference_date, generation, level, area, value, unlocated``.

        Planning areas, municipalities and the district, sorted.
        """
        parts = [self._part(key) for key in self._value]
        small = pl.concat(parts)
        towns = _add_up(small, "municipality", pl.col("municipality"))
        whole = _add_up(small, "district", pl.lit(self._land.towns[0].ags[:5]))
        order = ["cube", "slice", "reference_date", "generation", "level", "area"]
        return pl.concat([small.drop("municipality"), towns, whole]).sort(order)

    def _part(self, key: Key) -> pl.DataFrame:
        day, cube, slice_key, generation = key
        return self._land.areas[generation].select(
            cube=pl.lit(cube),
            slice=pl.lit(slice_key),
            reference_date=pl.lit(day),
            generation=pl.lit(generation),
            level=pl.lit("planning_area"),
            area=pl.col("area"),
            value=pl.Series(self._value[key].astype(np.int64)),
            unlocated=pl.Series(self._unlocated[key].astype(np.int64)),
            municipality=pl.col("municipality"),
        )


def _add_up(small: pl.DataFrame, level: str, area: pl.Expr) -> pl.DataFrame:
    keys = ["cube", "slice", "reference_date", "generation"]
    summed = small.with_columns(level=pl.lit(level), area=area)
    return (
        summed.group_by(*keys, "level", "area", maintain_order=True)
        .agg(pl.col("value", "unlocated").sum())
        .select(*keys, "level", "area", "value", "unlocated")
    )
