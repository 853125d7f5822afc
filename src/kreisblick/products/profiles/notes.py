"""What must be known beside an area's figures: signs, limits, what is not shown and why."""

from collections.abc import Mapping, Sequence

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.products.profiles.model import Found, Place, Stock
from kreisblick.products.wording import change_signs, sign_keys, sign_legend

__all__ = ["any_shown", "legend_of", "remarks_on", "withheld_from"]

NOTHING, UNTESTED = "cannot_exist", "untested"


def any_shown(found: Found) -> bool:
    """Whether an area has any number; where it has none, nothing can be looked for in it."""
    return any(figure.value is not None for _one, figure in found)


def legend_of(stock: Stock, place: Place, found: Found) -> list[list[str]]:
    """Sign and words of every table sign in the rows of these figures, means included."""
    keys: set[str] = set()
    for one, own in found:
        around = (stock.figure_of(area, one) for area in (place.municipality, stock.district))
        for figure in (own, *around):
            signs = sign_keys(figure)
            if figure is not None and figure.state != NOTHING:
                signs -= {NOTHING}  # its deviation or change has none, which no row prints
            keys |= signs
        keys |= change_signs(own) & {UNTESTED}
    return [list(pair) for pair in sign_legend(keys)]


def remarks_on(found: Found, area: str, town: str) -> list[str]:
    """What must be known before comparing: other definitions and days, breaks, stumbling blocks."""
    kinds = ("definition", "date", "break", "end", "note")
    by_text: dict[str, list[str]] = {}
    for one, figure in found:
        days = figure.reference_date, figure.change_from
        for text in one.told_with_change(*days, town, *kinds, area=area):
            by_text.setdefault(text, []).append(one.title)
    words = _("{titles}: {text}")
    return [words.format(titles=", ".join(own), text=text) for text, own in by_text.items()]


def withheld_from(found: Found, town: str, named: Sequence[str] | None = None) -> list[str]:
    """What is not shown of an area, and why, with the indicators by name.

    Args:
        found: the area's figures.
        town: key of its municipality.
        named: keys of the indicators that are named; of the others only their number is told.
            All without.
    """
    words = {
        "suppressed": _("Not shown, to protect single persons: {titles}."),
        "by_choice": _("Not shown, at the municipality's own wish: {titles}."),
        "withheld_by_source": _("Not shown by the delivering office: {titles}."),
        "not_covered": _("The source does not cover this municipality: {titles}."),
        "not_comparable": _("Not comparable with the other municipalities: {titles}."),
        "not_delivered": _("Not delivered for this date: {titles}."),
    }
    lines = []
    for state, sentence in words.items():
        for reason, titles in _by_reason(found, state, town).items():
            told = (
                _("every figure of this area")
                if len(titles) == len(found)
                else _titles(titles, named)
            )
            lines.append(f"{sentence.format(titles=told)} {reason}".rstrip())
    return lines or [_("All figures of this area can be shown.")]


def _titles(titles: Mapping[str, str], named: Sequence[str] | None) -> str:
    """The titles; of those that are not named their number."""
    told = [title for key, title in titles.items() if named is None or key in named]
    others = len(titles) - len(told)
    if not others:
        return ", ".join(told)
    if not told:
        one, many = _("one figure of the page"), _("{count} figures of the page")
    else:
        one, many = _("one more of the page"), _("{count} more of the page")
    return ", ".join([*told, one if others == 1 else many.format(count=format_count(others))])


def _by_reason(found: Found, state: str, town: str) -> dict[str, dict[str, str]]:
    """Reason (empty where none is known) to the indicators in one state, key to title."""
    reasons: dict[str, dict[str, str]] = {}
    for one, figure in found:
        if figure.state == state:
            known = one.remarks_on(figure.reference_date, town, "coverage")
            reason = known[0].reason if known and state == "not_covered" else ""
            words = _("Reason: {reason}").format(reason=reason) if reason else ""
            reasons.setdefault(words, {})[one.key] = one.title
    return reasons
