"""Project: a population year after year, by cohorts and types of areas, with its range."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from kreisblick.statistics.forecast.adjust import adjust
from kreisblick.statistics.forecast.ages import parse_age
from kreisblick.statistics.forecast.chance import expected_factors, multipliers
from kreisblick.statistics.forecast.cohort import Step, Year, live_a_year
from kreisblick.statistics.forecast.model import Floats, ForecastDefinition, Variant
from kreisblick.statistics.forecast.rates import Rates
from kreisblick.statistics.forecast.settings import Projection, Reading, Settings

__all__ = ["Course", "project"]

ARRIVING = ("moved_in", "moved_inside_in")
CHUNK_CELLS = 300_000  # fits the cache of the processor: faster than all draws at once


@dataclass(frozen=True, kw_only=True)
class Course:
    """From where, by which rates, under which assumptions.

    Attributes:
        origin: [area, sex, age] the population at the start.
        year: the year of its date.
        rates: what is known.
        definition: assumptions.
        variant: which of them.
        settings: targets, bounds, new buildings, special groups.
    """

    origin: Floats = field(repr=False)
    year: int
    rates: Rates = field(repr=False)
    definition: ForecastDefinition = field(repr=False)
    variant: Variant
    settings: Settings = field(repr=False, default_factory=Settings)


def project(course: Course, years: int, reading: Reading, draws: int) -> Projection:
    """The population of ``years`` years, expected and with chance.

    Args:
        course: from where and by which rates.
        years: how many.
        reading: what is read off each year.
        draws: 0 for the expected course only.
    """
    persistence = course.definition.persistence.value
    expected = expected_factors(course.rates.levels, persistence, years)[:, None]
    people, read, moves = [], [], []
    for step, shown in _live(course, years, iter(expected), None, 1):
        people.append(shown[0])
        read.append(reading.of(shown)[0])
        moves.append({name: amount.sum((-1, -2))[0] for name, amount in step.moves.items()})
    return Projection(
        years=tuple(range(course.year + 1, course.year + years + 1)),
        reading=reading,
        middle=np.array(read),
        draws=_draw(course, years, reading, draws),
        moves={name: np.array([one[name] for one in moves]) for name in moves[0]},
        people=np.array(people),
    )


def _draw(course: Course, years: int, reading: Reading, draws: int) -> Floats:
    """[draw, year, area, name], chunk by chunk, each with a seed of its own."""
    size = max(1, CHUNK_CELLS // course.origin.size)
    counts = [min(size, draws - start) for start in range(0, draws, size)]
    seeds = np.random.SeedSequence(course.definition.seed).spawn(len(counts))
    found = []
    for count, seed in zip(counts, seeds, strict=True):
        rng = np.random.default_rng(seed)
        factors = multipliers(
            course.rates.levels, course.definition.persistence.value, years, count, rng
        )
        single = (_single(factor) for factor in factors)
        shown = [reading.of(people) for _step, people in _live(course, years, single, rng, count)]
        found.append(np.stack(shown, axis=1))
    empty = np.empty((0, years, len(course.origin), len(reading.names)))
    return np.concatenate(found).astype(np.float64) if found else empty


def _live(
    course: Course,
    years: int,
    factors: Iterator[Floats],
    rng: np.random.Generator | None,
    count: int,
) -> Iterator[tuple[Step, Floats]]:
    """Year after year: what happened, and the population that is shown."""
    origin = course.origin if rng is None else _single(course.origin)
    known = course.settings.held
    held = np.zeros_like(origin) if known is None else np.minimum(known, origin)
    held = held if rng is None else _single(held)
    people = np.broadcast_to(origin - held, (count, *origin.shape))
    for position in range(years):
        step = live_a_year(people, _year(course, next(factors), position), rng)
        shown = adjust(step.people + held, course.settings, position)
        people = np.maximum(shown - held, 0.0)
        moves = dict(step.moves)
        if rng is None:
            moves["adjusted"] = shown - held - step.people
        yield Step(people=people, moves=moves), shown


def _single(values: Floats) -> Floats:
    """In single precision: chance needs no more than seven digits, and takes half the time."""
    single: Floats = values.astype(np.float32)
    return single


def _year(course: Course, factor: Floats, position: int) -> Year:
    """The rates of a year: schedule of the type, level of the area, assumptions of the variant."""
    rates = {
        movement: _scaled(course, movement, schedule, factor, position)
        for movement, schedule in course.rates.schedule.items()
    }
    building = course.settings.building
    if building is None or position >= len(building):
        return Year(rates=rates)
    people = building[position] * course.definition.persons_per_dwelling.value
    return Year(
        rates=rates,
        building=people[:, None, None] * _dwelling_ages(course),
        building_inside=course.definition.dwellings_from_inside.value,
    )


def _scaled(
    course: Course, movement: str, schedule: Floats, factor: Floats, position: int
) -> Floats:
    """[draw, area, sex, age], in single precision where chance is drawn (``factor`` decides)."""
    assumed = _assumed(course, movement, schedule, position)
    if movement in ARRIVING:
        assumed = assumed * course.rates.residents[:, None, None]
    base = (schedule * assumed).astype(factor.dtype)
    rows = course.rates.phase[movement]
    scaled = np.empty((len(factor), *base.shape), dtype=factor.dtype)
    for row in np.unique(rows):
        ages = np.flatnonzero(rows == row)
        part = slice(int(ages[0]), int(ages[-1]) + 1)  # a phase is a stretch of ages
        level = factor[:, row, :, None, None]
        np.multiply(base[..., part], level, out=scaled[..., part])
    return scaled


def _assumed(course: Course, movement: str, schedule: Floats, position: int) -> Floats:
    """What the variant does to a movement."""
    factors, variant = course.variant.factors, course.variant
    since = position + (course.rates.levels.years + 1) / 2  # from the middle of the base
    assumed: Mapping[str, float] = {
        "born": factors.born,
        "died": factors.died * factors.died_yearly**since,
        "moved_in": factors.moved_in,
        "moved_out": factors.moved_out,
    }
    amount = assumed.get(movement, 1.0)
    if movement == "born" and variant.children_per_woman is not None:
        # the rate of an area of the mean level: one for each age, summed over ages and sexes
        amount *= variant.children_per_woman / float(schedule.sum((-1, -2)).mean())
    return np.array(amount)


def _dwelling_ages(course: Course) -> Floats:
    """[sex, age] shares of those who move into new buildings, sexes alike."""
    sexes, ages = course.origin.shape[1:]
    share = np.zeros(ages)
    for code, percent in course.definition.dwelling_ages.items():
        low, high = parse_age(code, course.definition.oldest) or (0, 0)
        share[low : high + 1] += percent / (high - low + 1)
    return np.broadcast_to(share / share.sum() / sexes, (sexes, ages))
