"""Charts of a presentation: bars that can be edited, with intervals and their data sheet.

The library draws bars; the intervals are error bars that it does not know, so they are written as
the format has them (ISO/IEC 29500-1, 21.2.2.55 ``errBars``).
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from kreisblick.base.language import NARROW_SPACE
from kreisblick.base.language import translate as _
from kreisblick.products.slides.model import Bar, Chart
from kreisblick.products.slides.spoken import mark_words, spoken

__all__ = ["chart_workbook", "fill_chart"]

SHEET = "Sheet1"  # as the library names it in its formulas
LARGEST = 12  # points
GAP = 45  # percent of a bar's width between bars
SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  a day, no instant: the sheet has no date of its own


def fill_chart(place: Any, chart: Chart, size: float) -> None:
    """Put a chart in its place; only numbers that are shown are in it and in its sheet."""
    letters = Pt(min(LARGEST, size))
    bars = _upwards(chart.bars)
    data: Any = CategoryChartData(  # type: ignore[no-untyped-call]
        number_format=_number_format(chart)
    )
    data.categories = [bar.label for bar in bars]
    data.add_series(chart.title, [bar.value for bar in bars])
    frame = place.insert_chart(XL_CHART_TYPE.BAR_CLUSTERED, data)
    frame._element._nvXxPr.cNvPr.set("descr", chart.alt)
    drawn = frame.chart
    drawn.part.chart_workbook.update_from_xlsx_blob(chart_workbook(chart))
    drawn.has_legend, drawn.has_title = False, False
    drawn.font.size = letters
    _axes(drawn, chart, letters)
    _bars(drawn.plots[0], bars, chart, letters)
    _speak(drawn)


def chart_workbook(chart: Chart) -> bytes:
    """The data sheet: name, value, interval, its two arms, sign and reason; nothing else."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    heads = [
        _("Municipality"), chart.title, _("95 % from"), _("95 % to"), _("line to the left"),
        _("line to the right"), _("Shown as"), _("Reason"),
    ]  # fmt: skip
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head)  # a title may begin like a formula
    for row, bar in enumerate(_upwards(chart.bars), start=1):
        sheet.write_string(row, 0, bar.label)
        for column, number in enumerate((bar.value, bar.lower, bar.upper, *_arms(bar)), start=1):
            if number is not None:
                sheet.write_number(row, column, number)
        sheet.write_string(row, 6, bar.written)
        sheet.write_string(row, 7, bar.state)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 7, 18)
    book.set_properties({"created": EPOCH})
    book.close()
    return stream.getvalue()


def _upwards(bars: Sequence[Bar]) -> list[Bar]:
    """Charts of bars begin below: the order is turned, so that readers see it from above."""
    return list(reversed(bars))


def _arms(bar: Bar) -> tuple[float | None, float | None]:
    if bar.value is None or bar.lower is None or bar.upper is None:
        return None, None
    return bar.value - bar.lower, bar.upper - bar.value


def _number_format(chart: Chart) -> str:
    number = "#,##0.0" if chart.digits else "#,##0"
    return f'{number}"{NARROW_SPACE}{chart.unit}"' if chart.unit else number


def _axes(drawn: Any, chart: Chart, letters: Any) -> None:
    names, values = drawn.category_axis, drawn.value_axis
    names.format.line.color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
    names.has_major_gridlines = False
    names.tick_labels.font.size = letters
    values.minimum_scale = 0
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
    values.format.line.fill.background()
    values.tick_labels.font.size = letters
    values.tick_labels.font.color.theme_color = MSO_THEME_COLOR.TEXT_2
    values.tick_labels.number_format = _number_format(chart)
    values.tick_labels.number_format_is_linked = False


def _bars(plot: Any, bars: Sequence[Bar], chart: Chart, letters: Any) -> None:
    plot.gap_width, plot.vary_by_categories = GAP, False
    series = plot.series[0]
    series.format.fill.solid()
    series.format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    labels = series.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.INSIDE_BASE
    labels.number_format, labels.number_format_is_linked = _number_format(chart), False
    labels.font.size, labels.font.bold = letters, True
    labels.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    for place, bar in enumerate(bars):
        if bar.district:
            _district(series.points[place], letters)
    if any(bar.lower is not None for bar in bars):
        _intervals(series._element, bars)


def _district(point: Any, letters: Any) -> None:
    """The district's bar is darker, so its label is light."""
    point.format.fill.solid()
    point.format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_2
    label = point.data_label
    label.font.size, label.font.bold = letters, True
    label.font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    label.position = XL_LABEL_POSITION.INSIDE_BASE


def _intervals(series: Any, bars: Sequence[Bar]) -> None:
    """Error bars with an own arm to either side, before the categories as the format wants it."""
    minus, plus = zip(*(_arms(bar) for bar in bars), strict=True)
    line = (
        f'<c:spPr xmlns:a="{DRAWING}"><a:ln w="19050"><a:solidFill><a:schemeClr val="tx1"/>'
        "</a:solidFill></a:ln></c:spPr>"
    )
    element = etree.fromstring(
        f'<c:errBars xmlns:c="{SPACE}"><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="1"/>{_numbers("plus", "F", plus)}{_numbers("minus", "E", minus)}'
        f"{line}</c:errBars>"
    )
    series.find(qn("c:cat")).addprevious(element)


def _numbers(name: str, column: str, values: Sequence[float | None]) -> str:
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>'
        for place, value in enumerate(values)
        if value is not None
    )
    return (
        f"<c:{name}><c:numRef><c:f>{SHEET}!${column}$2:${column}${len(values) + 1}</c:f>"
        f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>'
        f"{points}</c:numCache></c:numRef></c:{name}>"
    )


def _speak(drawn: Any) -> None:
    """The language of the chart and of its letters; it stands after the calendar's mark."""
    space = drawn._chartSpace
    mark_words(space)
    language = etree.SubElement(space, qn("c:lang"))
    language.set("val", spoken())
    space.remove(language)
    first = space.find(qn("c:date1904"))
    if first is None:
        space.insert(0, language)
    else:
        first.addnext(language)
