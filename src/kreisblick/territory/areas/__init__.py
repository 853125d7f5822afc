"""Areas: *load* boundaries and check them.

In: boundary files named by a ``GenerationDefinition``; points.
Out: ``Territory`` (areas and geometry of one generation), its faults, the area of each point,
which areas are neighbours.
"""

from kreisblick.territory.areas.check import check_generation
from kreisblick.territory.areas.definition import (
    Change,
    ChangeKind,
    GenerationDefinition,
    TerritoryChecks,
    shipped_checks,
)
from kreisblick.territory.areas.keys import is_official_key, restore_zero
from kreisblick.territory.areas.load import load_generation
from kreisblick.territory.areas.locate import locate, locate_in
from kreisblick.territory.areas.model import AreaLevel, Generation, Territory
from kreisblick.territory.areas.neighbours import area_neighbours

__all__ = [
    "AreaLevel",
    "Change",
    "ChangeKind",
    "Generation",
    "GenerationDefinition",
    "Territory",
    "TerritoryChecks",
    "area_neighbours",
    "check_generation",
    "is_official_key",
    "load_generation",
    "locate",
    "locate_in",
    "restore_zero",
    "shipped_checks",
]
