"""Charts: axes from zero, intervals always, gaps as gaps, labels beside the lines."""

import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest

from kreisblick.products.drawing import (
    AgeBar,
    Dot,
    Reference,
    Role,
    Series,
    age_bars_svg,
    interval_dots_svg,
    read_palette,
    trend_svg,
)
from kreisblick.products.drawing.axis import axis_from_zero

SVG = "{http://www.w3.org/2000/svg}"
DATES = (date(2020, 12, 31), date(2022, 12, 31), date(2024, 12, 31))


def write(value: float) -> str:
    return f"{value:g}"


def test_an_axis_holds_zero_and_all_values_on_round_ticks():
    axis = axis_from_zero([3.0, 17.0, None], 0, 100)

    assert axis.ticks == (0.0, 5.0, 10.0, 15.0, 20.0)
    assert axis.place(10.0) == pytest.approx(50)
    assert axis_from_zero([-3.0, 4.0], 0, 100).ticks[0] <= -3.0
    assert axis_from_zero([], 0, 100).ticks[0] == 0.0


def test_every_known_row_has_dot_and_interval_and_an_unknown_one_says_why():
    rows = [
        Dot(label="Nord", value=12.0, lower=10.0, upper=14.0, text="12"),
        Dot(label="Süd", value=None, words="nicht ausgewiesen"),
    ]

    root = ET.fromstring(
        interval_dots_svg(
            rows,
            [Reference(label="Kreis 11", value=11.0, role=Role.DISTRICT)],
            write,
            title="t",
            description="d",
        )
    )

    words = [e.text for e in root.iter(f"{SVG}text")]
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    assert {"Nord", "Süd", "nicht ausgewiesen", "Kreis 11", "0"} <= set(words)
    strokes = [e.get("stroke") for e in root.iter(f"{SVG}path")]
    assert read_palette().light.area in strokes
    assert read_palette().light.district in strokes


def test_rows_keep_the_order_they_are_given_in():
    rows = [Dot(label=name, value=v) for name, v in (("Berg", 1.0), ("Aue", 9.0), ("Cella", 5.0))]

    root = ET.fromstring(interval_dots_svg(rows, [], write, title="t", description="d"))

    names = [e.text for e in root.iter(f"{SVG}text") if e.text in {"Berg", "Aue", "Cella"}]
    assert names == ["Berg", "Aue", "Cella"]


def test_a_line_breaks_where_a_date_has_no_value():
    series = Series(label="Nord", role=Role.AREA, values=(10.0, None, 14.0))

    root = ET.fromstring(trend_svg(DATES, [series], write, title="t", description="d"))

    assert len(list(root.iter(f"{SVG}circle"))) == 2
    lines = [e for e in root.iter(f"{SVG}path") if e.get("class") == "area-stroke"]
    assert lines == []


def test_labels_at_the_ends_of_close_lines_do_not_overlap():
    close = [
        Series(label=name, role=Role.AREA, values=(10.0, 10.0, value), text="x")
        for name, value in (("Nord", 10.0), ("Stadt", 10.1), ("Kreis", 10.2))
    ]

    root = ET.fromstring(trend_svg(DATES, close, write, title="t", description="d"))

    ends = sorted(float(e.get("y")) for e in root.iter(f"{SVG}text") if e.text.endswith(" x"))
    assert len(ends) == 3
    assert all(b - a >= 15 for a, b in pairwise(ends))


def test_time_keeps_its_true_distances():
    days = (date(2020, 1, 1), date(2021, 1, 1), date(2024, 1, 1))
    series = Series(label="Nord", role=Role.AREA, values=(1.0, 2.0, 3.0))

    root = ET.fromstring(trend_svg(days, [series], write, title="t", description="d"))

    x = [float(e.get("cx")) for e in root.iter(f"{SVG}circle")]
    assert (x[2] - x[1]) / (x[1] - x[0]) == pytest.approx(1095 / 366, rel=0.02)


def test_age_bars_start_at_zero_and_hidden_groups_say_so():
    bars = [
        AgeBar(label="jung", area=10.0, municipality=12.0, district=20.0),
        AgeBar(label="alt", area=None, words="nicht ausgewiesen", district=5.0),
    ]

    root = ET.fromstring(age_bars_svg(bars, write, title="t", description="d"))

    boxes = list(root.iter(f"{SVG}rect"))
    assert len(boxes) == 1
    assert "nicht ausgewiesen" in [e.text for e in root.iter(f"{SVG}text")]
    district = read_palette().light.district
    assert sum(e.get("stroke") == district for e in root.iter(f"{SVG}path")) == 2


@pytest.mark.parametrize("width", [320, 440, 700])
def test_words_in_place_of_a_bar_stand_clear_of_the_strokes_and_inside_the_picture(width):
    words = "nicht ausgewiesen"
    bars = [
        AgeBar(label="jung", area=None, words=words, municipality=31.0, district=40.0),
        AgeBar(label="80 Jahre und älter", area=None, words=words, municipality=2.0, district=3.0),
    ]

    root = ET.fromstring(age_bars_svg(bars, write, title="t", description="d", width=width))

    strokes = [float(e.get("d")[1:].partition(",")[0]) for e in root.iter(f"{SVG}path")]
    starts = [float(e.get("x")) for e in root.iter(f"{SVG}text") if e.text == words]
    assert starts[0] > max(strokes[:2])
    assert starts[1] > max(strokes[2:])
    assert max(starts) + 7 * len(words) <= width
