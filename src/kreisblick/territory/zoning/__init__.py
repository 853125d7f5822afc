"""Zoning: *draw* planning areas from blocks, several proposals, each with its figures.

In: blocks with population, municipality, traits, barriers, areas that must stay.
Out: the area of each block, ``Figures`` of the cut.
"""

from kreisblick.territory.zoning.draw import draw, quotas_of
from kreisblick.territory.zoning.measure import measure
from kreisblick.territory.zoning.model import Blocks, Figures, Neighbours
from kreisblick.territory.zoning.neighbours import find_neighbours
from kreisblick.territory.zoning.quotas import share_out
from kreisblick.territory.zoning.rules import ZoningRules, shipped_zoning_rules

__all__ = [
    "Blocks",
    "Figures",
    "Neighbours",
    "ZoningRules",
    "draw",
    "find_neighbours",
    "measure",
    "quotas_of",
    "share_out",
    "shipped_zoning_rules",
]
