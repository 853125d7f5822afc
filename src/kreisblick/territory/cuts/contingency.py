"""Contingency: how many people, addresses or square metres does each pair of areas share?"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from kreisblick.territory.areas.definition import TerritoryChecks
from kreisblick.territory.areas.locate import locate_in
from kreisblick.territory.crosswalks import OUTSIDE, Cut
from kreisblick.territory.cuts.ground import share_ground
from kreisblick.territory.cuts.model import Basis, Contingency

__all__ = ["count_in_cuts", "count_in_list"]


def count_in_cuts(
    left: Cut, right: Cut, *, points: pl.DataFrame | None, checks: TerritoryChecks
) -> Contingency:
    """What two sets of polygons share: people at points, else area.

    Args:
        left: one cut.
        right: the other, in the same system.
        points: ``x, y`` and optionally ``weight``.
        checks: what counts as a sliver.
    """
    ground = share_ground(left, right, checks)
    found = Contingency(left=left.key, right=right.key, pairs=ground, basis=Basis.AREA)
    if points is None:
        return found
    pairs, nowhere = _by_points(left, right, points)
    pairs, moved = _off_slivers(pairs, ground)
    basis = Basis.RESIDENTS if "weight" in points.columns else Basis.ADDRESSES
    return replace(found, pairs=pairs, basis=basis, on_slivers=moved, nowhere=nowhere)


def count_in_list(rows: pl.DataFrame, left: str, right: str, weight: str | None) -> Contingency:
    """What two columns of an address list share; a row without either key is nowhere.

    Args:
        rows: one row per address.
        left: column with the keys of one cut, also its name.
        right: likewise.
        weight: column with people; every row counts as one when None.
    """
    load = pl.col(weight).cast(pl.Float64) if weight else pl.lit(1.0)
    keys = [_key(pl.col(name)).alias(side) for side, name in (("left", left), ("right", right))]
    sums = rows.select(*keys, amount=load).group_by("left", "right").agg(pl.col("amount").sum())
    pairs, nowhere = _known(sums)
    basis = Basis.RESIDENTS if weight else Basis.ADDRESSES
    return Contingency(left=left, right=right, pairs=pairs, basis=basis, nowhere=nowhere)


def _key(column: pl.Expr) -> pl.Expr:
    """A key as text; blanks around it and empty ones are none."""
    return column.cast(pl.String).str.strip_chars().replace("", None)


def _known(sums: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    """Sums of which at least one side is known, and the sum of the others."""
    lost = pl.col("left").is_null() & pl.col("right").is_null()
    pairs = sums.filter(~lost & (pl.col("amount") > 0)).with_columns(
        pl.col("left", "right").fill_null(OUTSIDE)
    )
    return pairs.sort("left", "right"), float(sums.filter(lost)["amount"].sum())


def _by_points(left: Cut, right: Cut, points: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    x, y = points["x"].to_numpy(), points["y"].to_numpy()
    load = points["weight"] if "weight" in points.columns else pl.repeat(1.0, len(x), eager=True)
    sides = {"left": left, "right": right}
    keys = {side: _named(cut.areas, locate_in(x, y, cut.polygons)) for side, cut in sides.items()}
    sums = pl.DataFrame({**keys, "amount": load.cast(pl.Float64)})
    return _known(sums.group_by("left", "right").agg(pl.col("amount").sum()))


def _named(areas: Sequence[str], place: np.ndarray) -> pl.Series:
    names = pl.Series([*areas, None], dtype=pl.String)
    return names.gather(np.where(place < 0, len(areas), place))


def _off_slivers(pairs: pl.DataFrame, ground: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    """People on slivers, counted with the largest true pair of their left (else right) area."""
    true = pairs.join(ground, on=["left", "right"], how="semi")
    false = pairs.join(ground, on=["left", "right"], how="anti")
    order = ["amount", "left", "right"]
    ranked = true.sort(order, descending=[True, False, False])
    of_left = ranked.unique("left", keep="first", maintain_order=True)
    of_right = ranked.unique("right", keep="first", maintain_order=True)
    there = (
        false.join(of_left.select("left", to_right="right"), on="left", how="left")
        .join(of_right.select("right", to_left="left"), on="right", how="left")
        .with_columns(known=(pl.col("left") != OUTSIDE) & pl.col("to_right").is_not_null())
    )
    placed = there.select(
        left=pl.when("known").then("left").otherwise(pl.coalesce("to_left", "left")),
        right=pl.when("known").then("to_right").otherwise("right"),
        amount="amount",
    )
    together = pl.concat([true, placed]).group_by("left", "right").agg(pl.col("amount").sum())
    return together.sort("left", "right"), float(false["amount"].sum())
