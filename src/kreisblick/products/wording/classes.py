"""Categories in words: the middle and the shares of areas, bounds of a sum, and never a mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kreisblick.base.language import format_count, format_date, format_percent
from kreisblick.base.language import translate as _
from kreisblick.products.figures import say
from kreisblick.products.model import BundleLike
from kreisblick.products.wording.figure import Figure
from kreisblick.products.wording.numbers import count_words
from kreisblick.statistics.cube import OrdinalClass
from kreisblick.statistics.indicators import ClassShares, class_shares, sum_bounds

__all__ = [
    "Scale",
    "class_title",
    "estimate_words",
    "middle_words",
    "rank_borders",
    "scale_of",
    "shares_words",
]

FEWEST_SUMMED = 2  # one area alone is no sum: its bounds are its class


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The classes of one indicator, and how they may be set beside numbers.

    Attributes:
        classes: lowest first.
        mixing: the agreed rule, plain values; empty where nothing is agreed.
        counts: date → area → the counts whose share the classes bound; shown ones only.
    """

    classes: tuple[OrdinalClass, ...]
    mixing: Mapping[str, Any]
    counts: Mapping[date, Mapping[str, float]]

    @property
    def titles(self) -> list[str]:
        """The classes as readers are told of them, lowest first."""
        return [class_title(one) for one in self.classes]

    def of(self, figure: Figure) -> OrdinalClass | None:
        """The class of an area; None where it has none."""
        known = {one.rank: one for one in self.classes}
        return None if figure.value is None else known.get(round(figure.value))

    def shares(self, figures: Sequence[Figure]) -> ClassShares:
        """Median and shares of several areas."""
        found = [self.of(figure) for figure in figures]
        return class_shares([one.rank if one else None for one in found], self.classes)

    def bounds(self, figures: Sequence[Figure]) -> tuple[int, int] | None:
        """Between which numbers the sum lies; None where no rule is agreed, or something lacks."""
        if not self.mixing or len(figures) < FEWEST_SUMMED:
            return None
        day = figures[0].reference_date
        return sum_bounds(
            (self.of(figure), self.counts.get(day, {}).get(figure.area)) for figure in figures
        )


def scale_of(bundle: BundleLike, indicator: str) -> Scale | None:
    """The scale of an indicator; None where its cube describes no classes."""
    definition = bundle.indicator_definitions[indicator]
    cube = bundle.cubes.get(definition["numerator"]["cube"], {})
    classes = tuple(OrdinalClass.model_validate(one) for one in cube.get("classes", ()))
    if not classes:
        return None
    mixing = definition.get("mixing") or {}
    return Scale(classes=classes, mixing=mixing, counts=_counts(bundle, mixing) if mixing else {})


def _counts(bundle: BundleLike, mixing: Mapping[str, Any]) -> dict[date, dict[str, float]]:
    whole = mixing["whole"]
    rows = bundle.cells.filter(
        cube=whole["cube"],
        slice=whole["slice"],
        generation=str(bundle.report["generation"]),
        confidentiality="free",
    )
    found: dict[date, dict[str, float]] = {}
    for day, area, value in rows.select("reference_date", "area", "value").iter_rows():
        if value is not None:
            when = day if isinstance(day, date) else date.fromisoformat(day)
            found.setdefault(when, {})[area] = value
    return found


def rank_borders(titles: Sequence[str]) -> tuple[float, ...]:
    """Borders between ranks, so that a map has a colour for each class; none without classes.

    >>> rank_borders(["A", "B", "C"])
    (1.5, 2.5)
    """
    return tuple(rank + 0.5 for rank in range(1, len(titles)))


def class_title(one: OrdinalClass) -> str:
    """A class as readers are told of it: ``B (4 bis unter 8 %)``; its code where that is all."""
    title = say(one.title.model_dump())
    return (
        one.code if title == one.code else _("{code} ({title})").format(code=one.code, title=title)
    )


def middle_words(scale: Scale, shares: ClassShares) -> str:
    """The middle class of several areas; two where they are even in number and differ."""
    if shares.middle is None:
        return ""
    low, high = (class_title(scale.classes[rank - 1]) for rank in shares.middle)
    if low == high:
        return _("In the middle of the areas stands class {title}.").format(title=low)
    return _("The middle of the areas lies between the classes {low} and {high}.").format(
        low=low, high=high
    )


def shares_words(scale: Scale, shares: ClassShares) -> str:
    """How many areas stand in which class; classes without areas are not named."""
    named = [
        _("class {title} in {count} of them").format(
            count=_share(shares, one), title=class_title(one)
        )
        for one in scale.classes
        if shares.counts[one.rank - 1]
    ]
    if not named:
        return ""
    areas = count_words(shares.areas, "in_areas")
    told = _("{areas} the class is known: {named}.").format(
        areas=areas[:1].upper() + areas[1:], named=", ".join(named)
    )
    if shares.without:
        rest = _("Without a class: {areas}.")
        told += " " + rest.format(areas=count_words(shares.without, "areas"))
    return told


def _share(shares: ClassShares, one: OrdinalClass) -> str:
    percent = format_percent(shares.percent(one.rank) or 0, 0)
    count = format_count(shares.counts[one.rank - 1])
    return f"{count} ({percent})"


def estimate_words(scale: Scale, figures: Sequence[Figure], place: str) -> str:
    """The estimate of a sum with the rule behind it; why there is none, where there is none."""
    if not scale.mixing:
        return _("How many these are is not estimated: no rule for that is agreed.")
    bounds = scale.bounds(figures)
    if bounds is None:
        return _(
            "How many these are cannot be estimated: a class, its bounds or a count is not known."
        )
    mixing = scale.mixing
    words = _("Estimate: in {place} between {least} and {most} {counts}. {rule} ({by}, {day})")
    return words.format(
        place=place,
        least=format_count(bounds[0]),
        most=format_count(bounds[1]),
        counts=say(mixing["counts"]),
        rule=say(mixing["rule"]),
        by=mixing["agreed_by"],
        day=format_date(date.fromisoformat(str(mixing["agreed_on"]))),
    )
