"""Facilities and services inside a municipality: how many in which area, and their names."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.products.editions.model import Stock, Town
from kreisblick.products.figures import german_order
from kreisblick.products.wording import count_words

__all__ = ["service_table"]

NONE = "–"


def service_table(stock: Stock, town: Town) -> dict[str, Any]:
    """Rows by area with the number of each service, and all facilities by service.

    Returns:
        ``head, rows`` (last row: the municipality), ``groups`` of ``title, number, items``; empty
        rows where the inventory names nothing.
    """
    services = stock.bundle.services
    keys = [area.key for area in town.areas]
    if "area" not in services.columns:
        return {"head": [], "rows": [], "groups": []}
    inside = services.filter(pl.col("area").is_in(keys))
    kinds = sorted(inside["service"].unique().to_list(), key=lambda kind: _title(stock, kind))
    if not kinds:
        return {"head": [], "rows": [], "groups": []}
    count = {(a, s): n for a, s, n in inside.group_by("area", "service").len().iter_rows()}
    rows = [
        {"number": str(area.number), "name": area.name,
         "cells": [_cell(count.get((area.key, kind), 0)) for kind in kinds]}
        for area in town.areas
    ] if town.parted else []  # fmt: skip
    total = [_cell(inside.filter(service=kind).height) for kind in kinds]
    names = {area.key: area.name for area in town.areas} if town.parted else {}
    return {
        "head": [_title(stock, kind) for kind in kinds],
        "rows": [*rows, {"number": "", "name": town.name, "cells": total}],
        "groups": [
            _group(_title(stock, kind), inside.filter(service=kind), names) for kind in kinds
        ],
    }


def _title(stock: Stock, kind: str) -> str:
    return stock.definition.service_title(kind)


def _cell(count: int) -> str:
    return format_count(count) if count else NONE


def _group(title: str, rows: pl.DataFrame, names: Mapping[str, str]) -> dict[str, Any]:
    ordered = rows.sort(german_order("name"), "area")
    return {
        "title": title,
        "number": format_count(rows.height),
        "items": [_item(row, names) for row in ordered.iter_rows(named=True)],
    }


def _item(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One facility in a line: name, area, places."""
    where = names.get(str(row["area"]), "")
    places = row.get("places")
    parts = [str(row["name"]), where, count_words(round(places), "places") if places else ""]
    words = [part for part in parts if part]
    return (
        _("{name} ({more})").format(name=words[0], more=", ".join(words[1:]))
        if words[1:]
        else words[0]
    )
