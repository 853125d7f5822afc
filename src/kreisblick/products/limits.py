"""Limits: how much a figure can carry, the same for words, tables, maps and exports."""

from functools import cache
from pathlib import Path

from pydantic import Field

from kreisblick.base.definitions import Definition, read_definition, shipped

__all__ = ["Wording", "read_wording", "swings"]


class Wording(Definition):
    """How much a figure can carry.

    Attributes:
        unstable_from: half the width of the 95 % interval over the value, from which on the
            value is put in brackets.
        decimals_from: denominator from which on shares are printed with a decimal.
        class_sure_from: share of draws that must confirm an area's class for it to be sure.
    """

    unstable_from: float = Field(gt=0)
    decimals_from: int = Field(gt=0)
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
