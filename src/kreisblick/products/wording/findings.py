"""Sentences that know what a figure can carry.

A difference is only called one where the test found it; a change likewise; hidden stays hidden.
Every sentence names value and mean, and the date it speaks of is the caller's heading.
"""

from collections.abc import Sequence

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.wording.figure import Figure
from kreisblick.products.wording.numbers import (
    count_words,
    difference_words,
    where_else,
    write_value,
)

__all__ = [
    "area_sentences",
    "change_sentence",
    "comparison_sentence",
    "coverage_sentence",
    "district_sentence",
    "map_words",
    "none_differs",
    "smoothed_sentence",
    "spread_words",
    "state_sentence",
    "town_sentence",
]


def subject(figure: Figure) -> str:
    """What the sentence is about: share, number or value."""
    words = {"share": _("The share"), "count": _("The number"), "ordinal": _("The level")}
    return words.get(figure.kind, _("The value"))


def area_sentences(figure: Figure) -> list[str]:
    """Everything that can be said of an area's figure, most important first."""
    if figure.value is None:
        return [state_sentence(figure)]
    found = [comparison_sentence(figure), change_sentence(figure)]
    if figure.unstable:
        found.append(_("The value swings widely because of few cases."))
    return [sentence for sentence in found if sentence]


def state_sentence(figure: Figure) -> str:
    """Why there is no number."""
    words = {
        "suppressed": _("Not shown, to protect single persons."),
        "withheld_by_source": _("The delivering office does not show this figure."),
        "not_covered": _("The source does not cover this municipality."),
        "by_choice": _("Not shown, at the municipality's own wish."),
        "not_comparable": _("Counted by another definition or on another day; not comparable."),
        "not_delivered": _("Nothing was delivered for this date."),
        "cannot_exist": _("There is no figure, because nobody of this group lives here."),
    }
    return words.get(figure.state, _("There is no figure."))


def comparison_sentence(figure: Figure) -> str:
    """The figure beside the district's mean, as bold as the test allows; empty for the district."""
    if figure.value is None or figure.district_mean is None:
        return ""
    pair = {
        "subject": subject(figure),
        "value": write_value(figure.value, figure.unit, figure.denominator),
        "mean": write_value(figure.district_mean, figure.unit),
    }
    words = {
        "above": _("{subject} is clearly above the district's mean ({value} against {mean})."),
        "below": _("{subject} is clearly below the district's mean ({value} against {mean})."),
        "little_above": _(
            "{subject} is a little above the district's mean ({value} against {mean})."
        ),
        "little_below": _(
            "{subject} is a little below the district's mean ({value} against {mean})."
        ),
        "same": _(
            "{subject} does not differ with certainty from the district's mean "
            "({value} against {mean})."
        ),
    }
    untested = _("{subject} is {value}; the district's mean is {mean}.")
    return words.get(figure.stand, untested).format(**pair)


def town_sentence(figure: Figure) -> str:
    """A planning area's figure beside the mean of its municipality; empty where there is none."""
    if figure.value is None or figure.municipal_mean is None:
        return ""
    words = {
        "above": _("{subject} is clearly above the municipality's mean ({value} against {mean})."),
        "below": _("{subject} is clearly below the municipality's mean ({value} against {mean})."),
        "little_above": _(
            "{subject} is a little above the municipality's mean ({value} against {mean})."
        ),
        "little_below": _(
            "{subject} is a little below the municipality's mean ({value} against {mean})."
        ),
        "same": _(
            "{subject} does not differ with certainty from the municipality's mean "
            "({value} against {mean})."
        ),
    }
    untested = _("{subject} is {value}; the municipality's mean is {mean}.")
    return words.get(figure.stand_municipal, untested).format(
        subject=subject(figure),
        value=write_value(figure.value, figure.unit, figure.denominator),
        mean=write_value(figure.municipal_mean, figure.unit),
    )


def change_sentence(figure: Figure) -> str:
    """The change since the date before; empty where there is none to speak of."""
    if figure.change is None or figure.change_from is None:
        return ""
    parts = {
        "subject": subject(figure),
        "since": format_date(figure.change_from),
        "size": difference_words(figure.change, figure.unit),
    }
    words = {
        "up": _("{subject} has risen by {size} since {since}."),
        "down": _("{subject} has fallen by {size} since {since}."),
        "same": _("No certain change since {since} can be seen."),
    }
    if figure.change_significance in words:
        return words[figure.change_significance].format(**parts)
    return _plain_change(figure, parts)


def _plain_change(figure: Figure, parts: dict[str, str]) -> str:
    """Counts of people: how many more were counted, and that nobody tested whether that is sure."""
    if figure.kind != "count":
        return ""
    change = figure.change or 0
    if change == 0:
        return _("{subject} is the same as on {since}.").format(**parts)
    size = round(abs(change))
    parts["size"] = count_words(size, _noun(figure.unit))
    words = {
        (True, False): _(
            "Compared with {since}, {size} more were counted; whether that is sure was not tested."
        ),
        (False, False): _(
            "Compared with {since}, {size} fewer were counted; whether that is sure was not tested."
        ),
        (True, True): _(
            "Compared with {since}, {size} more was counted; whether that is sure was not tested."
        ),
        (False, True): _(
            "Compared with {since}, {size} fewer was counted; whether that is sure was not tested."
        ),
    }
    return words[change > 0, size == 1].format(**parts)


def _noun(unit: str) -> str:
    return unit if unit in {"persons", "households", "places"} else "persons"


def district_sentence(figure: Figure, district: str) -> str:
    """The district's own figure; without a verb, since districts differ in their article."""
    if figure.value is None:
        return state_sentence(figure)
    value = write_value(figure.value, figure.unit, figure.denominator)
    words = _("{district} as a whole: {value}.")
    if figure.coverage and figure.coverage < 1:
        words = _("{district}, as far as the source reaches: {value}.")
    return words.format(district=district, value=value)


def spread_words(figures: Sequence[Figure], noun: str = "areas") -> str:
    """How many areas differ for sure, as a heading may say it; without any name or rank.

    Those that differ clearly; where none does, those that differ a little.
    """
    stands = [figure.stand for figure in figures]
    if all(stand == "unknown" for stand in stands):
        return ""
    clear = _both_sides(
        stands.count("above"),
        stands.count("below"),
        noun,
        _("clearly above the district's mean {where}"),
        _("clearly below the district's mean {where}"),
        _("clearly above the district's mean {where}, clearly below {below}"),
    )
    little = _both_sides(
        stands.count("little_above"),
        stands.count("little_below"),
        noun,
        _("a little above the district's mean {where}"),
        _("a little below the district's mean {where}"),
        _("a little above the district's mean {where}, a little below {below}"),
    )
    return clear or little or none_differs(noun)


def none_differs(noun: str) -> str:
    """That nothing is sure, naming the level at which it was tested."""
    if noun == "municipalities":
        return _("no municipality differs for sure from the district's mean")
    return _("no planning area differs for sure from the district's mean")


def _both_sides(above: int, below: int, noun: str, *words: str) -> str:
    """``words`` for above alone, below alone, both; empty where there are none."""
    if not above and not below:
        return ""
    where = count_words(above or below, f"in_{noun}")
    if above and below:
        return words[2].format(where=where, below=where_else(below, f"in_{noun}"))
    return words[0 if above else 1].format(where=where)


def map_words(title: str, low: str, high: str, figures: Sequence[Figure]) -> str:
    """What a map says to those who cannot see it: its range, and how many areas differ for sure.

    Args:
        title: of the map.
        low: the lowest value as readers write it.
        high: the highest.
        figures: of the areas it fills, all of one level.
    """
    noun = "municipalities" if figures and figures[0].level == "municipality" else "areas"
    known = sum(figure.value is not None for figure in figures)
    words = _("Map: {title}. Values from {low} to {high} {areas}.")
    if low == high:
        words = _("Map: {title}. Value {low} {areas}.")
    told = words.format(title=title, low=low, high=high, areas=count_words(known, f"in_{noun}"))
    differ = spread_words(figures, noun)
    return f"{told} {differ[:1].upper()}{differ[1:]}." if differ else told


def coverage_sentence(figure: Figure) -> str:
    """That the mean rests on a part of the municipalities only; empty where it covers all."""
    if not figure.coverage or figure.coverage >= 1:
        return ""
    share = write_value(100 * figure.coverage, "percent", 1)
    return _("The source covers {share} of the municipalities; means are over this part.").format(
        share=share
    )


def smoothed_sentence(figures: Sequence[Figure]) -> str:
    """That a map's colours show smoothed values; empty where none is smoothed."""
    if all(figure.smoothed is None for figure in figures):
        return ""
    return _(
        "The colours show smoothed values: the fewer people live in an area, the nearer its value "
        "moves to that of all areas together. The figures printed are the counted ones."
    )
