"""``kreisblick indicators``: definitions prove themselves; an index for a table."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.definitions import read_definition, read_definitions, shipped
from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.indicator_sets import sets
from kreisblick.cli.options import Catalogue, Output
from kreisblick.cli.terminal import Json, say, say_each

if TYPE_CHECKING:
    from kreisblick.statistics.indices import IndexDefinition

__all__ = ["register"]

Method = Annotated[
    str, typer.Option("--method", help=_("Key of an index definition, or a file (.yaml)."))
]

Checks = Annotated[
    Path | None,
    typer.Option("--checks", help=_("How far the index carries, as a table of its own.")),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Indicators and indices."))
    group.command("index", help=_("Compute an index from a table of indicators."))(index)
    group.command("assure", help=_("Run the worked examples of all definitions."))(assure)
    group.command("concepts", help=_("Who is meant by which group, and who deviates."))(concepts)
    group.command("sets", help=_("Sets of indicators to choose from and agree on."))(sets)
    app.add_typer(group, name="indicators")


def index(
    input_: Annotated[Path, typer.Argument(metavar="INPUT")],
    *,
    method: Method,
    output: Output,
    checks: Checks = None,
) -> None:
    """Write the index beside the indicators."""
    from kreisblick.statistics.indices import index_file  # noqa: PLC0415

    found = index_file(input_, _definition(method), output, key=Path(method).stem, checks=checks)
    for notice in found.notices:
        say(notice)
    say(
        _("{count} areas written to {path}.").format(
            count=format_count(found.table.height), path=output
        )
    )


def _definition(method: str) -> "IndexDefinition":
    """A shipped method by its key, or one's own by its file."""
    from kreisblick.statistics.indices import IndexDefinition  # noqa: PLC0415

    path = Path(method)
    if path.suffix in {".yaml", ".yml"}:
        if not path.is_file():
            raise WrongUseError(_("There is no file '{path}'.").format(path=path))
        return read_definition(path, IndexDefinition)
    known = read_definitions([shipped("catalogue", "indices")], IndexDefinition)
    if method not in known:
        words = _("There is no index '{method}'. Known: {known}.")
        raise WrongUseError(words.format(method=method, known=", ".join(known)))
    return known[method]


def assure() -> None:
    """Prove the shipped definitions."""
    from kreisblick.statistics.concepts import read_concepts  # noqa: PLC0415
    from kreisblick.statistics.cube import CubeDefinition  # noqa: PLC0415
    from kreisblick.statistics.indicators import (  # noqa: PLC0415
        IndicatorDefinition,
        IndicatorSet,
        check_categories,
        check_sets,
    )
    from kreisblick.statistics.indicators import assure as prove  # noqa: PLC0415
    from kreisblick.statistics.indices import IndexDefinition, check_added_categories  # noqa: PLC0415

    cubes = read_definitions([shipped("catalogue", "cubes")], CubeDefinition)
    definitions = read_definitions([shipped("catalogue", "indicators")], IndicatorDefinition)
    known = read_concepts([shipped("catalogue", "concepts")])
    indices = read_definitions([shipped("catalogue", "indices")], IndexDefinition)
    faults = prove(definitions, cubes, concepts=known)
    faults += check_categories(definitions, cubes)
    sets_ = read_definitions([shipped("catalogue", "sets")], IndicatorSet)
    faults += check_sets(sets_, definitions)
    faults += check_added_categories(indices, definitions)
    if any(fault.hard for fault in faults):
        raise FaultsFoundError("catalogue", faults)
    say(_("{count} definitions proved themselves.").format(count=format_count(len(definitions))))


def concepts(
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", help=_("Group or concept; all without."))
    ] = None,
    *,
    workspace: Catalogue = None,
    as_json: Json = False,
) -> None:
    """List concepts, or tell one: who is counted, who uses it, who deviates, what bridges it."""
    from kreisblick.pipeline.concepts import list_concepts  # noqa: PLC0415  heavy

    say_each(list_concepts(workspace, key), whole=key is not None, as_json=as_json)
