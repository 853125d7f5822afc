"""Renew: which contracts need a decision, and which have ended or were never signed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto

from kreisblick.supply.contracts import Contract
from kreisblick.supply.events import Event, EventKind, standing
from kreisblick.supply.model import SupplierDefinition
from kreisblick.supply.rules import SupplyRules
from kreisblick.supply.schedule import Span

__all__ = ["ContractState", "Term", "contract_terms"]


class ContractState(StrEnum):
    """How it stands with a contract."""

    UNSIGNED = auto()
    ENDED = auto()
    EXPIRING = auto()  # somebody must decide soon, or should have
    RENEWS = auto()  # is prolonged by itself unless somebody decides otherwise soon
    RUNNING = auto()
    FUTURE = auto()


@dataclass(frozen=True, kw_only=True)
class Term:
    """A contract on a day.

    Attributes:
        supplier: key.
        contract: as the catalogue describes it.
        state: how it stands.
        signed_on: day of the last signature.
        last_day: of its present term, prolongations counted.
        decide_by: the last day on which notice can be given or a new contract begun.
    """

    supplier: str
    contract: Contract
    state: ContractState
    signed_on: date | None
    last_day: date | None
    decide_by: date | None


def contract_terms(
    suppliers: Mapping[str, SupplierDefinition],
    events: Iterable[Event],
    rules: SupplyRules,
    *,
    as_of: date,
) -> list[Term]:
    """All contracts with their state on a day, by supplier and number."""
    rows = [event for event in standing(events) if event.kind.about_contract]
    return [
        _term(key, contract, rows, rules, as_of)
        for key, supplier in sorted(suppliers.items())
        for contract in sorted(supplier.contracts, key=lambda c: c.number)
    ]


def _term(
    key: str, contract: Contract, rows: Sequence[Event], rules: SupplyRules, as_of: date
) -> Term:
    own = [e for e in rows if (e.supplier, e.contract) == (key, contract.number) and e.on <= as_of]
    signed = [e.on for e in own if e.kind is EventKind.CONTRACT_SIGNED]
    changed = [e for e in own if e.until is not None]
    ended_early = bool(changed) and changed[-1].kind is EventKind.CONTRACT_TERMINATED
    last_day = changed[-1].until if changed else contract.last_day
    renews = None if ended_early else contract.renews_months
    signed_on = signed[-1] if signed else contract.signed_on
    last_day = _prolonged(last_day, renews, contract, rules, as_of)
    decide_by = _notice(last_day, contract, rules) if last_day else None
    return Term(
        supplier=key,
        contract=contract,
        state=_state(contract, signed_on, last_day, None if ended_early else decide_by,
                     renews, rules, as_of),
        signed_on=signed_on,
        last_day=last_day,
        decide_by=None if ended_early else decide_by,
    )  # fmt: skip


def _prolonged(
    last_day: date | None,
    renews: int | None,
    contract: Contract,
    rules: SupplyRules,
    as_of: date,
) -> date | None:
    """The last day after all prolongations that nobody can prevent any more."""
    if last_day is None or renews is None:
        return last_day
    step = Span(months=renews)
    while _notice(last_day, contract, rules) < as_of:
        last_day = step.after(last_day)
    return last_day


def _notice(last_day: date, contract: Contract, rules: SupplyRules) -> date:
    months = rules.notice_months if contract.notice_months is None else contract.notice_months
    return Span(months=months).before(last_day) if months else last_day


def _state(
    contract: Contract,
    signed_on: date | None,
    last_day: date | None,
    decide_by: date | None,
    renews: int | None,
    rules: SupplyRules,
    as_of: date,
) -> ContractState:
    if last_day is not None and last_day < as_of:
        return ContractState.ENDED
    if signed_on is None:
        return ContractState.UNSIGNED
    if decide_by is not None and as_of >= _warned(decide_by, rules):
        return ContractState.EXPIRING if renews is None else ContractState.RENEWS
    return ContractState.FUTURE if as_of < contract.first_day else ContractState.RUNNING


def _warned(decide_by: date, rules: SupplyRules) -> date:
    if not rules.warn_months:
        return decide_by
    return Span(months=rules.warn_months).before(decide_by + timedelta(days=1))
