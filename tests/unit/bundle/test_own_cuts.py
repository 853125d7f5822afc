"""Towns' own areas in a bundle: boundaries and shares, declared, checked, read again."""

import json

import numpy as np
import polars as pl
import pytest
import shapely
from frictionless import Package
from tests.unit.bundle.content import content, territory

from kreisblick.protection.bundle import (
    BundleContentError,
    load_signing_key,
    open_bundle,
    verify_bundle,
    write_bundle,
)
from kreisblick.territory.cuts import OwnCut, OwnCutDefinition, lay_over


@pytest.fixture
def key(tmp_path):
    return load_signing_key(tmp_path / "sealed" / "signing.key")


@pytest.fixture
def own():
    """Two quarters that lie across the two planning areas of the bundle's town."""
    west, north = 400_000, 5_600_000
    halves = [
        shapely.box(west + 600 * n, north, west + (600, 1000)[n], north + 2000) for n in (0, 1)
    ]
    return OwnCut(
        key="stadtteile",
        definition=OwnCutDefinition(
            title={"de": "Stadtteile", "en": "Quarters"},
            called={"de": "Stadtteile", "en": "quarters"},
            municipality="m1",
            file="own.gpkg",
            key="nr",
            name="name",
            source="Probe",
        ),
        areas=pl.DataFrame({"own_area": ["1", "2"], "name": ["Westend", "Ostend"]}),
        polygons=np.array(halves),
        crs=25832,
    )


def test_they_are_written_declared_and_read_again(tmp_path, key, own):
    shares = lay_over(own, territory(), None)
    given = content(own_cuts=[own], own_shares=shares)

    write_bundle(tmp_path / "bundle", given, key)

    bundle = open_bundle(tmp_path / "bundle")
    features = bundle.own_geometry("stadtteile")["features"]
    described = json.loads((tmp_path / "bundle/datapackage.json").read_text())["resources"]
    assert bundle.derived("own_cuts").height == 4
    assert [one["properties"] for one in features] == own.areas.to_dicts()
    assert {"own_cuts", "geo-own-cuts-stadtteile"} <= {one["name"] for one in described}
    assert Package(str(tmp_path / "bundle/datapackage.json")).validate().valid


def test_a_bundle_without_them_is_whole(tmp_path, key):
    write_bundle(tmp_path / "bundle", content(), key)

    assert verify_bundle(tmp_path / "bundle") == []
    assert open_bundle(tmp_path / "bundle").derived("own_cuts").is_empty()
    assert not (tmp_path / "bundle/geo/own_cuts").exists()


def test_a_count_of_addresses_or_people_has_no_column(tmp_path, key, own):
    counted = lay_over(own, territory(), None).with_columns(amount=pl.lit(12))

    with pytest.raises(BundleContentError, match="amount"):
        write_bundle(tmp_path / "bundle", content(own_cuts=[own], own_shares=counted), key)
