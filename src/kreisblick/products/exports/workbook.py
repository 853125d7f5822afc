"""The workbook: one sheet per theme, areas as rows, one block of columns per indicator and date."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter

from kreisblick.base.language import format_date
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.table import DIGITS, with_class, with_swings
from kreisblick.products.exports.workbook_indices import index_sheet
from kreisblick.products.exports.workbook_texts import (
    LINE,
    about_sheet,
    legend_sheet,
    remark_sheet,
    source_sheet,
)
from kreisblick.products.figures import Described, State

__all__ = ["workbook_bytes"]

SECOND = ": Untere Grenze (95 %)"  # what is added to the title above a column of limits
WIDEST = 80  # letters of the widest column of names; municipalities have up to 60
SHEET_NAME = 31  # Excel takes no longer names
TEXT_STAYS = {f"strings_to_{kind}": False for kind in ("numbers", "formulas", "urls")}
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
ESTIMATED = '" s"'  # behind a number, as in official statistics
DATE_LINE = 2  # lines of a heading below the title: unit and date, and room for one word more
HEADING = 22  # letters in a line of a heading
PRINTED = 60  # percent: three indicators with their limits on a page
LIMITS = ("value", "lower", "upper")
AREA_COLUMNS = ("level", "municipality_name", "area", "area_name")


def workbook_bytes(
    figures: pl.DataFrame,
    described: Mapping[str, Described],
    words: ExportWords,
    *,
    about: Sequence[tuple[str, str]],
    indices: pl.DataFrame,
    title: str,
    district: str,
    edition: date,
) -> bytes:
    """The workbook as bytes; the same figures give the same bytes.

    A cell holds a number, a class in words, or the sign of its state; nothing is hidden. Numbers
    are written as the reader's programme writes them; an ``s`` behind a number says it is
    estimated, brackets say that it swings because of few cases. Properties name the district and
    the edition's date, no person.

    Args:
        figures: from ``released_figures``.
        described: from ``describe_indicators``; decides themes and their order.
        words: column titles and signs.
        about: headings and texts of the first sheet.
        indices: rows of ``Indices``.
        title: of the report.
        district: its name.
        edition: stands as the day of creation.
    """
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, TEXT_STAYS | {"in_memory": True})
    created = datetime(edition.year, edition.month, edition.day)  # noqa: DTZ001  a day, no instant
    book.set_properties(
        {"title": title, "author": district, "company": district, "created": created}
    )
    looks = _looks(book)
    about_sheet(book, about, looks)
    figures = with_class(with_swings(figures), described).with_columns(pl.col(LIMITS).round(DIGITS))
    for name, keys in _sheets(described).items():
        _theme_sheet(book, name, [described[key] for key in keys], figures, words, looks)
    index_sheet(book, indices, words, looks)
    legend_sheet(book, words, looks)
    remark_sheet(book, described, looks)
    source_sheet(book, described, looks)
    book.close()
    return stream.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    return {
        "head": book.add_format(head),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "head_left": book.add_format({"bold": True, "valign": "top"}),
        "sign": book.add_format({"align": "right"}),
        "class": book.add_format({"align": "left"}),
        "classs": book.add_format({"align": "left", "num_format": f"@{ESTIMATED}"}),
        **{
            f"{digits}{estimated}{swings}": book.add_format({"num_format": written})
            for digits, plain in (("0", "#,##0"), ("1", "#,##0.0"))
            for estimated, behind in (("", ""), ("s", ESTIMATED))
            for swings, written in (("", plain + behind), ("()", f'"("{plain}")"{behind}'))
        },
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
    sheet.set_row(0, LINE * _lines(indicators))
    for place, column_name in enumerate(AREA_COLUMNS):
        texts = [text for text in areas[column_name] if text]
        told = [words.levels.get(text, text) for text in texts]
        widest = max(map(len, [*told, titles[place]]))
        sheet.set_column(place, place, min(widest, WIDEST) + 2)
    sheet.set_column(4, max(column - 1, 4), HEADING)
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
    names = list(LIMITS[:1])
    if block["lower"].is_not_null().any():
        names += LIMITS[1:]
    day = format_date(block["reference_date"][0])
    for offset, name in enumerate(names):
        what = one.title if name == "value" else f"{one.title}: {words.columns[name]}"
        sheet.write_string(0, column + offset, f"{what}\n{one.unit}, {day}", looks["head"])
    for figure in block.select("area", "state", "swings", "class", *names).iter_rows(named=True):
        sign = words.told(State(figure["state"])).sign
        for offset, name in enumerate(names):
            value = figure[name]
            place = (rows[figure["area"]], column + offset)
            if name == "value" and figure["class"]:
                sheet.write_string(*place, figure["class"], looks[_look(one, figure, name)])
            elif value is not None:
                sheet.write_number(*place, value, looks[_look(one, figure, name)])
            elif name == "value":
                sheet.write_string(*place, sign, looks["sign"])
    return column + len(names)


def _look(one: Described, figure: Mapping[str, Any], name: str) -> str:
    """How a number is written; marks stand at the value, not at its interval."""
    if name != "value":
        return str(one.digits)
    estimated = "s" if figure["state"] == State.ESTIMATED.value else ""
    if one.classes:
        return f"class{estimated}"
    return f"{one.digits}{estimated}{'()' if figure['swings'] else ''}"


def _lines(indicators: Sequence[Described]) -> int:
    """Lines of the tallest heading."""
    longest = max(len(one.title) + len(SECOND) for one in indicators)
    return -(-longest // (HEADING - 4)) + DATE_LINE


def _print_setup(sheet: Any) -> None:
    """Pages of A4 side by side, each with the names of the areas and the headings."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_print_scale(PRINTED)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, len(AREA_COLUMNS) - 1)
