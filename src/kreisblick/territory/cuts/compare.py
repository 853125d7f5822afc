"""Compare two cuts: who lives in which pair of areas, and where do the two really differ?"""

import numpy as np
import polars as pl

from kreisblick.territory.areas.definition import TerritoryChecks, shipped_checks
from kreisblick.territory.crosswalks import OUTSIDE, Cut
from kreisblick.territory.cuts.agree import agree
from kreisblick.territory.cuts.contingency import count_in_cuts, count_in_list
from kreisblick.territory.cuts.errors import CutInputError
from kreisblick.territory.cuts.model import PAIR_COLUMNS, Basis, Comparison, Contingency, Relation
from kreisblick.territory.cuts.rules import CutRules, shipped_cut_rules

__all__ = ["compare", "compare_list"]


def compare(
    left: Cut,
    right: Cut,
    *,
    weights: pl.DataFrame | None = None,
    checks: TerritoryChecks | None = None,
) -> Comparison:
    """Two sets of polygons beside each other.

    Counted are residents where the points have a weight, addresses where they have none, and
    square metres without points (``Comparison.basis``).

    Args:
        left: one cut.
        right: the other, in the same metric system.
        weights: ``x, y`` (in that system) and optionally ``weight``.
        checks: what counts as a sliver; the shipped tolerances when None.

    Raises:
        CutInputError: when nothing lies in both cuts.
    """
    found = count_in_cuts(left, right, points=weights, checks=checks or shipped_checks())
    return _compared(found, (len(left.areas), len(right.areas)), shipped_cut_rules())


def compare_list(
    rows: pl.DataFrame, *, left: str, right: str, weight: str | None = None
) -> Comparison:
    """Two columns of an address list beside each other.

    Args:
        rows: one row per address.
        left: column with the keys of one cut, also its name.
        right: column with the keys of the other, likewise.
        weight: column with people; every row counts as one address when None.

    Raises:
        CutInputError: when no address has both keys.
    """
    found = count_in_list(rows, left, right, weight)
    known = found.pairs
    areas = [known.filter(pl.col(s) != OUTSIDE)[s].n_unique() for s in ("left", "right")]
    return _compared(found, (areas[0], areas[1]), shipped_cut_rules(), listed=True)


def _compared(
    found: Contingency, areas: tuple[int, int], rules: CutRules, *, listed: bool = False
) -> Comparison:
    pairs = _describe(found.pairs, found.basis, rules if listed else None)
    if pairs.filter(pl.col("relation") != Relation.ONE_SIDED.value).is_empty():
        raise CutInputError.nothing_shared(found.left, found.right)
    return Comparison(
        left=found.left,
        right=found.right,
        left_areas=areas[0],
        right_areas=areas[1],
        basis=found.basis,
        pairs=pairs,
        agreement=agree(pairs, found.basis),
        on_slivers=found.on_slivers,
        nowhere=found.nowhere,
    )


def _describe(pairs: pl.DataFrame, basis: Basis, rules: CutRules | None) -> pl.DataFrame:
    """Shares, the relation of each pair, and whether it is a real difference."""
    alone = (pl.col("left") == OUTSIDE) | (pl.col("right") == OUTSIDE)
    shared = pairs.with_columns(
        share_of_left=pl.col("amount") / pl.col("amount").sum().over("left"),
        share_of_right=pl.col("amount") / pl.col("amount").sum().over("right"),
    )
    few = pl.lit(value=False)
    if rules is not None and basis is Basis.ADDRESSES:
        small = pl.max_horizontal("share_of_left", "share_of_right") < rules.stray_share
        few = (pl.col("amount") <= rules.stray_addresses) & small & ~alone
    return shared.with_columns(
        relation=_relation(alone), difference=alone | ~_main(shared), stray=few
    ).select(PAIR_COLUMNS)


def _relation(alone: pl.Expr) -> pl.Expr:
    """Whole where the area has no other pair; sums of floating-point numbers are not asked."""
    left_whole = pl.len().over("left") == 1
    right_whole = pl.len().over("right") == 1
    return (
        pl.when(alone)
        .then(pl.lit(Relation.ONE_SIDED.value))
        .when(left_whole & right_whole)
        .then(pl.lit(Relation.SAME.value))
        .when(left_whole)
        .then(pl.lit(Relation.LEFT_INSIDE.value))
        .when(right_whole)
        .then(pl.lit(Relation.RIGHT_INSIDE.value))
        .otherwise(pl.lit(Relation.CROSSING.value))
    )


def _main(pairs: pl.DataFrame) -> pl.Series:
    """Whether a pair is the largest of both its areas; of equal ones each area has one, by key."""
    known = pairs.with_row_index("row").filter(
        (pl.col("left") != OUTSIDE) & (pl.col("right") != OUTSIDE)
    )
    most = [pl.col("amount") == pl.col("amount").max().over(side) for side in ("left", "right")]
    best = known.filter(*most)  # two that share an area are equal, so the first by key may win
    taken: tuple[set[str], set[str]] = (set(), set())
    main = np.zeros(pairs.height, dtype=bool)
    for row, left, right in best.select("row", "left", "right").iter_rows():
        if left not in taken[0] and right not in taken[1]:
            taken[0].add(left)
            taken[1].add(right)
            main[row] = True
    return pl.Series(main)
