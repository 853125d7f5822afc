"""The stretches of house numbers in a bundle: declared, checked, and no more than they are."""

import json

import polars as pl
import pytest
from frictionless import Package
from tests.unit.bundle.content import content
from tests.unit.finder.streets import invented, streets_of

from kreisblick.products.finder import form_stretches, read_finder, read_index
from kreisblick.protection.bundle import (
    BundleContentError,
    load_signing_key,
    open_bundle,
    verify_bundle,
    write_bundle,
)

TABLE = "address_stretches"


@pytest.fixture
def key(tmp_path):
    return load_signing_key(tmp_path / "sealed" / "signing.key")


@pytest.fixture
def stretches() -> pl.DataFrame:
    rows = [(*row[:5], "a1" if row[5] == "a0" else "a2") for row in invented(3, 12)]
    return form_stretches(streets_of(rows), read_finder())


def test_they_are_written_declared_and_read_again(tmp_path, key, stretches):
    write_bundle(tmp_path / "bundle", content(addresses=stretches), key)

    index = read_index(open_bundle(tmp_path / "bundle"))
    described = json.loads((tmp_path / "bundle/datapackage.json").read_text())["resources"]

    assert index is not None
    assert index.stretches.equals(stretches.sort("key", "place", "postcode", "parity", "low"))
    assert index.areas["a1"] == ("Süd", "Lindenau")
    assert TABLE in [one["name"] for one in described]
    assert Package(str(tmp_path / "bundle/datapackage.json")).validate().valid


def test_a_bundle_without_them_is_whole_and_has_no_finder(tmp_path, key):
    write_bundle(tmp_path / "bundle", content(), key)

    assert verify_bundle(tmp_path / "bundle") == []
    assert not (tmp_path / "bundle/data/address_stretches.csv").exists()
    assert read_index(open_bundle(tmp_path / "bundle")) is None


def test_changed_stretches_are_a_fault(tmp_path, key, stretches):
    write_bundle(tmp_path / "bundle", content(addresses=stretches), key)
    path = tmp_path / "bundle/data/address_stretches.csv"
    path.write_text(path.read_text() + "x,X,,,both,1,,a1\n")

    assert [fault.code for fault in verify_bundle(tmp_path / "bundle")] == ["changed_file"]


def test_a_column_more_than_described_is_refused(tmp_path, key, stretches):
    with pytest.raises(BundleContentError, match="houses"):
        counted = stretches.with_columns(houses=pl.lit(1))
        write_bundle(tmp_path / "bundle", content(addresses=counted), key)
