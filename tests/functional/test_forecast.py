"""``kreisblick forecast`` from outside: files, words, exit codes."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kreisblick.cli.main import main

AGES = [*(str(age) for age in range(95)), "95+"]
FLOWS = {"born": 70, "died": 70, "moved_in": 300, "moved_out": 300}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """The command's exit code and all it said."""

    def call(*words: object) -> tuple[int, str]:
        try:
            main([str(word) for word in words])
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return code, told.out + told.err

    return call


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six areas, seven years, single years of age; flows of every year."""
    folder, rng = tmp_path_factory.mktemp("forecast"), np.random.default_rng(1)
    rows, flows = [], []
    for year in range(2018, 2025):
        for area in "abcdef":
            for sex in ("female", "male"):
                counts = rng.poisson(30, 96)
                rows += [
                    (area, f"{year}-12-31", sex, a, n) for a, n in zip(AGES, counts, strict=True)
                ]
                flows += [
                    (
                        area,
                        f"{year}-12-31",
                        name,
                        sex,
                        "0" if name == "born" else str(rng.integers(95)),
                        n,
                    )
                    for name, number in FLOWS.items()
                    for n in rng.multinomial(number, [1 / 4] * 4)[:1]
                ]
    names = ["area", "reference_date", "sex", "age", "value"]
    pl.DataFrame(rows, schema=names, orient="row").write_csv(folder / "residents.csv")
    moved = pl.DataFrame(flows, schema=[*names[:2], "flow", *names[2:]], orient="row")
    moved.filter(pl.col("reference_date") > "2018-12-31").write_csv(folder / "flows.csv")
    return folder


def test_a_forecast_by_cohorts_is_written_with_moves_and_backtest(tables: Path, run) -> None:
    out = tables / "out.csv"

    code, said = run(
        "forecast", "project", tables / "residents.csv", "--flows", tables / "flows.csv", "-o", out
    )

    assert code == 0, said
    found = pl.read_csv(out)
    assert set(found["variant"]) == {"base", "low", "high"}
    assert found["year"].min() == 2025 and found["year"].max() == 2039
    assert (found["value"] % 5 == 0).all()  # never more digits than it knows
    assert (found["lower_95"] <= found["lower_80"]).all()
    assert (found["lower_80"] <= found["upper_80"]).all()
    assert {"daycare_under_3", "school_entries", "care"} <= set(found["group"])
    moves = pl.read_csv(tables / "out_moves.csv")
    assert {"born", "died", "moved_in", "moved_out", "adjusted"} == set(moves["movement"])
    tried = pl.read_csv(tables / "out_backtest.csv")
    assert {"cohort", "hamilton_perry", "constant_share"} == set(tried["method"])


def test_without_flows_the_fallback_says_so(tables: Path, run) -> None:
    code, said = run("forecast", "project", tables / "residents.csv", "-o", tables / "fallback.csv")

    assert code == 0, said
    assert "Kohorten-Verhältnissen" in said
    assert set(pl.read_csv(tables / "fallback.csv")["variant"]) == {"base"}


def test_the_same_input_gives_the_same_bytes(tables: Path, run) -> None:
    for name in ("one", "two"):
        run("forecast", "project", tables / "residents.csv", "-o", tables / f"{name}.csv")

    assert (tables / "one.csv").read_bytes() == (tables / "two.csv").read_bytes()


def test_the_order_of_rows_does_not_matter(tables: Path, run) -> None:
    shuffled = pl.read_csv(tables / "residents.csv").sample(fraction=1.0, shuffle=True, seed=5)
    shuffled.write_csv(tables / "shuffled.csv")

    run("forecast", "backtest", tables / "residents.csv", "-o", tables / "b1.csv")
    run("forecast", "backtest", tables / "shuffled.csv", "-o", tables / "b2.csv")

    assert (tables / "b1.csv").read_bytes() == (tables / "b2.csv").read_bytes()


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda t: t.drop("sex"), "fehlen"),
        (lambda t: t.with_columns(value=pl.lit("viele")), "lassen sich nicht lesen"),
        (lambda t: t[1:], "fehlt die Zeile"),
        (lambda t: pl.concat([t, t[:1]]), "dieselbe Zelle"),
        (lambda t: t.filter(pl.col("reference_date") == "2024-12-31"), "mindestens zwei"),
        (lambda t: t.filter(pl.col("age") != "40"), "lückenlos"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(tables: Path, run, spoil, word) -> None:
    spoil(pl.read_csv(tables / "residents.csv", infer_schema=False)).write_csv(tables / "bad.csv")
    out = tables / "never.csv"

    code, said = run("forecast", "project", tables / "bad.csv", "-o", out)

    assert code == 1
    assert word in said
    assert not out.exists()


def test_an_unknown_definition_is_wrong_use(tables: Path, run) -> None:
    code, said = run(
        "forecast",
        "project",
        tables / "residents.csv",
        "--definition",
        "wunsch",
        "-o",
        tables / "x.csv",
    )

    assert code == 2
    assert "wunsch" in said


def test_targets_bounds_buildings_and_special_groups_enter(tables: Path, run) -> None:
    pl.DataFrame({"year": [2025], "age": ["all"], "value": [40000]}).write_csv(tables / "t.csv")
    pl.DataFrame({"area": ["a"], "lower": [9000], "upper": [None]}).write_csv(tables / "bo.csv")
    pl.DataFrame({"area": ["b"], "year": [2026], "dwellings": [500]}).write_csv(tables / "bu.csv")
    held = {"area": ["c"], "sex": ["all"], "age": ["80+"], "value": [100]}
    pl.DataFrame(held).write_csv(tables / "h.csv")
    out = tables / "with.csv"

    code, said = run(
        "forecast", "project", tables / "residents.csv", "--flows", tables / "flows.csv",
        "--targets", tables / "t.csv", "--bounds", tables / "bo.csv",
        "--building", tables / "bu.csv", "--held", tables / "h.csv", "-o", out,
    )  # fmt: skip

    assert code == 0, said
    assert "vorgegeben" in said
    total = pl.read_csv(out).filter((pl.col("variant") == "base") & (pl.col("group") == "total"))
    first = total.filter((pl.col("area") == "district") & (pl.col("year") == 2025))
    assert first["value"][0] == 40000
    assert total.filter((pl.col("area") == "a") & (pl.col("year") == 2026))["value"][0] >= 9000
    b = total.filter(pl.col("area") == "b").sort("year")["value"]
    assert b[1] - b[0] > 300


def test_a_workspace_forecasts_from_released_figures_only(hamlet_copy: Path, kreisblick) -> None:
    refused = kreisblick("forecast", "run", "-w", hamlet_copy)
    bundle = hamlet_copy / "bundles" / (hamlet_copy / "bundles" / "current").read_text().strip()
    released = kreisblick("bundle", "release", bundle)
    done = kreisblick("forecast", "run", "-w", hamlet_copy)

    assert refused.code == 1
    assert "freigegeben ist noch nichts" in refused.err
    assert released.code == 0, released.err
    assert done.code == 0, done.err
    folder = hamlet_copy / "products" / f"forecast-{bundle.name}"
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "zum Schutz einzelner Personen nicht ausgewiesen" in page
    told = pl.read_csv(folder / "forecast.csv", schema_overrides={"area": pl.String})
    district = "05998"
    assert district in told["area"].to_list()
    cells = pl.read_parquet(bundle / "data" / "cells.parquet").filter(
        (pl.col("cube") == "residents")
        & pl.col("slice").str.starts_with("age=25-44")
        & (pl.col("reference_date") > date(2021, 1, 1))  # a town was not covered before
    )
    withheld = set(cells.filter(pl.col("value").is_null())["area"]) - {district}
    assert withheld
    assert not withheld & set(told["area"])
