"""Vary: the index under other counts, weights, normalisations and ways of putting together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from kreisblick.base.definitions import Definition, read_definition
from kreisblick.statistics.indices.choices import Aggregation, Normalisation
from kreisblick.statistics.indices.part import IndexPart
from kreisblick.statistics.indices.score import Fitted, score

__all__ = ["Variation", "Variety", "standard_variation", "vary_part", "vary_weights"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Variation(Definition):
    """What may reasonably be chosen otherwise.

    Attributes:
        weights_people: weights are drawn from a Dirichlet distribution around those of the
            index; its parameters are this times the number of entries times each weight.
        normalise, aggregate: the other choices, each as likely as the index's own.
        onto: the range for means that need entries above zero.
        sobol_points: points of the design, a power of two.
        confidence: of the intervals around sensitivities.
        class_from: probability below which an area's class is not named.
        beyond_guessing: agreement of classes with their draws below which no class is named.
    """

    weights_people: float = Field(gt=0)
    normalise: tuple[Literal["z_score", "min_max", "rank", "normal_score"], ...]
    aggregate: tuple[Literal["sum", "arithmetic", "geometric", "ampi"], ...]
    onto: tuple[float, float]
    sobol_points: int = Field(ge=64)
    confidence: float = Field(gt=0, lt=1)
    class_from: float = Field(ge=0, lt=1)
    beyond_guessing: float = Field(ge=0, lt=1)


@cache
def standard_variation() -> Variation:
    """The conventions that ship with Kreisblick (``method.yaml`` in this room)."""
    return read_definition(Path(__file__).with_name("method.yaml"), Variation)


@dataclass(frozen=True, kw_only=True)
class Variety:
    """Draws of everything that may be otherwise; number 0 of parts is the index's own.

    Attributes:
        values: ``draws × areas × indicators``; without the draws where nothing can be drawn.
        weights: dimension to ``draws × entries``.
        parts: by number of normalisation and of aggregation.
        fitted: what the published index learnt.
    """

    values: Floats = field(repr=False)
    weights: Mapping[str, Floats] = field(repr=False)
    parts: Mapping[tuple[int, int], IndexPart] = field(repr=False)
    fitted: Fitted = field(repr=False)

    def index(
        self, counts: Numbers, weights: Numbers, normal: Numbers, together: Numbers
    ) -> Floats:
        """Index values (``runs × areas``) of runs, each given by four numbers."""
        found = np.empty((counts.size, self.values.shape[-2]))
        for choice, part in self.parts.items():
            at = np.flatnonzero((normal == choice[0]) & (together == choice[1]))
            for runs in _batches(at, self.values.shape[-2] * self.values.shape[-1]):
                own = {k: w[weights[runs]][:, None, :] for k, w in self.weights.items()}
                fitted = Fitted(
                    treated=self.fitted.treated, weights=own, references=self.fitted.references
                )
                values = self.values if self.values.ndim == 2 else self.values[counts[runs]]
                found[runs] = score(values, part, fitted).index
        return found


def vary_weights(fitted: Fitted, *, people: float, draws: int, seed: int) -> dict[str, Floats]:
    """Weights of every dimension, ``draws × entries``, with the sum (of sizes) they had."""
    random = np.random.default_rng(seed)
    found = {}
    for name, weights in sorted(fitted.weights.items()):
        size = np.abs(weights)
        part = np.maximum(size / max(size.sum(), 1e-300), 1e-12)
        drawn = random.dirichlet(people * part.size * part, size=draws)
        found[name] = np.sign(weights) * drawn * size.sum()
    return found


def vary_part(part: IndexPart, variation: Variation) -> dict[tuple[int, int], IndexPart]:
    """The part under every choice; entries that are not normalised stay so."""
    found = {}
    for i, normaliser in enumerate((None, *variation.normalise)):
        for k, mean in enumerate((None, *variation.aggregate)):
            changed = part if normaliser is None else _normalised(part, normaliser)
            found[(i, k)] = changed if mean is None else _together(changed, mean, variation.onto)
    return found


def _normalised(part: IndexPart, by: str) -> IndexPart:
    other = Normalisation.model_validate({"by": by})
    indicators = [
        one if part.normaliser(one).by == "none" else one.model_copy(update={"normalise": other})
        for one in part.indicators
    ]
    return part.model_copy(update={"indicators": tuple(indicators)})


def _together(part: IndexPart, by: str, onto: tuple[float, float]) -> IndexPart:
    other = Aggregation.model_validate({"by": by, "onto": onto})
    dimensions = tuple(d.model_copy(update={"aggregate": other}) for d in part.dimensions)
    return part.model_copy(update={"dimensions": dimensions, "aggregate": other})


_AT_ONCE = 4_000_000  # numbers held at once


def _batches(runs: NDArray[np.int64], size: int) -> Iterator[NDArray[np.int64]]:
    step = max(1, _AT_ONCE // max(size, 1))
    for start in range(0, runs.size, step):
        yield runs[start : start + step]
