"""A crosswalk from a list that carries both cuts."""

import polars as pl

from kreisblick.territory.crosswalks.model import OUTSIDE, Crosswalk
from kreisblick.territory.crosswalks.share import need, share, weigh

__all__ = ["crosswalk_from_pairs"]


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
        weight: column with weights; every row weighs 1 when None,
            and in a source without any weight.

    Raises:
        CrosswalkInputError: when a column is missing.
    """
    need(pairs, [source, target, *([weight] if weight else [])])
    placed = pairs.select(
        source=pl.col(source).cast(pl.String),
        target=pl.col(target).cast(pl.String).fill_null(OUTSIDE),
        weight=pl.col(weight).cast(pl.Float64).fill_null(0.0) if weight else pl.lit(0.0),
    )
    return share(weigh(placed), source=source, target=target)
