"""Places among all areas, never without the span that chance leaves open."""

from collections.abc import Sequence

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.products.wording import Figure

__all__ = ["span_words"]


def span_words(figures: Sequence[Figure]) -> dict[str, str]:
    """The place of each area among the areas of its level, from the highest value down.

    The span counts who lies surely above (its interval begins above the own one's end) and who
    lies surely below; without intervals a place is exact.

    Args:
        figures: of one indicator at one date; figures without a number have no place.

    Returns:
        Area to words: ``12 (9 bis 18 von 90)``.
    """
    found: dict[str, str] = {}
    for level in ("planning_area", "municipality"):
        known = [row for row in figures if row.level == level and row.value is not None]
        for row in known:
            found[row.area] = _words(row, known)
    return found


def _words(row: Figure, known: Sequence[Figure]) -> str:
    own, low, high = _span(row)
    spans = [_span(other) for other in known if other is not row]
    place = 1 + sum(value > own for value, _low, _high in spans)
    first = 1 + sum(other_low > high for _value, other_low, _high in spans)
    last = len(known) - sum(other_high < low for _value, _low, other_high in spans)
    return _("{place} ({first} to {last} of {count})").format(
        place=format_count(place),
        first=format_count(first),
        last=format_count(last),
        count=format_count(len(known)),
    )


def _span(row: Figure) -> tuple[float, float, float]:
    value = row.value or 0.0
    low = value if row.lower is None else row.lower
    return value, low, value if row.upper is None else row.upper
