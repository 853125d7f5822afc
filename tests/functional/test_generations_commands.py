"""``kreisblick generations`` from outside, in a workspace of Lindenau."""

import json
import re

import polars as pl
import pytest

from kreisblick.pipeline.ground import prepare
from kreisblick.pipeline.workspace import open_workspace


@pytest.fixture
def loaded(kreisblick, fresh_copy):
    """The workspace with a third generation, loaded from the second's file, not active."""
    said = kreisblick(
        "generations", "load", "2027", "--planning-areas", fresh_copy / "territory/areas_2023.gpkg",
        "--layer", "areas", "--key", "area", "--name", "name", "--municipality", "municipality",
        "--municipalities", fresh_copy / "territory/areas_2023.gpkg",
        "--municipalities-layer", "municipalities", "--municipalities-key", "ags",
        "--municipalities-name", "name", "--valid-from", "2027-01-01", "-w", fresh_copy,
    )  # fmt: skip
    assert said.code == 0, said.err
    return fresh_copy


def test_the_way_from_the_file_to_force(kreisblick, loaded):
    definition = loaded / "catalogue/territory/2027.yaml"
    inactive = definition.read_bytes()

    listed = kreisblick("generations", "list", "-w", loaded)
    checked = kreisblick("generations", "check", "2027", "-w", loaded)
    planned = kreisblick("generations", "activate", "2027", "-w", loaded)
    untouched = definition.read_bytes()
    written = kreisblick("generations", "activate", "2027", "--write", "-w", loaded)

    assert [said.code for said in (listed, checked, planned, written)] == [0, 0, 0, 0]
    assert re.search(r"2027 +inaktiv +01\.01\.2027", listed.out)
    assert "alles in Ordnung" in checked.out
    assert "0 neu, 0 aufgelöst, 0 geändert" in planned.out
    assert "keine Lücken" in planned.out
    assert "--write" in planned.out
    assert untouched == inactive
    assert "jetzt in Kraft" in written.out
    assert "kreisblick.toml" in written.out
    assert definition.read_bytes() == inactive.replace(b"active: false", b"active: true")


def test_a_round_never_uses_what_is_not_active(kreisblick, loaded):
    before = prepare(open_workspace(loaded))
    kreisblick("generations", "activate", "2027", "--write", "-w", loaded)
    after = prepare(open_workspace(loaded))
    kreisblick("generations", "deactivate", "2027", "--write", "-w", loaded)
    undone = prepare(open_workspace(loaded))

    assert list(before.territories) == ["2019", "2023"]
    assert list(after.territories) == ["2019", "2023", "2027"]
    assert str(after.territories["2023"].generation.valid_until) == "2027-01-01"
    assert before.territories["2023"].generation.valid_until is None
    assert before.fingerprint == undone.fingerprint != after.fingerprint


def test_a_broken_inactive_generation_does_not_stop_a_round(kreisblick, loaded):
    (loaded / "territory/2027/areas_2023.gpkg").write_text("no map")

    said = kreisblick("generations", "check", "2027", "-w", loaded)

    assert said.code == 1
    assert "areas_2023.gpkg" in said.err
    assert list(prepare(open_workspace(loaded)).territories) == ["2019", "2023"]


def test_a_report_on_an_inactive_generation_is_told_how_to_go_on(kreisblick, loaded):
    choices = loaded / "kreisblick.toml"
    choices.write_text(choices.read_text().replace('generation = "2023"', 'generation = "2027"'))

    said = kreisblick("run", "-w", loaded)

    assert said.code == 1
    assert "kreisblick generations activate 2027 --write" in said.err


def test_figures_name_changes_people_and_the_entries_to_fill_in(kreisblick, fresh_copy, tmp_path):
    table = tmp_path / "gebiete.csv"

    said = kreisblick("generations", "figures", "2023", "-o", table, "-w", fresh_copy)
    entries = kreisblick("generations", "figures", "2023", "--missing-reasons", "-w", fresh_copy)
    told = json.loads(kreisblick("generations", "figures", "2023", "--json", "-w", fresh_copy).out)

    assert said.code == entries.code == 0
    assert "Gegenüber 2019" in said.out
    assert "Adressen" in said.out
    assert entries.out.startswith("changes:\n  - on: 2023-01-01\n    kind: ")
    assert {change["kind"] for change in told["comparison"]["changes"]} <= {
        "split", "merged", "border", "rekeyed", "renamed", "new", "dissolved",
    }  # fmt: skip
    houses = pl.read_csv(fresh_copy / "territory/house_coordinates.csv", separator=";")
    assert sum(town["people"] for town in told["figures"]["towns"]) == houses.height
    assert pl.read_csv(table).columns == ["area", "name", "municipality", "km2", "people"]


def test_hard_faults_are_listed_and_refused(kreisblick, loaded):
    towns = loaded / "catalogue/territory/2027.yaml"
    towns.write_text(towns.read_text().replace("column: municipality", "column: name"))

    checked = kreisblick("generations", "check", "2027", "--json", "-w", loaded)
    refused = kreisblick("generations", "activate", "2027", "--write", "-w", loaded)

    told = json.loads(checked.out)
    assert checked.code == refused.code == 1
    assert told["allowed"] is False
    assert {fault["code"] for fault in told["faults"] if fault["hard"]} == {
        "unknown_parent",
        "municipality_without_areas",
    }
    assert "active: false" in towns.read_text()


def test_wrong_use_is_told_with_exit_code_two(kreisblick, loaded):
    again = kreisblick("generations", "activate", "2023", "-w", loaded)
    unknown = kreisblick("generations", "check", "1999", "-w", loaded)
    used = kreisblick("generations", "deactivate", "2023", "--write", "-w", loaded)

    assert [said.code for said in (again, unknown, used)] == [2, 2, 2]
    assert "schon in Kraft" in again.err
    assert "2019, 2023, 2027" in unknown.err
    assert "[report]" in used.err


def test_counts_come_to_new_keys(kreisblick, tmp_path):
    (tmp_path / "werte.csv").write_text("ags;menschen\n16056000;41.970\n16063001;120.000\n")
    (tmp_path / "liste.csv").write_text(
        "from_key,to_key,on,reason\n16056000,16063105,2021-07-01,Eingliederung\n"
    )
    out = tmp_path / "neu.csv"

    said = kreisblick(
        "generations", "rekey", tmp_path / "werte.csv", "--history", tmp_path / "liste.csv",
        "--on", "2022-12-31", "--key", "ags", "-o", out,
    )  # fmt: skip

    assert said.code == 0
    table = pl.read_csv(out, infer_schema=False)
    assert dict(table.select("ags", "menschen").iter_rows()) == {
        "16063001": "120000",
        "16063105": "41970",
    }
