"""Liken: for every area those that are like it, and how far the comparison carries."""

import json
from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.statistics.indicators import IndicatorDefinition
from kreisblick.statistics.typology.keep import kept
from kreisblick.statistics.typology.model import Carrying, ComparisonDefinition
from kreisblick.statistics.typology.nearest import Nearest, nearest
from kreisblick.statistics.typology.scale import scale
from kreisblick.statistics.typology.table import Table, indicator_table

__all__ = ["SIMILAR_COLUMNS", "alike", "similar_areas"]

Floats = NDArray[np.float64]
SIMILAR_COLUMNS = {
    "comparison": pl.String, "reference_date": pl.Date, "generation": pl.String,
    "level": pl.String, "area": pl.String, "place": pl.Int64, "elsewhere": pl.String,
    "similar_area": pl.String, "distance": pl.Float64, "nearer_pairs": pl.Float64,
    "compared": pl.Int64, "asked": pl.Int64, "kept": pl.Float64, "carries": pl.String,
    "differs": pl.String, "note": pl.String,
}  # fmt: skip
_DECIMALS = 6


def similar_areas(
    indicators: pl.DataFrame,
    areas: pl.DataFrame,
    known: Mapping[str, IndicatorDefinition],
    definitions: Mapping[str, ComparisonDefinition],
    day: date,
) -> pl.DataFrame:
    """The most similar areas of every area, those of other municipalities first.

    A pure function of its arguments, so that what it returns holds only what the indicator
    frame already tells: an area that shows nothing of a variable is compared without it.

    Args:
        indicators: what ``statistics.indicators.compute`` returns, made of released cells.
        areas: ``generation, area, level, parent`` of one generation.
        known: the indicators by key.
        definitions: the comparisons by key.
        day: the reference date.

    Returns:
        ``SIMILAR_COLUMNS``, sorted by comparison, area, place. ``place`` counts from 1; an area
        that is left out has one row with place 0 and a ``note``. ``distance``: the farthest
        pair = 1. ``nearer_pairs``: share of all pairs that are nearer. ``differs``: JSON,
        indicator → the similar area's value minus this one's, in the indicator's unit.
    """
    generation = str(areas["generation"][0]) if areas.height else ""
    frames = [
        alike(indicator_table(indicators, areas, known, one, day), one).with_columns(
            comparison=pl.lit(key), reference_date=pl.lit(day), generation=pl.lit(generation)
        )
        for key, one in sorted(definitions.items())
    ]
    found = pl.concat([pl.DataFrame(schema=SIMILAR_COLUMNS), *frames], how="diagonal_relaxed")
    return found.select(pl.col(name).cast(kind) for name, kind in SIMILAR_COLUMNS.items())


def alike(table: Table, definition: ComparisonDefinition) -> pl.DataFrame:
    """The similar areas of one table, without comparison and date; sorted by area and place."""
    kept_rows = np.flatnonzero(table.kept)
    values = table.values[kept_rows]
    scaled = scale(values, table.variables, definition.outermost)
    group = np.unique(table.group, return_inverse=True)[1][kept_rows].astype(np.int64)
    share = definition.minimum_share
    found = nearest(
        scaled.z, scaled.weights, group,
        others=definition.neighbours, own=definition.own, minimum_share=share,
    )  # fmt: skip
    counts = {i: (a[kept_rows], b[kept_rows], per, s) for i, (a, b, per, s) in table.counts.items()}
    again = kept(found, values, scaled, counts, table.variables, group, definition)
    rows = _rows(table, kept_rows, found, again, definition.carrying)
    left_out = [
        {"area": area, "place": 0, "note": note}
        for area, note in zip(table.area, table.note, strict=True)
        if note is not None
    ]
    frame = pl.concat(
        [
            rows,
            pl.DataFrame(
                left_out, schema={n: SIMILAR_COLUMNS[n] for n in ("area", "place", "note")}
            ),
        ],
        how="diagonal_relaxed",
    )
    asked = len(table.variables)
    return frame.with_columns(
        level=pl.lit(definition.level.value), asked=pl.lit(asked, dtype=pl.Int64)
    ).sort("area", "place")


def _rows(
    table: Table, kept_rows: NDArray[np.int64], found: Nearest, again: Floats, carrying: Carrying
) -> pl.DataFrame:
    here, nth = np.nonzero(found.area >= 0)
    there = found.area[here, nth]
    areas = np.array(table.area, dtype=object)[kept_rows]
    values = table.values[kept_rows]
    frame = pl.DataFrame(
        {
            "area": pl.Series(areas[here].tolist(), dtype=pl.String),
            "similar_area": pl.Series(areas[there].tolist(), dtype=pl.String),
            "elsewhere": np.where(found.elsewhere[here, nth], "yes", "no").astype(str),
            "distance": found.distance[here, nth].round(_DECIMALS),
            "nearer_pairs": found.nearer[here, nth].round(_DECIMALS),
            "compared": found.compared[here, nth],
            "kept": again[here, nth].round(_DECIMALS),
        }
    )
    apart = values[there] - values[here]
    keys = [one.key for one in table.variables]
    return frame.with_columns(
        pl.col("kept").fill_nan(None),
        pl.Series("differs", [_json(keys, row) for row in apart], dtype=pl.String),
        place=pl.int_range(1, pl.len() + 1).over("area"),
        carries=_carries(carrying, len(keys)),
    )


def _carries(carrying: Carrying, asked: int) -> pl.Expr:
    """Well, limited or hardly; limited, too, where figures are missing or chance moves it."""
    whole = (pl.col("compared") == asked) & (
        pl.col("kept").fill_nan(None).fill_null(1.0) >= carrying.minimum_kept
    )
    return (
        pl.when(pl.col("nearer_pairs") > carrying.limited).then(pl.lit("hardly"))
        .when((pl.col("nearer_pairs") <= carrying.well) & whole).then(pl.lit("well"))
        .otherwise(pl.lit("limited"))
    )  # fmt: skip


def _json(keys: list[str], row: Floats) -> str:
    known = {k: round(float(x), 4) for k, x in zip(keys, row, strict=True) if not np.isnan(x)}
    return json.dumps(known, ensure_ascii=False, sort_keys=True)
