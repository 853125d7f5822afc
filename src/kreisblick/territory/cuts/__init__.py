"""Cuts: *compare* two divisions of the ground, and find what they have in common.

In: two or more cuts (polygons, or an address list that carries both), points for people.
Out: how many people each pair of areas shares, how alike the cuts are, where they really differ;
the common refinement as blocks; whether cells are nested in areas; how a town's own areas lie
over the district's.
"""

from kreisblick.territory.cuts.agree import agree
from kreisblick.territory.cuts.compare import compare, compare_list
from kreisblick.territory.cuts.errors import CutInputError, UnlikeCutsError
from kreisblick.territory.cuts.files import (
    compare_files,
    is_drawn,
    nest_files,
    read_cuts,
    read_points,
    refine_files,
    refuse_ending,
    write_blocks,
    write_polygons,
)
from kreisblick.territory.cuts.model import (
    Agreement,
    Basis,
    Comparison,
    Nesting,
    Refinement,
    Relation,
)
from kreisblick.territory.cuts.nest import nest
from kreisblick.territory.cuts.own import (
    OWN_CUT_COLUMNS,
    OwnCut,
    OwnCutDefinition,
    lay_over,
    load_own_cut,
)
from kreisblick.territory.cuts.refine import refine
from kreisblick.territory.cuts.rules import CutRules, shipped_cut_rules
from kreisblick.territory.cuts.words import amount_words, relation_words

__all__ = [
    "OWN_CUT_COLUMNS",
    "Agreement",
    "Basis",
    "Comparison",
    "CutInputError",
    "CutRules",
    "Nesting",
    "OwnCut",
    "OwnCutDefinition",
    "Refinement",
    "Relation",
    "UnlikeCutsError",
    "agree",
    "amount_words",
    "compare",
    "compare_files",
    "compare_list",
    "is_drawn",
    "lay_over",
    "load_own_cut",
    "nest",
    "nest_files",
    "read_cuts",
    "read_points",
    "refine",
    "refine_files",
    "refuse_ending",
    "relation_words",
    "shipped_cut_rules",
    "write_blocks",
    "write_polygons",
]
