"""A standardised figure leads back to the deliveries, group by group."""

from datetime import date

import polars as pl

from kreisblick.pipeline.explain import explainer
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.protection.bundle import open_bundle

FIGURE = "severely_disabled_by_age"


def test_a_standardised_figure_is_recomputed_from_its_groups(hamlet):
    workspace = open_workspace(hamlet)
    bundle = open_bundle(workspace.current(workspace.bundles))
    shown = bundle.indicators.filter(pl.col("value").is_not_null(), indicator=FIGURE)

    with explainer(workspace) as found:
        answers = [
            found.explain(area, FIGURE, day)
            for area, day in shown.select("area", "reference_date").rows()
        ]

    assert answers
    assert all(answer.equal for answer in answers)
    last = shown.filter(reference_date=date(2024, 12, 31), level="district").row(0, named=True)
    assert last["value"] != 100 * last["numerator"] / last["denominator"]
