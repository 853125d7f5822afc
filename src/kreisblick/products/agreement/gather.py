"""Gather: areas and municipalities of the cut with their people, ground and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from kreisblick.products.agreement.model import Agreed
from kreisblick.territory.zoning import number_areas

__all__ = ["AreaRow", "Ground", "TownRow", "gather"]


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    """One area.

    Attributes:
        number: on the maps, from 1 on.
        key, name: of the area.
        town: key of its municipality.
        people: who live there.
        km2: its ground.
        deviation: percent by which its people miss the mean of its municipality.
        fixed: whether it was kept as the municipality brought it in.
    """

    number: int
    key: str
    name: str
    town: str
    people: float
    km2: float
    deviation: float
    fixed: bool


@dataclass(frozen=True, kw_only=True)
class TownRow:
    """One municipality with its areas."""

    key: str
    name: str
    areas: Sequence[AreaRow]

    @property
    def people(self) -> float:
        """Everybody who lives there."""
        return sum(area.people for area in self.areas)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The whole district.

    Attributes:
        towns: by name.
        order: number of each block's area minus 1, as the maps count.
    """

    towns: Sequence[TownRow]
    order: np.ndarray = field(repr=False)

    @property
    def areas(self) -> list[AreaRow]:
        """All areas by number."""
        return [area for town in self.towns for area in town.areas]


def _alphabet(name: str) -> tuple[str, str]:
    """Names as German lists order them: Ä stands with A (DIN 5007-1)."""
    return name.casefold().translate(str.maketrans("äöü", "aou")), name


def gather(agreed: Agreed) -> Ground:
    """Municipalities by name, their areas by key, numbered through."""
    blocks = agreed.blocks
    index = number_areas(agreed.areas)
    people = np.bincount(index, weights=blocks.population)
    km2 = np.bincount(index, weights=shapely.area(blocks.polygons)) / 1e6
    first = np.unique(index, return_index=True)[1]
    keys = [str(agreed.areas[row]) for row in first]
    town_of = blocks.municipality[first].astype(str)
    held = blocks.fixed[first].astype(str) != ""
    towns, order = [], np.zeros(len(keys), dtype=np.int64)
    number = 0
    for town in sorted(set(town_of.tolist()), key=lambda key: _alphabet(agreed.name(key))):
        inside = np.flatnonzero(town_of == town)
        mean = people[inside].mean()
        rows = []
        for area in inside.tolist():
            order[area] = number
            number += 1
            rows.append(
                AreaRow(
                    number=number,
                    key=keys[area],
                    name=agreed.names.get(keys[area], ""),
                    town=town,
                    people=float(people[area]),
                    km2=float(km2[area]),
                    deviation=float(100 * (people[area] / mean - 1)) if mean > 0 else 0.0,
                    fixed=bool(held[area]),
                )
            )
        towns.append(TownRow(key=town, name=agreed.name(town), areas=rows))
    return Ground(towns=towns, order=order[index])
