"""The descriptor: ``datapackage.json`` after Frictionless Data Package v1 (tabular resources)."""

from collections.abc import Mapping, Sequence
from typing import Any

from kreisblick.protection.bundle.tables import Table

__all__ = ["describe"]


def describe(
    report: Mapping[str, Any], tables: Mapping[str, Table], boundaries: Sequence[str]
) -> dict[str, Any]:
    """The descriptor of a bundle; it holds no time, so the same content gives the same bytes.

    Args:
        report: what the report is about.
        tables: what the bundle consists of.
        boundaries: names below ``geo/``: generations, and ``own_cuts/<key>`` of towns.
    """
    district = report.get("district", {})
    return {
        "profile": "data-package",
        "name": _name(str(district.get("key", "kreisblick"))),
        "title": report.get("title", ""),
        "description": str(district.get("name", "")),
        "version": str(report.get("edition", "")),
        "resources": [
            *[_tabular(name, table) for name, table in tables.items()],
            *[_boundaries(name) for name in boundaries],
        ],
    }


def _tabular(name: str, table: Table) -> dict[str, Any]:
    fields = [
        {"name": column, "type": kind, "title": title, **_form(kind)}
        for column, (kind, title) in table.fields.items()
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": table.title,
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
        **({"alternative": f"data/{name}.parquet"} if table.parquet else {}),
    }


def _form(kind: str) -> dict[str, str]:
    forms = {"number": {"decimalChar": "."}, "date": {"format": "%Y-%m-%d"}}
    return forms.get(kind, {})


def _boundaries(name: str) -> dict[str, Any]:
    folder, _slash, own = name.rpartition("/")
    return {
        "profile": "data-resource",
        "name": _name(f"geo-{name}"),
        "title": f"Grenzen, eigene Gebiete {own}" if folder else f"Grenzen, Gebietsstand {name}",
        "path": f"geo/{name}.geojson",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
    }


def _name(text: str) -> str:
    """A name as the standard wants it: small letters, digits, ``-``, ``_``, ``.``."""
    kept = [letter if letter.isascii() and letter.isalnum() else "-" for letter in text.lower()]
    return "".join(kept).strip("-") or "kreisblick"
