"""Tell apart: how much areas truly differ, and how much of it is chance."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

__all__ = ["variance_between"]

Floats = NDArray[np.float64]

_STEPS = 200  # of the search, evenly in the logarithm
_LEAST = 1e-6  # of the smallest noise, where the search begins
_MOST = 4.0  # times the largest square or noise, where it ends


def variance_between(values: Floats, noise: Floats) -> float:
    """Variance of the areas' true values, from observed ones with known noise; always above zero.

    Adjusted residual maximum likelihood (Yoshimori and Lahiri, A new adjusted maximum likelihood
    method for the Fay-Herriot small area model, Journal of Multivariate Analysis 124, 2014): the
    residual likelihood of A times arctan(sum of A / (A + D_i)) ^ (1/m). Moments (Marshall 1991)
    and the likelihood alone often give 0, and then say that all areas are alike for sure; the
    factor is 0 there, and otherwise hardly matters.

    Args:
        values: one per area.
        noise: their variance by chance, above zero.

    >>> round(variance_between(np.array([0.0, 10.0, 20.0, 30.0]), np.full(4, 1e-6)), 1)
    166.7
    >>> 0 < variance_between(np.zeros(4), np.ones(4)) < 1
    True
    """
    square = float(((values - values.mean()) ** 2).max())
    most = _MOST * max(square, float(noise.max()))
    grid = np.linspace(np.log(_LEAST * float(noise.min())), np.log(most), _STEPS)
    found = _likelihood(np.exp(grid), values, noise)
    best = int(found.argmax())
    around = grid[max(best - 1, 0)], grid[min(best + 1, _STEPS - 1)]
    fine = minimize_scalar(
        lambda log: -float(_likelihood(np.exp(np.array([log])), values, noise)[0]),
        bounds=around,
        method="bounded",
    )
    return float(np.exp(fine.x))


def _likelihood(between: Floats, values: Floats, noise: Floats) -> Floats:
    """The adjusted log likelihood of each variance."""
    weights = 1 / (between[:, None] + noise)
    whole = weights.sum(axis=1)
    mean = (weights * values).sum(axis=1, keepdims=True) / whole[:, None]
    residual = np.log(weights).sum(axis=1) - np.log(whole)
    residual -= (weights * (values - mean) ** 2).sum(axis=1)
    kept = (between[:, None] * weights).sum(axis=1)
    return np.asarray(residual / 2 + np.log(np.arctan(kept)) / values.size, dtype=np.float64)
