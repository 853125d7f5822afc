"""A cut: any division of the ground into areas with keys; and cells with people on them."""

from dataclasses import dataclass, field

import numpy as np

from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["Cells", "Cut"]


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Keys and polygons of one level of a generation, in the same metric system."""

    key: str
    areas: list[str]
    polygons: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, territory: Territory) -> "Cut":
        """The planning areas of a generation."""
        wanted = (territory.areas["level"] == AreaLevel.PLANNING_AREA.value).to_numpy()
        return cls(
            key=territory.generation.key,
            areas=territory.keys(AreaLevel.PLANNING_AREA),
            polygons=territory.geometry[wanted],
        )


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Polygons and how many people (or households, buildings) each holds.

    Attributes:
        polygons: of a grid, of blocks; in the system of the cuts.
        people: numbers from 0 on, in the same order.
    """

    polygons: np.ndarray = field(repr=False)
    people: np.ndarray = field(repr=False)
