"""Whole indices: dimensions in dimensions, gaps, fixed scales, contradictions in a file."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from pydantic import ValidationError

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.statistics.indices import IndexDefinition, compute_index
from kreisblick.statistics.indices.part import IndexPart
from kreisblick.statistics.indices.score import fit, score

CLASSES = [{"name": {"de": "a"}, "below": 0.0}, {"name": {"de": "b"}}]


def one(name: str, **more: object) -> dict:
    return {"indicator": name, "direction": "higher_is_worse", **more}


def part_of(**more: object) -> IndexPart:
    return IndexPart.model_validate({"indicators": [one("x"), one("y")], "classes": CLASSES} | more)


def z(values: np.ndarray) -> np.ndarray:
    return (values - values.mean(axis=0)) / values.std(axis=0)


def test_dimensions_inside_dimensions_are_put_together_from_below(draw):
    part = part_of(
        indicators=[
            one("a", dimension="inner"), one("b", dimension="inner"),
            one("c", dimension="outer", direction="lower_is_worse"), one("d", weight=2),
        ],
        dimensions=[
            {"key": "outer", "weight": 3, "aggregate": "arithmetic", "restandardise": "z_score"},
            {"key": "inner", "part_of": "outer", "restandardise": "z_score"},
        ],
    )  # fmt: skip
    values = draw.normal(size=(20, 4))

    found = score(values, part)

    a, b, c, d = z(values).T
    inner = z(a + b)
    outer = z((-c + inner) / 2)
    assert found.dimensions["inner"] == pytest.approx(inner)
    assert found.dimensions["outer"] == pytest.approx(outer)
    assert found.total == pytest.approx(3 * outer + 2 * d)
    assert found.index == pytest.approx(z(3 * outer + 2 * d))


def test_a_dimension_may_normalise_otherwise_than_the_index():
    part = part_of(
        indicators=[one("a", dimension="ranked"), one("b")],
        dimensions=[{"key": "ranked", "normalise": "rank"}],
        restandardise="none",
    )
    values = np.array([[1.0, 5.0], [100.0, 6.0], [2.0, 7.0], [3.0, 6.0]])

    found = score(values, part)

    assert found.dimensions["ranked"].tolist() == [0.25, 1, 0.5, 0.75]


def test_weights_are_learnt_once_and_kept_for_draws(draw):
    part = part_of(weights="pca")
    values = draw.normal(size=(30, 2)) @ np.array([[1, 0.8], [0, 0.6]])
    fitted = fit(values, part)

    draws = score(values + draw.normal(size=(5, 30, 2)), part, fitted)

    assert draws.index.shape == (5, 30)
    assert fitted.weights[""] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    "wrong",
    [
        {"indicators": [one("x", dimension="gone"), one("y")]},
        {"dimensions": [{"key": "empty"}]},
        {
            "indicators": [one("x", dimension="a"), one("y", dimension="b")],
            "dimensions": [{"key": "a", "part_of": "b"}, {"key": "b", "part_of": "a"}],
        },
        {"classes": [{"name": {"de": "a"}, "quantile": 0.2, "below": 1}, {"name": {"de": "b"}}]},
        {
            "classes": [
                {"name": {"de": "a"}, "below": 0.1},
                {"name": {"de": "b"}, "quantile": 0.2},
                {"name": {"de": "c"}},
            ]
        },
        {"normalise": {"by": "rank", "fit": "first_date"}},
        {"normalise": {"by": "z_score", "centre": 1}},
        {"normalise": {"by": "min_max", "low": 3, "high": 1}},
        {"normalise": {"by": "rank", "low": 1, "high": 3}},
        {"aggregate": {"by": "generalised", "power": 0}},
        {"aggregate": {"by": "sum", "onto": [0, 1]}},
    ],
)
def test_contradictions_are_refused(wrong):
    with pytest.raises(ValidationError):
        part_of(**wrong)


def test_ranks_have_no_fixed_reference():
    shape = {"normalise": "rank", "restandardise": "none"}
    text = {"de": "Text."}
    with pytest.raises(ValidationError, match="fixed reference"):
        IndexDefinition.model_validate(
            {
                "title": text, "question": text, "text": text, "reading": text,
                "limits": ["x y"], "exclude": {"minimum_areas": 3},
                "status": part_of(**shape).model_dump(), "fixed": {}, "sets": ["core"],
                "definition": "test/1", "owner": "Sozialplanung",
            }
        )  # fmt: skip


def definition(**more: object) -> IndexDefinition:
    text = {"de": "Text."}
    return IndexDefinition.model_validate(
        {
            "title": text, "question": text, "text": text, "reading": text, "limits": ["x y"],
            "exclude": {"minimum_areas": 3}, "sets": ["core"], "definition": "test/1",
            "owner": "Sozialplanung",
            "status": {"indicators": [one("x"), one("y")], "classes": CLASSES},
        } | more
    )  # fmt: skip


def frame(rows: list[tuple]) -> pl.DataFrame:
    columns = ["indicator", "reference_date", "area", "value", "observation", "confidentiality"]
    return pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None).with_columns(
        generation=pl.lit("2023"), level=pl.lit("planning_area")
    )


DAYS = (date(2020, 12, 31), date(2024, 12, 31))


def growing() -> pl.DataFrame:
    """Ten areas whose shares have all grown by 5 points."""
    return frame(
        [
            (name, day, f"{area}", float(area + 5 * later), "counted", "free")
            for later, day in enumerate(DAYS)
            for name in ("x", "y")
            for area in range(10)
        ]
    )


def test_a_fixed_reference_shows_what_the_yearly_index_cannot():
    found = compute_index(growing(), definition(fixed={}), key="i")

    means = found.group_by("part", "reference_date").agg(pl.col("index_value").mean())
    by_part = {(p, d): m for p, d, m in means.rows()}
    assert by_part["status", DAYS[1]] == pytest.approx(0, abs=1e-12)
    assert by_part["fixed", DAYS[0]] == pytest.approx(0, abs=1e-12)
    assert by_part["fixed", DAYS[1]] == pytest.approx(5 / np.arange(10).std())


def test_two_figures_of_three_are_enough_where_gaps_are_filled():
    rows = [
        (name, DAYS[0], f"{area}", float(area), "counted", "free")
        for name in ("x", "y", "w")
        for area in range(10)
    ]
    rows[0] = ("x", DAYS[0], "0", None, "counted", "suppressed")
    rows[11] = ("y", DAYS[0], "1", None, "not_delivered", "free")
    rows[21] = ("w", DAYS[0], "1", None, "counted", "suppressed")
    names = [one("x"), one("y"), one("w")]
    status = {"indicators": names, "classes": CLASSES, "missing": "mean"}
    exclude = {"minimum_areas": 3, "known_share": 0.6}

    found = compute_index(frame(rows), definition(status=status, exclude=exclude), key="i")

    by_area = {row["area"]: row for row in found.iter_rows(named=True)}
    assert by_area["0"]["index_value"] is not None
    assert (by_area["0"]["observation"], by_area["0"]["confidentiality"]) == ("estimated", "free")
    assert by_area["1"]["index_value"] is None
    assert by_area["1"]["confidentiality"] == "suppressed"
    assert by_area["1"]["note"] is not None
    assert by_area["2"]["observation"] == "counted"


def test_without_a_word_a_gap_leaves_its_area_out():
    rows = growing().with_columns(
        value=pl.when((pl.col("area") == "3") & (pl.col("indicator") == "x"))
        .then(None)
        .otherwise("value")
    )

    found = compute_index(rows, definition(), key="i")

    assert found.filter(pl.col("area") == "3")["index_value"].null_count() == 2


def test_every_shipped_index_gives_its_reasons_or_its_source():
    for key, one_index in read_definitions(
        [shipped("catalogue", "indices")], IndexDefinition
    ).items():
        assert one_index.limits, key
        assert one_index.owner, key
