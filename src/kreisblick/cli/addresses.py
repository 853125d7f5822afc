"""``kreisblick addresses``: street and house number to area, and what a clerk decides about it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Output
from kreisblick.cli.terminal import Json, TerminalProgress, day_of, say, say_json

if TYPE_CHECKING:
    from polars import DataFrame

    from kreisblick.territory.addresses import Reference as KnownAddresses

__all__ = ["register"]

Reference = Annotated[
    Path,
    typer.Option("--reference", help=_("Known addresses: list of streets or folder of an index.")),
]
Decisions = Annotated[
    Path | None, typer.Option("--decisions", help=_("Decisions about addresses (CSV)."))
]
Workspace = Annotated[Path | None, typer.Option("-w", "--workspace", help=_("The workspace."))]
Supplier = Annotated[str, typer.Option("--supplier", help=_("Whose list it is (key)."))]
On = Annotated[
    str | None, typer.Option("--on", help=_("Streets as they were on this day, 2024-12-31."))
]
Office = Annotated[str, typer.Option("--office", help=_("Which office decides."))]
Day = Annotated[str, typer.Option("--day", help=_("Day of the decision, 2024-12-31."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Assign addresses to areas."))
    group.command("assign", help=_("Assign every address of a list to its area."))(assign)
    group.command("index", help=_("Keep a very large list so that it opens in seconds."))(index)
    group.command("review", help=_("List the doubtful addresses of a workspace."))(review)
    group.command("decide", help=_("Take in a list that a clerk filled in."))(decide)
    group.command("revoke", help=_("Revoke a decision; it stays on record."))(revoke)
    group.command("replay", help=_("What would decisions change in an old list?"))(replay)
    app.add_typer(group, name="addresses")


def assign(  # noqa: PLR0913  every option of the command
    input_: Annotated[Path, typer.Argument(metavar="INPUT")],
    *,
    reference: Reference,
    output: Output,
    on: On = None,
    decisions: Decisions = None,
    supplier: Supplier = "",
    workspace: Workspace = None,
    review_: Annotated[
        Path | None, typer.Option("--review", help=_("List of what is doubtful (XLSX, CSV)."))
    ] = None,
    json: Json = False,
) -> None:
    """Assign a list and say how many rows got which decision."""
    from kreisblick.territory.addresses import assign_files  # noqa: PLC0415  heavy

    found = assign_files(
        input_,
        reference,
        output,
        decisions=_decided(workspace, decisions),
        supplier=supplier,
        hide=_hide(workspace),
        on=None if on is None else day_of(on),
        progress=TerminalProgress(),
    )
    counts = dict(found.group_by("decision").len().sort("decision").iter_rows())
    if review_ is not None:
        from kreisblick.territory.review import review_list, write_list  # noqa: PLC0415  heavy

        write_list(review_, review_list(found))
    if json:
        say_json(counts)
    else:
        _tell(found, counts, review_)


def _tell(found: "DataFrame", counts: dict[str, int], review_: Path | None) -> None:
    """How many rows got which decision, and what a person should look at."""
    for decision, rows in counts.items():
        say(f"{decision:<10} {format_count(rows):>12}")
    bare = found.filter(reason="no_area").height
    if bare:
        text = _(
            "{rows} row(s) name a house that is known but has no area in the list (reason no_area)."
        )
        say(text.format(rows=format_count(bare)))
    if review_ is not None:
        say(_("What is doubtful stands in {path}.").format(path=review_))


def _decided(workspace: Path | None, decisions: Path | None) -> "DataFrame | None":
    """The decisions that are named, or those of the workspace that is; none otherwise."""
    if workspace is None and decisions is None:
        return None
    from kreisblick.territory.review import load_decisions  # noqa: PLC0415  heavy

    return load_decisions(_kept(workspace, decisions))


def index(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT...", help=_("Lists of streets."))],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help=_("Folder of the index."))],
    on: On = None,
) -> None:
    """Write an index and say how many addresses it holds."""
    from kreisblick.territory.addresses import build_index  # noqa: PLC0415  heavy

    day = None if on is None else day_of(on)
    count = build_index(inputs, output, on=day, progress=TerminalProgress())
    words = _("{count} addresses kept in {path}. Use the folder as --reference.")
    say(words.format(count=format_count(count), path=output))


def review(*, workspace: Workspace = None, output: Output) -> None:
    """Write the list of doubtful addresses of all accepted deliveries."""
    from kreisblick.pipeline.doubts import doubtful_addresses  # noqa: PLC0415  heavy
    from kreisblick.territory.review import review_list, write_list  # noqa: PLC0415  heavy

    found = review_list(doubtful_addresses(workspace or Path()))
    write_list(output, found)
    say(
        _("{streets} spellings with {rows} rows written to {path}.").format(
            streets=format_count(found.height),
            rows=format_count(int(found["rows"].sum() or 0)),
            path=output,
        )
    )


def decide(
    filled: Annotated[Path, typer.Argument(metavar="LIST", help=_("The filled list."))],
    *,
    office: Office,
    day: Day,
    workspace: Workspace = None,
    reference: Annotated[
        Path | None,
        typer.Option(
            "--reference", help=_("Known addresses: list of streets or folder of an index.")
        ),
    ] = None,
    decisions: Decisions = None,
) -> None:
    """Add the decisions of a filled list to those that are kept."""
    from kreisblick.territory.review import (  # noqa: PLC0415  heavy
        add_decisions,
        keep_decisions,
        load_decisions,
        read_decisions,
    )

    known, path = _known(workspace, reference), _kept(workspace, decisions)
    kept = load_decisions(path)
    new = read_decisions(filled, known, office=office, day=day_of(day), hide=_hide(workspace))
    together = add_decisions(kept, new)
    keep_decisions(path, together)
    say(
        _("{count} decision(s) added to {path}.").format(
            count=format_count(together.height - kept.height), path=path
        )
    )


def revoke(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help=_("Its key."))],
    *,
    day: Day,
    workspace: Workspace = None,
    decisions: Decisions = None,
) -> None:
    """Revoke one decision."""
    from kreisblick.territory.review import (  # noqa: PLC0415  heavy
        keep_decisions,
        load_decisions,
    )
    from kreisblick.territory.review import revoke as take_back  # noqa: PLC0415  heavy

    path = _kept(workspace, decisions)
    keep_decisions(path, take_back(load_decisions(path), decision, day_of(day)))
    say(_("Decision {key} is revoked.").format(key=decision))


def replay(
    input_: Annotated[Path, typer.Argument(metavar="INPUT")],
    *,
    reference: Reference,
    decisions: Annotated[Path, typer.Option("--decisions", help=_("Decisions (CSV)."))],
    before: Annotated[
        Path | None, typer.Option("--before", help=_("Earlier decisions; none without it."))
    ] = None,
    on: On = None,
    supplier: Supplier = "",
    workspace: Workspace = None,
    output: Output,
) -> None:
    """Count the rows of a list that end elsewhere under other decisions."""
    from kreisblick.territory import review as room  # noqa: PLC0415  heavy
    from kreisblick.territory.addresses import (  # noqa: PLC0415  heavy
        assign,
        read_addresses,
        read_reference,
    )
    from kreisblick.territory.areas.files import write_table  # noqa: PLC0415  heavy

    table = read_addresses(input_)
    known = read_reference(reference, on=None if on is None else day_of(on))
    hide = _hide(workspace)
    old = None if before is None else room.load_decisions(before)
    new = room.load_decisions(decisions)
    first, second = (
        assign(table, known, decisions=some, supplier=supplier, hide=hide) for some in (old, new)
    )
    changed = room.replay(first, second)
    write_table(changed, output)
    say(
        _("{rows} of {all} rows end elsewhere; see {path}.").format(
            rows=format_count(int(changed["rows"].sum() or 0)),
            all=format_count(table.height),
            path=output,
        )
    )


def _known(workspace: Path | None, reference: Path | None) -> "KnownAddresses":
    from kreisblick.pipeline.doubts import reference_of  # noqa: PLC0415  heavy
    from kreisblick.territory.addresses import read_reference  # noqa: PLC0415  heavy

    if reference is not None:
        return read_reference(reference)
    return reference_of(workspace or Path())


def _kept(workspace: Path | None, decisions: Path | None) -> Path:
    """The file with the decisions: the one named, else the workspace's."""
    if decisions is not None:
        return decisions
    from kreisblick.pipeline.workspace import open_workspace  # noqa: PLC0415  heavy

    return open_workspace(workspace or Path()).decisions


def _hide(workspace: Path | None) -> Callable[[str], str] | None:
    """What makes keyed texts: the sealed store of a workspace, if there is one."""
    if workspace is None:
        return None
    from kreisblick.pipeline.doubts import keyed_text  # noqa: PLC0415  heavy

    return keyed_text(workspace)
