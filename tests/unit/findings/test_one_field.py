"""Places that stand out in one field only: by the rule, beside what findings name already."""

import runpy
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.unit.report.texts import finding, with_findings

from kreisblick.products.findings import OneField, one_field
from kreisblick.products.report import report_definition

FACTORY = runpy.run_path(str(Path(__file__).parents[1] / "report" / "factory.py"))
DAY = FACTORY["DATES"][-1]
AREA, OTHER = "0999901001", "0999901101"
BAD, WANTED = "income/basic_income", "family/measles"  # low is good; high is good
RULE = OneField(burden=1.5, strength=1.5)


def world(*rows, findings=()):
    """The invented district, where nothing differs but what the rows say.

    Each row is indicator, area, value, mean, significance, and perhaps how it moved.
    """
    bundle = with_findings(FACTORY["make_bundle"](), findings or [finding("cluster", OTHER)])
    table = bundle.indicators.with_columns(
        significance=pl.lit("same"), change_significance=pl.lit("same")
    )
    for indicator, area, value, mean, word, *moved in rows:
        here = (
            (pl.col("indicator") == indicator)
            & (pl.col("area") == area)
            & (pl.col("reference_date").cast(pl.String) == str(DAY))
        )
        new = {
            "value": value, "district_mean": mean, "significance": word,
            "change_significance": moved[0] if moved else "same", "observation": "counted",
            "confidentiality": "free",
        }  # fmt: skip
        table = table.with_columns(
            pl.when(here).then(pl.lit(said)).otherwise(pl.col(name)).alias(name)
            for name, said in new.items()
        )
    return replace(bundle, indicators=table)


def reasons(bundle, name, rule=RULE):
    return [
        item["reason"].replace("\u202f", " ")
        for town in one_field(bundle, rule)[name]
        for place in town["places"]
        for item in place["items"]
    ]


@pytest.mark.parametrize(
    ("row", "listed"),
    [
        ((BAD, AREA, 15.0, 10.0, "above"), True),  # exactly half as much again
        ((BAD, AREA, 14.9, 10.0, "above"), False),
        ((BAD, AREA, 30.0, 10.0, "same"), False),  # far, but not sure
        ((BAD, AREA, 30.0, 10.0, "above", "down"), False),  # it closes for sure
        ((BAD, AREA, 30.0, 10.0, "above", "up"), True),
        ((WANTED, AREA, 85.0, 90.0, "below"), True),  # 15 who lack it against 10
        ((WANTED, AREA, 86.0, 90.0, "below"), False),
        ((WANTED, AREA, 95.0, 90.0, "above"), False),  # good
        (("people/children", AREA, 30.0, 10.0, "above"), False),  # neither good nor bad
    ],
)
def test_a_burden_is_listed_from_the_rule_on_where_it_is_sure_and_stays(row, listed):
    assert len(reasons(world(row), "burdens")) == listed
    assert not reasons(world(row), "strengths") or (row[4] == "above" and row[0] == WANTED)


def test_strengths_are_measured_the_same_way_round():
    good = [(BAD, AREA, 6.6, 10.0, "below"), (WANTED, OTHER, 94.0, 90.0, "above")]

    assert len(reasons(world(*good), "strengths")) == 2
    assert not reasons(world((BAD, AREA, 6.8, 10.0, "below")), "strengths")
    assert not reasons(world(*good), "burdens")


def test_the_farthest_figure_is_named_with_value_and_mean():
    rows = [(BAD, AREA, 16.0, 10.0, "above"), ("income/children", AREA, 30.0, 10.0, "above")]

    (only,) = reasons(world(*rows), "burdens")

    assert only == "Kinder in Haushalten mit Grundsicherung (30,0 % gegenüber 10,0 %)."


def test_a_place_that_a_finding_names_is_not_listed_again():
    row = (BAD, AREA, 30.0, 10.0, "above")

    assert not reasons(world(row, findings=[finding("need", AREA)]), "burdens")
    assert reasons(world(row, findings=[finding("strength", AREA)]), "burdens")
    good = (BAD, AREA, 3.0, 10.0, "below")
    assert not reasons(world(good, findings=[finding("strength", AREA)]), "strengths")


def test_a_steering_group_can_set_the_rule_and_ships_with_one():
    row = (BAD, AREA, 25.0, 10.0, "above")

    assert not reasons(world(row), "burdens", OneField(burden=3, strength=1.5))
    assert report_definition().one_field == OneField(burden=1.5, strength=1.5)
