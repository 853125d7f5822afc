"""Events: what happened with a supplier on a day, written down once and never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _

__all__ = ["Event", "EventKind", "check_event", "standing"]


class EventKind(StrEnum):
    """What can happen."""

    REQUESTED = auto()
    REMINDED = auto()
    POSTPONED = auto()  # the supplier named a later day: until
    RECEIVED = auto()
    REJECTED = auto()
    CONSENT_ASKED = auto()
    CONSENT_GIVEN = auto()
    CONSENT_REFUSED = auto()
    CONSENT_REVOKED = auto()
    CONTRACT_SIGNED = auto()
    CONTRACT_RENEWED = auto()  # its new last day: until
    CONTRACT_TERMINATED = auto()  # its new last day: until
    CANCELLED = auto()  # an earlier row was written by mistake

    @property
    def about_consent(self) -> bool:
        """Whether somebody's consent is concerned."""
        return self.value.startswith("consent_")

    @property
    def about_contract(self) -> bool:
        """Whether a contract is concerned."""
        return self.value.startswith("contract_")

    @property
    def about_delivery(self) -> bool:
        """Whether a delivery of a reference date is concerned."""
        return self in {
            EventKind.REQUESTED,
            EventKind.REMINDED,
            EventKind.POSTPONED,
            EventKind.RECEIVED,
            EventKind.REJECTED,
        }


NEEDS_UNTIL = {EventKind.POSTPONED, EventKind.CONTRACT_RENEWED, EventKind.CONTRACT_TERMINATED}


@dataclass(frozen=True, kw_only=True)
class Event:
    """One row of the log.

    Attributes:
        number: its place in the log, from 1; 0 before it is written.
        on: the day it happened.
        kind: what happened.
        supplier, product: keys; no product means all of them.
        reference_date: of the delivery.
        party: who agreed or did not: key of a municipality, or another party's word.
        contract: number of a contract.
        since: a consent holds from this reference date on; from the first one when absent.
        until: a consent holds before this reference date; or the new day of a postponed delivery,
            the new last day of a contract.
        document: name of the paper it stands in.
        by: office that wrote it down.
        cancels: number of the row that was a mistake.
        note: for colleagues.
    """

    number: int = 0
    on: date
    kind: EventKind
    supplier: str = ""
    product: str = ""
    reference_date: date | None = None
    party: str = ""
    contract: str = ""
    since: date | None = None
    until: date | None = None
    document: str = ""
    by: str = ""
    cancels: int | None = None
    note: str = ""

    def concerns(self, supplier: str, product: str) -> bool:
        """Whether it is about a supplier's product."""
        return self.supplier == supplier and self.product in {"", product}


def standing(events: Iterable[Event]) -> list[Event]:
    """The events without those that were cancelled and without the cancellations, in order."""
    rows = list(events)
    gone = {event.cancels for event in rows if event.kind is EventKind.CANCELLED}
    kept = [e for e in rows if e.number not in gone and e.kind is not EventKind.CANCELLED]
    return sorted(kept, key=lambda event: (event.on, event.number))


def check_event(event: Event, known: Sequence[Event], where: str = "") -> list[Fault]:
    """Everything that is missing in an event, or does not fit the rows before it."""
    faults = [_lacks(word, where) for word in _missing(event)]
    numbers = {one.number for one in known}
    if event.kind is EventKind.CANCELLED and event.cancels not in numbers:
        message = _("There is no row {number} to cancel. The log's first column numbers the rows.")
        text = message.format(number=event.cancels if event.cancels is not None else "–")
        faults.append(Fault(code="no_such_row", message=text, where=where))
    if event.since and event.until and event.kind.about_consent and event.until <= event.since:
        message = _("'until' lies before 'since'. Correct one of them.")
        faults.append(Fault(code="until_before_since", message=message, where=where))
    return faults


def _missing(event: Event) -> list[str]:
    kind = event.kind
    needed = {
        "supplier": kind is EventKind.CANCELLED or bool(event.supplier),
        "by": bool(event.by),
        "product": not kind.about_delivery or bool(event.product),
        "reference_date": not kind.about_delivery or event.reference_date is not None,
        "party": not kind.about_consent or bool(event.party),
        "contract": not kind.about_contract or bool(event.contract),
        "until": kind not in NEEDS_UNTIL or event.until is not None,
        "document": kind not in {EventKind.CONSENT_GIVEN} or bool(event.document),
    }
    return [word for word, there in needed.items() if not there]


def _lacks(word: str, where: str) -> Fault:
    message = _("'{word}' is missing; without it this event says nothing. Add it.")
    return Fault(code="missing_field", message=message.format(word=word), where=where)
