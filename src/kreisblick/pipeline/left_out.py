"""Left out: areas of which nothing was accepted have no count; nowhere is that a zero."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from kreisblick.pipeline.ground import Ground
from kreisblick.sealed.intake import AcceptedDelivery
from kreisblick.statistics.cube import Cube, Observation

__all__ = ["left_out_areas", "without_left_out"]

STAY = (Observation.NOT_COVERED.value, Observation.CANNOT_EXIST.value)


def without_left_out(cube: Cube, feeding: Sequence[AcceptedDelivery], ground: Ground) -> Cube:
    """The cube whose areas were left out of a delivery are ``not_delivered``.

    Args:
        cube: on the report's areas.
        feeding: the accepted deliveries behind it.
        ground: areas, and the way of older areas into them.
    """
    areas = left_out_areas(feeding, ground)
    if not areas:
        return cube
    here = pl.col("area").is_in(sorted(areas)) & ~pl.col("observation").is_in(STAY)
    blank = [pl.when(~here).then(pl.col(name)).alias(name) for name in ("value", "lower", "upper")]
    missing = pl.lit(Observation.NOT_DELIVERED.value)
    told = pl.when(here).then(missing).otherwise(pl.col("observation")).alias("observation")
    return replace(cube, cells=cube.cells.with_columns(*blank, told))


def left_out_areas(feeding: Sequence[AcceptedDelivery], ground: Ground) -> frozenset[str]:
    """The report's areas of which nothing was accepted from one of the deliveries."""
    return frozenset(area for delivery in feeding for area in _areas(delivery, ground))


def _areas(delivery: AcceptedDelivery, ground: Ground) -> set[str]:
    """The report's areas that lie, at least in part, in those that were left out."""
    left_out = list(delivery.areas_left_out)
    if not left_out or delivery.generation == ground.report_territory.generation.key:
        return set(left_out)
    shares = ground.crosswalks[delivery.generation].shares
    touched = shares.filter(pl.col("source").is_in(left_out) & (pl.col("share") > 0))
    return set(touched["target"]) & set(ground.report_territory.areas["area"])
