"""What a source keeps hidden: noted where its own table says it, stopped where our joining does."""

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.attacks.outsider import Outsider, cube, everything, rules, territory

from kreisblick.protection.audit import BySource, attack
from kreisblick.protection.disclosure import protect

DAY = "2024-12-31"
AREAS = {"D": None, "M": "D", "A": "M", "B": "M", "C": "M"}
SHARE = {
    "kind": "share", "numerator": {"cube": "aid", "slice": "all"},
    "denominator": {"cube": "people", "slice": "all"},
}  # fmt: skip


def publish(folder: Path, tables: dict[str, dict[str, int | None]], *, linked: bool = True) -> Path:
    """Finished files: table to area to number; None is hidden by the source."""
    (folder / "data").mkdir(parents=True)
    (folder / "catalogue").mkdir()
    cells = [
        {
            "cube": key, "slice": "all", "reference_date": DAY, "generation": "g",
            "level": "planning_area" if area in "ABC" else "municipality", "area": area,
            "value": value, "lower": None, "upper": None,
            "observation": "withheld_by_source" if value is None else "counted",
            "confidentiality": "free",
        }
        for key, values in tables.items()
        for area, value in values.items()
    ]  # fmt: skip
    pl.DataFrame(cells, infer_schema_length=None).write_csv(folder / "data/cells.csv")
    areas = [("g", area, area, "planning_area", above) for area, above in AREAS.items()]
    columns = ["generation", "area", "name", "level", "parent"]
    pl.DataFrame(areas, schema=columns, orient="row").write_csv(folder / "data/areas.csv")
    (folder / "catalogue/cubes.json").write_text(json.dumps({key: {} for key in tables}))
    indicators = {"share": SHARE} if linked else {}
    (folder / "catalogue/indicators.json").write_text(json.dumps(indicators))
    return folder


def noted(*numbers: int) -> tuple[BySource, ...]:
    names = ("hidden", "narrowed", "exact")
    counts = dict(zip(names, numbers, strict=True))
    return (BySource(cube="aid", reference_date=DAY, **counts),)


def test_what_the_source_gives_away_itself_is_noted_and_stops_nothing(tmp_path):
    found = attack(publish(tmp_path / "x", {"aid": {"M": 50, "A": None, "B": 20, "C": 27}}))

    assert found.passed
    assert found.by_source == noted(1, 1, 1)


def test_an_area_that_is_the_whole_municipality_is_exact(tmp_path):
    found = attack(publish(tmp_path / "x", {"aid": {"M": 2567, "A": None}}))

    assert found.passed
    assert found.by_source == noted(1, 1, 1)


def test_what_is_left_open_is_narrowed_and_not_exact(tmp_path):
    tables = {"aid": {"M": 50, "A": None, "B": None, "C": 27}}

    assert attack(publish(tmp_path / "x", tables)).by_source == noted(2, 2, 0)


def test_where_no_total_is_shown_nothing_is_narrowed(tmp_path):
    tables = {"aid": {"M": None, "A": None, "B": None, "C": 0}}

    assert attack(publish(tmp_path / "x", tables)).by_source == noted(3, 0, 0)


def test_our_joining_of_two_tables_may_not_give_a_hidden_figure_away(tmp_path):
    """4 and 6 people, 10 with aid: everybody has it. The table of aid alone leaves it open."""
    aid = {"M": 30, "A": None, "B": None, "C": 20}
    people = {"M": 100, "A": 4, "B": 6, "C": 90}

    apart = attack(publish(tmp_path / "apart", {"aid": aid, "people": people}, linked=False))
    joined = attack(publish(tmp_path / "joined", {"aid": aid, "people": people}))

    assert apart.passed
    assert apart.by_source == noted(2, 2, 0)
    assert not joined.passed
    assert [(one.kind, one.quantity.split()[-1]) for one in joined.breaches] == [
        ("exact", "aid/all/A"), ("exact", "aid/all/B"),
    ]  # fmt: skip


def test_the_outsider_finds_the_same(tmp_path):
    outsider = Outsider()
    outsider.know({"A": 1, "B": 1}, 10)
    outsider.know({"A": 1}, 0, 4)
    outsider.know({"B": 1}, 0, 6)

    assert outsider.bounds({"A": 1}) == (4, 4)


def test_one_more_person_leaves_it_open_again(tmp_path):
    aid = {"M": 30, "A": None, "B": None, "C": 20}
    people = {"M": 101, "A": 5, "B": 6, "C": 90}

    found = attack(publish(tmp_path / "x", {"aid": aid, "people": people}))

    assert found.passed
    assert found.by_source == noted(2, 2, 0)


def test_that_nobody_is_a_part_of_nobody_stops_nothing(tmp_path):
    aid = {"M": 30, "A": None, "B": None, "C": None}
    people = {"M": 100, "A": 0, "B": 50, "C": 50}

    found = attack(publish(tmp_path / "x", {"aid": aid, "people": people}))

    assert found.passed
    assert found.by_source == noted(3, 3, 1)


def test_tables_that_contradict_each_other_claim_nothing(tmp_path):
    """People without an area: the parts shown are more than the municipality's number."""
    tables = {"aid": {"M": 40, "A": None, "B": None, "C": 41}}

    found = attack(publish(tmp_path / "x", tables))

    assert found.by_source == noted(2, 0, 0)


def test_the_notice_is_numbers_only(tmp_path):
    found = attack(publish(tmp_path / "x", {"aid": {"M": 50, "A": None, "B": 20, "C": 27}}))

    assert found.as_json()["by_source"] == [
        {"cube": "aid", "reference_date": DAY, "hidden": 1, "narrowed": 1, "exact": 1}
    ]


@pytest.mark.parametrize(("lower", "upper", "told"), [(3, 3, (None, None)), (2, 9, (2, 9))])
def test_bounds_that_meet_do_not_leave_the_house(lower, upper, told):
    towns = {"M": ["A", "B", "C"]}
    counted = cube("aid", {"A": 0, "B": 20, "C": 27}, towns=towns)
    at = pl.col("area") == "A"
    cells = counted.cells.with_columns(
        value=pl.when(~at).then("value"),
        lower=pl.when(at).then(lower).cast(counted.cells.schema["lower"]),
        upper=pl.when(at).then(upper).cast(counted.cells.schema["upper"]),
        observation=pl.when(at).then(pl.lit("withheld_by_source")).otherwise("observation"),
    )

    counted = replace(counted, cells=cells)

    result = protect([counted], everything([counted]), [], territory(towns), {"aid": rules()})

    released = result.released["aid"].cells.filter(area="A")
    assert released.select("lower", "upper").row(0) == told
    assert released["value"].is_null().all()
