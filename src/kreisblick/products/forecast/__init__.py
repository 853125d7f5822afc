"""Forecast: *show* what may come, with its range, on one page and as tables.

In: a forecast made from released cells. Out: ``index.html`` with a fan chart, needs, areas,
assumptions and the backtest; ``forecast.csv`` and ``backtest.csv`` with the same figures.
"""

from kreisblick.products.forecast.build import build_forecast
from kreisblick.products.forecast.model import ForecastPage

__all__ = ["ForecastPage", "build_forecast"]
