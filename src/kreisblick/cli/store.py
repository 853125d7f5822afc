"""``kreisblick store``: who opens the sealed store, what was read, and keys made anew."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import Json, TerminalProgress, say, say_json
from kreisblick.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from kreisblick.sealed.store import SealedStore

__all__ = ["register"]

Folder = Annotated[Path, typer.Option("-w", "--workspace", help=_("The workspace."))]
Name = Annotated[str, typer.Argument(help=_("How the office calls the opener."))]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help=_("The key file; made when it is not there."))
]
Ask = Annotated[bool, typer.Option("--passphrase", help=_("Ask for a passphrase instead."))]
Lines = Annotated[int, typer.Option("--last", min=1, help=_("How many of the last lines."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("The sealed store: keys, access, uploads."))
    group.command("openers", help=_("Who can open the store."))(openers)
    group.command("add-opener", help=_("Let another key or passphrase open it."))(add)
    group.command("remove-opener", help=_("Take an opener away."))(remove)
    group.command("renew", help=_("Write every table anew under a new key."))(renew_keys)
    group.command("log", help=_("Who read, wrote or deleted what; checks the chain."))(log)
    group.command("public-key", help=_("The key that uploads are closed to."))(public_key)
    app.add_typer(group, name="store")


def openers(*, workspace: Folder = Path(), json: Json = False) -> None:
    """List who can open the store."""
    from kreisblick.sealed.store import ring_openers  # noqa: PLC0415  heavy

    store = _open(workspace)
    found = ring_openers(store.folder)
    if json:
        say_json([{"name": o.name, "since": o.since.isoformat()} for o in found])
        return
    for opener in found:
        since = format_date(opener.since)
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
