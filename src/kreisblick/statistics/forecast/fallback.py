"""Fallback: a population projected by cohort change ratios; and the constant share beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from kreisblick.statistics.forecast.adjust import adjust
from kreisblick.statistics.forecast.ages import parse_age
from kreisblick.statistics.forecast.chance import expected_factors, multipliers
from kreisblick.statistics.forecast.exposure import age_on
from kreisblick.statistics.forecast.levels import Levels
from kreisblick.statistics.forecast.model import Floats, ForecastDefinition, Stocks
from kreisblick.statistics.forecast.ratios import Ratios, change_ratios, mothers_of
from kreisblick.statistics.forecast.settings import Projection, Reading, Settings

__all__ = ["constant_share", "project_ratios"]

FEW = 1e-9
CHUNK_CELLS = 600_000


@dataclass(frozen=True, kw_only=True)
class _Course:
    """From where, by which ratios."""

    origin: Floats = field(repr=False)
    ratios: Ratios
    definition: ForecastDefinition
    settings: Settings
    years: int


def project_ratios(
    stocks: Stocks,
    definition: ForecastDefinition,
    years: int,
    reading: Reading,
    draws: int,
    *,
    settings: Settings | None = None,
    plain: bool = False,
) -> Projection:
    """The population of ``years`` years by cohort change ratios.

    Args:
        stocks: at least two dates; the last is the origin.
        definition: caps, groups, persistence.
        years: how many.
        reading: what is read off.
        draws: 0 for the expected course only.
        settings: targets, bounds, special groups; new buildings are not known to ratios.
        plain: every area by its own ratios as they were, without range.
    """
    course = _Course(
        origin=stocks.counts[-1],
        ratios=change_ratios(stocks, definition),
        definition=definition,
        settings=settings or Settings(),
        years=years,
    )
    shown = [one[0] for one in _live(course, _plain(course) if plain else _expected(course))]
    return Projection(
        years=tuple(range(stocks.years[-1] + 1, stocks.years[-1] + years + 1)),
        reading=reading,
        middle=np.array([reading.of(people) for people in shown]),
        draws=_draw(course, reading, 0 if plain else draws),
        moves={},
        people=np.array(shown),
    )


def _plain(course: _Course) -> Iterator[Floats]:
    return (course.ratios.plain[None] for _year in range(course.years))


def _expected(course: _Course) -> Iterator[Floats]:
    levels, persistence = course.ratios.levels, course.definition.persistence.value
    factors = expected_factors(levels, persistence, course.years)
    return _of_areas(course.ratios, (factor[None] for factor in factors))


def _of_areas(ratios: Ratios, factors: Iterable[Floats]) -> Iterator[Floats]:
    """[draw, area, sex, row] yearly ratios from factors [draw, row, area] on those of all areas."""
    for factor in factors:
        yearly = factor**ratios.root
        yield yearly.transpose(0, 2, 1)[:, :, None, :] * ratios.all_areas[None, None]


def _draw(course: _Course, reading: Reading, draws: int) -> Floats:
    """[draw, year, area, name], chunk by chunk."""
    size = max(1, CHUNK_CELLS // course.origin.size)
    counts = [min(size, draws - start) for start in range(0, draws, size)]
    seeds = np.random.SeedSequence(course.definition.seed).spawn(len(counts))
    levels = _by_year(course.ratios.levels, course.ratios.length)
    found = [np.empty((0, course.years, len(course.origin), len(reading.names)))]
    for count, seed in zip(counts, seeds, strict=True):
        rng = np.random.default_rng(seed)
        persistence = course.definition.persistence.value
        factors = multipliers(levels, persistence, course.years, count, rng)
        lives = _live(course, _of_areas(course.ratios, factors))
        found.append(np.stack([reading.of(people) for people in lives], axis=1))
    return np.concatenate(found)


def _by_year(levels: Levels, length: float) -> Levels:
    """Spread of one year: what varies independently adds up over the years of an interval."""
    return replace(levels, leftover=levels.leftover * length, whole=levels.whole * length)


def _live(course: _Course, yearly: Iterable[Floats]) -> Iterator[Floats]:
    """[draw, area, sex, age] year after year."""
    origin, held = course.origin, course.settings.held
    held = np.zeros_like(origin) if held is None else np.minimum(held, origin)
    people = (origin - held)[None]
    definition = course.definition
    low, high = parse_age(definition.childbearing, definition.oldest) or (0, 0)
    for position, ratio in enumerate(yearly):
        capped = np.clip(ratio, *definition.ratio_caps)
        capped[..., 0] = ratio[..., 0]  # children for each woman, no cohort
        older = age_on(people) * capped[..., course.ratios.row]
        mothers = mothers_of(people, older, low, high)
        older[..., 0] = mothers[..., None] * capped[..., 0]
        shown = adjust(older + held, course.settings, position)
        people = np.maximum(shown - held, 0.0)
        yield shown


def constant_share(origin: Floats, reading: Reading, district: Floats) -> Floats:
    """[year, area, name]: every area keeps its share of each group of the district.

    Args:
        origin: [area, sex, age].
        reading: groups.
        district: [year, name] of the district as another method projects it.
    """
    read = reading.of(origin)
    shares: Floats = read / np.maximum(read.sum(0), FEW)
    return shares * district[:, None, :]
