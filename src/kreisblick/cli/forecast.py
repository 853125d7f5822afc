"""``kreisblick forecast``: population and need of the years to come."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Catalogue, Folder, Output
from kreisblick.cli.terminal import say

if TYPE_CHECKING:
    from kreisblick.statistics.forecast import ForecastDefinition

__all__ = ["register"]

Residents = Annotated[
    Path,
    typer.Argument(metavar="INPUT", help=_("Residents: area, reference_date, sex, age, value.")),
]
Key = Annotated[str, typer.Option("--definition", help=_("Key of a forecast definition."))]
FlowsFile = Annotated[
    Path | None,
    typer.Option(
        "--flows", help=_("Births, deaths, moves: area, reference_date, flow, sex, age, value.")
    ),
]
TypesFile = Annotated[
    Path | None,
    typer.Option("--types", help=_("Types of areas: area, all, or a column for each movement.")),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Population and need of the years to come."))
    group.command("project", help=_("Project a table of residents."))(project)
    group.command("backtest", help=_("Tell how earlier forecasts would have done."))(backtest)
    group.command("run", help=_("Forecast from the newest released bundle of a workspace."))(run)
    app.add_typer(group, name="forecast")


def project(  # noqa: PLR0913  one option each
    input_: Residents,
    *,
    definition: Key = "standard",
    workspace: Catalogue = None,
    output: Output,
    flows: FlowsFile = None,
    types: TypesFile = None,
    building: Annotated[
        Path | None, typer.Option(help=_("New dwellings: area, year, dwellings."))
    ] = None,
    held: Annotated[
        Path | None, typer.Option(help=_("Homes, halls, shelters: area, sex, age, value."))
    ] = None,
    targets: Annotated[
        Path | None, typer.Option(help=_("Totals of the district: year, age (or all), value."))
    ] = None,
    bounds: Annotated[
        Path | None, typer.Option(help=_("Fewest and most residents: area, lower, upper."))
    ] = None,
) -> None:
    """Write the forecast; beside it its moves and its backtest."""
    from kreisblick.statistics.forecast import Inputs, forecast_file  # noqa: PLC0415  heavy

    inputs = Inputs(
        residents=input_,
        flows=flows,
        types=types,
        building=building,
        held=held,
        targets=targets,
        bounds=bounds,
    )
    found = forecast_file(inputs, _definition(definition, workspace), output)
    for notice in found.notices:
        say(notice)
    words = _("{count} rows written to {path}.")
    say(words.format(count=format_count(found.table.height), path=output))


def backtest(
    input_: Residents,
    *,
    definition: Key = "standard",
    workspace: Catalogue = None,
    output: Output,
    flows: FlowsFile = None,
    types: TypesFile = None,
) -> None:
    """Write errors and coverages beside those of two simpler methods."""
    from kreisblick.statistics.forecast import Inputs, backtest_file  # noqa: PLC0415  heavy

    inputs = Inputs(residents=input_, flows=flows, types=types)
    table = backtest_file(inputs, _definition(definition, workspace), output)
    words = _("{count} rows written to {path}.")
    say(words.format(count=format_count(table.height), path=output))


def run(
    *,
    workspace: Folder = Path(),
    definition: Key = "standard",
) -> None:
    """Write page and tables into the products."""
    from kreisblick.pipeline.forecasting import forecast_workspace  # noqa: PLC0415  heavy

    found = forecast_workspace(workspace, definition)
    for notice in found.notices:
        say(notice)
    words = _("Forecast from released bundle {bundle}: {path}")
    say(words.format(bundle=found.bundle, path=found.folder / "index.html"))


def _definition(key: str, workspace: Path | None) -> "ForecastDefinition":
    from kreisblick.statistics.forecast import (  # noqa: PLC0415  heavy
        ForecastDefinition,
        UnknownForecastError,
    )

    own = [] if workspace is None else [workspace / "catalogue" / "forecast"]
    folders = [shipped("catalogue", "forecast"), *own]
    known = read_definitions(folders, ForecastDefinition)
    if key not in known:
        raise UnknownForecastError(key, list(known))
    return known[key]
