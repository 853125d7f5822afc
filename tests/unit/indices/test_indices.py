"""Indices beside the rules of ``tests/spec``: definitions, several dates, stability."""

import json
from datetime import date

import numpy as np
import polars as pl
import pytest
from pydantic import ValidationError

from kreisblick.base.definitions import read_definition, read_definitions, shipped
from kreisblick.statistics.indicators import IndicatorDefinition, Reading
from kreisblick.statistics.indices import (
    INDEX_COLUMNS,
    IndexDefinition,
    assure_indices,
    compute_index,
)
from kreisblick.statistics.indices.normalise import rank
from kreisblick.statistics.indices.part import IndexPart
from kreisblick.statistics.indices.score import score

DAYS = [date(2020, 12, 31), date(2022, 12, 31), date(2024, 12, 31)]
CLASSES = [{"name": {"de": "a"}, "below": 0.0}, {"name": {"de": "b"}}]
TWO = [
    {"indicator": "x", "direction": "higher_is_worse"},
    {"indicator": "y", "direction": "higher_is_worse"},
]


@pytest.fixture(scope="module")
def social() -> IndexDefinition:
    return read_definition(shipped("catalogue", "indices", "social_index.yaml"), IndexDefinition)


def indicators(social: IndexDefinition, *, people: int = 400) -> pl.DataFrame:
    random = np.random.default_rng(5)
    names = [one.indicator for one in social.status.indicators]
    rows = []
    for day in DAYS:
        for area in range(12):
            burden = 0.05 + 0.02 * area
            rows.append(("residents_total", day, f"{area:02d}", 2000.0, None, 2000.0))
            for name in names:
                n = float(random.binomial(people, burden))
                rows.append((name, day, f"{area:02d}", n, float(people), 100 * n / people))
    columns = ["indicator", "reference_date", "area", "numerator", "denominator", "value"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        generation=pl.lit("2023"),
        level=pl.lit("planning_area"),
        observation=pl.lit("counted"),
        confidentiality=pl.lit("free"),
    )


@pytest.mark.parametrize(
    "part",
    [
        {"indicators": TWO[:1], "classes": CLASSES},
        {"indicators": [TWO[0], TWO[0]], "classes": CLASSES},
        {"indicators": TWO, "classes": CLASSES[:1]},
        {"indicators": TWO, "classes": list(reversed(CLASSES))},
        {"indicators": TWO, "classes": [*CLASSES[:1], *CLASSES]},
        {"indicators": TWO, "classes": CLASSES, "of": "change"},
        {"indicators": TWO, "classes": CLASSES, "period_years": 2},
    ],
)
def test_a_part_that_contradicts_itself_is_refused(part):
    with pytest.raises(ValidationError):
        IndexPart.model_validate(part)


def test_every_date_has_a_status_and_the_first_has_no_dynamics(social):
    found = compute_index(indicators(social), social, key="social_index")

    assert dict(found.schema) == INDEX_COLUMNS
    known = found.filter(pl.col("index_value").is_not_null())
    by_part = known.group_by("part", "reference_date").len().sort("part", "reference_date")
    assert by_part.rows() == [
        ("dynamics", DAYS[1], 12),
        ("dynamics", DAYS[2], 12),
        ("status", DAYS[0], 12),
        ("status", DAYS[1], 12),
        ("status", DAYS[2], 12),
    ]


def test_index_values_have_mean_zero_and_standard_deviation_one(social):
    found = compute_index(indicators(social), social, key="social_index")

    for (_, _), part in found.drop_nulls("index_value").group_by("part", "reference_date"):
        assert part["index_value"].mean() == pytest.approx(0, abs=1e-12)
        assert part["index_value"].std(ddof=0) == pytest.approx(1)


def test_the_z_text_names_every_indicator(social):
    found = compute_index(indicators(social), social, key="social_index")

    z = json.loads(found.filter(pl.col("part") == "status")["z"][0])
    assert set(z) == {one.indicator for one in social.status.indicators}


def test_counts_behind_the_shares_give_each_class_its_probability(social):
    few = compute_index(indicators(social, people=60), social, key="social_index")
    many = compute_index(indicators(social, people=60_000), social, key="social_index")

    for frame in (few, many):
        shown = frame.filter(pl.col("index_value").is_not_null())
        assert shown["class_probability"].null_count() == 0
        assert (shown["rank_low"] <= shown["rank_high"]).all()
    assert few["class_probability"].mean() < many["class_probability"].mean()


def test_an_area_beside_a_cut_is_less_sure_than_one_far_from_it(social):
    found = compute_index(indicators(social, people=2000), social, key="social_index")

    status = found.filter((pl.col("part") == "status") & (pl.col("reference_date") == DAYS[2]))
    distance = (status["index_value"].abs() - 1.0).abs()
    nearest, farthest = distance.arg_min(), distance.arg_max()
    assert status["class_probability"][nearest] < status["class_probability"][farthest]


def test_equal_values_share_the_better_place():
    assert rank(np.array([2.0, 1.0, 2.0, 0.0])).tolist() == [1, 3, 1, 4]


def test_an_indicator_that_is_the_same_everywhere_tells_nothing_apart():
    part = IndexPart.model_validate({"indicators": TWO, "classes": CLASSES})
    values = np.array([[0.1, 1.0], [0.1, 2.0], [0.1, 3.0]])

    found = score(values, part)

    assert found.z[:, 0].tolist() == [0, 0, 0]
    assert found.index == pytest.approx([-1.2247449, 0, 1.2247449])


def test_an_index_with_an_unknown_indicator_is_a_hard_fault_in_its_own_set(social):
    known = read_definitions([shipped("catalogue", "indicators")], IndicatorDefinition)
    del known["old_age_basic_income"]

    faults = assure_indices({"social_index": social}, known)

    assert {(fault.code, fault.hard) for fault in faults} == {("unknown_indicator", True)}


def test_an_index_that_points_the_wrong_way_is_a_fault(social):
    known = read_definitions([shipped("catalogue", "indicators")], IndicatorDefinition)
    turned = known["basic_income_support"].model_copy(update={"reading": Reading.HIGHER_IS_BETTER})

    faults = assure_indices({"social_index": social}, known | {"basic_income_support": turned})

    assert {fault.code for fault in faults} == {"wrong_direction"}
