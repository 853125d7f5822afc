"""Age groups that several cubes can share: the coarsest ones all can be put together from."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from kreisblick.sealed.register.errors import UncountableError
from kreisblick.statistics.cube import CubeDefinition, Dimension
from kreisblick.statistics.cube.definition import OLDEST, age_borders

__all__ = ["group_of", "shared_groups"]


def shared_groups(
    cubes: Mapping[str, CubeDefinition],
) -> dict[str, dict[str, tuple[int, int]]]:
    """For each dimension of the cubes: its shared age groups with first and last year.

    Dimensions that are no ages have no groups. Names are sorted.

    Raises:
        UncountableError: when two groups of one cube share a year.
    """
    by_name: dict[str, list[Dimension]] = {}
    for key, cube in cubes.items():
        for dimension in cube.dimensions:
            _refuse_overlap(dimension, key)
            by_name.setdefault(dimension.name, []).append(dimension)
    return {name: _refine(dimensions) for name, dimensions in sorted(by_name.items())}


def group_of(dimension: Dimension, shared: Iterable[tuple[int, int]]) -> dict[str, str]:
    """Which of the dimension's codes each shared group belongs to; others are left out.

    A code that is no age stands for itself.
    """
    if dimension.kind != "age":
        return {code: code for code in dimension.codes}
    own = [(code, *age_borders(code)) for code in dimension.codes]
    return {
        _name(low, high): code
        for low, high in shared
        for code, first, last in own
        if first <= low and high <= last
    }


def _refine(dimensions: list[Dimension]) -> dict[str, tuple[int, int]]:
    borders = [age_borders(code) for d in dimensions if d.kind == "age" for code in d.codes]
    starts = sorted({first for first, _last in borders} | {last + 1 for _first, last in borders})
    pairs = pairwise(starts)
    inside = [
        (low, following - 1)
        for low, following in pairs
        if any(first <= low <= last for first, last in borders)
    ]
    return {_name(low, high): (low, high) for low, high in inside}


def _name(low: int, high: int) -> str:
    return f"{low}+" if high == OLDEST else f"{low}-{high}"


def _refuse_overlap(dimension: Dimension, cube: str) -> None:
    if dimension.kind != "age":
        return
    borders = sorted(age_borders(code) for code in dimension.codes)
    if any(last >= low for (_f, last), (low, _l) in pairwise(borders)):
        raise UncountableError.overlapping_ages(dimension.name, cube=cube)
