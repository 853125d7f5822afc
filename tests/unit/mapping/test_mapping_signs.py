"""What signs mean: a table's own legend first; no zero comes out of a sign nobody has explained."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.mapping.tables import district, table

from kreisblick.sealed.mapping import propose
from kreisblick.sealed.mapping.compose_signs import legend_of
from kreisblick.sealed.reading import Format

SECRET = {"means": "withheld_by_source", "lower": 0}


@pytest.mark.parametrize(
    ("line", "sign", "meaning"),
    [
        ("- = nichts vorhanden; . = unbekannt oder geheim", "-", {"means": "counted", "value": 0}),
        ("- = nichts vorhanden; . = unbekannt oder geheim", ".", SECRET),
        ("– nichts vorhanden   . geheim zu halten", ".", SECRET),
        ("* weniger als drei Fälle", "*", {**SECRET, "upper": 2}),
        ("* = unter 5 Personen", "*", {**SECRET, "upper": 4}),
        ("*) Werte von 1 bis 9 und solche, die darauf schließen lassen", "*", SECRET),
        ("x = Aussage nicht sinnvoll", "x", {"means": "cannot_exist"}),
        ("... = Angabe fällt später an", "...", {"means": "not_delivered"}),
        ("/ = nicht erhoben", "/", {"means": "not_covered"}),
    ],
)
def test_a_legend_says_what_its_signs_mean(line: str, sign: str, meaning: dict[str, Any]) -> None:
    assert legend_of([line])[sign] == meaning


@pytest.mark.parametrize(
    "line", ["Quelle: Melderegister", "1) Ab 2024 mit Heidkrug", "Stand: 3.1."]
)
def test_other_lines_below_a_table_explain_no_sign(line: str) -> None:
    assert legend_of([line]) == {}


def signs_of(cells: Sequence[str], *notes: str) -> tuple[dict[str, Any], dict[str, str]]:
    found = table({"Gebiet": ["1001", "1002", "1003", "2001"], "Zahl": list(cells)})
    found = replace(found, footnotes=tuple(enumerate(notes, start=9)))
    told = {"grain": "aggregate", "target": "residents", "1": "area_code", "2": "value"}
    made = propose(found, district(), form=Format(type="csv"), answers=told)
    assert not made.faults
    return dict(made.content["signs"]), dict(made.notes)


def test_a_dash_that_the_legend_explains_is_zero_and_nothing_is_asked() -> None:
    signs, notes = signs_of(["3", "–", "5", "6"], "- = nichts vorhanden")

    assert signs["-"] == signs["–"] == {"means": "counted", "value": 0}
    assert "signs.–" not in notes


def test_a_dash_without_a_legend_is_read_as_usual_and_asked() -> None:
    signs, notes = signs_of(["3", "-", "5", "6"])

    assert signs["-"] == {"means": "counted", "value": 0}
    assert "signs.-" in notes


def test_a_dash_that_may_come_next_year_is_no_zero() -> None:
    signs, _notes = signs_of(["3", "4", "5", "6"])

    assert signs["-"] == {"means": "not_delivered"}
    assert signs["k. A."] == {"means": "not_delivered"}
