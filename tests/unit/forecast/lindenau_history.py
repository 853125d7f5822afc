"""Lindenau's people live on year by year: households move together, towns grow by plan.

The mechanism is that of ``kreisblick.lindenau`` and knows nothing of rates by age, levels or
cohorts; its chances for two years are brought to one.
"""

from datetime import date

import numpy as np
import pytest

from kreisblick.lindenau import evolve
from kreisblick.lindenau.files import read_parameters
from kreisblick.lindenau.people import FEMALE, People
from kreisblick.statistics.forecast.model import FLOWS, Flows, Stocks

OLDEST = 95
TOWNS = (20, 16, 13, 10, 8, 7, 6, 5, 4, 2)  # planning areas
PER_AREA = 6000
HOUSES = 600
GROWTH = 1.002
SETTLING = 6  # years until the first households have mixed


def live_on(
    seed: int, years: int, patch: pytest.MonkeyPatch, towns: tuple[int, ...] = TOWNS
) -> tuple[Stocks, Flows]:
    """All towns, one after the other, counted by area, sex and single year of age."""
    patch.setattr(evolve, "STEP_YEARS", 1)
    plan = read_parameters()
    changed = {
        name: getattr(plan.people, name) / 2
        for name in ("moving_out", "moving_out_old", "moving_inside", "birth", "leaving_home")
    }
    plan = plan.model_copy(update={"people": plan.people.model_copy(update=changed)})
    parts = [_town(seed, index, areas, years, plan) for index, areas in enumerate(towns)]
    stocks = np.concatenate([part[0] for part in parts], axis=1)
    flows = {name: np.concatenate([part[1][name] for part in parts], axis=1) for name in FLOWS}
    _moves_between_towns_are_none(flows)
    known = Stocks(
        areas=tuple(f"{at:03d}" for at in range(sum(towns))),
        dates=tuple(date(2004 + at, 12, 31) for at in range(years + 1)),
        sexes=("female", "male"),
        counts=stocks,
        groups=tuple((age, age) for age in range(OLDEST + 1)),
    )
    return known, Flows(counts=flows, mothers=False)


def _town(seed, index, areas, years, plan):
    rng = np.random.default_rng([seed, index])
    area = np.repeat(np.arange(areas), HOUSES)
    size = rng.lognormal(0, 0.35, areas)[area]
    capacity = size * rng.lognormal(0, 0.5, len(area))
    poor = rng.normal(0, 1, areas)[area] + rng.normal(0, 0.3, len(area))
    register = evolve.Register(
        town=index,
        capacity=capacity,
        deprivation=poor,
        rim=rng.random(len(area)),
        parameters=plan,
        hidden_share=0.0,
    )
    register.settle(areas * PER_AREA, 2004 - SETTLING, rng)
    stocks, flows, before = [], {name: [] for name in FLOWS}, None
    for year in range(2004 - SETTLING, 2004 + years + 1):
        target = round(areas * PER_AREA * GROWTH ** (year - 2004))
        if year > 2004 - SETTLING:
            register.live_on(target, year, 1, rng, np.random.default_rng([seed, index, year]))
        people = register.people.take(register.people.main)
        if year >= 2004:
            stocks.append(_count(people, area, areas, year))
        if year > 2004:
            for name, counted in _flows(before, people, register.died, area, areas, year).items():
                flows[name].append(counted)
        before = people
    return np.array(stocks), {name: np.array(one) for name, one in flows.items()}


def _count(people: People, area, areas, year, *, at=None) -> np.ndarray:
    """[area, sex, age]; who is neither female nor male is counted with the men."""
    where = area[people.house] if at is None else at
    sex = (people.sex != FEMALE).astype(int)
    age = np.clip(year - people.birth_year, 0, OLDEST)
    cell = (where * 2 + sex) * (OLDEST + 1) + age
    return np.bincount(cell, minlength=areas * 2 * (OLDEST + 1)).reshape(areas, 2, -1).astype(float)


def _flows(before: People, after: People, died: People, area, areas, year):
    """What happened to whom, by their numbers."""
    _ids, there, here = np.intersect1d(before.person, after.person, return_indices=True)
    gone = np.setdiff1d(np.arange(len(before)), there)
    come = np.setdiff1d(np.arange(len(after)), here)
    dead = np.isin(before.person[gone], died.person)
    new = after.birth_year[come] == year
    moved = area[before.house[there]] != area[after.house[here]]
    return {
        "died": _count(before.take(gone[dead]), area, areas, year),
        "moved_out": _count(before.take(gone[~dead]), area, areas, year),
        "born": _count(after.take(come[new]), area, areas, year),
        "moved_in": _count(after.take(come[~new]), area, areas, year),
        "moved_inside_out": _count(before.take(there[moved]), area, areas, year),
        "moved_inside_in": _count(after.take(here[moved]), area, areas, year),
    }


def _moves_between_towns_are_none(flows) -> None:
    """Who changes the town gets a new number there: arrivals and departures."""
    assert np.allclose(flows["moved_inside_in"].sum(1), flows["moved_inside_out"].sum(1))
