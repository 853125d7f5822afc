"""Prove by arithmetic that a row is the sum of the rows beside it."""

import numpy as np
import polars as pl

from kreisblick.sealed.reading.rules import TableRules

__all__ = ["numbers_in", "proved_sums"]

ROUNDS = 3  # sums of parts, sums of those, the whole
MOST_GAPS = 0.5  # columns with more cells that are no counts prove nothing
FEWEST_PARTS = 2  # of a sum in a table of blocks
MOST_PARTS = 40
FEWEST_BLOCKS = 3  # that are alike
FEWEST_AGREEING = 0.6  # share of the columns of counts in which a sum must hold


def numbers_in(cells: pl.DataFrame) -> np.ndarray:
    """Whole numbers of text cells, in one row per line; NaN for all else.

    A point or a blank may part thousands; cells with decimals are no counts.
    """
    gap = r"[. \x{A0}\x{202F}]"
    counts = cells.select(
        pl.all()
        .str.strip_chars(" ()")
        .str.replace(r"^[-–—]$", "0")  # nothing there
        .str.replace(rf"^([0-9]{{1,3}}){gap}([0-9]{{3}})$", "$1$2")
        .str.replace(rf"^([0-9]{{1,3}}){gap}([0-9]{{3}}){gap}([0-9]{{3}})$", "$1$2$3")
        .str.extract(r"^(0|[1-9][0-9]{0,11})$", 1)  # a leading zero: a key
        .cast(pl.Float64)
    )
    return counts.to_numpy()


def proved_sums(
    numbers: np.ndarray, by_word: np.ndarray, rules: TableRules
) -> dict[int, tuple[int, ...]]:
    """Rows that equal the sum of the rows directly above or below, and those rows.

    Found sums are left out of the next round, so that the sum of sums is found as well.
    """
    if not numbers.size:
        return {}
    good = np.isnan(numbers).mean(axis=0) < MOST_GAPS
    values = numbers[:, good]
    found: dict[int, tuple[int, ...]] = {}
    if not values.size:
        return found
    whole = ~np.isnan(values).any(axis=1)
    for _round in range(ROUNDS):
        leaves = np.array([i not in found for i in range(len(values))])
        new = _one_round(values, leaves & whole, by_word, rules, set(found))
        new = new or _partly(values, by_word, found, rules) or _in_turn(values, found, rules)
        if not new:
            break
        found |= new
    return found


def _one_round(
    values: np.ndarray, usable: np.ndarray, by_word: np.ndarray, rules: TableRules, known: set[int]
) -> dict[int, tuple[int, ...]]:
    """Sums over runs of usable rows, looked up by the running total of all columns at once."""
    rows = np.flatnonzero(usable)
    chosen = values[rows]
    running = np.vstack([np.zeros(values.shape[1]), np.cumsum(chosen, axis=0)])
    at: dict[bytes, list[int]] = {}
    for place, total in enumerate(running):
        at.setdefault(total.tobytes(), []).append(place)
    found: dict[int, tuple[int, ...]] = {}
    for place, row in enumerate(rows):
        value = chosen[place]
        bits = float(np.log2(1 + value).sum()) - np.log2(max(len(rows), 2))
        if bits < (1 if by_word[row] else rules.proof_bits):
            continue
        below = at.get((running[place + 1] + value).tobytes(), [])
        above = at.get((running[place] - value).tobytes(), [])
        ranges = [(place + 1, end) for end in below if end - place - 1 >= 2]
        ranges += [(start, place) for start in above if place - start >= 2]
        parts = next((r for r in ranges if _several(chosen[r[0] : r[1]])), None)
        if parts is not None and row not in known:
            found[int(row)] = tuple(int(r) for r in rows[parts[0] : parts[1]])
    return _without_overlap(found, by_word)


def _several(parts: np.ndarray) -> bool:
    """More than one part that is not nothing."""
    return bool((parts.sum(axis=1) > 0).sum() >= 2)


def _without_overlap(
    found: dict[int, tuple[int, ...]], by_word: np.ndarray
) -> dict[int, tuple[int, ...]]:
    """The sums without those that are parts of another one of the same round.

    The one that says it is a sum comes first, then the one with fewest parts.
    """
    order = sorted(found, key=lambda row: (not by_word[row], len(found[row]), row))
    kept: dict[int, tuple[int, ...]] = {}
    for row in order:
        if not any(row in parts for parts in kept.values()) and not set(found[row]) & set(kept):
            kept[row] = found[row]
    return kept


def _partly(
    values: np.ndarray, by_word: np.ndarray, found: dict[int, tuple[int, ...]], rules: TableRules
) -> dict[int, tuple[int, ...]]:
    """Rows that hold in most columns, where others hide a part.

    Only those that say they are sums are tried, and the first and the last row when these sums
    are most unlikely to be chance.
    """
    open_rows = [int(i) for i in np.flatnonzero(by_word) if i not in found]
    leaves = np.array([i for i in range(len(values)) if i not in found and not by_word[i]])
    new: dict[int, tuple[int, ...]] = {}
    for row in open_rows:
        for parts in (leaves[leaves < row], leaves[leaves > row], leaves):
            if row not in new and _mostly(values, row, parts)[0] >= FEWEST_AGREEING:
                new[row] = tuple(int(p) for p in parts)
    if not new and len(leaves) > 2:
        for row in (int(leaves[0]), int(leaves[-1])):
            parts = leaves[leaves != row]
            share, bits = _mostly(values, row, parts)
            if not new and share >= FEWEST_AGREEING and bits >= 2 * rules.proof_bits:
                new[row] = tuple(int(p) for p in parts)
    return new


def _in_turn(
    values: np.ndarray, found: dict[int, tuple[int, ...]], rules: TableRules
) -> dict[int, tuple[int, ...]]:
    """The last row of each block is the sum of the others: one may be chance, all are none."""
    leaves = np.array([i for i in range(len(values)) if i not in found])
    for length in range(FEWEST_PARTS + 1, min(MOST_PARTS, len(leaves) // FEWEST_BLOCKS) + 1):
        if len(leaves) % length:
            continue
        blocks = leaves.reshape(-1, length)
        totals, parts = values[blocks[:, -1]], values[blocks[:, :-1]]
        telling = ((parts > 0).sum(axis=1) > 1) & (totals > 0)
        bits = np.log2(1 + np.where(telling, totals, 0)).sum() - np.log2(len(leaves))
        if (parts.sum(axis=1) == totals).all() and bits >= 2 * rules.proof_bits:
            return {int(b[-1]): tuple(int(part) for part in b[:-1]) for b in blocks}
    return {}


def _mostly(values: np.ndarray, row: int, parts: np.ndarray) -> tuple[float, float]:
    """In which share of the columns without a gap a row is the sum of parts, and the proof.

    The proof is how unlikely that is by chance, as power of two.
    """
    if len(parts) < 2:
        return 0.0, 0.0
    summed = values[parts].sum(axis=0)
    known = ~np.isnan(values[row]) & ~np.isnan(summed)
    holds = known & (summed == values[row])
    telling = holds & (values[row] > 0) & ((values[parts] > 0).sum(axis=0) > 1)
    if not telling.any():
        return 0.0, 0.0
    return float(holds.sum() / known.sum()), float(np.log2(1 + values[row][telling]).sum())
