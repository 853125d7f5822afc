"""The workbook: one sheet per theme, areas as rows, one block of columns per indicator and date."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.describe import Described
from kreisblick.products.exports.model import State
from kreisblick.products.exports.table import DIGITS

__all__ = ["workbook_bytes"]

SHEET_NAME = 31  # Excel takes no longer names
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
AREA_COLUMNS = ("level", "municipality_name", "area", "area_name")


def workbook_bytes(
    figures: pl.DataFrame,
    described: Mapping[str, Described],
    words: ExportWords,
    *,
    title: str,
    district: str,
    edition: date,
) -> bytes:
    """The workbook as bytes; the same figures give the same bytes.

    A cell holds a number, or the sign of its state as text; nothing is hidden. Properties name
    the district and the edition's date, no person.

    Args:
        figures: from ``released_figures``.
        described: from ``describe_indicators``; decides themes and their order.
        words: column titles and signs.
        title: of the report.
        district: its name.
        edition: stands as the day of creation.
    """
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    created = datetime(edition.year, edition.month, edition.day)  # noqa: DTZ001  a day, no instant
    book.set_properties(
        {"title": title, "author": district, "company": district, "created": created}
    )
    looks = _looks(book)
    for name, keys in _sheets(described).items():
        _theme_sheet(book, name, [described[key] for key in keys], figures, words, looks)
    _legend_sheet(book, words, looks)
    _remark_sheet(book, described, looks)
    _source_sheet(book, described, looks)
    book.close()
    return stream.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    return {
        "head": book.add_format(head),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True}),
        "sign": book.add_format({"align": "right"}),
        "0": book.add_format({"num_format": "#,##0"}),
        "1": book.add_format({"num_format": "#,##0.0"}),
    }


def _sheets(described: Mapping[str, Described]) -> dict[str, list[str]]:
    """Sheet name to the indicators of its theme; names cut to fit are told apart by a number."""
    themes: dict[str, list[str]] = {}
    for key, one in described.items():
        themes.setdefault(one.theme, []).append(key)
    named: dict[str, list[str]] = {}
    for number, (theme, keys) in enumerate(themes.items(), start=1):
        name = theme.translate(FORBIDDEN).strip()[:SHEET_NAME]
        if name.casefold() in {other.casefold() for other in named}:
            name = f"{name[: SHEET_NAME - 4]} {number}"
        named[name] = keys
    return named


def _theme_sheet(
    book: Any,
    name: str,
    indicators: Sequence[Described],
    figures: pl.DataFrame,
    words: ExportWords,
    looks: Mapping[str, Any],
) -> None:
    sheet = book.add_worksheet(name)
    own = figures.filter(pl.col("indicator").is_in([one.key for one in indicators]))
    areas = own.select(*AREA_COLUMNS).unique(maintain_order=True)
    titles = [words.columns[column] for column in AREA_COLUMNS]
    sheet.write_row(0, 0, titles, looks["head"])
    for row, area in enumerate(areas.iter_rows(named=True), start=1):
        _write_area(sheet, row, area, words)
    column = len(AREA_COLUMNS)
    rows = {key: row for row, key in enumerate(areas["area"].to_list(), start=1)}
    for one in indicators:
        for block in own.filter(indicator=one.key).partition_by("reference_date"):
            column = _write_block(sheet, column, one, block, rows, words, looks)
    sheet.set_row(0, 78)
    sheet.set_column(0, 1, 16)
    sheet.set_column(2, 2, 18)
    sheet.set_column(3, 3, 30)
    sheet.set_column(4, max(column - 1, 4), 15)
    sheet.freeze_panes(1, len(AREA_COLUMNS))
    sheet.autofilter(0, 0, areas.height, column - 1)
    _print_setup(sheet)


def _write_area(sheet: Any, row: int, area: Mapping[str, Any], words: ExportWords) -> None:
    sheet.write_string(row, 0, words.levels.get(area["level"], area["level"]))
    sheet.write_string(row, 1, area["municipality_name"] or "")
    sheet.write_string(row, 2, area["area"])
    sheet.write_string(row, 3, area["area_name"] or "")


def _write_block(
    sheet: Any,
    column: int,
    one: Described,
    block: pl.DataFrame,
    rows: Mapping[str, int],
    words: ExportWords,
    looks: Mapping[str, Any],
) -> int:
    """Value and interval of one indicator at one date; gives the next free column."""
    names = ["value"]
    if block["lower"].is_not_null().any():
        names += ["lower", "upper"]
    day = format_date(block["reference_date"][0])
    for offset, name in enumerate(names):
        what = one.title if name == "value" else f"{one.title}: {words.columns[name]}"
        sheet.write_string(0, column + offset, f"{what}\n{one.unit}, {day}", looks["head"])
    number = looks[str(one.digits)]
    for figure in block.select("area", "state", *names).iter_rows(named=True):
        sign = words.told(State(figure["state"])).sign
        for offset, name in enumerate(names):
            value = figure[name]
            place = (rows[figure["area"]], column + offset)
            if value is not None:
                sheet.write_number(*place, round(value, DIGITS), number)
            elif name == "value":
                sheet.write_string(*place, sign, looks["sign"])
    return column + len(names)


def _legend_sheet(book: Any, words: ExportWords, looks: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(_("Signs"))
    sheet.write_row(0, 0, [words.columns["sign"], _("Meaning")], looks["head"])
    signs = [one for one in words.all_told().values() if one.sign]
    for row, one in enumerate(signs, start=1):
        sheet.write_string(row, 0, one.sign, looks["sign"])
        sheet.write_string(row, 1, one.means, looks["text"])
    note = _("Estimated values stand as numbers; the column of the state is in figures.csv.")
    sheet.write_string(len(signs) + 2, 1, note, looks["text"])
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 70)
    _print_setup(sheet)


def _remark_sheet(book: Any, described: Mapping[str, Described], looks: Mapping[str, Any]) -> None:
    """What must be known of single dates and municipalities; no sheet where nothing must."""
    rows = [(one.title, remark) for one in described.values() for remark in one.remarks]
    if not rows:
        return
    sheet = book.add_worksheet(_("Remarks"))
    sheet.write_row(0, 0, [_("Indicator"), _("Reference dates"), _("Remark")], looks["head"])
    for row, (title, remark) in enumerate(rows, start=1):
        days = ", ".join(format_date(day) for day in remark.dates)
        for column, text in enumerate((title, days, remark.text)):
            sheet.write_string(row, column, text, looks["text"])
    sheet.set_column(0, 1, 32)
    sheet.set_column(2, 2, 90)
    sheet.freeze_panes(1, 1)
    _print_setup(sheet)


def _source_sheet(book: Any, described: Mapping[str, Described], looks: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(_("Sources"))
    titles = [_("Indicator"), _("Theme"), _("Unit"), _("Formula"), _("Sources"), _("Limits")]
    sheet.write_row(0, 0, titles, looks["head"])
    for row, one in enumerate(described.values(), start=1):
        cells = [
            one.title,
            one.theme,
            one.unit,
            one.formula,
            "; ".join(one.sources),
            " ".join(one.limits),
        ]
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, looks["text"])
    sheet.set_column(0, 1, 32)
    sheet.set_column(2, 2, 14)
    sheet.set_column(3, 5, 48)
    sheet.freeze_panes(1, 1)
    _print_setup(sheet)


def _print_setup(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
