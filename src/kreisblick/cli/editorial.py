"""``kreisblick editorial``: texts beside the figures: begin, look, check, sign."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kreisblick.base.errors import FaultsFoundError
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.intake_shown import today
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, agreed, day_of, say, say_json
from kreisblick.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from kreisblick.products.editorial import Judged

__all__ = ["register"]

Names = Annotated[list[str] | None, typer.Argument(metavar="TEXT", help=_("Names; all without."))]
Out = Annotated[Path | None, typer.Option("--out", help=_("Folder for results; the workspace."))]
HELP_KIND = "text, focus, recommendation, statement, comment, plain"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Texts beside the figures, signed."))
    group.command("new", help=_("A file to begin a text with."))(new)
    group.command("show", help=_("A text with its figures, as it is printed."))(show)
    group.command("check", help=_("Which texts are printed, and what is to be done."))(check)
    group.command("sign", help=_("Stand for texts as they are now, with these figures."))(sign)
    app.add_typer(group, name="editorial")


def new(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    *,
    kind: Annotated[str, typer.Option("--kind", help=HELP_KIND)] = "text",
    workspace: Folder = Path(),
) -> None:
    """Write the file and say where it is."""
    from kreisblick.pipeline.editorial_sign import new_text  # noqa: PLC0415  heavy

    path = new_text(open_workspace(workspace), name, kind=kind)
    say(_("Written: {path}").format(path=path))
    words = _("Write below the head, then look: kreisblick editorial check {name} -w {folder}")
    say(words.format(name=path.stem, folder=workspace))


def show(names: Names = None, *, workspace: Folder = Path(), out: Out = None) -> None:
    """Print texts with their figures filled in."""
    from kreisblick.pipeline.editorial_sign import open_desk  # noqa: PLC0415  heavy

    found = open_desk(open_workspace(workspace, out)).chosen(names or ())
    for one in found:
        for line in _printed(one):
            say(line)
        say("")
    if not found:
        say(_no_texts())


def check(
    names: Names = None, *, workspace: Folder = Path(), out: Out = None, json: Json = False
) -> None:
    """Say of every text whether it is printed; leave with 1 when something has to be mended."""
    from kreisblick.pipeline.editorial_sign import open_desk  # noqa: PLC0415  heavy

    desk = open_desk(open_workspace(workspace, out))
    found = desk.chosen(names or ())
    if json:
        say_json([_plain(one) for one in found])
    else:
        if desk.bundle is None:
            say(_("There are no figures yet; only what does not depend on them was checked."))
        for one in found:
            for line in _told(one):
                say(line)
        if not found:
            say(_no_texts())
    faults = [fault for one in found for fault in one.hard]
    if faults and not json:
        raise FaultsFoundError("editorial", faults)
    if faults:
        raise typer.Exit(1)


def sign(
    names: Names = None,
    *,
    by: Annotated[str, typer.Option("--by", help=_("The office that stands for the texts."))],
    on: Annotated[str | None, typer.Option("--on", help=_("The day of the signature."))] = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do it without asking."))] = False,
    workspace: Folder = Path(),
    out: Out = None,
) -> None:
    """Say what would be signed; sign it when that is wanted."""
    from kreisblick.pipeline.editorial_sign import open_desk  # noqa: PLC0415  heavy

    desk = open_desk(open_workspace(workspace, out))
    texts = desk.unsigned(names or ())
    if not texts:
        say(_("All texts are signed as they are.") if desk.texts else _no_texts())
        return
    desk.refuse(texts, by=by)
    for one in texts:
        shown = _printed(one) if one.composed else [_told(one)[0], *desk.typed(one)]
        for line in [*shown, *_told(one)[1:], _fingerprint(one), ""]:
            say(line)
    question = _("Sign {count} texts as {by}?").format(count=format_count(len(texts)), by=by)
    if not yes and not agreed(question):
        say(_("Nothing written."))
        return
    path = desk.sign(texts, by=by, on=day_of(on) if on else today())
    say(_("Written: {path}").format(path=path))


def _no_texts() -> str:
    return _("There are no texts. Begin one with: kreisblick editorial new NAME")


def _fingerprint(one: "Judged") -> str:
    words = _("{file}, SHA-256 {hash}")
    return words.format(file=f"{one.key}.md", hash=one.hash or _("none: it cannot be read"))


def _told(one: "Judged") -> list[str]:
    """A text in lines: how it stands, then what somebody should look at."""
    words = {
        "printed": _("is printed"),
        "faulty": _("something has to be mended"),
        "unsigned": _("not signed"),
        "changed": _("changed after the signature"),
        "broken": _("the signatures were changed or made with another key"),
        "unread": _("signed before its figures were there"),
        "unmet": _("what it expects is not so"),
    }
    head = _("{name} ({file}): {standing}").format(
        name=one.name, file=f"{one.key}.md", standing=words[one.standing.value]
    )
    soft = [str(fault) for fault in one.faults if not fault.hard]
    unmet = [_("It expects: {text}").format(text=text) for text in one.unmet]
    moved = [_("It may not fit any more: {why}").format(why=why) for why in one.doubts]
    unread = [_("It was signed before its figures were there. Read it and sign it again.")]
    silent = _("It was signed early and does not say what it expects of: {text}")
    unread += [silent.format(text=text) for text in one.unexpected]
    return [head, *(f"  - {ln}" for ln in [*unmet, *moved, *(unread if one.blind else []), *soft])]


def _plain(one: "Judged") -> dict[str, Any]:
    return {
        "text": one.key,
        "title": one.name,
        "standing": one.standing.value,
        "faults": [fault.as_json() for fault in one.faults],
        "expects_not_met": list(one.unmet),
        "may_not_fit": list(one.doubts),
    }


def _printed(one: "Judged") -> list[str]:
    block = one.composed.block if one.composed else None
    if block is None:
        return [*_told(one), *(f"  - {fault}" for fault in one.hard)]
    marks = {"item": "- ", "heading": "## ", "paragraph": ""}
    printed = block.printed()
    about = ", ".join(filter(None, [block.by, printed["day"]]))
    return [
        block.title or block.key,
        *([about] if about else []),
        *(
            marks[passage.kind] + "".join(stretch.text for stretch in passage.stretches)
            for passage in block.passages
        ),
    ]
