"""Reply to a supplier: what came, what was found, what we ask, by when, and whom to ask.

One page, the most important first. What is told comes from findings, and these never repeat a
cell about a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.examine import Examined, Finding
from kreisblick.sealed.intake.leave_out import LeftOut
from kreisblick.sealed.mapping.checks import Kind

__all__ = ["Reply", "Section", "reply_to"]

MOST_LINES = 12  # more do not fit on the page; the marked copy has them all
MOST_PLACES = 6


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading and its sentences, each with the places it is about."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The answer, part by part.

    Attributes:
        to: the supplier's office.
        sender: our office.
        on: the letter's day.
        subject: the line above the letter.
        opening: thanks, what came, and what became of it.
        sections: what was found, the most important first.
        closing: what we ask, by when, and whom to ask.
        marked: a marked copy goes with it.
    """

    to: str
    sender: str
    on: date
    subject: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    marked: bool

    def as_text(self) -> str:
        """The letter as plain text."""
        parts = [self.to, format_date(self.on), self.subject, "\n".join(self.opening)]
        for section in self.sections:
            lines = [f"{n}. {line}" for n, line in enumerate(section.lines, start=1)]
            parts.append("\n".join([section.title, *lines]))
        return "\n\n".join([*parts, *self.closing, self.sender]) + "\n"


def reply_to(
    examined: Examined,
    *,
    sender: str,
    on: date,
    accepted: bool,
    left_out: Sequence[LeftOut] = (),
) -> Reply:
    """The answer to a delivery: faults, questions, or the receipt when all is well.

    Args:
        examined: the delivery and what was found.
        sender: our office.
        on: the day of the letter.
        accepted: it is in the store (in part, when something was left out).
        left_out: what was not accepted.
    """
    arrival = examined.arrival
    supplier = arrival.context.suppliers[arrival.supplier]
    days = arrival.definition.checks.rules().limits.reply_days
    words = _("Your delivery '{title}' for {day}")
    subject = words.format(title=arrival.definition.title.de, day=format_date(arrival.day))
    return Reply(
        to=supplier.office.name,
        sender=sender,
        on=on,
        subject=subject,
        opening=_opening(examined, accepted=accepted, in_part=bool(left_out)),
        sections=(*_found(examined.findings), *_not_taken(left_out)),
        closing=_closing(examined, on + timedelta(days=days), sender),
        marked=bool(examined.marks),
    )


def _opening(examined: Examined, *, accepted: bool, in_part: bool) -> tuple[str, ...]:
    came = _("Thank you for the delivery. The file {file} has arrived.").format(
        file=examined.arrival.path.name
    )
    asked = any(finding.asks for finding in examined.findings)
    rows = format_count(examined.read.records.height)
    if examined.hard:
        state = _("We could not accept it yet: some places have to be mended first.")
    elif not accepted:
        state = _("We have looked at it; it can be accepted ({rows} records).").format(rows=rows)
    elif in_part:
        state = _("We have accepted it in part ({rows} records).").format(rows=rows)
    else:
        state = _("We have read it completely and accepted it ({rows} records).").format(rows=rows)
    quiet = _("You need not do anything.")
    return (_("Good day,"), f"{came} {state}" + ("" if asked else f" {quiet}"))


def _found(findings: Sequence[Finding]) -> tuple[Section, ...]:
    """What was found by gravity; the same sentence once, with all its places."""
    titles: dict[Kind, str] = {
        "hard": _("This has to be mended:"),
        "plausibility": _("Please look whether this is right:"),
        "soft": _("For your information:"),
    }
    sections, room = [], MOST_LINES
    for kind, title in titles.items():
        lines = _lines([f for f in findings if f.kind == kind and not f.confirmed])
        shown = lines[:room]
        room -= len(shown)
        more = len(lines) - len(shown)
        if more:
            words = _("{count} further remark(s) of this kind stand in the marked copy.")
            shown = [*shown, words.format(count=format_count(more))]
        if lines:
            sections.append(Section(title=title, lines=tuple(shown)))
    return tuple(sections)


def _lines(findings: Sequence[Finding]) -> list[str]:
    places: dict[str, list[str]] = {}
    for finding in findings:
        places.setdefault(finding.fault.message, []).append(finding.fault.where)
    return [
        _line(message, [place for place in found if place]) for message, found in places.items()
    ]


def _line(message: str, places: Sequence[str]) -> str:
    if not places:
        return message
    shown = "; ".join(places[:MOST_PLACES])
    if len(places) > MOST_PLACES:
        more = _("and {count} more").format(count=format_count(len(places) - MOST_PLACES))
        shown = f"{shown} {more}"
    return f"{shown[:1].upper()}{shown[1:]}: {message}"


def _not_taken(left_out: Sequence[LeftOut]) -> tuple[Section, ...]:
    kinds = {"rows": _("Rows"), "areas": _("Areas"), "columns": _("Columns")}
    lines = tuple(f"{kinds[p.what]} {', '.join(p.which)}: {p.reason}" for p in left_out)
    title = _("Not accepted, and taken as not delivered:")
    return (Section(title=title, lines=lines),) if lines else ()


def _closing(examined: Examined, until: date, sender: str) -> tuple[str, ...]:
    day = format_date(until)
    found = []
    if examined.hard:
        found.append(_("Please send us the corrected file by {day}.").format(day=day))
    elif any(finding.asks for finding in examined.findings):
        words = _("Please tell us by {day} whether it is right, or send a corrected file.")
        found.append(words.format(day=day))
    if examined.marks:
        found.append(
            _(
                "The places are coloured in the enclosed copy (red: to be mended, yellow: to be "
                "looked at); the sentence stands there as a comment. The copy holds all cells of "
                "your file: please send it only on the way that the file came."
            )
        )
    found.append(_("Questions are answered by: {office}.").format(office=sender))
    return (*found, _("Thank you for your work."))
