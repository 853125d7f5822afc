"""``kreisblick intake ready``: definitions of deliveries that every district gets."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, say, say_json
from kreisblick.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from kreisblick.pipeline.ready import Ready, Taken

__all__ = ["register_ready"]

Key = Annotated[str, typer.Argument(help=_("Which one; without it, all of them are listed."))]
Supplier = Annotated[
    str, typer.Option("--supplier", help=_("Write it as <supplier>/<product> into the workspace."))
]


def register_ready(group: typer.Typer) -> None:
    """Add the command to the group ``intake``."""
    group.command("ready", help=_("Take over a ready definition of a usual delivery."))(ready)


def ready(
    key: Key = "", *, supplier: Supplier = "", workspace: Folder = Path(), json: Json = False
) -> None:
    """List, show or take over."""
    from kreisblick.pipeline.ready import ready_deliveries, take  # noqa: PLC0415  heavy

    known = ready_deliveries()
    if not key:
        _list(known, as_json=json)
        return
    if not supplier:
        _show(known.get(key), key, list(known), as_json=json)
        return
    office, slash, product = supplier.partition("/")
    if not slash or "/" in product:
        raise WrongUseError(_("Name supplier and product: --supplier <supplier>/<product>."))
    place = open_workspace(workspace)
    taken = take(key, place, supplier=office, product=product)
    if json:
        _tell_as_json(taken)
    else:
        _tell(taken, known[key], supplier, place.folder)


def _list(known: "dict[str, Ready]", *, as_json: bool) -> None:
    if as_json:
        say_json([{"key": one.key, "sentence": one.about.sentence} for one in known.values()])
        return
    for one in known.values():
        say(f"{one.key}\n    {one.about.sentence}")
    say("")
    say(
        _("Look at one: kreisblick intake ready KEY. Take it over: --supplier <supplier>/<product>")
    )


def _show(one: "Ready | None", key: str, names: list[str], *, as_json: bool) -> None:
    if one is None:
        message = _("There is no ready definition '{key}'. There are: {names}.")
        raise WrongUseError(message.format(key=key, names=", ".join(names)))
    if as_json:
        told = {"key": one.key, "sentence": one.about.sentence, "shape": one.about.shape}
        say_json(told | {"questions": list(one.questions), "yaml": one.text})
        return
    say(one.about.sentence)
    say(_("Shape: {shape}").format(shape=one.about.shape))
    say("")
    say(one.text)
    say(_("Nothing written. Take it over with: --supplier <supplier>/<product>"))


def _tell_as_json(taken: "Taken") -> None:
    say_json(
        {
            "written": [str(path) for path in taken.written],
            "kept": [str(path) for path in taken.kept],
            "form": str(taken.form) if taken.form else None,
            "todo": list(taken.todo),
        }
    )


def _tell(taken: "Taken", one: "Ready", supplier: str, folder: Path) -> None:
    if taken.form is not None and one.about.record is not None:
        say(_("Written: {path}").format(path=taken.form))
        words = _(
            "No public layout settles the positions of this record. They stand in {annex}. Enter "
            "them, then repeat the command; only then is the definition written."
        )
        say(words.format(annex=one.about.record.annex))
        return
    for path in taken.written:
        say(_("Written: {path}").format(path=path))
    for path in taken.kept:
        say(_("Was there and stays as it is: {path}").format(path=path))
    say("")
    say(_("Still to be settled:"))
    for words in (*taken.todo, *one.questions):
        say(f"  - {words}")
    command = f"kreisblick intake check DATEI --supplier {supplier} --reference-date 2024-12-31"
    say("")
    say(_("Then try it: {command}").format(command=f"{command} -w {folder}"))
