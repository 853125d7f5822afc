"""Compute: indicator values of all areas and dates from released cells, and from nothing else."""

from collections.abc import Mapping

import polars as pl

from kreisblick.statistics.concepts import AGREED
from kreisblick.statistics.indicators.compare import add_changes, add_means, add_significance
from kreisblick.statistics.indicators.cover import cover_district, covered_part, stand_apart
from kreisblick.statistics.indicators.lookup import (
    area_frame,
    look_up,
    question_frame,
    released_frame,
)
from kreisblick.statistics.indicators.model import Kind, Request
from kreisblick.statistics.indicators.smoothed import add_smoothed
from kreisblick.statistics.indicators.standardised import add_standardised
from kreisblick.statistics.indicators.strata import in_strata, with_strata
from kreisblick.statistics.indicators.value import add_intervals, add_values
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["INDICATOR_COLUMNS", "compute", "computed_table"]

INDICATOR_COLUMNS = (
    "indicator", "reference_date", "generation", "level", "area", "numerator", "denominator",
    "value", "lower", "upper", "smoothed", "smoothed_near", "municipal_mean", "district_mean",
    "deviation_municipal", "deviation_district", "significance", "significance_municipal",
    "change", "change_from", "change_significance", "observation", "confidentiality", "coverage",
)  # fmt: skip
_TIME = ["indicator", "reference_date"]


def compute(cells: pl.DataFrame | Mapping[str, pl.DataFrame], request: Request) -> pl.DataFrame:
    """The indicator values of every requested date and area.

    A pure function of its arguments: it reads nothing else, so what it returns holds only what
    released cells already tell.

    Args:
        cells: released cells (columns in ``DEVELOPERS.md``), one frame or one per cube.
        request: definitions, cubes, areas, coverage, dates, method.

    Returns:
        ``INDICATOR_COLUMNS``, sorted by indicator, date, level, area. ``value, lower, upper``,
        smoothed values, means, deviations and changes stand in the indicator's unit;
        ``coverage`` is the share of the district's municipalities, 0 to 1, that both counts
        cover at the date.

    Raises:
        UnknownCodeError: when a definition asks a cube for what it does not have; run ``assure``
            first.
    """
    return computed_table(cells, request).select(INDICATOR_COLUMNS)


def computed_table(
    cells: pl.DataFrame | Mapping[str, pl.DataFrame], request: Request
) -> pl.DataFrame:
    """What ``compute`` returns, and more columns: ``followed`` names the concept behind a row."""
    table = _divided(cells, with_strata(request))
    table = add_standardised(*in_strata(table), request)
    table = add_significance(add_means(table), request.method)
    table = add_changes(table, sorted(request.dates), request.method)
    return _finished(add_smoothed(table, request))


def _divided(cells: pl.DataFrame | Mapping[str, pl.DataFrame], request: Request) -> pl.DataFrame:
    """Values and intervals of every question, with the part of the district they speak about."""
    released, questions = released_frame(cells), question_frame(request)
    towns = request.areas.filter(pl.col("level") == AreaLevel.MUNICIPALITY.value)["area"].to_list()
    common = covered_part(questions, request.coverage, towns, request.compared)
    table = look_up(_grid(questions, request), released, request.coverage)
    table = stand_apart(table, request.compared)
    table = cover_district(table, common, released, request)
    table = add_intervals(add_values(table), request.method)
    return _add_coverage(table, common, len(towns))


def _grid(questions: pl.DataFrame, request: Request) -> pl.DataFrame:
    """One row per indicator, date and area of the indicator's levels."""
    levels = pl.DataFrame(
        [(key, level.value) for key, d in request.definitions.items() for level in d.levels],
        schema={"indicator": pl.String, "level": pl.String},
        orient="row",
    )
    dates = pl.DataFrame(
        {"reference_date": sorted(request.dates)}, schema={"reference_date": pl.Date}
    )
    asked = questions.join(levels, on="indicator").join(dates, how="cross")
    return asked.join(area_frame(request.areas), on="level")


def _add_coverage(table: pl.DataFrame, common: pl.DataFrame, towns: int) -> pl.DataFrame:
    """``coverage`` and ``covered``, the covered municipalities as one text to compare by."""
    parts = common.group_by(_TIME).agg(
        coverage=pl.len() / max(towns, 1),
        covered=pl.col("municipality").sort().str.join("\n"),
        whole_follows=_one_concept(),
    )
    return table.join(parts, on=_TIME, how="left").with_columns(
        pl.col("coverage").fill_null(0.0),
        pl.col("covered").fill_null(""),
        followed=_of_level().fill_null(AGREED),
    )


def _of_level() -> pl.Expr:
    district = pl.col("level") == AreaLevel.DISTRICT.value
    return pl.when(district).then("whole_follows").otherwise("followed")


def _one_concept() -> pl.Expr:
    """What a whole district follows: the same as all its towns, else what was agreed."""
    alike = pl.col("followed").n_unique() == 1
    return pl.when(alike).then(pl.col("followed").first()).otherwise(pl.lit(AGREED))


def _finished(table: pl.DataFrame) -> pl.DataFrame:
    """Sorted as promised; a delivered figure or category has no count behind it."""
    counted = ~pl.col("kind").is_in([Kind.DELIVERED.value, Kind.ORDINAL.value])
    order = {level.value: place for place, level in enumerate(AreaLevel)}
    return table.with_columns(numerator=pl.when(counted).then("numerator")).sort(
        "indicator", "reference_date", pl.col("level").replace_strict(order), "area"
    )
