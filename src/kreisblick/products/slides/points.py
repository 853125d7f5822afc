"""Key points: what a body is told of an indicator, never bolder than its figures allow."""

from collections.abc import Sequence
from dataclasses import dataclass

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.figures import Described
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import (
    Figure,
    Figures,
    change_cell,
    change_sentence,
    coverage_sentence,
    gather_figures,
    interval_cell,
    signed_cell,
    spread_words,
    state_sentence,
    value_cell,
    write_value,
)

__all__ = ["KeyPoint", "chosen_indicators", "finest_level", "key_points", "surest_indicators"]

SURE = {"up", "down"}
DIFFERENT = {"above", "below"}


@dataclass(frozen=True, kw_only=True)
class KeyPoint:
    """What can be said about one indicator of the whole district, in words.

    Attributes:
        known: whether there is a number.
        value: the district's value with its unit; where there is none, the sign that stands for it.
        interval: the 95 % interval; empty where there is none.
        change: signed, against the date before, with ``°`` where nobody tested whether it is sure;
            empty where there is none.
        signed: the same without that sign.
        change_from: that date.
        change_words: whether the change is sure; empty where there is none.
        direction: ``up, down, same, unknown``.
        day: the reference date.
        sentences: most important first.
        sources: offices the figures come from.
    """

    indicator: str
    theme: str
    title: str
    unit: str
    known: bool
    value: str
    interval: str
    change: str
    signed: str
    change_from: str
    change_words: str
    direction: str
    day: str
    sentences: tuple[str, ...]
    sources: tuple[str, ...]


def key_points(
    bundle: BundleLike, indicators: Sequence[str] = (), most: int = 6, themes: Sequence[str] = ()
) -> list[KeyPoint]:
    """The points about some indicators, or about the surest of every theme.

    Args:
        bundle: a verified bundle.
        indicators: keys in the order wanted; those without figures are left out.
        most: how many points at most.
        themes: titles of the themes to choose from where no indicator is named; all without.
    """
    figures = gather_figures(bundle)
    district = str(bundle.report["district"]["key"])
    chosen = chosen_indicators(figures, district, indicators, most, themes)
    return [_point(figures, district, one) for one in chosen]


def chosen_indicators(
    figures: Figures,
    district: str,
    indicators: Sequence[str],
    most: int,
    themes: Sequence[str] = (),
) -> list[Described]:
    """Those named that have figures, in their order; else the surest, in the report's order."""
    named = [figures.described[key] for key in indicators if key in figures.described]
    if named:
        return named[:most]
    kept = {one.key for one in surest_indicators(figures, district, themes)[:most]}
    return [one for one in figures.described.values() if one.key in kept]


def surest_indicators(
    figures: Figures, district: str, themes: Sequence[str] = ()
) -> list[Described]:
    """One indicator of every theme, then second ones: those with the surest signal first."""
    ranked = [
        _by_signal(figures, district, ones)
        for theme, ones in figures.themes().items()
        if not themes or theme in themes
    ]
    rounds = max((len(ones) for ones in ranked), default=0)
    return [ones[place] for place in range(rounds) for ones in ranked if place < len(ones)]


def finest_level(described: Described) -> str:
    """The smallest areas for which an indicator is given."""
    return "planning_area" if "planning_area" in described.levels else "municipality"


def _by_signal(figures: Figures, district: str, ones: Sequence[Described]) -> list[Described]:
    known = [
        one
        for one in ones
        if (whole := _whole(figures, district, one)) is not None and whole.value is not None
    ]
    return sorted(known, key=lambda one: _signal(figures, district, one), reverse=True)


def _signal(figures: Figures, district: str, one: Described) -> tuple[bool, float]:
    """A sure change of the district first, then the part of the areas that surely differ."""
    rows = figures.of(one.key, finest_level(one), figures.last_date(one.key))
    whole = _whole(figures, district, one)
    moved = whole is not None and whole.change_significance in SURE
    return moved, sum(row.significance in DIFFERENT for row in rows) / max(len(rows), 1)


def _whole(figures: Figures, district: str, one: Described) -> Figure | None:
    return figures.get(one.key, district, figures.last_date(one.key))


def _point(figures: Figures, district: str, one: Described) -> KeyPoint:
    day = figures.last_date(one.key)
    whole = figures.get(one.key, district, day)
    return KeyPoint(
        indicator=one.key,
        theme=one.theme,
        title=one.title,
        unit=one.unit,
        known=whole is not None and whole.value is not None,
        value=_value(whole),
        interval=interval_cell(whole),
        day=format_date(day),
        sentences=tuple(_sentences(figures, one, whole)),
        sources=one.sources,
        **_change(whole),
    )


def _value(whole: Figure | None) -> str:
    if whole is None or whole.value is None:
        return value_cell(whole)
    return write_value(whole.value, whole.unit, whole.denominator)


def _change(whole: Figure | None) -> dict[str, str]:
    if whole is None or whole.change is None or whole.change_from is None:
        empty = dict.fromkeys(("change", "signed", "change_from", "change_words"), "")
        return {**empty, "direction": "unknown"}
    since = format_date(whole.change_from)
    words = {
        "up": _("surely risen since {since}"),
        "down": _("surely fallen since {since}"),
        "same": _("no certain change since {since}"),
    }
    return {
        "change": change_cell(whole),
        "signed": signed_cell(None if whole.kind == "ordinal" else whole.change, whole.unit),
        "change_from": since,
        "change_words": words.get(whole.change_significance, _("not tested, since {since}")).format(
            since=since
        ),
        "direction": whole.change_significance,
    }


def _sentences(figures: Figures, one: Described, whole: Figure | None) -> list[str]:
    level = finest_level(one)
    rows = figures.of(one.key, level, figures.last_date(one.key))
    noun = "areas" if level == "planning_area" else "municipalities"
    spread = spread_words(rows, noun)
    found = []
    if whole is not None:
        found = [change_sentence(whole) if whole.value is not None else state_sentence(whole)]
        found.append(coverage_sentence(whole))
    if spread:
        found.append(f"{spread[:1].upper()}{spread[1:]}.")
    return [sentence for sentence in found if sentence]
