"""The sequence of bodies as a workbook: all at a glance, day by day, and a sheet per body."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from kreisblick.base.language import translate as _
from kreisblick.products.papers.bodies import Bodies
from kreisblick.products.papers.model import Plan, Station
from kreisblick.products.papers.told import (
    Entry,
    body_words,
    entries_of,
    paper_words,
    weekday_words,
)

__all__ = ["plan_workbook"]

SHEET_NAME = 31  # Excel takes no longer names
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
DAY, WORD, LONG = 14, 8, 54  # widths of columns in characters
LINE = 15  # points
Cell = str | date | int


def plan_workbook(plan: Plan, bodies: Bodies, title: str) -> bytes:
    """The workbook as bytes; the same plan gives the same bytes."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": title, "author": bodies.district, "created": _noon(plan.start)})
    looks = _looks(book)
    taken: set[str] = set()
    entries = entries_of(plan, bodies)
    _overview(book, plan, title, looks, taken)
    _day_by_day(book, entries, looks, taken)
    for station in plan.stations:
        own = [one for one in entries if one.key.startswith(f"{station.key}/")]
        _body_sheet(book, station, own, looks, taken)
    book.close()
    return stream.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    plain = {"valign": "top", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({**plain, "bold": True, "bottom": 1}),
        "text": book.add_format(plain),
        "day": book.add_format({**plain, "num_format": "dd.mm.yyyy", "align": "left"}),
        "bold": book.add_format({**plain, "num_format": "dd.mm.yyyy", "align": "left", "bold": 1}),
    }


def _overview(book: Any, plan: Plan, title: str, looks: dict[str, Any], taken: set[str]) -> None:
    sheet = _sheet(book, _("Overview"), taken)
    sheet.write_string(0, 0, title, looks["title"])
    sheet.write_string(1, 0, _("Publication"), looks["bold"])
    _write(sheet, 1, 1, plan.publish, looks, "bold")
    sheet.write_string(1, 2, weekday_words(plan.publish), looks["text"])
    sheet.write_string(2, 0, _("To the press (embargo)"), looks["bold"])
    _write(sheet, 2, 1, plan.press, looks, "bold")
    sheet.write_string(2, 2, weekday_words(plan.press), looks["text"])
    heads = [
        _("Body"), _("Draft finished"), _("Papers due"), _("Meeting"), _("Day"), _("Paper"),
        _("Purpose"), _("Public"),
    ]  # fmt: skip
    rows: list[Sequence[Cell]] = [
        (
            body_words(one), one.draft, one.paper_due, one.meeting, weekday_words(one.meeting),
            paper_words(one.body.paper), one.body.purpose or "",
            _("yes") if one.body.public else _("no"),
        )
        for one in plan.stations
    ]  # fmt: skip
    _table(sheet, 4, heads, rows, looks, (LONG, DAY, DAY, DAY, WORD, 26, LONG, WORD + 2))
    below = 4 + len(rows) + 2
    for offset, note in enumerate(plan.notes):
        sheet.merge_range(below + offset, 0, below + offset, 7, "", looks["text"])
        sheet.write_string(below + offset, 0, note, looks["text"])  # no formula, however it begins
        sheet.set_row(below + offset, 32)


def _day_by_day(
    book: Any, entries: Iterable[Entry], looks: dict[str, Any], taken: set[str]
) -> None:
    sheet = _sheet(book, _("Day by day"), taken)
    heads = [_("Date"), _("Day"), _("What"), _("Body"), _("Note")]
    rows = [(one.day, weekday_words(one.day), one.what, one.body, one.note) for one in entries]
    _table(sheet, 0, heads, rows, looks, (DAY, WORD, LONG, LONG, LONG))


def _body_sheet(
    book: Any,
    station: Station,
    entries: Iterable[Entry],
    looks: dict[str, Any],
    taken: set[str],
) -> None:
    sheet = _sheet(book, f"{station.body.title} {station.body.of}", taken)
    heads = [_("Date"), _("Day"), body_words(station), _("Note")]
    rows = [(one.day, weekday_words(one.day), one.what, one.note) for one in entries]
    _table(sheet, 0, heads, rows, looks, (DAY, WORD, LONG, LONG))


def _table(
    sheet: Any,
    top: int,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    looks: dict[str, Any],
    widths: Sequence[int],
) -> None:
    for column, head in enumerate(heads):
        sheet.write_string(top, column, head, looks["head"])
    for line, row in enumerate(rows, start=top + 1):
        for column, cell in enumerate(row):
            _write(sheet, line, column, cell, looks)
    for line, row in enumerate((heads, *rows), start=top):
        sheet.set_row(line, LINE * _lines(row, widths))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(top + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _write(
    sheet: Any, row: int, column: int, cell: Cell, looks: dict[str, Any], look: str = "day"
) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, _noon(cell), looks[look])
    else:
        sheet.write_string(row, column, str(cell), looks["text"])


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """How many lines the fullest cell of a row needs; programmes do not find out by themselves."""
    texts = [(cell, width) for cell, width in zip(row, widths, strict=True) if cell]
    return max(-(-len(cell) // width) if isinstance(cell, str) else 1 for cell, width in texts)


def _sheet(book: Any, name: str, taken: set[str]) -> Any:
    """A sheet whose name fits and stands once."""
    short = " ".join(name.translate(FORBIDDEN).split())[:SHEET_NAME].strip()
    if short.casefold() in taken:
        short = f"{short[: SHEET_NAME - 4].strip()} {len(taken) + 1}"
    taken.add(short.casefold())
    return book.add_worksheet(short)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  a day, no instant
