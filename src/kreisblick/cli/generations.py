"""``kreisblick generations``: boundaries loaded, checked, looked at, activated; keys brought on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.options import Folder, Output
from kreisblick.cli.terminal import Json, TerminalProgress, day_of, say, say_json

if TYPE_CHECKING:
    import polars as pl

    from kreisblick.territory.generations import Archive

__all__ = ["register"]

Key = Annotated[str, typer.Argument(metavar="KEY", help=_("Key of the generation."))]
Write = Annotated[bool, typer.Option("--write", help=_("Do it; without it only say what."))]
Layer = Annotated[str | None, typer.Option(help=_("Layer of a GeoPackage."))]
Town = Annotated[str | None, typer.Option(help=_("Column with its key."))]
Prefix = Annotated[
    int | None, typer.Option(min=1, help=_("The key's first characters are its municipality."))
]
TownName = Annotated[
    str | None, typer.Option(help=_("Column with its name; unites areas to municipalities."))
]
TownFile = Annotated[
    Path | None, typer.Option(help=_("File with municipalities; else those of before."))
]
TownFileKey = Annotated[str | None, typer.Option(help=_("Column with the key."))]
TownFileName = Annotated[str | None, typer.Option(help=_("Column with the name."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Boundaries: load, check, look, activate."))
    group.command("list", help=_("All generations of the workspace."))(list_)
    group.command("load", help=_("Load new boundaries as an inactive generation."))(load)
    group.command("check", help=_("Everything that is wrong with a generation."))(check)
    group.command("figures", help=_("Sizes, people, and what changed."))(figures)
    group.command("activate", help=_("Put a generation in force."))(activate)
    group.command("deactivate", help=_("Take a generation out of force."))(deactivate)
    group.command("rekey", help=_("Bring counts to the official keys of a day."))(rekey)
    app.add_typer(group, name="generations")


def list_(*, workspace: Folder = Path(), json: Json = False) -> None:
    """Key, days and state of every generation."""
    from kreisblick.territory import generations  # noqa: PLC0415  heavy

    rows = generations.overview(_archive(workspace))
    if json:
        say_json([row.as_json() for row in rows])
        return
    for row in rows:
        say(row.line())


def load(  # noqa: PLR0913  every option of the command
    key: Key,
    *,
    planning_areas: Annotated[Path, typer.Option(help=_("File with the areas."))],
    key_column: Annotated[str, typer.Option("--key", help=_("Column with the key."))],
    name_column: Annotated[str, typer.Option("--name", help=_("Column with the name."))],
    valid_from: Annotated[str, typer.Option(help=_("First day of validity (2025-01-01)."))],
    layer: Layer = None,
    municipality: Town = None,
    prefix: Prefix = None,
    municipality_name: TownName = None,
    municipalities: TownFile = None,
    municipalities_layer: Layer = None,
    municipalities_key: TownFileKey = None,
    municipalities_name: TownFileName = None,
    title: Annotated[str | None, typer.Option(help=_("Name for people."))] = None,
    workspace: Folder = Path(),
) -> None:
    """Copy the files below the workspace and describe them; nothing uses them yet."""
    from kreisblick.territory import generations  # noqa: PLC0415  heavy

    wish = generations.NewBoundaries(
        valid_from=day_of(valid_from),
        planning_areas=planning_areas,
        key=key_column,
        name=name_column,
        layer=layer,
        municipality=municipality,
        prefix=prefix,
        municipality_name=municipality_name,
        municipalities=municipalities,
        municipalities_layer=municipalities_layer,
        municipalities_key=municipalities_key,
        municipalities_name=municipalities_name,
        title=title,
    )
    path = generations.load(_archive(workspace), key, wish)
    say(_("Loaded, not active: {path}.").format(path=path))
    say(_("Next: kreisblick generations check {key}").format(key=key))


def check(key: Key, *, workspace: Folder = Path(), json: Json = False) -> None:
    """All faults at once; exit code 1 when one of them forbids activation."""
    from kreisblick.territory import generations  # noqa: PLC0415  heavy

    with TerminalProgress().step(_("Checking boundaries")):
        plan = generations.check(_archive(workspace), key)
    if json:
        say_json({"allowed": plan.allowed, "faults": [fault.as_json() for fault in plan.faults]})
    else:
        for line in generations.plan_lines(plan):
            say(line)
    if not plan.allowed:
        raise typer.Exit(1)


def figures(
    key: Key,
    *,
    population: Annotated[
        Path | None, typer.Option(help=_("People: points x, y or counts by area."))
    ] = None,
    missing_reasons: Annotated[
        bool, typer.Option("--missing-reasons", help=_("Print entries for 'changes' to fill in."))
    ] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=_("Table of the areas."))
    ] = None,
    workspace: Folder = Path(),
    json: Json = False,
) -> None:
    """Figures of a generation, and how it differs from the one before."""
    from kreisblick.territory import generations  # noqa: PLC0415  heavy

    with TerminalProgress().step(_("Comparing boundaries")):
        seen = generations.look(
            _archive(workspace),
            key,
            population=population,
            addresses=_addresses(workspace) if population is None else None,
            addresses_on=_reported(workspace),
        )
    if output is not None:
        generations.write_areas(output, seen.figures)
    if missing_reasons:
        say(generations.draft_reasons(seen))
    elif json:
        say_json(generations.look_as_json(seen))
    else:
        for line in generations.look_lines(seen):
            say(line)


def activate(key: Key, *, write: Write = False, workspace: Folder = Path()) -> None:
    """Say what activating would do, and do it with --write."""
    from kreisblick.territory import generations  # noqa: PLC0415  heavy

    archive = _archive(workspace)
    with TerminalProgress().step(_("Checking boundaries")):
        plan = (generations.activate if write else generations.plan_activation)(archive, key)
    for line in generations.activation_lines(plan, written=write):
        say(line)
    if write and _reported(workspace) != key:
        words = _(
            "The report is still given on {old}. To change it: generation = '{key}' in {file}"
        )
        file = workspace / "kreisblick.toml"
        say(words.format(old=_reported(workspace), key=key, file=file))


def deactivate(key: Key, *, write: Write = False, workspace: Folder = Path()) -> None:
    """Undo an activation; files and definition stay."""
    from kreisblick.territory import generations  # noqa: PLC0415  heavy

    reported = _reported(workspace)
    generations.deactivate(_archive(workspace), key, reported=reported, write=write)
    if write:
        say(_("The generation {key} is no longer active. Its files stay.").format(key=key))
    else:
        say(_("Would take the generation {key} out of force.").format(key=key))
        say(_("Nothing written. Repeat with --write."))


def rekey(
    values: Annotated[Path, typer.Argument(metavar="VALUES", help=_("Counts by old keys."))],
    *,
    history: Annotated[
        Path, typer.Option(help=_("Table from_key, to_key, on, and share, reason where needed."))
    ],
    on: Annotated[str, typer.Option("--on", help=_("The day whose keys are wanted."))],
    output: Output,
    key_column: Annotated[str, typer.Option("--key", help=_("Column with the key."))] = "area",
    counted_on: Annotated[
        str | None, typer.Option(help=_("The day whose keys the counts have."))
    ] = None,
) -> None:
    """Counts by old municipal keys as counts by the keys valid on a day."""
    from kreisblick.territory import generations  # noqa: PLC0415  heavy

    found = generations.rekey_file(
        values,
        history,
        output,
        day_of(on),
        counted_on=None if counted_on is None else day_of(counted_on),
        key=key_column,
    )
    say(_("{count} keys written to {path}.").format(count=found.height, path=output))


def _archive(folder: Path) -> "Archive":
    from kreisblick.pipeline.workspace import open_workspace  # noqa: PLC0415  heavy
    from kreisblick.territory.generations import open_archive  # noqa: PLC0415  heavy

    district = open_workspace(folder).choices.district
    return open_archive(folder, district_key=district.key, district_name=district.name)


def _reported(folder: Path) -> str:
    from kreisblick.pipeline.workspace import open_workspace  # noqa: PLC0415  heavy

    return open_workspace(folder).choices.report.generation


def _addresses(folder: Path) -> "pl.DataFrame | None":
    from kreisblick.pipeline.addresses import known_addresses  # noqa: PLC0415  heavy
    from kreisblick.pipeline.workspace import open_workspace  # noqa: PLC0415  heavy

    houses = known_addresses(open_workspace(folder)).houses
    return None if houses.is_empty() else houses
