"""Agree: how alike are two cuts, weighted by the people who live in them?"""

import numpy as np
import polars as pl

from kreisblick.territory.cuts.chance import expected_information
from kreisblick.territory.cuts.model import Agreement, Basis, Relation

__all__ = ["agree"]


def agree(pairs: pl.DataFrame, basis: Basis) -> Agreement:
    """Measures of agreement.

    Args:
        pairs: ``left, right, amount, relation, difference``; ground that only one cut knows
            (``one_sided``) is left out.
        basis: what is counted; chance is taken off for people and addresses only. Amounts that
            are not whole are rounded for that.
    """
    both = pairs.filter((pl.col("relation") != Relation.ONE_SIDED.value) & (pl.col("amount") > 0))
    left, right = (_numbers(both[side]) for side in ("left", "right"))
    amount = both["amount"].to_numpy()
    total = amount.sum()
    a, b = (np.bincount(side, weights=amount) for side in (left, right))
    information = float((amount * np.log(amount / a[left] * total / b[right])).sum() / total)
    entropies = [_entropy(side / total) for side in (a, b)]
    chance = 0.0
    if basis is not Basis.AREA:
        whole = np.rint(amount)
        chance = expected_information(*(np.bincount(side, weights=whole) for side in (left, right)))
    nested = both.filter(pl.col("relation") != Relation.CROSSING.value)["amount"].sum()
    same = both.filter(~pl.col("difference"))["amount"].sum()
    return Agreement(
        adjusted_mutual_information=_adjusted(information, chance, entropies),
        expected_information=_bits(chance),
        mutual_information=_bits(information),
        left_entropy=_bits(entropies[0]),
        right_entropy=_bits(entropies[1]),
        variation_of_information=_bits(max(sum(entropies) - 2 * information, 0.0)),
        nested=float(nested / total),
        unchanged=float(same / total),
    )


def _numbers(keys: pl.Series) -> np.ndarray:
    return np.unique(keys.to_numpy().astype(str), return_inverse=True)[1]


def _entropy(share: np.ndarray) -> float:
    return float(-(share * np.log(share)).sum())


def _bits(nats: float) -> float:
    return float(nats / np.log(2))


def _adjusted(information: float, chance: float, entropies: list[float]) -> float:
    """Over chance, as a share of what is possible; 1 for two cuts that are the same."""
    room = sum(entropies) / 2 - chance
    gain = information - chance
    if abs(sum(entropies) / 2 - information) < 1e-12 * max(1.0, sum(entropies)):
        return 1.0
    return float(gain / (room if abs(room) > 1e-12 else np.copysign(1e-12, room)))
