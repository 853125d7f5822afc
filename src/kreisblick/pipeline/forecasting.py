"""Forecast in a workspace: from the newest released bundle, and from nothing else."""

import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _
from kreisblick.pipeline.workspace import Workspace, open_workspace
from kreisblick.products.forecast import ForecastPage, build_forecast
from kreisblick.protection.bundle import Bundle, open_bundle
from kreisblick.statistics.forecast import (
    Forecast,
    ForecastDefinition,
    UnknownForecastError,
    make_forecast,
    stocks_of_cells,
)

__all__ = ["Forecasted", "forecast_workspace"]

RELEASED = "released.json"
RESIDENTS = "residents"


class NothingReleasedError(KreisblickError):
    """No bundle has been released."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A forecast is made from released figures only, and nothing has been released "
                "yet. Release a bundle first: kreisblick bundle release DIR."
            )
        )


@dataclass(frozen=True, kw_only=True)
class Forecasted:
    """What was written.

    Attributes:
        folder: with ``index.html``, ``forecast.csv`` and ``backtest.csv``.
        bundle: key of the bundle it was made from.
        notices: sentences for the reader.
    """

    folder: Path
    bundle: str
    notices: tuple[str, ...]


def forecast_workspace(folder: Path, key: str = "standard") -> Forecasted:
    """Write ``products/forecast-<bundle>`` from the newest released bundle.

    Every figure is a function of the bundle's released cells and of the definition.

    Raises:
        NothingReleasedError: when no bundle was released.
        UnknownForecastError: when there is no such definition.
    """
    workspace = open_workspace(folder)
    definitions = workspace.definitions("forecast", ForecastDefinition)
    if key not in definitions:
        raise UnknownForecastError(key, list(definitions))
    definition, bundle = definitions[key], open_bundle(_newest(workspace))
    forecast, page = _made(bundle, definition)
    out = workspace.products / f"forecast-{bundle.folder.name}"
    build_forecast(page, out)
    return Forecasted(folder=out, bundle=bundle.folder.name, notices=forecast.notices)


def _newest(workspace: Workspace) -> Path:
    """The released bundle that stands last in the ledger."""
    found = []
    for path in workspace.bundles.glob(f"*/{RELEASED}"):
        row = json.loads(path.read_text(encoding="utf-8"))
        found.append((str(row.get("day")), path.stat().st_mtime_ns, path.parent))
    if not found:
        raise NothingReleasedError
    return max(found)[2]


def _made(bundle: Bundle, definition: ForecastDefinition) -> tuple[Forecast, ForecastPage]:
    generation = bundle.report["generation"]
    areas = bundle.areas.filter(pl.col("generation") == generation)
    cells = bundle.cells.filter(
        (pl.col("cube") == RESIDENTS) & (pl.col("generation") == generation)
    )
    released = stocks_of_cells(cells, areas, definition.oldest)
    forecast = make_forecast(released.stocks, None, definition, together=dict(released.together))
    shown = forecast.table.filter(pl.col("area").is_in(released.shown))
    page = ForecastPage(
        report=bundle.report,
        areas=areas.select("area", "name", "level", "parent"),
        table=shown,
        backtest=forecast.backtest,
        notices=forecast.notices,
        untold=released.untold,
        definition=definition,
        origin=released.stocks.dates[-1],
    )
    return forecast, page
