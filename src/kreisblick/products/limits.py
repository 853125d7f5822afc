"""Limits: how much a figure can carry, the same for words, tables, maps and exports."""

from functools import cache
from pathlib import Path

from pydantic import Field

from kreisblick.base.definitions import Definition, read_definition, shipped

__all__ = ["Wording", "read_wording", "stands_out", "swings"]


class Wording(Definition):
    """How much a figure can carry.

    Attributes:
        unstable_from: half the width of the 95 % interval over the value, from which on the
            value is put in brackets.
        decimals_from: denominator from which on shares are printed with a decimal.
        clear_from: part of the mean from which on a sure difference is called clear; of a share
            above one half, part of the mean of the others.
        areas_shown_from: part of the planning areas that must be shown, or municipalities are
            told of in their place.
        class_sure_from: share of draws that must confirm an area's class for it to be sure.
    """

    unstable_from: float = Field(gt=0)
    decimals_from: int = Field(gt=0)
    clear_from: float = Field(gt=0)
    areas_shown_from: float = Field(ge=0, le=1)
    class_sure_from: float = Field(gt=0, le=1)


@cache
def read_wording(path: Path | None = None) -> Wording:
    """The limits of a file; the shipped ones without."""
    return read_definition(path or shipped("catalogue", "products", "wording.yaml"), Wording)


def swings(value: float | None, lower: float | None, upper: float | None) -> bool:
    """Whether the interval is so wide that single people move the value.

    >>> swings(10.0, 5.0, 15.0), swings(10.0, 9.0, 11.0), swings(None, None, None)
    (True, False, False)
    """
    if value is None or lower is None or upper is None or value == 0:
        return False
    return (upper - lower) / 2 / abs(value) > read_wording().unstable_from


def stands_out(value: float, mean: float, *, percent: bool) -> bool:
    """Whether a sure difference from the mean is large enough to be called clear.

    Args:
        value: of the area.
        mean: beside which it stands.
        percent: whether both are parts of 100, so that above one half the others are measured.

    >>> stands_out(18.9, 18.1, percent=True), stands_out(20.0, 18.1, percent=True)
    (False, True)
    >>> stands_out(90.0, 95.0, percent=True), stands_out(90.0, 95.0, percent=False)
    (True, False)
    """
    base = min(mean, 100 - mean) if percent and 0 <= mean <= 100 else mean
    return abs(value - mean) >= read_wording().clear_from * abs(base)
