"""``kreisblick intake ready`` from outside: look, take over, never write over, ask what is open."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from tests.functional.conftest import Said
from tests.functional.ready_files import gv100ad

Command = Callable[..., Said]
AGENCY = ("intake", "ready", "agency_unemployed", "--supplier", "agentur/arbeitslose")
RECORD = ("intake", "ready", "resident_register_record", "--supplier", "rechenzentrum/bestand")


def suppliers(workspace: Path) -> Path:
    return workspace / "catalogue" / "suppliers"


def test_the_list_names_every_delivery_with_a_sentence(kreisblick: Command) -> None:
    said = kreisblick("intake", "ready", "--json")

    found = {one["key"]: one["sentence"] for one in json.loads(said.out)}
    assert said.code == 0
    assert {"agency_basic_income", "resident_register", "regional_statistics", "school_entry",
            "census_grid_2011", "municipality_register"} <= set(found)  # fmt: skip
    assert all(sentence.endswith(".") for sentence in found.values())


def test_looking_at_one_shows_the_definition_and_writes_nothing(
    kreisblick: Command, fresh_copy: Path
) -> None:
    before = sorted(fresh_copy.rglob("*"))

    said = kreisblick("intake", "ready", "census_grid_2011", "-w", fresh_copy)

    assert said.code == 0
    assert "crs: 3035" in said.out
    assert "-1 heißt unbewohnt oder geheim" in said.out
    assert "Nichts geschrieben." in said.out
    assert sorted(fresh_copy.rglob("*")) == before


def test_taking_over_writes_definition_supplier_and_tables_and_says_what_is_open(
    kreisblick: Command, fresh_copy: Path
) -> None:
    said = kreisblick(*AGENCY, "-w", fresh_copy)

    assert said.code == 0, said.err
    text = (suppliers(fresh_copy) / "agentur" / "arbeitslose.yaml").read_text(encoding="utf-8")
    assert 'file: "territory/agentur_areas_{generation}.csv"' in text
    assert "# bitte prüfen: Der neunstellige Schlüssel" in text
    assert (suppliers(fresh_copy) / "agentur" / "supplier.yaml").is_file()
    table = (fresh_copy / "territory" / "agentur_areas_2023.csv").read_text(encoding="utf-8")
    assert table.startswith("agency_key;area;name\n;0801;Eschwalde-Altstadt\n")
    assert "Noch zu klären:" in said.out
    assert "Die Schlüssel des Lieferanten in die Spalte „agency_key“ eintragen" in said.out
    assert "Enthält die Datei den Monat nicht als Spalte" in said.out
    assert "--supplier agentur/arbeitslose" in said.out


def test_a_definition_that_is_there_is_never_written_over(
    kreisblick: Command, fresh_copy: Path
) -> None:
    kreisblick(*AGENCY, "-w", fresh_copy)
    path = suppliers(fresh_copy) / "agentur" / "arbeitslose.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# unsere Notiz\n", encoding="utf-8")

    said = kreisblick(*AGENCY, "-w", fresh_copy)

    assert said.code == 1
    assert "ist schon da und bleibt, wie es ist" in said.err
    assert path.read_text(encoding="utf-8").endswith("# unsere Notiz\n")


def test_a_second_product_leaves_the_suppliers_own_files_as_they_are(
    kreisblick: Command, fresh_copy: Path
) -> None:
    kreisblick(*AGENCY, "-w", fresh_copy)
    table = fresh_copy / "territory" / "agentur_areas_2023.csv"
    table.write_text("agency_key;area;name\n008001001;0801;x\n", encoding="utf-8")
    office = suppliers(fresh_copy) / "agentur" / "supplier.yaml"
    office.write_text(office.read_text(encoding="utf-8") + "# eigen\n", encoding="utf-8")

    said = kreisblick("intake", "ready", "agency_employed", "--supplier", "agentur/beschaeftigte",
                      "-w", fresh_copy)  # fmt: skip

    assert said.code == 0
    assert said.out.count("War schon da und bleibt, wie es ist") == 3
    assert "008001001" in table.read_text(encoding="utf-8")
    assert office.read_text(encoding="utf-8").endswith("# eigen\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("gibt_es_nicht", "--supplier", "a/b"), "Vorhanden sind: agency_basic_income"),
        (("gibt_es_nicht",), "Vorhanden sind: agency_basic_income"),
        (("school_entry", "--supplier", "amt"), "--supplier <lieferant>/<produkt>"),
        (("school_entry", "--supplier", "a/b/c"), "--supplier <lieferant>/<produkt>"),
        (("school_entry", "--supplier", "../b"), "kann kein Name"),
        (("school_entry", "--supplier", "amt/supplier"), "kann kein Name"),
    ],
)
def test_wrong_words_get_a_sentence_and_leave_nothing_behind(
    kreisblick: Command, fresh_copy: Path, words: tuple[str, ...], told: str
) -> None:
    before = sorted(fresh_copy.rglob("*"))

    said = kreisblick("intake", "ready", *words, "-w", fresh_copy)

    assert (said.code, told in said.err) == (2, True), said.err
    assert sorted(fresh_copy.rglob("*")) == before


def test_a_workspace_without_boundaries_is_told_which_table_it_needs(
    kreisblick: Command, tmp_path: Path
) -> None:
    kreisblick("new", tmp_path / "kreis")

    said = kreisblick(*AGENCY, "-w", tmp_path / "kreis")

    assert said.code == 0, said.err
    assert "territory/agentur_areas_{generation}.csv" in said.out
    assert "agency_key;area" in said.out


def test_a_record_without_positions_is_no_definition_until_the_form_is_filled(
    kreisblick: Command, fresh_copy: Path
) -> None:
    first = kreisblick(*RECORD, "-w", fresh_copy)
    again = kreisblick(*RECORD, "-w", fresh_copy)

    assert first.code == 0
    assert "legt keine öffentliche Beschreibung fest" in first.out
    assert "Sie stehen in der Satzbeschreibung zum Liefervertrag" in first.out
    form_text = form(fresh_copy).read_text(encoding="utf-8-sig")
    assert form_text.count("darf leer bleiben") == 2
    assert again.code == 1
    assert "8 Fehler gefunden" in again.err  # all fields that are needed, told once
    assert "bestand_satzaufbau.csv:2: „Geburtsdatum“ hat keine Stellen" in again.err
    assert not (suppliers(fresh_copy) / "rechenzentrum" / "bestand.yaml").exists()


def form(workspace: Path) -> Path:
    return suppliers(workspace) / "rechenzentrum" / "bestand_satzaufbau.csv"


FILLED = """Feld;von;bis;Bedeutung
Geburtsdatum;1;8;
Geschlecht;9;9;
Staatsangehörigkeit;10;12;
Wohnungsstatus;13;13;
Haushaltsnummer;;;
Straße;14;45;
Hausnummer;46;49;
Hausnummernzusatz;50;50;
Postleitzahl;51;55;
Ort;56;85;
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_filled_form_becomes_the_definition(
    kreisblick: Command, fresh_copy: Path, encoding: str
) -> None:
    kreisblick(*RECORD, "-w", fresh_copy)
    form(fresh_copy).write_text(FILLED, encoding=encoding)

    said = kreisblick(*RECORD, "-w", fresh_copy)

    assert said.code == 0, said.err
    text = (suppliers(fresh_copy) / "rechenzentrum" / "bestand.yaml").read_text(encoding="utf-8")
    assert "- {name: Straße, start: 14, length: 32}" in text
    assert "Haushaltsnummer" not in text
    assert "suffix: Hausnummernzusatz" in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Geschlecht;9;9", "Geschlecht;8;9", "„Geburtsdatum“ und „Geschlecht“ belegen dieselben"),
        ("Geschlecht;9;9", "Geschlecht;neun;9", "Stellen sind ganze Zahlen ab 1"),
        ("Geschlecht;9;9", "Geschlecht;9;8", "„bis“ nicht vor „von“"),
        ("Geschlecht;9;9", "Geschlecht;9;", "„Geschlecht“ hat keine Stellen"),
        ("Geschlecht;9;9;\n", "", "Das Feld „Geschlecht“ fehlt"),
        ("Geschlecht;9;9;\n", "Geschlecht;9;9;\nGeschlecht;86;86;\n", "steht doppelt"),
        ("Geschlecht;9;9;\n", "Geschlecht;9;9;\nSteuernummer;86;96;\n", "ist kein Feld"),
        ("Feld;von;bis", "Feld;Start;bis", "Die Spalten von fehlen"),
    ],
)
def test_what_is_wrong_in_the_form_is_told_and_nothing_is_written(
    kreisblick: Command, fresh_copy: Path, old: str, new: str, told: str
) -> None:
    kreisblick(*RECORD, "-w", fresh_copy)
    form(fresh_copy).write_text(FILLED.replace(old, new, 1), encoding="utf-8")

    said = kreisblick(*RECORD, "-w", fresh_copy)

    assert (said.code, told in said.err) == (1, True), said.err
    assert not (suppliers(fresh_copy) / "rechenzentrum" / "bestand.yaml").exists()


def test_what_was_taken_over_accepts_a_delivery_at_once(
    kreisblick: Command, fresh_copy: Path, tmp_path: Path
) -> None:
    people = {"05998008": 5123, "05998016": 801, "05998020": 9999}
    lines = [gv100ad("60", "20241231", key, "Ort", number) for key, number in people.items()]
    file = tmp_path / "GV100AD_31122024.txt"
    file.write_text("\n".join(lines), encoding="cp1252")
    name = ("--supplier", "bundesamt/gemeinden")
    kreisblick("intake", "ready", "municipality_register", *name, "-w", fresh_copy)

    said = kreisblick("intake", "accept", file, *name, "--reference-date", "2024-12-31",
                      "-w", fresh_copy, "--json")  # fmt: skip

    assert said.code == 0, said.err
    assert json.loads(said.out)["rows"] == 3


def test_a_request_says_dates_places_and_shared_codes_in_words(
    kreisblick: Command, fresh_copy: Path, tmp_path: Path
) -> None:
    kreisblick("intake", "ready", "regional_statistics_table", "--supplier", "amt/tabelle",
               "-w", fresh_copy)  # fmt: skip
    kreisblick("intake", "ready", "school_entry", "--supplier", "amt/einschulung", "-w", fresh_copy)
    path = suppliers(fresh_copy) / "amt" / "einschulung.yaml"
    text = path.read_text(encoding="utf-8")
    old = '    codes: {ja: "yes", nein: "no", J: "yes", N: "no"}\n'
    path.write_text(text.replace(old, "    codes_from: {file: shared/janein.csv}\n"), "utf-8")
    (fresh_copy / "shared").mkdir()
    (fresh_copy / "shared" / "janein.csv").write_text(
        "code;means;valid_until\nalt;yes;2020-01-01\n1;yes;\n2;no;\n", encoding="utf-8"
    )

    cells = {}
    for product in ("tabelle", "einschulung"):
        out = tmp_path / f"{product}.docx"
        said = kreisblick("supply", "letter", "request", f"amt/{product}", "--reference-date",
                          "2024-12-31", "-o", out, "-w", fresh_copy)  # fmt: skip
        assert said.code == 0, said.err
        tables = Document(str(out)).tables
        cells[product] = {c.text for table in tables for row in table.rows for c in row.cells}

    assert {"Spalte 1, ohne Überschrift", "31.12.2024 | Insgesamt"} <= cells["tabelle"]
    told = " ".join(cells["einschulung"])
    assert "1 = Förderung empfohlen; 2 = keine Förderung nötig" in told
    assert "alt =" not in told
