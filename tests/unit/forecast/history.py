"""An invented history: people who are born, die and move by known rates, counted one by one."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from kreisblick.statistics.forecast.model import Flows, Stocks

OLDEST = 95
AGE = np.arange(OLDEST + 1)


@dataclass(frozen=True, kw_only=True)
class Truth:
    """How restless the invented district is."""

    areas: int = 91
    years: int = 16
    size: float = 6000
    between: float = 0.25  # how areas differ in each phase of life
    own_years: float = 0.10  # an area's good and bad years
    whole_years: float = 0.08  # the district's good and bad years
    persistence: float = 0.6


def schedules() -> dict[str, np.ndarray]:
    """movement → [sex, age] of the invented district."""
    death = np.minimum(np.exp(-10.2 + 0.093 * AGE), 0.5)
    leave = 0.02 + 0.10 * np.exp(-0.5 * ((AGE - 24) / 5.0) ** 2) + 0.015 * np.exp(-AGE / 5)
    birth = 1.45 * np.exp(-0.5 * ((AGE - 31) / 5.3) ** 2) / (5.3 * np.sqrt(2 * np.pi))
    come = leave * np.exp(-AGE / 60)
    return {
        "born": np.stack([0.487 * birth, 0.513 * birth]),
        "died": np.stack([death * 0.8, death * 1.2]),
        "moved_out": np.stack([leave, leave * 1.1]),
        "moved_in": np.stack([come, come * 1.1]) / come.sum() * 0.025,
        "moved_inside_out": np.stack([leave, leave]) * 0.9,
        "moved_inside_in": np.stack([come, come]) / come.sum(),
    }


def live(truth: Truth, seed: int) -> tuple[Stocks, Flows]:
    """Years of history with single years of age, every person drawn."""
    rng = np.random.default_rng(seed)
    base, phase = schedules(), np.digitize(AGE, [18, 30, 50, 65])
    levels = {
        name: rng.gamma(1 / truth.between**2, truth.between**2, (truth.areas, 5)) for name in base
    }
    levels["died"] = rng.gamma(100, 0.01, (truth.areas, 1)).repeat(5, 1)
    levels["born"] = rng.gamma(50, 0.02, (truth.areas, 1)).repeat(5, 1)
    people = first_people(truth, rng)
    residents = people.sum((1, 2))
    stocks, flows = [people], {name: [] for name in base}
    whole = {name: rng.normal(0, truth.whole_years) for name in base}
    for _year in range(truth.years):
        factor = {}
        for name in base:
            calm = 0.25 if name in ("died", "born") else 1.0
            own = np.exp(rng.normal(0, truth.own_years * calm, (truth.areas, 1)))
            by_age = (levels[name] * own * np.exp(calm * whole[name]))[:, phase]
            factor[name] = base[name] * by_age[:, None, :]
            whole[name] = truth.persistence * whole[name] + np.sqrt(
                1 - truth.persistence**2
            ) * rng.normal(0, truth.whole_years)
        people, events = one_year(people, factor, residents, rng)
        stocks.append(people)
        for name, counted in events.items():
            flows[name].append(counted)
    dates = tuple(date(2005 + at, 12, 31) for at in range(truth.years + 1))
    areas = tuple(f"{at:03d}" for at in range(truth.areas))
    known = Stocks(
        areas=areas,
        dates=dates,
        sexes=("female", "male"),
        counts=np.array(stocks, dtype=np.float64),
        groups=tuple((a, a) for a in AGE),
    )
    counts = {name: np.array(one, dtype=np.float64) for name, one in flows.items()}
    return known, Flows(counts=counts, mothers=True)


def first_people(truth: Truth, rng: np.random.Generator) -> np.ndarray:
    shape = np.where(AGE < 60, 1.0, np.exp(-(((AGE - 60) / 22.0) ** 2)))
    young = rng.normal(0, 0.3, (truth.areas, 1)) * np.exp(-0.5 * ((AGE - 30) / 12) ** 2)
    size = truth.size * rng.lognormal(0, 0.4, (truth.areas, 1))
    mean = shape * np.exp(young)
    mean = mean / mean.sum(1, keepdims=True) * size / 2
    return rng.poisson(np.repeat(mean[:, None, :], 2, axis=1))


def one_year(people, factor, residents, rng):
    """Everybody drawn, one after the other: mothers at the mean of both ends, as counted."""
    there = np.zeros_like(people)
    there[..., 1:] = people[..., :-1]
    there[..., -1] += people[..., -1]
    children = rng.poisson(people[:, :1, :] * factor["born"])  # [area, sex of child, mother's age]
    there[..., 0] = children.sum(-1)
    risks = np.stack([factor[n] for n in ("died", "moved_out", "moved_inside_out")], axis=-1)
    risks = np.minimum(risks, 0.3)
    stay = 1 - risks.sum(-1, keepdims=True)
    drawn = rng.multinomial(there, np.concatenate([risks, stay], axis=-1))
    died, out, inside = drawn[..., 0], drawn[..., 1], drawn[..., 2]
    come = rng.poisson(factor["moved_in"] * residents[:, None, None])
    weight = factor["moved_inside_in"] * residents[:, None, None]
    share = np.moveaxis(weight / weight.sum(0), 0, -1)
    arrived = np.moveaxis(rng.multinomial(inside.sum(0), share), -1, 0)
    after = drawn[..., 3] + come + arrived
    return after, {
        "born": children,
        "died": died,
        "moved_in": come,
        "moved_out": out,
        "moved_inside_in": arrived,
        "moved_inside_out": inside,
    }
