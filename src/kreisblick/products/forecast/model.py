"""What the page of a forecast is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from kreisblick.statistics.forecast import ForecastDefinition

__all__ = ["ForecastPage"]


@dataclass(frozen=True, kw_only=True)
class ForecastPage:
    """A forecast and what its readers must know.

    Attributes:
        report: of the bundle: district, title, dates.
        areas: ``area, name, level, parent``.
        table: ``FORECAST_COLUMNS`` of places that may be told.
        backtest: ``BACKTEST_COLUMNS``.
        notices: sentences for the reader.
        untold: places without a forecast, because figures are withheld.
        definition: assumptions.
        origin: the date it starts from.
    """

    report: Mapping[str, Any]
    areas: pl.DataFrame = field(repr=False)
    table: pl.DataFrame = field(repr=False)
    backtest: pl.DataFrame = field(repr=False)
    notices: Sequence[str]
    untold: Sequence[str]
    definition: ForecastDefinition = field(repr=False)
    origin: date
