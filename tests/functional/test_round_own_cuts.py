"""Towns' own areas go the whole round: bundle, report, edition, atlas; others see nothing."""

import json
from pathlib import Path

import polars as pl
import pytest

from kreisblick.base.errors import FaultsFoundError
from kreisblick.pipeline.run import run
from kreisblick.protection.bundle import Bundle, open_bundle

LINDENAU, ESCHWALDE, KLEIN_OTTERN = "05998020", "05998008", "05998016"
HEADING = "Stadtteile der Stadt Lindenau"


@pytest.fixture(scope="session")
def bundle(hamlet: Path) -> Bundle:
    bundles = hamlet / "bundles"
    return open_bundle(bundles / (bundles / "current").read_text().strip())


@pytest.fixture(scope="session")
def products(hamlet: Path) -> Path:
    return hamlet / "products" / (hamlet / "products" / "current").read_text().strip()


def test_the_bundle_carries_boundaries_names_and_rounded_shares_of_both_towns(bundle):
    shares = bundle.derived("own_cuts")
    areas = dict(bundle.areas.select("area", "parent").iter_rows())

    assert set(bundle.definitions("own_cuts")) == set(shares["own_cut"])
    assert set(shares["municipality"]) == {LINDENAU, ESCHWALDE}
    assert all(areas[area] == town for area, town in shares.select("area", "municipality").rows())
    sums = shares.group_by("own_cut", "own_area").agg(pl.col("share_of_own_area").sum())
    assert sums["share_of_own_area"].is_between(0.9, 1.1).all()
    for key in bundle.definitions("own_cuts"):
        drawn = {f["properties"]["own_area"] for f in bundle.own_geometry(key)["features"]}
        assert drawn == set(shares.filter(own_cut=key)["own_area"])


def test_the_attacker_read_the_new_files_and_found_no_way(products):
    verdict = json.loads((products / "audit.json").read_text())

    assert verdict["passed"]
    assert (products / "opendata" / "data" / "own_cuts.csv").is_file()


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("report/web/anhang.html", True),
        (f"editions/{LINDENAU}.html", True),
        (f"editions/{ESCHWALDE}.html", False),
        (f"editions/{KLEIN_OTTERN}.html", False),
        (f"atlas/area/{LINDENAU}.html", True),
        (f"atlas/area/{ESCHWALDE}.html", False),
        (f"atlas/area/{KLEIN_OTTERN}.html", False),
    ],
)
def test_a_town_s_own_areas_stand_where_the_town_is_told_of(products, page, shown):
    assert (HEADING in (products / page).read_text(encoding="utf-8")) is shown


def test_the_english_atlas_names_them_in_english(products):
    page = (products / "atlas" / "en" / "area" / f"{LINDENAU}.html").read_text(encoding="utf-8")

    assert "Quarters of the town of Lindenau" in page
    assert "Planungsr" not in page


def test_facilities_have_the_point_of_their_house(bundle):
    services = bundle.services

    assert services["x"].null_count() < 0.1 * services.height
    unplaced = services.filter(pl.col("area").is_null())
    assert unplaced["x"].null_count() == unplaced.height


def test_wrong_boundaries_are_told_before_the_work_begins(fresh_copy):
    described = fresh_copy / "catalogue" / "own_cuts" / "eschwalde_bezirke.yaml"
    described.write_text(described.read_text().replace(ESCHWALDE, "05998999"))

    with pytest.raises(FaultsFoundError, match="05998999"):
        run(fresh_copy)

    assert not (fresh_copy / "sealed").exists() or not list((fresh_copy / "sealed").glob("*/*/*"))
