"""Score: indicators, dimensions and the index, for one table or for many draws at once.

All arrays hold the areas in the last but one place and the indicators in the last; leading
places (draws) are carried along. High is a burden everywhere after the first step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kreisblick.statistics.indices.aggregate import aggregate
from kreisblick.statistics.indices.choices import Normalisation
from kreisblick.statistics.indices.classify import classify
from kreisblick.statistics.indices.normalise import normalise
from kreisblick.statistics.indices.part import Dimension, IndexIndicator, IndexPart
from kreisblick.statistics.indices.transform import Treated, decide, transform
from kreisblick.statistics.indices.weigh import weigh

__all__ = ["WHOLE", "Fitted", "Scores", "entries_of", "fit", "score"]

Floats = NDArray[np.float64]

WHOLE = ""
"""The name of the index itself among its dimensions."""

_HERE = "each_date"


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """What an index learnt from the observed values, and keeps for every draw.

    Attributes:
        treated: what is done with the outliers of each indicator.
        weights: of the entries of each dimension (``WHOLE`` for the index itself).
        references: values (``areas × indicators``) of ``all_dates`` and of the ``first_date``.
    """

    treated: tuple[Treated, ...]
    weights: Mapping[str, Floats]
    references: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The scores of one part.

    Attributes:
        z: areas × indicators, normalised, positive where the burden is above the others'.
        dimensions: name to one value per area.
        total: the entries put together, before they are standardised again.
        index: after that.
        place: number of the class, 0 for the lightest burden.
    """

    z: Floats
    dimensions: Mapping[str, Floats]
    total: Floats
    index: Floats
    place: NDArray[np.int64]


def fit(values: Floats, part: IndexPart, references: Mapping[str, Floats] | None = None) -> Fitted:
    """Outliers and weights of a table (``areas × indicators``, NaN for gaps that are filled)."""
    known = dict(references or {})
    moved = np.column_stack([_moved(values[:, i], one) for i, one in enumerate(part.indicators)])
    treated = tuple(
        decide(moved[:, i], one.outliers or part.outliers) for i, one in enumerate(part.indicators)
    )
    run = _Run(part, Fitted(treated=treated, weights={}, references=known), values)
    run.whole()
    return Fitted(treated=treated, weights=run.weights, references=known)


def score(values: Floats, part: IndexPart, fitted: Fitted | None = None) -> Scores:
    """Scores of a table: ``... × areas × indicators``.

    Every area weighs the same. An indicator that is the same everywhere tells nothing apart: its
    z-values are zero.
    """
    run = _Run(part, fitted or fit(values, part), values)
    total, index = run.whole()
    still = part.restandardise.fit if part.restandardise.fit != _HERE else None
    sample = index[still] if still else None
    return Scores(
        z=np.stack([column[_HERE] for column in run.columns], axis=-1),
        dimensions={name: column[_HERE] for name, column in run.found.items()},
        total=total,
        index=index[_HERE],
        place=classify(index[_HERE], part, sample=sample),
    )


def entries_of(part: IndexPart, name: str) -> tuple[list[IndexIndicator], list[Dimension]]:
    """The indicators and dimensions directly below a dimension."""
    above = name or None
    own = [one for one in part.indicators if one.dimension == above]
    return own, [one for one in part.dimensions if one.part_of == above]


Column = dict[str, Floats]
"""Values of the table (``each_date``) and of every reference, at the same step."""


class _Run:
    """One way through the tree, from the indicators up."""

    def __init__(self, part: IndexPart, fitted: Fitted, values: Floats) -> None:
        self.part = part
        self.weights: dict[str, Floats] = dict(fitted.weights)
        self.found: dict[str, Column] = {}
        tables = {_HERE: values, **fitted.references}
        self.columns = [
            self._column({name: table[..., i] for name, table in tables.items()}, one, treated)
            for i, (one, treated) in enumerate(zip(part.indicators, fitted.treated, strict=True))
        ]

    def whole(self) -> tuple[Floats, Column]:
        """The sum of the index, and the index."""
        total = self._together(WHOLE)
        return total[_HERE], _normalised(total, self.part.restandardise)

    def _column(self, raw: Column, one: IndexIndicator, treated: Treated) -> Column:
        gap = self.part.gap(one)
        ready = {name: treated(_moved(x, one, zero=gap == "zero")) for name, x in raw.items()}
        turned = {name: one.sign * x for name, x in ready.items()}
        found = _normalised(turned, self.part.normaliser(one), sign=one.sign)
        if gap == "zero_after":
            return {name: np.where(np.isnan(raw[name]), 0.0, x) for name, x in found.items()}
        return found

    def _together(self, name: str) -> Column:
        """The entries of a dimension, put together."""
        own, below = entries_of(self.part, name)
        columns = [self.columns[self.part.indicators.index(one)] for one in own]
        columns += [self._dimension(one) for one in below]
        entries = {key: _beside([c[key] for c in columns]) for key in columns[0]}
        node = self.part if name == WHOLE else _named(self.part, name)
        if name not in self.weights:
            given = np.array([one.weight for one in own] + [one.weight for one in below])
            sample = entries[node.weights.fit if node.weights.fit in entries else _HERE]
            self.weights[name] = weigh(sample, given, node.weights)
        weights = self.weights[name]
        # a weight per draw belongs to the table; what stands still keeps the weights of the file
        still = weights if weights.ndim == 1 else weights.mean(axis=tuple(range(weights.ndim - 1)))
        return {
            key: aggregate(x, weights if key == _HERE else still, node.aggregate)
            for key, x in entries.items()
        }

    def _dimension(self, one: Dimension) -> Column:
        self.found[one.key] = _normalised(self._together(one.key), one.restandardise)
        return self.found[one.key]


def _moved(values: Floats, one: IndexIndicator, *, zero: bool = False) -> Floats:
    filled = np.nan_to_num(values, nan=0.0) if zero else values
    return transform(filled, one.transform)


def _normalised(column: Column, how: Normalisation, *, sign: float = 1.0) -> Column:
    sample = column.get(how.fit) if how.fit != _HERE else None
    return {name: normalise(x, how, sample=sample, sign=sign) for name, x in column.items()}


def _beside(columns: list[Floats]) -> Floats:
    """Columns side by side; one that is the same in all draws stands beside one of many draws."""
    return np.stack(np.broadcast_arrays(*columns), axis=-1)


def _named(part: IndexPart, name: str) -> Dimension:
    return next(one for one in part.dimensions if one.key == name)
