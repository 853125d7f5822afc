"""The answer first: what an indicator says, in sentences that know what the figures can carry."""

from collections.abc import Sequence

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.products.wording import (
    Figure,
    Scale,
    change_sentence,
    coverage_sentence,
    district_sentence,
    middle_words,
    shares_words,
)

__all__ = ["answer_categories", "answer_indicator"]


def answer_indicator(figures: Sequence[Figure], district: str) -> list[str]:
    """What one indicator says at one date.

    Args:
        figures: of the indicator at the date, all levels.
        district: its name.

    Returns:
        Sentences: the district's figure, its change, how the areas differ, what is not shown.
    """
    finest = _finest(figures)
    sentences = [_spread(finest), _inside(finest), _withheld(finest)]
    for whole in (figure for figure in figures if figure.level == "district"):
        before = [district_sentence(whole, district), change_sentence(whole)]
        sentences = [*before, *sentences, coverage_sentence(whole)]
    return [sentence for sentence in sentences if sentence]


def answer_categories(figures: Sequence[Figure], scale: Scale) -> list[str]:
    """What an indicator of categories says at one date: the middle, then how many in which class.

    Args:
        figures: of the indicator at the date, all levels.
        scale: its classes.
    """
    finest = _finest(figures)
    shares = scale.shares(finest)
    sentences = [middle_words(scale, shares), shares_words(scale, shares), _withheld(finest)]
    return [sentence for sentence in sentences if sentence]


def _finest(figures: Sequence[Figure]) -> list[Figure]:
    areas = [figure for figure in figures if figure.level == "planning_area"]
    return areas or [figure for figure in figures if figure.level == "municipality"]


def _spread(areas: Sequence[Figure]) -> str:
    """How many areas differ, without naming any of them."""
    tested = [f.significance for f in areas if f.significance in ("above", "below", "same")]
    above, below = tested.count("above"), tested.count("below")
    if not tested:
        return ""
    if not above and not below:
        return _("No area differs with certainty from the district.")
    if len(tested) == 1:
        return _only_one(above=bool(above))
    sentence = _(
        "Of {count} areas, these surely differ: above the district {above}, below it {below}."
    )
    counts = {"count": len(tested), "above": above, "below": below}
    told = sentence.format(**{name: format_count(count) for name, count in counts.items()})
    if above + below < len(tested):
        told += " " + _("The others do not differ with certainty.")
    return told


def _only_one(*, above: bool) -> str:
    if above:
        return _("Only one area can be compared: it is surely above the district.")
    return _("Only one area can be compared: it is surely below the district.")


def _inside(areas: Sequence[Figure]) -> str:
    """How many areas look as the district does, and not as their own municipality."""
    found = sum(
        f.significance == "same" and f.significance_municipal in ("above", "below") for f in areas
    )
    if not found:
        return ""
    if found == 1:
        return _("One area is like the district, but surely differs from its own municipality.")
    sentence = _(
        "{count} areas are like the district, but surely differ from their own municipality."
    )
    return sentence.format(count=format_count(found))


def _withheld(areas: Sequence[Figure]) -> str:
    hidden = sum(figure.state == "suppressed" for figure in areas)
    by_source = sum(figure.state == "withheld_by_source" for figure in areas)
    one = _("For one area the figure is not shown, to protect single persons.")
    many = _("For {count} areas the figure is not shown, to protect single persons.")
    source = _("For one area the office that delivered does not tell the figure.")
    sources = _("For {count} areas the office that delivered does not tell the figure.")
    told = [_counted(hidden, one, many), _counted(by_source, source, sources)]
    return " ".join(sentence for sentence in told if sentence)


def _counted(count: int, one: str, many: str) -> str:
    if count == 0:
        return ""
    return one if count == 1 else many.format(count=format_count(count))
