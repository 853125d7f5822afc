"""A theme at a glance: one row per indicator, and the signs that stand in it."""

from collections.abc import Sequence

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.products.figures import Described
from kreisblick.products.report.categories import middle_cell
from kreisblick.products.report.scene import Scene
from kreisblick.products.wording import Figure, change_cell, change_signs, sign_keys, value_cell

__all__ = ["glance_row", "glance_signs"]


def glance_row(scene: Scene, described: Described) -> dict[str, str]:
    """The district's value and change, and how many of its parts differ for sure."""
    whole = scene.whole(described)
    level, rows = scene.finest(described)
    words = "{unit}" if level == "planning_area" else _("{unit}; municipalities")
    return {
        "title": described.title,
        "slug": described.slug,
        "unit": words.format(unit=described.unit),
        "value": _glance_value(scene, described, whole),
        "change": change_cell(whole),
        "above": _number(rows, "above"),
        "below": _number(rows, "below"),
        "same": _number(rows, "same"),
    }


def glance_signs(whole: Figure | None) -> set[str]:
    """Which table signs the row of this figure needs."""
    return change_signs(whole) | (sign_keys(whole) - {"cannot_exist"})


def _glance_value(scene: Scene, described: Described, whole: Figure | None) -> str:
    """The district's value; of categories the middle of its areas."""
    scale = scene.scales.get(described.key)
    if scale is None:
        return value_cell(whole)
    _level, rows = scene.finest(described)
    return middle_cell(scale, scale.shares(rows))


def _number(rows: Sequence[Figure], word: str) -> str:
    count = sum(row.significance == word for row in rows)
    return format_count(count) if count else "–"
