"""What an edition does not show and why, and what must be known before comparing."""

from collections.abc import Iterable

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.products.editions.model import Stock, Town
from kreisblick.products.figures import Described
from kreisblick.products.wording import Figure

__all__ = ["not_shown", "remarks_about"]

KINDS = ("definition", "date", "break", "end", "note")


def not_shown(stock: Stock, town: Town) -> list[str]:
    """Per reason the municipality's indicators by name, then how many figures of its areas."""
    own = [(one, stock.figure(one, town.key)) for one in stock.figures.described.values()]
    lines = []
    for state, words in _reasons().items():
        named: dict[str, list[str]] = {}
        for one, figure in own:
            if figure is not None and figure.state == state:
                named.setdefault(_why(one, figure, state, town), []).append(one.title)
        lines += [
            f"{words.format(titles=', '.join(titles))} {why}".rstrip()
            for why, titles in named.items()
        ]
    if town.parted:
        lines += _areas_line(stock, town)
    return lines or [_("All figures of this municipality can be shown.")]


def _reasons() -> dict[str, str]:
    return {
        "suppressed": _("Not shown, to protect single persons: {titles}."),
        "by_choice": _("Not shown, at the municipality's own wish: {titles}."),
        "withheld_by_source": _("Not shown by the delivering office: {titles}."),
        "not_covered": _("The source does not cover this municipality: {titles}."),
        "not_comparable": _("Not comparable with the other municipalities: {titles}."),
        "not_delivered": _("Not delivered for this date: {titles}."),
    }


def _why(one: Described, figure: Figure, state: str, town: Town) -> str:
    known = one.remarks_on(figure.reference_date, town.key, "coverage")
    reason = known[0].reason if known and state == "not_covered" else ""
    return _("Reason: {reason}").format(reason=reason) if reason else ""


def _areas_line(stock: Stock, town: Town) -> Iterable[str]:
    """How many figures of the areas are kept secret, of all that the tables have room for."""
    found = [stock.figure(one, area.key) for one in stock.small() for area in town.areas]
    known = [figure for figure in found if figure is not None]
    hidden = sum(figure.state == "suppressed" for figure in known)
    if known and hidden:
        yield _(
            "Of {all} figures of the planning areas {hidden} are not shown, to protect single "
            "persons."
        ).format(all=format_count(len(known)), hidden=format_count(hidden))


def remarks_about(stock: Stock, town: Town) -> list[str]:
    """Other definitions and days, breaks, stumbling blocks, each with its indicators."""
    by_text: dict[str, list[str]] = {}
    for one in stock.figures.described.values():
        figure = stock.figure(one, town.key)
        if figure is None:
            continue
        days = figure.reference_date, figure.change_from
        for text in one.told_with_change(*days, town.key, *KINDS):
            by_text.setdefault(text, []).append(one.title)
    words = _("{titles}: {text}")
    return [words.format(titles=", ".join(own), text=text) for text, own in by_text.items()]
