"""Reject a delivery: nothing of it is stored, and the record says by whom and why."""

from collections.abc import Iterable
from datetime import datetime

from kreisblick.base.errors import KreisblickError, WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.arrive import Arrival
from kreisblick.sealed.intake.files import read_manifest
from kreisblick.sealed.intake.journal import Act, Decision, Journal

__all__ = ["StillAcceptedError", "reject", "rejected"]


class StillAcceptedError(KreisblickError):
    """This very file counts: it was accepted before."""


def reject(arrival: Arrival, journal: Journal, *, reason: str, by: str, at: datetime) -> Decision:
    """Write down that this file is not accepted; the caller holds the intake's lock.

    Raises:
        StillAcceptedError: the file was accepted before.
        WrongUseError: without a reason or an office.
    """
    if not reason.strip() or not by.strip():
        raise WrongUseError(_("A rejection needs a reason (--reason) and an office (--by)."))
    accepted = read_manifest(arrival.store, arrival.key)
    if accepted is not None and accepted.sha256 == arrival.prints[0]:
        message = _(
            "This file was accepted before and counts. Ask for a new one and accept it with "
            "--replace; until then leave out what is wrong (--without)."
        )
        raise StillAcceptedError(message)
    content = {"sha256": arrival.prints[0], "file": arrival.path.name}
    return journal.write(
        Act.REJECT,
        subject=arrival.subject,
        by=by.strip(),
        at=at,
        reason=reason.strip(),
        content=content,
    )


def rejected(decisions: Iterable[Decision]) -> list[Decision]:
    """The rejections that stand: nothing was accepted for the same delivery since."""
    last: dict[tuple[str, str, str], Decision] = {}
    for decision in decisions:
        if decision.act in {Act.ACCEPT, Act.ACCEPT_IN_PART, Act.REJECT}:
            last[decision.supplier, decision.product, decision.day] = decision
    return [decision for decision in last.values() if decision.act is Act.REJECT]
