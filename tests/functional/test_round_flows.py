"""Flows of the population: two registers with numbers of people, a list of deaths, one figure."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from kreisblick.pipeline.memory import load_cube
from kreisblick.pipeline.run import run
from kreisblick.sealed.store import SealedStore

BEFORE, DAY = "2022-12-31", "2024-12-31"
HERE, THERE = "2053", "0803"
SUPPLIER = """title: {de: Meldeamt}
office: {name: Meldeamt, contact: meldeamt@example.org}
legal_basis: § 34 BMG
rhythm: yearly
"""
REGISTER = """title: {de: Einwohnerbestand mit Ordnungsmerkmal}
grain: person
register: residents
format: {type: csv, delimiter: ";"}
columns:
  person: {from: Ordnungsmerkmal, as: pseudonym, optional: true}
  birth_year: {from: Geburtsjahr, as: year}
  sex: {from: Geschlecht, as: code, codes: {w: female, m: male}}
  citizenship: {from: Staat, as: code, codes: {D: german}, otherwise: foreign}
  migration_narrow: {from: eng, as: code, codes: {J: "yes", N: "no"}}
  migration_wide: {from: weit, as: code, codes: {J: "yes", N: "no"}}
  household: {from: Haushalt, as: pseudonym, optional: true}
  main_home: {from: Wohnung, as: code, codes: {HW: "yes", NW: "no"}}
address: {street: Straße, number: Nr, postcode: PLZ, place: Ort}
"""
DEATHS = """title: {de: Sterbefälle}
grain: person
register: deaths
numbers_of: residents
format: {type: csv, delimiter: ";"}
columns:
  person: {from: Ordnungsmerkmal, as: pseudonym}
address: {street: Straße, number: Nr, postcode: PLZ, place: Ort}
"""
HEAD = "Ordnungsmerkmal;Geburtsjahr;Geschlecht;Staat;eng;weit;Haushalt;Wohnung;Straße;Nr;PLZ;Ort"


def lines(numbers: range, born: int, house: str) -> list[str]:
    return [f"P{n:04d};{born};w;D;N;N;;HW;{house}" for n in numbers]


def write(workspace: Path, product: str, day: str, rows: list[str]) -> None:
    path = workspace / f"deliveries/register_office/{product}/{day}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.fixture
def workspace(fresh_copy: Path) -> Path:
    """100 people in one house, 60 in another; two years later some are elsewhere."""
    shutil.rmtree(fresh_copy / "deliveries")
    houses = pl.read_csv(
        fresh_copy / "territory/house_coordinates.csv", separator=";", infer_schema=False
    )
    here, there = (
        ";".join([r["street"], r["number"] + (r["suffix"] or ""), r["postcode"], r["place"]])
        for area in (HERE, THERE)
        for r in [houses.filter(pl.col("area_2023") == area).row(0, named=True)]
    )
    home = fresh_copy / "catalogue/suppliers/register_office"
    home.mkdir()
    (home / "supplier.yaml").write_text(SUPPLIER, encoding="utf-8")
    (home / "residents.yaml").write_text(REGISTER, encoding="utf-8")
    (home / "deaths.yaml").write_text(DEATHS, encoding="utf-8")
    write(
        fresh_copy,
        "residents",
        BEFORE,
        [HEAD, *lines(range(100), 1980, here), *lines(range(100, 160), 1950, there)],
    )
    after = [
        *lines(range(80), 1980, here),  # 20 went: 12 moved inside, 8 out
        *lines(range(80, 92), 1980, there),
        *lines(range(100, 145), 1950, there),  # 15 went: 6 died, 9 out
        *lines(range(145, 150), 1999, there),  # numbers given out again: 5 of those out, 5 in
        *lines(range(200, 217), 1990, here),  # 17 came
        *lines(range(300, 309), 2023, here),  # 9 were born
        *[";" + row.partition(";")[2] for row in lines(range(6), 1970, here)],  # without number
    ]
    write(fresh_copy, "residents", DAY, [HEAD, *after])
    dead = [f"P{n:04d};{there}" for n in range(150, 156)]
    write(fresh_copy, "deaths", "2023-12-31", ["Ordnungsmerkmal;Straße;Nr;PLZ;Ort", *dead])
    choices = (fresh_copy / "kreisblick.toml").read_text(encoding="utf-8")
    sets = 'sets = ["movement"]\nproducts = ["exports"]'
    choices = re.sub(r"^sets = \[[^\]]*\]$", sets, choices, flags=re.MULTILINE)
    choices = choices.replace("[2020-12-31, 2022-12-31, 2024-12-31]", f"[{BEFORE}, {DAY}]")
    (fresh_copy / "kreisblick.toml").write_text(choices, encoding="utf-8")
    return fresh_copy


def test_who_arrived_between_two_registers_is_a_figure_and_can_be_explained(
    workspace: Path, current: Callable[[Path, str], Path], kreisblick: Callable[..., object]
) -> None:
    summary = run(workspace)

    figures = pl.read_parquet(current(workspace, "bundles") / "data/indicators.parquet")
    shown = {
        (str(day), area): (numerator, denominator)
        for day, area, numerator, denominator in figures.filter(pl.col("indicator") == "arrivals")
        .select("reference_date", "area", "numerator", "denominator")
        .iter_rows()
    }
    assert shown[DAY, HERE] == (17, 112)
    assert shown[DAY, THERE] == (17, 62)
    assert (BEFORE, HERE) not in shown or shown[BEFORE, HERE][0] is None
    kept = load_cube(SealedStore(workspace / "sealed"), f"kept/population_flows/{DAY}")
    assert kept is not None
    counts = (
        kept[0]
        .cells.filter(pl.col("value") > 0)
        .group_by("area", "flow")
        .agg(pl.col("value").sum())
    )
    assert {(area, flow): n for area, flow, n in counts.iter_rows()} == {
        (HERE, "moved_in"): 17,
        (HERE, "born"): 9,
        (HERE, "moved_out"): 8,
        (HERE, "moved_inside_out"): 12,
        (THERE, "moved_inside_in"): 12,
        (THERE, "moved_in"): 5,
        (THERE, "moved_out"): 9,
        (THERE, "died"): 6,
    }
    notes = " ".join(summary.notes)
    assert "ohne Nummer der Person" in notes
    for area in (HERE, THERE, "05998"):
        told = kreisblick("explain", area, "arrivals", DAY, "-w", workspace, "--json")
        assert json.loads(told.out)["equal"] is True


def test_a_second_round_knows_the_flows_and_counts_none_of_them_again(
    workspace: Path, current: Callable[[Path, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(workspace)
    first = pl.read_parquet(current(workspace, "bundles") / "data/indicators.parquet")
    monkeypatch.setattr("kreisblick.pipeline.flows._count", None)
    text = (workspace / "kreisblick.toml").read_text(encoding="utf-8")
    (workspace / "kreisblick.toml").write_text(text.replace("Sozialbericht", "Bericht"))

    run(workspace)

    again = pl.read_parquet(current(workspace, "bundles") / "data/indicators.parquet")
    assert first.equals(again)
