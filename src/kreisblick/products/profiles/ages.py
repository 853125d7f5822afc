"""The age structure of areas, from the released counts by age and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.products.drawing import AgeBar
from kreisblick.products.figures import say
from kreisblick.products.model import BundleLike
from kreisblick.statistics.cube.definition import OLDEST, age_borders

__all__ = ["Ages", "gather_ages"]


@dataclass(frozen=True, kw_only=True)
class Ages:
    """Shares of age groups by area at one date.

    Attributes:
        groups: slice to label, young to old, without overlaps.
        counts: ``(slice, area)`` to count; hidden and missing ones are absent.
    """

    day: date | None
    groups: Mapping[str, str]
    counts: Mapping[tuple[str, str], float] = field(repr=False)

    def bars(self, area: str, municipality: str | None, district: str) -> list[AgeBar]:
        """The bars of one area beside its municipality and district, in percent."""
        return [
            AgeBar(
                label=label,
                area=self._share(name, area),
                municipality=self._share(name, municipality or ""),
                district=self._share(name, district),
                words=_("not shown"),
            )
            for name, label in self.groups.items()
        ]

    def _share(self, name: str, area: str) -> float | None:
        part, whole = self.counts.get((name, area)), self.counts.get(("all", area))
        return None if part is None or not whole else 100 * part / whole


def gather_ages(bundle: BundleLike, cube: str, dimension: str) -> Ages:
    """The age groups that the bundle shows of a cube at its last date.

    Of all slices by age alone as many as possible are taken that do not overlap.
    """
    definition = bundle.cubes.get(cube)
    cells = bundle.cells.filter(
        (pl.col("cube") == cube) & (pl.col("generation") == str(bundle.report["generation"]))
    )
    if definition is None or cells.is_empty():
        return Ages(day=None, groups={}, counts={})
    cells = cells.with_columns(pl.col("reference_date").cast(pl.Date))
    last = cells.filter(pl.col("reference_date") == pl.col("reference_date").max())
    groups = _groups(last["slice"].unique().to_list(), definition, dimension)
    shown = last.filter(
        (pl.col("confidentiality") == "free")
        & pl.col("value").is_not_null()
        & pl.col("slice").is_in(["all", *groups])
    )
    counts = {(s, a): float(v) for s, a, v in shown.select("slice", "area", "value").iter_rows()}
    return Ages(day=last["reference_date"][0], groups=groups, counts=counts)


def _groups(slices: Sequence[str], definition: Mapping[str, Any], dimension: str) -> dict[str, str]:
    """Slices that end first come first: this takes the most groups without overlap."""
    spans = [(span, name) for name in slices if (span := _span(name, dimension))]
    labels = _labels(definition, dimension)
    taken: dict[str, str] = {}
    free_from = 0
    for (low, high), name in sorted(spans, key=lambda one: (one[0][1], -one[0][0])):
        if low >= free_from:
            taken[name] = labels.get(name.partition("=")[2]) or _years(low, high)
            free_from = high + 1
    return taken


def _span(name: str, dimension: str) -> tuple[int, int] | None:
    """First and last year of a slice by age alone, where its groups follow each other."""
    head, sign, codes = name.partition("=")
    if head != dimension or not sign or ";" in codes:
        return None
    borders = sorted(age_borders(code) for code in codes.split("|"))
    follow = all(a[1] + 1 == b[0] for a, b in pairwise(borders))
    return (borders[0][0], borders[-1][1]) if follow else None


def _labels(definition: Mapping[str, Any], dimension: str) -> dict[str, str]:
    for one in definition.get("dimensions", ()):
        if one["name"] == dimension:
            return {code: say(label) for code, label in one.get("labels", {}).items()}
    return {}


def _years(low: int, high: int) -> str:
    if high >= OLDEST:
        return _("{low} and older").format(low=low)
    if low == 0:
        return _("under {age}").format(age=high + 1)
    return _("{low} to {high} years").format(low=low, high=high)
