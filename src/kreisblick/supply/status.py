"""Status: everything that is open with suppliers on a day, in order of what needs a person."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto

from kreisblick.supply.agree import Consent, ConsentState, consents
from kreisblick.supply.due import Due, DueState, Known, due_deliveries
from kreisblick.supply.ending import with_contract_ends
from kreisblick.supply.model import SupplierDefinition
from kreisblick.supply.remind import Reminder, reminders_due
from kreisblick.supply.renew import ContractState, Term, contract_terms
from kreisblick.supply.rules import SupplyRules

__all__ = ["Item", "Matter", "Status", "supply_status"]


class Matter(StrEnum):
    """What an item is about; the order is that of the page."""

    LATE = auto()
    CONSENT = auto()
    CONTRACT = auto()
    REJECTED = auto()
    READY = auto()
    ENDED = auto()
    EMBARGOED = auto()
    DUE = auto()
    OPEN = auto()
    RECEIVED = auto()

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody must do something."""
        return self not in {Matter.EMBARGOED, Matter.RECEIVED}


MATTERS = {
    DueState.LATE: Matter.LATE,
    DueState.REJECTED: Matter.REJECTED,
    DueState.READY: Matter.READY,
    DueState.ENDED: Matter.ENDED,
    DueState.EMBARGOED: Matter.EMBARGOED,
    DueState.DUE: Matter.DUE,
    DueState.SOON: Matter.DUE,
    DueState.OPEN: Matter.OPEN,
    DueState.RECEIVED: Matter.RECEIVED,
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of the page.

    Attributes:
        matter: what it is about.
        supplier: key.
        products: keys; several where the same holds for all of them.
        deliveries: of one product, by reference date.
        reminders: letters that are due for them.
        consents: of several parties in the same state.
        terms: contracts in the same state that end on the same day.
    """

    matter: Matter
    supplier: str
    products: tuple[str, ...]
    deliveries: tuple[Due, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    consents: tuple[Consent, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def day(self) -> date:
        """The day that matters, for the order inside a matter; far away where there is none."""
        days = [d.expected for d in self.deliveries] + [t.decide_by for t in self.terms]
        return min((day for day in days if day is not None), default=date.max)


@dataclass(frozen=True, kw_only=True)
class Status:
    """The page.

    Attributes:
        as_of: the day it is true for.
        suppliers: number of described suppliers.
        products: of each supplier.
        items: in order of what needs a person.
        deliveries: all expected deliveries, those far away too.
        terms: all contracts.
    """

    as_of: date
    suppliers: int
    products: Mapping[str, tuple[str, ...]]
    items: tuple[Item, ...]
    deliveries: tuple[Due, ...]
    terms: tuple[Term, ...]


def supply_status(
    suppliers: Mapping[str, SupplierDefinition],
    products: Mapping[str, Iterable[str]],
    known: Known,
    rules: SupplyRules,
    *,
    municipalities: Collection[str],
    as_of: date,
) -> Status:
    """How it stands with everything that offices owe, on a day.

    Args:
        suppliers: by key, as the catalogue describes them.
        products: the products of each supplier.
        known: the report's dates, what is here, the log.
        rules: when to ask, remind and warn.
        municipalities: keys of all municipalities of the district.
        as_of: the day.
    """
    kept = {key: tuple(products.get(key, ())) for key in suppliers}
    terms = contract_terms(suppliers, known.events, rules, as_of=as_of)
    ending = with_contract_ends(suppliers, kept, terms, municipalities=municipalities)
    deliveries = due_deliveries(ending, kept, known, rules, as_of=as_of)
    items = [
        *_of_deliveries(deliveries, as_of),
        *_of_consents(suppliers, kept, known, rules, municipalities, as_of),
        *_of_contracts(terms),
    ]
    order = list(Matter)
    return Status(
        as_of=as_of,
        suppliers=len(suppliers),
        products=kept,
        items=tuple(
            sorted(items, key=lambda i: (order.index(i.matter), i.day, i.supplier, i.products))
        ),
        deliveries=tuple(deliveries),
        terms=tuple(terms),
    )


def _of_deliveries(deliveries: Iterable[Due], as_of: date) -> list[Item]:
    groups: dict[tuple[Matter, str, str], list[Due]] = {}
    for due in deliveries:
        if due.state in MATTERS:
            groups.setdefault((MATTERS[due.state], due.supplier, due.product), []).append(due)
    return [
        Item(
            matter=matter,
            supplier=supplier,
            products=(product,),
            deliveries=tuple(group),
            reminders=tuple(reminders_due(group, as_of=as_of)),
        )
        for (matter, supplier, product), group in groups.items()
    ]


def _of_consents(
    suppliers: Mapping[str, SupplierDefinition],
    products: Mapping[str, Collection[str]],
    known: Known,
    rules: SupplyRules,
    municipalities: Collection[str],
    as_of: date,
) -> list[Item]:
    """Consents that are missing or end; the parties in the same state together."""
    groups: dict[tuple[str, ConsentState, str], list[Consent]] = {}
    rows = [event for event in known.events if event.on <= as_of]
    last = max(known.report_dates, default=as_of)
    for key, supplier in suppliers.items():
        for consent in consents(
            key, supplier, products[key], municipalities=municipalities, events=rows
        ):
            if _is_open(consent, max(last, as_of), rules):
                same = "" if consent.state is ConsentState.NOT_ASKED else str(consent.on)
                groups.setdefault((key, consent.state, same), []).append(consent)
    return [
        Item(
            matter=Matter.CONSENT,
            supplier=supplier,
            products=tuple(sorted({consent.product for consent in group})),
            consents=tuple(group),
        )
        for (supplier, _state, _day), group in groups.items()
    ]


def _is_open(consent: Consent, day: date, rules: SupplyRules) -> bool:
    if consent.state is not ConsentState.GIVEN:
        return True
    return consent.until is not None and consent.until <= day + timedelta(days=rules.reply_days)


def _of_contracts(terms: Iterable[Term]) -> list[Item]:
    quiet = {ContractState.RUNNING, ContractState.FUTURE}
    groups: dict[tuple[str, ContractState, date | None], list[Term]] = {}
    for term in terms:
        if term.state not in quiet:
            groups.setdefault((term.supplier, term.state, term.last_day), []).append(term)
    return [
        Item(
            matter=Matter.CONTRACT,
            supplier=supplier,
            products=tuple(sorted({p for term in group for p in term.contract.products})),
            terms=tuple(group),
        )
        for (supplier, _state, _day), group in groups.items()
    ]
