"""Two areas side by side: the profiles' own words and numbers, as scripts that a page fetches.

A page opened from a folder may not read data files, but it may load scripts. So every area is one
small script that hands its words over; the page shows the two that are asked for and says of no
figure more than the profiles do. Whether two areas differ is read off their 95 % intervals.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.profiles.model import Place, Stock
from kreisblick.products.wording import sign_keys, sign_legend, value_cell

__all__ = ["area_script", "comparison_words"]

STRIP = ("value", "lower", "upper", "municipality", "district")
CELLS = ("value", "interval", "municipality", "district", "finding", "change")


def area_script(sheet: Mapping[str, Any]) -> str:
    """One area's words as a script; it calls ``kreisblickArea(slug, words)``."""
    words = {
        "name": sheet["name"],
        "town": sheet["municipality"],
        "headline": sheet["headline"],
        "highlights": [[one["title"], one["sentence"]] for one in sheet["highlights"]],
        "changes": [[one["title"], one["sentence"]] for one in sheet["changes"]],
        "findings": [[one["kind"], f"{one['reason']} {one['state']}"] for one in sheet["findings"]],
        "classes": sheet["classes"],
        "services": [
            [one["title"], "; ".join(w for w in (one["inside"], one["near"], one["nearest"]) if w)]
            for one in sheet["services"]
        ],
        **({"nothing": sheet["nothing"]} if sheet["nothing"] else {}),
        "rows": {row["key"]: _row(row) for theme in sheet["themes"] for row in theme["rows"]},
    }
    return f"kreisblickArea({_json(sheet['slug'])}, {_json(words)});\n"


def comparison_words(stock: Stock, places: Sequence[Place]) -> str:
    """What the page must know before an area is chosen, as JSON: indicators, signs, words."""
    given = {key for place in places for key in _keys(stock, place)}
    themes = []
    for title, ones in stock.figures.themes().items():
        rows = [
            [one.slug, one.title, one.short_unit, format_date(stock.figures.last_date(one.key))]
            for one in ones
            if one.key in given
        ]
        if rows:
            themes.append({"title": title, "rows": rows})
    small = (f for f in stock.figures.rows if f.level == "planning_area")
    signs = sign_legend({key for figure in small for key in sign_keys(figure)})
    words = {"themes": themes, "signs": signs, "nothing": value_cell(None), "say": _sentences()}
    return _json(words).replace("<", "\\u003c")


def _keys(stock: Stock, place: Place) -> list[str]:
    return [one.key for one, _figure in stock.found(place.key)]


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"cells": [row[name] for name in CELLS], "day": row["day"]}
    if row["strip"]:
        found["strip"] = [None if (v := row["strip"][n]) is None else round(v, 4) for n in STRIP]
    if row["limits"]:
        found["limits"] = row["limits"]
    if row["class"]:
        found["class"] = row["class"]
    return found


def _sentences() -> dict[str, str]:
    """What the page says by itself; ``{…}`` is filled in there."""
    return {
        "both": _("{a} and {b}"),
        "shown": _("Shown: {a} and {b}."),
        "choose": _("Please choose two areas."),
        "gone": _("This edition does not have an area that the link names."),
        "same": _("This is the same area twice; please choose another one."),
        "lost": _("The figures of an area could not be loaded. Is the folder “compare” there?"),
        "higher": _("surely higher in {name}"),
        "open": _("no certain difference between the two"),
        "limited": _("only comparable to a limited degree"),
        "against": _("against the district: {finding}"),
        "town": _("{town}: {value}"),
        "no_highlights": _(
            "In none of the figures does the area differ with certainty from the district's mean."
        ),
        "no_changes": _("No certain change can be seen."),
        "profile": _("to the profile"),
    }


def _json(words: Any) -> str:
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
