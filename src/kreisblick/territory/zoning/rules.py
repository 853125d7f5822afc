"""The rules by which areas are drawn (``catalogue/zoning.yaml``)."""

from functools import cache
from typing import Annotated

from pydantic import Field

from kreisblick.base.definitions import Definition, Translated, read_definition, shipped

__all__ = ["Emphasis", "Heat", "Weights", "ZoningRules", "shipped_zoning_rules"]

Positive = Annotated[float, Field(gt=0)]
Weight = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]


class Weights(Definition):
    """What a cut is worth.

    Attributes:
        balance: per area, times (deviation from the target / tolerance) squared.
        compactness: per area, times its rim as a multiple of the circle's.
        homogeneity: times the number of areas and the share of differences inside areas.
        barriers: per pair of neighbours of one area that a barrier keeps apart.
        agreement: per pair of neighbours that the cut treats unlike an office's existing cut.
        keep: when a cut is continued, times the people who change area, in areas' worth.
    """

    balance: Weight
    compactness: Weight
    homogeneity: Weight
    barriers: Weight
    agreement: Weight
    keep: Weight


class Heat(Definition):
    """Temperatures of the annealing, in units of cost, for blocks of the coarsest level.

    Attributes:
        first: at the beginning, on the coarsest level.
        finer: at the beginning of every finer level.
        continued: at the beginning when a cut is continued.
        last: at the end of every level.
    """

    first: Positive
    finer: Positive
    continued: Positive
    last: Positive


class Emphasis(Definition):
    """What a proposal cares for most: factors by which the weights are multiplied.

    Attributes:
        title: for people.
        balance, compactness, homogeneity, agreement: see ``Weights``.
    """

    title: Translated
    balance: Weight
    compactness: Weight
    homogeneity: Weight
    agreement: Weight


class ZoningRules(Definition):
    """How planning areas are drawn.

    Attributes:
        gap_m: blocks so many metres from each other still touch.
        tolerance: deviation from the target that counts as one.
        weights: what a cut is worth.
        hard_barriers: whether an area may never lie on both sides of a barrier.
        own_quota: from this share of an area on, ground that hangs together with nothing else of
            its municipality gets areas of its own; smaller ground is joined to the nearest.
        coarsest: blocks per area at which drawing begins.
        steps: tries per block on every level.
        drafted_blocks: small ground is drawn as often as makes so many blocks in all, and the
            best cut is taken; at most ``most_drafts`` times.
        most_drafts: see there.
        tries: random trees for every cut of the first draft.
        heat: how bold tries are.
        proposals: what the proposals care for; the first is the recommendation.
    """

    gap_m: Weight
    tolerance: Positive
    weights: Weights
    hard_barriers: bool = False
    own_quota: Positive
    coarsest: Count
    steps: Count
    tries: Count
    drafted_blocks: Count
    most_drafts: Count
    heat: Heat
    proposals: tuple[Emphasis, ...] = ()


@cache
def shipped_zoning_rules() -> ZoningRules:
    """The rules that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "zoning.yaml"), ZoningRules)
