"""Rates: how often people are born, die and move, by type of area, age and sex, and how surely.

Areas of a type share one schedule by age and sex; in each phase of life an area has a level of
its own (``levels``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kreisblick.statistics.forecast.ages import group_matrix, parse_age
from kreisblick.statistics.forecast.exposure import exposure_of
from kreisblick.statistics.forecast.levels import Levels, estimate_levels
from kreisblick.statistics.forecast.model import Floats, Flows, ForecastDefinition, Integers, Stocks

__all__ = ["Rates", "estimate_rates", "phases_of"]

KERNEL = np.array([1.0, 2.0, 3.0, 2.0, 1.0])
ONE_PHASE = ("born", "died")  # too few events of an area to tell its phases apart
FEW = 1e-9


@dataclass(frozen=True, kw_only=True)
class Rates:
    """What is known about the movements of a population.

    Attributes:
        schedule: movement → [type's area, sex, age] yearly rate, by area through its type.
        phase: movement → row of ``levels`` for each age.
        levels: how areas differ from their types; its rows are movements and phases.
        residents: [area] mean of the base, beside whom arrivals are counted.
    """

    schedule: Mapping[str, Floats] = field(repr=False)
    phase: Mapping[str, Integers] = field(repr=False)
    levels: Levels = field(repr=False)
    residents: Floats = field(repr=False)


def estimate_rates(
    stocks: Stocks, flows: Flows, types: Mapping[str, Integers], definition: ForecastDefinition
) -> Rates:
    """Rates from the last ``base_years`` years.

    Args:
        stocks: one date a year.
        flows: of the years between.
        types: movement → number of the type of each area; one type for all where absent.
        definition: phases, base years.
    """
    years = min(definition.base_years, len(stocks.dates) - 1)
    before, after = stocks.counts[-years - 1 : -1], stocks.counts[-years:]
    born = flows.counts["born"][-years:].sum(-1)
    schedule, phase = {}, {}
    seen: list[Floats] = []
    expected: list[Floats] = []
    for movement, all_events in flows.counts.items():
        events = all_events[-years:]
        exposure = exposure_of(movement, before, after, born)
        kind = types.get(movement, np.zeros(len(stocks.areas), dtype=np.int64))
        if movement == "born" and not flows.mothers:
            events = _at_mothers_age(events, exposure, definition)
        schedule[movement] = _schedule(movement, events, exposure, kind)
        rows = phases_of(movement, definition)
        phase[movement] = rows.argmax(0) + len(seen)
        model = exposure * schedule[movement]
        seen += list(np.einsum("tasx,gx->gta", events, rows))
        expected += list(np.einsum("tasx,gx->gta", model, rows))
    return Rates(
        schedule=schedule,
        phase=phase,
        levels=estimate_levels(np.array(seen), np.array(expected), definition),
        residents=before.sum((-1, -2)).mean(0),
    )


def phases_of(movement: str, definition: ForecastDefinition) -> Floats:
    """[phase, age] 1 where the age belongs to the phase; one phase for births and deaths."""
    ages = definition.oldest + 1
    if movement in ONE_PHASE:
        return np.ones((1, ages))
    found = [parse_age(code, definition.oldest) for code in definition.phases]
    return group_matrix([pair for pair in found if pair is not None], ages)


def _at_mothers_age(events: Floats, exposure: Floats, definition: ForecastDefinition) -> Floats:
    """Births of an area spread over its women by the standard curve."""
    age = np.arange(definition.oldest + 1)
    middle, spread = definition.mean_age_of_mothers.value, definition.spread_age_of_mothers.value
    curve = np.exp(-0.5 * ((age - middle) / spread) ** 2) * ((age >= 14) & (age <= 50))
    weight = exposure * curve
    mothers: Floats = weight / np.maximum(weight.sum(-1, keepdims=True), FEW)
    placed: Floats = events.sum(-1, keepdims=True) * mothers
    return placed


def _schedule(movement: str, events: Floats, exposure: Floats, kind: Integers) -> Floats:
    """[area, sex, age] the rate of the area's type, smoothed over five ages."""
    rates = np.zeros(events.shape[1:])
    for one in np.unique(kind):
        members = kind == one
        seen, beside = events[:, members].sum((0, 1)), exposure[:, members].sum((0, 1))
        if movement == "born":  # one curve of fertility; the sex of the child is a share of it
            share = seen.sum(-1, keepdims=True) / max(seen.sum(), FEW)
            seen = share * seen.sum(0)
        rates[members] = _smooth(seen) / np.maximum(_smooth(beside), FEW)
    return rates


def _smooth(counts: Floats) -> Floats:
    """Moving sums over five ages; the first year of life stands alone."""
    rest = counts[..., 1:]
    padded = np.concatenate(
        [rest[..., :1], rest[..., :1], rest, rest[..., -1:], rest[..., -1:]], -1
    )
    moved: Sequence[Floats] = [
        weight * padded[..., at : at + rest.shape[-1]] for at, weight in enumerate(KERNEL)
    ]
    return np.concatenate([counts[..., :1], sum(moved, np.zeros_like(rest)) / KERNEL.sum()], -1)
