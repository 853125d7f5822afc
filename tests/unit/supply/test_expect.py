"""Expecting: who speaks for whom, what is missing, what has ended."""

from datetime import date
from pathlib import Path

import pytest

from kreisblick.base.errors import FaultsFoundError
from kreisblick.supply import (
    State,
    SupplierDefinition,
    covered_municipalities,
    expected,
    read_suppliers,
)

TOWNS = ["a", "b", "c"]
FIRST, SECOND = date(2020, 12, 31), date(2022, 12, 31)


def supplier(**changes: object) -> SupplierDefinition:
    base = {
        "title": {"de": "Amt"},
        "office": {"name": "Amt"},
        "legal_basis": "Gesetz",
        "rhythm": "yearly",
    }
    return SupplierDefinition.model_validate(base | changes)


def test_a_supplier_covers_everybody_unless_it_says_otherwise() -> None:
    assert covered_municipalities(supplier(), "p", FIRST, TOWNS) == {"a", "b", "c"}


def test_a_supplier_speaks_only_for_the_towns_it_serves() -> None:
    assert covered_municipalities(supplier(covers=["a", "z"]), "p", FIRST, TOWNS) == {"a"}


def test_the_served_towns_may_differ_by_product() -> None:
    office = supplier(covers={"cases": ["b"]})
    assert covered_municipalities(office, "cases", FIRST, TOWNS) == {"b"}
    assert covered_municipalities(office, "centres", FIRST, TOWNS) == {"a", "b", "c"}


def test_a_consent_that_came_later_counts_from_its_day() -> None:
    office = supplier(
        consent_missing=[
            {"municipality": "b", "until": date(2022, 1, 1), "reason": {"de": "kein Beschluss"}}
        ]
    )
    assert covered_municipalities(office, "p", FIRST, TOWNS) == {"a", "c"}
    assert covered_municipalities(office, "p", SECOND, TOWNS) == {"a", "b", "c"}


def test_a_source_that_has_ended_speaks_for_nobody() -> None:
    office = supplier(ends_on=date(2021, 1, 1), ends_because={"de": "neues Programm"})
    assert covered_municipalities(office, "p", SECOND, TOWNS) == frozenset()


def test_every_date_is_delivered_missing_or_ended() -> None:
    office = supplier(ends_on=date(2022, 1, 1), ends_because={"de": "neues Programm"})
    found = expected(
        {"one": supplier(), "two": office},
        {"one": ["p"], "two": ["q"]},
        dates=[FIRST, SECOND],
        municipalities=TOWNS,
        delivered=[("one", "p", FIRST)],
    )
    assert [(e.supplier, e.reference_date, e.state) for e in found] == [
        ("one", FIRST, State.DELIVERED),
        ("one", SECOND, State.MISSING),
        ("two", FIRST, State.MISSING),
        ("two", SECOND, State.ENDED),
    ]


@pytest.mark.parametrize(
    ("came", "asked"),
    [([FIRST], [(FIRST, State.DELIVERED)]), ([], [(SECOND, State.MISSING)])],
)
def test_what_comes_once_is_not_missed_at_the_other_dates(
    came: list[date], asked: list[tuple[date, State]]
) -> None:
    found = expected(
        {"one": supplier(rhythm="once")},
        {"one": ["p"]},
        dates=[SECOND, FIRST],
        municipalities=TOWNS,
        delivered=[("one", "p", day) for day in came],
    )
    assert [(e.reference_date, e.state) for e in found] == asked


def test_coverage_is_the_share_of_the_municipalities() -> None:
    found = expected(
        {"one": supplier(covers=["a"])},
        {"one": ["p"]},
        dates=[FIRST],
        municipalities=TOWNS,
        delivered=[],
    )
    assert found[0].coverage == pytest.approx(1 / 3)
    assert found[0].not_covered == ("b", "c")


def test_an_end_needs_its_reason(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "supplier.yaml").write_text(
        "title: {de: Amt}\noffice: {name: Amt}\nlegal_basis: Gesetz\nrhythm: yearly\n"
        "ends_on: 2024-01-01\n"
    )
    with pytest.raises(FaultsFoundError, match="ends_because"):
        read_suppliers([tmp_path])
