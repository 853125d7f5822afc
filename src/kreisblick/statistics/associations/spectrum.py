"""Pattern: how values lie on the map, and other maps with the same pattern.

Moran spectral randomisation (Wagner and Dray 2015, "singleton"): the eigenvectors of the centred
matrix of neighbours are patterns from coarse to fine. A map is a sum of them; turning the sign of
each part at random gives another map with the same mean, variance and Moran's I. Neighbouring
areas are alike in both, so what two fields share only because each runs over the map in large
sweeps is not taken for a connection.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Spectrum", "spectrum"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Spectrum:
    """The patterns of one set of areas.

    Attributes:
        patterns: areas × (areas − 1), orthonormal, none of them constant.
        neighbours: the symmetric matrix they come from.
    """

    patterns: Floats = field(repr=False)
    neighbours: Floats = field(repr=False)

    def others(self, values: Floats, draws: int, random: np.random.Generator) -> Floats:
        """Draws × areas: other maps of these values with the same pattern."""
        mean = values.mean()
        parts = self.patterns.T @ (values - mean)
        signs = random.integers(0, 2, size=(draws, parts.size)) * 2.0 - 1.0
        found: Floats = mean + (signs * parts) @ self.patterns.T
        return found

    def moran(self, values: Floats) -> float:
        """Moran's I: 1 like neighbours, 0 as by chance, below it unlike neighbours."""
        apart = values - values.mean()
        whole = float(apart @ apart) * self.neighbours.sum()
        if whole <= 0:
            return float("nan")
        return float(len(values) * (apart @ self.neighbours @ apart) / whole)


def spectrum(pairs: NDArray[np.int64], count: int) -> Spectrum:
    """The patterns of ``count`` areas from the pairs of neighbours (two columns of places).

    Every area's neighbours weigh 1 together; the matrix is made symmetric by its mean with its
    mirror image.
    """
    matrix = np.zeros((count, count))
    matrix[pairs[:, 0], pairs[:, 1]] = 1.0
    matrix = np.maximum(matrix, matrix.T)
    degree = matrix.sum(axis=1, keepdims=True)
    rows = np.divide(matrix, degree, out=np.zeros_like(matrix), where=degree > 0)
    symmetric = (rows + rows.T) / 2
    centre = np.eye(count) - 1.0 / count
    # one more pattern, the constant one, is pushed to the far end and dropped
    shifted = centre @ symmetric @ centre - 10.0 / count
    return Spectrum(patterns=np.linalg.eigh(shifted)[1][:, 1:], neighbours=symmetric)
