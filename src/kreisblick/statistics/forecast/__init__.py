"""Forecast: *project* population and need, with ranges, and say how well that would have gone.

What for: places in day care, school entries and care are planned years ahead, for areas of a few
thousand people. In: residents by area, date, sex and age; where they are told, births, deaths and
moves of each year; a definition with every assumption and its reason. Out: ``Forecast``: people
and needs of each year with 80 and 95 percent ranges, how they came about, and the backtest
(``make_forecast``); files of the command line (``forecast_file``, ``backtest_file``).

By cohorts and types of areas where flows are told (``project``), by cohort change ratios
otherwise (``project_ratios``). ``stocks_of_cells`` takes released cells only; nothing here knows a
bundle.
"""

from kreisblick.statistics.forecast.cells import ReleasedStocks, stocks_of_cells
from kreisblick.statistics.forecast.errors import UnknownForecastError
from kreisblick.statistics.forecast.files import flows_of, stocks_of
from kreisblick.statistics.forecast.forecast_file import Inputs, backtest_file, forecast_file
from kreisblick.statistics.forecast.make import Forecast, make_forecast
from kreisblick.statistics.forecast.model import (
    Flows,
    ForecastDefinition,
    Stocks,
    standard_definition,
)

__all__ = [
    "Flows",
    "Forecast",
    "ForecastDefinition",
    "Inputs",
    "ReleasedStocks",
    "Stocks",
    "UnknownForecastError",
    "backtest_file",
    "flows_of",
    "forecast_file",
    "make_forecast",
    "standard_definition",
    "stocks_of",
    "stocks_of_cells",
]
