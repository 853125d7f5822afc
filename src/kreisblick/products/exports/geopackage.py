"""The GeoPackage: boundaries, all figures, sources, a ready map of every indicator.

Boundaries and figures stand once each; a map is a view that joins the two for one indicator, one
level and its last day, so a layer has ten plain columns and nothing is said twice.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyogrio
import shapely
from pyogrio.raw import write as write_layer
from shapely.geometry import shape

from kreisblick.base.language import format_date
from kreisblick.products.exports.classes import IndicatorMap
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.gpkg_store import add_layer, add_style, make_styles, quoted
from kreisblick.products.exports.indices import IndexMap, Indices
from kreisblick.products.exports.layers import INDEX_FIELDS, LAYERS, view_fields, view_name
from kreisblick.products.exports.publication import Publication
from kreisblick.products.exports.qgis_style import (
    index_style,
    indicator_style,
    outline_style,
    qml,
)
from kreisblick.products.exports.table import DIGITS, with_class
from kreisblick.products.exports.tables import classes_told
from kreisblick.products.exports.wide import LATEST, with_colour
from kreisblick.products.figures import Described

__all__ = ["write_geopackage"]

CRS = "EPSG:4326"  # as in the bundle (RFC 7946)
FORMAT = {"VERSION": "1.2"}  # what is newer, programmes of 2022 (QGIS 3.22) only half trust


def write_geopackage(
    path: Path,
    geojson: Mapping[str, Any],
    figures: pl.DataFrame,
    described: Mapping[str, Described],
    *,
    maps: tuple[Sequence[IndicatorMap], Indices],
    words: ExportWords,
    publication: Publication,
    edition: date,
) -> None:
    """Layers of areas, a view per map with its style, tables of figures, indicators and sources.

    The file's own time stamps are the edition's day, so the same figures give the same bytes.

    Args:
        path: where to write; an existing file is replaced.
        geojson: from ``areas_geojson``.
        figures: from ``released_figures``.
        described: for the table ``kennzahlen``.
        maps: of the indicators and of the indices.
        words: of the exports.
        publication: for the table ``quellen``.
        edition: day of the edition.
    """
    path.unlink(missing_ok=True)
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    stamp = f"{edition}T00:00:00.000Z"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        for level, layer in LAYERS.items():
            own = [f for f in geojson["features"] if f["properties"]["level"] == level]
            if own:
                _write_areas(path, layer, own)
        _write_table(path, "werte", _all_figures(figures, described, words))
        if maps[1].rows.height:
            _write_table(path, "indexwerte", _all_indices(maps[1].rows))
        _write_table(path, "kennzahlen", _indicators(described))
        _write_table(path, "quellen", _sources(publication))
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
    _add_maps(path, maps[0], maps[1].maps, words, publication, stamp)


def _write_areas(path: Path, layer: str, features: list[dict[str, Any]]) -> None:
    shapes = np.array([shape(feature["geometry"]) for feature in features])
    parts, owner = shapely.get_parts(shapes, return_index=True)
    table = _typed(
        _given_here(pl.DataFrame([f["properties"] for f in features], infer_schema_length=None))
    )
    write_layer(
        path,
        shapely.to_wkb(shapely.multipolygons(parts, indices=owner)),
        [_field(table[name]) for name in table.columns],
        table.columns,
        field_mask=[table[name].is_null().to_numpy() for name in table.columns],
        layer=layer,
        driver="GPKG",
        geometry_type="MultiPolygon",
        crs=CRS,
        append=path.exists(),
        dataset_options=FORMAT,
    )


def _write_table(path: Path, layer: str, table: pl.DataFrame) -> None:
    if not table.width:
        return
    table = _typed(table)
    write_layer(
        path,
        None,
        [_field(table[name]) for name in table.columns],
        table.columns,
        field_mask=[table[name].is_null().to_numpy() for name in table.columns],
        layer=layer,
        driver="GPKG",
        geometry_type=None,
        append=path.exists(),
        dataset_options=FORMAT,
    )


def _given_here(table: pl.DataFrame) -> pl.DataFrame:
    """Without columns of indicators that are not given on this level; hidden numbers stay numbers.

    An indicator has a state in every area of a level on which it is given.
    """
    slugs = [name.removesuffix("_status") for name in table.columns if name.endswith("_status")]
    empty = {slug for slug in slugs if table[f"{slug}_status"].is_null().all()}
    gone = [f"{slug}{part}" for slug in empty for part in (*LATEST, "_stufe")]
    numbers = [pl.col(slug).cast(pl.Float64) for slug in slugs if slug not in empty]
    return table.drop(gone, strict=False).with_columns(numbers)


def _typed(table: pl.DataFrame) -> pl.DataFrame:
    return table.select(
        pl.col(name).cast(pl.Float64) if kind.is_numeric() else pl.col(name).cast(pl.String)
        for name, kind in table.schema.items()
    )


def _field(column: pl.Series) -> np.ndarray:
    if column.dtype.is_float():
        return column.fill_null(0.0).to_numpy()
    return np.array(column.fill_null("").to_list(), dtype=object)


def _all_figures(
    figures: pl.DataFrame, described: Mapping[str, Described], words: ExportWords
) -> pl.DataFrame:
    """Every figure of every date, one per row; the views read it."""
    told = words.all_told()
    signs = {state.value: one.sign or None for state, one in told.items()}
    states = {state.value: one.word for state, one in told.items()}
    own = figures.filter(pl.col("indicator").is_in(list(described)))
    known = with_class(with_colour(own), described)
    return known.select(
        kennzahl="indicator",
        stichtag=pl.col("reference_date").dt.to_string("iso"),
        ebene=pl.col("level").replace_strict(words.levels),
        gebiet="area",
        wert=pl.col("value").round(DIGITS),
        stufe="class",
        untere_grenze=pl.col("lower").round(DIGITS),
        obere_grenze=pl.col("upper").round(DIGITS),
        status=pl.col("state").replace_strict(states),
        zeichen=pl.col("state").replace_strict(signs),
        farbwert="colour",  # not rounded: it could cross the border of a class
        schwankt=pl.when(pl.col("swings")).then(pl.lit(words.yes)),
    )


def _all_indices(indices: pl.DataFrame) -> pl.DataFrame:
    return indices.select(
        schluessel="index",
        teil="part",
        stichtag=pl.col("reference_date").dt.to_string("iso"),
        gebiet="area",
        stufe="class",
        sicherheit="class_probability",
        grenzt="near",
        status="state",
        zeichen="sign",
        hinweis="note",
    )


def _indicators(described: Mapping[str, Described]) -> pl.DataFrame:
    rows = [
        {
            "spalte": one.slug,
            "kennzahl_schluessel": one.key,
            "kennzahl": one.title,
            "einheit": one.unit,
            "thema": one.theme,
            "formel": one.formula,
            "stufen": classes_told(one),
            "quelle": "; ".join(one.sources),
            "grenzen": " ".join(one.limits),
        }
        for one in described.values()
    ]
    return pl.DataFrame(rows)


def _sources(publication: Publication) -> pl.DataFrame:
    """What is published under which licence, then every source."""
    own = (publication.publisher, publication.licence_title, publication.attribution)
    rows = [own, *((c.title, c.licence or None, c.attribution) for c in publication.credits)]
    names = ["stelle", "lizenz", "quellenvermerk"]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _add_maps(
    path: Path,
    maps: Sequence[IndicatorMap],
    index_maps: Sequence[IndexMap],
    words: ExportWords,
    publication: Publication,
    stamp: str,
) -> None:
    with closing(sqlite3.connect(path)) as store:
        boxes = {
            row[0]: row[1:]
            for row in store.execute(
                "SELECT table_name, min_x, min_y, max_x, max_y FROM gpkg_contents"
            )
        }
        store.execute("CREATE INDEX werte_kennzahl ON werte (kennzahl, stichtag, ebene, gebiet)")
        make_styles(store, stamp)
        for level, layer in LAYERS.items():
            if layer in boxes:
                outline = outline_style(strong=level != "planning_area", named=level != "district")
                add_style(store, layer, words.levels[level], qml(outline), stamp)
        for shown in maps:
            _add_view(store, shown, words, publication, stamp, boxes[LAYERS[shown.level]])
        for index in index_maps:
            _add_index_view(store, index, words, publication, stamp, boxes[LAYERS[index.level]])
        store.commit()


def _add_view(
    store: sqlite3.Connection,
    shown: IndicatorMap,
    words: ExportWords,
    publication: Publication,
    stamp: str,
    box: tuple[float, ...],
) -> None:
    name, title = view_name(shown), f"{shown.one.title} – {words.levels[shown.level]}"
    chosen = {"kennzahl": shown.one.key, "stichtag": shown.day, "ebene": words.levels[shown.level]}
    where = " AND ".join(f"w.{column} = {quoted(value)}" for column, value in chosen.items())
    columns = ", ".join(f"w.{field}" for field in view_fields(shown.one)[2:])
    store.execute(
        f'CREATE VIEW "{name}" AS SELECT w.fid AS OGC_FID, g.geom AS geom, g.area AS gebiet, '  # noqa: S608  names come from the catalogue
        f'g.name AS name, {columns} FROM werte w JOIN "{LAYERS[shown.level]}" g '
        f"ON g.area = w.gebiet WHERE {where}"
    )
    day = format_date(date.fromisoformat(shown.day))
    rights = f"{publication.note(shown.one.suppliers)}. {publication.licence_title}"
    told = f"{shown.one.unit}, {day}. {rights}"
    add_layer(store, name, title, told, stamp, box)
    add_style(store, name, title, qml(indicator_style(shown, words)), stamp)


def _add_index_view(
    store: sqlite3.Connection,
    shown: IndexMap,
    words: ExportWords,
    publication: Publication,
    stamp: str,
    box: tuple[float, ...],
) -> None:
    chosen = {"schluessel": shown.key, "teil": shown.part, "stichtag": shown.day}
    where = " AND ".join(f"w.{column} = {quoted(value)}" for column, value in chosen.items())
    columns = ", ".join(f"w.{field}" for field in INDEX_FIELDS[2:])
    store.execute(
        f'CREATE VIEW "{shown.name}" AS SELECT w.fid AS OGC_FID, g.geom AS geom, '  # noqa: S608  names come from the catalogue
        f"g.area AS gebiet, g.name AS name, {columns} FROM indexwerte w "
        f'JOIN "{LAYERS[shown.level]}" g ON g.area = w.gebiet WHERE {where}'
    )
    day = format_date(date.fromisoformat(shown.day))
    told = f"{day}. {publication.attribution}. {publication.licence_title}"
    add_layer(store, shown.name, shown.title, told, stamp, box)
    add_style(store, shown.name, shown.title, qml(index_style(shown, words)), stamp)
