"""Tell: own areas of a town in words, as a table, and on a map."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from kreisblick.base.language import format_percent
from kreisblick.base.language import translate as _
from kreisblick.products.cuts.draw import draw_own_cut
from kreisblick.products.cuts.model import OwnCutSheet
from kreisblick.products.figures import german_order, say
from kreisblick.products.model import BundleLike, area_slug

__all__ = ["tell_own_cuts"]

TABLE = "own_cuts"
STEP = 5  # percent: half of it rounds to nothing, and is told as less than the step
ALIKE = 0.9  # of both areas: who compares two figures of them, errs by less than they waver


def tell_own_cuts(bundle: BundleLike, municipality: str = "") -> tuple[OwnCutSheet, ...]:
    """One sheet for each town's own cut, by the town's name; none where no town has one.

    Args:
        bundle: a verified bundle.
        municipality: only this town's, where it is given.
    """
    shares = bundle.derived(TABLE)
    if municipality:
        shares = shares.filter(municipality=municipality)
    if shares.is_empty():
        return ()
    held = set(shares["own_cut"])
    described = {key: one for key, one in bundle.definitions(TABLE).items() if key in held}
    names = _names(bundle)
    towns = pl.DataFrame(
        {"key": list(described), "town": [names[one["municipality"]] for one in described.values()]}
    )
    keys = towns.sort(german_order("town"), "key")["key"].to_list()
    return tuple(
        _sheet(bundle, key, described[key], shares.filter(own_cut=key), names) for key in keys
    )


def _names(bundle: BundleLike) -> dict[str, str]:
    own = bundle.areas.filter(generation=str(bundle.report["generation"]))
    return dict(own.select("area", "name").iter_rows())


def _sheet(
    bundle: BundleLike,
    key: str,
    described: Mapping[str, Any],
    shares: pl.DataFrame,
    names: Mapping[str, str],
) -> OwnCutSheet:
    municipality, title = str(described["municipality"]), say(described["title"])
    town, called = names[municipality], say(described["called"])
    sentences, slug = _sentences(called, shares, names), area_slug(key)
    alt = f"{_map_words().format(town=town, called=called)} {sentences[0]}"
    paper, screen = (
        draw_own_cut(
            bundle.geometry(str(bundle.report["generation"])),
            bundle.own_geometry(key),
            municipality,
            title=title,
            description=alt,
            legend=legend,
            prefix=f"own-{slug}",
        )
        for legend in ((_("planning area"), called), None)
    )
    return OwnCutSheet(
        key=slug,
        municipality=municipality,
        town=town,
        title=title,
        sentences=sentences,
        svg=paper,
        screen_svg=screen,
        alt=alt,
        caption=_caption().format(town=town, called=called),
        source=str(described["source"]),
        table_caption=_table_caption().format(title=title),
        head=_head(),
        rows=_rows(shares, names),
    )


def _map_words() -> str:
    return _("Map of {town}: planning areas as filled areas, {called} as dashed lines.")


def _caption() -> str:
    return _("{town}: planning areas (filled) and {called} (dashed, names in bold).")


def _table_caption() -> str:
    return _(
        "{title}: in which planning areas they lie. Shares of public addresses, rounded to five "
        "percent"
    )


def _head() -> tuple[str, str, str, str]:
    shares = _("Share of own area"), _("Share of planning area")
    return (_("Own area"), _("Planning area"), *shares)


def _rows(shares: pl.DataFrame, names: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    ordered = shares.sort(
        german_order("own_name"), "own_area", "share_of_own_area", "area",
        descending=[False, False, True, False],
    )  # fmt: skip
    return [
        (
            row["own_name"],
            names[row["area"]],
            _share(row["share_of_own_area"], row["basis"]),
            _share(row["share_of_area"], row["basis"]),
        )
        for row in ordered.iter_rows(named=True)
    ]


def _share(value: float, basis: str) -> str:
    """A rounded share; nearly nothing is not nothing, and ground is not addresses."""
    least = _("below {share}").format(share=format_percent(STEP, 0))
    words = format_percent(100 * value, 0) if value > 0 else least
    return _("{share} of the ground").format(share=words) if basis == "area" else words


def _sentences(called: str, shares: pl.DataFrame, names: Mapping[str, str]) -> tuple[str, ...]:
    """How the two cuts differ, what that means for reading, and what is alike nevertheless."""
    own = shares.group_by("own_area").agg(pl.len(), whole=pl.col("share_of_own_area").max() >= 1)
    total, crossing = own.height, own.filter(~pl.col("whole")).height
    same = shares.filter(pl.col("share_of_own_area") >= 1, pl.col("share_of_area") >= 1).height
    if same == shares.height:
        words = _(
            "{called} and planning areas have the same borders; their figures are comparable."
        )
        return (words.format(called=_upper(called)),)
    if total == 1:
        words = _("{called} and planning areas are cut differently.")
    elif crossing == 0:
        words = _("Each of the {count} {small} lies in one planning area, but does not fill it.")
    elif crossing == total:
        words = _(
            "{called} and planning areas are cut differently: all {count} lie in several planning "
            "areas."
        )
    elif crossing == 1:
        words = _(
            "{called} and planning areas are cut differently: {crossing} of {count} lies in "
            "several planning areas."
        )
    else:
        words = _(
            "{called} and planning areas are cut differently: {crossing} of {count} lie in "
            "several planning areas."
        )
    reading = _(
        "So a figure of a planning area is no figure of the town's own area, not even "
        "proportionally: the shares count addresses, not people."
    )
    alike = _alike(shares, names)
    first = words.format(called=_upper(called), small=called, crossing=crossing, count=total)
    return (first, reading, *([alike] if alike else []))


def _upper(words: str) -> str:
    """At the beginning of a sentence; English words for areas are written small."""
    return words[:1].upper() + words[1:]


def _alike(shares: pl.DataFrame, names: Mapping[str, str]) -> str:
    """Pairs that nearly cover each other, most areas have none."""
    near = shares.filter(
        pl.col("share_of_own_area") >= ALIKE, pl.col("share_of_area") >= ALIKE
    ).sort(german_order("own_name"), "own_area")
    pairs = [
        _("{own} with {area}").format(own=own, area=names[area])
        for own, area in near.select("own_name", "area").iter_rows()
    ]
    words = _("Nearly alike, and so comparable: {pairs}.")
    return words.format(pairs="; ".join(pairs)) if pairs else ""
