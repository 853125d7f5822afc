"""Masterportal: layers, styles and the tree of themes, ready to be put into a portal.

The layers read the GeoJSON of the collections; ``url`` is relative unless the publication says
where the folder is served.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import read_palette
from kreisblick.products.exports.classes import IndicatorMap, MapClass
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.layers import LAYERS, view_name
from kreisblick.products.exports.publication import Publication
from kreisblick.products.figures import State

__all__ = ["portal_services", "portal_styles", "portal_tree"]

PREFIX = "kreisblick_"
LARGEST = 1e15  # beyond every figure: a range of a portal needs two ends
HATCHES: Mapping[State, Mapping[str, Any]] = {
    State.SUPPRESSED: {"pattern": "circle", "size": 10, "lineWidth": 1},
    State.WITHHELD_BY_SOURCE: {"pattern": "circle", "size": 10, "lineWidth": 1},
    State.NOT_COVERED: {"pattern": "diagonal", "size": 9, "lineWidth": 3},  # a third: even lines
    State.BY_CHOICE: {"pattern": "rectangle", "size": 12, "lineWidth": 1},
}


def portal_services(
    maps: Mapping[str, Sequence[IndicatorMap]], words: ExportWords, publication: Publication
) -> list[dict[str, Any]]:
    """``services.json``: one layer per map, with its attributes and note."""
    base = publication.url or "../"
    return [
        {
            "id": layer_id(one),
            "name": _name(one, words),
            "typ": "GeoJSON",
            "url": f"{base}collections/{LAYERS[one.level]}/items.geojson",
            "gfiTheme": "default",
            "gfiAttributes": _attributes(one, words),
            "layerAttribution": _rights(one, publication),
            "legend": True,
            "datasets": False,  # no entry in a catalogue of the portal: no button that asks for it
        }
        for row in maps.values()
        for one in row
    ]


def portal_styles(
    maps: Mapping[str, Sequence[IndicatorMap]], words: ExportWords
) -> list[dict[str, Any]]:
    """``style.json``: the same classes and colours as in the report, patterns without a number.

    A portal applies the first rule that fits; a range holds its lower end and not its upper one,
    as our classes do. What has no number is asked for first: a portal might take it for zero.
    """
    return [
        {"styleId": layer_id(one), "rules": _rules(one, words)}
        for row in maps.values()
        for one in row
    ]


def portal_tree(
    maps: Mapping[str, Sequence[IndicatorMap]], words: ExportWords, title: str
) -> dict[str, Any]:
    """A fragment of ``config.json``: a folder per theme, to be put below ``subjectlayer``.

    A portal looks here for the style of a layer.
    """
    themes: dict[str, list[dict[str, Any]]] = {}
    for row in maps.values():
        for one in row:
            leaf = {"id": layer_id(one), "name": _name(one, words), "visibility": False,
                    "styleId": layer_id(one)}  # fmt: skip
            themes.setdefault(one.one.theme, []).append(leaf)
    folders = [
        {"name": name, "type": "folder", "elements": leaves} for name, leaves in themes.items()
    ]
    whole = {"name": title, "type": "folder", "elements": folders}
    return {"layerConfig": {"subjectlayer": {"elements": [whole]}}}


def layer_id(one: IndicatorMap) -> str:
    """The name of a layer in a portal."""
    return f"{PREFIX}{view_name(one)}"


def _name(one: IndicatorMap, words: ExportWords) -> str:
    day = format_date(date.fromisoformat(one.day))
    return f"{one.one.title} – {words.levels[one.level]}, {day}"


def _rights(one: IndicatorMap, publication: Publication) -> str:
    return f"{publication.note(one.one.suppliers)}. {publication.licence_title}"


def _attributes(one: IndicatorMap, words: ExportWords) -> dict[str, str]:
    slug = one.one.slug
    return {
        "name": words.columns["area_name"],
        f"{slug}_stufe" if one.one.classes else slug: f"{one.one.title} ({one.one.unit})",
        f"{slug}_von": words.columns["lower"],
        f"{slug}_bis": words.columns["upper"],
        f"{slug}_status": words.columns["state"],
        f"{slug}_stichtag": words.columns["reference_date"],
    }


def _rules(one: IndicatorMap, words: ExportWords) -> list[dict[str, Any]]:
    colours = read_palette().light
    edge = {"polygonStrokeColor": _rgba(colours.line), "polygonStrokeWidth": 1}
    slug = one.one.slug
    rules: list[dict[str, Any]] = []
    for state in one.states:
        hatch = HATCHES.get(state)
        fill = _hatch(hatch, colours.paper, colours.quiet) if hatch else {
            "polygonFillColor": _rgba(colours.paper)
        }  # fmt: skip
        condition = {f"{slug}_status": words.states[state]}
        rules.append(_rule(condition, edge | fill, words.told(state).means))
    for part in one.classes:
        span = {f"{slug}_farbe": _range(part)}
        if one.swings:
            strokes = _hatch({"pattern": "diagonal-right", "size": 9, "lineWidth": 3}, part.fill,
                           colours.paper)  # fmt: skip
            label = _("{class_}; swings widely because of few cases").format(class_=part.words)
            rules.append(_rule({**span, f"{slug}_schwankt": words.yes}, edge | strokes, label))
        rules.append(_rule(span, edge | {"polygonFillColor": _rgba(part.fill)}, part.words))
    return rules


def _rule(conditions: Mapping[str, Any], style: Mapping[str, Any], label: str) -> dict[str, Any]:
    return {"conditions": {"properties": conditions}, "style": {**style, "legendValue": label}}


def _range(part: MapClass) -> list[float]:
    lower = -LARGEST if part.lower is None else part.lower
    return [lower, LARGEST if part.upper is None else part.upper]


def _hatch(pattern: Mapping[str, Any], ground: str, ink: str) -> dict[str, Any]:
    colours = {"backgroundColor": _rgba(ground), "patternColor": _rgba(ink)}
    return {"polygonFillHatch": {**pattern, **colours}}


def _rgba(colour: str) -> list[float]:
    return [*(int(colour[i : i + 2], 16) for i in (1, 3, 5)), 1]
