"""Separation from the indicator frame and from files; withheld areas stay unknown."""

from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest
from typer.testing import CliRunner

from kreisblick.base.errors import FaultsFoundError
from kreisblick.cli.main import build_app
from kreisblick.statistics.indicators import Kind
from kreisblick.statistics.segregation import (
    SEPARATION_COLUMNS,
    location_quotients,
    measure_file,
    separation,
)

DAY = date(2024, 12, 31)
KNOWN = {"poor": SimpleNamespace(kind=Kind.SHARE), "places": SimpleNamespace(kind=Kind.RATIO)}
GROUP = [60, 40, 20, 10, 80, 30, 15, 5]


def areas():
    rows = [("a" + str(i), "planning_area", f"m{i // 4}") for i in range(8)]
    rows += [("m0", "municipality", "d"), ("m1", "municipality", "d"), ("d", "district", None)]
    return pl.DataFrame(rows, schema=["area", "level", "parent"], orient="row").with_columns(
        generation=pl.lit("2023")
    )


def indicators(hidden=()):
    counts = {f"a{i}": (float(a), 500.0) for i, a in enumerate(GROUP)}
    counts |= {"m0": (130.0, 2000.0), "m1": (130.0, 2000.0), "d": (260.0, 4000.0)}
    rows = [
        {
            "indicator": "poor", "reference_date": DAY, "area": area,
            "numerator": None if area in hidden else a,
            "denominator": None if area in hidden else t,
            "value": None if area in hidden else 100 * a / t,
        }
        for area, (a, t) in counts.items()
    ]  # fmt: skip
    return pl.DataFrame(rows)


def row(table, name="dissimilarity", within="d"):
    return table.filter(measure=name, within=within).row(0, named=True)


def test_every_whole_has_its_measures_in_their_form():
    table = separation(indicators(), areas(), KNOWN, ordered_by="poor")

    assert dict(table.schema) == SEPARATION_COLUMNS
    assert table["within"].unique().sort().to_list() == ["d", "m0", "m1"]
    mine = row(table)
    assert mine["amount"] == pytest.approx(
        sum(abs(a / 260 - (500 - a) / 3740) for a in GROUP) / 2, abs=1e-6
    )
    assert mine["amount_low"] < mine["amount"] < mine["amount_high"]
    assert mine["corrected"] < mine["amount"]
    assert mine["p"] < 0.01
    assert row(table, "tail_ratio")["ordered_by"] == "poor"
    parts = row(table, "entropy_between")["amount"] + row(table, "entropy_inside")["amount"]
    assert parts == pytest.approx(row(table, "entropy")["amount"], abs=2e-6)
    assert row(table, "entropy_between")["amount"] == pytest.approx(0.0, abs=1e-6)
    assert table.filter(measure="entropy_between", within="m0").height == 0


def test_one_withheld_area_of_eight_leaves_bounds_only():
    table = separation(indicators(hidden={"a7", "a6"}), areas(), KNOWN)

    whole = row(table)
    truth = row(separation(indicators(), areas(), KNOWN))["amount"]
    assert whole["amount"] is None
    assert whole["areas_missing"] == 2
    assert whole["people_shown"] == 0.75
    assert whole["amount_low"] <= truth <= whole["amount_high"]
    assert "Zu wenige Gebiete" in whole["note"]
    assert row(table, within="m0")["amount"] is not None


def test_without_published_totals_there_are_not_even_bounds():
    table = separation(indicators(hidden={"a7", "a6", "d"}), areas(), KNOWN)

    assert row(table)["amount_low"] is None
    assert row(table)["people_shown"] is None


def test_shares_only_and_nothing_from_what_is_not_shown():
    frame = indicators(hidden={"a3"})
    other = frame.with_columns(indicator=pl.lit("places"))
    secret = frame.with_columns(hint=pl.lit(99.0))

    assert separation(other, areas(), KNOWN).height == 0
    assert separation(frame, areas(), KNOWN).equals(separation(secret, areas(), KNOWN))


def test_a_tiny_group_is_not_measured():
    tiny = indicators().with_columns(numerator=pl.col("numerator") / 100)

    assert "zu klein" in row(separation(tiny, areas(), KNOWN))["note"]


def test_a_file_and_the_command(tmp_path):
    path = tmp_path / "poor.csv"
    lines = [f"0{i},{a},500,m{i // 4},{8 - i}" for i, a in enumerate(GROUP)]
    path.write_text("area,group,people,parent,order\n" + "\n".join(lines) + "\n")

    found = measure_file(path)
    said = CliRunner().invoke(
        build_app(), ["segregation", "measure", str(path), "-o", str(tmp_path / "out.csv")]
    )

    assert found.filter(measure="slope_index").height == 1
    assert location_quotients(path)["area"].to_list()[0] == "00"
    assert said.exit_code == 0, said.output
    assert "warum" in said.output


def test_what_is_wrong_with_a_file_is_told_with_its_line(tmp_path):
    path = tmp_path / "poor.csv"
    path.write_text("area,group,people\n01,600,500\n02,viele,500\n")

    with pytest.raises(FaultsFoundError) as told:
        measure_file(path)

    assert {f.where for f in told.value.faults} == {"poor.csv:2", "poor.csv:3"}
