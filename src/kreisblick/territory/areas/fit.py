"""Check how areas fit together: overlaps, gaps, holes, municipal borders."""

from collections.abc import Iterator

import numpy as np
import polars as pl
import shapely

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.definition import TerritoryChecks
from kreisblick.territory.areas.model import AreaLevel, Territory
from kreisblick.territory.areas.shapes import spot

__all__ = ["check_fit"]

Found = Iterator[tuple[str, str, str]]
NOWHERE = 0.5  # an area that lies outside its municipality with more than this lies elsewhere


def check_fit(territory: Territory, checks: TerritoryChecks) -> Found:
    """Faults between areas as code, area and sentence; broken outlines are left out."""
    areas = _sound(territory, AreaLevel.PLANNING_AREA)
    towns = _sound(territory, AreaLevel.MUNICIPALITY)
    parents = territory.parents
    yield from _overlaps(areas, checks, territory.crs)
    yield from _overlaps(towns, checks, territory.crs)
    beyond = _beyond(areas, towns, parents, checks)
    if len(beyond) and (beyond > NOWHERE * shapely.area(areas[1])).mean() > NOWHERE:
        yield (
            "elsewhere",
            "",
            _(
                "Most areas lie outside the municipality they name. Check the coordinate systems "
                "of both files and the rule by which an area names its municipality."
            ),
        )
        return
    for number in np.flatnonzero(beyond > checks.crossing_m2):
        key = areas[0][number]
        text = _("{size} m² lie outside its municipality '{town}'. Check both borders.")
        size = format_count(beyond[number])
        yield "crosses_municipality", key, text.format(size=size, town=parents[key])
    yield from _gaps(territory, areas, towns, checks)
    yield from _holes(towns, checks, territory.crs)


Part = tuple[list[str], np.ndarray]  # keys and their polygons


def _sound(territory: Territory, level: AreaLevel) -> Part:
    """The areas of a level whose outlines can be measured."""
    geometry = territory.geometry
    good = np.isin(shapely.get_type_id(geometry), [3, 6]) & shapely.is_valid(geometry)
    wanted = (
        (territory.areas["level"] == level.value).to_numpy() & good & ~shapely.is_empty(geometry)
    )
    keys = territory.areas.filter(pl.Series(wanted))["area"].cast(pl.String).to_list()
    return keys, geometry[wanted]


def _overlaps(part: Part, checks: TerritoryChecks, crs: int) -> Found:
    keys, polygons = part
    if len(polygons) < 2:
        return
    # of two that lie on each other, the edges of one at least do not fit its neighbours'
    loose = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(polygons)))
    near, far = shapely.STRtree(polygons).query(polygons[loose], predicate="intersects")
    ends = np.sort(np.column_stack([loose[near], far]), axis=1)
    pairs = np.unique(ends[ends[:, 0] < ends[:, 1]], axis=0).T
    common = shapely.intersection(polygons[pairs[0]], polygons[pairs[1]])
    size = _beside_slivers(common, checks.sliver_width_m, checks.overlap_m2)
    for number in np.flatnonzero(size > checks.overlap_m2):
        text = _("Overlaps '{other}' by {size} m² (at {place}). Repair the border in a GIS.")
        a, b = keys[pairs[0][number]], keys[pairs[1][number]]
        place = _place(common[number], crs)
        yield "overlap", a, text.format(other=b, size=format_count(size[number]), place=place)


def _beyond(
    areas: Part, towns: Part, parents: dict[str, str | None], checks: TerritoryChecks
) -> np.ndarray:
    """Square metres of each area outside its municipality; 0 where that is unknown or broken."""
    number = {key: row for row, key in enumerate(towns[0])}
    town = np.array([number.get(str(parents[key]), -1) for key in areas[0]], dtype=np.int64)
    beyond = np.zeros(len(town))
    known = np.flatnonzero(town >= 0)
    shapely.prepare(towns[1])
    out = known[~shapely.covers(towns[1][town[known]], areas[1][known])]
    rest = shapely.difference(areas[1][out], towns[1][town[out]])
    beyond[out] = _beside_slivers(rest, checks.sliver_width_m, checks.crossing_m2)
    return beyond


def _gaps(territory: Territory, areas: Part, towns: Part, checks: TerritoryChecks) -> Found:
    """Ground of a municipality that belongs to no area; not where an outline is broken."""
    rows = territory.areas.filter(pl.col("level") == AreaLevel.PLANNING_AREA.value)
    named = dict(rows.group_by("parent").len().iter_rows())
    shortened = {f"0{key}" for key in named}  # told as lost zeros, not as missing areas
    above = territory.parents
    parents = np.array([above[key] for key in areas[0]], dtype=object)
    for town, border in zip(*towns, strict=True):
        mine = np.flatnonzero(parents == town)
        if town not in named and town in shortened:
            continue
        if town not in named:
            text = _(
                "No planning area lies in the municipality. Ask for its areas, or leave it out of "
                "the file."
            )
            yield "municipality_without_areas", town, text
        elif len(mine) == named[town]:
            rest = shapely.difference(border, shapely.union_all(areas[1][mine]))
            gap = _beside_slivers(np.array([rest]), checks.sliver_width_m, checks.gap_m2)[0]
            if gap > checks.gap_m2:
                text = _(
                    "{size} m² of the municipality belong to no planning area (the largest piece "
                    "at {place}). Close the gap."
                )
                place = _place(rest, territory.crs)
                yield "gap", town, text.format(size=format_count(gap), place=place)


def _holes(towns: Part, checks: TerritoryChecks, crs: int) -> Found:
    """Ground inside the district that no municipality has."""
    parts = shapely.get_parts(shapely.union_all(towns[1]))
    rings = shapely.get_rings(parts[shapely.get_num_interior_rings(parts) > 0])
    ways, outer = shapely.polygons(rings), shapely.polygons(shapely.get_exterior_ring(parts))
    inner = ways[~np.isin(shapely.to_wkb(ways), shapely.to_wkb(outer))]
    size = _beside_slivers(inner, checks.sliver_width_m, checks.gap_m2)
    for number in np.flatnonzero(size > checks.gap_m2):
        text = _(
            "A hole of {size} m² lies inside the district (at {place}). Close it, unless the "
            "ground belongs to a neighbouring district."
        )
        place = _place(inner[number], crs)
        yield "hole", "", text.format(size=format_count(size[number]), place=place)


def _place(geometry: shapely.Geometry, crs: int) -> str:
    """A point in the largest piece."""
    parts = shapely.get_parts(geometry)
    point = shapely.point_on_surface(parts[np.argmax(shapely.area(parts))])
    return spot(point.x, point.y, crs)


def _beside_slivers(geometry: np.ndarray, width_m: float, tolerated_m2: float) -> np.ndarray:
    """Area (m²) of what is left when everything narrower than a width has been worn away.

    Opening as in morphology: shrink by half the width, then grow back. What is tolerated as a
    whole keeps its area.
    """
    size: np.ndarray = shapely.area(geometry)
    large = size > tolerated_m2
    worn = shapely.buffer(geometry[large], -width_m / 2, join_style="mitre")
    size[large] = shapely.area(shapely.buffer(worn, width_m / 2, join_style="mitre"))
    return size
