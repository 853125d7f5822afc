"""Blocks of ground, their neighbours, and what can be said about areas drawn from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

__all__ = ["Blocks", "Figures", "Neighbours"]


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """The smallest pieces of ground, from which planning areas are put together.

    Attributes:
        keys: sorted, each once.
        polygons: shapely polygons in a metric system, shape (n,).
        population: people in each block (or what stands for them), >= 0.
        municipality: key of the municipality, "" throughout where it plays no role.
        traits: what should be alike inside an area, shape (n, traits), may have no column.
        fixed: key of an area that is kept as it is, "" where blocks are free.
        cuts: keys in existing cuts of offices, shape (n, offices), "" unknown, may have no column.
        crs: EPSG code of the polygons.
    """

    keys: list[str] = field(repr=False)
    polygons: np.ndarray = field(repr=False)
    population: np.ndarray = field(repr=False)
    municipality: np.ndarray = field(repr=False)
    traits: np.ndarray = field(repr=False)
    fixed: np.ndarray = field(repr=False)
    cuts: np.ndarray = field(repr=False)
    crs: int


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """Pairs of blocks with a common border (a common corner is none).

    Attributes:
        pairs: row numbers, shape (m, 2), the smaller first, sorted.
        border_m: length of the common border, shape (m,).
        barrier: whether a barrier keeps the two apart, shape (m,).
    """

    pairs: np.ndarray = field(repr=False)
    border_m: np.ndarray = field(repr=False)
    barrier: np.ndarray = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How good a cut is; shares between 0 and 1 unless said otherwise.

    Attributes:
        areas: how many there are.
        smallest, largest: population of an area.
        cv_own_target, max_own_target: coefficient of variation and largest deviation of the
            areas' population from the mean of their own municipality.
        cv_district, max_district: the same against the mean of the district.
        cv_floor, max_floor: what of these no cut can avoid, because whole areas must fit into
            each municipality.
        parts_not_contiguous: areas that do not hang together.
        areas_across_municipalities: areas with blocks of several municipalities.
        polsby_popper: mean over areas of 4 pi area / perimeter squared (Polsby and Popper 1991).
        polsby_popper_lowest: of the least compact area.
        homogeneity: 1 - within / total sum of squares over the standardised traits, weighted by
            population; None without traits.
        barrier_crossings: neighbouring blocks of one area that a barrier keeps apart.
        fixed_kept: share of the fixed areas that are kept exactly; None without any.
        agreement: office to the share of pairs of people that both cuts treat alike among those
            that either puts together (Jaccard index of pairs).
        residents_moved: people whose area changes against the cut that was to be continued; None
            without such a cut.
    """

    areas: int
    smallest: float
    largest: float
    cv_own_target: float
    max_own_target: float
    cv_district: float
    max_district: float
    cv_floor: float
    max_floor: float
    parts_not_contiguous: int
    areas_across_municipalities: int
    polsby_popper: float
    polsby_popper_lowest: float
    homogeneity: float | None
    barrier_crossings: int
    fixed_kept: float | None
    agreement: Mapping[str, float] = field(default_factory=dict)
    residents_moved: float | None = None
