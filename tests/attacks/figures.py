"""What readers see of released cells: indicator values, as the product computes them."""

import polars as pl

from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndicatorDefinition, Request, compute, coverage_frame

TEXT = {"de": "x"}


def indicator(kind, unit, numerator, denominator):
    return IndicatorDefinition.model_validate(
        {
            "title": TEXT, "question": TEXT, "theme": "x", "kind": kind, "unit": unit,
            "reading": "neutral", "numerator": {"cube": numerator},
            "denominator": {"cube": denominator}, "formula": TEXT, "text": TEXT, "limits": ["x"],
            "definition": "x/1", "sources": ["x"], "legal_basis": "x", "rhythm": "yearly",
            "owner": "x", "sets": ["core"],
            "examples": [{"name": "x", "numerator": 1, "expect": 1.0}],
        }
    )  # fmt: skip


def published_figures(result, cubes, territory, kind, unit, numerator, denominator):
    """The indicator frame over all levels, made of nothing but released cells."""
    counts = {
        one.key: CubeDefinition.model_validate(
            {"title": TEXT, "counts": one.unit.value, "rules": "x"}
        )
        for one in cubes
    }
    areas = territory.areas.select(
        pl.lit(territory.generation.key).alias("generation"), "area", "name", "level", "parent"
    )
    request = Request(
        definitions={"x": indicator(kind, unit, numerator, denominator)},
        cubes=counts,
        areas=areas,
        coverage=coverage_frame(list(cubes)),
        dates=[cubes[0].reference_date],
    )
    return compute({key: one.cells for key, one in result.released.items()}, request)
