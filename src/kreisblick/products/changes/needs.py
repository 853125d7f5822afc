"""Needs: what the figures newly point at, and what they do not point at any more.

A finding of the round before is named by its kind and place alone: its reason holds old figures.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kreisblick.products.figures import german_order
from kreisblick.products.findings import kind_title
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import Figures

__all__ = ["Needs", "Pointer", "compare_needs"]

STRENGTH, DISTRICT = "strength", "district"
DAY = re.compile(r"/\d{8}(?=/|$)")


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """Something the figures point at.

    Attributes:
        area, town, place: where; ``town`` is the municipality's key, empty for the district;
            ``place`` the area's name, with that of its municipality where it is another.
        kind: what it is, in words.
        strength: whether it is a strength.
        about: title of the indicator, or the fields where several come together.
        reason: in full, with figures of the new round; empty for one of the round before.
    """

    area: str
    town: str
    place: str
    kind: str
    strength: bool
    about: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What is different.

    Attributes:
        new, settled: needs of this round alone, and of the round before alone.
        untold: needs of the round before of which it cannot be told: a figure is not shown.
        strengths: strengths of this round alone.
    """

    new: Sequence[Pointer]
    settled: Sequence[Pointer]
    untold: Sequence[Pointer]
    strengths: Sequence[Pointer]


def compare_needs(before: BundleLike, now: BundleLike, figures: Figures) -> Needs:
    """Findings beside those of the round before; the reference date does not make one new.

    Args:
        before: the last round.
        now: this round.
        figures: of the new round.
    """
    old, new = _findings(before), _findings(now)
    towns, names = _towns(now), _names(now)
    place = {area: number for number, area in enumerate(names)}

    def pointers(rows: Sequence[Mapping[str, str]], *, told: bool = False) -> list[Pointer]:
        ordered = sorted(rows, key=lambda row: place[row["area"]])
        return [_pointer(row, towns, names, figures, told=told) for row in ordered]

    fresh = [row for key, row in new.items() if key not in old and row["area"] in towns]
    # an area that is no more is told with the areas
    gone = [row for key, row in old.items() if key not in new and row["area"] in towns]
    gone = [row for row in gone if row["kind"] != STRENGTH]
    hidden = [row for row in gone if not _all_shown(row, figures)]
    return Needs(
        new=pointers([row for row in fresh if row["kind"] != STRENGTH], told=True),
        settled=pointers([row for row in gone if row not in hidden]),
        untold=pointers(hidden),
        strengths=pointers([row for row in fresh if row["kind"] == STRENGTH], told=True),
    )


def _findings(bundle: BundleLike) -> dict[str, Mapping[str, str]]:
    """By name without its date."""
    rows = bundle.derived("findings").iter_rows(named=True)
    return {DAY.sub("", str(row["finding"])): row for row in rows}


def _towns(bundle: BundleLike) -> dict[str, str]:
    """Area to its municipality; the district has none."""
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    return {
        str(area): "" if level == DISTRICT else str(parent if level == "planning_area" else area)
        for area, level, parent in inside.select("area", "level", "parent").iter_rows()
    }


def _names(bundle: BundleLike) -> dict[str, str]:
    """Area to name, the district first, the others as in a German directory."""
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    order = (pl.col("level") != DISTRICT, german_order("name"), "area")
    return dict(inside.sort(*order).select("area", "name").iter_rows())


def _keys(row: Mapping[str, str]) -> list[str]:
    return [key.strip() for key in str(row["indicators"] or "").split(";") if key.strip()]


def _all_shown(row: Mapping[str, str], figures: Figures) -> bool:
    """Whether the new round shows everything the finding rested on."""
    keys = _keys(row)
    if any(key not in figures.described for key in keys):
        return False
    found = [figures.get(key, row["area"], figures.last_date(key)) for key in keys]
    return all(one is not None and one.value is not None for one in found)


def _pointer(
    row: Mapping[str, str],
    towns: Mapping[str, str],
    names: Mapping[str, str],
    figures: Figures,
    *,
    told: bool,
) -> Pointer:
    keys, area = _keys(row), str(row["area"])
    name, town = names[area], names.get(towns[area], "")
    titles = [figures.described[key].title for key in keys if key in figures.described]
    return Pointer(
        area=area,
        town=towns[area],
        place=name if not town or name.startswith(town) else f"{name} ({town})",
        kind=kind_title(str(row["kind"])),
        strength=row["kind"] == STRENGTH,
        about=titles[0] if len(keys) == 1 and titles else str(row["fields"] or ""),
        reason=str(row["reason"]) if told else "",
    )
