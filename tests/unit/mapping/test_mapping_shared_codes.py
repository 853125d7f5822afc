"""A list of codes is kept once, with dates, and read as it is on the reference date."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kreisblick.base.errors import FaultsFoundError
from kreisblick.sealed.mapping import DeliveryDefinition, definition_of
from kreisblick.sealed.mapping.files import definition_fingerprint
from kreisblick.sealed.mapping.shared_codes import with_shared_codes

LIST = """code;means;valid_from;valid_until
000;german;;
163;turkish;;
170;yugoslav;;2003-02-05
132;yugoslav;2003-02-05;2006-08-01
132;serbian;2006-08-01;
"""
TEXT = """
title: {de: "Bestand"}
grain: person
register: residents
format: {type: csv}
columns:
  citizenship: {from: StA, as: code, codes_from: {file: shared/citizenship.csv}}
  sex: {from: Geschlecht, as: code, codes: {m: male}}
address: {street: Straße}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "citizenship.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def codes(workspace: Path, day: date, text: str = TEXT) -> dict[str, str]:
    read = with_shared_codes(definition_of(text, workspace), day)
    return read.columns["citizenship"].codes


def rewrite(workspace: Path, content: str) -> None:
    (workspace / "shared" / "citizenship.csv").write_text(content, encoding="utf-8")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2003, 2, 4), {"000": "german", "163": "turkish", "170": "yugoslav"}),
        (date(2003, 2, 5), {"000": "german", "163": "turkish", "132": "yugoslav"}),
        (date(2006, 8, 1), {"000": "german", "163": "turkish", "132": "serbian"}),
    ],
)
def test_a_code_means_what_it_meant_on_the_day(
    workspace: Path, day: date, expected: dict[str, str]
) -> None:
    assert codes(workspace, day) == expected


def test_a_definitions_own_code_has_the_last_word(workspace: Path) -> None:
    own = TEXT.replace("codes_from:", 'codes: {"163": other, x: unknown}, codes_from:')

    found = codes(workspace, date(2024, 12, 31), own)

    assert (found["163"], found["x"], found["000"]) == ("other", "unknown", "german")


def test_an_official_list_is_read_with_its_own_headings(workspace: Path) -> None:
    rewrite(workspace, "Schlüssel;Staat\n000;german\n")
    text = TEXT.replace("citizenship.csv}", "citizenship.csv, from: Schlüssel, to: Staat}")

    assert codes(workspace, date(2024, 12, 31), text) == {"000": "german"}


def test_fields_without_a_list_stay_as_they_are(workspace: Path) -> None:
    read = with_shared_codes(definition_of(TEXT, workspace), date(2024, 12, 31))

    assert read.columns["sex"].codes == {"m": "male"}


def test_a_changed_list_is_another_way_to_read(workspace: Path) -> None:
    before = definition_fingerprint(definition_of(TEXT, workspace), "2023")
    rewrite(workspace, LIST + "999;unknown;;\n")

    after = definition_fingerprint(definition_of(TEXT, workspace), "2023")

    assert before != after


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (LIST + "132;kosovar;2010-01-01;\n", "citizenship.csv:7: Der Schlüssel „132“ hat am"),
        (LIST + "5;x;31.12.2024;\n", "citizenship.csv:7: Das ist kein Datum."),
        (LIST + "5;x;2024-01-01;2024-01-01\n", "citizenship.csv:7: Der Schlüssel endet, bevor"),
        (LIST + "5;;;\n", "citizenship.csv:7: Eine Zeile braucht"),
        ("code;valid_from\n1;\n", "Die Spalte „means“ fehlt"),
        ("code;means;valid_until\n1;x;2000-01-01\n", "Kein Schlüssel der Liste gilt am 31.12.2024"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_with_its_line(
    workspace: Path, content: str, told: str
) -> None:
    rewrite(workspace, content)

    with pytest.raises(FaultsFoundError) as raised:
        codes(workspace, date(2024, 12, 31))

    assert told in str(raised.value)


def test_all_faults_of_a_list_are_told_at_once(workspace: Path) -> None:
    rewrite(workspace, LIST + "5;;;\n6;x;morgen;\n")

    with pytest.raises(FaultsFoundError, match="2 Fehler"):
        codes(workspace, date(2024, 12, 31))


def test_an_absent_list_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FaultsFoundError, match="Schlüsselliste lässt sich nicht lesen"):
        codes(tmp_path, date(2024, 12, 31))


def test_a_code_needs_a_list_or_codes() -> None:
    content: dict[str, Any] = {"from": "a", "as": "code"}
    with pytest.raises(ValueError, match="needs codes"):
        DeliveryDefinition.model_validate(
            {"title": {"de": "x"}, "grain": "person", "register": "r", "format": {"type": "csv"},
             "columns": {"a": content}, "address": {"street": "s"}}
        )  # fmt: skip
