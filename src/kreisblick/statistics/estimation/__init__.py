"""Estimation: how sure a count is, and whether two differ by more than chance.

What for: every interval, test and smoothed value of the house, vectorised over arrays.
In: numpy arrays of counts. Out: arrays of the same shape; nothing here knows areas or dates.
"""

from kreisblick.statistics.estimation.intervals import poisson_interval, wilson_interval
from kreisblick.statistics.estimation.significance import adjusted_p, rate_p, share_p

__all__ = ["adjusted_p", "poisson_interval", "rate_p", "share_p", "wilson_interval"]
