"""A workspace knows addresses in any format, as they were on any day."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from kreisblick.pipeline.addresses import known_addresses
from kreisblick.pipeline.demo import invent_workspace
from kreisblick.pipeline.ground import prepare
from kreisblick.pipeline.receive import context_of, dated
from kreisblick.pipeline.workspace import Workspace, open_workspace
from kreisblick.territory.addresses import assign

HOUSES = "territory/house_coordinates.csv"


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invent_workspace("hamlet", tmp_path_factory.mktemp("known") / "workspace")


@pytest.fixture
def folder(invented: Path, tmp_path: Path) -> Path:
    return shutil.copytree(invented, tmp_path / "workspace")


def houses(folder: Path) -> pl.DataFrame:
    return pl.read_csv(folder / HOUSES, separator=";", infer_schema=False)


def choose(folder: Path, text: str) -> Workspace:
    path = folder / "kreisblick.toml"
    kept = path.read_text(encoding="utf-8").partition("[addresses]")[0]
    path.write_text(f"{kept}[addresses]\n{text}\n", encoding="utf-8")
    return open_workspace(folder)


def test_areas_of_houses_without_any_come_from_their_coordinates(folder: Path) -> None:
    plain = houses(folder).drop("area_2019", "area_2023")
    plain.write_csv(folder / "plain.csv", separator=";")
    workspace = choose(folder, 'file = "plain.csv"')

    found = prepare(workspace).known.houses

    true = houses(folder)
    assert found["area"].to_list() == true["area_2023"].to_list()
    assert found["area_2019"].to_list() == true["area_2019"].to_list()


def test_a_house_is_known_from_its_first_day_on(folder: Path) -> None:
    first = houses(folder).row(0, named=True)
    new = pl.col("street") == first["street"]
    dates = pl.when(new).then(pl.lit("01.07.2022")).otherwise(pl.lit("")).alias("gültig ab")
    houses(folder).with_columns(dates).write_csv(folder / "dated.csv", separator=";")
    ground = prepare(choose(folder, 'file = "dated.csv"'))
    asked = pl.DataFrame(
        {name: [first[name]] for name in ("street", "number", "suffix", "postcode")}
    )

    before, after = (
        assign(asked, context.reference)["decision"][0]
        for day in (date(2020, 12, 31), date(2022, 12, 31))
        if (context := dated(context_of(ground), ground, day)).reference is not None
    )

    assert (before, after) == ("none", "match")


def test_other_names_of_streets_come_from_a_list_of_their_own(folder: Path) -> None:
    first = houses(folder).row(0, named=True)
    renamed = f"Straße alt;Straße neu;gültig ab\nFürstenallee;{first['street']};01.05.2021\n"
    (folder / "renamed.csv").write_text(renamed, encoding="utf-8")
    known = known_addresses(choose(folder, f'file = "{HOUSES}"\nnames = "renamed.csv"'))
    asked = pl.DataFrame(
        {"street": ["Fürstenallee"], "number": [first["number"]], "postcode": [first["postcode"]]}
    )
    reference = known.reference_on(date(2024, 12, 31))

    assert reference is not None
    found = assign(asked, reference).row(0, named=True)
    assert found["decision"] == "match"
    assert found["address_id"].startswith(first["street"])


def test_another_list_is_another_fingerprint(folder: Path) -> None:
    workspace = choose(folder, f'file = "{HOUSES}"')
    before = known_addresses(workspace).fingerprint

    houses(folder).head(-1).write_csv(folder / HOUSES, separator=";")

    assert known_addresses(workspace).fingerprint != before


def test_nothing_is_known_where_no_list_is_named(folder: Path) -> None:
    path = folder / "kreisblick.toml"
    path.write_text(path.read_text(encoding="utf-8").partition("[addresses]")[0], encoding="utf-8")

    known = known_addresses(open_workspace(folder))

    assert known.is_empty
    assert known.reference_on(date(2024, 12, 31)) is None
