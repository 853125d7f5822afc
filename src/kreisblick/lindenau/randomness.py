"""Chance that repeats: one independent stream per subject, named, from one seed."""

import hashlib

import numpy as np

from kreisblick.lindenau.definitions import Floats, Integers

__all__ = ["choose", "share_out", "stream"]


def stream(seed: int, *names: object) -> np.random.Generator:
    """A generator for a subject; adding a subject elsewhere does not move its numbers."""
    text = "/".join(str(part) for part in (seed, *names))
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big"))


def choose(rng: np.random.Generator, weights: Floats) -> Integers:
    """One column index per row, with chances proportional to the row's weights."""
    heights = np.cumsum(weights, axis=1)
    marks = rng.random(len(weights)) * heights[:, -1]
    picked = (heights < marks[:, None]).sum(axis=1)
    return np.asarray(np.minimum(picked, weights.shape[1] - 1), dtype=np.int64)


def share_out(total: int, weights: Floats) -> Integers:
    """Whole numbers in proportion to weights that add up to the total (largest remainders)."""
    exact = total * weights / weights.sum()
    whole: Integers = np.floor(exact).astype(np.int64)
    largest = np.argsort(whole - exact, kind="stable")[: total - int(whole.sum())]
    whole[largest] += 1
    return whole
