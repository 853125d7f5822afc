"""What people said, ready to print: the text as it was told, where, by whom, when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.model import BundleLike

__all__ = ["said_about", "said_under"]

DISTRICT = "district"


def said_about(bundle: BundleLike, area: str, municipality: str) -> list[dict[str, str]]:
    """What was said about a planning area, its municipality or the whole district.

    Returns:
        ``where, text, told`` (source and day), the newest first, the area's own before the others.
    """
    own = [one for one in bundle.insights if one["area"] == area]
    around = [
        one
        for one in bundle.insights
        if one["area"] == municipality or one["level"] == DISTRICT
        if one["area"] != area
    ]
    names = _names(bundle)
    return [_printed(one, names) for one in (*own, *around)]


def said_under(bundle: BundleLike, theme: str) -> list[dict[str, str]]:
    """What was said under a theme, by place: ``where, text, told``."""
    names = _names(bundle)
    found = [_printed(one, names) for one in bundle.insights if one["theme"] == theme]
    return sorted(found, key=lambda one: one["where"])


def _names(bundle: BundleLike) -> Mapping[str, str]:
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    return dict(inside.select("area", "name").iter_rows())


def _printed(one: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    day = format_date(date.fromisoformat(str(one["told_on"])))
    return {
        "where": names.get(str(one["area"]), str(one["area"])),
        "text": _("“{text}”").format(text=str(one["text"]).strip('„“”"')),
        "told": _("{source}, {day}").format(source=one["source"], day=day),
    }
