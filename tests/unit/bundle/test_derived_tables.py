"""Tables that a bundle may carry: made of released cells, written and read only where they are."""

import json

import polars as pl
import pytest
from tests.unit.bundle.content import DAY, content

from kreisblick.protection.bundle import (
    BundleContentError,
    load_signing_key,
    open_bundle,
    verify_bundle,
    write_bundle,
)
from kreisblick.protection.disclosure import ReleasedTable, UnprotectedDataError
from kreisblick.protection.disclosure.model import SEAL

ROW = {
    "comparison": "areas",
    "reference_date": DAY,
    "generation": "2023",
    "level": "planning_area",
    "area": "a2",
    "place": 1,
    "similar_area": "a1",
    "distance": 0.25,
}


def similar() -> ReleasedTable:
    return ReleasedTable(name="similar_areas", frame=pl.DataFrame([ROW]), seal=SEAL)


@pytest.fixture
def key(tmp_path):
    return load_signing_key(tmp_path / "sealed" / "signing.key")


def test_a_table_that_is_handed_over_is_written_described_and_read(tmp_path, key):
    write_bundle(tmp_path / "bundle", content(derived={"similar_areas": similar()}), key)

    bundle = open_bundle(tmp_path / "bundle")
    described = json.loads((bundle.folder / "datapackage.json").read_text())["resources"]

    assert bundle.derived("similar_areas")["distance"].to_list() == [0.25]
    assert "similar_areas" in {one["name"] for one in described}


def test_a_bundle_without_it_is_whole_and_has_no_rows(tmp_path, key):
    write_bundle(tmp_path / "bundle", content(), key)

    assert verify_bundle(tmp_path / "bundle") == []
    found = open_bundle(tmp_path / "bundle").derived("similar_areas")
    assert found.height == 0
    assert "distance" in found.columns


def test_a_table_that_is_described_and_missing_is_a_fault(tmp_path, key):
    write_bundle(tmp_path / "bundle", content(derived={"similar_areas": similar()}), key)
    (tmp_path / "bundle/data/similar_areas.parquet").unlink()

    assert [f.code for f in verify_bundle(tmp_path / "bundle")] == ["missing_file"]


def test_a_table_that_nobody_described_is_refused(tmp_path, key):
    with pytest.raises(BundleContentError, match="fortune"):
        write_bundle(tmp_path / "bundle", content(derived={"fortune": similar()}), key)


def test_a_table_without_the_seal_of_the_gate_is_refused():
    with pytest.raises(UnprotectedDataError):
        content(derived={"similar_areas": pl.DataFrame([ROW])})
