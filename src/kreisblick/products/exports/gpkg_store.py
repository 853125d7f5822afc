"""What a GeoPackage keeps about its layers: entries of contents, ready styles."""

import sqlite3
from collections.abc import Iterable

__all__ = ["add_layer", "add_style", "make_styles", "quoted"]

STYLES = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""
CONTENTS = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change,
min_x, min_y, max_x, max_y, srs_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
NO_BOX = (None, None, None, None)
DEGREES = 4326


def make_styles(store: sqlite3.Connection, stamp: str) -> None:
    """The table in which QGIS looks for ready styles."""
    store.execute(STYLES)
    row = ("layer_styles", "attributes", "layer_styles", "", stamp, *NO_BOX, 0)
    store.execute(CONTENTS, row)


def add_layer(
    store: sqlite3.Connection,
    name: str,
    title: str,
    told: str,
    stamp: str,
    box: Iterable[float],
) -> None:
    """Make a view with a column ``geom`` known as a layer of areas."""
    store.execute(CONTENTS, (name, "features", title, told, stamp, *box, DEGREES))
    store.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'MULTIPOLYGON', ?, 0, 0)",
        (name, DEGREES),
    )


def add_style(store: sqlite3.Connection, layer: str, title: str, style: str, stamp: str) -> None:
    """A style (QML) that QGIS uses as soon as the layer is opened."""
    store.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
        "update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', ?)",
        (layer, title, style, title, stamp),
    )


def quoted(text: str) -> str:
    """A text as SQL and QGIS write it: in single quotes, those inside doubled."""
    return "'" + text.replace("'", "''") + "'"
