"""Zoning: *draw* planning areas from blocks, several proposals, each with its figures.

In: blocks with population, municipality, traits, barriers, areas that must stay.
Out: the area of each block, ``Figures`` of the cut.
"""

from kreisblick.territory.zoning.caution import caution
from kreisblick.territory.zoning.draw import draw, quotas_of
from kreisblick.territory.zoning.edit import Move, move
from kreisblick.territory.zoning.errors import ZoningError
from kreisblick.territory.zoning.files import (
    BlockColumns,
    figures_path,
    read_barriers,
    read_blocks,
    read_cut,
    refuse_ending,
    usual_columns,
    write_cut,
)
from kreisblick.territory.zoning.measure import measure, pairs_alike
from kreisblick.territory.zoning.model import Blocks, Figures, Neighbours
from kreisblick.territory.zoning.moves import (
    Step,
    moves_path,
    read_moves,
    record,
    undo,
    write_moves,
)
from kreisblick.territory.zoning.name import name_areas, number_areas
from kreisblick.territory.zoning.neighbours import find_neighbours
from kreisblick.territory.zoning.propose import Proposal, front, propose
from kreisblick.territory.zoning.quotas import share_out
from kreisblick.territory.zoning.reconcile import reconcile, reconcile_files
from kreisblick.territory.zoning.rules import ZoningRules, shipped_zoning_rules

__all__ = [
    "BlockColumns",
    "Blocks",
    "Figures",
    "Move",
    "Neighbours",
    "Proposal",
    "Step",
    "ZoningError",
    "ZoningRules",
    "caution",
    "draw",
    "figures_path",
    "find_neighbours",
    "front",
    "measure",
    "move",
    "moves_path",
    "name_areas",
    "number_areas",
    "pairs_alike",
    "propose",
    "quotas_of",
    "read_barriers",
    "read_blocks",
    "read_cut",
    "read_moves",
    "reconcile",
    "reconcile_files",
    "record",
    "refuse_ending",
    "share_out",
    "shipped_zoning_rules",
    "undo",
    "usual_columns",
    "write_cut",
    "write_moves",
]
