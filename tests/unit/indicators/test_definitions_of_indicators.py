"""Definitions are refused where they contradict themselves; assurance finds the rest."""

from datetime import date

import pytest
from pydantic import ValidationError

from kreisblick.statistics.cube import CubeDefinition, Slice
from kreisblick.statistics.indicators import (
    IndicatorDefinition,
    assure,
    needed_shares,
    needed_slices,
)

AGES = ["0-5", "6-14", "15+"]
CUBES = {
    "residents": CubeDefinition.model_validate(
        {
            "title": {"de": "Menschen"},
            "counts": "persons",
            "rules": "residents",
            "dimensions": [{"name": "age", "title": {"de": "Alter"}, "kind": "age", "codes": AGES}],
        }
    ),
    "ranks": CubeDefinition.model_validate(
        {"title": {"de": "Stufen"}, "counts": "ordinal", "rules": "published"}
    ),
}
SOUND = {
    "title": {"de": "Kinder"},
    "question": {"de": "Wo leben viele Kinder?"},
    "theme": "Bevölkerung",
    "kind": "share",
    "unit": "percent",
    "reading": "neutral",
    "numerator": {"cube": "residents", "where": {"age": "0-14"}},
    "denominator": {"cube": "residents"},
    "formula": {"de": "Kinder je 100 Menschen"},
    "text": {"de": "Zeigt, wo Kinder leben."},
    "limits": ["Nur Hauptwohnungen."],
    "definition": "children/1",
    "sources": ["register/residents"],
    "legal_basis": "§ 34 BMG",
    "rhythm": "yearly",
    "owner": "Statistikstelle",
    "sets": ["core"],
    "examples": [{"name": "ein Gebiet", "numerator": 30, "denominator": 120, "expect": 25.0}],
}


def definition(**changes: object) -> IndicatorDefinition:
    return IndicatorDefinition.model_validate(SOUND | changes)


def codes(**changes: object) -> list[str]:
    return [fault.code for fault in assure({"children": definition(**changes)}, CUBES)]


@pytest.mark.parametrize(
    "changes",
    [
        {"denominator": None},
        {"kind": "count"},
        {"kind": "ordinal", "denominator": None},
        {"levels": []},
        {"levels": ["district", "district"]},
        {"limits": []},
        {"examples": []},
        {"definition": "children"},
        {"title": {"de": "n/a"}},
        {"unknown": 1},
    ],
)
def test_a_definition_that_contradicts_itself_is_refused(changes):
    with pytest.raises(ValidationError):
        definition(**changes)


def test_nobody_checks_their_own_definition():
    review = {
        "written_by": "m.muster",
        "checked_by": "m.muster",
        "checked_on": "2026-01-01",
        "next_check": "2027-01-01",
    }

    with pytest.raises(ValidationError, match="another person"):
        definition(review=review)


def test_a_sound_definition_has_no_faults():
    assert codes() == []


def test_an_unknown_cube_is_a_fault():
    assert codes(numerator={"cube": "nobody"}) == ["unknown_cube"]


def test_a_code_that_the_cube_lacks_is_a_fault():
    assert codes(numerator={"cube": "residents", "where": {"age": "0-7"}}) == ["unknown_code"]


def test_a_numerator_outside_its_denominator_is_a_fault():
    found = codes(
        numerator={"cube": "residents"}, denominator={"cube": "residents", "where": {"age": "0-5"}}
    )

    assert found == ["no_part_of_the_whole"]


def test_ranks_are_not_divided():
    assert codes(numerator={"cube": "ranks"}) == ["kind_does_not_fit"]


def test_a_wrong_example_is_a_fault_that_tells_what_was_found():
    wrong = [{"name": "ein Gebiet", "numerator": 30, "denominator": 120, "expect": 30.0}]

    faults = assure({"children": definition(examples=wrong)}, CUBES)

    assert [fault.code for fault in faults] == ["wrong_example"]
    assert "25.0" in faults[0].message
    assert faults[0].where == "catalogue/indicators/children.yaml"


def test_an_example_of_a_secret_count_must_stay_secret():
    secret = {"name": "geheim", "numerator": "suppressed", "denominator": 9, "expect": 0.0}
    right = secret | {"expect": "suppressed"}

    assert codes(examples=[secret]) == ["wrong_example"]
    assert codes(examples=[right]) == []


def test_a_missing_and_an_overdue_review_are_told_softly():
    review = {
        "written_by": "a",
        "checked_by": "b",
        "checked_on": "2024-01-01",
        "next_check": "2025-01-01",
    }
    definitions = {"new": definition(), "old": definition(review=review)}

    faults = assure(definitions, CUBES, as_of=date(2026, 1, 1))

    assert [(fault.code, fault.hard) for fault in faults] == [
        ("not_reviewed", False),
        ("review_overdue", False),
    ]
    assert "01.01.2025" in faults[1].message


def test_needed_slices_name_each_count_once():
    definitions = {"one": definition(), "two": definition()}

    assert needed_slices(definitions, CUBES) == [
        ("residents", Slice()),
        ("residents", Slice.of({"age": ["0-5", "6-14"]})),
    ]


def test_only_shares_need_their_rest_protected():
    ratio = definition(kind="ratio", unit="per_100")

    assert len(needed_shares({"share": definition(), "ratio": ratio}, CUBES)) == 1
    assert needed_shares({"ratio": ratio}, CUBES) == []
