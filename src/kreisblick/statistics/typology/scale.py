"""Scale: values of different units made comparable."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kreisblick.statistics.typology.model import Variable

__all__ = ["Scaled", "scale"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Scaled:
    """Standardised values and what they were standardised with.

    Attributes:
        z: one row per area, one column per variable; NaN where an area shows none.
        weights: of the variables, adding up to their number.
        mean, sd: the parameters, on each variable's scale.
        outermost: z-values beyond it count as it.
    """

    z: Floats = field(repr=False)
    weights: Floats
    mean: Floats
    sd: Floats
    outermost: float = np.inf

    def again(self, values: Floats, variables: tuple[Variable, ...]) -> Floats:
        """Other values standardised with the same parameters."""
        z = (_on_scale(values, variables) - self.mean) / self.sd
        return np.clip(z, -self.outermost, self.outermost)


def scale(
    values: Floats, variables: tuple[Variable, ...], outermost: float | None = None
) -> Scaled:
    """Values as z-values: (value − mean) / standard deviation with divisor n.

    Fixed parameters of a variable are used as they are; a variable in which all areas are the
    same tells nothing apart and becomes zero everywhere. Logarithms of values that are not above
    zero are NaN.
    """
    x = _on_scale(values, variables)
    known = ~np.isnan(x)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, x, 0.0).sum(axis=0) / count
    sd = np.sqrt(np.where(known, (x - mean) ** 2, 0.0).sum(axis=0) / count)
    fixed = np.array([one.sd is not None for one in variables])
    mean = np.where(fixed, [one.mean or 0.0 for one in variables], mean)
    sd = np.where(fixed, [one.sd or 1.0 for one in variables], np.where(sd > 0, sd, 1.0))
    weights = np.array([one.weight for one in variables])
    weights *= len(weights) / max(weights.sum(), 1e-300)  # without variables there are none
    limit = outermost or np.inf
    z = np.clip((x - mean) / sd, -limit, limit)
    return Scaled(z=z, weights=weights, mean=mean, sd=sd, outermost=limit)


def _on_scale(values: Floats, variables: tuple[Variable, ...]) -> Floats:
    logged = np.array([one.scale == "log" for one in variables])
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.where(values > 0, values, np.nan))
    return np.where(logged, logs, values)
