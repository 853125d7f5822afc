"""Tally the records of a delivery, so that two deliveries can be laid side by side."""

from collections.abc import Mapping

import polars as pl

from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.statistics.cube import ANY, CubeDefinition, Observation, Unit
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["areas_of", "code_counts", "comparable_counts", "finest_level", "slice_columns"]

NO_COUNTS = (Unit.RATE, Unit.ORDINAL)
FIXED = {"cube", "level", "area", "value", "lower", "upper", "observation", "row"}
KNOWN = (Observation.COUNTED.value, Observation.ESTIMATED.value)
FIELDS_OF_FACILITIES = ("kind",)


def slice_columns(records: pl.DataFrame) -> list[str]:
    """The dimensions of aggregate records."""
    return [name for name in records.columns if name not in FIXED]


def areas_of(records: pl.DataFrame) -> pl.DataFrame:
    """``area, n``: how many records each area has."""
    if "area" not in records.columns:
        return pl.DataFrame(schema={"area": pl.String, "n": pl.UInt32})
    return records.filter(pl.col("area").is_not_null()).group_by("area").agg(n=pl.len())


def comparable_counts(
    records: pl.DataFrame, definition: DeliveryDefinition, cubes: Mapping[str, CubeDefinition]
) -> pl.DataFrame:
    """``cube, level, area, <dimensions>, value, row`` of all counts; no rates, no hidden numbers.

    Of persons and facilities their number in every area; ``row`` is null there.
    """
    if definition.grain == Grain.AGGREGATE:
        added = [k for k in definition.cubes if k in cubes and cubes[k].counts not in NO_COUNTS]
        known = pl.col("observation").is_in(KNOWN) & pl.col("cube").is_in(added)
        names = ["cube", "level", "area", *slice_columns(records)]
        return records.filter(known).select(*names, pl.col("value").cast(pl.Float64), "row")
    return areas_of(records).select(
        pl.lit("").alias("cube"),
        pl.lit(AreaLevel.PLANNING_AREA.value).alias("level"),
        "area",
        pl.col("n").cast(pl.Float64).alias("value"),
        pl.lit(None, pl.Int64).alias("row"),
    )


def finest_level(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells of the smallest areas that each cube has."""
    order = {level.value: place for place, level in enumerate(AreaLevel)}
    placed = cells.with_columns(
        place=pl.col("level").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    )
    return placed.filter(pl.col("place") == pl.col("place").min().over("cube")).drop("place")


def code_counts(
    records: pl.DataFrame, definition: DeliveryDefinition, cubes: Mapping[str, CubeDefinition]
) -> pl.DataFrame:
    """``cube, field, code, n``: how often each code stands, in the whole delivery."""
    if definition.grain == Grain.AGGREGATE:
        parts = _codes_of_cells(records, definition, cubes)
    else:
        parts = [
            records.group_by(pl.col(name).cast(pl.String).alias("code"))
            .agg(n=pl.len().cast(pl.Float64))
            .select(pl.lit("").alias("cube"), pl.lit(name).alias("field"), "code", "n")
            for name, rule in definition.columns.items()
            if rule.as_ == "code" and name in records.columns
        ]
    empty = pl.DataFrame(
        schema={"cube": pl.String, "field": pl.String, "code": pl.String, "n": pl.Float64}
    )
    return pl.concat([empty, *parts]).with_columns(pl.col("code").fill_null(""))


def _codes_of_cells(
    records: pl.DataFrame, definition: DeliveryDefinition, cubes: Mapping[str, CubeDefinition]
) -> list[pl.DataFrame]:
    """Of every dimension the sums of its codes over the smallest areas, others standing for all."""
    counts = comparable_counts(records, definition, cubes)
    names = slice_columns(counts)
    parts = []
    for name in names:
        others = [pl.col(other) == ANY for other in names if other != name]
        fits = pl.all_horizontal([pl.col(name) != ANY, *others])
        parts.append(
            finest_level(counts.filter(fits))
            .group_by("cube", pl.col(name).alias("code"))
            .agg(n=pl.col("value").sum())
            .select("cube", pl.lit(name).alias("field"), "code", "n")
        )
    return parts
