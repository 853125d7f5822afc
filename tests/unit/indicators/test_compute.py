"""What compute promises beside the rules of ``tests/spec``: columns, order, purity, kinds."""

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kreisblick.statistics.cube import Cube, CubeDefinition, Unit
from kreisblick.statistics.indicators import (
    INDICATOR_COLUMNS,
    IndicatorDefinition,
    Request,
    compute,
    coverage_frame,
)

DAY = date(2024, 12, 31)
TEXT = {"de": "x"}
CELL = ["cube", "slice", "reference_date", "generation", "level", "area"]
CELL += ["value", "observation", "confidentiality"]


def cube(counts: str) -> CubeDefinition:
    return CubeDefinition.model_validate({"title": TEXT, "counts": counts, "rules": "residents"})


def indicator(kind: str, unit: str, numerator: str, denominator: str | None) -> IndicatorDefinition:
    return IndicatorDefinition.model_validate(
        {
            "title": TEXT,
            "question": TEXT,
            "theme": "x",
            "kind": kind,
            "unit": unit,
            "reading": "neutral",
            "numerator": {"cube": numerator},
            "denominator": {"cube": denominator} if denominator else None,
            "formula": TEXT,
            "text": TEXT,
            "limits": ["x"],
            "definition": "x/1",
            "sources": ["x"],
            "legal_basis": "x",
            "rhythm": "yearly",
            "owner": "x",
            "sets": ["core"],
            "levels": ["planning_area", "municipality", "district"],
            "examples": [{"name": "x", "numerator": 1, "expect": 1.0}],
        }
    )


def request(definitions: dict[str, IndicatorDefinition]) -> Request:
    areas = [
        ("2023", "Kreis", "Kreis", "district", None),
        ("2023", "Aue", "Aue", "municipality", "Kreis"),
        ("2023", "Nord", "Nord", "planning_area", "Aue"),
        ("2023", "Süd", "Süd", "planning_area", "Aue"),
    ]
    names = ["generation", "area", "name", "level", "parent"]
    coverage = [(key, DAY, "Aue") for key in ("n", "m", "rank", "published")]
    return Request(
        definitions=definitions,
        cubes={
            "n": cube("cases"),
            "m": cube("persons"),
            "rank": cube("ordinal"),
            "published": cube("rate"),
        },
        areas=pl.DataFrame(areas, schema=dict.fromkeys(names, pl.String), orient="row"),
        coverage=pl.DataFrame(
            coverage,
            schema={"cube": pl.String, "reference_date": pl.Date, "municipality": pl.String},
            orient="row",
        ),
        dates=[DAY],
    )


def cells(key: str, values: dict[str, float | None], state: str = "free") -> pl.DataFrame:
    level = {"Nord": "planning_area", "Süd": "planning_area", "Aue": "municipality"}
    rows = [
        (key, "all", DAY, "2023", level.get(area, "district"), area, value, "counted", state)
        for area, value in values.items()
    ]
    return pl.DataFrame(rows, schema=CELL, orient="row")


EVERYWHERE = {"Nord": 10, "Süd": 30, "Aue": 40, "Kreis": 40}
PEOPLE = {"Nord": 100, "Süd": 300, "Aue": 400, "Kreis": 400}


def row(frame: pl.DataFrame, area: str) -> dict:
    return frame.row(by_predicate=pl.col("area") == area, named=True)


def test_the_columns_are_those_that_were_promised():
    asked = request({"share": indicator("share", "percent", "n", "m")})

    found = compute({"n": cells("n", EVERYWHERE), "m": cells("m", PEOPLE)}, asked)

    assert tuple(found.columns) == INDICATOR_COLUMNS
    assert found["area"].to_list() == ["Nord", "Süd", "Aue", "Kreis"]


def test_one_frame_and_one_frame_per_cube_give_the_same():
    asked = request({"share": indicator("share", "percent", "n", "m")})
    parts = {"n": cells("n", EVERYWHERE), "m": cells("m", PEOPLE)}

    assert_frame_equal(compute(parts, asked), compute(pl.concat(parts.values()), asked))


def test_a_value_that_is_not_free_is_not_used_even_if_it_is_there():
    asked = request({"share": indicator("share", "percent", "n", "m")})
    leaking = cells("n", EVERYWHERE, state="suppressed")

    found = compute({"n": leaking, "m": cells("m", PEOPLE)}, asked)

    for name in ("numerator", "value", "lower", "upper", "municipal_mean", "district_mean"):
        assert found[name].null_count() == found.height, name
    assert set(found["confidentiality"]) == {"suppressed"}


def test_a_ratio_may_pass_one_hundred_and_has_no_interval():
    asked = request({"places": indicator("ratio", "per_100", "n", "m")})
    many = {"Nord": 150, "Süd": 150, "Aue": 300, "Kreis": 300}

    found = row(compute({"n": cells("n", many), "m": cells("m", PEOPLE)}, asked), "Nord")

    assert found["value"] == 150.0
    assert found["lower"] is None
    assert found["significance"] == "unknown"
    assert found["district_mean"] == 75.0


def test_a_category_has_a_value_and_neither_count_nor_mean():
    asked = request({"rank": indicator("ordinal", "category", "rank", None)})

    found = row(compute(cells("rank", {"Nord": 2, "Süd": 5}), asked), "Süd")

    assert found["value"] == 5.0
    assert found["numerator"] is found["district_mean"] is found["deviation_district"] is None


def test_a_published_rate_is_compared_with_the_published_rate_of_the_district():
    asked = request({"rate": indicator("delivered", "percent", "published", None)})

    found = row(compute(cells("published", {"Nord": 4.5, "Kreis": 3.0}), asked), "Nord")

    assert found["value"] == 4.5
    assert found["deviation_district"] == 1.5
    assert found["numerator"] is found["lower"] is None
    assert found["significance"] == "unknown"


def test_a_share_whose_sources_disagree_is_told_without_an_interval():
    asked = request({"share": indicator("share", "percent", "n", "m")})
    too_many = {"Nord": 110, "Süd": 30, "Aue": 140, "Kreis": 140}

    found = row(compute({"n": cells("n", too_many), "m": cells("m", PEOPLE)}, asked), "Nord")

    assert found["value"] == pytest.approx(110.0)
    assert found["lower"] is found["upper"] is None
    assert found["significance"] == "unknown"


def test_without_any_cells_everything_is_not_delivered():
    asked = request({"share": indicator("share", "percent", "n", "m")})
    asked = Request(
        definitions=asked.definitions,
        cubes=asked.cubes,
        areas=asked.areas,
        coverage=asked.coverage.clear(),
        dates=asked.dates,
    )

    found = compute({}, asked)

    assert set(found["observation"]) == {"not_delivered"}
    assert set(found["coverage"]) == {0.0}


def test_coverage_is_read_from_the_cubes():
    tray = Cube(
        key="n",
        unit=Unit.PERSONS,
        generation="2023",
        reference_date=DAY,
        dimensions=(),
        cells=pl.DataFrame(),
        covered=frozenset({"Berg", "Aue"}),
    )

    assert coverage_frame([tray]).rows() == [("n", DAY, "Aue"), ("n", DAY, "Berg")]
