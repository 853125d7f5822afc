"""The appendix: changes, protection in plain words, sources."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.figures import say
from kreisblick.products.model import BundleLike
from kreisblick.products.report.scene import Scene
from kreisblick.products.report.tables import legend_line
from kreisblick.products.secrecy import choice_rows, kept_rows, kept_sentence
from kreisblick.products.wording import (
    change_cell,
    change_signs,
    read_signs,
    sign_keys,
    value_cell,
)

__all__ = ["changes_table", "notes_table", "protection_table", "sources_table"]

TESTED = {"up", "down", "same"}
UNTESTED = "untested"


def changes_table(scene: Scene) -> dict[str, Any]:
    """The district then and now, and how many areas changed for sure."""
    rows, keys = [], set[str]()
    for one in scene.figures.described.values():
        now = scene.whole(one)
        if now is None or now.change_from is None:
            continue
        then = scene.figures.get(one.key, scene.district, now.change_from)
        _level, areas = scene.finest(one)
        moved = [area.change_significance for area in areas]
        tested = any(word in TESTED for word in moved)
        keys |= set() if tested else {UNTESTED}
        keys |= (sign_keys(then) | sign_keys(now)) - {"cannot_exist"} | change_signs(now)
        rows.append(
            [
                f"{one.title} ({one.unit})",
                value_cell(then),
                value_cell(now),
                change_cell(now),
                _sure(now.change_significance),
                _moved(moved.count("up"), tested=tested),
                _moved(moved.count("down"), tested=tested),
            ]
        )
    return {"head": _changes_head(scene), "rows": rows, "legend": legend_line(keys)}


def _changes_head(scene: Scene) -> list[str]:
    dates = [format_date(day) for day in scene.figures.dates[-2:]]
    return [
        _("indicator"),
        _("before ({day})").format(day=dates[0]),
        _("now ({day})").format(day=dates[-1]),
        _("change"),
        _("certain?"),
        _("areas risen"),
        _("areas fallen"),
    ]


def _moved(count: int, *, tested: bool) -> str:
    """How many areas; where nobody tested any of them, none is not the answer."""
    if not tested:
        return read_signs().signs[UNTESTED].sign
    return format_count(count) if count else "–"


def _sure(word: str) -> str:
    return {"up": _("yes"), "down": _("yes"), "same": _("no")}.get(word, _("not tested"))


def protection_table(bundle: BundleLike) -> dict[str, Any]:
    """How many counts of each cube are shown, kept secret, or missing; without any threshold."""
    state = (
        pl.when(pl.col("confidentiality") != "free")
        .then(pl.lit("hidden"))
        .when(pl.col("observation").is_in(["counted", "estimated"]))
        .then(pl.lit("shown"))
        .when(pl.col("observation") == "withheld_by_source")
        .then(pl.lit("source"))
        .otherwise(pl.lit("missing"))
    )
    counts = bundle.cells.group_by("cube", state.alias("state")).len()
    by_cube: dict[str, dict[str, int]] = {}
    for cube, name, count in counts.sort("cube", "state").iter_rows():
        by_cube.setdefault(cube, {})[name] = count
    states = ("shown", "hidden", "source", "missing")
    rows = [
        [_cube_title(bundle, cube), *[_cell(found.get(name, 0)) for name in states]]
        for cube, found in by_cube.items()
    ]
    total = [sum(found.get(name, 0) for found in by_cube.values()) for name in states]
    return {
        "head": [
            _("table"),
            _("shown"),
            _("kept secret by us"),
            _("kept secret by the source"),
            _("not delivered or not covered"),
        ],
        "rows": [*rows, [_("all tables"), *[_cell(count) for count in total]]],
        "rules": [
            f"{rule.get('title', '')}: {rule.get('reason', '')}"
            for rule in bundle.protection.get("rules", {}).values()
        ],
        "kept": kept_rows(bundle),
        "choices": choice_rows(bundle),
        "sentence": _(
            "Of {all} counts behind this report {hidden} are kept secret to protect single persons."
        ).format(all=format_count(sum(total)), hidden=format_count(total[1]))
        + f" {kept_sentence(bundle)}",
    }


def _cube_title(bundle: BundleLike, cube: str) -> str:
    definition = bundle.cubes.get(cube, {})
    return say(definition.get("title", cube)) if isinstance(definition, Mapping) else cube


def _cell(count: int) -> str:
    return format_count(count) if count else "–"


def notes_table(scene: Scene) -> dict[str, Any]:
    """Every statistical stumbling block that somebody attached, with the figures it concerns."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in scene.figures.described.values():
        for remark in one.remarks:
            if remark.kind == "note":
                found.setdefault((remark.text, remark.by), []).append(one.title)
    return {
        "head": [_("note"), _("indicators"), _("attached by")],
        "rows": [[text, ", ".join(titles), by] for (text, by), titles in found.items()],
    }


def sources_table(bundle: BundleLike, scene: Scene) -> dict[str, Any]:
    """Who delivered, by what right, how often, and for which indicators."""
    used: dict[str, list[str]] = {}
    for key, one in scene.figures.described.items():
        for source in bundle.indicator_definitions[key]["sources"]:
            used.setdefault(str(source).split("/", maxsplit=1)[0], []).append(one.title)
    rows = [
        [
            _supplier(bundle, key, "title") or key,
            _supplier(bundle, key, "contact"),
            _supplier(bundle, key, "legal_basis"),
            ", ".join(dict.fromkeys(titles)),
        ]
        for key, titles in sorted(used.items(), key=lambda item: item[0])
    ]
    return {
        "head": [_("office"), _("contact"), _("legal basis"), _("indicators")],
        "rows": sorted(rows),
    }


def _supplier(bundle: BundleLike, key: str, name: str) -> str:
    return say(bundle.suppliers.get(key, {}).get(name, ""))
