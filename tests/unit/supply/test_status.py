"""Status: what needs a person first, letters due on a day, consents, contracts, embargoes."""

from datetime import date

from tests.unit.supply.test_expect import supplier

from kreisblick.supply import (
    ConsentState,
    ContractState,
    Event,
    EventKind,
    Known,
    Matter,
    Status,
    SupplierDefinition,
    consents,
    contract_terms,
    covered_municipalities,
    embargoed,
    read_rules,
    reminders_due,
    supply_status,
    with_consents,
)

TOWNS = ["a", "b"]
STOCK = date(2024, 12, 31)
RULES = read_rules()
EVERY_YEAR = {"*": {"expected": {"months": 2}}}  # on 28 February; reminders 15 and 36 days later
AGREED_BY_TOWNS = [{"who": "municipality", "because": {"de": "Vereinbarung"}}]
CONTRACT = {
    "number": "V-1",
    "parties": ["Kreis", "Amt"],
    "first_day": date(2023, 1, 1),
    "last_day": date(2026, 6, 30),
    "notice_months": 3,
    "signed_on": date(2022, 12, 1),
}


def happened(kind: EventKind, on: date, **changes: object) -> Event:
    return Event(**{"on": on, "kind": kind, "supplier": "one", "by": "Amt"} | changes)  # type: ignore[arg-type]


def page(office: SupplierDefinition, as_of: date, **known: object) -> Status:
    facts = Known(**{"report_dates": [STOCK]} | known)  # type: ignore[arg-type]
    return supply_status(
        {"one": office}, {"one": ["p"]}, facts, RULES, municipalities=TOWNS, as_of=as_of
    )


def stages(as_of: date, *events: Event) -> list[int]:
    found = page(supplier(calendar=EVERY_YEAR), as_of, events=events).deliveries
    return [r.stage for r in reminders_due(found, as_of=as_of) if r.due.reference_date == STOCK]


def test_what_needs_a_person_most_stands_first() -> None:
    office = supplier(calendar=EVERY_YEAR, must_agree=AGREED_BY_TOWNS, contracts=[CONTRACT])

    late = page(office, date(2025, 12, 1))
    here = page(office, date(2025, 12, 1), accepted={("one", "p", STOCK)})

    assert [item.matter for item in late.items][:3] == [
        Matter.LATE,
        Matter.CONSENT,
        Matter.CONTRACT,
    ]
    assert Matter.LATE not in [item.matter for item in here.items]
    assert here.items[-1].matter is Matter.RECEIVED


def test_a_delivery_is_late_only_after_the_grace() -> None:
    office = supplier(calendar=EVERY_YEAR)

    assert page(office, date(2025, 3, 14)).items[0].matter is Matter.DUE
    assert page(office, date(2025, 3, 15)).items[0].matter is Matter.LATE


def test_a_later_day_that_the_office_named_counts() -> None:
    later = happened(
        EventKind.POSTPONED, date(2025, 3, 1), product="p", reference_date=STOCK,
        until=date(2025, 5, 31),
    )  # fmt: skip

    found = page(supplier(calendar=EVERY_YEAR), date(2025, 4, 1), events=[later])

    assert Matter.LATE not in [item.matter for item in found.items]


def test_it_is_asked_for_a_month_before_and_only_once() -> None:
    asked = happened(EventKind.REQUESTED, date(2025, 1, 29), product="p", reference_date=STOCK)

    assert stages(date(2025, 1, 28)) == []
    assert stages(date(2025, 1, 29)) == [0]
    assert stages(date(2025, 1, 30), asked) == []


def test_the_reminders_are_due_on_their_days() -> None:
    assert stages(date(2025, 3, 14)) == [0]
    assert stages(date(2025, 3, 15)) == [1]


def test_a_second_reminder_leaves_the_first_one_time_to_be_answered() -> None:
    first = happened(EventKind.REMINDED, date(2025, 4, 1), product="p", reference_date=STOCK)

    assert stages(date(2025, 4, 21), first) == []
    assert stages(date(2025, 4, 22), first) == [2]


def test_a_contract_that_ends_is_named_months_before_the_decision() -> None:
    office = {"one": supplier(contracts=[CONTRACT])}

    (quiet,) = contract_terms(office, [], RULES, as_of=date(2025, 9, 1))
    (warned,) = contract_terms(office, [], RULES, as_of=date(2025, 10, 2))
    (ended,) = contract_terms(office, [], RULES, as_of=date(2026, 7, 1))

    assert quiet.state is ContractState.RUNNING
    assert warned.state is ContractState.EXPIRING
    assert warned.decide_by == date(2026, 3, 31)
    assert ended.state is ContractState.ENDED


def test_a_renewed_contract_is_quiet_again() -> None:
    renewed = happened(
        EventKind.CONTRACT_RENEWED, date(2025, 11, 1), contract="V-1", until=date(2029, 6, 30)
    )

    (term,) = contract_terms(
        {"one": supplier(contracts=[CONTRACT])}, [renewed], RULES, as_of=date(2025, 12, 1)
    )

    assert term.state is ContractState.RUNNING


def test_a_contract_without_a_signature_is_told() -> None:
    office = supplier(contracts=[CONTRACT | {"signed_on": None}])

    (term,) = contract_terms({"one": office}, [], RULES, as_of=date(2024, 1, 1))

    assert term.state is ContractState.UNSIGNED


def test_a_missing_and_a_refused_consent_leave_their_towns_out() -> None:
    office = supplier(must_agree=AGREED_BY_TOWNS)
    events = [
        happened(EventKind.CONSENT_GIVEN, date(2024, 1, 1), party="a", document="1.pdf"),
        happened(EventKind.CONSENT_REFUSED, date(2024, 1, 1), party="b"),
    ]

    answered = consents("one", office, ["p"], municipalities=[*TOWNS, "c"], events=events)
    agreed = with_consents(
        {"one": office}, {"one": ["p"]}, municipalities=[*TOWNS, "c"], events=events
    )

    assert {one.party: one.state for one in answered} == {
        "a": ConsentState.GIVEN,
        "b": ConsentState.REFUSED,
        "c": ConsentState.NOT_ASKED,
    }
    assert covered_municipalities(agreed["one"], "p", STOCK, [*TOWNS, "c"]) == {"a"}


def test_a_consent_that_was_revoked_still_holds_for_the_time_before() -> None:
    office = supplier(must_agree=AGREED_BY_TOWNS)
    events = [
        happened(EventKind.CONSENT_GIVEN, date(2020, 1, 1), party="a", document="1.pdf"),
        happened(EventKind.CONSENT_REVOKED, date(2024, 6, 1), party="a"),
    ]

    agreed = with_consents({"one": office}, {"one": ["p"]}, municipalities=["a"], events=events)

    assert covered_municipalities(agreed["one"], "p", date(2022, 12, 31), ["a"]) == {"a"}
    assert covered_municipalities(agreed["one"], "p", STOCK, ["a"]) == frozenset()


def test_a_consent_counts_from_its_first_reference_date_also_after_its_end() -> None:
    given = happened(
        EventKind.CONSENT_GIVEN, date(2021, 1, 1), party="a", since=date(2021, 12, 31),
        document="1.pdf",
    )  # fmt: skip
    revoked = happened(EventKind.CONSENT_REVOKED, date(2024, 6, 1), party="a")
    office, days = supplier(must_agree=AGREED_BY_TOWNS), (date(2020, 12, 31), date(2022, 12, 31))

    for events in ([given], [given, revoked]):
        agreed = with_consents({"one": office}, {"one": ["p"]}, municipalities=["a"], events=events)

        covered = [covered_municipalities(agreed["one"], "p", day, ["a"]) for day in days]
        assert covered == [frozenset(), {"a"}]


def test_figures_rest_until_the_day_their_embargo_ends() -> None:
    resting = {"*": {"expected": {"months": 2},
                     "embargo": {"after": {"months": 6}, "because": "Ausschuss"}}}  # fmt: skip
    office, key = supplier(calendar=resting), ("one", "p", STOCK)

    assert embargoed({"one": office}, [key], as_of=date(2025, 6, 29)) == {key: date(2025, 6, 30)}
    assert embargoed({"one": office}, [key], as_of=date(2025, 6, 30)) == {}
    assert page(office, date(2025, 5, 1), accepted={key}).items[0].matter is Matter.EMBARGOED
