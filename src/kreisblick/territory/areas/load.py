"""Load a generation: read the boundaries, mend them, put the three levels together."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.correct import correct
from kreisblick.territory.areas.definition import (
    GenerationDefinition,
    MunicipalitySource,
    PlanningAreaSource,
)
from kreisblick.territory.areas.layers import Layer, fill_in, read_layer, reproject
from kreisblick.territory.areas.model import AreaLevel, Generation, Territory
from kreisblick.territory.areas.overlay import usable
from kreisblick.territory.areas.place import misplaced

__all__ = ["load_generation"]

SURFACE = 2  # dimensions of polygons
_SCHEMA = dict.fromkeys(["area", "name", "level", "parent", "official_code"], pl.String)


@dataclass(frozen=True, kw_only=True)
class _Level:
    """Areas of one level with their geometry, in the same order, and faults of their file."""

    areas: pl.DataFrame
    geometry: np.ndarray = field(repr=False)
    faults: tuple[Fault, ...] = ()


_Read = tuple[Layer, tuple[Fault, ...]]


def load_generation(
    definition: GenerationDefinition, *, key: str, district_key: str, district_name: str, base: Path
) -> Territory:
    """One generation with planning areas, municipalities and the district.

    Nothing is judged here but what reading needs; ask ``check_generation`` before use. A layer
    that lies nowhere near where its system puts it stays as it is, and is told there.

    Args:
        definition: what lies where.
        key: the generation's key, usually the definition's.
        district_key: key and official code of the district's row.
        district_name: its name.
        base: folder at which relative paths start (the workspace).

    Raises:
        LayerNotReadableError, MissingColumnError, CorrectionError, UnknownVariableError.
    """
    towns = _read_municipalities(definition, district_key, base)
    parts = _read_planning_areas(definition, towns, base)
    if towns is None:
        towns = _dissolve(parts, definition.municipalities, district_key)
    district = _Level(
        areas=pl.DataFrame(
            [[district_key, district_name, AreaLevel.DISTRICT.value, None, district_key]],
            schema=_SCHEMA,
            orient="row",
        ),
        geometry=np.array([_union(towns.geometry)]),
    )
    levels = [_sorted(level) for level in (parts, towns, district)]
    return Territory(
        generation=Generation(
            key=key, valid_from=definition.valid_from, valid_until=definition.valid_until
        ),
        areas=pl.concat([level.areas for level in levels]),
        geometry=np.concatenate([level.geometry for level in levels]),
        crs=definition.crs,
        file_faults=tuple(fault for level in levels for fault in level.faults),
    )


def _read(source: PlanningAreaSource | MunicipalitySource, crs: int, base: Path) -> _Read:
    """A source's layer in the generation's system, and what is wrong with its own system."""
    layer = read_layer(fill_in(source.file or "", base), layer=source.layer)
    wrong = misplaced(layer)
    if wrong is not None or layer.crs is None:
        code, text = wrong or ("", "")
        return layer, (Fault(code=code, message=text, where=layer.name),)
    geometry = reproject(layer.geometry, source=layer.crs, target=crs)
    return Layer(name=layer.name, columns=layer.columns, geometry=geometry, crs=crs), ()


def _read_municipalities(
    definition: GenerationDefinition, district_key: str, base: Path
) -> _Level | None:
    """Municipalities of the file, or None when they are to be dissolved."""
    source = definition.municipalities
    if source.file is None or source.key is None or source.name is None:
        return None
    layer, faults = _read(source, definition.crs, base)
    transform = source.key_transform
    keys = [transform.apply(k) if transform and k else k for k in layer.text(source.key)]
    names = [source.names.get(k, n) for k, n in zip(keys, layer.text(source.name), strict=True)]
    codes = layer.text(source.official_code) if source.official_code else keys
    frame = _frame(AreaLevel.MUNICIPALITY, keys, names, [district_key] * len(keys), codes)
    return _Level(areas=frame, geometry=layer.geometry, faults=faults)


def _read_planning_areas(
    definition: GenerationDefinition, towns: _Level | None, base: Path
) -> _Level:
    source = definition.planning_areas
    layer, faults = _read(source, definition.crs, base)
    around = dict(zip(towns.areas["area"], towns.geometry, strict=True)) if towns else {}
    layer = correct(layer, definition.corrections, municipalities=around)
    keys = layer.text(source.key)
    codes = layer.text(source.official_code) if source.official_code else keys
    frame = _frame(
        AreaLevel.PLANNING_AREA, keys, layer.text(source.name), _parents(layer, source), codes
    )
    level = _Level(
        areas=frame, geometry=layer.geometry, faults=(*faults, *_in_two_municipalities(frame))
    )
    return _unite(level) if source.dissolve else level


def _in_two_municipalities(areas: pl.DataFrame) -> list[Fault]:
    """Keys whose features name different municipalities."""
    named = areas.drop_nulls().group_by("area").agg(pl.col("parent").unique().sort()).sort("area")
    text = _(
        "Parts of the area lie in the municipalities {towns}, but an area lies in one. Cut it at "
        "their border and give each part a key of its own."
    )
    return [
        Fault(
            code="two_municipalities", message=text.format(towns=", ".join(towns)), where=str(key)
        )
        for key, towns in named.filter(pl.col("parent").list.len() > 1).iter_rows()
    ]


def _unite(parts: _Level) -> _Level:
    """Features that carry the same key as one area; the first gives its name and parent."""
    numbered = parts.areas.with_row_index("number")
    groups = numbered.group_by("area", maintain_order=True).agg("number")["number"]
    united = [_union(parts.geometry[group.to_numpy()]) for group in groups]
    first = parts.areas.unique("area", keep="first", maintain_order=True)
    return _Level(areas=first, geometry=np.array(united, dtype=object), faults=parts.faults)


def _parents(layer: Layer, source: PlanningAreaSource) -> pl.Series | list[str]:
    """The municipality's key of each planning area."""
    rule = source.parent
    if rule.column is not None:
        return layer.text(rule.column)
    if rule.prefix is not None:
        return layer.text(source.key).str.slice(0, rule.prefix)
    return [rule.fixed or ""] * len(layer.geometry)


def _dissolve(parts: _Level, source: MunicipalitySource, district_key: str) -> _Level:
    """Municipalities as the union of their planning areas."""
    parents = parts.areas["parent"].to_numpy()
    keys = sorted({key for key in parents if key is not None})
    united = [_union(parts.geometry[parents == key]) for key in keys]
    names = [source.names.get(key) for key in keys]
    frame = _frame(AreaLevel.MUNICIPALITY, keys, names, [district_key] * len(keys), keys)
    return _Level(areas=frame, geometry=np.array(united, dtype=object))


def _union(geometry: np.ndarray) -> shapely.Geometry:
    """All ground of some areas; lines and points, which the checks tell, have none."""
    return shapely.union_all(usable(geometry[shapely.get_dimensions(geometry) == SURFACE]))


def _frame(
    level: AreaLevel,
    keys: pl.Series | list[str],
    names: pl.Series | list[str] | list[str | None],
    parents: pl.Series | list[str],
    codes: pl.Series | list[str],
) -> pl.DataFrame:
    columns = {"area": keys, "name": names, "parent": parents, "official_code": codes}
    frame = pl.DataFrame(columns, schema_overrides=dict.fromkeys(columns, pl.String))
    return frame.with_columns(level=pl.lit(level.value)).select(list(_SCHEMA))


def _sorted(level: _Level) -> _Level:
    """The level in the order of its keys, areas and geometry alike."""
    order = level.areas["area"].arg_sort().to_numpy()
    return _Level(areas=level.areas[order], geometry=level.geometry[order], faults=level.faults)
