"""Due: which deliveries are expected by when, and how it stands with each on a day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto
from typing import Any

from kreisblick.supply.events import Event, EventKind, standing
from kreisblick.supply.model import SupplierDefinition
from kreisblick.supply.rules import SupplyRules
from kreisblick.supply.schedule import Schedule

__all__ = ["Due", "DueState", "Known", "due_deliveries"]


class DueState(StrEnum):
    """How it stands with a delivery, what needs a person first."""

    LATE = auto()
    REJECTED = auto()  # sent back; a better one has not come
    READY = auto()  # it lies there and nobody has accepted it
    DUE = auto()  # expected, within the grace
    SOON = auto()
    OPEN = auto()  # needed for the report, but no day is agreed
    ENDED = auto()
    EMBARGOED = auto()  # here, and not to be used yet
    RECEIVED = auto()
    LATER = auto()


@dataclass(frozen=True, kw_only=True)
class Due:
    """One delivery that is expected.

    Attributes:
        supplier, product, reference_date: which.
        state: how it stands on the day asked for.
        expected: the day on which it should be here; None where nothing is agreed.
        late_from: the first day on which it is late.
        ask_on: the day on which to ask for it.
        remind_on: the days on which to remind.
        embargo_until: the first day on which its figures may be used.
        period: first and last day of the time the counts are about.
        for_report: one of the report's dates needs it.
        history: what the log says of it, oldest first.
    """

    supplier: str
    product: str
    reference_date: date
    state: DueState
    expected: date | None = None
    late_from: date | None = None
    ask_on: date | None = None
    remind_on: tuple[date, ...] = ()
    embargo_until: date | None = None
    period: tuple[date, date] | None = None
    for_report: bool = False
    history: tuple[Event, ...] = ()

    @property
    def key(self) -> tuple[str, str, date]:
        """Supplier, product and reference date."""
        return self.supplier, self.product, self.reference_date

    @property
    def times_reminded(self) -> int:
        """How often it was reminded of."""
        return sum(event.kind is EventKind.REMINDED for event in self.history)

    @property
    def asked(self) -> bool:
        """Whether it was asked for or reminded of."""
        return any(e.kind in {EventKind.REQUESTED, EventKind.REMINDED} for e in self.history)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known about deliveries.

    Attributes:
        report_dates: of the report.
        accepted: (supplier, product, reference date) in the sealed store.
        waiting: the same of files that lie ready.
        events: the log.
    """

    report_dates: Sequence[date] = ()
    accepted: Collection[tuple[str, str, date]] = ()
    waiting: Collection[tuple[str, str, date]] = ()
    events: Sequence[Event] = ()


def due_deliveries(
    suppliers: Mapping[str, SupplierDefinition],
    products: Mapping[str, Iterable[str]],
    known: Known,
    rules: SupplyRules,
    *,
    as_of: date,
) -> list[Due]:
    """All deliveries that the report needs or that are expected next; by supplier, product, date.

    Of a product with a calendar these are the reference dates that belong to the report's dates,
    and those after the last of them that must be asked for by now. A product without one is open
    for each of the report's dates until it is here.
    """
    rows = standing(known.events)
    return [
        _due(key, suppliers[key], product, day, known, rows, rules, as_of)
        for key in sorted(suppliers)
        for product in sorted(products.get(key, ()))
        for day in _wanted(suppliers[key].schedule(product), known, rules, as_of)
    ]


def _wanted(schedule: Schedule | None, known: Known, rules: SupplyRules, as_of: date) -> list[date]:
    if schedule is None:
        return sorted(known.report_dates)
    own = {_own_date(schedule, day) for day in known.report_dates}
    last = max(known.report_dates, default=as_of)
    following = schedule.reference.days(last + timedelta(days=1), as_of)
    horizon = as_of + timedelta(days=_ahead(schedule, rules))
    next_ones = {day for day in following if schedule.expected.after(day) <= horizon}
    return sorted({day for day in own if day is not None} | next_ones)


def _ahead(schedule: Schedule, rules: SupplyRules) -> int:
    asked = schedule.ask_days_before
    return max(rules.due_soon_days, rules.ask_days_before if asked is None else asked)


def _own_date(schedule: Schedule, report_date: date) -> date | None:
    """The product's reference date that belongs to a date of the report.

    Where nothing is agreed for so late a date it is the report's own.
    """
    if not schedule.reference.agreed(report_date):
        return report_date
    return schedule.reference.last_until(report_date)


def _due(
    key: str,
    supplier: SupplierDefinition,
    product: str,
    day: date,
    known: Known,
    rows: Sequence[Event],
    rules: SupplyRules,
    as_of: date,
) -> Due:
    schedule = supplier.schedule(product)
    agreed = schedule is not None and schedule.reference.agreed(day)
    history = tuple(
        event
        for event in rows
        if event.kind.about_delivery
        and event.on <= as_of
        and event.concerns(key, product)
        and event.reference_date == day
    )
    days = _days(schedule, day, history, rules) if schedule is not None and agreed else {}
    embargo = supplier.embargo(product)
    found = Due(
        supplier=key,
        product=product,
        reference_date=day,
        state=DueState.OPEN,
        embargo_until=embargo.ends(day) if embargo else None,
        period=schedule.period_of(day) if schedule else None,
        for_report=day in known.report_dates
        or (schedule is not None and day in {_own_date(schedule, d) for d in known.report_dates}),
        history=history,
        **days,
    )
    return _with_state(found, _state(found, supplier, known, rules, as_of))


def _with_state(due: Due, state: DueState) -> Due:
    return Due(**{**vars(due), "state": state})


def _days(
    schedule: Schedule, day: date, history: Sequence[Event], rules: SupplyRules
) -> dict[str, Any]:
    """Expected, late from, ask on, remind on; a later day that the supplier named counts."""
    named = [e.until for e in history if e.kind is EventKind.POSTPONED and e.until is not None]
    expected = named[-1] if named else schedule.expected.after(day)
    grace = rules.grace_days if schedule.grace_days is None else schedule.grace_days
    ask = rules.ask_days_before if schedule.ask_days_before is None else schedule.ask_days_before
    remind = rules.remind_days if schedule.remind_days is None else schedule.remind_days
    return {
        "expected": expected,
        "late_from": expected + timedelta(days=grace + 1),
        "ask_on": schedule.expected.after(day) - timedelta(days=ask),
        "remind_on": tuple(expected + timedelta(days=days) for days in remind),
    }


def _state(
    due: Due, supplier: SupplierDefinition, known: Known, rules: SupplyRules, as_of: date
) -> DueState:
    last = due.history[-1].kind if due.history else None
    if supplier.ended(due.product, due.reference_date) is not None:
        return DueState.ENDED
    if due.key in known.accepted:
        resting = due.embargo_until is not None and as_of < due.embargo_until
        return DueState.EMBARGOED if resting else DueState.RECEIVED
    if last is EventKind.REJECTED:
        return DueState.REJECTED
    if due.key in known.waiting or last is EventKind.RECEIVED:
        return DueState.READY
    return _by_day(due, rules, as_of)


def _by_day(due: Due, rules: SupplyRules, as_of: date) -> DueState:
    if due.expected is None or due.late_from is None:
        return DueState.OPEN if due.reference_date <= as_of else DueState.LATER
    if as_of >= due.late_from:
        return DueState.LATE
    if as_of >= due.expected:
        return DueState.DUE
    soon = due.expected <= as_of + timedelta(days=rules.due_soon_days)
    return DueState.SOON if soon else DueState.LATER
