"""Checks of all indices of a round, and what may do without counts."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from kreisblick.statistics.indicators import Request
from kreisblick.statistics.indices import (
    CHECK_COLUMNS,
    IndexDefinition,
    checks,
    compute_checks,
    compute_index,
)

DAYS = (date(2022, 12, 31), date(2024, 12, 31))
NAMES = ("x", "y", "places")


def index_of(*names: str) -> IndexDefinition:
    text = {"de": "Text."}
    indicators = [{"indicator": name, "direction": "higher_is_worse"} for name in names]
    classes = [{"name": {"de": "a"}, "below": 0.0}, {"name": {"de": "b"}}]
    return IndexDefinition.model_validate(
        {
            "title": text, "question": text, "text": text, "reading": text, "limits": ["x y"],
            "exclude": {"minimum_areas": 3}, "sets": ["core"], "definition": "test/1",
            "owner": "Sozialplanung", "status": {"indicators": indicators, "classes": classes},
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    random = np.random.default_rng(1)
    rows = []
    for day in DAYS:
        for name in NAMES:
            for area in range(30):
                people = 400.0
                cases = float(random.binomial(400, 0.05 + area / 100))
                rows.append((name, day, f"{area:02d}", 100 * cases / people, cases, people))
    columns = ["indicator", "reference_date", "area", "value", "numerator", "denominator"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        generation=pl.lit("2023"), level=pl.lit("planning_area"),
        observation=pl.lit("counted"), confidentiality=pl.lit("free"),
    )  # fmt: skip


@pytest.fixture
def request_of(monkeypatch, table):
    """A request whose indicators are the table; released cells are tried in the round."""
    monkeypatch.setattr(checks, "computed_table", lambda _cells, _request: table)
    empty = pl.DataFrame()
    definitions = {name: _Kind() for name in NAMES}
    return Request(definitions=definitions, cubes={}, areas=empty, coverage=empty, dates=DAYS)


class _Kind:
    kind = "share"


def test_a_round_checks_the_last_date_and_compares_its_indices(request_of):
    known = {"one": index_of("x", "y"), "two": index_of("x", "places"), "gone": index_of("x", "?y")}

    found = compute_checks(pl.DataFrame(), request_of, known)

    assert dict(found.schema) == CHECK_COLUMNS
    assert set(found["reference_date"]) == {DAYS[1]}
    assert set(found["index"]) == {"one", "two"}
    assert "class_share" not in set(found["check"])
    both = found.filter(pl.col("check") == "areas_in_classes")
    assert both["value"].sum() == 30
    assert found.filter(pl.col("check") == "spearman_with").select("index", "item").rows() == [
        ("one", "two")
    ]
    assert not found.select("index", "reference_date", "check", "item").is_duplicated().any()
    shift = found.filter(pl.col("check") == "rank_shift")["value"]
    assert (shift > 0.3).all()


def test_what_is_no_chance_needs_no_counts(table):
    places = table.with_columns(
        numerator=pl.when(pl.col("indicator") != "places").then("numerator"),
    )
    index = index_of("x", "places")

    without = compute_index(places, index, key="i")
    certain = compute_index(places, index, key="i", certain=frozenset({"places"}))

    assert without["class_probability"].null_count() == without.height
    assert certain["class_probability"].null_count() == 0
    assert without["rank_low"].null_count() == 0
