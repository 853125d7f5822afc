"""Lines of a list that are no facility: anybody sees it, so no pattern has to be agreed."""

from datetime import date
from pathlib import Path
from typing import Any

from tests.unit.intake.accepting import REFERENCE, TERRITORY

from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition

CONTEXT = IntakeContext(
    territories={"g": TERRITORY}, cubes={}, suppliers={}, deliveries={}, reference=REFERENCE
)
HOMES: dict[str, Any] = {
    "title": {"de": "Heime"},
    "grain": "facility",
    "service": "care",
    "format": {"type": "csv"},
    "columns": {
        "name": {"from": "Name", "as": "text"},
        "places": {"from": "Plätze", "as": "integer"},
    },
    "address": {"street": "Straße", "number": "Nr", "postcode": "PLZ", "place": "Ort"},
}
HEAD = "Name;Straße;Nr;PLZ;Ort;Plätze\n"
HOME = "Haus {name};Weg;{number};11111;A;20\n"


def read(tmp_path: Path, *lines: str) -> Parsed:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    definition = DeliveryDefinition.model_validate(HOMES)
    return parse(path, definition, CONTEXT, reference_date=date(2024, 12, 31), pseudonym=str)


def home(name: str, number: int) -> str:
    return HOME.format(name=name, number=number)


def test_sums_remarks_and_column_numbers_are_no_facilities(tmp_path: Path) -> None:
    parsed = read(
        tmp_path,
        "1;2;3;4;5;6\n",
        home("eins", 1),
        ";Summe Eschwalde;;;;20\n",
        home("zwei", 2),
        ";;;;Kreis insgesamt;40\n",
        "Quelle: Heimaufsicht;;;;;\n",
        ";Die Zahlen beruhen auf Meldungen der Träger.;;;;\n",
    )

    assert parsed.records["name"].to_list() == ["Haus eins", "Haus zwei"]
    assert not [fault for fault in parsed.faults if fault.hard]


def test_a_home_without_its_name_or_its_numbers_is_told_and_kept(tmp_path: Path) -> None:
    parsed = read(tmp_path, home("eins", 1), ";Weg;2;11111;A;20\n", "Haus drei;;;;;\n")

    assert parsed.records["row"].to_list() == [2, 3, 4]
    assert {fault.code for fault in parsed.faults if fault.hard} >= {"empty_cell"}
