"""Checks of lists about persons: told by line, never by what stands in it."""

import polars as pl
import pytest
from tests.unit.intake.accepting import PERSON
from tests.unit.intake.test_intake_checks import LIMITS, codes, examined, said

from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.look_persons import look_for_crowds
from kreisblick.sealed.mapping.checks import shipped_check_rules
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.store import SealedStore

HEAD = "geb;sex;hh;str;nr;plz;ort"
PEOPLE = [f"{1940 + n};{'wm'[n % 2]};{n};Weg;{1 + n % 4};11111;A" for n in range(40)]


def person_file(rows: list[str]) -> str:
    return "\n".join([HEAD, *rows, ""])


def test_persons_that_stand_twice_are_told_by_line_only(store: SealedStore) -> None:
    checks = {"unique": [["household"]]}

    found = examined(store, person_file([*PEOPLE, PEOPLE[3]]), checks, base=PERSON)

    assert codes(found) == {"duplicate_rows": "plausibility", "duplicate_person": "plausibility"}
    assert "Zeile 42" in said(found)
    assert "1943" not in said(found)


def test_twins_in_a_list_without_numbers_are_no_duplicates(store: SealedStore) -> None:
    fields = {k: v for k, v in PERSON["columns"].items() if k != "household"}  # type: ignore[attr-defined]
    rows = [row.replace(f";{n};", ";1;", 1) for n, row in enumerate(PEOPLE * 3)]
    alike = [f"{1940 + n % 60};{'wm'[n // 60]};1;Weg;1;11111;A" for n in range(120)]
    alike.append(alike[0])

    quiet = examined(store, person_file(alike), {}, base=PERSON | {"columns": fields})
    loud = examined(store, person_file(rows), {}, base=PERSON | {"columns": fields})

    assert "duplicate_rows" not in codes(quiet)
    assert "duplicate_rows" in codes(loud)


def test_a_new_share_of_a_persons_code_is_asked(store: SealedStore) -> None:
    women = [row.replace(";m;", ";w;") for row in PEOPLE]

    found = examined(
        store, person_file(women), {}, base=PERSON, last=person_file([*PEOPLE[:39], PEOPLE[0]])
    )

    assert codes(found)["code_share"] == "plausibility"


def crowd(size: int, street: str = "Am Rathaus") -> tuple[FaultBook, pl.DataFrame, pl.DataFrame]:
    """A list of 2,000 persons in 1,000 houses, and ``size`` more at one address."""
    n = 2000 + size
    home = [f"Gasse {k // 2}" for k in range(2000)] + [street] * size
    addresses = pl.DataFrame({"street": home, "number": ["1"] * n, "postcode": ["1"] * n,
                              "place": ["A"] * n})  # fmt: skip
    where = pl.DataFrame({"address_id": [None] * n, "reason": ["street_unknown"] * n},
                         schema={"address_id": pl.String, "reason": pl.String})  # fmt: skip
    grid = Grid(cells=pl.DataFrame({"row": [1], "1": ["x"]}))
    return FaultBook(grid=grid, kinds=shipped_check_rules().kinds), addresses, where


@pytest.mark.parametrize("size", [101, 5000])
def test_a_crowd_at_one_address_is_told_by_its_rows_and_never_by_its_street(size: int) -> None:
    book, addresses, where = crowd(size)

    look_for_crowds(pl.Series(range(2, size + 2002)), addresses, where, book, LIMITS)

    (fault,) = book.faults
    assert fault.code == "crowded_address"
    assert not fault.hard
    assert f"2002–{size + 2001}" in fault.where
    assert "Rathaus" not in str(fault)
    assert len(book.marks) == size


def test_large_houses_and_people_without_an_address_are_no_crowd() -> None:
    book, addresses, where = crowd(99)
    look_for_crowds(pl.Series(range(2099)), addresses, where, book, LIMITS)
    nowhere = where.with_columns(reason=pl.lit("no_fixed_abode"))
    book, addresses, _where = crowd(5000)
    look_for_crowds(pl.Series(range(2099)), addresses[:2099], nowhere, book, LIMITS)

    assert book.faults == []


def test_a_crowd_that_fills_most_of_the_list_is_still_found() -> None:
    book, addresses, where = crowd(40_000)

    look_for_crowds(pl.Series(range(42_000)), addresses, where, book, LIMITS)

    assert [fault.code for fault in book.faults] == ["crowded_address"]
