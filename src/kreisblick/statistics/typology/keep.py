"""Keep: which similar areas stay similar when chance had fallen otherwise."""

import numpy as np
from numpy.typing import NDArray

from kreisblick.statistics.typology.model import ComparisonDefinition, Variable
from kreisblick.statistics.typology.nearest import Nearest, nearest
from kreisblick.statistics.typology.scale import Scaled

__all__ = ["Counts", "kept"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Counts = dict[int, tuple[Floats, Floats, float, bool]]
"""Column → numerator, denominator, factor of the unit, whether it is a share (else a rate)."""


def kept(
    found: Nearest,
    values: Floats,
    scaled: Scaled,
    counts: Counts,
    variables: tuple[Variable, ...],
    group: Ints,
    definition: ComparisonDefinition,
) -> Floats:
    """For every named area of another group: in which share of draws it is named again.

    Each draw replaces the shares and rates by what the same areas could have shown by chance
    (beta and gamma distributions with Jeffreys' prior around the counts); the parameters of
    standardisation stay. The counts already hold one portion of chance and get a second one, so
    the result is on the careful side. NaN where nothing is drawn.
    """
    shape = found.area.shape
    draws, share = definition.draws, definition.minimum_share
    if not draws or not counts:
        return np.full(shape, np.nan)
    random = np.random.default_rng(definition.seed)
    others = int(found.elsewhere.sum(axis=1).max(initial=0))
    again = np.zeros(shape)
    for _draw in range(draws):
        z = scaled.again(_drawn(values, counts, random), variables)
        new = nearest(z, scaled.weights, group, others=others, own=0, minimum_share=share).area
        again += (found.area[:, :, None] == new[:, None, :]).any(axis=2)
    return np.where(found.elsewhere, again / draws, np.nan)


def _drawn(values: Floats, counts: Counts, random: np.random.Generator) -> Floats:
    drawn = values.copy()
    for column, (above, below, per, share) in counts.items():
        known = (below > 0) & (above >= 0) & (~share | (above <= below))
        n, k = np.where(known, below, 1.0), np.where(known, above, 0.0)
        value = random.beta(k + 0.5, n - k + 0.5) if share else random.gamma(k + 0.5) / n
        drawn[:, column] = np.where(known, per * value, values[:, column])
    return drawn
