"""What several suppliers share in a workspace is read once, as it is on the reference date."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from kreisblick.base.errors import FaultsFoundError
from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import definition_of
from kreisblick.sealed.mapping.files import definition_fingerprint
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.addresses import make_reference
from kreisblick.territory.areas.model import Generation, Territory

TERRITORY = Territory(
    generation=Generation(key="g", valid_from=date(2000, 1, 1)),
    areas=pl.DataFrame(
        [
            ("A", "Alt", "planning_area", "10", "A"),
            ("B", "Neu", "planning_area", "10", "B"),
            ("10", "Stadt", "municipality", "1", "10"),
            ("1", "Kreis", "district", None, "1"),
        ],
        schema=["area", "name", "level", "parent", "official_code"],
        orient="row",
    ),
    geometry=np.array([shapely.box(i, 0, i + 1, 1) for i in range(4)]),
)
CUBE: dict[str, Any] = {
    "title": {"de": "Fälle"},
    "counts": "cases",
    "rules": "r",
    "dimensions": [
        {"name": "sex", "title": {"de": "Geschlecht"}, "codes": ["female", "male"],
         "labels": {"female": {"de": "w"}, "male": {"de": "m"}}}
    ],
}  # fmt: skip
REFERENCE = make_reference(
    pl.DataFrame(
        [
            ("Am Anger", "1", None, "05200", "Stadt", "A"),
            ("Waldweg", "7", "a", "05200", "Stadt", "A"),
            ("Bachgasse", "3", None, "05200", "Stadt", "B"),
        ],
        schema=["street", "number", "suffix", "postcode", "place", "area"],
        orient="row",
    )
)
DEFINITION = """
title: {de: "Fälle"}
grain: aggregate
cube: cases
format: {type: csv}
area: {column: Teil, kind: code}
dimensions:
  sex: {from: G, as: code, codes_from: {file: shared/sex.csv}}
values:
  - {column: Fälle}
"""


def read(workspace: Path, table: str, day: date, text: str = DEFINITION) -> Parsed:
    path = workspace / "table.csv"
    path.write_text(table, encoding="utf-8")
    context = IntakeContext(
        territories={"g": TERRITORY},
        cubes={"cases": CubeDefinition.model_validate(CUBE)},
        suppliers={},
        deliveries={},
        reference=REFERENCE,
    )
    definition = definition_of(text, workspace)
    return parse(path, definition, context, reference_date=day, pseudonym=str)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "sex.csv").write_text(
        "code;means;valid_from;valid_until\n1;male;;2020-01-01\n2;female;;2020-01-01\n"
        "1;female;2020-01-01;\n2;male;2020-01-01;\n",
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize(("year", "first"), [(2019, "male"), (2020, "female")])
def test_a_delivery_is_read_by_the_codes_of_its_day(workspace: Path, year: int, first: str) -> None:
    parsed = read(workspace, "Teil;G;Fälle\nA;1;5\nA;2;7\n", date(year, 12, 31))

    assert parsed.faults == ()
    found = dict(parsed.records.select("sex", "value").rows())
    assert found[first] == 5
    assert sorted(found.values()) == [5, 7]


def test_a_code_that_no_list_knows_is_a_fault_of_the_file(workspace: Path) -> None:
    parsed = read(workspace, "Teil;G;Fälle\nA;3;5\nA;2;7\n", date(2020, 12, 31))

    assert [f.code for f in parsed.faults if f.hard] == ["unreadable"]


LIST = """name;street;number;postcode;place;valid_from;valid_until
Beratung am Anger;Am Anger;1;05200;Stadt;;2022-01-01
Beratung am Anger;Bachgasse;3;05200;Stadt;2022-01-01;
Schuldnerhilfe;Waldweg;7a;05200;Stadt;;
"""
BY_INSTITUTION = """
title: {de: "Fälle"}
grain: aggregate
cube: cases
format: {type: csv}
area:
  column: Stelle
  kind: institution
  institutions: {file: shared/institutions.csv}
  other: [unbekannt]
totals:
  - {pattern: "^Summe$", level: district}
values:
  - {column: w, set: {sex: female}}
  - {column: m, set: {sex: male}}
signs:
  "*": {means: withheld_by_source, lower: 0, upper: 4}
"""
TABLE = "Stelle;w;m\nBeratung am Anger;5;6\nSCHULDNERHILFE;7;*\nunbekannt;1;1\nSumme;13;9\n"


def list_them(workspace: Path, content: str = LIST) -> None:
    (workspace / "shared" / "institutions.csv").write_text(content, encoding="utf-8")


def cells(parsed: Parsed, sex: str) -> dict[str, tuple[Any, ...]]:
    one = parsed.records.filter(pl.col("sex") == sex)
    return {row[0]: row[1:] for row in one.select(
        "area", "value", "lower", "upper", "observation").rows()}  # fmt: skip


def test_numbers_of_institutions_count_where_they_stood_on_the_day(workspace: Path) -> None:
    list_them(workspace)

    before = read(workspace, TABLE, date(2021, 12, 31), BY_INSTITUTION)
    after = read(workspace, TABLE, date(2022, 12, 31), BY_INSTITUTION)

    assert [f.code for f in before.faults] == ["without_area"]
    assert cells(before, "female")["A"] == (12, None, None, "counted")  # both in the same area
    assert "B" not in cells(before, "female")
    assert cells(after, "female")["A"][0] == 7
    assert cells(after, "female")["B"][0] == 5


def test_a_secret_number_among_known_ones_stays_a_bound(workspace: Path) -> None:
    list_them(workspace)

    parsed = read(workspace, TABLE.replace("Summe;13;9\n", ""), date(2021, 12, 31), BY_INSTITUTION)

    assert cells(parsed, "male")["A"] == (None, 6, 10, "withheld_by_source")


def test_totals_and_people_without_an_area_are_no_institutions(workspace: Path) -> None:
    list_them(workspace)

    parsed = read(workspace, TABLE, date(2021, 12, 31), BY_INSTITUTION)

    assert cells(parsed, "female")["1"][0] == 13
    wrong = read(workspace, TABLE.replace("Summe;13", "Summe;12"), date(2021, 12, 31),
                 BY_INSTITUTION)  # fmt: skip
    assert "12" in " ".join(f.message for f in wrong.faults)


def test_an_institution_that_nobody_knows_is_named_with_its_cell(workspace: Path) -> None:
    list_them(workspace)

    parsed = read(workspace, "Stelle;w;m\nJugendladen;1;2\n", date(2021, 12, 31), BY_INSTITUTION)

    (fault,) = [f for f in parsed.faults if f.hard]
    assert (fault.code, fault.where) == ("unknown_institution", "Zeile 2, Spalte 1")
    assert "„Jugendladen“ steht nicht in shared/institutions.csv" in fault.message


def test_an_address_that_is_nowhere_is_told_once(workspace: Path) -> None:
    list_them(workspace, LIST.replace("Waldweg;7a", "Seestraße;99"))

    parsed = read(workspace, TABLE, date(2021, 12, 31), BY_INSTITUTION)

    told = [f.message for f in parsed.faults if f.code == "unknown_institution"]
    assert len(told) == 1
    assert "Die Anschrift von „SCHULDNERHILFE“" in told[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            LIST + "Schuldnerhilfe;Am Anger;1;05200;Stadt;;\n",
            "institutions.csv:5: „Schuldnerhilfe“ steht am 31.12.2021 an zwei Orten",
        ),
        (LIST + "Neu;;;;;;\n", "institutions.csv:5: Eine Zeile braucht Name und Straße"),
        (LIST + "Neu;Weg;1;05200;Stadt;bald;\n", "institutions.csv:5: Das ist kein Datum."),
        ("name;street\nNeu;Weg\n", "Die Spalte „number“ fehlt"),
    ],
)
def test_what_is_wrong_with_the_list_is_told_with_its_line(
    workspace: Path, content: str, told: str
) -> None:
    list_them(workspace, content)

    with pytest.raises(FaultsFoundError) as raised:
        read(workspace, TABLE, date(2021, 12, 31), BY_INSTITUTION)

    assert told in str(raised.value)


def test_an_absent_list_of_institutions_gets_a_sentence(workspace: Path) -> None:
    with pytest.raises(FaultsFoundError, match="Liste der Einrichtungen lässt sich nicht lesen"):
        read(workspace, TABLE, date(2021, 12, 31), BY_INSTITUTION)


def test_an_institution_that_moves_is_another_way_to_read(workspace: Path) -> None:
    list_them(workspace)
    before = definition_fingerprint(definition_of(BY_INSTITUTION, workspace), "g")
    list_them(workspace, LIST.replace("2022-01-01", "2023-01-01"))

    assert definition_fingerprint(definition_of(BY_INSTITUTION, workspace), "g") != before
