"""Trends: changes between the same two days are told together, so that no sentence repeats."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.figures import say
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import Figure, difference_words, gather_figures, write_value

__all__ = ["together"]

Row = Mapping[str, Any]
Printed = dict[str, str]
TWO_DATES = "two_dates"


def together(
    bundle: BundleLike, rows: Sequence[Row], printed: Callable[[Row], Printed]
) -> list[Printed]:
    """The findings of one place as they are printed, in their order.

    Several changes that are known from two dates only, in the same state, become one: whether a
    trend turns cannot be seen from them, and that is said once.

    Args:
        bundle: with the figures the findings speak of.
        rows: of the table of findings.
        printed: how a single finding is printed (``kind, reason, state``).
    """
    alike: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.get("pattern") == TWO_DATES:
            alike.setdefault((printed(row)["state"], str(row["reference_date"])), []).append(row)
    found: list[Printed] = []
    for row in rows:
        group = next((g for g in alike.values() if len(g) > 1 and row in g), [row])
        if row is group[0]:
            reason = _together(bundle, group) if len(group) > 1 else ""
            one = printed(row)
            found += [{**one, "reason": reason}] if reason else [printed(r) for r in group]
    return found


def _together(bundle: BundleLike, rows: Sequence[Row]) -> str:
    """All changes in one sentence, and what cannot be known; empty where a figure is missing."""
    figures = gather_figures(bundle)
    known = [figures.get(row["indicators"], row["area"], row["reference_date"]) for row in rows]
    if any(one is None or one.change is None or one.value is None for one in known):
        return ""
    changed = [one for one in known if one is not None]
    since = {one.change_from for one in changed}
    if len(since) != 1:
        return ""
    up = _listed(bundle, [one for one in changed if (one.change or 0) > 0])
    down = _listed(bundle, [one for one in changed if (one.change or 0) < 0])
    words = {
        (True, True): _("Between {since} and {day} these rose: {up}; these fell: {down}."),
        (True, False): _("Between {since} and {day} these rose: {up}."),
        (False, True): _("Between {since} and {day} these fell: {down}."),
    }
    told = words[bool(up), bool(down)].format(
        since=format_date(min(day for day in since if day)),
        day=format_date(changed[0].reference_date),
        up=up,
        down=down,
    )
    return f"{told} {_('Whether a trend turns cannot be seen from two dates.')}"


def _listed(bundle: BundleLike, figures: Sequence[Figure]) -> str:
    return ", ".join(
        _("{title} (by {size} to {value})").format(
            title=say(bundle.indicator_definitions[one.indicator]["title"]),
            size=difference_words(one.change or 0, one.unit),
            value=write_value(one.value or 0, one.unit, one.denominator),
        )
        for one in figures
    )
