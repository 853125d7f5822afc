"""Cells beside the district's figures: nobody can compute what either of them hides."""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from kreisblick.pipeline import finer
from kreisblick.pipeline.finer import FinerRefusedError, protect_finer

MINIMUM = 5


@st.composite
def towns(draw):
    """Counts of cells in areas, and which areas the district shows."""
    areas = draw(st.lists(st.lists(st.integers(0, 14), min_size=1, max_size=6), min_size=1,
                          max_size=5))  # fmt: skip
    shown = [draw(st.booleans()) and not 0 < sum(cells) < MINIMUM for cells in areas]
    return areas, shown, draw(st.booleans())


def write(folder, areas, shown, total):
    """The three files."""
    cells = [(f"c{a}-{n}", f"A{a}", "T", v) for a, found in enumerate(areas)
             for n, v in enumerate(found)]  # fmt: skip
    frame = pl.DataFrame(cells, schema=["cell", "area", "town", "value"], orient="row")
    frame.select("cell", "value").write_csv(folder / "counts.csv")
    frame.select("cell", "area", "town").write_csv(folder / "tree.csv")
    told = [(f"A{a}", sum(found) if free else None, "free" if free else "suppressed")
            for a, (found, free) in enumerate(zip(areas, shown, strict=True))]  # fmt: skip
    if total:
        told.append(("T", int(frame["value"].sum()), "free"))
    table = pl.DataFrame(told, schema=["area", "value", "status"], orient="row")
    table.write_csv(folder / "published.csv")
    return frame, table


def ends(frame, table, cells, wanted):
    """Smallest and largest whole number that fits, by a program that knows nothing of ours."""
    rows, sums = [], []
    for area, value in table.filter(status="free").select("area", "value").iter_rows():
        rows.append(((frame["area"] == area) | (frame["town"] == area)).to_numpy())
        sums.append(value)
    if cells is not None:
        for number, value in enumerate(cells["value"]):
            if value is not None:
                rows.append(np.arange(frame.height) == number)
                sums.append(value)
    known = LinearConstraint(np.array(rows, dtype=float), sums, sums) if rows else ()
    found = []
    for sign in (1, -1):
        answer = milp(sign * wanted.astype(float), constraints=known,
                      integrality=np.ones(frame.height), bounds=(0, 999))  # fmt: skip
        assert answer.success
        found.append(round(sign * answer.fun))
    return found


@settings(max_examples=40, deadline=None)
@given(towns())
def test_small_cells_and_withheld_areas_stay_as_uncertain_as_they_must(tmp_path_factory, town):
    areas, shown, total = town
    folder = tmp_path_factory.mktemp("finer")
    frame, table = write(folder, areas, shown, total)

    found = protect_finer(
        folder / "counts.csv", folder / "tree.csv", folder / "published.csv",
        folder / "out.csv", minimum_count=MINIMUM,
    )  # fmt: skip

    for number, value in enumerate(frame["value"]):
        wanted = np.arange(frame.height) == number
        if 0 < value < MINIMUM:
            check(frame, table, found.cells, wanted, 0, MINIMUM)
    for area in table.filter(status="suppressed")["area"]:
        wanted = (frame["area"] == area).to_numpy()
        value = int(frame["value"].to_numpy()[wanted].sum())
        high = MINIMUM if value < MINIMUM else value + MINIMUM
        check(frame, table, found.cells, wanted, max(0, value - MINIMUM), high)
    written = pl.read_csv(folder / "out.csv", schema_overrides={"value": pl.Int64})
    assert written.equals(found.cells)


def check(frame, table, cells, wanted, low, high):
    """The cells narrow nothing further than the district's own figures did."""
    before, after = ends(frame, table, None, wanted), ends(frame, table, cells, wanted)

    assert after[0] <= max(low, before[0])
    assert after[1] >= min(high, before[1])


def test_many_cells_are_protected_together(tmp_path):
    areas = [[3, 9, 12, 0, 7] * 6 for _ in range(12)]
    write(tmp_path, areas, [True] * 11 + [False], total=True)

    found = protect_finer(tmp_path / "counts.csv", tmp_path / "tree.csv",
                          tmp_path / "published.csv", tmp_path / "out.csv",
                          minimum_count=MINIMUM)  # fmt: skip

    assert found.cells.height == 360
    assert found.cells.filter(status="free").height > 180


def test_only_hiding_small_cells_would_be_found_out_and_nothing_is_written(tmp_path, monkeypatch):
    write(tmp_path, [[3, 20, 17]], [True], total=False)
    out = tmp_path / "out.csv"
    monkeypatch.setattr(finer, "_protect", lambda given, minimum: (
        [value < minimum for value in given.cells["value"]],
        list(finer._small_cells(given, minimum)),
    ))  # fmt: skip

    with pytest.raises(FinerRefusedError, match="nichts geschrieben") as refused:
        protect_finer(tmp_path / "counts.csv", tmp_path / "tree.csv",
                      tmp_path / "published.csv", out, minimum_count=MINIMUM)  # fmt: skip

    assert not out.exists()
    assert "c0-0" in str(refused.value)
    assert "3" not in str(refused.value)


def test_showing_all_cells_of_a_withheld_area_would_be_found_out(tmp_path, monkeypatch):
    write(tmp_path, [[30, 20], [40, 9]], [False, False], total=True)
    monkeypatch.setattr(finer, "_protect", lambda given, minimum: (
        [False] * given.cells.height, list(finer._withheld(given, minimum)),
    ))  # fmt: skip

    with pytest.raises(FinerRefusedError):
        protect_finer(tmp_path / "counts.csv", tmp_path / "tree.csv",
                      tmp_path / "published.csv", tmp_path / "out.csv",
                      minimum_count=MINIMUM)  # fmt: skip


def test_what_a_source_withholds_does_not_become_computable(tmp_path):
    write(tmp_path, [[30, 20]], [True], total=False)
    (tmp_path / "cells.csv").write_text(
        "cube,slice,reference_date,area,value,observation,confidentiality\n"
        "sgb_ii,all,2024-12-31,A0,,withheld_by_source,free\n",
        encoding="utf-8",
    )

    found = protect_finer(tmp_path / "counts.csv", tmp_path / "tree.csv",
                          tmp_path / "cells.csv", tmp_path / "out.csv",
                          minimum_count=MINIMUM)  # fmt: skip

    assert "suppressed" in found.cells["status"].to_list()


def test_attributes_and_their_totals_are_one_system(tmp_path):
    (tmp_path / "counts.csv").write_text(
        "cell;age;value\na1;0-5;3\na1;6+;30\na2;0-5;20\na2;6+;15\n", encoding="utf-8"
    )
    (tmp_path / "tree.csv").write_text("cell,area\na1,A\na2,A\n", encoding="utf-8")
    (tmp_path / "published.csv").write_text(
        "area,age,value,status\nA,0-5,23,free\nA,6+,45,free\nA,,68,free\n", encoding="utf-8"
    )

    found = protect_finer(tmp_path / "counts.csv", tmp_path / "tree.csv",
                          tmp_path / "published.csv", tmp_path / "out.csv",
                          minimum_count=MINIMUM).cells  # fmt: skip

    shown = dict(zip(found.select("cell", "age").rows(), found["status"], strict=True))
    assert shown["a1", "0-5"] == shown["a2", "0-5"] == "suppressed"
    assert shown["a1", "6+"] == shown["a2", "6+"] == "free"


def test_a_bundle_is_read_for_one_cube_and_the_choice_is_asked_for(tmp_path):
    write(tmp_path, [[3, 20, 17]], [True], total=False)
    folder = tmp_path / "bundle" / "data"
    folder.mkdir(parents=True)
    head = "cube,slice,reference_date,generation,level,area,value,lower,upper,observation,"
    line = "all,2024-12-31,2023,planning_area,A0,{n},,,counted,free\n"
    (folder / "cells.csv").write_text(
        f"{head}confidentiality\nresidents,{line.format(n=40)}pupils,{line.format(n=7)}",
        encoding="utf-8",
    )
    words = [tmp_path / "counts.csv", tmp_path / "tree.csv", tmp_path / "bundle"]

    with pytest.raises(finer.KreisblickError, match="cube"):
        protect_finer(*words, tmp_path / "out.csv", minimum_count=MINIMUM)
    found = protect_finer(
        *words, tmp_path / "out.csv", minimum_count=MINIMUM, picked={"cube": "residents"}
    )

    assert found.cells.filter(status="suppressed").height == 2
    assert json.loads(json.dumps(found.verdict.as_json()))["passed"]
