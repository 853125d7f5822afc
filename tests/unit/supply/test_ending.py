"""Ending: a contract that nobody renewed ends what it was about, and nothing else."""

from datetime import date

import pytest

from kreisblick.supply import (
    Event,
    EventKind,
    Known,
    ReferenceRule,
    Schedule,
    Span,
    SupplierDefinition,
    contract_terms,
    covered_municipalities,
    due_deliveries,
    read_rules,
    with_contract_ends,
)

TOWNS = ["a", "b", "c"]
BEFORE, AFTER = date(2023, 12, 31), date(2024, 12, 31)
TODAY = date(2025, 6, 30)
CONTRACT = {
    "number": "1",
    "parties": ["Kreis", "Amt"],
    "first_day": "2020-01-01",
    "last_day": "2024-06-30",
    "signed_on": "2019-12-01",
}


def supplier(*contracts: dict[str, object], **changes: object) -> SupplierDefinition:
    base = {
        "title": {"de": "Amt"},
        "office": {"name": "Amt"},
        "legal_basis": "Gesetz",
        "rhythm": "yearly",
        "contracts": list(contracts),
    }
    return SupplierDefinition.model_validate(base | changes)


def covered(
    office: SupplierDefinition, day: date, *events: Event, product: str = "p"
) -> frozenset[str]:
    terms = contract_terms({"office": office}, events, read_rules(), as_of=TODAY)
    found = with_contract_ends({"office": office}, {"office": ["p", "q"]}, terms,
                               municipalities=TOWNS)  # fmt: skip
    return covered_municipalities(found["office"], product, day, TOWNS)


def test_what_was_counted_while_it_ran_may_be_used() -> None:
    assert covered(supplier(CONTRACT), BEFORE) == set(TOWNS)


def test_after_its_last_day_the_source_speaks_for_nobody() -> None:
    assert covered(supplier(CONTRACT), AFTER) == frozenset()


def test_a_supplier_without_contracts_goes_on() -> None:
    assert covered(supplier(), AFTER) == set(TOWNS)


@pytest.mark.parametrize(
    "other",
    [
        CONTRACT | {"number": "2", "first_day": "2024-07-01", "last_day": None},
        CONTRACT | {"number": "2", "last_day": "2026-12-31"},
    ],
)
def test_another_contract_that_runs_takes_its_place(other: dict[str, object]) -> None:
    assert covered(supplier(CONTRACT, other), AFTER) == set(TOWNS)


def test_an_unsigned_contract_does_not() -> None:
    draft = CONTRACT | {"number": "2", "first_day": "2024-07-01", "last_day": None}
    draft.pop("signed_on")

    assert covered(supplier(CONTRACT, draft), AFTER) == frozenset()


def test_a_contract_that_prolongs_itself_does_not_end() -> None:
    assert covered(supplier(CONTRACT | {"renews_months": 12}), AFTER) == set(TOWNS)


def test_a_renewal_in_the_log_counts() -> None:
    renewed = Event(
        number=1,
        on=date(2025, 2, 3),
        kind=EventKind.CONTRACT_RENEWED,
        supplier="office",
        contract="1",
        until=date(2026, 12, 31),
        by="Kreis",
    )

    assert covered(supplier(CONTRACT), AFTER, renewed) == set(TOWNS)


def test_a_contract_about_one_product_ends_that_product() -> None:
    office = supplier(CONTRACT | {"products": ["p"]})

    assert covered(office, AFTER, product="p") == frozenset()
    assert covered(office, AFTER, product="q") == set(TOWNS)


def test_a_contract_about_one_town_ends_for_that_town() -> None:
    assert covered(supplier(CONTRACT | {"municipalities": ["b"]}), AFTER) == {"a", "c"}


def test_a_product_may_end_while_its_source_goes_on() -> None:
    end = {"products": ["p"], "on": "2024-01-01", "because": {"de": "neues Programm"}}
    office = supplier(ends=[end])

    assert covered(office, AFTER, product="p") == frozenset()
    assert covered(office, AFTER, product="q") == set(TOWNS)


def test_beyond_the_last_agreed_date_nothing_is_expected() -> None:
    rule = ReferenceRule(last=BEFORE)
    office = supplier(
        calendar={"*": Schedule(reference=rule, expected=Span(months=1)).model_dump()}
    )
    due = due_deliveries(
        {"office": office}, {"office": ["p"]}, Known(report_dates=[BEFORE]), read_rules(),
        as_of=date(2031, 1, 1),
    )  # fmt: skip

    assert [one.reference_date for one in due] == [BEFORE]


def test_a_date_of_the_report_beyond_it_is_open() -> None:
    rule = ReferenceRule(last=BEFORE)
    office = supplier(
        calendar={"*": Schedule(reference=rule, expected=Span(months=1)).model_dump()}
    )
    due = due_deliveries(
        {"office": office}, {"office": ["p"]}, Known(report_dates=[AFTER]), read_rules(),
        as_of=TODAY,
    )  # fmt: skip

    assert [(one.reference_date, one.state.value) for one in due] == [(AFTER, "open")]
