"""Make: a whole forecast — all variants, their ranges, needs, and the backtest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.statistics.forecast.backtest import BACKTEST_COLUMNS, backtest, summarise
from kreisblick.statistics.forecast.fallback import project_ratios
from kreisblick.statistics.forecast.model import Flows, ForecastDefinition, Integers, Stocks
from kreisblick.statistics.forecast.project import Course, project
from kreisblick.statistics.forecast.rates import estimate_rates
from kreisblick.statistics.forecast.settings import Projection, Settings, reading_of
from kreisblick.statistics.forecast.told import moves_frame, tell

__all__ = ["Forecast", "make_forecast"]

DISTRICT = "district"


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What was projected, how it would have done before, and what readers must know.

    Attributes:
        table: ``FORECAST_COLUMNS``.
        moves: ``MOVES_COLUMNS``; empty for the fallback.
        backtest: ``BACKTEST_COLUMNS``; empty where history is too short.
        notices: sentences for the reader.
    """

    table: pl.DataFrame = field(repr=False)
    moves: pl.DataFrame = field(repr=False)
    backtest: pl.DataFrame = field(repr=False)
    notices: tuple[str, ...]


def make_forecast(
    stocks: Stocks,
    flows: Flows | None,
    definition: ForecastDefinition,
    *,
    types: Mapping[str, Integers] | None = None,
    settings: Settings | None = None,
    together: Mapping[str, Sequence[int]] | None = None,
) -> Forecast:
    """A forecast by cohorts where flows are told, by cohort change ratios otherwise.

    Args:
        stocks: residents of at least two dates.
        flows: of the years between.
        definition: what is assumed.
        types: movement → type of each area; one type for all where absent.
        settings: targets, bounds, new buildings, special groups.
        together: places of several areas; the whole as ``district`` where absent.
    """
    places = together or {DISTRICT: range(len(stocks.areas))}
    settings = settings or Settings()
    types = types or {}
    variants = dict(definition.variants) if flows else {"base": definition.variants["base"]}
    tables, moves = [], []
    for key in variants:
        projection = _project(stocks, flows, definition, (types, settings, key))
        tables.append(tell(projection, stocks.areas, places, definition, key))
        moves.append(moves_frame(projection, stocks.areas, key))
    trials = backtest(stocks, flows, types, definition)
    tried = summarise(trials) if trials else pl.DataFrame(schema=dict.fromkeys(BACKTEST_COLUMNS))
    return Forecast(
        table=pl.concat(tables),
        moves=pl.concat(moves),
        backtest=tried,
        notices=_notices(stocks, flows, definition, settings, len(trials)),
    )


def _project(
    stocks: Stocks,
    flows: Flows | None,
    definition: ForecastDefinition,
    chosen: tuple[Mapping[str, Integers], Settings, str],
) -> Projection:
    types, settings, variant = chosen
    reading, draws = reading_of(definition), int(definition.draws.value)
    if flows is None:
        return project_ratios(
            stocks, definition, definition.horizon, reading, draws, settings=settings
        )
    course = Course(
        origin=stocks.counts[-1],
        year=stocks.years[-1],
        rates=estimate_rates(stocks, flows, types, definition),
        definition=definition,
        variant=definition.variants[variant],
        settings=settings,
    )
    return project(course, definition.horizon, reading, draws)


def _notices(
    stocks: Stocks,
    flows: Flows | None,
    definition: ForecastDefinition,
    settings: Settings,
    trials: int,
) -> tuple[str, ...]:
    said = []
    if flows is None:
        said.append(
            _(
                "Projected by cohort change ratios, because births, deaths and moves are not told; "
                "variants are not computed."
            )
        )
    if stocks.split:
        said.append(
            _(
                "Single years of age were estimated from age groups by a monotone curve; the "
                "totals of the groups are kept."
            )
        )
    if settings.targets is not None:
        said.append(
            _("The district's totals are targets; the range says nothing about how sure they are.")
        )
    if trials < definition.origins:
        words = _("History is too short for {count} backtests; there are {found}.")
        said.append(words.format(count=definition.origins, found=trials))
    return tuple(said)
