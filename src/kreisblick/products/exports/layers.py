"""Layers of areas and their fields, named once for GeoPackage, QGIS, collections and portals."""

from kreisblick.products.exports.classes import IndicatorMap
from kreisblick.products.figures import Described

__all__ = ["INDEX_FIELDS", "LAYERS", "view_fields", "view_name"]

LAYERS = {
    "planning_area": "planungsraeume",
    "municipality": "gemeinden",
    "district": "kreis",
}
SHORT = {"planning_area": "pr", "municipality": "gem"}
VIEW_FIELDS = (
    "gebiet", "name", "ebene", "stichtag", "wert", "untere_grenze", "obere_grenze",
    "status", "zeichen", "farbwert", "schwankt",
)  # fmt: skip
INDEX_FIELDS = (
    "gebiet", "name", "stichtag", "stufe", "sicherheit", "grenzt", "status", "zeichen",
    "hinweis",
)  # fmt: skip


def view_fields(one: Described) -> tuple[str, ...]:
    """The fields of an indicator's map; ``stufe`` where the number is the place of a class."""
    return tuple(
        name
        for field in VIEW_FIELDS
        for name in ((field, "stufe") if field == "wert" and one.classes else (field,))
    )


def view_name(shown: IndicatorMap) -> str:
    """The layer of an indicator's map: ``pr_<slug>`` or ``gem_<slug>``."""
    return f"{SHORT[shown.level]}_{shown.one.slug}"
