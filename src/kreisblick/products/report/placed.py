"""Place: every text of people at the one place where it is printed in full."""

from collections.abc import Mapping
from typing import Any

from kreisblick.products.editorial import Editorial, TextBlock
from kreisblick.products.report.scene import Scene

__all__ = ["place_texts"]


def place_texts(
    editorial: Editorial, scene: Scene, places: Mapping[str, str], focus: tuple[str, ...] = ()
) -> dict[str, Any]:
    """All printed text blocks by place; a block in plain language belongs to its own edition.

    A text stands with its indicator, its theme, its municipality or in the introduction, whichever
    comes first; what names a theme or an indicator that the report leaves out moves on. A
    recommendation stands in its own chapter and is only named elsewhere.

    Args:
        editorial: signed texts, in their order.
        scene: the report's figures and places.
        places: part of the report to the key of the text that opens it.
        focus: keys of the focus topics that are printed, in this order; all without.

    Returns:
        ``introduction, focus, recommendations, statements``: blocks; ``parts``: part to blocks;
        ``indicators``: key to blocks; ``themes``: title to ``texts, recommendations,
        statements``; ``towns``: name to ``texts, recommendations``.
    """
    placed: dict[str, Any] = {
        "introduction": [], "focus": [], "recommendations": [], "statements": [],
        "parts": {}, "indicators": {}, "themes": {}, "towns": {},
    }  # fmt: skip
    part_of = {key: part for part, key in places.items()}
    for block in editorial.blocks:
        if block.kind != "plain":
            _place(block, scene, placed, part_of)
    if focus:
        by_key = {one["key"]: one for one in placed["focus"]}
        placed["focus"] = [by_key[key] for key in focus if key in by_key]
    return placed


def _place(
    block: TextBlock, scene: Scene, placed: dict[str, Any], part_of: Mapping[str, str]
) -> None:
    theme, town = _theme(block, scene), _town(block, scene)
    printed = {**block.printed(), "about": _about(block, scene)}
    if block.kind == "focus":
        placed["focus"].append(printed)
    elif block.kind == "recommendation":
        placed["recommendations"].append(printed)
        if theme:
            _of_theme(placed, theme)["recommendations"].append(printed)
        if town:
            _of_town(placed, town)["recommendations"].append(printed)
    elif block.kind == "text" and block.key in part_of:
        placed["parts"].setdefault(part_of[block.key], []).append(printed)
    elif block.kind == "comment" and town:
        _of_town(placed, town)["texts"].append(printed)
    elif block.kind == "text" and block.indicator in scene.figures.described:
        placed["indicators"].setdefault(block.indicator, []).append(printed)
    elif theme:
        name = "texts" if block.kind == "text" else "statements"
        _of_theme(placed, theme)[name].append(printed)
    elif town:
        _of_town(placed, town)["texts"].append(printed)
    else:
        placed["introduction" if block.kind == "text" else "statements"].append(printed)


def _of_theme(placed: dict[str, Any], theme: str) -> dict[str, Any]:
    empty: dict[str, Any] = {"texts": [], "recommendations": [], "statements": []}
    found: dict[str, Any] = placed["themes"].setdefault(theme, empty)
    return found


def _of_town(placed: dict[str, Any], town: str) -> dict[str, Any]:
    found: dict[str, Any] = placed["towns"].setdefault(town, {"texts": [], "recommendations": []})
    return found


def _theme(block: TextBlock, scene: Scene) -> str:
    """The chapter a block belongs to; empty where the report has none for it."""
    themes = {one.theme for one in scene.figures.described.values()}
    if block.theme in themes:
        return block.theme
    one = scene.figures.described.get(block.indicator)
    return one.theme if one else ""


def _town(block: TextBlock, scene: Scene) -> str:
    """The name of the municipality a block speaks about; empty for the district."""
    if not block.area or block.area == scene.district:
        return ""
    parent = scene.parents.get(block.area, "")
    key = block.area if parent in {"", scene.district} else parent
    return scene.outlines.names.get(key, "")


def _about(block: TextBlock, scene: Scene) -> str:
    """What a block speaks about, beside its title."""
    one = scene.figures.described.get(block.indicator)
    area = "" if block.area == scene.district else scene.outlines.names.get(block.area, "")
    return " · ".join(word for word in (block.theme, one.title if one else "", area) if word)
