"""Bounded: the numbers of a table by their bounds, whatever stands in the cells.

A sign has the bounds that were agreed; a letter among digits (``45O``) may be any digit; what is
not readable may be anything from zero on.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from kreisblick.sealed.intake.convert import numbers
from kreisblick.sealed.mapping.signs import Sign
from kreisblick.sealed.reading.format import Format

__all__ = ["bounds_of"]

MISREAD = r"^[0-9]*[A-Za-z][0-9]*$"


def bounds_of(
    cells: pl.Series, form: Format, signs: Mapping[str, Sign], wrong: pl.Series
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper bounds of a column of counts.

    Args:
        cells: texts.
        form: how numbers are written.
        signs: agreed signs.
        wrong: cells that were found to be wrong before; their number is not believed.

    Returns:
        two arrays; equal where the number is known, zero and infinity where nothing is.
    """
    known = numbers(cells, form, whole=False)
    values = {sign: float(m.value) for sign, m in signs.items() if m.value is not None}
    agreed = cells.replace_strict(values, default=None, return_dtype=pl.Float64)
    exact = pl.select(pl.when(~wrong).then(pl.coalesce(agreed, known))).to_series()
    low = _signed(cells, signs, "lower"), _misread(cells, "0")
    high = _signed(cells, signs, "upper"), _misread(cells, "9")
    frame = pl.select(
        low=pl.coalesce(exact, *low, pl.lit(0.0)),
        high=pl.coalesce(exact, *high, pl.lit(float("inf"))),
    )
    return frame["low"].to_numpy(), frame["high"].to_numpy()


def _signed(cells: pl.Series, signs: Mapping[str, Sign], bound: str) -> pl.Series:
    found = {s: float(b) for s, m in signs.items() if (b := getattr(m, bound)) is not None}
    return cells.replace_strict(found, default=None, return_dtype=pl.Float64)


def _misread(cells: pl.Series, digit: str) -> pl.Series:
    """A number with a letter in it, were the letter this digit."""
    looks = cells.str.contains(MISREAD)
    digits = cells.str.replace_all("[A-Za-z]", digit)
    return pl.select(pl.when(looks).then(digits)).to_series().cast(pl.Float64, strict=False)
