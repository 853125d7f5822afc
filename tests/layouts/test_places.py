"""The places of the layouts are those of the invented hamlet."""

import csv
import sqlite3
from pathlib import Path

import pytest
from tests.layouts.places import AREAS, addresses

from kreisblick.pipeline.demo import invent_district


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hamlet")
    invent_district("hamlet", folder, seed=1)
    return folder / "territory"


def test_every_address_of_the_layouts_stands_in_the_hamlet(hamlet: Path) -> None:
    with (hamlet / "house_coordinates.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))

    invented = {
        (h["street"], h["number"], h["suffix"], h["postcode"], h["place"], h["area_2023"])
        for h in lines
    }
    ours = {(a.street, a.number, a.suffix, a.postcode, a.place, a.area) for a in addresses()}
    assert ours == invented


def test_the_areas_and_their_names_in_other_offices_are_those_of_the_hamlet(hamlet: Path) -> None:
    store = sqlite3.connect(hamlet / "areas_2023.gpkg")
    named = dict(store.execute("select area, name from areas").fetchall())
    store.close()

    other: dict[str, dict[str, str]] = {}
    for office in ("employment_agency", "jobcenter", "social_office"):
        path = hamlet / f"{office}_areas_2023.csv"
        lines = [line.split(";") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        other[office] = {line[-1]: line[0] for line in lines}
    assert {area.key: area.name for area in AREAS} == named
    assert {area.key: area.agency for area in AREAS} == other["employment_agency"]
    assert {area.key: area.jobcenter for area in AREAS} == other["jobcenter"]
    assert {area.key: area.social for area in AREAS} == other["social_office"]
