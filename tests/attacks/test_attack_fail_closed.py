"""A28: what cannot be judged is not passed, and the reason is named.

Time over, too large, contradicting, negative or fractional: on the audit here, on the gate in the
last test. A linear program may overstate what is possible; only whole-number tables count.
"""

import json

import polars as pl
import pytest
from tests.attacks.finished_files import publish
from tests.attacks.test_attack_cubes import cube, rules, territory

from kreisblick.protection.audit import CircularAreasError, Limits, attack
from kreisblick.protection.disclosure import SliceRef, protect
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.statistics.cube import Slice

DAY = "2024-12-31"


@pytest.fixture
def folder(tmp_path):
    return publish(tmp_path / "finished")


def change(folder, **columns):
    path = folder / "data/cells.csv"
    pl.read_csv(path).with_columns(**columns).write_csv(path)


def kinds(verdict):
    assert not verdict.passed
    assert all(breach.detail for breach in verdict.breaches)
    return {breach.kind for breach in verdict.breaches}


def test_what_takes_too_long_is_not_passed(folder):
    assert attack(folder).passed

    verdict = attack(folder, limits=Limits(seconds=0))

    assert kinds(verdict) == {"unsolved"}
    assert "time" in verdict.breaches[0].detail or "Zeit" in verdict.breaches[0].detail


def test_what_is_too_large_is_not_passed(folder):
    assert kinds(attack(folder, limits=Limits(atoms=1))) == {"too_large"}


def test_figures_that_contradict_each_other_are_not_passed(folder):
    town = pl.col("area") == "M"
    change(folder, value=pl.when(town).then(30).otherwise("value"))

    assert kinds(attack(folder)) == {"not_additive"}


@pytest.mark.parametrize(
    ("value", "kind"), [(-40, "negative"), (40.5, "fractional"), (float("inf"), "not_a_number")]
)
def test_what_cannot_be_a_count_is_not_passed(folder, value, kind):
    change(folder, value=pl.when(pl.col("area") == "A1").then(value).otherwise("value"))

    assert kind in kinds(attack(folder))


@pytest.mark.parametrize("value", [40.5, -40.5])
def test_a_published_rate_may_have_decimals_and_fall_below_zero(folder, value):
    path = folder / "catalogue/cubes.json"
    path.write_text(json.dumps({"places": {"counts": "rate"}}))
    first = pl.col("area") == "A1"
    change(folder, value=pl.when(first).then(value).otherwise("value"))

    assert attack(folder).passed


def test_areas_that_are_parts_of_themselves_are_refused(folder):
    path = folder / "data/areas.csv"
    areas = pl.read_csv(path)
    parent = pl.when(pl.col("area") == "M").then(pl.lit("A1")).otherwise("parent")
    areas.with_columns(parent=parent).write_csv(path)

    with pytest.raises(CircularAreasError, match=r"areas\.csv"):
        attack(folder)


def triangles(folder):
    """Two areas, each with three groups of which every pair holds at most one person.

    A linear program thinks of halves: 1.5 people in each area, 3 in the town. Whole people: 2.
    """
    rows = [
        {"cube": "t", "slice": f"age={pair}", "reference_date": DAY, "generation": "g",
         "level": "planning_area", "area": area, "value": None, "lower": 0, "upper": 1,
         "observation": "withheld_by_source", "confidentiality": "free"}
        for area in ("A1", "A2")
        for pair in ("a|b", "b|c", "a|c")
    ] + [
        {"cube": "t", "slice": "all", "reference_date": DAY, "generation": "g", "level": "x",
         "area": area, "value": None, "lower": None, "upper": None, "observation": "counted",
         "confidentiality": "suppressed"}
        for area in ("A1", "A2", "M")
    ]  # fmt: skip
    (folder / "data").mkdir(parents=True)
    (folder / "catalogue").mkdir()
    pl.DataFrame(rows, infer_schema_length=None).write_csv(folder / "data/cells.csv")
    areas = [("g", "A1", "M"), ("g", "A2", "M"), ("g", "M", None)]
    schema = ["generation", "area", "parent"]
    pl.DataFrame(areas, schema=schema, orient="row").write_csv(folder / "data/areas.csv")
    codes = {"dimensions": [{"name": "age", "codes": ["a", "b", "c"]}]}
    (folder / "catalogue/cubes.json").write_text(json.dumps({"t": codes}))
    return folder


@pytest.mark.parametrize(("upper", "passed"), [(2, True), (3, False)])
def test_halves_of_people_do_not_count(tmp_path, upper, passed):
    targets = pl.DataFrame(
        [("t", "all", "M", DAY, 0, upper)],
        schema=["cube", "slice", "area", "reference_date", "required_lower", "required_upper"],
        orient="row",
    ).with_columns(base_cube=pl.lit(None, pl.String), base_slice=pl.lit(None, pl.String))

    verdict = attack(triangles(tmp_path), targets=targets)

    assert verdict.passed is passed
    assert verdict.intervals[0].upper == 2


@pytest.mark.parametrize("wrong", [-3.0, 12.5, float("nan"), float("inf")])
def test_the_gate_refuses_what_cannot_be_a_count(wrong):
    """Nothing is cut or rounded on the way to the gate: a half would be gone before it looks."""
    values = {"A1": wrong, "A2": 20.0, "A3": 30.0, "B1": 40.0, "B2": 50.0, "B3": 60.0, "C1": 70.0}
    refused = cube("aid", values)

    with pytest.raises(ProtectionFailedError, match="aid"):
        protect([refused], [SliceRef("aid", Slice())], [], territory(), {"aid": rules()})
