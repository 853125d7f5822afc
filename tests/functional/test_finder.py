"""Find my address, from the workspace to the bundle."""

from pathlib import Path

import polars as pl
import pytest

from kreisblick.pipeline.finder import address_stretches
from kreisblick.pipeline.ground import prepare
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.products.finder import finder_part, read_index, write_finder
from kreisblick.protection.bundle import open_bundle
from kreisblick.territory.addresses.learn import DECISIONS, DecisionKind

pytestmark = pytest.mark.xdist_group("hamlet")


def stretches(workspace: Path) -> str:
    return address_stretches(prepare(open_workspace(workspace))).write_csv()


def test_the_round_carries_the_index_of_the_workspace_s_addresses(hamlet):
    bundle = open_bundle((hamlet / "bundles") / (hamlet / "bundles/current").read_text().strip())
    index = read_index(bundle)

    assert index is not None
    assert {a for areas in index.stretches["areas"] for a in areas.split("|")} <= set(index.areas)
    assert (
        stretches(hamlet)
        == index.stretches.sort("key", "street", "postcode", "place", "parity", "low").write_csv()
    )


def test_whatever_is_protected_the_index_is_the_same(fresh_copy):
    houses = pl.read_csv(fresh_copy / "territory/house_coordinates.csv", separator=";")
    before = stretches(fresh_copy)
    streets = houses["street"].unique().sort().to_list()[::2]
    decided = [
        dict.fromkeys(DECISIONS, "")
        | {"decision_id": str(i), "kind": DecisionKind.PROTECTED.value, "street": street}
        for i, street in enumerate(streets)
    ]
    path = open_workspace(fresh_copy).decisions
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(decided, schema=dict(DECISIONS)).write_csv(path)

    assert len(prepare(open_workspace(fresh_copy)).decisions) == len(streets) > 3
    assert stretches(fresh_copy) == before


def test_without_known_addresses_there_is_no_finder(fresh_copy, tmp_path):
    path = fresh_copy / "kreisblick.toml"
    head, _addresses, rest = path.read_text("utf-8").partition("[addresses]")
    kept = rest.partition("\n[")
    path.write_text(head + kept[1] + kept[2], "utf-8")

    assert stretches(fresh_copy).count("\n") == 1
    assert write_finder(None, tmp_path / "site") == []
    assert finder_part(None) == ""
