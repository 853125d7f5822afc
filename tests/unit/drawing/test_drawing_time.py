"""The days below a line: many dates, and still every name that stands there can be read."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from itertools import pairwise

from kreisblick.products.drawing import Role, Series, trend_svg
from kreisblick.products.picturing import course_series
from kreisblick.products.wording import Figure

SVG = "{http://www.w3.org/2000/svg}"
FIGURE = Figure(
    indicator="i", reference_date=date(2024, 12, 31), level="district", area="09999",
    name="Kreis", municipality=None, state="counted", numerator=1.0, denominator=10.0, value=10.0,
    lower=None, upper=None, municipal_mean=None, district_mean=None, deviation_municipal=None,
    deviation_district=None, significance="unknown", change=None, change_from=None,
    change_significance="unknown", coverage=1.0, kind="share", unit="percent",
)  # fmt: skip


def days_named(dates: tuple[date, ...], width: float) -> dict[str, float]:
    values = tuple(float(place) for place, _day in enumerate(dates))
    series = Series(label="Nord", role=Role.AREA, values=values)
    svg = trend_svg(
        dates, [series], lambda v: f"{v:g}", title="t", description="d", size=(width, 200)
    )
    words = ET.fromstring(svg).iter(f"{SVG}text")
    return {str(e.text): float(e.get("x", 0)) for e in words if str(e.text).startswith("31.12.")}


def test_names_of_days_do_not_overlap_and_the_last_one_stands() -> None:
    named = days_named(tuple(date(year, 12, 31) for year in range(2011, 2023)), 420)
    assert "31.12.2022" in named
    assert 2 <= len(named) < 12
    assert all(right - left >= 75 for left, right in pairwise(sorted(named.values())))


def test_all_days_are_named_where_there_is_room() -> None:
    assert len(days_named(tuple(date(year, 12, 31) for year in range(2020, 2023)), 700)) == 3


def test_a_changed_definition_is_a_gap_with_a_word() -> None:
    days = [date(2020, 12, 31), date(2022, 12, 31), date(2024, 12, 31)]

    def draw(breaks: frozenset[int]) -> str:
        line = Series(label="Kreis", role=Role.DISTRICT, values=[1.0, 2.0, 3.0], breaks=breaks)
        return trend_svg(days, [line], str, title="x", description="x")

    whole, broken = draw(frozenset()), draw(frozenset({2}))

    strokes = [
        p.get("d", "")
        for p in ET.fromstring(broken).iter()
        if "district-stroke" in p.get("class", "")
    ]
    assert any(d.count("M") == 2 and d.count("L") == 1 for d in strokes)
    assert "andere Definition" in broken
    assert "andere Definition" not in whole


def test_a_changed_coverage_is_a_gap_of_the_district_alone_with_a_word() -> None:
    days = (date(2020, 12, 31), date(2022, 12, 31), date(2024, 12, 31))

    def line(level: str, coverages: tuple[float, ...]) -> Series:
        figures = [
            replace(FIGURE, level=level, reference_date=day, coverage=coverage)
            for day, coverage in zip(days, coverages, strict=True)
        ]
        found = course_series("Kreis", Role.DISTRICT, figures, frozenset(), intervals=False)
        assert found is not None
        return found

    broken, whole = line("district", (0.7, 0.7, 0.9)), line("district", (0.9, 0.9, 0.9))
    drawn = trend_svg(days, [broken], str, title="x", description="x")

    assert broken.regrouped == {2}
    assert "andere Deckung" in drawn
    strokes = [e.get("d", "") for e in ET.fromstring(drawn).iter(f"{SVG}path")]
    assert any(d.count("M") == 2 and d.count("L") == 1 for d in strokes)
    assert not whole.regrouped
    assert not line("planning_area", (0.7, 0.7, 0.9)).regrouped  # an area is covered or it is not
    assert "Deckung" not in trend_svg(days, [whole], str, title="x", description="x")
