"""Check a generation: keys, names, valid polygons, overlaps, gaps, municipal borders."""

from collections.abc import Iterator

import numpy as np
import polars as pl
import shapely

from kreisblick.base.errors import Fault
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.definition import TerritoryChecks, shipped_checks
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["check_generation"]


def check_generation(territory: Territory, *, checks: TerritoryChecks | None = None) -> list[Fault]:
    """Everything that is wrong with a generation, in a steady order.

    Codes: ``duplicate_key``, ``missing_name``, ``unknown_parent``, ``invalid_boundary``,
    ``overlap``, ``gap``, ``crosses_municipality``. Which of them are hard stands in the checks.

    Args:
        territory: the generation.
        checks: tolerances; the shipped ones when None.
    """
    checks = checks or shipped_checks()
    found = [*_check_rows(territory), *_check_polygons(territory)]
    if not any(code == "invalid_boundary" for code, _where, _text in found):
        found += [*_check_overlaps(territory, checks), *_check_municipalities(territory, checks)]
    place = territory.generation.key
    return [
        Fault(code=code, message=text, where=f"{place}/{where}", hard=code in checks.hard)
        for code, where, text in found
    ]


Found = Iterator[tuple[str, str, str]]


def _check_rows(territory: Territory) -> Found:
    areas = territory.areas
    for (key,) in (
        areas.filter(pl.col("area").is_duplicated())
        .select("area")
        .unique()
        .sort("area")
        .iter_rows()
    ):
        text = _("The key stands at more than one area. Correct it in the definition.")
        yield "duplicate_key", str(key), text
    nameless = areas.filter(
        pl.col("name").is_null()
        | (pl.col("name").str.strip_chars() == "")
        | pl.col("area").is_null()
    )
    for key in nameless["area"]:
        yield "missing_name", str(key), _("The area has no name or no key. Complete the file.")
    known = set(areas["area"])
    orphans = areas.filter(
        (pl.col("level") != AreaLevel.DISTRICT.value)
        & ~pl.col("parent").is_in(known).fill_null(value=False)
    )
    for key, parent in orphans.select("area", "parent").iter_rows():
        text = _("The area's parent '{parent}' is unknown. Correct the parent rule or the file.")
        yield "unknown_parent", str(key), text.format(parent=parent)


def _check_polygons(territory: Territory) -> Found:
    surface = np.isin(shapely.get_type_id(territory.geometry), [3, 6])  # polygon, multipolygon
    good = surface & shapely.is_valid(territory.geometry) & ~shapely.is_empty(territory.geometry)
    for number in np.flatnonzero(~good):
        text = _("The boundary is no valid polygon ({reason}). Repair it in a GIS.")
        reason = str(shapely.is_valid_reason(territory.geometry[number]))
        yield (
            "invalid_boundary",
            str(territory.areas["area"][int(number)]),
            text.format(reason=reason),
        )


def _check_overlaps(territory: Territory, checks: TerritoryChecks) -> Found:
    keys, polygons = _of_level(territory, AreaLevel.PLANNING_AREA)
    left, right = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    pairs = np.flatnonzero(left < right)
    common = shapely.intersection(polygons[left[pairs]], polygons[right[pairs]])
    size = _beside_slivers(common, checks.sliver_width_m)
    for number in np.flatnonzero(size > checks.overlap_m2):
        text = _("Overlaps '{other}' by {size} m². Repair the border in a GIS.")
        a, b = keys[left[pairs[number]]], keys[right[pairs[number]]]
        yield "overlap", a, text.format(other=b, size=format_count(size[number]))


def _check_municipalities(territory: Territory, checks: TerritoryChecks) -> Found:
    keys, polygons = _of_level(territory, AreaLevel.PLANNING_AREA)
    parents = np.array([territory.parents[key] for key in keys], dtype=object)
    towns = dict(zip(*_of_level(territory, AreaLevel.MUNICIPALITY), strict=True))
    for town, border in towns.items():
        mine = np.flatnonzero(parents == town)
        beyond = _beside_slivers(shapely.difference(polygons[mine], border), checks.sliver_width_m)
        for number in np.flatnonzero(beyond > checks.crossing_m2):
            text = _("{size} m² lie outside its municipality '{town}'. Check both borders.")
            yield (
                "crosses_municipality",
                keys[mine[number]],
                text.format(size=format_count(beyond[number]), town=town),
            )
        rest = shapely.difference(border, shapely.union_all(polygons[mine]))
        gap = _beside_slivers(np.array([rest]), checks.sliver_width_m)[0]
        if gap > checks.gap_m2:
            text = _("{size} m² of the municipality belong to no planning area. Close the gap.")
            yield "gap", town, text.format(size=format_count(gap))


def _of_level(territory: Territory, level: AreaLevel) -> tuple[list[str], np.ndarray]:
    wanted = (territory.areas["level"] == level.value).to_numpy()
    return territory.areas.filter(pl.Series(wanted))["area"].to_list(), territory.geometry[wanted]


def _beside_slivers(geometry: np.ndarray, width_m: float) -> np.ndarray:
    """Area (m²) of what is left when everything narrower than a width has been worn away.

    Opening as in morphology: shrink by half the width, then grow back.
    """
    worn = shapely.buffer(geometry, -width_m / 2, join_style="mitre")
    grown: np.ndarray = shapely.area(shapely.buffer(worn, width_m / 2, join_style="mitre"))
    return grown
