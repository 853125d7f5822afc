"""Replay: what would be different in an old list under other decisions?"""

import polars as pl

__all__ = ["replay"]


def replay(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The rows that end elsewhere, counted by where from and where to.

    Args:
        before: an assigned list.
        after: the same list, in the same order, assigned again.

    Returns:
        ``decision_before, area_before, decision_after, area_after, rows``; most rows first.
    """
    names = ["decision", "area"]
    both = pl.concat(
        [
            before.select(pl.col(name).alias(f"{name}_before") for name in names),
            after.select(pl.col(name).alias(f"{name}_after") for name in names),
        ],
        how="horizontal",
    )
    moved = both.filter(
        pl.any_horizontal(
            pl.col(f"{name}_before").ne_missing(pl.col(f"{name}_after")) for name in names
        )
    )
    keys = ["decision_before", "area_before", "decision_after", "area_after"]
    return moved.group_by(keys).len("rows").sort("rows", *keys, descending=[True, *[False] * 4])
