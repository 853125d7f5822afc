"""Rows about parts of areas, such as polling districts: their numbers are added up."""

from datetime import date
from pathlib import Path

from tests.unit.intake.accepting import AGGREGATE, context
from tests.unit.intake.test_intake_checks import codes, examined, said

from kreisblick.sealed.intake import parse
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.store import SealedStore

PARTS = AGGREGATE | {"area": {"column": "Gebiet", "kind": "name", "parts": "Bezirk"}}
HEAD = "Bezirk;Gebiet;jung;alt;alle"
ROWS = ["001;Alt;60;200;260", "002;Alt;40;200;240", "003;Neu;80;300;380", "004;Dorf;*;160;163"]


def test_the_numbers_of_the_parts_of_an_area_are_added_up(tmp_path: Path) -> None:
    path = tmp_path / "2024-12-31.csv"
    path.write_text("\n".join([HEAD, *ROWS, ""]), encoding="utf-8")
    parsed = parse(
        path,
        DeliveryDefinition.model_validate(PARTS),
        context(),
        reference_date=date(2024, 12, 31),
        pseudonym=str,
    )

    found = parsed.records.filter(level="planning_area").select("area", "age", "value", "lower")
    rows = {(area, age): (value, lower) for area, age, value, lower in found.iter_rows()}
    assert not [fault for fault in parsed.faults if fault.hard]
    assert sorted(value for (_area, age), (value, _low) in rows.items() if age == "18+") == [
        160, 300, 400,
    ]  # fmt: skip
    assert {rows[place][0] for place in rows if place[1] == "0-17"} == {100, 80, None}


def test_a_part_that_stands_twice_is_told_with_its_cell(store: SealedStore) -> None:
    text = "\n".join([HEAD, *ROWS[:3], "002;Dorf;40;160;200", ""])

    found = examined(store, text, {}, base=PARTS)

    assert codes(found)["duplicate_area"] == "hard", said(found)
    assert (5, 1) in {(row, column) for row, column, _text, _kind in found.marks}


def test_without_a_column_of_parts_an_area_may_stand_only_once(store: SealedStore) -> None:
    found = examined(store, "\n".join([HEAD, *ROWS, ""]), {})

    assert codes(found)["duplicate_area"] == "hard"
