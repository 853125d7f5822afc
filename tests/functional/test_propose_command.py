"""``kreisblick intake propose`` from outside: a file nobody has described, and its second year."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest
from tests.functional.conftest import Said

HEADINGS = ["Lfd. Nr.", "Name", "Geb.-Dat.", "Geschl.", "Staatsang.", "Straße", "Hs.-Nr.", "PLZ",
            "Ort", "Wohnungsart"]  # fmt: skip
Command = Callable[..., Said]


def write_register(
    path: Path, workspace: Path, *, year: int, headings: Sequence[str] = HEADINGS, titles: int = 1
) -> None:
    """An extract as an office would print it, of invented people at known addresses."""
    rng = random.Random(year)
    houses = pl.read_csv(
        workspace / "territory" / "house_coordinates.csv", separator=";", infer_schema=False
    )
    lines = [f"Bürgerbüro, Auszug {number}" for number in range(1, titles)]
    lines += [f"Melderegister, Stand 31.12.{year}", "", ";".join(headings)]
    for number, house in enumerate(houses.head(80).iter_rows(named=True), start=1):
        cells = {
            "Lfd. Nr.": str(number),
            "Name": f"Mustermensch{number}",
            "Geb.-Dat.": f"{rng.randint(1, 28):02}.07.{rng.randint(1930, 2020)}",
            "Geschl.": rng.choice("mw"),
            "Staatsang.": rng.choice(["000", "000", "163"]),
            "Hs.-Nr.": house["number"] + (house["suffix"] or ""),
            "PLZ": house["postcode"],
            "Ort": house["place"],
            "Wohnungsart": rng.choice(["HW", "HW", "NW"]),
        }
        lines.append(";".join(cells.get(name, house["street"]) for name in headings))
    path.write_text("\r\n".join([*lines, "", "Anzahl Datensätze: 80"]), encoding="cp1252")


@pytest.fixture
def described(fresh_copy: Path, tmp_path: Path, kreisblick: Command) -> Path:
    """A workspace in which the extract of 2023 has been described."""
    write_register(tmp_path / "erst.csv", fresh_copy, year=2023)
    words = ("--supplier", "stadt/melde", "-w", fresh_copy, "--yes", "--write")
    said = kreisblick("intake", "propose", tmp_path / "erst.csv", *words)
    assert said.code == 0, said.err
    return fresh_copy


def test_looking_writes_nothing_and_shows_columns_and_definition(
    fresh_copy: Path, tmp_path: Path, kreisblick: Command
) -> None:
    write_register(tmp_path / "erst.csv", fresh_copy, year=2023)
    before = sorted(fresh_copy.rglob("*"))

    said = kreisblick("intake", "propose", tmp_path / "erst.csv", "-w", fresh_copy)

    assert said.code == 0
    assert "Gehört zu: residents (sicher)." in said.out
    assert "Probe: So lässt sich die Datei ohne Fehler lesen." in said.out
    assert "register: residents" in said.out
    assert "Nichts geschrieben." in said.out
    assert "Mustermensch" not in said.out + said.err
    assert sorted(fresh_copy.rglob("*")) == before


def test_a_written_definition_lies_in_the_catalogue_without_persons(described: Path) -> None:
    path = described / "catalogue" / "suppliers" / "stadt" / "melde.yaml"

    text = path.read_text(encoding="utf-8")

    assert "birth_year: {from: Geb.-Dat., as: year}" in text
    assert '- "^Anzahl Datensätze"' in text or "^Anzahl Datensätze" in text
    assert "Mustermensch" not in text


def test_the_second_year_with_more_titles_and_another_order_needs_no_hand(
    described: Path, tmp_path: Path, kreisblick: Command
) -> None:
    again = tmp_path / "zweit.csv"
    turned = [*HEADINGS[5:], *HEADINGS[:5]]
    write_register(again, described, year=2024, headings=turned, titles=4)

    said = kreisblick(
        "intake", "propose", again, "--supplier", "stadt/melde", "-w", described, "--json"
    )

    told = json.loads(said.out)
    assert told["drift"]["harmless"]
    assert told["faults_of_trial"] == []


def test_a_renamed_column_is_the_only_question_and_becomes_a_further_name(
    described: Path, tmp_path: Path, kreisblick: Command
) -> None:
    again = tmp_path / "zweit.csv"
    renamed = ["Wohnstraße" if name == "Straße" else name for name in HEADINGS]
    write_register(again, described, year=2024, headings=renamed)

    said = kreisblick(
        "intake", "propose", again, "--supplier", "stadt/melde", "-w", described, "--yes",
        "-o", tmp_path / "neu.yaml",
    )  # fmt: skip

    assert "„Straße“ heißt jetzt „Wohnstraße“" in said.out
    assert "Geschlecht" not in said.out
    assert "street: [Straße, Wohnstraße]" in (tmp_path / "neu.yaml").read_text(encoding="utf-8")


def test_a_definition_in_force_is_never_replaced_without_a_word(
    described: Path, tmp_path: Path, kreisblick: Command
) -> None:
    again = tmp_path / "zweit.csv"
    write_register(again, described, year=2024)

    said = kreisblick(
        "intake", "propose", again, "--supplier", "stadt/melde", "-w", described, "--yes", "--write"
    )

    assert "Geschrieben, anstelle der bisherigen:" in said.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--write",), "--write braucht --supplier"),
        (("--write", "-o", "x.yaml"), "Wählen Sie entweder --write oder --output."),
        (("--reference-date", "gestern"), "ist kein Datum"),
    ],
)
def test_wrong_use_is_said_in_a_sentence(
    words: tuple[str, ...], sentence: str, fresh_copy: Path, tmp_path: Path, kreisblick: Command
) -> None:
    write_register(tmp_path / "erst.csv", fresh_copy, year=2023)

    said = kreisblick("intake", "propose", tmp_path / "erst.csv", "-w", fresh_copy, *words)

    assert said.code == 2
    assert sentence in said.err


def test_a_sheet_that_is_not_there_is_named(fresh_copy: Path, kreisblick: Command) -> None:
    file = fresh_copy / "deliveries" / "town_register" / "residents" / "2024-12-31.xlsx"

    said = kreisblick("intake", "propose", file, "-w", fresh_copy, "--sheet", "Blatt 7")

    assert said.code == 2
    assert "hat kein Blatt „Blatt 7“" in said.err
    assert "Einwohner" in said.err
