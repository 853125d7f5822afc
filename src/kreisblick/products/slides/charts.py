"""Charts by municipality: the bars with their intervals, in the order of the names."""

from collections.abc import Sequence

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.figures import Described
from kreisblick.products.slides.model import Bar, Chart
from kreisblick.products.wording import (
    Figure,
    Figures,
    digits_of,
    spread_words,
    state_sentence,
    value_cell,
    write_value,
)

__all__ = ["chart_of", "chart_subtitle", "chart_title"]

TWO = 2  # one bar alone compares nothing


def chart_of(figures: Figures, described: Described, district: str) -> Chart | None:
    """The chart of an indicator, the district before its municipalities.

    None where fewer than two municipalities have a number, and where one lies below zero, where
    bars begin.
    """
    day = figures.last_date(described.key)
    rows = figures.of(described.key, "municipality", day)
    if sum(row.value is not None for row in rows) < TWO:
        return None
    whole = figures.get(described.key, district, day)
    shown = [*([whole] if whole is not None else []), *rows]
    reach = [edge for row in shown for edge in (row.value, row.lower, row.upper)]
    edges = [edge for edge in reach if edge is not None]
    if min(edges) < 0:
        return None
    return Chart(
        title=described.title,
        told=_told(described, rows, format_date(day)),
        unit=described.short_unit,
        unit_words=described.unit,
        digits=digits_of(rows[0].unit),
        top=max(edges) or 1.0,
        bars=tuple(_bar(row, district=row.level == "district") for row in shown),
    )


def chart_title(figures: Figures, described: Described) -> str:
    """The finding of the municipalities as the chart's title."""
    rows = figures.of(described.key, "municipality", figures.last_date(described.key))
    finding = spread_words(rows, "municipalities")
    return f"{described.title}: {finding}" if finding else described.title


def chart_subtitle(figures: Figures, described: Described) -> str:
    """Measure, unit and date."""
    return _("{unit} by municipality with 95 % interval, {day}").format(
        unit=described.unit, day=format_date(figures.last_date(described.key))
    )


def _bar(row: Figure, *, district: bool = False) -> Bar:
    if row.value is None:
        return Bar(
            label=f"{row.name} ({_why_not(row.state)})",
            value=None,
            lower=None,
            upper=None,
            written=value_cell(row),
            state=state_sentence(row),
            district=district,
        )
    return Bar(
        label=row.name,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        written=write_value(row.value, row.unit, row.denominator),
        district=district,
    )


def _told(described: Described, rows: Sequence[Figure], day: str) -> str:
    finding = spread_words(rows, "municipalities") or _("values stand in the table")
    words = _("Bars by municipality, {day}: {title}; {finding}.")
    return words.format(day=day, title=described.title, finding=finding)


def _why_not(state: str) -> str:
    words = {
        "suppressed": _("protected"),
        "by_choice": _("own wish"),
        "withheld_by_source": _("not shown by the source"),
        "not_covered": _("not covered"),
        "not_comparable": _("not comparable"),
        "not_delivered": _("not delivered"),
    }
    return words.get(state, _("no figure"))
