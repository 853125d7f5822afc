"""``kreisblick streets``: lists of streets read, checked, compared and renewed."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.cli.streets_told import (
    say_changes,
    say_faults,
    say_raster,
    say_what,
    told,
    write_faults,
)
from kreisblick.cli.terminal import Json, TerminalProgress, day_of, say, say_json

if TYPE_CHECKING:
    from kreisblick.territory.streets import Streets

__all__ = ["register"]

SHOWN = 20  # faults on the screen; the file has all
List = Annotated[Path, typer.Argument(metavar="LIST", help=_("List of streets, any format."))]
Output = Annotated[Path, typer.Option("-o", "--output", help=_("Result; by its ending."))]
RasterFile = Annotated[
    Path, typer.Option("-o", "--output", help=_("Raster file '…ra.csv'; '…zu.csv' lies beside."))
]
AreaFiles = Annotated[
    list[Path] | None, typer.Option("--area-file", help=_("Polygons in which houses are placed."))
]
AreaColumn = Annotated[
    str | None, typer.Option("--area-column", help=_("Their column with the areas' key."))
]
Generations = Annotated[
    list[Path] | None, typer.Option("--generation", help=_("Definition of a generation (YAML)."))
]
Names = Annotated[
    Path | None, typer.Option("--names", help=_("Renamings: old street, new street, valid from."))
]
Areas = Annotated[
    Path | None, typer.Option("--areas", help=_("area, raster_key, name, inhabitants (table)."))
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Keep the list of streets."))
    group.command("read", help=_("Bring a list of any format under our columns."))(read)
    group.command("check", help=_("Gaps, overlaps and contradictions of a list."))(check)
    group.command("valid", help=_("What of a list was valid on a day."))(valid)
    group.command("raster", help=_("Write the employment agency's Straßenraster."))(raster)
    group.command("compare", help=_("What changed between two lists."))(compare)
    group.command("missing", help=_("Streets that deliveries use and the list lacks."))(missing)
    group.command("renew", help=_("Renew the Straßenraster and list what changed."))(renew)
    app.add_typer(group, name="streets")


def read(
    list_: List,
    *,
    output: Output,
    area_file: AreaFiles = None,
    area_column: AreaColumn = None,
    generation: Generations = None,
    names: Names = None,
    json: Json = False,
) -> None:
    """Read a list and say what it is, how much it holds, and what is wrong with it."""
    from kreisblick.territory.streets import check_streets, write_streets  # noqa: PLC0415  heavy

    found = _read(list_, area_file, area_column, generation, names)
    files = write_streets(found, output)
    faults = check_streets(found)
    if json:
        counts = Counter(fault.code for fault in faults)
        say_json(told(found) | {"files": [str(p) for p in files], "faults": counts})
        return
    say_what(found)
    say_faults(faults, shown=0)
    for path in files:
        say(_("Written to {path}.").format(path=path))


def check(
    list_: List,
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=_("All faults (XLSX, CSV)."))
    ] = None,
    area_file: AreaFiles = None,
    area_column: AreaColumn = None,
    generation: Generations = None,
    names: Names = None,
    json: Json = False,
) -> None:
    """Check a list; leaves with 1 when something stops its use."""
    from kreisblick.territory.streets import check_streets  # noqa: PLC0415  heavy

    found = _read(list_, area_file, area_column, generation, names)
    faults = check_streets(found)
    if output is not None:
        write_faults(faults, output)
    if json:
        say_json(told(found) | {"faults": [fault.as_json() for fault in faults]})
    else:
        say_what(found)
        say_faults(faults, shown=SHOWN)
    if any(fault.hard for fault in faults):
        raise typer.Exit(1)


def valid(
    list_: List,
    *,
    on: Annotated[str, typer.Option("--on", help=_("The day, 2024-12-31."))],
    output: Output,
    names: Names = None,
) -> None:
    """Write what was valid on a day."""
    from kreisblick.territory.streets import valid_on, write_streets  # noqa: PLC0415  heavy

    found = valid_on(_read(list_, None, None, None, names), day_of(on))
    files = write_streets(found, output)
    say_what(found)
    for path in files:
        say(_("Written to {path}.").format(path=path))


def raster(
    list_: List,
    *,
    output: RasterFile,
    areas: Areas = None,
    area_file: AreaFiles = None,
    area_column: AreaColumn = None,
    generation: Generations = None,
) -> None:
    """Write the raster file and its area file."""
    from kreisblick.territory.streets import read_areas, write_raster  # noqa: PLC0415  heavy

    found = _read(list_, area_file, area_column, generation, None)
    with TerminalProgress().step(_("Joining house numbers")):
        table = None if areas is None else read_areas(areas)
        written = write_raster(found, output, areas=table)
    say_raster(written, output)


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help=_("The list of last time."))],
    new: Annotated[Path, typer.Argument(metavar="NEW", help=_("The list of now."))],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help=_("Changes (XLSX, CSV)."))],
    names: Names = None,
    json: Json = False,
) -> None:
    """Write what changed, for a person to read."""
    from kreisblick.territory import streets as room  # noqa: PLC0415  heavy

    before, after = (_read(path, None, None, None, names) for path in (old, new))
    with TerminalProgress().step(_("Comparing lists")):
        changes = room.compare(before, after)
    room.write_list(room.for_people(changes), output, room.HEADINGS)
    if json:
        say_json(dict(changes.group_by("change").len().sort("change").iter_rows()))
        return
    say_changes(changes, output)


def missing(
    used: Annotated[
        Path, typer.Argument(metavar="USED", help=_("Spellings; a review list will do."))
    ],
    *,
    streets: Annotated[Path, typer.Option("--streets", help=_("List of streets, any format."))],
    output: Annotated[Path, typer.Option("-o", "--output", help=_("Missing (XLSX, CSV)."))],
    contacts: Annotated[
        Path | None, typer.Option("--contacts", help=_("Table: municipality, office."))
    ] = None,
    names: Names = None,
) -> None:
    """Write which streets the list lacks and who is to be told."""
    from kreisblick.territory import streets as room  # noqa: PLC0415  heavy

    known = None if contacts is None else room.read_contacts(contacts)
    table = room.read_used(used)
    found = room.missing(table, _read(streets, None, None, None, names), contacts=known)
    room.write_list(found, output, room.HEADINGS)
    for town, part in found.group_by("municipality", maintain_order=True):
        office = part["office"].first()
        say(
            _("{town}: {streets} street(s), {rows} row(s); to be told: {office}").format(
                town=town[0] or _("municipality not known"),
                streets=format_count(part.height),
                rows=format_count(int(part["rows"].sum() or 0)),
                office=office or "–",
            )
        )
    say(_("Written to {path}.").format(path=output))


def renew(  # noqa: PLR0913  every option of the command
    old: Annotated[Path, typer.Argument(metavar="OLD", help=_("The last Straßenraster."))],
    new: Annotated[Path, typer.Argument(metavar="NEW", help=_("The list of now."))],
    *,
    output: RasterFile,
    areas: Areas = None,
    changes: Annotated[
        Path | None, typer.Option("--changes", help=_("What changed (XLSX, CSV)."))
    ] = None,
    due: Annotated[str | None, typer.Option("--due", help=_("The agency's date."))] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=_("Counted from this day."))] = None,
    area_file: AreaFiles = None,
    area_column: AreaColumn = None,
    generation: Generations = None,
    names: Names = None,
) -> None:
    """Write the renewed raster, what changed, and how many days are left."""
    from kreisblick.territory import streets as room  # noqa: PLC0415  heavy

    before = room.read_streets(old)
    after = _read(new, area_file, area_column, generation, names)
    days = [None if day is None else day_of(day) for day in (as_of, due)]
    table = None if areas is None else room.read_areas(areas)
    with TerminalProgress().step(_("Joining house numbers")):
        found = room.renew(before, after, output, areas=table, as_of=days[0], due=days[1])
    say_raster(found.raster, output)
    if changes is not None:
        room.write_list(room.for_people(found.changes), changes, room.HEADINGS)
    say_changes(found.changes, changes)
    if found.days_left is not None and days[1] is not None:
        text = (
            _("{days} day(s) left until {date}.") if found.days_left >= 0 else _("{date} is over.")
        )
        say(text.format(days=found.days_left, date=format_date(days[1])))


def _read(
    path: Path,
    area_files: Sequence[Path] | None,
    column: str | None,
    generations: Sequence[Path] | None,
    names: Path | None,
) -> "Streets":
    """A list, its other names added and its houses placed where that is asked for."""
    from kreisblick.territory import streets as room  # noqa: PLC0415  heavy

    with TerminalProgress().step(_("Reading {file}").format(file=path.name)):
        found = room.read_streets(path)
        if names is not None:
            found = room.add_names(found, room.read_streets(names).names)
        cuts = [room.read_polygons(one, column) for one in area_files or ()]
        cuts += [room.read_generation(one) for one in generations or ()]
        return room.place_houses(found, cuts) if cuts else found
