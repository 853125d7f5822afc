"""``kreisblick typology``: areas and municipalities that are alike, and types of them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.definitions import read_definition, read_definitions, shipped
from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Output
from kreisblick.cli.terminal import say

if TYPE_CHECKING:
    from kreisblick.statistics.typology import ComparisonDefinition

__all__ = ["register"]

Input = Annotated[Path, typer.Argument(metavar="INPUT", help=_("Areas and their figures."))]
Key = Annotated[
    str, typer.Option("--key", "--definition", help=_("Key of a comparison, or its file."))
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Areas that are alike, and types of areas."))
    group.command("neighbours", help=_("Name the most similar areas, other places first."))(
        neighbours
    )
    group.command("types", help=_("Put areas into types, and say how sure they are."))(types)
    group.command("municipalities", help=_("The table of all German municipalities."))(
        municipalities
    )
    app.add_typer(group, name="typology")


def neighbours(
    input_: Input,
    *,
    key: Key,
    of: Annotated[str | None, typer.Option("--of", help=_("Only for this area."))] = None,
    output: Output,
) -> None:
    """Write the most similar areas."""
    from kreisblick.statistics.typology import neighbours_of_file, read_areas  # noqa: PLC0415
    from kreisblick.territory.areas.files import write_table  # noqa: PLC0415

    definition = _comparison(key)
    found = neighbours_of_file(read_areas(input_, definition), definition, of=of)
    write_table(found, output)
    _say_written(found["area"].n_unique(), output, definition)


def types(input_: Input, *, key: Key, output: Output) -> None:
    """Write the types; beside them what marks them and how well they fit."""
    from kreisblick.statistics.typology import read_areas, types_of_file  # noqa: PLC0415
    from kreisblick.territory.areas.files import write_table  # noqa: PLC0415

    definition = _comparison(key)
    found = types_of_file(read_areas(input_, definition), definition)
    write_table(found["types"], output)
    for part in ("marks", "fits"):
        write_table(found[part], output.with_name(f"{output.stem}.{part}{output.suffix}"))
    _say_written(found["types"]["area"].n_unique(), output, definition)
    words = {
        "clear": _("{method}: {count} types, clearly apart."),
        "blurred": _("{method}: {count} types that pass into each other; say so beside them."),
        "unstable": _("{method}: {count} types that other areas would change; do not use them."),
    }
    best = found["fits"].filter(chosen="yes")
    for method, count, verdict in best.select("method", "types", "verdict").iter_rows():
        say(words[verdict].format(method=method, count=count))


def municipalities(
    *,
    data: Annotated[
        Path | None, typer.Option(help=_("Folder of the data; without: KREISBLICK_DATA."))
    ] = None,
    definition: Annotated[
        Path | None, typer.Option(help=_("How the table is made; without: the shipped way."))
    ] = None,
    output: Output,
) -> None:
    """Write the table that ``neighbours --key municipalities`` takes."""
    from kreisblick.statistics.typology import MunicipalTable, municipal_table  # noqa: PLC0415
    from kreisblick.territory.areas.files import write_table  # noqa: PLC0415

    folder = data or os.environ.get("KREISBLICK_DATA")
    if folder is None:
        raise WrongUseError(_("Say where the data lie: --data DIR, or set KREISBLICK_DATA."))
    path = definition or shipped("catalogue", "municipalities.yaml")
    made = read_definition(path, MunicipalTable)
    table = municipal_table(made, Path(folder))
    write_table(table, output)
    say(
        _("{count} municipalities written to {path}.").format(
            count=format_count(table.height), path=output
        )
    )
    for name, column in made.columns.items():
        if missing := table[name].null_count():
            words = _("{title}: no figure for {count} municipalities.")
            say(words.format(title=column.title.de, count=format_count(missing)))


def _comparison(key: str) -> "ComparisonDefinition":
    from kreisblick.statistics.typology import (  # noqa: PLC0415
        ComparisonDefinition,
        UnknownComparisonError,
    )

    if Path(key).suffix == ".yaml":
        return read_definition(Path(key), ComparisonDefinition)
    known = read_definitions([shipped("catalogue", "typology")], ComparisonDefinition)
    if key not in known:
        raise UnknownComparisonError(key, list(known))
    return known[key]


def _say_written(count: int, output: Path, definition: "ComparisonDefinition") -> None:
    say(_("{count} areas written to {path}.").format(count=format_count(count), path=output))
    for limit in definition.limits:
        say(limit)
