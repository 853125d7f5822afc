"""Build a crosswalk: by which shares do the areas of one cut pass into those of another?

Three ways, best first: weights (addresses, residents) that lie in both cuts; intersection areas
thickened by what is known about the density of the targets (dasymetric); plain intersection areas.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
import shapely

from kreisblick.base.language import translate as _
from kreisblick.territory.areas.definition import TerritoryChecks, shipped_checks
from kreisblick.territory.areas.locate import locate_in
from kreisblick.territory.areas.model import AreaLevel, Territory
from kreisblick.territory.areas.overlay import overlay, usable
from kreisblick.territory.crosswalks.errors import CrosswalkInputError
from kreisblick.territory.crosswalks.model import Crosswalk

__all__ = ["OUTSIDE", "Cut", "build_crosswalk", "crosswalk_cuts", "crosswalk_from_pairs"]

OUTSIDE = "outside"
EXACT = 1 << 50  # shares are multiples of 1/EXACT, so that their sum is 1 without rounding
ROUNDING = 1e-9  # relative; a smaller rest is an error of floating-point areas
_AMOUNTS = {
    "source": pl.String,
    "target": pl.String,
    "amount": pl.Float64,
    "basis": pl.String,
}
COLUMNS = ["source", "target", "share", "basis", "weight_n"]


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Keys and polygons of one level of a generation, in the same metric system."""

    key: str
    areas: list[str]
    polygons: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, territory: Territory) -> "Cut":
        """The planning areas of a generation."""
        wanted = (territory.areas["level"] == AreaLevel.PLANNING_AREA.value).to_numpy()
        return cls(
            key=territory.generation.key,
            areas=territory.keys(AreaLevel.PLANNING_AREA),
            polygons=territory.geometry[wanted],
        )


def build_crosswalk(
    source: Territory,
    target: Territory,
    *,
    weights: pl.DataFrame | None = None,
    target_density: pl.DataFrame | None = None,
    checks: TerritoryChecks | None = None,
) -> Crosswalk:
    """The shares by which the planning areas of one generation pass into another's.

    Args:
        source: the generation the counts are given on.
        target: the generation they are wanted on, in the same system.
        weights: ``x, y`` (in that system) and optionally ``weight``: addresses or residents. A
            source in which no weight lies falls back to areas.
        target_density: ``area, weight``: how many addresses or residents each target area has.
            Intersection areas are then weighted with the density of their target.
        checks: what counts as a sliver; the shipped tolerances when None.

    Returns:
        A crosswalk whose shares add up to exactly 1 for each source.

    Raises:
        CrosswalkInputError: when the systems differ or a frame lacks a column.
    """
    _refuse_different_systems(source, target)
    return crosswalk_cuts(
        Cut.of(source),
        Cut.of(target),
        weights=weights,
        target_density=target_density,
        checks=checks,
    )


def crosswalk_cuts(
    source: Cut,
    target: Cut,
    *,
    weights: pl.DataFrame | None = None,
    target_density: pl.DataFrame | None = None,
    checks: TerritoryChecks | None = None,
) -> Crosswalk:
    """As ``build_crosswalk``, between any two sets of polygons."""
    checks = checks or shipped_checks()
    amounts = _by_area(source, target, target_density, checks)
    if weights is not None:
        by_points = _by_points(source, target, weights)
        amounts = pl.concat(
            [by_points, amounts.join(by_points, on="source", how="anti")], how="diagonal"
        )
    return _finish(amounts, source=source.key, target=target.key)


def crosswalk_from_pairs(
    pairs: pl.DataFrame,
    *,
    source: str,
    target: str,
    weight: str | None = None,
) -> Crosswalk:
    """A crosswalk from a list that carries both cuts, such as an address list.

    Rows without a source area are left out; rows without a target area go to ``outside``.

    Args:
        pairs: one row per address.
        source: column with the keys of the old cut; also the generation's name.
        target: column with the keys of the new cut, likewise.
        weight: column with weights; every row weighs 1 when None.

    Raises:
        CrosswalkInputError: when a column is missing.
    """
    _need(pairs, [source, target, *([weight] if weight else [])])
    amounts = (
        pairs.select(
            source=pl.col(source).cast(pl.String),
            target=pl.col(target).cast(pl.String).fill_null(OUTSIDE),
            weight=pl.col(weight).cast(pl.Float64) if weight else pl.lit(1.0),
        )
        .drop_nulls("source")
        .group_by("source", "target")
        .agg(amount=pl.col("weight").sum(), weight_n=pl.len().cast(pl.Int64))
        .with_columns(basis=pl.lit("addresses"))
    )
    return _finish(amounts, source=source, target=target)


def _refuse_different_systems(source: Territory, target: Territory) -> None:
    if source.crs != target.crs:
        keys = {"source": source.generation.key, "target": target.generation.key}
        raise CrosswalkInputError(
            _(
                "The generations '{source}' and '{target}' stand in different systems (EPSG {a} "
                "and {b}). Load both with the same 'crs'."
            ).format(**keys, a=source.crs, b=target.crs)
        )


def _by_points(source: Cut, target: Cut, weights: pl.DataFrame) -> pl.DataFrame:
    """Weight per pair of areas, for the sources in which weight lies."""
    _need(weights, ["x", "y"])
    x, y = weights["x"].to_numpy(), weights["y"].to_numpy()
    load = weights["weight"] if "weight" in weights.columns else pl.repeat(1.0, len(x), eager=True)
    ends = [locate_in(x, y, cut.polygons) for cut in (source, target)]
    names = [pl.Series([*cut.areas, None], dtype=pl.String) for cut in (source, target)]
    return (
        pl.DataFrame(
            {
                "source": names[0].gather(np.where(ends[0] < 0, len(source.areas), ends[0])),
                "target": names[1].gather(np.where(ends[1] < 0, len(target.areas), ends[1])),
                "weight": load.cast(pl.Float64),
            }
        )
        .drop_nulls("source")
        .group_by("source", pl.col("target").fill_null(OUTSIDE))
        .agg(amount=pl.col("weight").sum(), weight_n=pl.len().cast(pl.Int64))
        .filter(pl.col("amount") > 0)
        .with_columns(basis=pl.lit("addresses"))
    )


def _by_area(
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
        .otherwise(pl.lit("area" if density is None else "density")),
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
        return pieces.with_columns(amount=pl.col("area_m2"))
    _need(density, ["area", "weight"])
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
        amount=pl.when(total > 0).then(thick / total * whole).otherwise(pl.col("area_m2"))
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
        schema=_AMOUNTS,
    ).filter(pl.Series(kept, dtype=pl.Boolean))


def _around(sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """For each source the union of the targets that touch it."""
    near, far = shapely.STRtree(targets).query(sources, predicate="intersects")
    unions = [shapely.union_all(targets[far[near == n]]) for n in range(len(sources))]
    return np.array(unions, dtype=object)


def _finish(amounts: pl.DataFrame, *, source: str, target: str) -> Crosswalk:
    """Amounts as shares that add up to exactly 1: whole multiples of 1/EXACT."""
    part = pl.col("amount") / pl.col("amount").sum().over("source")
    frame = amounts.sort("source", "target").with_columns(
        units=(part * EXACT).floor().cast(pl.Int64)
    )
    first = pl.col("units").arg_max() == pl.int_range(pl.len())
    missing = EXACT - pl.col("units").sum()
    frame = frame.with_columns(
        units=(pl.col("units") + pl.when(first).then(missing).otherwise(0)).over("source")
    )
    shares = (
        frame.filter(pl.col("units") > 0)
        .with_columns(share=pl.col("units") / EXACT)
        .select(COLUMNS)
    )
    return Crosswalk(source_generation=source, target_generation=target, shares=shares)


def _need(frame: pl.DataFrame, columns: list[str]) -> None:
    for column in columns:
        if column not in frame.columns:
            raise CrosswalkInputError(
                _("The table for the crosswalk has no column '{column}'; it has: {known}.").format(
                    column=column, known=", ".join(frame.columns)
                )
            )
