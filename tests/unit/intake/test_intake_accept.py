"""Accepting counts: all faults at once, nothing overwritten in silence."""

from pathlib import Path

import polars as pl
import pytest
from tests.unit.intake.accepting import GOOD, cell, records, take

from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.sealed.intake import (
    AlreadyDeliveredError,
    accepted_deliveries,
    earlier_versions,
)
from kreisblick.sealed.store import SealedStore


@pytest.fixture
def store(tmp_path: Path) -> SealedStore:
    return SealedStore(tmp_path / "sealed")


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


def test_an_unknown_product_is_wrong_use(store: SealedStore) -> None:
    with pytest.raises(WrongUseError, match=r"catalogue/suppliers/office/nothing.yaml"):
        take(store, GOOD, "nothing")
