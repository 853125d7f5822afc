"""Figures for readers of plain language: counts one can picture, one idea per sentence."""

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.wording.figure import Figure
from kreisblick.products.wording.numbers import WHOLE, count_words

__all__ = ["one_in", "plain_sentences"]

CLOSE = 0.05  # how far a rounded count may lie from the value, as a part of the smaller side
SIMPLE = (
    *((1, whole) for whole in range(2, 11)),
    (2, 3), (3, 4), (2, 5), (3, 5), (4, 5), (3, 10), (7, 10), (9, 10),
    *((1, whole) for whole in (12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1000)),
)  # fmt: skip
WHOLES = (100, 1000, 10_000)
PER_100 = (100, 1000, 10_000)
BASES = {"percent": PER_100, "per_100": PER_100, "per_1000": (1000, 10_000, 100_000)}
ALMOST_ALL, ALMOST_NONE = 99.5, 0.05
EXACT_BELOW = 1000  # a count under it is told as it is, one above with three digits
STEP_DIGITS = 3


def one_in(percent: float) -> tuple[int, int]:
    """A share as ``part`` of ``whole``, in numbers that one can picture.

    The simplest pair that lies within a twentieth of the share, measured on the smaller side
    (those concerned or the others); where none does, so many of 100, of 1,000 or of 10,000.

    >>> one_in(12.4), one_in(33.0), one_in(44.6), one_in(0.63)
    ((1, 8), (1, 3), (45, 100), (6, 1000))
    """
    side = min(percent, 100 - percent)
    near = [(abs(100 * a / b - percent), place) for place, (a, b) in enumerate(SIMPLE)]
    distance, place = min(near)
    if distance <= CLOSE * side:
        return SIMPLE[place]
    rounded = [(round(percent * whole / 100), whole) for whole in WHOLES]
    close = ((a, b) for a, b in rounded if abs(100 * a / b - percent) <= CLOSE * side)
    part, whole = next(close, rounded[-1])
    while part % 10 == 0 and whole > WHOLES[0]:
        part, whole = part // 10, whole // 10
    return part, whole


def plain_sentences(figure: Figure, people: str = "") -> list[str]:
    """What a figure says, one idea per sentence; without a number the reason why there is none.

    Args:
        figure: of any area.
        people: whom the share is of, in the dative plural of German ("Kindern"); may be empty.

    Returns:
        The number as a count, what limits it, how it stands beside the district and whether it
        changed, each only as far as the tests allow. Nothing for what is no count of anything:
        categories, values below zero, other units.
    """
    if figure.value is None:
        return _why_none(figure)
    number = _number(figure, figure.value, people)
    if not number:
        return []
    found = [number, *_limits(figure), _beside_district(figure), _changed(figure)]
    return [sentence for sentence in found if sentence]


def _number(figure: Figure, value: float, people: str) -> str:
    if figure.kind == "ordinal" or value < 0:
        return ""
    if figure.unit in WHOLE:
        return _count(value, figure.unit)
    if figure.unit not in BASES:
        return ""
    of_all = figure.kind == "share" or (figure.kind == "ratio" and figure.unit == "percent")
    percent = 100 * value / BASES[figure.unit][0]
    # a part of others than those beside whom it is counted may be more than all of them
    if of_all and percent <= 100:
        return _share(percent, people)
    return _for_each(value, figure.unit, people)


def _share(percent: float, people: str) -> str:
    if percent <= 0:
        return _("None.")
    if percent < ALMOST_NONE:
        return _("Less than 1 of 1,000.")
    if percent >= 100:
        return _("All.")
    if percent >= ALMOST_ALL:
        return _("Almost all.")
    part, whole = one_in(percent)
    words = _("About {part} of {whole} {people}.") if people else _("About {part} of {whole}.")
    return words.format(part=format_count(part), whole=format_count(whole), people=people)


def _count(value: float, unit: str) -> str:
    noun = unit if unit in {"persons", "households", "places"} else "persons"
    count = _round(value)
    if count == 0 and value > 0:
        return _("Less than 1.")
    if count < EXACT_BELOW:
        words = count_words(count, noun)
        return f"{words[:1].upper()}{words[1:]}."
    return _("About {count}.").format(count=count_words(count, noun))


def _round(value: float) -> int:
    """Whole; of large numbers the first three digits, for nobody pictures more."""
    count = round(value)
    step = 10 ** max(len(str(count)) - STEP_DIGITS, 0)
    return count if count < EXACT_BELOW else round(count / step) * step


def _for_each(value: float, unit: str, people: str) -> str:
    """Events and places are no part of the people beside whom they are counted."""
    bases = BASES[unit]
    first = bases[0]
    if value <= 0:
        return _("None.")
    told = {base: _round(value * base / first) for base in bases}
    close = (b for b in bases if abs(told[b] * first / b - value) <= CLOSE * value)
    base = next(close, bases[-1])
    return _for_words(told[base], people).format(
        base=format_count(base), people=people, count=format_count(told[base])
    )


def _for_words(count: int, people: str) -> str:
    if count == 0:
        words, short = (
            _("For every {base} {people} there is less than 1."),
            _("For every {base} there is less than 1."),
        )
    elif count == 1:
        words, short = (
            _("For every {base} {people} there is about 1."),
            _("For every {base} there is about 1."),
        )
    else:
        words, short = (
            _("For every {base} {people} there are about {count}."),
            _("For every {base} there are about {count}."),
        )
    return words if people else short


def _limits(figure: Figure) -> list[str]:
    """What one must know of a number before one repeats it."""
    part = bool(figure.coverage) and (figure.coverage or 1) < 1 and figure.level == "district"
    found = {
        _("The number is unsure, because it is about few people."): figure.unstable,
        _("The number is estimated."): figure.state == "estimated",
        _("The number is not from all municipalities."): part,
    }
    return [words for words, holds in found.items() if holds]


def _beside_district(figure: Figure) -> str:
    words = {
        "above": _("That is clearly more than in the whole district."),
        "below": _("That is clearly less than in the whole district."),
        "little_above": _("That is a little more than in the whole district."),
        "little_below": _("That is a little less than in the whole district."),
        "same": _("Whether it is more or less than in the whole district is not sure."),
    }
    return words.get(figure.stand, "") if figure.level != "district" else ""


def _changed(figure: Figure) -> str:
    if figure.change_from is None:
        return ""
    words = {
        "up": _("Since {since} it has become more."),
        "down": _("Since {since} it has become less."),
        "same": _("Whether it has changed since {since} is not sure."),
    }
    told, before = figure.reference_date, figure.change_from
    day = _("the count on {day}").format(day=format_date(before))
    since = day if before.year == told.year else str(before.year)
    return words.get(figure.change_significance, "").format(since=since)


def _why_none(figure: Figure) -> list[str]:
    words = {
        "suppressed": [
            _("We do not show this number."),
            _("Otherwise one could find out something about single people."),
        ],
        "by_choice": [_("We do not show this number."), _("The municipality wishes it so.")],
        "withheld_by_source": [
            _("We do not have this number."),
            _("The office that counts does not tell it."),
        ],
        "cannot_exist": [_("There is no number here."), _("Nobody of this group lives here.")],
        "not_comparable": [
            _("We do not show this number."),
            _("It was counted in another way and cannot be compared."),
        ],
    }
    return words.get(figure.state, [_("We do not have this number.")])
