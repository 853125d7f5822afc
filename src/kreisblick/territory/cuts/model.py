"""What can be said about two cuts, and about the pieces that several cuts have in common."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import polars as pl

from kreisblick.base.errors import Fault

__all__ = [
    "PAIR_COLUMNS",
    "Agreement",
    "Basis",
    "Comparison",
    "Contingency",
    "Nesting",
    "Refinement",
    "Relation",
]

PAIR_COLUMNS = (
    "left", "right", "amount", "share_of_left", "share_of_right", "relation", "difference", "stray",
)  # fmt: skip


class Basis(StrEnum):
    """What is counted where two areas meet, best first."""

    RESIDENTS = "residents"
    ADDRESSES = "addresses"
    AREA = "area"


class Relation(StrEnum):
    """How two areas that share people lie to each other."""

    SAME = "same"  # nobody lives in one and not in the other
    RIGHT_INSIDE = "right_inside"  # the right one is part of the left one
    LEFT_INSIDE = "left_inside"  # the left one is part of the right one
    CROSSING = "crossing"  # each has people the other has not
    ONE_SIDED = "one_sided"  # only one of the two cuts knows this ground


@dataclass(frozen=True, kw_only=True)
class Contingency:
    """How much each pair of areas has in common.

    Attributes:
        left, right: names of the cuts.
        pairs: ``left, right, amount``, sorted; ``outside`` stands for ground that one cut does
            not know.
        basis: what ``amount`` counts; area in m².
        on_slivers: people (or addresses) on pieces that two hands drawing one border made; they
            are counted with the pair that their neighbours belong to.
        nowhere: people (or addresses) that lie in neither cut.
    """

    left: str
    right: str
    pairs: pl.DataFrame = field(repr=False)
    basis: Basis
    on_slivers: float = 0.0
    nowhere: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How alike two cuts are, over the people that both know.

    Attributes:
        adjusted_mutual_information: 1 where the cuts are the same, about 0 where they agree no
            more than by chance (Vinh, Epps and Bailey 2010, mean of the entropies).
        expected_information: what chance alone would give, in bits; 0 where area is counted,
            because square metres are not dealt out by chance.
        mutual_information, left_entropy, right_entropy: in bits.
        variation_of_information: what one cut leaves unknown about the other and the other about
            it, in bits; 0 where they are the same (Meila 2003).
        nested: share of people whose two areas lie one in the other.
        unchanged: share of people in pairs that are each other's largest part.
    """

    adjusted_mutual_information: float
    expected_information: float
    mutual_information: float
    left_entropy: float
    right_entropy: float
    variation_of_information: float
    nested: float
    unchanged: float


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two cuts beside each other.

    Attributes:
        left, right: names of the cuts.
        left_areas, right_areas: how many areas each has.
        basis: what ``amount`` counts.
        pairs: columns ``PAIR_COLUMNS``, sorted by left and right. ``difference``: the pair is not
            each other's largest part; ``stray``: so few addresses of a list that a typing error
            is as likely as a border.
        agreement: how alike they are.
        on_slivers, nowhere: see ``Contingency``.
    """

    left: str
    right: str
    left_areas: int
    right_areas: int
    basis: Basis
    pairs: pl.DataFrame = field(repr=False)
    agreement: Agreement
    on_slivers: float
    nowhere: float

    @property
    def total(self) -> float:
        """All that was counted."""
        return float(self.pairs["amount"].sum())

    @property
    def differences(self) -> pl.DataFrame:
        """The pairs in which the cuts really differ, largest first."""
        found = self.pairs.filter("difference")
        return found.sort("amount", "left", "right", descending=[True, False, False])


@dataclass(frozen=True, kw_only=True)
class Refinement:
    """The pieces that the borders of several cuts make together.

    Attributes:
        cuts: names of the cuts, columns of ``blocks``.
        blocks: ``block``, the key in each cut (null where a cut does not know the ground),
            ``area_m2``, and ``population`` where points were given; sorted by block.
        polygons: one polygon per block, without gaps or overlaps between them.
        crs: EPSG code of the polygons.
        slivers: pieces that were given to a neighbour.
        slivers_m2: their area.
        nowhere: people that lie in no block.
    """

    cuts: tuple[str, ...]
    blocks: pl.DataFrame = field(repr=False)
    polygons: np.ndarray = field(repr=False)
    crs: int
    slivers: int
    slivers_m2: float
    nowhere: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Nesting:
    """Whether cells are nested in areas.

    Attributes:
        hierarchy: ``cell, area``: the area in which most of each cell lies; sorted by cell.
        faults: cells that do not lie in one area (hard), areas without or with too few cells.
    """

    hierarchy: pl.DataFrame = field(repr=False)
    faults: tuple[Fault, ...]

    @property
    def nested(self) -> bool:
        """Whether every cell lies in one area."""
        return not any(fault.hard for fault in self.faults)
