"""Agree: who has agreed to a transfer, who has not, and whom the source may not speak for then."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from kreisblick.base.definitions import Translated
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.supply.events import Event, EventKind, standing
from kreisblick.supply.model import ConsentMissing, SupplierDefinition
from kreisblick.supply.offices import MustAgree, Party

__all__ = ["Consent", "ConsentState", "consents", "with_consents"]


class ConsentState(StrEnum):
    """How it stands with one party."""

    NOT_ASKED = auto()
    ASKED = auto()
    GIVEN = auto()
    REFUSED = auto()
    REVOKED = auto()


STATES = {
    EventKind.CONSENT_ASKED: ConsentState.ASKED,
    EventKind.CONSENT_GIVEN: ConsentState.GIVEN,
    EventKind.CONSENT_REFUSED: ConsentState.REFUSED,
    EventKind.CONSENT_REVOKED: ConsentState.REVOKED,
}


@dataclass(frozen=True, kw_only=True)
class Consent:
    """Whether one party agrees to one product.

    Attributes:
        supplier, product: keys.
        party: key of a municipality, or another party's word.
        state: as the last row of the log says.
        on: day of that row.
        since, until: reference dates for which a consent holds (half open); open when None.
        document: the paper.
    """

    supplier: str
    product: str
    party: str
    state: ConsentState
    on: date | None = None
    since: date | None = None
    until: date | None = None
    document: str = ""

    def holds(self, reference_date: date) -> bool:
        """Whether figures of a reference date may be used.

        A consent that was revoked held for the reference dates before its end.
        """
        if self.state not in {ConsentState.GIVEN, ConsentState.REVOKED}:
            return False
        begun = self.since is None or self.since <= reference_date
        return begun and (self.until is None or reference_date < self.until)


def consents(
    key: str,
    supplier: SupplierDefinition,
    products: Iterable[str],
    *,
    municipalities: Collection[str],
    events: Sequence[Event],
) -> list[Consent]:
    """How it stands with everybody who must agree, by product and party."""
    rows = standing(events)
    return [
        _consent(key, product, party, rows)
        for product in sorted(products)
        for rule in supplier.must_agree
        if rule.concerns(product)
        for party in _parties(rule, supplier, product, municipalities)
    ]


def with_consents(
    suppliers: Mapping[str, SupplierDefinition],
    products: Mapping[str, Iterable[str]],
    *,
    municipalities: Collection[str],
    events: Sequence[Event],
) -> dict[str, SupplierDefinition]:
    """The suppliers, each with a missing consent where somebody who must agree did not.

    Without the consent of a party other than a municipality a source speaks for nobody.
    """
    found = {}
    for key, supplier in suppliers.items():
        known = consents(
            key, supplier, products.get(key, ()), municipalities=municipalities, events=events
        )
        gaps = tuple(gap for one in known for gap in _gaps(one, municipalities))
        found[key] = supplier.model_copy(
            update={"consent_missing": (*supplier.consent_missing, *gaps)}
        )
    return found


def _parties(
    rule: MustAgree, supplier: SupplierDefinition, product: str, municipalities: Collection[str]
) -> list[str]:
    if rule.who is not Party.MUNICIPALITY:
        return [rule.who.value]
    served = supplier.served(product)
    return sorted(served & set(municipalities) if served is not None else municipalities)


def _consent(key: str, product: str, party: str, rows: Sequence[Event]) -> Consent:
    """The last word of a party; a revocation ends what was given before it."""
    found = Consent(supplier=key, product=product, party=party, state=ConsentState.NOT_ASKED)
    for event in rows:
        if not (event.kind in STATES and event.concerns(key, product) and event.party == party):
            continue
        state = STATES[event.kind]
        if state is ConsentState.ASKED and found.state is ConsentState.GIVEN:
            continue  # asked for the time after; what was given holds
        if state is ConsentState.REVOKED and found.state is not ConsentState.GIVEN:
            state = ConsentState.REFUSED  # nothing had been given
        revoked = state is ConsentState.REVOKED
        found = Consent(
            supplier=key,
            product=product,
            party=party,
            state=state,
            on=event.on,
            since=found.since if revoked else event.since,
            until=(event.since or event.on) if revoked else event.until,
            document=event.document,
        )
    return found


def _gaps(consent: Consent, municipalities: Collection[str]) -> list[ConsentMissing]:
    """The times for which a consent is missing, for each municipality it concerns."""
    towns = [consent.party] if consent.party not in list(Party) else sorted(municipalities)
    return [
        ConsentMissing(
            municipality=town,
            products=(consent.product,),
            since=since,
            until=until,
            reason=Translated(de=_because(consent)),
        )
        for since, until in _times_without(consent)
        for town in towns
    ]


def _times_without(consent: Consent) -> list[tuple[date | None, date | None]]:
    if consent.state not in {ConsentState.GIVEN, ConsentState.REVOKED}:
        return [(None, None)]
    before = [(None, consent.since)] if consent.since is not None else []
    after = [(consent.until, None)] if consent.until is not None else []
    return [*before, *after]


def _because(consent: Consent) -> str:
    day = format_date(consent.on) if consent.on else ""
    words = {
        ConsentState.NOT_ASKED: _("Consent has not been asked for."),
        ConsentState.ASKED: _("Consent was asked for on {day}; there is no answer yet."),
        ConsentState.GIVEN: _("Consent was given on {day}, but not for this reference date."),
        ConsentState.REFUSED: _("Consent was refused on {day}."),
        ConsentState.REVOKED: _("Consent was revoked on {day}."),
    }
    return words[consent.state].format(day=day)
