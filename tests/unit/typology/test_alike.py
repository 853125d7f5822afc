"""Similar areas and types from the indicator frame: what is said, and what stays hidden."""

import json
from datetime import date
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.statistics.indicators import Kind
from kreisblick.statistics.typology import (
    FIT_COLUMNS,
    MARK_COLUMNS,
    SIMILAR_COLUMNS,
    TYPE_COLUMNS,
    ComparisonDefinition,
    area_types,
    similar_areas,
)

DAY = date(2024, 12, 31)
KNOWN = {
    "young": SimpleNamespace(kind=Kind.SHARE, per=100.0),
    "poor": SimpleNamespace(kind=Kind.SHARE, per=100.0),
    "old": SimpleNamespace(kind=Kind.RATIO, per=100.0),
    "people": SimpleNamespace(kind=Kind.COUNT, per=1.0),
    "class": SimpleNamespace(kind=Kind.ORDINAL, per=1.0),
}


def definition(**changed):
    given = {
        "title": {"de": "Probe"}, "question": {"de": "Wer?"}, "level": "planning_area",
        "variables": [{"key": "young"}, {"key": "poor"}, {"key": "old"}],
        "minimum_share": 0.6, "neighbours": 3, "own": 1, "draws": 20, "seed": 1,
        "carrying": {"well": 0.2, "limited": 0.5, "minimum_kept": 0.3},
        "types": {
            "least": 2, "most": 3, "draws": 20, "references": 5, "substantial": 0.25,
            "stable": 0.6, "seed": 1,
        },
        "formula": {"de": "F"}, "text": {"de": "T"}, "limits": ["L"], "sets": ["core"], **changed,
    }  # fmt: skip
    return ComparisonDefinition.model_validate(given)


def areas(n=12):
    rows = [
        {"generation": "2023", "area": f"a{i:02}", "level": "planning_area", "parent": f"m{i % 3}"}
        for i in range(n)
    ]
    return pl.DataFrame(rows)


def indicators(hidden=(), n=12, residents=2000.0):
    random = np.random.default_rng(5)
    rows = []
    for i in range(n):
        level = 10 if i % 2 else 40
        for key in ("young", "poor", "old", "people"):
            value = residents if key == "people" else level + random.normal()
            shown = (key, f"a{i:02}") not in hidden
            rows.append(
                {
                    "indicator": key, "reference_date": DAY, "level": "planning_area",
                    "area": f"a{i:02}", "value": value if shown else None,
                    "numerator": round(value * 10) if shown else None,
                    "denominator": 1000.0 if shown else None,
                }
            )  # fmt: skip
    return pl.DataFrame(rows)


def found(frame=None, one=None):
    frame = indicators() if frame is None else frame
    return similar_areas(frame, areas(), KNOWN, {"probe": one or definition()}, DAY)


def kinds(part, frame=None, one=None):
    frame = indicators() if frame is None else frame
    return area_types(frame, areas(), KNOWN, {"probe": one or definition()}, DAY, part=part)


def test_the_frame_has_its_form_and_names_other_municipalities_first():
    table = found()

    assert dict(table.schema) == SIMILAR_COLUMNS
    first = table.filter(area="a00")
    assert first["place"].to_list() == [1, 2, 3, 4]
    assert first["elsewhere"].to_list() == ["yes", "yes", "yes", "no"]
    assert first["similar_area"][3] == "a06"  # same town, alike
    assert all(int(a[1:]) % 2 == 0 for a in first["similar_area"])  # all of the same kind
    assert first["generation"].to_list() == ["2023"] * 4


def test_what_two_areas_differ_in_stands_in_the_indicators_own_unit():
    frame, table = indicators(), found()
    row = table.row(0, named=True)

    values = {(r["indicator"], r["area"]): r["value"] for r in frame.iter_rows(named=True)}
    for key, apart in json.loads(row["differs"]).items():
        expected = values[key, row["similar_area"]] - values[key, row["area"]]
        assert apart == pytest.approx(expected, abs=5e-5)


def test_a_withheld_figure_is_not_seen_and_the_comparison_says_so():
    table = found(indicators(hidden={("poor", "a00")}))

    mine = table.filter(area="a00")
    assert mine["compared"].to_list() == [2] * 4
    assert mine["asked"].to_list() == [3] * 4
    assert "well" not in mine["carries"].to_list()
    assert all("poor" not in json.loads(text) for text in mine["differs"])


def test_nothing_changes_with_the_number_behind_a_withheld_figure():
    frame = indicators(hidden={("poor", "a00"), ("young", "a05")})
    secret = frame.with_columns(
        secret=pl.when(pl.col("value").is_null()).then(pl.lit(99.0)).otherwise(pl.lit(1.0))
    )

    assert found(frame).equals(found(secret))
    for part in ("types", "marks", "fits"):
        assert kinds(part, frame).equals(kinds(part, secret))


def test_counts_beside_a_withheld_value_are_not_used_either():
    frame = indicators(hidden={("poor", "a00")})
    hidden = pl.col("value").is_null()
    beside = frame.with_columns(
        numerator=pl.when(hidden).then(400.0).otherwise("numerator"),
        denominator=pl.when(hidden).then(1000.0).otherwise("denominator"),
    )

    assert found(frame).equals(found(beside))


def test_an_area_that_shows_too_little_is_left_out_with_a_sentence():
    table = found(indicators(hidden={("poor", "a00"), ("old", "a00")}))

    mine = table.filter(area="a00").row(0, named=True)
    assert table.filter(area="a00").height == 1
    assert mine["place"] == 0
    assert "zu wenige" in mine["note"]
    assert "a00" not in table["similar_area"].to_list()


def test_small_areas_are_left_out_and_unknown_size_counts_as_small():
    one = definition(residents="people", minimum_residents=300)

    small = found(indicators(residents=299.0), one)
    unknown = found(indicators(hidden={("people", "a03")}), one)

    assert set(small["place"]) == {0}
    assert unknown.filter(area="a03")["note"].to_list() == [
        "Weniger als 300 Einwohnerinnen und Einwohner."
    ]


def test_a_category_and_a_variable_that_nobody_shows_are_no_part_of_the_comparison():
    one = definition(variables=[{"key": "young"}, {"key": "poor"}, {"key": "class"}, {"key": "x"}])

    assert set(found(one=one)["asked"]) == {2}


def test_chance_moves_neighbours_in_small_areas_more_than_in_large_ones():
    def share(people):
        frame = indicators().with_columns(
            numerator=pl.col("value") / 100 * people, denominator=pl.lit(people)
        )
        one = definition(variables=[{"key": "young"}, {"key": "poor"}], draws=100, neighbours=2)
        return found(frame, one).filter(elsewhere="yes")["kept"].mean()

    assert share(100_000_000.0) > 0.97
    assert share(50.0) < 0.85


def test_types_marks_and_fits_have_their_form_and_tell_the_two_kinds_apart():
    types, marks, fits = (kinds(part) for part in ("types", "marks", "fits"))

    assert dict(types.schema) == TYPE_COLUMNS
    assert dict(marks.schema) == MARK_COLUMNS
    assert dict(fits.schema) == FIT_COLUMNS
    mine = types.filter(method="ward").sort("area")
    assert len(set(zip((i % 2 for i in range(12)), mine["type"], strict=True))) == 2
    assert fits.filter(chosen="yes")["types"].to_list() == [2, 2]
    assert fits.filter(chosen="yes")["verdict"].to_list() == ["clear", "clear"]


def test_the_marks_are_the_means_of_the_areas_that_shaped_the_types():
    frame, marks = indicators(), kinds("marks")
    types = kinds("types").filter(method="kmeans")

    for row in marks.filter(method="kmeans").iter_rows(named=True):
        members = types.filter(type=row["type"], placed="formed")["area"]
        values = frame.filter(pl.col("area").is_in(members.implode()), indicator=row["compared_by"])
        assert row["areas"] == members.len()
        assert row["mean_of_type"] == pytest.approx(values["value"].mean(), abs=1e-6)


def test_an_area_with_a_withheld_figure_stands_with_the_nearest_type_and_shapes_none():
    frame = indicators(hidden={("poor", "a00")})
    types = kinds("types", frame).filter(method="kmeans")

    mine = types.filter(area="a00").row(0, named=True)
    assert mine["placed"] == "nearest"
    assert mine["silhouette"] is None
    assert mine["type"] == types.filter(area="a02")["type"][0]
    assert kinds("fits", frame)["areas"].unique().to_list() == [11]


def test_without_enough_areas_there_are_no_types_and_a_sentence():
    hidden = {("poor", f"a{i:02}") for i in range(12)} - {("poor", "a00"), ("poor", "a01")}
    types = kinds("types", indicators(hidden=hidden))

    assert types["type"].null_count() == types.height
    assert all(types["note"].str.contains("Zu wenige Gebiete"))


def test_the_shipped_comparisons_can_be_read_and_name_no_unknown_indicator():
    known = {p.stem for p in shipped("catalogue", "indicators").rglob("*.yaml")}
    read = read_definitions([shipped("catalogue", "typology")], ComparisonDefinition)

    assert {"areas", "municipalities"} <= set(read)
    assert set(read["areas"].keys) <= known
