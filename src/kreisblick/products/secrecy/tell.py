"""Tell: the detail that was kept and the municipalities' choices, in words and rows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from kreisblick.base.language import NARROW_SPACE, format_count, format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.products.figures import german_order, say
from kreisblick.products.model import BundleLike
from kreisblick.products.secrecy.measure import LEVELS, Kept, detail_kept, kept_in_all

__all__ = [
    "choice_rows",
    "cube_title",
    "cubes_in_order",
    "kept_rows",
    "kept_sentence",
    "share_words",
    "slice_words",
]


def kept_sentence(bundle: BundleLike) -> str:
    """One sentence about the finest level; empty where no table has one."""
    kept = kept_in_all(detail_kept(bundle), level=LEVELS[0])
    if not kept.possible:
        return ""
    words = _(
        "For planning areas {shown} of {possible} possible figures are shown ({share}); "
        "of those counted, {people} stand in them."
    )
    short = _("For planning areas {shown} of {possible} possible figures are shown ({share}).")
    return (short if kept.people is None else words).format(
        shown=format_count(kept.shown),
        possible=format_count(kept.possible),
        share=share_words(kept.share),
        people=share_words(kept.people),
    )


def kept_rows(bundle: BundleLike) -> dict[str, Any]:
    """Head and rows: per table the share of figures shown by level, and of people in the areas."""
    detail = detail_kept(bundle)
    rows = [
        [cube_title(bundle, cube), *_levels(detail.filter(cube=cube))]
        for cube in cubes_in_order(bundle, detail)
    ]
    head = [
        _("table"),
        _("planning areas"),
        _("municipalities"),
        _("district"),
        _("of those counted"),
    ]
    return {"head": head, "rows": [*rows, [_("all tables"), *_levels(detail)]]}


def _levels(detail: pl.DataFrame) -> list[str]:
    found = [kept_in_all(detail, level=level) for level in LEVELS]
    return [*(share_words(one.share) for one in found), share_words(found[0].people)]


def choice_rows(bundle: BundleLike) -> dict[str, Any]:
    """Head and rows: which municipality chose what, for what, who, when; why so late."""
    names = dict(bundle.areas.select("area", "name").iter_rows())
    rows = [
        [
            str(names.get(one["municipality"], one["municipality"])),
            _shows(str(one["shows"])),
            _scope(bundle, one),
            str(one["office"]),
            format_date(date.fromisoformat(str(one["date"]))),
        ]
        for one in bundle.report.get("choices", ())
    ]
    late = _("{town}: chosen after results were there. Reason: {reason}")
    return {
        "head": [_("municipality"), _("shown"), _("for"), _("chosen by"), _("day")],
        "rows": rows,
        "late": [
            late.format(
                town=names.get(one["municipality"], one["municipality"]),
                reason=one["after_results"],
            )
            for one in bundle.report.get("choices", ())
            if one.get("after_results")
        ],
    }


def _shows(word: str) -> str:
    return {
        "full": _("everything"),
        "grouped": _("its planning areas together only"),
        "district": _("only as part of the district"),
        "none": _("nothing; the district's figures are those of the others"),
    }[word]


def _scope(bundle: BundleLike, choice: Mapping[str, Any]) -> str:
    cubes = choice["cubes"]
    return _("all figures") if cubes is None else ", ".join(cube_title(bundle, c) for c in cubes)


def cube_title(bundle: BundleLike, cube: str) -> str:
    """The table's title for people."""
    definition = bundle.cubes.get(cube, {})
    return say(definition.get("title", cube)) if isinstance(definition, Mapping) else cube


def cubes_in_order(bundle: BundleLike, detail: pl.DataFrame) -> list[str]:
    """The tables by their titles, as a German directory sorts them."""
    keys = detail["cube"].unique().sort().to_list()
    titles = pl.DataFrame({"cube": keys, "title": [cube_title(bundle, key) for key in keys]})
    return titles.sort(german_order("title"), "cube")["cube"].to_list()


def slice_words(bundle: BundleLike, cube: str, key: str) -> str:
    """A slice in words: the labels of its codes; everything for the whole table.

    Neighbouring age groups stand as they are named in the table.
    """
    if key == "all":
        return _("all together")
    dimensions = {one["name"]: one for one in bundle.cubes.get(cube, {}).get("dimensions", ())}
    parts = []
    for part in key.split(";"):
        name, codes = part.split("=", 1)
        labels = dimensions.get(name, {}).get("labels", {})
        parts.append(", ".join(say(labels.get(code, code)) for code in codes.split("|")))
    return "; ".join(parts)


def share_words(share: float | None) -> str:
    """A share as ``88 %``; whole numbers only, and never 100 where something is missing."""
    if share is None:
        return "x"
    percent = 100 * share
    whole = 99 if 99.5 <= percent < 100 else round(percent)
    return "–" if not percent else f"{format_decimal(max(1, whole), 0)}{NARROW_SPACE}%"


def summary_words(kept: Kept) -> str:
    """``212 of 240 (88 %)``."""
    words = _("{shown} of {possible} ({share})")
    return words.format(
        shown=format_count(kept.shown),
        possible=format_count(kept.possible),
        share=share_words(kept.share),
    )
