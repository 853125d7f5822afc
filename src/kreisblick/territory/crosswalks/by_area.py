"""Amounts by area: of common pieces, plain or thickened by the density of the targets."""

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.areas.definition import TerritoryChecks
from kreisblick.territory.areas.overlay import overlay, usable
from kreisblick.territory.crosswalks.cut import Cut
from kreisblick.territory.crosswalks.model import OUTSIDE
from kreisblick.territory.crosswalks.share import AMOUNTS, need

__all__ = ["by_area"]

ROUNDING = 1e-9  # relative; a smaller rest is an error of floating-point areas


def by_area(
    source: Cut, target: Cut, density: pl.DataFrame | None, checks: TerritoryChecks
) -> pl.DataFrame:
    """Area per pair, thickened with the density of the target when it is known."""
    sources, targets = usable(source.polygons), usable(target.polygons)
    pieces = overlay(sources, targets)
    pieces = pieces.with_columns(
        source_m2=pl.Series(shapely.area(sources)[pieces["source"].to_numpy()]),
        target_m2=pl.Series(shapely.area(targets)[pieces["target"].to_numpy()]),
    )
    rest = _uncovered(source, sources, targets, pieces, checks)
    pieces = _thicken(_without_slivers(pieces, checks), target, density)
    inside = pieces.select(
        source=pl.Series(source.areas, dtype=pl.String).gather(pieces["source"]),
        target=pl.Series(target.areas, dtype=pl.String).gather(pieces["target"]),
        amount=pl.col("amount"),
        basis=pl.when("identical")
        .then(pl.lit("identity"))
        .when("thick")
        .then(pl.lit("density"))
        .otherwise(pl.lit("area")),
    )
    return pl.concat([inside, rest]).with_columns(weight_n=pl.lit(0, dtype=pl.Int64))


def _without_slivers(pieces: pl.DataFrame, checks: TerritoryChecks) -> pl.DataFrame:
    """Leave out pieces that two hands drawing the same border made; never a source's largest."""
    width = 2 * pl.col("area_m2") / pl.col("length_m")
    small = pl.col("area_m2") < checks.sliver_share * pl.min_horizontal("source_m2", "target_m2")
    largest = pl.col("area_m2") == pl.col("area_m2").max().over("source")
    return pieces.filter(largest | ~(small & (width < checks.sliver_width_m)))


def _thicken(pieces: pl.DataFrame, target: Cut, density: pl.DataFrame | None) -> pl.DataFrame:
    """The amount of each piece; a source keeps its area where no target has any density."""
    if density is None:
        return pieces.with_columns(amount=pl.col("area_m2"), thick=pl.lit(value=False))
    need(density, ["area", "weight"])
    known = pl.DataFrame({"area": target.areas}, schema={"area": pl.String}).join(
        density.select(pl.col("area").cast(pl.String), pl.col("weight").cast(pl.Float64)),
        on="area",
        how="left",
        maintain_order="left",
    )
    load = known["weight"].fill_null(0.0)
    loaded = pieces.with_columns(load.gather(pieces["target"]).alias("load"))
    thick = pl.col("area_m2") * pl.col("load") / pl.col("target_m2")
    whole, total = pl.col("area_m2").sum().over("source"), thick.sum().over("source")
    # the amounts of a source keep the sum of its areas, so that "outside" can stand beside them
    return loaded.with_columns(
        amount=pl.when(total > 0).then(thick / total * whole).otherwise(pl.col("area_m2")),
        thick=total > 0,
    )


def _uncovered(
    source: Cut,
    sources: np.ndarray,
    targets: np.ndarray,
    pieces: pl.DataFrame,
    checks: TerritoryChecks,
) -> pl.DataFrame:
    """What of each source no target covers, in area; slivers at the outer border do not count."""
    covered = pieces.group_by("source").agg(
        covered=pl.col("area_m2").sum(), identical=pl.col("identical").any()
    )
    whole = pl.DataFrame({"whole": shapely.area(sources)}).with_row_index("source")
    open_ = (
        whole.cast({"source": pl.Int64})
        .join(covered, on="source", how="left", maintain_order="left")
        .filter(
            ~pl.col("identical").fill_null(value=False)
            & (pl.col("covered").fill_null(0.0) < pl.col("whole") * (1 - ROUNDING))
        )
    )
    numbers = open_["source"].to_numpy()
    rest = shapely.difference(sources[numbers], _around(sources[numbers], targets))
    size, length = shapely.area(rest), np.maximum(shapely.length(rest), np.finfo(float).tiny)
    sliver = (2 * size / length < checks.sliver_width_m) & (
        size < checks.sliver_share * open_["whole"].to_numpy()
    )
    alone = open_["covered"].is_null().to_numpy()  # nothing else would be left of the source
    kept = alone | (~sliver & (size > 0))
    return pl.DataFrame(
        {
            "source": pl.Series(source.areas, dtype=pl.String).gather(numbers),
            "target": [OUTSIDE] * len(numbers),
            "amount": np.where(alone, 1.0, size),
            "basis": ["area"] * len(numbers),
        },
        schema=AMOUNTS,
    ).filter(pl.Series(kept, dtype=pl.Boolean))


def _around(sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """For each source the union of the targets that touch it."""
    near, far = shapely.STRtree(targets).query(sources, predicate="intersects")
    unions = [shapely.union_all(targets[far[near == n]]) for n in range(len(sources))]
    return np.array(unions, dtype=object)
