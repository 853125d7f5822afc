"""Generations of real places: Berlin's areas of 2021, Eisenach's merger, all municipalities."""

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from kreisblick.territory.areas import (
    AreaLevel,
    GenerationDefinition,
    Territory,
    check_generation,
    load_generation,
)
from kreisblick.territory.generations import KeyStep, check, compare, open_archive, rekey

pytestmark = pytest.mark.real
ROOT = Path(__file__).parents[2]


@pytest.fixture
def berlin(open_data: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KREISBLICK_DATA", str(open_data))
    folder = ROOT / "examples" / "berlin"
    return open_archive(folder, district_key="11000", district_name="Berlin")


def districts(folder: Path, file: str, parent: int) -> Territory:
    areas = {"file": file, "key": "AGS", "name": "GEN", "parent": {"prefix": parent}}
    layer = pl.read_csv(
        folder / "gemeinden_2022_12_31_einwohner.csv.gz", infer_schema=False
    )["AGS"].str.slice(0, parent)  # fmt: skip
    # Eisenach is a district of its own only in the boundaries of 2021
    names = {key: f"Einheit {key}" for key in sorted({*layer, "16056"[:parent]})}
    definition = {
        "valid_from": date(2021, 1, 1),
        "planning_areas": areas,
        "municipalities": {"dissolve": True, "names": names},
    }
    return load_generation(
        GenerationDefinition.model_validate(definition),
        key=file, district_key="DE", district_name="Deutschland",
        base=folder,
    )  # fmt: skip


def test_berlin_got_542_areas_and_almost_all_ground_is_explained(berlin) -> None:
    plan = check(berlin, "2021")

    assert plan.allowed
    assert plan.areas == 542
    assert plan.comparison is not None
    kinds = Counter(change.kind.value for change in plan.comparison.changes)
    # 448 old areas: rekeyed, split, or merged; none was scattered
    assert kinds["rekeyed"] + kinds["split"] <= 448
    assert kinds["new"] == kinds["dissolved"] == 0
    assert plan.comparison.unchanged == ()  # all keys are new
    before = {key for change in plan.comparison.changes for key in change.from_}
    assert len(before) == 448


def test_the_old_areas_with_their_known_fault_cannot_be_activated(open_data: Path) -> None:
    areas = {"file": "plr_until_2020.geojson.gz", "key": "id", "name": "name"}
    definition = {
        "valid_from": date(2006, 1, 1),
        "crs": 25833,
        "planning_areas": {**areas, "parent": {"prefix": 2}},
        "municipalities": {
            "file": "bezirke.geojson.gz", "key": "Gemeinde_s", "name": "Gemeinde_n",
            "key_transform": {"last": 2},
        },
    }  # fmt: skip
    territory = load_generation(
        GenerationDefinition.model_validate(definition),
        key="2006", district_key="11000", district_name="Berlin", base=open_data / "berlin-lor",
    )  # fmt: skip

    hard = [(fault.code, fault.where) for fault in check_generation(territory) if fault.hard]

    assert hard == [("duplicate_key", "2006/06010102")]


def test_all_37_invalid_polygons_are_named_with_their_places(open_data: Path) -> None:
    folder = open_data / "de-verwaltungsgebiete"
    territory = districts(folder, "gemeinden_vg250_simplified.geojson.gz", 5)

    faults = check_generation(territory)

    broken = [fault for fault in faults if fault.code == "invalid_boundary"]
    assert len(broken) == 37
    assert all("EPSG:25832" in fault.message for fault in broken)
    assert not any("Self" in fault.message or "Hole" in fault.message for fault in broken)
    assert any(fault.code == "overlap" for fault in faults)  # not hidden by the broken ones


def test_eisenach_joins_the_wartburgkreis(open_data: Path) -> None:
    folder = open_data / "de-verwaltungsgebiete"
    table = pl.read_csv(folder / "kreise_2022_12_31_einwohner.csv.gz", infer_schema=False)
    old = districts(folder, "kreise_vg5000_2021.geojson.gz", 2)
    keys = old.keys(AreaLevel.PLANNING_AREA)
    history = [KeyStep(from_key="16056", to_key="16063", on=date(2021, 7, 1))]
    ones = pl.DataFrame({"area": keys, "districts": [1] * len(keys)})

    now = rekey(ones, history, date(2022, 12, 31))

    assert len(keys) == 401
    assert set(now["area"]) == set(table["AGS"])
    assert dict(now.select("area", "districts").iter_rows())["16063"] == 2
    assert now["districts"].sum() == 401


def test_the_merger_shows_in_the_boundaries(open_data: Path) -> None:
    folder = open_data / "de-verwaltungsgebiete"
    old = districts(folder, "kreise_vg5000_2021.geojson.gz", 2)
    part = (old.areas["area"] == "16056").to_numpy()
    whole = (old.areas["area"] == "16063").to_numpy()
    geometry = old.geometry.copy()
    geometry[whole] = geometry[whole][0].union(geometry[part][0])
    kept = ~part
    new = Territory(
        generation=old.generation,
        areas=old.areas.filter(pl.Series(kept)),
        geometry=geometry[kept],
        crs=old.crs,
    )

    found = compare(old, new)

    assert [(c.kind.value, c.from_, c.to) for c in found.changes] == [
        ("merged", ("16056", "16063"), ("16063",))
    ]
    assert len(found.unchanged) == 399
