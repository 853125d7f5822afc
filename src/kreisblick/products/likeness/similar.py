"""Similar areas in words: who is like whom, how far it carries, in what they differ."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.products.likeness.model import area_names, title_of, unit_of
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import difference_words

__all__ = ["Similar", "not_compared", "similar_areas_of"]

TABLE = "similar_areas"
NAMED = 3
TOLD = 2  # differences that are named


@dataclass(frozen=True, kw_only=True)
class Similar:
    """A similar area in words.

    Attributes:
        area: its key.
        name: with its municipality.
        carries: how far the comparison carries.
        differs: in what the two differ most, in words; empty where in nothing.
    """

    area: str
    name: str
    carries: str
    differs: str


def similar_areas_of(bundle: BundleLike) -> dict[str, list[Similar]]:
    """For each planning area up to three areas of other municipalities that are alike.

    Areas that were compared and are like none have an empty list; without the table in the
    bundle there are no keys.
    """
    if bundle.derived(TABLE).is_empty():
        return {}
    table = bundle.derived(TABLE).filter(pl.col("level") == "planning_area")
    names, towns = area_names(bundle), _towns(bundle)
    spread = _spread(bundle)
    found: dict[str, list[Similar]] = {str(area): [] for area in table["area"].unique().sort()}
    near = table.filter((pl.col("elsewhere") == "yes") & (pl.col("carries") != "hardly"))
    for row in near.sort("area", "place").iter_rows(named=True):
        mine = found[row["area"]]
        if len(mine) < NAMED:
            other = row["similar_area"]
            words = _("{area} ({town})").format(area=names.get(other, other), town=towns[other])
            differs = _differs(bundle, json.loads(row["differs"]), spread)
            one = Similar(area=other, name=words, carries=_carries(row["carries"]), differs=differs)
            mine.append(one)
    return found


def not_compared(bundle: BundleLike) -> dict[str, str]:
    """The areas that were left out of the comparison, with the reason."""
    if bundle.derived(TABLE).is_empty():
        return {}
    left = bundle.derived(TABLE).filter(pl.col("place") == 0, pl.col("note").is_not_null())
    return {str(area): str(note) for area, note in left.select("area", "note").iter_rows()}


def _carries(word: str) -> str:
    return {
        "well": _("the comparison carries"),
        "limited": _("the comparison carries to a limited degree"),
    }[word]


def _differs(bundle: BundleLike, apart: Mapping[str, float], spread: Mapping[str, float]) -> str:
    """The greatest differences, measured by how far all areas are apart."""
    known = [key for key in apart if spread.get(key)]
    order = sorted(known, key=lambda key: (-abs(apart[key]) / spread[key], key))
    more, less = _("{title}: {difference} more there"), _("{title}: {difference} less there")
    told = [
        (more if apart[key] > 0 else less).format(
            title=title_of(bundle, key),
            difference=difference_words(apart[key], unit_of(bundle, key)),
        )
        for key in order[:TOLD]
        if abs(apart[key]) >= spread[key] / 4
    ]
    return "; ".join(told)


def _spread(bundle: BundleLike) -> dict[str, float]:
    """The standard deviation of each indicator over the areas at the last date."""
    table = bundle.indicators.filter(pl.col("level") == "planning_area")
    last = table.filter(pl.col("reference_date") == pl.col("reference_date").max())
    sd = last.group_by("indicator").agg(pl.col("value").std(ddof=0)).drop_nulls()
    return {str(key): float(value) for key, value in sd.iter_rows()}


def _towns(bundle: BundleLike) -> dict[str, str]:
    names = area_names(bundle)
    own = bundle.areas.filter(pl.col("generation") == bundle.report["generation"])
    return {str(a): names.get(str(p), "") for a, p in own.select("area", "parent").iter_rows()}
