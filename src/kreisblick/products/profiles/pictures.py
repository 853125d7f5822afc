"""The pictures of a profile: where it lies, its course over time, its ages."""

from collections.abc import Sequence
from datetime import date
from itertools import islice

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import Role, age_bars_svg, locator_svg, trend_svg
from kreisblick.products.figures import Described
from kreisblick.products.picturing import beside, course_series
from kreisblick.products.profiles.model import Place, Stock
from kreisblick.products.profiles.sheet import standing_out
from kreisblick.products.wording import (
    change_sentence,
    comparison_sentence,
    write_round,
    write_value,
)

__all__ = ["Picture", "draw_ages", "draw_locator", "draw_trends"]


# Half a page wide: letters of 15 units are then as large as the text beside them.
AGES_WIDTH = 430
TREND_WIDTH = 430
TREND_HEIGHT = 158
LONGEST_NAME = 16


class Picture(dict[str, str]):
    """``svg``, ``alt``, ``title`` and ``subtitle`` of a picture."""


def draw_locator(stock: Stock, place: Place) -> Picture:
    """Where the area lies in its municipality and district."""
    alt = _("Map: {area} in {municipality}, {district}.").format(
        area=place.name, municipality=place.municipality_name, district=stock.district_name
    )
    svg = locator_svg(
        stock.outlines, place.key, place.municipality, title=place.name, description=alt
    )
    return Picture(svg=svg, alt=alt, title=place.name, subtitle="")


def draw_ages(stock: Stock, place: Place) -> Picture | None:
    """The age structure, or None where the bundle holds none."""
    bars = stock.ages.bars(place.key, place.municipality, stock.district)
    if stock.ages.day is None or all(bar.area is None for bar in bars):
        return None
    known = [bar for bar in bars if bar.area is not None and bar.district is not None]
    widest = max(known, key=lambda bar: abs((bar.area or 0) - (bar.district or 0)), default=None)
    alt = _("Bars by age group; the values stand in the table.")
    if widest is not None:
        alt = _(
            "Age structure: the group {group} makes up {share} here and {mean} in the district."
        ).format(
            group=widest.label,
            share=write_value(widest.area or 0, "percent"),
            mean=write_value(widest.district or 0, "percent"),
        )
    svg = age_bars_svg(
        bars,
        lambda value: write_value(value, "percent"),
        title=_("Age structure"),
        description=alt,
        width=AGES_WIDTH,
    )
    subtitle = _("share of residents in percent, {day}").format(day=format_date(stock.ages.day))
    return Picture(svg=svg, alt=alt, title=_("Age structure"), subtitle=subtitle)


def draw_trends(stock: Stock, place: Place, most: int) -> list[Picture]:
    """Courses of what stands out most in this area, then of what the report names first."""
    ordered = [*standing_out(stock, place), *stock.figures.described.values()]
    unique = {one.key: one for one in ordered}
    drawn = (_trend(stock, place, one) for one in unique.values())
    return list(islice((picture for picture in drawn if picture is not None), most))


def _trend(stock: Stock, place: Place, one: Described) -> Picture | None:
    names = {
        Role.DISTRICT: (_("district"), stock.district),
        Role.MUNICIPALITY: (_town(place), place.municipality),
        Role.AREA: (_("this area"), place.key),
    }
    dates = _told_dates(stock, one, [area for _name, area in names.values()])
    found = {r: [stock.figures.get(one.key, a, d) for d in dates] for r, (_n, a) in names.items()}
    own = [f for f in found[Role.AREA] if f is not None and f.value is not None]
    if len(own) < 2 or own[-1].kind in {"count", "ordinal"}:
        return None
    last = found[Role.AREA][-1]
    if last is None:
        return None
    series = [
        course_series(
            names[role][0],
            role,
            figures,
            _breaks(stock, one, role, place, dates),
            intervals=role is Role.AREA,
        )
        for role, figures in found.items()
    ]
    words = " ".join(s for s in (comparison_sentence(last), change_sentence(last)) if s)
    svg = trend_svg(
        dates,
        [one_series for one_series in series if one_series is not None],
        lambda tick: write_round(tick, beside(last.unit)),
        title=one.title,
        description=words,
        size=(TREND_WIDTH, TREND_HEIGHT),
        prefix=f"trend-{one.slug}",
    )
    alt = _("Course of {title}. {words}").format(title=one.title, words=words)
    return Picture(svg=svg, alt=alt, title=one.title, subtitle=one.unit)


def _town(place: Place) -> str:
    """The name at the end of the town's line; a long one leaves no room for the line."""
    name = place.municipality_name
    return name if len(name) <= LONGEST_NAME else _("municipality")


def _told_dates(stock: Stock, one: Described, areas: Sequence[str]) -> list[date]:
    """The dates of the chart: it starts where the first of its figures does."""
    figures = stock.figures
    known = [
        any((f := figures.get(one.key, area, day)) is not None and f.value is not None
            for area in areas)
        for day in figures.dates
    ]  # fmt: skip
    start = known.index(True) if any(known) else 0
    return list(figures.dates[start:])


def _breaks(
    stock: Stock, one: Described, role: Role, place: Place, dates: Sequence[date]
) -> frozenset[int]:
    """Places of dates that may not be joined with the date before; the district's with any."""
    town = None if role is Role.DISTRICT else place.municipality
    return frozenset(
        dates.index(max(remark.dates))
        for day in dates
        for remark in one.remarks_on(day, town, "break")
        if max(remark.dates) in dates
    )
