"""A change and a distance are differences of two figures: one shown, the other told."""

import polars as pl
import pytest
from tests.unit.audit.test_attack import publish, town

from kreisblick.protection.audit import attack

ROW = {
    "indicator": "share", "generation": "g", "level": "planning_area", "area": "a1",
    "observation": "counted", "coverage": 1.0,
}  # fmt: skip


def folder_with(tmp_path, *rows):
    folder = publish(tmp_path / "p", town(a1=30, a2=17, a3=40, m1=87))
    figures = [
        {"reference_date": "2024-12-31", "value": 12.5, "change": None, "change_from": None,
         "deviation_municipal": None, "deviation_district": None, "confidentiality": "free",
         **ROW, **row}
        for row in rows
    ]  # fmt: skip
    pl.DataFrame(figures, infer_schema_length=None).write_csv(folder / "data/indicators.csv")
    return folder


def withheld(**place):
    return {"value": None, "confidentiality": "suppressed", **place}


def breaches(folder):
    return [b.kind for b in attack(folder, files=False).breaches]


@pytest.mark.parametrize(
    ("shown", "hidden"),
    [
        ({"change": 2.5, "change_from": "2023-12-31"}, withheld(reference_date="2023-12-31")),
        ({"deviation_municipal": 1.5}, withheld(area="m1", level="municipality")),
        ({"deviation_district": -1.5}, withheld(area="d", level="district")),
    ],
)
def test_a_difference_gives_away_the_figure_that_is_withheld(tmp_path, shown, hidden):
    assert breaches(folder_with(tmp_path, shown, hidden)) == ["shown_elsewhere"]


@pytest.mark.parametrize("other", [{"reference_date": "2023-12-31"}, withheld(area="a2")])
def test_differences_of_shown_figures_and_withheld_ones_elsewhere_are_no_breach(tmp_path, other):
    shown = {"change": 2.5, "change_from": "2023-12-31", "deviation_municipal": 1.0}
    assert breaches(folder_with(tmp_path, shown, other)) == []
