"""What people said is read with its consent; what points to a person is refused, unrepeated."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.unit.intake.test_intake_rows import TERRITORY, read

from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition

SAID: dict[str, Any] = {
    "title": {"de": "Rückmeldungen"},
    "grain": "insight",
    "cube": None,
    "rows": [],
    "values": [],
    "area": {"column": "Gebiet", "kind": "name"},
    "columns": {
        "told_on": {"from": "Datum", "as": "text"},
        "source": {"from": "Quelle", "as": "text"},
        "text": {"from": "Aussage", "as": "text"},
        "consent": {
            "from": "Einwilligung", "as": "code", "codes": {"ja": "yes", "nein": "no"},
            "empty": "no",
        },
        "print_until": {"from": "Druck bis", "as": "text", "optional": True},
    },
}  # fmt: skip
HEAD = "Gebiet;Datum;Quelle;Aussage;Einwilligung;Druck bis\n"


def said(folder: Path, *rows: str) -> Parsed:
    return read(folder, HEAD + "\n".join(rows) + "\n", 2024, **SAID)


def test_place_day_source_and_text_are_kept_where_consent_is_given(tmp_path: Path) -> None:
    parsed = said(
        tmp_path,
        "Alt;3. Mai 2024;Runder Tisch;Der Platz ist dunkel.;ja;31.12.2026",
        "Stadt;2024-06-01;Streetwork;Es fehlt ein Treff.;JA;",
        "Kreis;01.07.2024;Forum;Die Busse fahren selten.;ja;",
    )

    assert parsed.faults == ()
    assert parsed.records.drop("row", "theme", "consent").rows() == [
        ("planning_area", "A", date(2024, 5, 3), "Runder Tisch", "Der Platz ist dunkel.",
         date(2026, 12, 31)),
        ("municipality", "10", date(2024, 6, 1), "Streetwork", "Es fehlt ein Treff.", None),
        ("district", "1", date(2024, 7, 1), "Forum", "Die Busse fahren selten.", None),
    ]  # fmt: skip


@pytest.mark.parametrize("consent", ["nein", ""])
def test_without_consent_neither_text_nor_source_is_kept(tmp_path: Path, consent: str) -> None:
    parsed = said(tmp_path, f"Alt;03.05.2024;Runder Tisch;Der Platz ist dunkel.;{consent};")

    assert not [fault for fault in parsed.faults if fault.hard]
    assert parsed.records.select("source", "text", "consent").rows() == [(None, None, "no")]
    assert parsed.quality == {"insights_without_consent": 1}


PERSONAL = [
    ("Bitte melden bei anna.beispiel@mail.example", "eine E-Mail-Adresse", "anna.beispiel"),
    ("anna.beispiel (at) mail.example weiß mehr", "eine E-Mail-Adresse", "anna.beispiel"),
    ("Rückfragen unter 02271 445566 7", "eine Telefonnummer", "445566"),
    ("Nummer +49 171/4455667", "eine Telefonnummer", "4455667"),
    ("Ein Mann, geb. 3.5.1948, lebt allein", "ein Geburtsdatum", "1948"),
    ("Eine Frau (geboren am 3. Mai 2019) wartet", "ein Geburtsdatum", "2019"),
    ("Am 17.02.1951 kam er zur Welt", "ein Geburtsdatum", "1951"),
    ("Frau Beispielová findet den Weg dunkel", "den Namen einer Person", "Beispielov"),
    ("Fam. von Muster zieht weg", "den Namen einer Person", "Muster"),
    ("Die Frau heißt Petra Muster", "den Namen einer Person", "Petra"),
    ("In der Lindenstraße 14 ist es zu laut", "eine Anschrift", "Lindenstra"),
    ("DE12 3456 7890 1234 5678 90", "eine Kontonummer (IBAN)", "3456"),
]


@pytest.mark.parametrize("column", ["text", "source"])
@pytest.mark.parametrize(("text", "meant", "secret"), PERSONAL)
def test_what_points_to_a_person_is_refused_and_never_repeated(
    tmp_path: Path, text: str, meant: str, secret: str, column: str
) -> None:
    cells = {"text": "Ein Satz.", "source": "Runder Tisch", column: text}

    parsed = said(tmp_path, f"Alt;03.05.2024;{cells['source']};{cells['text']};nein;")
    hard = [fault for fault in parsed.faults if fault.hard]

    assert any(f.message.startswith(f"Diese Zelle enthält {meant}.") for f in hard)
    assert "2" in hard[0].where
    assert not any(secret in f"{fault.message} {fault.where}" for fault in parsed.faults)
    assert secret not in str(parsed.comments)


ORDINARY = [
    "Viele Frauen fühlen sich am Bahnhof unwohl.",
    "Familien mit kleinen Kindern ziehen weg, seit 2019 der Laden schloss.",
    "Am 12.03.2024 fand das Fest statt, die Familie trifft sich am Markt.",
    "Der Bus 745 fährt nur bis 18 Uhr, zum Arzt sind es auf dem Schulweg 15 Minuten.",
    "Rund 1.200 Menschen wohnen im Neubaugebiet, der Platz gehört allen.",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_sentences_pass(tmp_path: Path, text: str) -> None:
    parsed = said(tmp_path, f"Alt;03.05.2024;Runder Tisch;{text};ja;")

    assert not [fault for fault in parsed.faults if fault.hard]


def test_a_small_number_in_a_text_asks_for_a_look(tmp_path: Path) -> None:
    parsed = said(tmp_path, "Alt;03.05.2024;Amt;Hier wohnen 3 Familien ohne Strom.;ja;")

    assert [(fault.code, fault.hard) for fault in parsed.faults] == [("small_number_said", False)]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    parsed = said(
        tmp_path,
        "Alter;03.05.2024;Amt;Ein Satz.;ja;",
        "Alt;Mai 2024;Amt;Ein Satz.;ja;",
        "Neu;03.05.2024;Amt;Ein Satz.;vielleicht;",
        "Neu;03.05.2024;Amt;Noch ein Satz.;ja;bald",
    )

    told = {fault.code: fault.message for fault in parsed.faults if fault.hard}
    assert told.keys() == {"unknown_area", "no_date", "unreadable"}
    assert "Meinten Sie „Alt“?" in told["unknown_area"]
    assert sum(fault.code == "no_date" for fault in parsed.faults) == 2


def test_dates_of_a_workbook_are_read_as_days(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(0, 0, ["Was Menschen sagen"])
    sheet.write_row(2, 0, HEAD.strip().split(";"))
    sheet.write_row(3, 0, ["Alt", "", "Runder Tisch", "Der Platz ist dunkel.", "ja"])
    sheet.write_datetime(3, 1, datetime(2024, 5, 3), day)  # noqa: DTZ001  a day, no instant
    book.close()
    definition = {**SAID, "format": {"type": "xlsx"}}
    definition["columns"] = {k: v for k, v in SAID["columns"].items() if k != "print_until"}
    context = IntakeContext(territories={"g": TERRITORY}, cubes={}, suppliers={}, deliveries={})

    parsed = parse(
        path,
        DeliveryDefinition.model_validate({k: v for k, v in definition.items() if v is not None}),
        context,
        reference_date=date(2024, 12, 31),
        pseudonym=str,
    )

    assert parsed.faults == ()
    assert parsed.records.select("area", "told_on").rows() == [("A", date(2024, 5, 3))]


def test_a_definition_without_consent_is_refused() -> None:
    columns = {name: one for name, one in SAID["columns"].items() if name != "consent"}

    with pytest.raises(ValueError, match="told_on, source, text, consent"):
        DeliveryDefinition.model_validate({**SAID, "format": {"type": "csv"}, "columns": columns})
