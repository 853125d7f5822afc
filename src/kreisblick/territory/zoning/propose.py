"""Propose: several cuts of the same ground, each with what it is good at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kreisblick.base.progress import Progress, silent
from kreisblick.territory.zoning.draw import draw
from kreisblick.territory.zoning.measure import measure
from kreisblick.territory.zoning.model import Blocks, Figures, Neighbours
from kreisblick.territory.zoning.rules import Emphasis, ZoningRules, shipped_zoning_rules

__all__ = ["Proposal", "front", "propose"]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One way to draw the areas.

    Attributes:
        emphasis: what it cares for most.
        assignment: number of each block's area.
        figures: how good it is.
    """

    emphasis: Emphasis
    assignment: np.ndarray = field(repr=False)
    figures: Figures


def propose(  # noqa: PLR0913  what draw takes, and how many
    blocks: Blocks,
    neighbours: Neighbours,
    *,
    areas: int,
    seed: int = 0,
    rules: ZoningRules | None = None,
    quotas: Mapping[str, int] | None = None,
    offices: tuple[str, ...] = (),
    start: np.ndarray | None = None,
    most: int | None = None,
    progress: Progress = silent,
) -> list[Proposal]:
    """Proposals along the front of balance, shape, likeness and agreement.

    A proposal that is nowhere better than another one and somewhere worse is left out; the first,
    the recommendation, always stays.

    Args:
        blocks: the ground.
        neighbours: of ``find_neighbours``.
        areas: how many.
        seed: of the random numbers.
        rules: with ``proposals``; the shipped ones when None.
        quotas: areas of each municipality; by Sainte-Laguë when None.
        offices: names of the columns of ``blocks.cuts``.
        start: keys of a cut to go on from.
        most: so many emphases are tried; all when None.
        progress: who is told.
    """
    rules = rules or shipped_zoning_rules()
    found = []
    for emphasis in rules.proposals[:most]:
        if not _speaks(emphasis, blocks):
            continue
        with progress.step(emphasis.title.de):
            own = _emphasise(rules, emphasis)
            cut = draw(
                blocks, neighbours, areas=areas, seed=seed, rules=own, quotas=quotas, start=start
            )
            figures = measure(blocks, neighbours, cut, offices=offices, start=start)
        found.append(Proposal(emphasis=emphasis, assignment=cut, figures=figures))
    best = front([proposal.figures for proposal in found])
    return [one for index, one in enumerate(found) if index == 0 or best[index]]


def front(figures: Sequence[Figures]) -> list[bool]:
    """Which cuts no other one dominates: none is nowhere worse and somewhere better.

    Compared are balance, shape, likeness, agreement and barriers (Pareto 1906).
    """
    worth = np.array([_worth(one) for one in figures])
    return [
        not bool(((worth >= own).all(axis=1) & (worth > own).any(axis=1)).any()) for own in worth
    ]


def _speaks(emphasis: Emphasis, blocks: Blocks) -> bool:
    """Whether an emphasis has anything to work with: traits, or offices' cuts."""
    named = ("balance", "compactness", "homogeneity", "agreement")
    strongest = max(named, key=lambda name: float(getattr(emphasis, name)))
    missing = {"homogeneity": not blocks.traits.shape[1], "agreement": not blocks.cuts.shape[1]}
    return not missing.get(strongest, False)


def _emphasise(rules: ZoningRules, emphasis: Emphasis) -> ZoningRules:
    weights = rules.weights.model_copy(
        update={
            name: getattr(rules.weights, name) * getattr(emphasis, name)
            for name in ("balance", "compactness", "homogeneity", "agreement")
        }
    )
    return rules.model_copy(update={"weights": weights})


def _worth(figures: Figures) -> list[float]:
    """What is compared; more is better."""
    return [
        -figures.cv_own_target,
        figures.polsby_popper,
        figures.homogeneity or 0.0,
        float(np.mean(list(figures.agreement.values()) or [0.0])),
        -float(figures.barrier_crossings),
    ]
