"""Counts that may not stand beside the others, counts by a factor, series with a break."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from kreisblick.statistics.concepts import COMPARED
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndicatorDefinition, Request, compute
from kreisblick.statistics.indices import IndexDefinition, compute_indices

DAY, BEFORE = date(2024, 12, 31), date(2022, 12, 31)
TEXT = {"de": "x"}
CELL = ["cube", "slice", "reference_date", "generation", "level", "area"]
CELL += ["value", "observation", "confidentiality"]
AREAS = [
    ("2023", "Kreis", "Kreis", "district", None),
    *[("2023", town, town, "municipality", "Kreis") for town in ("Aue", "Berg")],
    ("2023", "Nord", "Nord", "planning_area", "Aue"),
    ("2023", "Hang", "Hang", "planning_area", "Berg"),
]
PLACES = {"Nord": "planning_area", "Hang": "planning_area", "Aue": "municipality",
          "Berg": "municipality", "Kreis": "district"}  # fmt: skip
COUNTS = {"Nord": 10, "Hang": 30, "Aue": 10, "Berg": 30, "Kreis": 40}
PEOPLE = {"Nord": 100, "Hang": 100, "Aue": 100, "Berg": 100, "Kreis": 200}


def indicator() -> IndicatorDefinition:
    return IndicatorDefinition.model_validate(
        {
            "title": TEXT, "question": TEXT, "theme": "x", "kind": "share", "unit": "percent",
            "reading": "lower_is_better", "numerator": {"cube": "n"},
            "denominator": {"cube": "m"}, "formula": TEXT, "text": TEXT, "limits": ["x"],
            "definition": "x/1", "sources": ["x"], "legal_basis": "x", "rhythm": "yearly",
            "owner": "x", "sets": ["core"],
            "examples": [{"name": "x", "numerator": 1, "denominator": 2, "expect": 50.0}],
        }
    )  # fmt: skip


def cells() -> pl.DataFrame:
    rows = [
        (cube, "all", day, "2023", level, area, float(counts[area]), "counted", "free")
        for cube, counts in (("n", COUNTS), ("m", PEOPLE))
        for day in (BEFORE, DAY)
        for area, level in PLACES.items()
    ]
    return pl.DataFrame(rows, schema=CELL, orient="row")


def request(*compared: tuple) -> Request:
    cube = {"title": TEXT, "counts": "persons", "rules": "residents"}
    names = ["generation", "area", "name", "level", "parent"]
    served = [(c, day, t) for c in "nm" for day in (BEFORE, DAY) for t in ("Aue", "Berg")]
    return Request(
        definitions={"share": indicator()},
        cubes={key: CubeDefinition.model_validate(cube) for key in "nm"},
        areas=pl.DataFrame(AREAS, schema=dict.fromkeys(names, pl.String), orient="row"),
        coverage=pl.DataFrame(
            served,
            schema={"cube": pl.String, "reference_date": pl.Date, "municipality": pl.String},
            orient="row",
        ),
        dates=[BEFORE, DAY],
        compared=pl.DataFrame([("share", *row) for row in compared], schema=COMPARED, orient="row"),
    )


def found(area: str, *compared: tuple, day: date = DAY) -> dict:
    table = compute(cells(), request(*compared))
    return table.filter(area=area, reference_date=day).row(0, named=True)


def test_a_town_that_stands_apart_has_no_figure_and_no_part_in_the_mean():
    apart = (DAY, "Berg", "other/1", True, 1.0, 1.0)

    for area in ("Berg", "Hang"):
        own = found(area, apart)
        assert (own["value"], own["observation"]) == (None, "not_comparable")
        assert own["numerator"] is own["change"] is None
    whole = found("Kreis", apart)
    assert (whole["numerator"], whole["denominator"], whole["value"]) == (10, 100, 10.0)
    assert whole["coverage"] == 0.5
    assert whole["change"] is None
    assert found("Aue", apart)["district_mean"] == 10.0
    assert found("Kreis", apart, day=BEFORE)["numerator"] == 40


def test_where_all_stand_apart_the_district_says_so():
    everybody = [(DAY, town, "other/1", True, 1.0, 1.0) for town in ("Aue", "Berg")]

    whole = found("Kreis", *everybody)

    assert (whole["value"], whole["observation"]) == (None, "not_comparable")
    assert whole["coverage"] == 0.0


def test_a_break_keeps_both_values_and_leaves_no_change():
    broken = [(DAY, town, "other/1", False, 1.0, 1.0) for town in ("Aue", "Berg")]

    for area in PLACES:
        own = found(area, *broken)
        assert own["value"] is not None
        assert own["change"] is own["change_from"] is None
        assert own["change_significance"] == "unknown"
        assert found(area)["change"] == 0.0


def test_one_factor_for_all_scales_the_districts_own_count():
    scaled = [(DAY, town, "", False, 0.5, 1.0) for town in ("Aue", "Berg")]

    whole = found("Kreis", *scaled)

    assert (whole["numerator"], whole["denominator"]) == (20, 200)
    assert (whole["observation"], whole["lower"]) == ("estimated", None)
    assert found("Nord", *scaled)["value"] == 5.0


def test_a_factor_for_one_town_is_taken_into_the_sum_of_the_towns():
    whole = found("Kreis", (DAY, "Berg", "", False, 0.5, 1.0))

    assert (whole["numerator"], whole["denominator"]) == (10 + 15, 200)
    assert whole["observation"] == "estimated"
    assert whole["coverage"] == 1.0


@pytest.mark.parametrize("broken", [False, True])
def test_an_index_does_not_see_a_change_across_two_concepts(broken):
    names = ("share", "other")
    weighed = [{"indicator": n, "weight": 1, "direction": "higher_is_worse"} for n in names]
    classes = [{"name": TEXT, "below": 0}, {"name": TEXT}]
    status = {"indicators": weighed, "classes": classes}
    index = IndexDefinition.model_validate(
        {
            "title": TEXT,
            "question": TEXT,
            "text": TEXT,
            "reading": TEXT,
            "definition": "x/1",
            "owner": "x",
            "sets": ["core"],
            "limits": ["x"],
            "level": "planning_area",
            "status": status,
            "dynamics": {**status, "of": "change", "period_years": 2},
            "exclude": {"minimum_residents": 0, "minimum_areas": 3},
        }
    )
    rows = [(DAY, town, "other/1", False, 1.0, 1.0) for town in ("Aue", "Berg")]
    asked = request(*(rows if broken else ()))
    asked = replace(asked, definitions={name: indicator() for name in names})

    table = compute_indices(cells(), asked, {"i": index})

    states = table.filter(reference_date=DAY).select("part", "observation").unique().rows()
    # two areas are too few for an index: that is said where nothing graver is
    expected = "not_comparable" if broken else "cannot_exist"
    assert sorted(states) == [("dynamics", expected), ("status", "cannot_exist")]
