"""What ``kreisblick intake`` shows: findings in order of what needs a person, decisions, files."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import say

if TYPE_CHECKING:
    from kreisblick.sealed.intake import AcceptedDelivery, Correction, Decision, Finding

__all__ = [
    "moment",
    "tell_accepted",
    "tell_correction",
    "tell_decisions",
    "tell_findings",
    "tell_paths",
    "today",
]


def moment() -> datetime:
    """The clerk's time, for the log."""
    return datetime.now(tz=UTC)


def today() -> date:
    """The clerk's day, for letters."""
    return date.today()  # noqa: DTZ011


def tell_findings(findings: "Sequence[Finding]") -> None:
    """Findings with their names; what somebody confirmed is told with the reason."""
    if not findings:
        say(_("Nothing was found. The delivery can be accepted."))
        return
    titles = {
        "hard": _("To be mended before it can be accepted:"),
        "plausibility": _("To be asked back:"),
        "soft": _("To be noted:"),
    }
    for kind, title in titles.items():
        own = [finding for finding in findings if finding.kind == kind]
        if own:
            say(title)
        for finding in own:
            say(f"  [{finding.name}] {finding.fault}{_reason(finding.confirmed)}")


def _reason(confirmed: str) -> str:
    return " " + _("(confirmed: {reason})").format(reason=confirmed) if confirmed else ""


def tell_accepted(delivery: "AcceptedDelivery") -> None:
    """What was accepted, what was left out, what remains to be asked."""
    words = _("Accepted: {key}, {rows} records.")
    say(words.format(key=delivery.key, rows=format_count(delivery.rows)))
    kinds = {"rows": _("Rows"), "areas": _("Areas"), "columns": _("Columns")}
    for part in delivery.left_out:
        words = _("  Left out, and taken as not delivered: {what} {which} ({reason})")
        which = ", ".join(part["which"])
        say(words.format(what=kinds[part["what"]], which=which, reason=part["reason"]))
    for note in delivery.notes:
        name = f"[{note['id']}] " if "id" in note else ""
        where = f"{note['where']}: " if note["where"] else ""
        say(f"  - {name}{where}{note['message']}{_reason(note.get('confirmed', ''))}")


def tell_paths(paths: Iterable[Path]) -> None:
    """The files of the answer."""
    for path in paths:
        say(_("Answer: {path}").format(path=path))


def tell_correction(correction: "Correction") -> None:
    """A correction for the clerk's eyes; it is never written to a log."""
    words = _("Correction {number}: row {row}, column '{column}': {before} → {after}")
    told = {"before": _content(correction.before), "after": _content(correction.after)}
    say(
        words.format(number=correction.number, row=correction.row, column=correction.column, **told)
    )


def _content(text: str | None) -> str:
    return _("empty") if text is None else f"„{text}“"


def tell_decisions(decisions: "Iterable[Decision]") -> None:
    """The quality log, line by line, without contents of cells."""
    acts = {
        "accept": _("accepted"),
        "accept_in_part": _("accepted in part"),
        "reject": _("rejected"),
        "confirm": _("finding confirmed"),
        "correct": _("cell corrected"),
        "undo": _("correction taken back"),
    }
    for one in decisions:
        subject = "/".join(part for part in (one.supplier, one.product, one.day) if part)
        by = one.by or _("unattended")
        reason = f": {one.reason}" if one.reason else ""
        say(f"{one.number}  {one.at[:16]}  {acts[one.act]}  {subject}  ({by}){reason}")
