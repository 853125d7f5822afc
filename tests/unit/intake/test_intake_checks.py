"""Checks: what cannot be stops, what is hard to believe is asked, and ordinary life is quiet."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tests.unit.intake.accepting import AGGREGATE, GOOD, context

from kreisblick.base.errors import FaultsFoundError
from kreisblick.sealed.intake import AcceptedDelivery, Examined, arrive, examine
from kreisblick.sealed.intake.accept import accept
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.mapping.checks import Checks, shipped_check_rules
from kreisblick.sealed.store import SealedStore

LAST, DAY = date(2023, 12, 31), date(2024, 12, 31)
LIMITS = shipped_check_rules().limits
# small tables of a test are looked at like large ones
KEEN = {"constant_rows": 3, "least_cell": 5, "code_rows": 5, "least_zero": 4}


def examined(
    store: SealedStore, text: str, checks: dict[str, Any], *, base: dict[str, Any] | None = None,
    last: str | None = None,
) -> Examined:  # fmt: skip
    """A file that was looked at, after another one was accepted for the year before."""
    around = context()
    plain = base or AGGREGATE
    checks = plain.get("checks", {}) | {"limits": KEEN} | checks
    definition = DeliveryDefinition.model_validate(plain | {"checks": checks})
    around.deliveries["office/people"] = definition  # type: ignore[index]
    path = store.folder.parent / "2024-12-31.csv"
    told: dict[str, Any] = {"supplier": "office", "product": "people", "context": around}
    if last is not None:
        path.write_text(last, encoding="utf-8")
        accept(path, reference_date=LAST, store=store, **told)
    path.write_text(text, encoding="utf-8")
    return examine(arrive(path, reference_date=DAY, store=store, **told))


def codes(found: Examined) -> dict[str, str]:
    return {finding.fault.code: finding.kind for finding in found.findings}


def said(found: Examined) -> str:
    return "\n".join(str(finding.fault) for finding in found.findings)


def table(*rows: tuple[str, int, int]) -> str:
    lines = [f"{area};{young};{old};{young + old}" for area, young, old in rows]
    return "\n".join(["Gebiet;jung;alt;alle", *lines, ""])


USUAL = table(("Alt", 100, 400), ("Neu", 80, 300), ("Dorf", 40, 160))


def test_a_good_delivery_finds_nothing(store: SealedStore) -> None:
    assert examined(store, GOOD, {}).findings == ()


def test_a_column_that_holds_the_same_in_every_row_is_asked(store: SealedStore) -> None:
    same = table(("Alt", 50, 7), ("Neu", 50, 8), ("Dorf", 50, 9))

    found = examined(store, same, {})

    assert codes(found)["constant_column"] == "plausibility"
    assert "„jung“" in said(found)
    assert "constant_column" not in codes(examined(store, same, {"constant": ["jung"]}))


def test_a_column_that_nobody_reads_is_looked_at_but_for_keys_and_shares(
    store: SealedStore,
) -> None:
    rows = USUAL.splitlines()
    wide = [f"{rows[0]};Haushalte;Kreisschlüssel;Anteil", *[f"{r};100;12345;100" for r in rows[1:]]]

    found = examined(store, "\n".join(wide), {})

    assert codes(found) == {"constant_unread": "soft"}
    assert "Haushalte" in said(found)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"column": "alt", "at_most": 350}, "größer als 350"),
        ({"column": "alt", "at_least": 200}, "kleiner als 200"),
        ({"column": "alt", "at_least": 0, "at_most": 350}, "zwischen 0 und 350"),
        ({"column": "alle", "at_most_column": "alt"}, "größer als die in der Spalte „alt“"),
    ],
)
def test_a_number_out_of_its_range_stops(
    store: SealedStore, rule: dict[str, Any], code: str
) -> None:
    found = examined(store, USUAL, {"ranges": [rule]})

    assert codes(found) == {"out_of_range": "hard"}
    assert code in said(found)


def test_a_range_that_holds_is_quiet(store: SealedStore) -> None:
    rule = {"column": "alt", "at_least": 160, "at_most": 400, "at_most_column": "alle"}

    assert examined(store, USUAL, {"ranges": [rule]}).findings == ()


def test_a_share_may_be_rounded_and_no_more(store: SealedStore) -> None:
    rows = USUAL.splitlines()
    rounded = ["20", "21,1", "20,00"]
    share = {"column": "Anteil", "part": "jung", "whole": "alle"}

    right = [f"{rows[0]};Anteil", *[f"{r};{s}" for r, s in zip(rows[1:], rounded, strict=True)]]
    wrong = "\n".join(right).replace("21,1", "21,2")

    assert examined(store, "\n".join(right), {"shares": [share]}).findings == ()
    found = examined(store, wrong, {"shares": [share]})
    assert codes(found) == {"share_of_counts": "plausibility"}
    assert "Zeile 3" in said(found)


def test_codes_that_do_not_add_up_are_asked_and_hidden_ones_are_bounded(
    store: SealedStore,
) -> None:
    wrong = GOOD.replace("Neu;*;5;7", "Neu;*;5;9").replace("Summe;12;29;41", "Summe;;29;43")

    found = examined(store, wrong, {})

    assert codes(found)["sum_of_codes"] == "plausibility"
    assert "Zeile 3" in said(found)


def test_the_title_of_another_year_is_asked(store: SealedStore) -> None:
    titled = "Einwohner am 31.12.2023\n\n" + USUAL

    found = examined(store, titled, {})

    assert codes(found) == {"old_date": "plausibility"}
    assert "31.12.2023" in said(found)


@pytest.mark.parametrize(
    "title",
    ["Stand 31.12.2024, Gebiete von 2023", "Schuljahr 2023/24", "Gesetz von 1998", "Einwohner"],
)
def test_a_title_with_the_right_year_or_none_is_quiet(store: SealedStore, title: str) -> None:
    assert examined(store, f"{title}\n\n{USUAL}", {}).findings == ()


def test_last_times_figures_under_a_new_date_are_asked(store: SealedStore) -> None:
    found = examined(store, "Neue Fassung\n" + USUAL, {}, last=USUAL)

    assert codes(found) == {"same_as_last": "plausibility"}
    assert "31.12.2023" in said(found)


def test_growth_of_all_areas_is_told_once_as_the_total(store: SealedStore) -> None:
    grown = table(("Alt", 130, 520), ("Neu", 104, 390), ("Dorf", 52, 208))
    checks = {"limits": KEEN | {"least_cells": 3}}

    assert codes(examined(store, grown, checks, last=USUAL)) == {"total_changed": "plausibility"}


def test_one_area_that_grew_alone_is_told_with_its_cell(store: SealedStore) -> None:
    grown = table(("Alt", 100, 400), ("Neu", 80, 310), ("Dorf", 120, 160))

    found = examined(store, grown, {}, last=USUAL)

    assert codes(found) == {"cell_changed": "plausibility"}
    assert [f.fault.where for f in found.findings] == ["Zeile 4, Spalte 2"]
    assert "Dorf, jung: 120 nach 40 am 31.12.2023" in said(found)


def test_small_changes_and_small_cells_are_ordinary_life(store: SealedStore) -> None:
    small = table(("Alt", 4, 400), ("Neu", 80, 300), ("Dorf", 40, 160))
    moved = table(("Alt", 9, 420), ("Neu", 88, 290), ("Dorf", 33, 170))

    assert examined(store, moved, {}, last=small).findings == ()


def test_a_sudden_zero_is_asked(store: SealedStore) -> None:
    gone = table(("Alt", 100, 400), ("Neu", 80, 300), ("Dorf", 0, 160))

    found = examined(store, gone, {}, last=USUAL)

    assert codes(found) == {"sudden_zero": "plausibility"}
    assert "Dorf, jung: 0 nach 40" in said(found)


def test_a_code_that_takes_over_is_asked(store: SealedStore) -> None:
    moved = table(("Alt", 400, 100), ("Neu", 300, 80), ("Dorf", 160, 40))

    found = examined(store, moved, {"kinds": {"cell_changed": "off"}}, last=USUAL)

    assert codes(found) == {"code_share": "plausibility"}
    assert "„0-17“ (age) macht 79,6" in said(found)


def test_areas_come_and_go(store: SealedStore) -> None:
    without = table(("Alt", 100, 400), ("Neu", 80, 300))
    quiet = {"expected_areas": "off"}

    assert codes(examined(store, without, quiet, last=USUAL)) == {"gone_areas": "plausibility"}
    other = SealedStore(store.folder.parent / "other")
    assert codes(examined(other, USUAL, quiet, last=without)) == {"new_areas": "soft"}


def test_what_is_switched_off_or_made_hard_follows_the_definition(store: SealedStore) -> None:
    gone = table(("Alt", 100, 400), ("Neu", 80, 300), ("Dorf", 0, 160))

    hard = examined(store, gone, {"kinds": {"sudden_zero": "hard"}}, last=USUAL)

    assert hard.hard
    with pytest.raises(ValidationError, match="strange_check"):
        Checks(kinds={"strange_check": "hard"})
    with pytest.raises(ValidationError, match="strange_limit"):
        Checks(limits={"strange_limit": 1})


def test_a_municipality_that_joins_is_no_growth(store: SealedStore) -> None:
    around = context(consent_missing=[
        {"municipality": "20", "until": "2024-01-01", "reason": {"de": "kein Beschluss"}}
    ])  # fmt: skip
    path = store.folder.parent / "f.csv"
    told: dict[str, Any] = {"supplier": "office", "product": "people", "context": around}
    path.write_text(USUAL, encoding="utf-8")
    accept(path, reference_date=LAST, store=store, **told)
    path.write_text(table(("Alt", 101, 401), ("Neu", 81, 301), ("Dorf", 900, 900)), "utf-8")

    second: AcceptedDelivery = accept(path, reference_date=DAY, store=store, **told)

    assert second.notes == ()


def test_a_hard_check_stops_the_acceptance(store: SealedStore, tmp_path: Path) -> None:
    around = context()
    rule = {"ranges": [{"column": "alt", "at_most": 5}]}
    around.deliveries["office/people"] = DeliveryDefinition.model_validate(  # type: ignore[index]
        AGGREGATE | {"checks": rule}
    )
    path = tmp_path / "f.csv"
    path.write_text(USUAL, encoding="utf-8")

    with pytest.raises(FaultsFoundError, match="größer als 5"):
        accept(path, supplier="office", product="people", reference_date=DAY, context=around,
               store=store)  # fmt: skip
