"""Together: areas that are shown as one, in the territory and in all cubes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl
import shapely

from kreisblick.statistics.cube import Cube, Observation, Unit
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["joined_key", "show_together"]

NOT_ADDABLE = frozenset({Unit.RATE, Unit.ORDINAL})
_WORST = {state.value: place for place, state in enumerate(Observation)}


def joined_key(areas: Iterable[str]) -> str:
    """The key of areas that are shown as one."""
    return "+".join(sorted(areas))


def show_together(
    cubes: Iterable[Cube], territory: Territory, groups: Mapping[str, Sequence[str]]
) -> tuple[list[Cube], Territory]:
    """Cubes and territory in which each group of areas is one planning area.

    Counts are added; a sum with a part that has no number has none. Rates and ranks cannot be
    added: the joined area has none of them.

    Args:
        cubes: on the territory's areas.
        territory: with the single areas.
        groups: the joined areas' names → keys of the areas, all of one municipality.
    """
    joined = {area: joined_key(areas) for areas in groups.values() for area in areas}
    if not joined:
        return list(cubes), territory
    return [_join(cube, joined) for cube in cubes], _territory(territory, groups, joined)


def _territory(
    territory: Territory, groups: Mapping[str, Sequence[str]], joined: Mapping[str, str]
) -> Territory:
    frame = territory.areas.with_row_index("row")
    rows = frame.filter(~pl.col("area").is_in(list(joined))).to_dicts()
    shapes = {row["row"]: territory.geometry[row["row"]] for row in rows if len(territory.geometry)}
    for number, (name, group) in enumerate(groups.items(), start=frame.height):
        members = frame.filter(pl.col("area").is_in(list(group))).to_dicts()
        same = {"area": joined_key(group), "name": name, "row": number, "official_code": None}
        rows.append({**members[0], **same})
        if len(territory.geometry):
            parts = territory.geometry[[one["row"] for one in members]]
            shapes[number] = shapely.union_all(parts)
    order = {level.value: place for place, level in enumerate(AreaLevel)}
    rows.sort(key=lambda row: (order[row["level"]], row["area"]))
    areas = pl.DataFrame(rows, schema=frame.schema, orient="row").drop("row")
    geometry = np.array([shapes[row["row"]] for row in rows] if shapes else [], dtype=object)
    return replace(territory, areas=areas, geometry=geometry)


def _join(cube: Cube, joined: Mapping[str, str]) -> Cube:
    inside = pl.col("area").is_in(list(joined))
    rest, parts = cube.cells.filter(~inside), cube.cells.filter(inside)
    if parts.is_empty():
        return cube
    named = parts.with_columns(area=pl.col("area").replace(dict(joined)))
    added = _add(named, cube, joined)
    columns = cube.cells.columns
    cells = pl.concat([rest, added.select(columns).cast(cube.cells.schema)])
    shares = cube.contributions
    if shares is not None:
        shares = shares.with_columns(area=pl.col("area").replace(dict(joined)))
        shares = shares.group_by("level", "area", "contributor", maintain_order=True).agg(
            pl.col("value").sum()
        )
    return replace(cube, cells=cells.sort(columns[: -len(OWN)]), contributions=shares)


OWN = ("value", "lower", "upper", "observation")


def _add(parts: pl.DataFrame, cube: Cube, joined: Mapping[str, str]) -> pl.DataFrame:
    """One row per joined area and combination of codes that all of its areas have."""
    size = {key: list(joined.values()).count(key) for key in set(joined.values())}
    known = pl.col("value").is_not_null().all()
    ends = {name: pl.coalesce(name, "value") for name in ("lower", "upper")}
    rank = pl.col("observation").replace_strict(_WORST, return_dtype=pl.Int32).max()
    told = {place: state for state, place in _WORST.items()}
    found = (
        parts.group_by("level", "area", *cube.dimensions)
        .agg(
            pl.len().alias("parts"),
            pl.when(known).then(pl.col("value").sum()).alias("value"),
            *[
                pl.when(~known & end.is_not_null().all()).then(end.sum()).alias(name)
                for name, end in ends.items()
            ],
            rank.replace_strict(told, return_dtype=pl.String).alias("observation"),
        )
        .filter(pl.col("parts") == pl.col("area").replace_strict(size, return_dtype=pl.UInt32))
    )
    if cube.unit not in NOT_ADDABLE:
        return found
    nothing = [pl.lit(None).alias(name) for name in ("value", "lower", "upper")]
    missing = pl.lit(Observation.CANNOT_EXIST.value).alias("observation")
    return found.with_columns(*nothing, missing)
