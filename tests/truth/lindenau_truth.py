"""Lindenau's true chances, area by area, and worlds drawn from them again and again.

Run it to print the table that ``docs/explanation/how-sure-a-figure-is.md`` holds:
``python -m tests.truth.lindenau_truth``.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kreisblick.lindenau.areas import draw_land
from kreisblick.lindenau.files import read_names, read_parameters
from kreisblick.lindenau.model import Land
from kreisblick.statistics.estimation import (
    count_interval,
    direct_share,
    dobson_interval,
    neighbour_matrix,
    smooth_rates,
    smooth_rates_near,
    wilson_interval,
)

SEED = 2024
DRAWS = 100
# chance → share of the residents who are at risk; the shares are about those of the register
AT_RISK = {
    "sgb_ii": 0.78, "old_age_income": 0.22, "disabled": 0.61, "reduced_capacity": 0.61,
    "support_case": 0.20, "overweight": 0.010, "healthy_teeth": 0.010, "employed": 0.61,
    "addiction_clients": 0.84,
}  # fmt: skip
CARE = {"care_below_65": 0.78, "care_65_to_79": 0.15, "care_from_80": 0.07}
STANDARD = np.array([80_500.0, 14_500, 5_000])  # European standard population 2013
RESIDENTS = (550_000, 90_000, 35_000)  # as the district is, and as in districts of villages
SIZES = (0, 100, 300, 1000, 3000, 10**9)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Truth:
    """One chance in one district: people at risk by block, and what is true of the areas.

    Attributes:
        people, chance: by block.
        area: index of each block's area.
        near: neighbours of the areas.
    """

    name: str
    people: NDArray[np.int64]
    chance: Floats
    area: NDArray[np.int64]
    near: NDArray[np.int64]

    @property
    def size(self) -> Floats:
        """People at risk by area."""
        return np.bincount(self.area, self.people).astype(float)

    @property
    def rate(self) -> Floats:
        """The true chance by area: what the share is expected to be."""
        return np.bincount(self.area, self.people * self.chance) / self.size

    def draw(self, random: np.random.Generator) -> Floats:
        """``areas x draws``: how many have the attribute."""
        by_block = random.binomial(
            self.people[:, None], self.chance[:, None], (len(self.people), DRAWS)
        )
        order = np.argsort(self.area, kind="stable")
        first = np.searchsorted(self.area[order], np.arange(self.size.size))
        return np.add.reduceat(by_block[order], first, axis=0).astype(float)


def truths(chances: dict[str, float]) -> Iterator[Truth]:
    """Every chance in districts of several sizes with Lindenau's areas and burdens."""
    parameters, (land, near) = read_parameters(), ground()
    area = land.area["2023"]
    for residents in RESIDENTS:
        for name, share in chances.items():
            yield Truth(
                name=name,
                people=_whole(land.weight * residents * share, area),
                chance=parameters.circumstances[name].at(land.deprivation),
                area=area,
                near=near,
            )


@cache
def ground() -> tuple[Land, NDArray[np.int64]]:
    """Lindenau's land, and which of its areas are neighbours."""
    parameters = read_parameters()
    land = draw_land(SEED, parameters.sizes["district"], parameters, read_names())
    return land, _beside(land.points, land.area["2023"])


def _whole(people: Floats, area: NDArray[np.int64]) -> NDArray[np.int64]:
    """Whole people by block; what is left over in one block goes on to the next of its area."""
    order = np.argsort(area, kind="stable")
    steps = np.diff(np.round(np.cumsum(people[order])), prepend=0)
    found = np.empty(len(people), dtype=np.int64)
    found[order] = steps.astype(np.int64)
    return found


def _beside(points: Floats, area: NDArray[np.int64]) -> NDArray[np.int64]:
    """Areas whose blocks lie next to each other: the nearest six of each block."""
    distance = ((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    nearest = np.argsort(distance, axis=1)[:, 1:7]
    pairs = np.column_stack([np.repeat(area, 6), area[nearest].ravel()])
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)


def inside(low: Floats, high: Floats, rate: Floats) -> Floats:
    """By area, how often the interval holds the truth."""
    return ((low <= rate[:, None]) & (rate[:, None] <= high)).mean(axis=1)


def share_coverage() -> dict[str, list[tuple[float, float]]]:
    """Size class → (areas, coverage) of Wilson's interval, and of Byar's with ten cases or more."""
    random = np.random.default_rng(SEED)
    found: dict[str, list[tuple[float, float]]] = {"wilson": [], "byar": []}
    sizes, wilson, cases, byar = [], [], [], []
    for truth in truths(AT_RISK):
        counts = truth.draw(random)
        people = np.repeat(truth.size[:, None], DRAWS, axis=1)
        wilson.append(inside(*wilson_interval(counts, people, confidence=0.95), truth.rate))
        sizes.append(truth.size)
        expected = truth.size * truth.rate
        events = random.poisson(expected[:, None], counts.shape).astype(float)
        byar.append(inside(*count_interval(events, confidence=0.95), expected))
        cases.append(expected)
    found["wilson"] = list(_by_class(np.concatenate(sizes), np.concatenate(wilson), SIZES))
    limits = (0, 10, 30, 100, 10**9)
    found["byar"] = list(_by_class(np.concatenate(cases), np.concatenate(byar), limits))
    return found


def standardised_coverage() -> list[tuple[float, float]]:
    """The same of Dobson's interval around shares in care, by all people in care."""
    random = np.random.default_rng(SEED + 1)
    groups = list(truths(CARE))
    cases, covered = [], []
    for start in range(0, len(groups), len(CARE)):
        own = groups[start : start + len(CARE)]
        events = np.stack([one.draw(random) for one in own], axis=-1)
        people = np.stack([one.size for one in own], axis=-1)
        rate = np.stack([one.rate for one in own], axis=-1) @ (STANDARD / STANDARD.sum())
        found = direct_share(events, np.broadcast_to(people[:, None, :], events.shape), STANDARD)
        covered.append(inside(*dobson_interval(found, confidence=0.95), rate))
        cases.append(sum(one.size * one.rate for one in own))
    return list(_by_class(np.concatenate(cases), np.concatenate(covered), (0, 10, 30, 100, 10**9)))


def smoothing_errors() -> list[tuple[str, int, float, float, float]]:
    """Of areas below 1,000 people at risk: chance, areas, error of raw, smoothed, smoothed near.

    Root of the mean squared error over areas and draws, in percentage points.
    """
    random = np.random.default_rng(SEED + 2)
    found = []
    for name, share in AT_RISK.items():
        errors, areas = [], 0
        for truth in truths({name: share}):
            small = truth.size < 1000
            counts = truth.draw(random)
            people = np.repeat(truth.size[:, None], DRAWS, axis=1)
            near = neighbour_matrix(len(small), truth.near)
            values = (
                counts / people,
                smooth_rates(counts, people, share=True),
                smooth_rates_near(counts, people, near, share=True),
            )
            errors += [[(v - truth.rate[:, None])[small] ** 2 for v in values]]
            areas += int(small.sum())
        raw, smoothed, local = (
            100 * np.sqrt(np.concatenate([e[k].ravel() for e in errors]).mean()) for k in range(3)
        )
        found.append((name, areas, float(raw), float(smoothed), float(local)))
    return found


def _by_class(
    size: Floats, covered: Floats, limits: tuple[int, ...]
) -> Iterator[tuple[float, float]]:
    for low, high in pairwise(limits):
        own = (size >= low) & (size < high)
        yield int(own.sum()), float(covered[own].mean()) if own.any() else float("nan")


def table() -> str:
    """Everything as Markdown."""
    shares = share_coverage()
    lines = ["| interval | size of the area | areas | holds the truth |", "|---|---|---|---|"]
    people = ("below 100 people", "100 to 299", "300 to 999", "1,000 to 2,999", "3,000 and more")
    cases = ("below 10 cases expected", "10 to 29", "30 to 99", "100 and more")
    for name, words, rows in (
        ("Wilson, shares", people, shares["wilson"]),
        ("Byar, rates (exact below ten cases)", cases, shares["byar"]),
        ("Dobson, standardised shares", cases, standardised_coverage()),
    ):
        lines += [
            f"| {name} | {word} | {n:,} | {100 * share:.1f} % |"
            for word, (n, share) in zip(words, rows, strict=True)
            if n
        ]
    lines += ["", "| share | areas below 1,000 | raw | smoothed | smoothed by neighbours |"]
    lines += ["|---|---|---|---|---|"]
    lines += [
        f"| {name} | {n} | {raw:.2f} | {smooth:.2f} | {near:.2f} |"
        for name, n, raw, smooth, near in smoothing_errors()
        if n
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())
