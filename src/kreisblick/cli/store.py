"""``kreisblick store``: who opens the sealed store, what was read, and keys made anew."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, TerminalProgress, agreed, day_of, say, say_json
from kreisblick.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kreisblick.sealed.intake.retention import Expired
    from kreisblick.sealed.store import SealedStore

__all__ = ["register"]

Name = Annotated[str, typer.Argument(help=_("How the office calls the opener."))]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help=_("The key file; made when it is not there."))
]
Ask = Annotated[bool, typer.Option("--passphrase", help=_("Ask for a passphrase instead."))]
On = Annotated[str | None, typer.Option("--on", help=_("The day; today if not given."))]
Yes = Annotated[bool, typer.Option("--yes", help=_("Do not ask."))]
Lines = Annotated[int, typer.Option("--last", min=1, help=_("How many of the last lines."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("The sealed store: keys, access, uploads."))
    group.command("openers", help=_("Who can open the store."))(openers)
    group.command("add-opener", help=_("Let another key or passphrase open it."))(add)
    group.command("remove-opener", help=_("Take an opener away."))(remove)
    group.command("renew", help=_("Write every table anew under a new key."))(renew_keys)
    group.command("log", help=_("Who read, wrote or deleted what; checks the chain."))(log)
    group.command("due", help=_("Rows about persons that are to be deleted by rule."))(due)
    group.command("delete", help=_("Delete what is due; what was counted stays."))(delete)
    group.command("public-key", help=_("The key that uploads are closed to."))(public_key)
    app.add_typer(group, name="store")


def openers(*, workspace: Folder = Path(), json: Json = False) -> None:
    """List who can open the store."""
    from kreisblick.sealed.store import ring_openers  # noqa: PLC0415  heavy

    store = _open(workspace)
    found = ring_openers(store.folder)
    if json:
        say_json(
            [{"name": o.name, "since": o.since.isoformat() if o.since else None} for o in found]
        )
        return
    for opener in found:
        since = format_date(opener.since) if opener.since else _("the beginning")
        say(_("{name}, since {day}").format(name=opener.name, day=since))
    if len(found) == 1:
        say(
            _(
                "Only one key opens this store. If it is lost, everything is lost: add a second "
                "one and keep it in a safe (kreisblick store add-opener)."
            )
        )


def add(
    name: Name,
    *,
    workspace: Folder = Path(),
    key_file: KeyFile = None,
    passphrase: Ask = False,
) -> None:
    """Add an opener."""
    from kreisblick.sealed.store import add_opener, named_key  # noqa: PLC0415  heavy

    if (key_file is None) != passphrase:
        raise typer.BadParameter(_("Name either --key-file or --passphrase."))
    store = _open(workspace)
    secret = _asked() if passphrase else None
    key = named_key(key_file, secret, folder=store.folder)
    add_opener(store, key, name=name, since=_today())
    say(_("'{name}' opens the store from now on.").format(name=name))


def remove(name: Name, *, workspace: Folder = Path()) -> None:
    """Take an opener away."""
    from kreisblick.sealed.store import remove_opener  # noqa: PLC0415  heavy

    left = remove_opener(_open(workspace), name)
    words = _("'{name}' no longer opens the store; {count} can. If the key may have been copied:")
    say(words.format(name=name, count=format_count(len(left))))
    say("  kreisblick store renew")


def renew_keys(*, workspace: Folder = Path(), json: Json = False) -> None:
    """Write every table anew."""
    from kreisblick.sealed.store import renew  # noqa: PLC0415  heavy

    store = _open(workspace)
    count = renew(store, day=_today(), progress=TerminalProgress())
    if json:
        say_json({"tables": count, "key": store.ring.current})
        return
    words = _("{count} table(s) were written anew. Hand out the new public key as well:")
    say(words.format(count=format_count(count)))
    say("  kreisblick store public-key")


def log(*, workspace: Folder = Path(), last: Lines = 20, json: Json = False) -> None:
    """Show the access log; a broken chain is a fault."""
    from kreisblick.base.errors import FaultsFoundError  # noqa: PLC0415

    access = _open(workspace).log
    found = list(access.entries())
    if json:
        say_json([vars(entry) for entry in found[-last:]])
    else:
        for entry in found[-last:]:
            say(f"{entry.at}  {entry.account}  {entry.command}  {entry.act}  {entry.table}")
    if faults := access.faults():
        raise FaultsFoundError("access.log", faults)
    if not json:
        say(_("{count} line(s), the chain is whole.").format(count=format_count(len(found))))


def due(*, workspace: Folder = Path(), on: On = None, json: Json = False) -> None:
    """Show what is to be deleted."""
    from kreisblick.pipeline.forget import expired  # noqa: PLC0415  heavy

    found = expired(open_workspace(workspace), on=day_of(on) if on else _today())
    if json:
        say_json([{"delivery": e.delivery.key, "since": e.since.isoformat()} for e in found])
        return
    _tell_due(found)
    if found:
        say(_("Delete them with: {command}").format(command="kreisblick store delete"))


def delete(
    *, workspace: Folder = Path(), on: On = None, yes: Yes = False, json: Json = False
) -> None:
    """Delete what is due; asks first."""
    from kreisblick.pipeline.forget import expired, forget  # noqa: PLC0415  heavy

    place, day = open_workspace(workspace), day_of(on) if on else _today()
    found = expired(place, on=day)
    if not json:
        _tell_due(found)
    if not found:
        return
    if not yes and not agreed(_("Delete these rows and files for good?")):
        raise typer.Exit(0)
    gone = forget(place, on=day, progress=TerminalProgress())
    if json:
        say_json([{"delivery": e.delivery.key} for e in gone])
        return
    words = _("Deleted: rows and files of {count} delivery(ies). Their counts are kept.")
    say(words.format(count=format_count(len(gone))))
    say(_("Backups are not ours to delete: have their copies deleted as well."))


def _tell_due(found: "Sequence[Expired]") -> None:
    if not found:
        say(_("No rows are due to be deleted."))
    line = _("{supplier}/{product}, {day}: {rows} rows, due since {since}")
    for item in found:
        delivery = item.delivery
        say(
            line.format(
                supplier=delivery.supplier,
                product=delivery.product,
                day=format_date(delivery.reference_date),
                rows=format_count(delivery.rows),
                since=format_date(item.since),
            )
        )


def public_key(
    *,
    workspace: Folder = Path(),
    output: Annotated[Path | None, typer.Option("-o", "--output", help=_("The file."))] = None,
) -> None:
    """Write the office's public key."""
    from kreisblick.base.envelope import public_text, write_public_key  # noqa: PLC0415  heavy

    key = _open(workspace).ring.public_key
    if output is None:
        say(public_text(key))
        return
    write_public_key(output, key)
    say(_("Give '{name}' to every office that delivers.").format(name=output.name))


def _open(workspace: Path) -> "SealedStore":
    from kreisblick.sealed.store import SealedStore  # noqa: PLC0415  heavy

    return SealedStore(open_workspace(workspace).sealed)


def _asked() -> str:
    words = _("Passphrase (at least five words)")
    return str(typer.prompt(words, hide_input=True, confirmation_prompt=True))


def _today() -> date:
    return date.today()  # noqa: DTZ011  the clerk's day
