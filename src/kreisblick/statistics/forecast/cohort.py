"""Cohorts: one year of life of a population, in the mean or with chance.

The step of every cohort-component forecast (Whelpton 1936; Leslie 1945): whoever is a at the end
of the year was a - 1 at its beginning and neither died nor left; others arrived; children are
born to the mean number of women. Moves inside are taken from one pool, so that what areas lose
to each other they also gain.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from kreisblick.statistics.forecast.exposure import LEAVING, age_on, women
from kreisblick.statistics.forecast.model import Floats

__all__ = ["Step", "Year", "live_a_year"]

TINY = 1e-12
LEAST_STAYING = 0.02  # keeps the sum of risks below one when several are drawn high


@dataclass(frozen=True, kw_only=True)
class Year:
    """What happens in a year.

    Attributes:
        rates: movement → [..., area, sex, age]; for deaths and departures of those who were
            there, for births of women (sex: the child's), for arrivals the number of people, for
            arrivals from inside their relative weight.
        building: [area, sex, age] people who move into new buildings.
        building_inside: share of them who come from the district itself.
    """

    rates: Mapping[str, Floats] = field(repr=False)
    building: Floats | None = field(repr=False, default=None)
    building_inside: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Step:
    """The population a year later, and how it came about.

    Attributes:
        people: [..., area, sex, age].
        moves: movement → [..., area, sex, age at the end] people; ``born`` by age 0. Expected
            numbers; with chance ``people`` varies around what they add up to.
    """

    people: Floats = field(repr=False)
    moves: Mapping[str, Floats] = field(repr=False)


def live_a_year(people: Floats, year: Year, rng: np.random.Generator | None = None) -> Step:
    """The population at the end of the year.

    Args:
        people: [..., area, sex, age] at the beginning.
        year: its rates.
        rng: draws binomial and Poisson chance by normal numbers of the same variance, cut at
            zero (single ages of an area are added up before anybody reads them); the expected
            course without.

    Returns:
        ``Step``. Without ``rng``, people = before + born - died - moved_out + moved_in -
        moved_inside_out + moved_inside_in, to rounding.
    """
    old, old_moves = _live(age_on(people)[..., 1:], year, slice(1, None), rng)
    grown = np.concatenate([np.zeros_like(old[..., :1]), old], axis=-1)
    mothers = women(people, grown, people.shape[-2])
    born = (mothers[..., None, :] * year.rates["born"]).sum(-1)[..., None]
    if rng is not None:
        born = _chance(born, born.copy(), rng)
    young, young_moves = _live(born, year, slice(0, 1), rng)
    moves = {
        name: np.concatenate([young_moves[name], amount], axis=-1)
        for name, amount in old_moves.items()
    }
    children = np.concatenate([born, np.zeros_like(old)], axis=-1)
    return Step(people=np.concatenate([young, old], axis=-1), moves=moves | {"born": children})


def _live(
    there: Floats, year: Year, ages: slice, rng: np.random.Generator | None
) -> tuple[Floats, dict[str, Floats]]:
    """Those of some ages at the end of the year, and their moves."""
    moves = _gone(there, year, ages)
    gone = _sum(moves.values(), there)
    arrivals = _come(there, moves, year, ages)
    come = _sum(arrivals.values(), there)
    mean = there - gone + come
    if rng is None:
        return np.maximum(mean, 0.0), moves | arrivals
    variance = gone * (1 - gone / np.maximum(there, TINY)) + come
    return _chance(mean, variance, rng), moves | arrivals


def _gone(there: Floats, year: Year, ages: slice) -> dict[str, Floats]:
    """Expected deaths and departures."""
    risks = {name: year.rates[name][..., ages] for name in LEAVING if name in year.rates}
    total = _sum(risks.values(), there)
    if total.max(initial=0.0) > 1 - LEAST_STAYING:
        most = np.minimum(1.0, (1 - LEAST_STAYING) / np.maximum(total, TINY))
        risks = {name: risk * most for name, risk in risks.items()}
    return {name: there * risk for name, risk in risks.items()}


def _come(there: Floats, gone: Mapping[str, Floats], year: Year, ages: slice) -> dict[str, Floats]:
    """Expected arrivals, those in new buildings among them."""
    come: dict[str, Floats] = {}
    outside = year.rates["moved_in"][..., ages] if "moved_in" in year.rates else 0 * there
    building = None if year.building is None else year.building[..., ages]
    inside: Floats | None = None
    if "moved_inside_out" in gone:
        pool = gone["moved_inside_out"].sum(-3, keepdims=True)
        if building is not None:
            inside = building * year.building_inside
            wanted = inside.sum(-3, keepdims=True)
            inside = inside * np.minimum(1.0, pool / np.maximum(wanted, TINY))
            pool = pool - inside.sum(-3, keepdims=True)
        weight = year.rates["moved_inside_in"][..., ages]
        arrived = weight * (pool / np.maximum(weight.sum(-3, keepdims=True), TINY))
        come["moved_inside_in"] = arrived if inside is None else arrived + inside
    if building is not None:
        outside = outside + building - (0.0 if inside is None else inside)
    come["moved_in"] = outside
    return come


def _sum(parts: Iterable[Floats], like: Floats) -> Floats:
    """Their sum; zeros where there are none."""
    found = list(parts)
    total: Floats = sum(found[1:], found[0]) if found else np.zeros_like(like)
    return total


def _chance(mean: Floats, variance: Floats, rng: np.random.Generator) -> Floats:
    """Mean plus normal noise of this variance, not below zero; ``variance`` is used up."""
    noise = rng.standard_normal(mean.shape, dtype=np.float32)
    noise = noise * np.sqrt(variance, out=variance)
    return np.maximum(mean + noise, 0.0, dtype=mean.dtype)
