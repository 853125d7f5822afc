"""Words of the status page: for each item what is the matter, what hangs on it, what to do."""

from collections.abc import Iterable, Mapping
from datetime import date

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.supply.agree import ConsentState
from kreisblick.supply.ending import with_contract_ends
from kreisblick.supply.model import SupplierDefinition
from kreisblick.supply.names import Line, Names, Uses
from kreisblick.supply.offices import Party
from kreisblick.supply.renew import ContractState
from kreisblick.supply.status import Item, Matter, Status

__all__ = ["lead", "matter_title", "status_lines"]

REMIND = "kreisblick supply remind --by AMT"


def matter_title(matter: Matter) -> str:
    """The heading of a part of the page."""
    return {
        Matter.LATE: _("Late"),
        Matter.CONSENT: _("Consent is missing"),
        Matter.CONTRACT: _("Contracts: decide now"),
        Matter.REJECTED: _("Sent back"),
        Matter.READY: _("Here, but not accepted yet"),
        Matter.ENDED: _("The source has ended"),
        Matter.EMBARGOED: _("Embargoed"),
        Matter.DUE: _("Due soon"),
        Matter.OPEN: _("Needed, without an agreed day"),
        Matter.RECEIVED: _("Received"),
    }[matter]


def lead(status: Status) -> str:
    """The answer first: how much needs a person."""
    if not status.suppliers:
        return _(
            "No supplier is described yet. Write catalogue/suppliers/<supplier>/supplier.yaml; the "
            "handbook page 'daten-beschaffen' shows one."
        )
    number = sum(item.matter.needs_a_person for item in status.items)
    day = format_date(status.as_of)
    if number == 0:
        return _("On {day} nothing needs you.").format(day=day)
    if number == 1:
        return _("On {day} one thing needs you.").format(day=day)
    return _("On {day} {count} things need you.").format(day=day, count=format_count(number))


def status_lines(
    status: Status, suppliers: Mapping[str, SupplierDefinition], names: Names
) -> list[Line]:
    """The page, line by line, in its order."""
    known = with_contract_ends(
        suppliers, status.products, status.terms, municipalities=names.municipalities
    )
    return [_line(item, known[item.supplier], names) for item in status.items]


def _line(item: Item, supplier: SupplierDefinition, names: Names) -> Line:
    about = [names.products.get(f"{item.supplier}/{p}", p) for p in item.products]
    title = f"{supplier.title.de}: {', '.join(about)}" if about else supplier.title.de
    tell = _of_consent if item.consents else _of_contract if item.terms else _of_delivery
    what, step, command = tell(item, supplier, names)
    quiet = item.matter is Matter.RECEIVED
    return Line(
        matter=item.matter,
        title=title,
        what=what,
        hangs="" if quiet else hanging(item, supplier, names),
        step=step,
        command=command,
    )


def _of_delivery(item: Item, supplier: SupplierDefinition, names: Names) -> tuple[str, str, str]:
    first = item.deliveries[0]
    name, day = f"{first.supplier}/{first.product}", first.reference_date.isoformat()
    days = _days(due.reference_date for due in item.deliveries)
    asked = f"kreisblick supply letter reminder-1 {name} --reference-date {day} -o erinnerung.docx"
    if item.matter is Matter.LATE:
        words = _("{dates}: expected on {expected}, still missing{sent}.")
        what = words.format(dates=days, expected=_day(first.expected), sent=_sent(item))
        if item.reminders:
            return what, _("Send the reminder that is due."), REMIND
        if first.remind_on and len(first.remind_on) <= first.times_reminded:
            deputy = supplier.office.deputy
            office = deputy.name if deputy else supplier.office.name
            return what, _("All reminders are sent. Call: {office}.").format(office=office), ""
        return what, _("Wait for the answer, or remind once more."), asked
    if item.matter is Matter.REJECTED:
        what = _("{dates}: sent back; the mended file has not come.")
        step = _("Ask when it comes, or write down a later day.")
        command = f"kreisblick supply record postponed {name} --reference-date {day}"
        return what.format(dates=days), step, f"{command} --until JJJJ-MM-TT --by AMT"
    return _calm(item, supplier, days, name, day)


def _calm(
    item: Item, supplier: SupplierDefinition, days: str, name: str, day: str
) -> tuple[str, str, str]:
    """What is not late: it lies ready, has ended, rests, comes soon, or is here."""
    first = item.deliveries[0]
    letter = f"kreisblick supply letter request {name} --reference-date {day} -o anfrage.docx"
    if item.matter is Matter.ENDED:
        return (*_ended(supplier, first.product, days), "")
    if item.matter is Matter.DUE and item.reminders:
        step, command = _("Ask for it."), REMIND
    else:
        step, command = {
            Matter.READY: (_("Check and accept it with the round."), "kreisblick run"),
            Matter.DUE: (_("Nothing to do until then."), ""),
            Matter.OPEN: (
                _("Ask for it, and agree on a day (calendar in supplier.yaml)."),
                letter,
            ),
        }.get(item.matter, ("", ""))
    words = {
        Matter.READY: _("{dates}: the file is here."),
        Matter.EMBARGOED: _(
            "{dates}: here; may be used from {day} on. Until then no figure of it is counted."
        ),
        Matter.DUE: _("{dates}: expected on {expected}{sent}."),
        Matter.OPEN: _("{dates}: needed for the report; no day is agreed."),
        Matter.RECEIVED: _("{dates}: accepted."),
    }
    told = {"expected": _day(first.expected), "sent": _sent(item)}
    what = words[item.matter].format(dates=days, day=_day(first.embargo_until), **told)
    return what, step, command


def _ended(supplier: SupplierDefinition, product: str, days: str) -> tuple[str, str]:
    end = supplier.ending(product)
    because = end.because.de if end else ""
    what = _("{dates}: nothing comes any more. {because}")
    plan = supplier.substitute(product)
    if plan is None:
        step = _("No substitute is planned. Agree on one: substitutes in supplier.yaml.")
    elif plan.agreed_on is None:
        step = _("A substitute is proposed, not agreed: {note}").format(note=plan.note.de)
    else:
        step = _("Substitute agreed on {day}: {note}").format(
            day=format_date(plan.agreed_on), note=plan.note.de
        )
    return what.format(dates=days, because=because).strip(), step


def _of_consent(item: Item, supplier: SupplierDefinition, names: Names) -> tuple[str, str, str]:
    one = item.consents[0]
    parties = sorted({consent.party for consent in item.consents})
    who = names.towns(parties)
    day = _day(one.on)
    words = {
        ConsentState.NOT_ASKED: _("{who}: consent has not been asked for."),
        ConsentState.ASKED: _("{who}: consent was asked for on {day}; no answer yet."),
        ConsentState.GIVEN: _("{who}: consent ends with reference dates from {until} on."),
        ConsentState.REFUSED: _("{who}: consent was refused on {day}."),
        ConsentState.REVOKED: _("{who}: consent was revoked on {day}."),
    }
    steps = {
        ConsentState.NOT_ASKED: _("Send the consent form, then write down that it was asked."),
        ConsentState.ASKED: _("Ask for the answer; write it down when it is there."),
        ConsentState.GIVEN: _("Ask for a new consent in time."),
        ConsentState.REFUSED: _("Talk; until then the report leaves this part out and says so."),
        ConsentState.REVOKED: _("Talk; until then the report leaves this part out and says so."),
    }
    what = words[one.state].format(who=who, day=day, until=_day(one.until))
    name = f"{item.supplier}/{one.product}"
    command = f"kreisblick supply letter consent {name} --party {one.party} -o einwilligung.docx"
    return what, steps[one.state], command


def _of_contract(item: Item, supplier: SupplierDefinition, names: Names) -> tuple[str, str, str]:
    first = item.terms[0]
    numbers = ", ".join(term.contract.number for term in item.terms)
    told = {"numbers": numbers, "last": _day(first.last_day), "by": _day(first.decide_by)}
    words = {
        ContractState.UNSIGNED: _("Contract {numbers}: not signed."),
        ContractState.ENDED: _("Contract {numbers}: ended on {last}."),
        ContractState.EXPIRING: _("Contract {numbers}: ends on {last}; decide by {by}."),
        ContractState.RENEWS: _("Contract {numbers}: is prolonged unless you give notice by {by}."),
    }
    step = (
        _("Have it signed, then write it down.")
        if first.state is ContractState.UNSIGNED
        else _("Decide whether it goes on, and write to the other side.")
    )
    number = first.contract.number
    if first.state is ContractState.UNSIGNED:
        command = f"kreisblick supply record contract_signed {item.supplier} --contract {number}"
        return words[first.state].format(**told), step, f"{command} --by AMT"
    command = f"kreisblick supply letter contract {item.supplier} --contract {number}"
    return words[first.state].format(**told), step, f"{command} -o vertrag.docx"


def hanging(item: Item, supplier: SupplierDefinition, names: Names) -> str:
    """What would be missing without it: indicators, chapters, municipalities."""
    products = item.products or tuple(
        name.partition("/")[2] for name in names.uses if name.startswith(f"{item.supplier}/")
    )
    uses = [names.uses.get(f"{item.supplier}/{product}", Uses()) for product in products]
    indicators = sorted({title for use in uses for title in use.indicators})
    chapters = sorted({title for use in uses for title in use.chapters})
    thinner = sorted({title for use in uses for title in use.thinner} - set(chapters))
    towns = _towns(item, supplier, products)
    parts = []
    if indicators:
        parts.append(_("indicators: {names}").format(names=", ".join(indicators)))
    if chapters:
        parts.append(_("whole chapters: {names}").format(names=", ".join(chapters)))
    if thinner:
        parts.append(_("parts of chapters: {names}").format(names=", ".join(thinner)))
    if towns and parts:
        parts.append(_("for {names}").format(names=names.towns(towns)))
    return "; ".join(parts)


def _towns(item: Item, supplier: SupplierDefinition, products: Iterable[str]) -> list[str]:
    """Keys of the municipalities concerned; none named means the whole district."""
    if item.terms:
        return sorted({key for term in item.terms for key in term.contract.municipalities})
    if item.consents:
        return sorted({c.party for c in item.consents if c.party not in list(Party)})
    served = [supplier.served(product) for product in products]
    return [] if None in served else sorted({key for keys in served for key in keys or ()})


def _sent(item: Item) -> str:
    number = max(due.times_reminded for due in item.deliveries)
    if number:
        return _(", reminded {count} time(s)").format(count=number)
    return _(", asked for") if any(due.asked for due in item.deliveries) else ""


def _days(days: Iterable[date]) -> str:
    told = [format_date(day) for day in days]
    words = _("Reference date {days}") if len(told) == 1 else _("Reference dates {days}")
    return words.format(days=", ".join(told))


def _day(day: date | None) -> str:
    return format_date(day) if day else "–"
