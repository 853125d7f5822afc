"""The project for QGIS: every map beside its theme, above the boundaries, with its source."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyproj
import shapely
from shapely.geometry import shape

from kreisblick.base.archives import FIRST_DAY
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.exports.classes import IndicatorMap
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.indices import IndexMap
from kreisblick.products.exports.layers import (
    INDEX_FIELDS,
    LAYERS,
    view_fields,
    view_name,
)
from kreisblick.products.exports.publication import Publication
from kreisblick.products.exports.qgis_style import (
    VERSION,
    index_style,
    indicator_style,
    outline_style,
)

__all__ = ["project_bytes"]

BORDER_OF_ZONES = 12.0  # degrees east: UTM zone 32 lies west of it, zone 33 east
MARGIN = 0.04  # ground around the district, as a share of its width
GEOGRAPHIC = "EPSG:4326"
PREFIX = "kreisblick_"  # QGIS gives a layer another id where its own has ten letters or fewer


def project_bytes(
    maps: Mapping[str, Sequence[IndicatorMap]],
    indices: Sequence[IndexMap],
    features: Sequence[Mapping[str, Any]],
    words: ExportWords,
    publication: Publication,
    *,
    title: str,
    package: str = "areas.gpkg",
) -> bytes:
    """A project (``.qgz``) that reads the GeoPackage beside it.

    The layer tree has the boundaries on top, then a group per theme; the first map is switched
    on. The canvas is in UTM (zone 32 or 33, as the district lies), the data stay in WGS84.

    Args:
        maps: from ``indicator_maps``.
        indices: from ``index_maps``.
        features: of the areas, in WGS84.
        words: of the exports.
        publication: its note stands on the map.
        title: of the report.
        package: the GeoPackage's name, relative to the project.
    """
    shapes = [shape(one["geometry"]) for one in features]
    levels = {one["properties"]["level"] for one in features}
    bounds = tuple(float(edge) for edge in shapely.total_bounds(shapes))
    text = _project(maps, indices, levels, bounds, words, publication, title=title, package=package)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("kreisblick.qgs", FIRST_DAY)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, text)
    return stream.getvalue()


def _project(
    maps: Mapping[str, Sequence[IndicatorMap]],
    indices: Sequence[IndexMap],
    levels: set[str],
    bounds: tuple[float, ...],
    words: ExportWords,
    publication: Publication,
    *,
    title: str,
    package: str,
) -> str:
    grounds = [layer for level, layer in reversed(LAYERS.items()) if level in levels]
    layers = [_ground(layer, package, words, publication) for layer in grounds]
    layers += [_index_layer(one, package, words, publication) for one in indices]
    layers += [_layer(one, package, words, publication) for row in maps.values() for one in row]
    crs = "EPSG:25832" if (bounds[0] + bounds[2]) / 2 < BORDER_OF_ZONES else "EPSG:25833"
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="{VERSION}" projectname={quoteattr(title)} saveUser="" saveUserFull="">'
        f'<homePath path=""/><title>{escape(title)}</title>'
        f"<projectCrs>{_reference_system(crs)}</projectCrs>"
        f"{_tree(grounds, maps, indices, package, words)}"
        f"{_canvas(bounds, crs)}"
        f"<projectlayers>{''.join(layers)}</projectlayers>"
        f"{_properties(publication)}"
        f"<projectMetadata><identifier/><language>DEU</language><type>dataset</type>"
        f"<title>{escape(title)}</title><abstract>{escape(publication.attribution)}</abstract>"
        f"<author>{escape(publication.publisher)}</author></projectMetadata>"
        "</qgis>\n"
    )


def _tree(
    grounds: Sequence[str],
    maps: Mapping[str, Sequence[IndicatorMap]],
    indices: Sequence[IndexMap],
    package: str,
    words: ExportWords,
) -> str:
    titles = {layer: words.levels[level] for level, layer in LAYERS.items()}
    borders = "".join(
        _leaf(layer, titles[layer], package, shown=layer != "planungsraeume") for layer in grounds
    )
    themes: dict[str, list[str]] = {}
    first = True
    for row in maps.values():
        for one in row:
            leaf = _leaf(view_name(one), _title(one, words), package, shown=first)
            themes.setdefault(one.one.theme, []).append(leaf)
            first = False
    composed = [_leaf(one.name, _index_title(one), package, shown=False) for one in indices]
    composite = [(_("Composite indices"), composed)] if composed else []
    groups = [(_("Boundaries"), [borders]), *themes.items(), *composite]
    inside = "".join(
        _group(name, rows, open_=place < 2) for place, (name, rows) in enumerate(groups)
    )
    return f"<layer-tree-group><customproperties/>{inside}</layer-tree-group>"


def _group(name: str, rows: Sequence[str], *, open_: bool) -> str:
    return (
        f'<layer-tree-group name={quoteattr(name)} checked="Qt::Checked" expanded="{int(open_)}">'
        f"<customproperties/>{''.join(rows)}</layer-tree-group>"
    )


def _leaf(layer: str, title: str, package: str, *, shown: bool) -> str:
    return (
        f"<layer-tree-layer id={quoteattr(PREFIX + layer)} name={quoteattr(title)} "
        f'providerKey="ogr" source={quoteattr(_source(layer, package))} '
        f'checked="Qt::{"Checked" if shown else "Unchecked"}" expanded="{int(shown)}">'
        "<customproperties/></layer-tree-layer>"
    )


def _title(one: IndicatorMap, words: ExportWords) -> str:
    day = format_date(date.fromisoformat(one.day))
    return f"{one.one.title} – {words.levels[one.level]}, {day}"


def _ground(layer: str, package: str, words: ExportWords, publication: Publication) -> str:
    level = next(level for level, name in LAYERS.items() if name == layer)
    style = outline_style(strong=level != "planning_area", named=level != "district")
    rights = (publication.publisher, publication.licence_title)
    return _map_layer(layer, words.levels[level], package, style, {}, rights)


def _layer(one: IndicatorMap, package: str, words: ExportWords, publication: Publication) -> str:
    said = ("area", "area_name", "level", "reference_date")
    names = [
        *(words.columns[name] for name in said),
        f"{one.one.title} ({one.one.unit})",
        *([words.columns["class"]] if one.one.classes else []),
        *(words.columns[name] for name in ("lower", "upper", "state", "sign")),
        _("Value that decides the colour"),
        _("Swings widely because of few cases"),
    ]
    aliases = dict(zip(view_fields(one.one), names, strict=True))
    style = indicator_style(one, words)
    rights = (publication.note(one.one.suppliers), publication.licence_title)
    return _map_layer(view_name(one), _title(one, words), package, style, aliases, rights)


def _index_title(one: IndexMap) -> str:
    return f"{one.title}, {format_date(date.fromisoformat(one.day))}"


def _index_layer(one: IndexMap, package: str, words: ExportWords, publication: Publication) -> str:
    names = ["area", "area_name", "reference_date", "class", "class_probability", "near", "state",
             "sign", "note"]  # fmt: skip
    titles = [words.indices[name] for name in names]
    aliases = dict(zip(INDEX_FIELDS, titles, strict=True))
    rights = (publication.attribution, publication.licence_title)
    style = index_style(one, words)
    return _map_layer(one.name, _index_title(one), package, style, aliases, rights)


def _map_layer(
    layer: str,
    title: str,
    package: str,
    style: str,
    aliases: Mapping[str, str],
    rights: tuple[str, str],
) -> str:
    named = "".join(
        f'<alias field="{field}" index="{place}" name={quoteattr(name)}/>'
        for place, (field, name) in enumerate(aliases.items(), start=1)
    )
    return (
        '<maplayer type="vector" geometry="Polygon" wkbType="MultiPolygon" labelsEnabled="1" '
        'readOnly="1" autoRefreshEnabled="0" hasScaleBasedVisibilityFlag="0" '
        'styleCategories="AllStyleCategories">'
        f"<id>{escape(PREFIX + layer)}</id>"
        f"<datasource>{escape(_source(layer, package))}</datasource>"
        f"<layername>{escape(title)}</layername><attribution>{escape(rights[0])}"
        f"</attribution><srs>{_reference_system(GEOGRAPHIC)}</srs>"
        f"<resourceMetadata><language>DEU</language><title>{escape(title)}</title>"
        f"<license>{escape(rights[1])}</license>"
        f"<rights>{escape(rights[0])}</rights></resourceMetadata>"
        f'<provider encoding="UTF-8">ogr</provider>{style}<aliases>{named}</aliases>'
        "<blendMode>0</blendMode><layerOpacity>1</layerOpacity>"
        '<previewExpression>"name"</previewExpression></maplayer>'
    )


def _source(layer: str, package: str) -> str:
    """Where a layer lies, relative to the project."""
    return f"./{package}|layername={layer}"


def _reference_system(code: str) -> str:
    """A reference system; QGIS goes by ``authid`` and keeps the rest."""
    known = pyproj.CRS.from_user_input(code)
    number = code.partition(":")[2]
    flat = "false" if known.is_projected else "true"
    return (
        f'<spatialrefsys nativeFormat="Wkt"><wkt>{escape(known.to_wkt())}</wkt>'
        f"<srid>{number}</srid><authid>{code}</authid>"
        f"<description>{escape(known.name)}</description>"
        f"<projectionacronym>{'utm' if known.is_projected else 'longlat'}</projectionacronym>"
        f"<geographicflag>{flat}</geographicflag></spatialrefsys>"
    )


def _canvas(bounds: tuple[float, ...], crs: str) -> str:
    turn = pyproj.Transformer.from_crs(GEOGRAPHIC, crs, always_xy=True)
    left, low, right, high = turn.transform_bounds(bounds[0], bounds[1], bounds[2], bounds[3])
    more = MARGIN * max(right - left, high - low)
    edges = {"xmin": left - more, "ymin": low - more, "xmax": right + more, "ymax": high + more}
    extent = "".join(f"<{name}>{value:.0f}</{name}>" for name, value in edges.items())
    return (
        '<mapcanvas name="theMapCanvas" annotationsVisible="1"><units>meters</units>'
        f"<extent>{extent}</extent><rotation>0</rotation>"
        f"<destinationsrs>{_reference_system(crs)}</destinationsrs></mapcanvas>"
    )


def _properties(publication: Publication) -> str:
    """Relative paths, and the note in the corner of the map."""
    note = escape(f"{publication.publisher}. {publication.licence_title}")
    return (
        '<properties><Paths><Absolute type="bool">false</Absolute></Paths>'
        '<SpatialRefSys><ProjectionsEnabled type="int">1</ProjectionsEnabled></SpatialRefSys>'
        '<Measurement><AreaUnits type="QString">km2</AreaUnits>'
        '<DistanceUnits type="QString">km</DistanceUnits></Measurement>'
        '<CopyrightLabel><Enabled type="bool">true</Enabled>'
        f'<Label type="QString">{note}</Label><Placement type="int">3</Placement>'
        "</CopyrightLabel></properties>"
    )
