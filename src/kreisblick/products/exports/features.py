"""Collections: lists of features, laid out as a service after OGC API Features offers them.

``collections.json`` is the answer at ``/collections``; the items of each lie in
``collections/<id>/items.geojson``, what can be asked for in ``collections/<id>/queryables.json``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import shapely
from shapely.geometry import shape

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.exports.areas import said_of_licence, simplified
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.layers import LAYERS
from kreisblick.products.exports.publication import Publication
from kreisblick.products.exports.wide import dated_figures, latest_figures, parts_of
from kreisblick.products.figures import Described, slug

__all__ = ["Collection", "collection_list", "make_collections"]

WGS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
UTM = ("http://www.opengis.net/def/crs/EPSG/0/25832", "http://www.opengis.net/def/crs/EPSG/0/25833")
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
DATED = ("", "_von", "_bis", "_status", "_zeichen")
LATEST = (*DATED, "_stichtag", "_farbe", "_schwankt")
LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, kw_only=True)
class Collection:
    """A list of features that a service offers under one name.

    Attributes:
        id: stands in addresses.
        title, description: for people.
        items: a GeoJSON feature collection; every feature has an ``id`` that stays.
        titles: property to its title.
        days: reference dates, ascending.
    """

    id: str
    title: str
    description: str
    items: Mapping[str, Any]
    titles: Mapping[str, str]
    days: tuple[str, ...]

    @property
    def box(self) -> list[float]:
        """West, south, east, north in degrees."""
        once = {one["properties"]["area"]: one["geometry"] for one in self.items["features"]}
        shapes = [shape(geometry) for geometry in once.values()]
        return [round(float(edge), 6) for edge in shapely.total_bounds(shapes)]

    def queryables(self) -> dict[str, Any]:
        """What can be asked for, as JSON Schema."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "title": self.title,
            "properties": {
                name: {"title": title, "type": _type(name, self.items["features"])}
                for name, title in self.titles.items()
            },
            "additionalProperties": False,
        }


def make_collections(
    figures: pl.DataFrame,
    described: Mapping[str, Described],
    features: Sequence[Mapping[str, Any]],
    words: ExportWords,
    publication: Publication,
    tolerance_m: float,
) -> Iterator[Collection]:
    """A collection per level with the latest figures, and one per theme and level with all dates.

    A feature of the first kind is an area (id: its key), of the second an area on a date (id:
    ``<area>.<date>``), drawn with borders that are simplified by ``tolerance_m``.
    """
    latest = latest_figures(figures, described, words, LATEST)
    themes: dict[str, dict[str, Described]] = {}
    for key, one in described.items():
        themes.setdefault(one.theme, {})[key] = one
    for level, layer in LAYERS.items():
        own = [one for one in features if one["properties"]["level"] == level]
        if own:
            yield _latest(level, layer, own, latest, described, words, publication)
    simple = simplified(features, tolerance_m)
    for theme, indicators in themes.items():
        dated = dated_figures(figures, indicators, words, DATED)
        for level, layer in LAYERS.items():
            own = [one for one in simple if one["properties"]["level"] == level]
            if any(level in one.levels for one in indicators.values()) and own:
                name = f"{slug(theme.lower().translate(LETTERS).replace(' ', '-'))}.{layer}"
                yield _dated(name, theme, level, own, dated, indicators, words, publication)


def collection_list(found: Sequence[Collection], publication: Publication) -> dict[str, Any]:
    """The answer at ``/collections``, with the licence beside it."""
    return {
        **said_of_licence(publication),
        "links": [_link("collections.json", "self", "application/json")],
        "collections": [_entry(one) for one in found],
    }


def _entry(one: Collection) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "description": one.description,
        "itemType": "feature",
        "extent": {
            "spatial": {"bbox": [one.box], "crs": WGS84},
            "temporal": {"interval": [[one.days[0], one.days[-1]]], "trs": GREGORIAN},
        },
        "crs": [WGS84, *UTM],
        "storageCrs": WGS84,
        "links": [
            _link(f"collections/{one.id}/items.geojson", "items", "application/geo+json"),
            _link(f"collections/{one.id}/queryables.json", QUERYABLES, "application/schema+json"),
        ],
    }


def _latest(
    level: str,
    layer: str,
    features: Sequence[Mapping[str, Any]],
    latest: pl.DataFrame,
    described: Mapping[str, Described],
    words: ExportWords,
    publication: Publication,
) -> Collection:
    shown = {key: one for key, one in described.items() if level in one.levels}
    titles = _titles(shown, LATEST, words, dated=False)
    rows = {row["area"]: row for row in latest.select(_kept(latest, titles)).iter_rows(named=True)}
    items = [
        _feature(one, str(one["properties"]["area"]), rows.get(one["properties"]["area"], {}))
        for one in features
    ]
    days = latest.select(pl.selectors.ends_with("_stichtag"))
    known = sorted({day for column in days.iter_columns() for day in column.drop_nulls()})
    return Collection(
        id=layer,
        title=_("{level}: newest figures").format(level=words.levels[level]),
        description=_("Every indicator at its last date. {note}").format(
            note=publication.attribution
        ),
        items=_items(items, publication),
        titles=titles,
        days=tuple(known),
    )


def _dated(
    name: str,
    theme: str,
    level: str,
    features: Sequence[Mapping[str, Any]],
    dated: pl.DataFrame,
    indicators: Mapping[str, Described],
    words: ExportWords,
    publication: Publication,
) -> Collection:
    shown = {key: one for key, one in indicators.items() if level in one.levels}
    titles = _titles(shown, DATED, words, dated=True)
    own = {one["properties"]["area"]: one for one in features}
    rows = dated.filter(pl.col("area").is_in(list(own)))
    kept = rows.select("reference_date", *_kept(rows, titles))
    items = [
        _feature(own[row["area"]], f"{row['area']}.{day}", {"datum": day.isoformat(), **row})
        for row in kept.iter_rows(named=True)
        for day in [row.pop("reference_date")]
    ]
    days = [day.isoformat() for day in kept["reference_date"].unique().sort()]
    return Collection(
        id=name,
        title=f"{theme} – {words.levels[level]}",
        description=_("All dates from {first} to {last}. {note}").format(
            first=format_date(date.fromisoformat(days[0])),
            last=format_date(date.fromisoformat(days[-1])),
            note=publication.note(key for one in shown.values() for key in one.suppliers),
        ),
        items=_items(items, publication),
        titles=titles,
        days=tuple(days),
    )


def _kept(table: pl.DataFrame, titles: Mapping[str, str]) -> list[str]:
    return [name for name in table.columns if name in titles]


def _titles(
    shown: Mapping[str, Described], parts: Sequence[str], words: ExportWords, *, dated: bool
) -> dict[str, str]:
    """Property to title, in the order of the features' properties."""
    own = {name: title for name, title in words.places.items() if dated or name != "datum"}
    said = {
        "_stufe": words.columns["class"],
        "_von": words.columns["lower"],
        "_bis": words.columns["upper"],
        "_status": words.columns["state"],
        "_zeichen": words.columns["sign"],
        "_stichtag": words.columns["reference_date"],
        "_farbe": _("Value that decides the colour"),
        "_schwankt": _("Swings widely because of few cases"),
    }
    for one in shown.values():
        for part in parts_of(one, parts):
            told = one.unit if part == "" else said[part]
            own[f"{one.slug}{part}"] = f"{one.title} ({told})"
    return own


def _feature(one: Mapping[str, Any], name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    own = {key: one["properties"].get(key) for key in ("area", "name", "level", "parent")}
    return {
        "type": "Feature",
        "id": name,
        "properties": own | dict(values),
        "geometry": one["geometry"],
    }


def _items(features: list[dict[str, Any]], publication: Publication) -> dict[str, Any]:
    return {"type": "FeatureCollection", **said_of_licence(publication), "features": features}


def _type(name: str, features: Sequence[Mapping[str, Any]]) -> str:
    found = [one["properties"].get(name) for one in features]
    return "number" if any(isinstance(value, int | float) for value in found) else "string"


def _link(href: str, rel: str, kind: str) -> dict[str, str]:
    return {"href": href, "rel": rel, "type": kind}
