"""Accepting rows about persons: places found, numbers lost, nothing quoted."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.unit.intake.accepting import DAY, PEOPLE, PERSON, context, records, take

from kreisblick.base.errors import FaultsFoundError
from kreisblick.sealed.intake import (
    accept,
)
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.store import SealedStore


@pytest.fixture
def store(tmp_path: Path) -> SealedStore:
    return SealedStore(tmp_path / "sealed")


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


def test_a_file_of_persons_without_headings_is_not_quoted(store: SealedStore) -> None:
    text = "1980;w;77;Wegstr;1;11111;Orth\n1990;m;78;Wegstr;2;11111;Orth\n"
    with pytest.raises(FaultsFoundError) as caught:
        take(store, text, "rows")
    assert {f.code for f in caught.value.faults} >= {"missing_column"}
    assert "Orth" not in str(caught.value)
    assert "Wegstr" not in str(caught.value)
