"""What is known of addresses when a delivery is read: decisions of one supplier, another list."""

import dataclasses
from pathlib import Path

import polars as pl
import pytest
from tests.unit.intake.accepting import DAY, PEOPLE, context, records

from kreisblick.sealed.intake import AcceptedDelivery, accept
from kreisblick.sealed.store import SealedStore
from kreisblick.territory.addresses.learn import DECISIONS

OLD_NAME = PEOPLE.replace(";Weg;1", ";Königsallee;1")


@pytest.fixture
def store(tmp_path: Path) -> SealedStore:
    return SealedStore(tmp_path / "sealed")


def decided(supplier: str) -> pl.DataFrame:
    empty = dict.fromkeys(DECISIONS, "")
    return pl.DataFrame(
        [
            empty
            | {"decision_id": "e1", "kind": "former_name", "street": "koenigsallee"}
            | {"to_street": "Weg", "to_postcode": "11111", "supplier": supplier}
        ]
    )


def take(store: SealedStore, text: str, **known: object) -> AcceptedDelivery:
    path = store.folder.parent / "file.csv"
    path.write_text(text, encoding="utf-8")
    return accept(
        path,
        supplier="office",
        product="rows",
        reference_date=DAY,
        context=dataclasses.replace(context(), **known),
        store=store,
    )


def test_a_decision_for_the_supplier_places_its_rows(store: SealedStore) -> None:
    delivery = take(store, OLD_NAME + "1990;w;78;Weg;2;11111;A\n", decisions=decided("office"))

    assert records(store, delivery)["area"].to_list() == ["101", "102", "101"]


def test_a_decision_for_another_supplier_does_not(store: SealedStore) -> None:
    delivery = take(store, OLD_NAME + "1990;w;78;Weg;2;11111;A\n", decisions=decided("another"))

    assert records(store, delivery)["area"].to_list() == [None, "102", "101"]


def test_another_list_of_addresses_reads_the_same_file_again(store: SealedStore) -> None:
    first = take(store, PEOPLE, addresses="list of March")
    again = take(store, PEOPLE, addresses="list of March")
    later = take(store, PEOPLE, addresses="list of April")

    assert first.definition == again.definition
    assert later.definition != first.definition
