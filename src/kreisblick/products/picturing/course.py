"""Courses: the line of an area over the dates, ready to be drawn."""

from collections.abc import Sequence
from itertools import pairwise
from math import isclose

from kreisblick.products.drawing import Role, Series
from kreisblick.products.wording import Figure, write_value

__all__ = ["beside", "course_series"]


def course_series(
    label: str,
    role: Role,
    figures: Sequence[Figure | None],
    breaks: frozenset[int],
    *,
    intervals: bool,
) -> Series | None:
    """The line of one place; None where it has no figure.

    Args:
        label: the name at its end.
        role: whose it is.
        figures: one per date; gaps are None.
        breaks: places of dates that may not be joined with the date before.
        intervals: whether the 95 % intervals are drawn.
    """
    known = [f for f in figures if f is not None and f.value is not None]
    if not known:
        return None
    last = known[-1]
    return Series(
        label=label,
        role=role,
        values=[f.value if f is not None else None for f in figures],
        intervals=[_interval(f) if intervals else None for f in figures],
        text=write_value(last.value or 0, beside(last.unit), last.denominator),
        breaks=breaks,
        regrouped=_regrouped(figures),
    )


def _regrouped(figures: Sequence[Figure | None]) -> frozenset[int]:
    """Places at which the district's mean rests on another part of it than at the date before."""
    known = [
        (place, one.coverage)
        for place, one in enumerate(figures)
        if one is not None and one.value is not None and one.level == "district"
    ]
    return frozenset(
        place
        for (_before, old), (place, new) in pairwise(known)
        if old is not None and new is not None and not isclose(old, new, abs_tol=1e-6)
    )


def beside(unit: str) -> str:
    """The unit behind each number of a chart; a long one stands above the chart alone."""
    return "" if unit in {"per_100", "per_1000"} else unit


def _interval(figure: Figure | None) -> tuple[float, float] | None:
    if figure is None or figure.lower is None or figure.upper is None:
        return None
    return figure.lower, figure.upper
