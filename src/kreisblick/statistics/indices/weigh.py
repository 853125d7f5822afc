"""Weigh: how much each entry counts, given or learnt from how the entries go together."""

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import FactorAnalysis

from kreisblick.statistics.indices.choices import Weights

__all__ = ["factor_weights", "principal_weights", "weigh"]

Floats = NDArray[np.float64]

_CLOSE = 1e-14  # change of the likelihood at which the factor is found
_ROUNDS = 100_000


def weigh(entries: Floats, given: Floats, how: Weights) -> Floats:
    """One weight per entry.

    Args:
        entries: ``areas × entries``, normalised, high is a burden.
        given: the weights that stand in the file.
        how: where weights come from.
    """
    if how.by == "given":
        return given
    if how.by == "equal" or entries.shape[1] == 1:
        return np.ones(entries.shape[1])
    alive = entries.std(axis=0) > 0
    found = np.zeros(entries.shape[1])
    if alive.sum() == 1:
        return np.asarray(alive, dtype=np.float64)
    if alive.any():
        learn = principal_weights if how.by == "pca" else factor_weights
        found[alive] = learn(entries[:, alive])
    return found


def principal_weights(entries: Floats) -> Floats:
    """Loadings of the first principal component of standardised entries.

    They are divided by the sum of their sizes; the sign is the one that makes the sum positive.
    Loadings squared are shares of the component's variance (their squares sum to 1 before).
    """
    _sizes, vectors = np.linalg.eigh(np.corrcoef(entries, rowvar=False))
    first = vectors[:, -1]
    first = first if first.sum() >= 0 else -first
    return np.asarray(first / np.abs(first).sum(), dtype=np.float64)


def factor_weights(entries: Floats) -> Floats:
    """Coefficients of the score of one common factor, summing to 1 in size.

    Maximum likelihood (scikit-learn); for one factor the regression coefficients are
    proportional to loading / uniqueness (Thomson 1951). The sign makes the sum positive.
    """
    # the likelihood knows the correlations only: a few rows that have the same are as good as all
    root = np.linalg.cholesky(np.corrcoef(entries, rowvar=False)).T * np.sqrt(entries.shape[1])
    standard = np.concatenate([root, -root])
    model = FactorAnalysis(n_components=1, tol=_CLOSE, max_iter=_ROUNDS, svd_method="lapack")
    model.fit(standard)
    found = model.components_[0] / model.noise_variance_
    found = found if found.sum() >= 0 else -found
    return np.asarray(found / np.abs(found).sum(), dtype=np.float64)
