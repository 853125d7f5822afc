"""Decisions: in part, rejected, confirmed, corrected; each on record, signed, and reversible."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from filelock import FileLock
from tests.unit.intake.accepting import AGGREGATE, GOOD, PEOPLE, context

from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.sealed.intake import (
    AcceptedDelivery,
    Act,
    Clerk,
    IntakeBusyError,
    Journal,
    RejectedError,
    Signed,
    StillAcceptedError,
    accept,
    accepted_deliveries,
    arrive,
    confirm,
    examine,
    intake_lock,
    read_left_out,
    reject,
    rejected,
)
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.store import SealedStore

DAY = date(2024, 12, 31)
NOW = datetime(2025, 1, 7, 9, 30, tzinfo=UTC)
SIGNED = Signed(by="Statistikstelle", reason="telefonisch bestätigt", at=NOW)
KEY = ("office", "people", "2024-12-31")
SPOILT = GOOD.replace("Neu;*;5;7", "Neu;k.A.;5;7")


def told(store: SealedStore, text: str, product: str = "people") -> dict[str, Any]:
    path = store.folder.parent / "2024-12-31.csv"
    path.write_text(text, encoding="utf-8")
    return {"path": path, "supplier": "office", "product": product, "reference_date": DAY,
            "context": context(), "store": store}  # fmt: skip


def take(
    journal: Journal, text: str, *without: str, product: str = "people", **more: Any
) -> AcceptedDelivery:
    parts = [read_left_out(part, "unklar") for part in without]
    reason = more.pop("reason", "unklar" if without else "")
    clerk = Clerk(by="Statistikstelle", reason=reason, left_out=parts, journal=journal)
    return accept(**told(journal.store, text, product), clerk=clerk, **more)


def cells(store: SealedStore, delivery: AcceptedDelivery) -> dict[tuple[str, str], int | None]:
    frame = pl.DataFrame(store.read_table(f"{delivery.path_key}/records"))
    return {(a, age): v for a, age, v in frame.select("area", "age", "value").iter_rows()}


def test_without_a_spoilt_row_the_rest_is_accepted_and_the_row_is_nowhere_zero(
    store: SealedStore, journal: Journal
) -> None:
    with pytest.raises(FaultsFoundError):
        take(journal, SPOILT)

    delivery = take(journal, SPOILT, "rows:3")

    assert ("102", "*") not in cells(store, delivery)
    assert cells(store, delivery)["101", "*"] == 30
    assert delivery.left_out == ({"what": "rows", "which": ["3"], "reason": "unklar"},)
    assert [entry.act for entry in journal.entries()] == [Act.ACCEPT_IN_PART]


def test_without_a_column_or_an_area_their_cells_are_absent(
    store: SealedStore, journal: Journal
) -> None:
    column = take(journal, SPOILT, "columns:jung")
    area = take(journal, SPOILT, "areas:Neu", replace=True)

    assert {age for _area, age in cells(store, column)} == {"18+", "*"}
    assert "102" not in {area for area, _age in cells(store, area)}
    assert area.areas_left_out == ("102",)


def test_a_whole_municipality_takes_its_areas_along(store: SealedStore, journal: Journal) -> None:
    delivery = take(journal, GOOD, "areas:10")

    assert delivery.areas_left_out == ("10", "101", "102")
    assert {area for area, _age in cells(store, delivery)} == {"201", "1"}


def test_what_was_left_out_stays_out_when_the_same_file_is_taken_in_again(
    store: SealedStore, journal: Journal
) -> None:
    first = take(journal, SPOILT, "rows:3")

    assert take(journal, SPOILT) == first
    around = told(store, SPOILT)
    other = AGGREGATE | {"title": {"de": "Menschen"}}
    around["context"].deliveries["office/people"] = DeliveryDefinition.model_validate(other)
    again = accept(**around, clerk=Clerk(journal=journal))
    assert again.left_out == first.left_out
    assert again.definition != first.definition


def test_persons_of_an_area_that_is_left_out_are_not_stored(
    store: SealedStore, journal: Journal
) -> None:
    delivery = take(journal, PEOPLE, "areas:101", product="rows")

    frame = pl.DataFrame(store.read_table(f"{delivery.path_key}/records"))
    assert frame["area"].to_list() == ["102"]
    assert delivery.areas_left_out == ("101",)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("lines:3", "nennt keinen Teil"),
        ("rows:drei", "nennt keinen Teil"),
        ("rows:900", "kommt in dieser Lieferung nicht vor"),
        ("areas:Nirgends", "kommt in dieser Lieferung nicht vor"),
        ("columns:Unsinn", "kommt in dieser Lieferung nicht vor"),
    ],
)
def test_a_part_that_is_none_is_wrong_use(journal: Journal, part: str, words: str) -> None:
    with pytest.raises(WrongUseError, match=words):
        take(journal, GOOD, part)
    assert accepted_deliveries(journal.store) == []


def test_a_part_without_a_reason_and_a_column_that_all_counts_need_are_wrong_use(
    journal: Journal,
) -> None:
    with pytest.raises(WrongUseError, match="--reason"):
        read_left_out("rows:3", " ")
    with pytest.raises(WrongUseError, match="lässt sich aus dieser Lieferung nichts zählen"):
        take(journal, PEOPLE, "columns:sex", product="rows")


def test_a_rejected_file_is_not_stored_and_not_accepted_unless_overruled(
    store: SealedStore, journal: Journal
) -> None:
    arrival = arrive(**told(store, GOOD))
    reject(arrival, journal, reason="falsches Jahr", by="Statistikstelle", at=NOW)

    assert accepted_deliveries(store) == []
    assert [d.reason for d in rejected(journal.entries())] == ["falsches Jahr"]
    with pytest.raises(RejectedError, match="falsches Jahr"):
        take(journal, GOOD)
    take(journal, GOOD, reason="Jahr stimmt doch")
    assert rejected(journal.entries()) == []


def test_a_new_file_may_be_accepted_after_a_rejection(store: SealedStore, journal: Journal) -> None:
    reject(arrive(**told(store, SPOILT)), journal, reason="leer", by="Amt", at=NOW)

    assert take(journal, GOOD).rows == 12


def test_a_file_that_counts_cannot_be_rejected(store: SealedStore, journal: Journal) -> None:
    take(journal, GOOD)

    with pytest.raises(StillAcceptedError, match="--replace"):
        reject(arrive(**told(store, GOOD)), journal, reason="falsch", by="Amt", at=NOW)
    with pytest.raises(WrongUseError, match="--by"):
        reject(arrive(**told(store, SPOILT)), journal, reason="falsch", by="", at=NOW)


SHORT = "Gebiet;jung;alt;alle\nAlt;1;1;2\nNeu;1;1;2\n"  # one area is missing: a soft finding


def test_a_confirmed_finding_is_quiet_and_its_reason_travels_with_the_notes(
    store: SealedStore, journal: Journal
) -> None:
    take(journal, SHORT)
    (finding,) = examine(arrive(**told(store, SHORT))).findings
    who = {"supplier": "office", "product": "people", "by": "Amt", "at": NOW}
    confirm(journal, finding, reason="dort wohnt niemand", **who)

    (delivery,) = accepted_deliveries(store)
    assert delivery.notes[0]["confirmed"] == "dort wohnt niemand"
    (later,) = examine(arrive(**told(store, SHORT)), decisions=list(journal.entries())).findings
    assert later.confirmed == "dort wohnt niemand"
    assert not later.asks


def test_a_fault_cannot_be_confirmed(store: SealedStore, journal: Journal) -> None:
    finding = examine(arrive(**told(store, SPOILT))).findings[0]

    with pytest.raises(WrongUseError, match="keine Frage"):
        confirm(journal, finding, supplier="office", product="people", reason="ja", by="Amt",
                at=NOW)  # fmt: skip


def test_the_log_is_whole_and_a_changed_or_missing_entry_is_found(
    store: SealedStore, journal: Journal
) -> None:
    for name in ("a", "b", "c"):
        journal.write(Act.CONFIRM, subject=("s", "p", ""), by="Amt", at=NOW, reason=name)
    assert journal.faults() == []

    row = store.read_table("quality/00000002").to_pylist()[0]
    changed = row | {"entry": row["entry"].replace('"b"', '"x"')}
    store.write_table("quality/00000002", pa.table({k: [v] for k, v in changed.items()}))
    assert [fault.where for fault in journal.faults()] == ["Eintrag 2"]
    store.write_table("quality/00000002", pa.table({k: [v] for k, v in row.items()}))
    store.delete("quality/00000002")
    assert "Eintrag 3" in [fault.where for fault in journal.faults()]


def test_an_entry_that_another_key_signed_is_found(store: SealedStore, journal: Journal) -> None:
    stranger = Journal(store=store, signer=Ed25519PrivateKey.generate())
    stranger.write(Act.CONFIRM, subject=("s", "p", ""), by="Amt", at=NOW, reason="x")

    assert [fault.code for fault in journal.faults()] == ["broken_chain"]


def test_every_acceptance_is_written_down_once_also_after_a_killed_run(
    store: SealedStore, journal: Journal
) -> None:
    take(journal, GOOD)
    take(journal, GOOD)
    store.delete("quality/00000001")  # killed between the exchange and the log
    take(journal, GOOD)

    (entry,) = journal.entries()
    assert (entry.act, entry.by, entry.day) == (Act.ACCEPT, "Statistikstelle", "2024-12-31")


def test_while_somebody_takes_a_delivery_in_the_next_one_waits_and_is_told(
    store: SealedStore, journal: Journal
) -> None:
    with (
        FileLock(store.folder / "intake.lock"),
        pytest.raises(IntakeBusyError, match="nichts geändert"),
        intake_lock(store, wait_seconds=0.1),
    ):
        pass
    with intake_lock(store, wait_seconds=0.1):
        pass
    assert take(journal, GOOD).rows == 12
