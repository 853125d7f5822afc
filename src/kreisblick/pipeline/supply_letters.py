"""Letters of supply: what stands in each, from what the workspace knows."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.pipeline.layout import asked_on, file_form, layout_of
from kreisblick.pipeline.supply import Supply
from kreisblick.pipeline.supply_agreement import agreement_sheet
from kreisblick.sealed.mapping import Grain
from kreisblick.sealed.register import RegisterDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.supply import (
    Consent,
    Due,
    DueState,
    Item,
    Matter,
    Party,
    Reminder,
    SupplierDefinition,
    Term,
    consents,
    record,
    reminder_event,
    reminders_due,
)
from kreisblick.supply.letters import LetterKind, fill_letter
from kreisblick.supply.names import party_words
from kreisblick.supply.words import hanging

__all__ = ["Wish", "write_letter", "write_reminders"]

STAGES = (LetterKind.REQUEST, LetterKind.REMINDER_1, LetterKind.REMINDER_2)
ANSWER_DAYS = 14  # the same two weeks that a delivery has as grace


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which letter is wanted.

    Attributes:
        kind: the paper.
        supplier, product: keys; papers about everything need no product.
        reference_date: the report's last one when absent.
        party: who is asked for consent.
        contract: its number.
        day: the letter's date.
    """

    kind: LetterKind
    supplier: str = ""
    product: str = ""
    reference_date: date | None = None
    party: str = ""
    contract: str = ""
    day: date


def write_letter(supply: Supply, wish: Wish, out: Path) -> Path:
    """One paper as a Word file.

    Raises:
        WrongUseError: the supplier, product, party or contract is not known.
        LetterError: the template does not fit.
    """
    content = _content(supply, wish)
    folder = supply.workspace.folder / "catalogue" / "letters"
    write_bytes(out, fill_letter(wish.kind, content, folders=[folder], day=wish.day))
    return out


def write_reminders(supply: Supply, folder: Path, *, day: date, by: str) -> list[Path]:
    """All requests and reminders that are due on a day, and their rows in the log."""
    written, events = [], []
    for reminder in due_letters(supply, day):
        due = reminder.due
        kind = STAGES[min(reminder.stage, len(STAGES) - 1)]
        name = f"{due.supplier}-{due.product}-{due.reference_date.isoformat()}-{kind.value}.docx"
        wish = Wish(
            kind=kind,
            supplier=due.supplier,
            product=due.product,
            reference_date=due.reference_date,
            day=day,
        )
        written.append(write_letter(supply, wish, folder / name))
        events.append(reminder_event(reminder, on=day, by=by, document=name))
    if events:
        record(supply.log, *events)
    return written


def due_letters(supply: Supply, day: date) -> list[Reminder]:
    """The letters that are due on a day."""
    return reminders_due(supply.status(day).deliveries, as_of=day)


def _content(supply: Supply, wish: Wish) -> dict[str, Any]:
    content = _common(supply, wish)
    if wish.kind is LetterKind.AGREEMENT:
        return content | agreement_sheet(supply)
    supplier = supply.suppliers.get(wish.supplier)
    if supplier is None:
        raise _unknown(_("supplier"), wish.supplier, list(supply.suppliers))
    content |= {
        "supplier": supplier.title.de,
        "legal_basis": supplier.legal_basis.rstrip("."),
        "recipient": _recipient(supply, supplier, wish),
        "deputy": supplier.office.deputy.name if supplier.office.deputy else supplier.office.name,
    }
    if wish.kind is LetterKind.CONTRACT:
        return content | _contract(supply, supplier, wish)
    if wish.kind is LetterKind.CONSENT:
        return content | _consent(supply, supplier, wish)
    return content | _delivery(supply, supplier, wish)


def _common(supply: Supply, wish: Wish) -> dict[str, Any]:
    """Sender and date."""
    district = supply.workspace.choices.district
    office = f"{district.name}, {district.office}" if district.office else district.name
    place = f"{district.place}, " if district.place else ""
    return {
        "district": district.name,
        "office": office,
        "sender": " · ".join([office, *district.address]),
        "contact": district.contact or "",
        "place_and_day": f"{place}{format_date(wish.day)}",
        "day": format_date(wish.day),
        "answer_by": format_date(wish.day + timedelta(days=ANSWER_DAYS)),
        "report": supply.workspace.choices.report.title,
    }


def _recipient(supply: Supply, supplier: SupplierDefinition, wish: Wish) -> list[str]:
    if wish.kind is LetterKind.CONSENT:
        return [supply.names.municipalities.get(wish.party, party_words(wish.party))]
    office = supplier.office
    if wish.kind is LetterKind.ORDER and supplier.carried_by is not None:
        office = supplier.carried_by
    contact = [office.contact] if office.contact and not office.address else []
    return [office.name, *office.address, *contact]


def _delivery(supply: Supply, supplier: SupplierDefinition, wish: Wish) -> dict[str, Any]:
    due = _due(supply, wish)
    agreed_on = supply.deliveries[f"{wish.supplier}/{wish.product}"]
    definition = asked_on(agreed_on, due.reference_date)
    workspace = supply.workspace
    columns = layout_of(
        definition,
        workspace.definitions("cubes", CubeDefinition),
        workspace.definitions("registers", RegisterDefinition),
    )
    item = Item(matter=Matter.LATE, supplier=wish.supplier, products=(wish.product,),
                deliveries=(due,))  # fmt: skip
    agreed = _agreed(supply, supplier, wish)
    return {
        "product": definition.title.de,
        "reference_date": format_date(due.reference_date),
        "period": " bis ".join(format_date(day) for day in due.period) if due.period else "",
        "expected": format_date(due.expected) if due.expected else "",
        "embargo": format_date(due.embargo_until) if due.embargo_until else "",
        "hangs": hanging(item, supplier, supply.names),
        "layout": [asdict(column) for column in columns],
        "file_form": file_form(definition),
        "person_rows": definition.grain is Grain.PERSON,
        "consented": supply.names.towns(agreed[True]),
        "not_consented": supply.names.towns(agreed[False]),
    }


def _due(supply: Supply, wish: Wish) -> Due:
    """The delivery that the letter is about, on the letter's day."""
    name = f"{wish.supplier}/{wish.product}"
    if name not in supply.deliveries:
        known = [one for one in supply.deliveries if one.startswith(f"{wish.supplier}/")]
        raise _unknown(_("product"), name, known)
    day = wish.reference_date or max(supply.workspace.choices.report.dates)
    known_dates = {*supply.known.report_dates, day}
    asked = replace(supply, known=replace(supply.known, report_dates=sorted(known_dates)))
    found = [
        due
        for due in asked.status(wish.day).deliveries
        if (due.supplier, due.product) == (wish.supplier, wish.product)
    ]
    exact = [due for due in found if due.reference_date == day]
    near = exact or [due for due in found if due.reference_date <= day]
    if near:
        return near[-1]
    return Due(supplier=wish.supplier, product=wish.product, reference_date=day,
               state=DueState.OPEN)  # fmt: skip


def _agreed(supply: Supply, supplier: SupplierDefinition, wish: Wish) -> dict[bool, Sequence[str]]:
    """The municipalities that agreed and those that did not; all where nobody must."""
    towns = supply.names.municipalities
    known = [
        one
        for one in _consents(supply, supplier, wish)
        if one.party in towns
    ]  # fmt: skip
    if not known:
        served = supplier.served(wish.product)
        return {True: sorted(served & set(towns) if served else towns), False: []}
    day = wish.reference_date or max(supply.workspace.choices.report.dates)
    return {
        True: [one.party for one in known if one.holds(day)],
        False: [one.party for one in known if not one.holds(day)],
    }


def _consents(supply: Supply, supplier: SupplierDefinition, wish: Wish) -> list[Consent]:
    return consents(
        wish.supplier,
        supplier,
        [wish.product] if wish.product else supply.products.get(wish.supplier, ()),
        municipalities=list(supply.names.municipalities),
        events=supply.known.events,
    )


def _consent(supply: Supply, supplier: SupplierDefinition, wish: Wish) -> dict[str, Any]:
    known = [*Party, *supply.names.municipalities]
    if wish.party not in known or wish.party == Party.MUNICIPALITY:
        raise _unknown(_("party"), wish.party, [one for one in known if one != "municipality"])
    products = [wish.product] if wish.product else list(supply.products.get(wish.supplier, ()))
    titles = [supply.names.products.get(f"{wish.supplier}/{one}", one) for one in products]
    whose = Party(wish.party) if wish.party in list(Party) else Party.MUNICIPALITY
    because = [rule.because.de for rule in supplier.must_agree if rule.who is whose]
    return {
        "products": ", ".join(titles),
        "carrier": supplier.carried_by.name if supplier.carried_by else "",
        "party": supply.names.municipalities.get(wish.party, party_words(wish.party)),
        "because": " ".join(because),
    }


def _contract(supply: Supply, supplier: SupplierDefinition, wish: Wish) -> dict[str, Any]:
    terms = [t for t in supply.status(wish.day).terms if t.supplier == wish.supplier]
    found = [term for term in terms if term.contract.number == wish.contract]
    if not found:
        raise _unknown(_("contract"), wish.contract, [term.contract.number for term in terms])
    term = found[0]
    item = Item(matter=Matter.CONTRACT, supplier=wish.supplier, products=term.contract.products,
                terms=(term,))  # fmt: skip
    return {
        "contract": _contract_words(supply, supplier, term),
        "hangs": hanging(item, supplier, supply.names),
    }


def _contract_words(supply: Supply, supplier: SupplierDefinition, term: Term) -> dict[str, str]:
    contract, price = term.contract, term.contract.price
    per = {"year": _("a year"), "delivery": _("a delivery"), "once": _("once")}
    names = [supply.names.products.get(f"{term.supplier}/{p}", p) for p in contract.products]
    paid = f"{format_decimal(float(price.amount), 2)} {price.currency} " if price else ""
    return {
        "number": contract.number,
        "about": ", ".join(names) or supplier.title.de,
        "parties": ", ".join(contract.parties),
        "first_day": format_date(contract.first_day),
        "last_day": format_date(term.last_day) if term.last_day else "",
        "decide_by": format_date(term.decide_by) if term.decide_by else "",
        "price": f"{paid}{per[price.per]}" if price else "",
        "municipalities": supply.names.towns(contract.municipalities),
    }


def _unknown(what: str, value: str, known: Sequence[str]) -> WrongUseError:
    words = _("'{value}' is not known as {name}. Known: {known}.")
    return WrongUseError(words.format(value=value, name=what, known=", ".join(known) or "–"))
