"""Corrections: signed, reversible, and only where the cell still says the same."""

import pytest
from tests.unit.intake.accepting import GOOD, PEOPLE, PERSON
from tests.unit.intake.test_intake_decisions import KEY, SIGNED, SPOILT, cells, take, told

from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.sealed.intake import (
    Act,
    Journal,
    arrive,
    correct,
    corrections_of,
    undo,
)
from kreisblick.sealed.intake.parse import table_of
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.store import SealedStore


def mend(store: SealedStore, journal: Journal, row: int, column: str, to: str) -> int:
    arrival = arrive(**told(store, SPOILT))
    known = corrections_of(list(journal.entries()), KEY)
    region = table_of(arrival.path, arrival.definition, known)
    made = correct(region, journal, SIGNED, subject=KEY, row=row, column=column, to=to)
    return made.number


def test_a_corrected_cell_counts_and_the_file_stays_as_it_was(
    store: SealedStore, journal: Journal
) -> None:
    mend(store, journal, 3, "jung", "2")

    delivery = take(journal, SPOILT)

    assert cells(store, delivery)["102", "0-17"] == 2
    assert "k.A." in (store.folder.parent / "2024-12-31.csv").read_text()
    assert delivery.corrections == (1,)


def test_a_correction_can_be_taken_back(store: SealedStore, journal: Journal) -> None:
    number = mend(store, journal, 3, "jung", "2")
    take(journal, SPOILT)
    undo(journal, number, SIGNED)

    with pytest.raises(FaultsFoundError, match=r"k\.A\."):
        take(journal, SPOILT)
    assert [entry.act for entry in journal.entries()] == [Act.CORRECT, Act.ACCEPT, Act.UNDO]
    with pytest.raises(WrongUseError, match="gibt es nicht"):
        undo(journal, number, SIGNED)


def test_a_correction_is_not_applied_to_a_row_that_says_something_else(
    store: SealedStore, journal: Journal
) -> None:
    mend(store, journal, 2, "jung", "11")
    other = GOOD.replace("Alt;10;20;30", "Alt;10;21;31").replace("12;29;41", "12;30;42")

    delivery = take(journal, other)

    assert cells(store, delivery)["101", "0-17"] == 10
    assert [note["code"] for note in delivery.notes] == ["correction_asked"]
    assert delivery.notes[0]["kind"] == "plausibility"


@pytest.mark.parametrize(
    ("row", "column", "to", "words"),
    [(3, "Unsinn", "2", "keine Spalte|gibt es nicht"), (99, "jung", "2", "keine Zeile mit Daten"),
     (3, "jung", "k.A.", "steht schon")],
)  # fmt: skip
def test_a_correction_of_nothing_is_wrong_use(
    store: SealedStore, journal: Journal, row: int, column: str, to: str, words: str
) -> None:
    with pytest.raises(WrongUseError, match=words):
        mend(store, journal, row, column, to)
    assert list(journal.entries()) == []


def test_the_contents_of_a_correction_lie_nowhere_in_the_open(
    store: SealedStore, journal: Journal
) -> None:
    arrival = arrive(**told(store, PEOPLE, "rows"))
    region = table_of(arrival.path, DeliveryDefinition.model_validate(PERSON), [])
    made = correct(region, journal, SIGNED, subject=("office", "rows", "2024-12-31"), row=2,
                   column="geb", to="1981")  # fmt: skip

    stored = b"".join(p.read_bytes() for p in store.folder.rglob("*") if p.is_file())
    assert b"1981" not in stored
    assert "1981" not in repr(made)
    assert "1981" not in repr(list(journal.entries()))
