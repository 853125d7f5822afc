"""Build a crosswalk: by which shares do the areas of one cut pass into those of another?

Each source goes by the best that is known in it: residents at their addresses; addresses without
residents; cells with people; intersection areas thickened by the density of the targets
(dasymetric); plain intersection areas. A source that equals a target passes into it whole.
"""

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.territory.areas.definition import TerritoryChecks, shipped_checks
from kreisblick.territory.areas.model import Territory
from kreisblick.territory.crosswalks.by_area import by_area
from kreisblick.territory.crosswalks.by_cells import by_cells
from kreisblick.territory.crosswalks.by_points import by_points
from kreisblick.territory.crosswalks.cut import Cells, Cut
from kreisblick.territory.crosswalks.errors import CrosswalkInputError
from kreisblick.territory.crosswalks.model import Crosswalk
from kreisblick.territory.crosswalks.share import share

__all__ = ["build_crosswalk", "crosswalk_cuts"]


def build_crosswalk(
    source: Territory,
    target: Territory,
    *,
    weights: pl.DataFrame | None = None,
    cells: Cells | None = None,
    target_density: pl.DataFrame | None = None,
    checks: TerritoryChecks | None = None,
) -> Crosswalk:
    """The shares by which the planning areas of one generation pass into another's.

    Args:
        source: the generation the counts are given on.
        target: the generation they are wanted on, in the same system.
        weights: ``x, y`` (in that system) and optionally ``weight``: addresses, and how many
            people live there.
        cells: polygons with people, for sources in which no weight lies.
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
        cells=cells,
        target_density=target_density,
        checks=checks,
    )


def crosswalk_cuts(
    source: Cut,
    target: Cut,
    *,
    weights: pl.DataFrame | None = None,
    cells: Cells | None = None,
    target_density: pl.DataFrame | None = None,
    checks: TerritoryChecks | None = None,
) -> Crosswalk:
    """As ``build_crosswalk``, between any two sets of polygons."""
    amounts = by_area(source, target, target_density, checks or shipped_checks())
    if cells is not None:
        divided = amounts.filter(pl.len().over("source") > 1)
        amounts = _better(by_cells(source, target, divided, cells), amounts)
    if weights is not None:
        placed = by_points(source, target, weights)
        whole = amounts.filter(basis="identity").select("source")
        amounts = _better(placed.join(whole, on="source", how="anti"), amounts)
        amounts = _count_points(amounts, placed)
    return share(amounts, source=source.key, target=target.key)


def _better(better: pl.DataFrame, amounts: pl.DataFrame) -> pl.DataFrame:
    """What is known better takes the place of a source's amounts."""
    rest = amounts.join(better, on="source", how="anti")
    return pl.concat([better.select(rest.columns), rest])


def _count_points(amounts: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """An unchanged area goes by no point, but points lie in it."""
    points = placed.group_by("source").agg(points=pl.col("weight_n").sum())
    same = pl.col("basis") == "identity"
    return (
        amounts.join(points, on="source", how="left")
        .with_columns(
            weight_n=pl.when(same).then(pl.col("points").fill_null(0)).otherwise("weight_n")
        )
        .drop("points")
    )


def _refuse_different_systems(source: Territory, target: Territory) -> None:
    if source.crs != target.crs:
        keys = {"source": source.generation.key, "target": target.generation.key}
        raise CrosswalkInputError(
            _(
                "The generations '{source}' and '{target}' stand in different systems (EPSG {a} "
                "and {b}). Load both with the same 'crs'."
            ).format(**keys, a=source.crs, b=target.crs)
        )
