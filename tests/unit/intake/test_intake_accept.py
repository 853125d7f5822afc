"""Accepting: all faults at once, nothing about persons, nothing overwritten in silence."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely
from openpyxl import Workbook, load_workbook

from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.sealed.intake import (
    AcceptedDelivery,
    AlreadyDeliveredError,
    IntakeContext,
    accept,
    accepted_deliveries,
    earlier_versions,
)
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.supply import SupplierDefinition
from kreisblick.territory.addresses import make_reference
from kreisblick.territory.areas.model import Generation, Territory

DAY = date(2024, 12, 31)
AREAS = [
    ("101", "Alt", "planning_area", "10"),
    ("102", "Neu", "planning_area", "10"),
    ("201", "Dorf", "planning_area", "20"),
    ("10", "Stadt A", "municipality", "1"),
    ("20", "Gemeinde B", "municipality", "1"),
    ("1", "Kreis", "district", None),
]
TERRITORY = Territory(
    generation=Generation(key="g", valid_from=date(2000, 1, 1)),
    areas=pl.DataFrame(
        [(a, n, lv, p, a) for a, n, lv, p in AREAS],
        schema=["area", "name", "level", "parent", "official_code"],
        orient="row",
    ),
    geometry=np.array([shapely.box(i, 0, i + 1, 1) for i in range(len(AREAS))]),
)
REFERENCE = make_reference(
    pl.DataFrame(
        {
            "street": ["Weg"] * 4 + ["Gasse"] * 4,
            "number": ["1", "2", "3", "4"] * 2,
            "postcode": ["11111"] * 5 + ["22222"] * 3,
            "place": ["A"] * 5 + ["B"] * 3,
            "area": ["101", "101", "101", "102", "201", "201", "201", "201"],
        }
    )
)
AGE = {"name": "age", "title": {"de": "Alter"}, "kind": "age", "codes": ["0-17", "18+"]}
CUBES = {
    "people": CubeDefinition.model_validate(
        {"title": {"de": "Leute"}, "counts": "persons", "dimensions": [AGE], "rules": "r"}
    )
}
AGGREGATE = {
    "title": {"de": "Leute"},
    "grain": "aggregate",
    "cube": "people",
    "format": {"type": "csv"},
    "area": {"column": "Gebiet", "kind": "name"},
    "values": [
        {"column": "jung", "set": {"age": "0-17"}},
        {"column": "alt", "set": {"age": "18+"}},
        {"column": "alle"},
    ],
    "totals": [{"pattern": "^Summe$", "level": "district"}],
    "signs": {"*": {"means": "withheld_by_source", "lower": 1, "upper": 3}},
}
PERSON = {
    "title": {"de": "Leute"},
    "grain": "person",
    "register": "residents",
    "format": {"type": "csv"},
    "columns": {
        "birth_year": {"from": "geb", "as": "year"},
        "sex": {"from": "sex", "as": "code", "codes": {"w": "female", "m": "male"}},
        "household": {"from": "hh", "as": "pseudonym"},
    },
    "address": {"street": "str", "number": "nr", "postcode": "plz", "place": "ort"},
    "checks": {"known_addresses": {"at_least_percent": 60}},
}
POSTCODES = AGGREGATE | {
    "area": {"column": "PLZ", "kind": "postcode"},
    "values": [{"column": "alle"}],
    "break_down": {"by": "postcode", "weights": "addresses"},
}
LONG = AGGREGATE | {
    "values": [{"column": "n"}],
    "dimensions": {
        "age": {
            "from": "Alter",
            "as": "code",
            "codes": {"jung": "0-17", "alt": "18+", "alle": "*"},
        }
    },
}
GOOD = "Gebiet;jung;alt;alle\nAlt;10;20;30\nNeu;*;5;7\nDorf;0;4;4\nSumme;12;29;41\n"


def context(**changes: object) -> IntakeContext:
    supplier = {
        "title": {"de": "Amt"},
        "office": {"name": "Amt"},
        "legal_basis": "Gesetz",
        "rhythm": "yearly",
        **changes,
    }
    deliveries = {
        "office/people": AGGREGATE,
        "office/sheet": AGGREGATE | {"format": {"type": "xlsx"}},
        "office/rows": PERSON,
        "office/postcodes": POSTCODES,
        "office/long": LONG,
    }
    return IntakeContext(
        territories={"g": TERRITORY},
        cubes=CUBES,
        suppliers={"office": SupplierDefinition.model_validate(supplier)},
        deliveries={k: DeliveryDefinition.model_validate(d) for k, d in deliveries.items()},
        reference=REFERENCE,
    )


@pytest.fixture
def store(tmp_path: Path) -> SealedStore:
    return SealedStore(tmp_path / "sealed")


def take(
    store: SealedStore,
    text: str,
    product: str = "people",
    *,
    replace: bool = False,
    **changes: object,
) -> AcceptedDelivery:
    path = store.folder.parent / "file.csv"
    path.write_text(text, encoding="utf-8")
    return accept(
        path,
        supplier="office",
        product=product,
        reference_date=DAY,
        context=context(**changes),
        store=store,
        replace=replace,
    )


def records(store: SealedStore, delivery: AcceptedDelivery) -> pl.DataFrame:
    frame = pl.from_arrow(store.read_table(f"{delivery.path_key}/records"))
    assert isinstance(frame, pl.DataFrame)
    return frame


def cell(frame: pl.DataFrame, area: str, age: str) -> dict[str, object]:
    return frame.filter((pl.col("area") == area) & (pl.col("age") == age)).row(0, named=True)


def test_counts_signs_and_totals_find_their_cells(store: SealedStore) -> None:
    frame = records(store, take(store, GOOD))
    assert cell(frame, "101", "0-17")["value"] == 10
    assert cell(frame, "1", "*") | {"row": 5} == {
        "cube": "people",
        "level": "district",
        "area": "1",
        "age": "*",
        "value": 41,
        "lower": None,
        "upper": None,
        "observation": "counted",
        "row": 5,
    }


def test_a_withheld_number_stays_withheld_and_is_bounded_by_the_totals(store: SealedStore) -> None:
    hidden = cell(records(store, take(store, GOOD)), "102", "0-17")
    assert (hidden["value"], hidden["observation"]) == (None, "withheld_by_source")
    assert (hidden["lower"], hidden["upper"]) == (2, 2)


def test_a_total_that_is_not_the_sum_is_told_with_its_line(store: SealedStore) -> None:
    with pytest.raises(FaultsFoundError) as caught:
        take(store, GOOD.replace("29;41", "29;50"))
    assert [f.code for f in caught.value.faults] == ["sum_of_parts"]
    assert "Zeile 5" in str(caught.value)
    assert "50" in str(caught.value)


def test_all_faults_are_told_at_once(store: SealedStore) -> None:
    text = "Gebiet;jung;alt;alle\nAlt;-1;20;x\nNirgends;1;2;3\nAlt;1;2;3\n"
    with pytest.raises(FaultsFoundError) as caught:
        take(store, text)
    codes = {f.code for f in caught.value.faults}
    assert {"negative_count", "unreadable", "unknown_area", "duplicate_area"} <= codes
    assert accepted_deliveries(store) == []


def test_a_misspelt_area_gets_a_suggestion(store: SealedStore) -> None:
    with pytest.raises(FaultsFoundError, match="Meinten Sie „Dorf“"):
        take(store, GOOD.replace("Dorf", "Dorff"))


def test_an_empty_cell_is_not_delivered_and_never_zero(store: SealedStore) -> None:
    frame = records(store, take(store, "Gebiet;jung;alt;alle\nAlt;;20;20\nNeu;1;1;2\nDorf;0;0;0\n"))
    assert cell(frame, "101", "0-17")["observation"] == "not_delivered"
    assert cell(frame, "101", "0-17")["value"] is None
    assert cell(frame, "201", "0-17")["value"] == 0


def test_a_missing_area_is_noted_and_does_not_stop(store: SealedStore) -> None:
    delivery = take(store, "Gebiet;jung;alt;alle\nAlt;1;1;2\nNeu;1;1;2\n")
    assert [note["code"] for note in delivery.notes] == ["missing_areas"]
    assert "Dorf" in delivery.notes[0]["message"]


def test_the_same_file_again_is_nothing_new(store: SealedStore) -> None:
    assert take(store, GOOD) == take(store, GOOD)


def test_another_file_for_the_same_date_is_refused(store: SealedStore) -> None:
    first = take(store, GOOD)
    with pytest.raises(AlreadyDeliveredError, match="schon eine andere Datei"):
        take(store, GOOD.replace("Dorf;0;4;4", "Dorf;1;3;4").replace("12;29", "13;28"))
    assert accepted_deliveries(store) == [first]


def test_a_replaced_delivery_stays_on_record(store: SealedStore) -> None:
    first = take(store, GOOD)
    second = take(
        store, GOOD.replace("Dorf;0;4;4", "Dorf;1;3;4").replace("12;29", "13;28"), replace=True
    )
    assert accepted_deliveries(store) == [second]
    assert [version.sha256 for version in earlier_versions(store, first.key)] == [first.sha256]
    assert not records(store, first).equals(records(store, second))


def test_a_municipality_without_consent_is_not_stored(store: SealedStore) -> None:
    missing = [{"municipality": "20", "reason": {"de": "kein Beschluss"}}]
    delivery = take(store, GOOD, consent_missing=missing)
    assert delivery.covered == ("10",)
    assert "201" not in records(store, delivery)["area"].to_list()
    assert [note["code"] for note in delivery.notes] == ["not_covered"]


def test_a_postcode_is_shared_out_and_keeps_its_sum(store: SealedStore) -> None:
    delivery = take(store, "PLZ;alle\n11111;7\n22222;5\nSumme;12\n", "postcodes")
    frame = records(store, delivery).filter(pl.col("level") == "planning_area")
    # 5 addresses: 3 in 101, 1 in 102, 1 in 201 -> 4.2, 1.4, 1.4: the remainder goes to 102
    assert dict(frame.select("area", "value").iter_rows()) == {"101": 4, "102": 2, "201": 6}
    assert set(frame["observation"]) == {"estimated"}


PEOPLE = "geb;sex;hh;str;nr;plz;ort\n1980;w;77;Weg;1;11111;A\n2000;m;77;Weg;4;11111;A\n"


def test_persons_find_their_area_and_lose_their_numbers(store: SealedStore) -> None:
    frame = records(store, take(store, PEOPLE, "rows"))
    assert frame["area"].to_list() == ["101", "102"]
    assert frame["household"].n_unique() == 1
    assert "77" not in frame["household"].to_list()
    assert not any("Weg" in str(value) for row in frame.rows() for value in row)


def test_numbers_of_two_registers_cannot_be_brought_together(store: SealedStore) -> None:
    around = context()
    elsewhere = DeliveryDefinition.model_validate(PERSON | {"register": "benefits"})
    around.deliveries["office/cases"] = elsewhere  # type: ignore[index]

    one = records(store, take(store, PEOPLE, "rows"))
    path = store.folder.parent / "cases.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    case = accept(path, supplier="office", product="cases", reference_date=DAY,
                  context=around, store=store)  # fmt: skip
    other = records(store, case)

    assert set(one["household"]).isdisjoint(other["household"])


@pytest.mark.parametrize("bad", ["19x0", "2031", "1801"])
def test_a_persons_cell_never_stands_in_a_message(store: SealedStore, bad: str) -> None:
    with pytest.raises(FaultsFoundError) as caught:
        take(store, PEOPLE.replace("1980;w", f"{bad};geheim"), "rows")
    assert bad not in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert "Zeile 2, Spalte" in str(caught.value)


def test_too_many_unknown_addresses_stop_the_delivery(store: SealedStore) -> None:
    with pytest.raises(FaultsFoundError, match="mindestens 60,0"):
        take(store, PEOPLE.replace("Weg;1", "Unbekannter Pfad;1"), "rows")


def test_a_workbook_comes_back_marked_beside_the_untouched_file(
    store: SealedStore, tmp_path: Path
) -> None:
    book = Workbook()
    for row in [["Gebiet", "jung", "alt", "alle"], ["Alt", 1, -4, -3], ["Neu", 1, 1, 2]]:
        book.active.append(row)
    path = tmp_path / "2024-12-31.xlsx"
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(FaultsFoundError, match="Zelle C2"):
        accept(
            path,
            supplier="office",
            product="sheet",
            reference_date=DAY,
            context=context(),
            store=store,
        )
    marked = load_workbook(tmp_path / "antwort" / "2024-12-31.xlsx").active["C2"]
    assert "unter null" in marked.comment.text
    assert marked.fill.start_color.rgb == "FFFFC7CE"
    assert path.read_bytes() == before


def test_a_long_table_finds_its_codes_in_a_column(store: SealedStore) -> None:
    rows = [
        f"{area};{age};{n}"
        for area in ("Alt", "Neu", "Dorf")
        for age, n in (("jung", 1), ("alt", 2), ("alle", 3))
    ]
    frame = records(store, take(store, "\n".join(["Gebiet;Alter;n", *rows]), "long"))
    assert cell(frame, "102", "18+")["value"] == 2
    assert frame.height == 9


def test_a_row_that_only_numbers_the_columns_is_no_data(store: SealedStore) -> None:
    numbered = GOOD.replace("alle\n", "alle\n1;2;3;4\n")
    assert take(store, numbered).rows == take(store, GOOD, replace=True).rows


def test_data_that_happens_to_count_up_is_data(store: SealedStore) -> None:
    frame = records(store, take(store, "Gebiet;jung;alt;alle\nAlt;1;2;3\nNeu;1;1;2\nDorf;0;0;0\n"))
    assert cell(frame, "101", "*")["value"] == 3


def test_footnotes_and_units_are_no_data(store: SealedStore) -> None:
    noisy = GOOD.replace("alle\n", "alle\n;Anzahl;Anzahl;Anzahl\n") + "\n* verdeckt\nQuelle: Amt\n"
    assert take(store, noisy).rows == 12


def test_a_file_of_persons_without_headings_is_not_quoted(store: SealedStore) -> None:
    text = "1980;w;77;Wegstr;1;11111;Orth\n1990;m;78;Wegstr;2;11111;Orth\n"
    with pytest.raises(FaultsFoundError) as caught:
        take(store, text, "rows")
    assert {f.code for f in caught.value.faults} >= {"missing_column"}
    assert "Orth" not in str(caught.value)
    assert "Wegstr" not in str(caught.value)


def test_an_unknown_product_is_wrong_use(store: SealedStore) -> None:
    with pytest.raises(WrongUseError, match=r"catalogue/suppliers/office/nothing.yaml"):
        take(store, GOOD, "nothing")
