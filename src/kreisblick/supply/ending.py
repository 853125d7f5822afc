"""End: products that come no more, because their source says so or their contract ran out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from kreisblick.base.definitions import Translated
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.supply.model import ConsentMissing, Ending, SupplierDefinition
from kreisblick.supply.renew import ContractState, Term

__all__ = ["with_contract_ends"]


def with_contract_ends(
    suppliers: Mapping[str, SupplierDefinition],
    products: Mapping[str, Iterable[str]],
    terms: Iterable[Term],
    *,
    municipalities: Iterable[str],
) -> dict[str, SupplierDefinition]:
    """The suppliers, each ending where all signed contracts about a product have ended.

    Later reference dates have no contract. What is about no contract at all goes on. A contract
    about some municipalities ends for these alone: as if they had not agreed.

    Args:
        suppliers: by key.
        products: the products of each supplier.
        terms: how it stands with all contracts.
        municipalities: keys of all municipalities of the district.
    """
    towns = sorted(municipalities)
    signed = [term for term in terms if term.signed_on is not None]
    found = {}
    for key, supplier in suppliers.items():
        own = [term for term in signed if term.supplier == key]
        ends: list[Ending] = []
        gaps: list[ConsentMissing] = []
        for product in sorted(products.get(key, ())) if own else ():
            last = {town: _last([t for t in own if t.contract.covers(product, town)])
                    for town in towns}  # fmt: skip
            here = {town: term for town, term in last.items() if term is not None}
            if towns and len(here) == len(towns):
                ends.append(_end(product, max(here.values(), key=_day)))
            else:
                gaps += [_gap(product, town, term) for town, term in here.items()]
        found[key] = supplier.model_copy(
            update={
                "ends": (*supplier.ends, *ends),
                "consent_missing": (*supplier.consent_missing, *gaps),
            }
        )
    return found


def _last(terms: Sequence[Term]) -> Term | None:
    """The contract that ended last; None where there is none, or one that goes on."""
    if not terms or any(term.state is not ContractState.ENDED for term in terms):
        return None
    return max(terms, key=_day)


def _day(term: Term) -> date:
    return term.last_day or date.max


def _end(product: str, term: Term) -> Ending:
    return Ending(products=(product,), on=_following(term), because=_because(term))


def _gap(product: str, town: str, term: Term) -> ConsentMissing:
    return ConsentMissing(
        municipality=town, products=(product,), since=_following(term), reason=_because(term)
    )


def _following(term: Term) -> date:
    return _day(term) + timedelta(days=1)


def _because(term: Term) -> Translated:
    words = _("Contract {number} ended on {day} and was not renewed.")
    return Translated(de=words.format(number=term.contract.number, day=format_date(_day(term))))
