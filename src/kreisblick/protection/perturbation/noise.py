"""Noise tables of the cell key method: how a count may change, and how often.

Every row is the distribution with the largest entropy among those that keep the mean, have the
variance asked for, change a count by no more than the deviation, and never show a count from 1 to
``unpublished``. Its probabilities are proportional to exp(a d + b d²); a and b are found by
Newton's method on the convex dual. Sources: Fraser and Wooton, "A proposed method for
confidentialising tabular output to protect against differencing" (Joint UNECE/Eurostat work
session on statistical data confidentiality, 2005); Giessing, "Computational issues in the design
of transition probabilities and disclosure risk estimation for additive noise" (Privacy in
Statistical Databases, 2016).
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import format_decimal
from kreisblick.base.language import translate as _

__all__ = ["NoiseTable", "noise_table"]

EXACT = 1e-9  # how close mean and variance must come

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class NoiseTable:
    """How counts change.

    Attributes:
        deviation: the largest change; its value is sealed.
        changes: all changes, from ``-deviation`` to ``deviation``.
        probabilities: one row per count from 0; the last row serves all larger counts.
    """

    deviation: int = field(repr=False)
    changes: Ints = field(repr=False)
    probabilities: Floats = field(repr=False)

    def change(self, counts: Ints, keys: Floats) -> Ints:
        """The change of every count.

        Args:
            counts: true counts, 0 or more.
            keys: of the cells, evenly spread over [0, 1).
        """
        found = np.zeros(len(counts), np.int64)
        row = np.minimum(counts, len(self.probabilities) - 1)
        steps = np.cumsum(self.probabilities, axis=1)
        steps[:, -1] = 1.0
        for number, step in enumerate(steps):
            mine = (row == number).nonzero()[0]
            found[mine] = self.changes[np.searchsorted(step, keys[mine], side="right")]
        return found


def noise_table(deviation: int, variance: float, unpublished: int = 0) -> NoiseTable:
    """The table of largest entropy.

    Args:
        deviation: the largest change.
        variance: of the change of every count above zero. Zero always stays zero.
        unpublished: counts from 1 to this are never shown.

    Raises:
        WrongUseError: no distribution has this variance for every count; says which one has.
    """
    changes: Ints = np.arange(-deviation, deviation + 1)
    zero = (changes == 0).astype(np.float64)
    rows = [zero]
    for count in range(1, deviation + unpublished + 1):
        shown = count + changes
        rows.append(_row(changes, (shown == 0) | (shown > unpublished), variance))
    rows.append(_row(changes, np.full(len(changes), fill_value=True), variance))
    return NoiseTable(deviation=deviation, changes=changes, probabilities=np.vstack(rows))


def _row(changes: Ints, possible: npt.NDArray[np.bool_], variance: float) -> Floats:
    found = np.zeros(len(changes))
    found[possible] = _largest_entropy(changes[possible].astype(np.float64), variance)
    return found


def _largest_entropy(changes: Floats, variance: float) -> Floats:
    """Probabilities of the changes with mean 0 and this variance."""
    _refuse_impossible(changes, variance)
    moments = np.vstack([changes, changes**2 - variance])

    def dual(weights: Floats) -> tuple[float, Floats]:
        exponent = weights @ moments
        top = exponent.max()
        mass = np.exp(exponent - top)
        return float(top + np.log(mass.sum())), moments @ (mass / mass.sum())

    found = minimize(dual, np.zeros(2), jac=True, method="BFGS", options={"gtol": EXACT / 10})
    exponent = found.x @ moments
    mass = np.exp(exponent - exponent.max())
    return np.asarray(mass / mass.sum(), np.float64)


def _refuse_impossible(changes: Floats, variance: float) -> None:
    """With mean zero the variance lies between that of the nearest and of the farthest pair."""
    below, above = changes[changes <= 0], changes[changes >= 0]
    least = -below.max() * above.min() if below.size and above.size else np.inf
    most = -below.min() * above.max() if below.size and above.size else -np.inf
    if least < variance < most:
        return
    message = _(
        "No noise of this deviation has the variance {variance}: it must lie between {least} and "
        "{most}. Change variance, deviation or the counts that are never shown."
    )
    raise WrongUseError(
        message.format(
            variance=format_decimal(variance, 1),
            least=format_decimal(float(least), 1),
            most=format_decimal(float(most), 1),
        )
    )
