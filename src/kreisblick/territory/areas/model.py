"""Places and their boundaries: two things, because the second changes and the first stays."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np
import polars as pl

from kreisblick.base.errors import Fault

__all__ = ["AreaLevel", "Generation", "Territory"]


class AreaLevel(StrEnum):
    """The three levels of the house, small to large."""

    PLANNING_AREA = "planning_area"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"


@dataclass(frozen=True, kw_only=True)
class Generation:
    """One complete, gap-free set of boundaries, valid from a day on (Gebietsstand).

    ``valid_from`` is included, ``valid_until`` is not; None means still valid.
    """

    key: str
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the boundaries were in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, kw_only=True)
class Territory:
    """All areas of one generation with their boundaries.

    Attributes:
        generation: which set.
        areas: ``area, name, level, parent, official_code`` (text), one row per area of every
            level, sorted by level (small to large) and area; the district's parent is null.
            ``area`` is unique over all levels.
        geometry: shapely geometries in row order, EPSG:25832 (or the zone named in ``crs``).
        crs: EPSG code of the geometry.
        file_faults: what was wrong with the files themselves; ``check_generation`` tells it.
    """

    generation: Generation
    areas: pl.DataFrame = field(repr=False)
    geometry: np.ndarray = field(repr=False)
    crs: int = 25832
    file_faults: tuple[Fault, ...] = field(default=(), repr=False)

    @property
    def parents(self) -> dict[str, str | None]:
        """The next larger area of each area."""
        return dict(self.areas.select("area", "parent").iter_rows())

    def keys(self, level: AreaLevel) -> list[str]:
        """The areas of one level, sorted."""
        return self.areas.filter(pl.col("level") == level.value)["area"].to_list()
