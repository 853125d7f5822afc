"""``kreisblick disclosure perturb|round|ask``: changed counts, and questions to them."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import format_count, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Output
from kreisblick.cli.terminal import Json, say, say_json

__all__ = ["register"]

Spec = Annotated[Path, typer.Option("--spec", help=_("Dimensions, hierarchies, tables, rules."))]
Folder = Annotated[Path, typer.Option("-o", "--output", help=_("Folder for the protected cube."))]
Keys = Annotated[
    Path | None,
    typer.Option("--secret", help=_("File with at least 32 secret bytes; makes keys of names.")),
]
Secret = Annotated[
    Path,
    typer.Option("--secret", help=_("File with at least 32 secret bytes, the same at every date.")),
]
Choices = Annotated[
    Path | None,
    typer.Option(
        "--choices",
        help=_("Sealed record of choices (CSV): unchanged counts stay rounded as they were."),
    ),
]
Wheres = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="COLUMN=CODE",
        help=_("Only with this code; several of one column are joined. != leaves out."),
    ),
]
By = Annotated[list[str] | None, typer.Option("--by", help=_("Column or dimension to show."))]
Top = Annotated[int | None, typer.Option("--top", help=_("Only the largest, so many."))]


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command(
        "perturb", help=_("Change the counts of very large tables by the cell key method.")
    )(perturb)
    group.command(
        "round", help=_("Round counts to a protected cube that answers any question safely.")
    )(round_counts)
    group.command("ask", help=_("Ask a protected cube."))(ask)


def perturb(
    input_: Annotated[Path, typer.Argument(metavar="INPUT")],
    *,
    spec: Spec,
    output: Output,
    secret: Keys = None,
) -> None:
    """Write the changed tables and say how many cells each has."""
    from kreisblick.protection.perturbation import perturb_file  # noqa: PLC0415  heavy

    found = perturb_file(input_, spec, output, secret=secret)
    for table, cells in found.group_by("table").len().sort("table").iter_rows():
        say(f"{table:<30} {format_count(cells):>12}")


def round_counts(
    input_: Annotated[Path, typer.Argument(metavar="INPUT")],
    *,
    spec: Spec,
    secret: Secret,
    output: Folder,
    choices: Choices = None,
) -> None:
    """Write the protected cube and say how close it is."""
    from kreisblick.protection.perturbation import round_file  # noqa: PLC0415  heavy

    rounded = round_file(input_, spec, output, secret=secret, choices=choices)
    cube = rounded.cube
    words = _("{count} atoms rounded to multiples of {base}, {tables} tables, audit passed.")
    say(words.format(count=format_count(cube.values.size), base=cube.base, tables=len(cube.tables)))
    words = _("Sums of the tables are off by {mean} on average and by {most} at most.")
    say(words.format(mean=format_decimal(rounded.mean_tables, 2), most=cube.closeness))


def ask(
    protected: Path, *, where: Wheres = None, by: By = None, top: Top = None, json: Json = False
) -> None:
    """Print the cells of the answer and their total."""
    from kreisblick.protection.perturbation import open_protected  # noqa: PLC0415  heavy

    wanted: dict[str, list[str]] = {}
    unwanted: list[dict[str, str]] = []
    for condition in where or []:
        column, equal, code = condition.partition("=")
        if not equal or not column.strip("!"):
            raise WrongUseError(_("Write a condition as column=code or column!=code."))
        if column.endswith("!"):
            unwanted.append({column[:-1]: code})
        else:
            wanted.setdefault(column, []).append(code)
    answer = open_protected(protected).ask(wanted, unless=unwanted, by=by or [], top=top)
    if json:
        say_json({"cells": answer.cells.to_dicts(), "total": answer.total, "hits": answer.hits})
        return
    for *codes, value in answer.cells.iter_rows():
        if codes:
            say(f"{'  '.join(codes):<40} {format_count(value):>12}")
    say(f"{_('Total'):<40} {format_count(answer.total):>12}")
