"""Estimation: how sure a count is, and whether two differ by more than chance.

What for: every interval, test and smoothed value of the house, vectorised over arrays.
In: numpy arrays of counts. Out: arrays of the same shape; nothing here knows areas or dates.
"""

from kreisblick.statistics.estimation.between import variance_between
from kreisblick.statistics.estimation.intervals import (
    byar_interval,
    count_interval,
    poisson_interval,
    wilson_interval,
)
from kreisblick.statistics.estimation.significance import adjusted_p, rate_p, share_p
from kreisblick.statistics.estimation.smoothing import (
    eb_standardised_rates,
    neighbour_matrix,
    smooth_rates,
    smooth_rates_near,
)
from kreisblick.statistics.estimation.standardised import (
    StandardisedRate,
    direct_rate,
    direct_share,
    dobson_interval,
    standardised_p,
    standardised_ratio,
)

__all__ = [
    "StandardisedRate",
    "adjusted_p",
    "byar_interval",
    "count_interval",
    "direct_rate",
    "direct_share",
    "dobson_interval",
    "eb_standardised_rates",
    "neighbour_matrix",
    "poisson_interval",
    "rate_p",
    "share_p",
    "smooth_rates",
    "smooth_rates_near",
    "standardised_p",
    "standardised_ratio",
    "variance_between",
    "wilson_interval",
]
