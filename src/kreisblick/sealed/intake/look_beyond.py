"""Look beyond: days still to come, ends before beginnings, shares of more than a whole."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.convert import numbers
from kreisblick.sealed.intake.data_rows import data_rows
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.looked import Looked, looked_at
from kreisblick.sealed.intake.strays import dates_in
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.format import Format
from kreisblick.sealed.reading.region import Region

__all__ = ["look_beyond"]

# a column whose days may lie ahead: ends, limits, what is planned
AHEAD = re.compile(
    r"(?i)\bbis\b|_bis\b|ende?\b|end[_.-]|ablauf|gültig|befrist|frist|termin|voraussicht|geplant|"
    r"nächst|wiedervorl|auslauf|fällig|erwart"
)
OPEN_END = 9999  # the year in which programmes let open cases end
PER_CENT = re.compile(r"(?i)percent|prozent|anteil|%|\bin v\.? ?h\.?\b|\bquote\b")
# what is told in per cent and may well be more than a hundred of them
NO_PART = re.compile(
    r"(?i)\bje\b|\bpro\b|promille|‰|auslast|beleg|deckung|versorg|erreich|erfüll|index|verhältnis|"
    r"veränd|entwickl|steiger|zunahme|wachstum|zuwachs|differenz|abweich|\+/-|±|vb\b|interv|jahr=|"
    r"= ?100"
)
WHOLE = 100.0
MOST = 0.1  # of the filled cells; where more lie beyond, the column is about something else
EXPORTED = timedelta(days=366)  # files are drawn after their reference date, seldom a year later


def look_beyond(
    region: Region, definition: DeliveryDefinition, book: FaultBook, *, day: date
) -> None:
    """Columns of days and of shares in per cent, read or not.

    What begins after the reference date does not belong to it. Other days, as of the last change,
    may lie after it by as long as a file takes to be drawn.

    Args:
        region: the table.
        definition: what is read of it, and what stands beside.
        book: takes the findings; none of them repeats a cell.
        day: the reference date.
    """
    region = replace(region, body=data_rows(region, definition))
    columns = looked_at(region, definition)
    _look_for_ends(region, columns, book)
    for one in columns:
        cells = region.body[one.column]
        if one.held == "day":
            code, beyond, words = "day_to_come", _days(cells, one, day), _days_words()
        else:
            code, beyond, words = "share_over_100", _shares(cells, one, definition.format), _words()
        if 0 < int(beyond.sum()) <= max(1, MOST * int(cells.is_not_null().sum())):
            rows = region.body["row"].filter(beyond).to_list()
            book.tell(code, words, rows, one.column, name=one.heading, day=format_date(day))


def _look_for_ends(region: Region, columns: Sequence[Looked], book: FaultBook) -> None:
    """Rows that end before they begin, where both stand in one column each."""
    starts = [one for one in columns if one.held == "day" and one.means == "from_date"]
    ends = [one for one in columns if one.held == "day" and one.means == "until_date"]
    if len(starts) != 1 or len(ends) != 1:
        return
    first, last = (dates_in(region.body[one.column]) for one in (starts[0], ends[0]))
    early = (last < first).fill_null(value=False)
    if int(early.sum()) > max(1, MOST * region.body.height):
        return
    words = (
        _("Column '{name}': this end lies before the beginning in '{other}'. Correct one of both."),
        _(
            "Column '{name}': {count} ends lie before the beginnings in '{other}'. Correct one of "
            "both."
        ),
    )
    rows = region.body["row"].filter(early).to_list()
    book.tell("ends_too_early", words, rows, ends[0].column, name=ends[0].heading,
              other=starts[0].heading)  # fmt: skip


def _days(cells: pl.Series, one: Looked, day: date) -> pl.Series:
    """Days that a column cannot know yet."""
    begins = one.means == "from_date"
    if one.means == "until_date" or (not begins and AHEAD.search(one.heading)):
        return _none(cells)
    days = dates_in(cells)
    beyond = days > (day if begins else day + EXPORTED)
    return (beyond & (days.dt.year() < OPEN_END)).fill_null(value=False)


def _shares(cells: pl.Series, one: Looked, form: Format) -> pl.Series:
    """Shares of more than a hundred per cent."""
    a_share = one.means in {"share", ""} and PER_CENT.search(one.heading)
    if not a_share or NO_PART.search(one.heading):
        return _none(cells)
    figures = numbers(cells.str.strip_suffix("%").str.strip_chars_end(), form, whole=False)
    return (figures > WHOLE).fill_null(value=False)


def _none(cells: pl.Series) -> pl.Series:
    return pl.Series([False] * len(cells), dtype=pl.Boolean)


def _days_words() -> tuple[str, str]:
    return (
        _(
            "Column '{name}': this day lies after {day}. Is the year right, and does the row "
            "belong to this reference date?"
        ),
        _(
            "Column '{name}': {count} days lie after {day}. Are the years right, and do the rows "
            "belong to this reference date?"
        ),
    )


def _words() -> tuple[str, str]:
    return (
        _("Column '{name}': this share is more than 100 %. Correct it."),
        _("Column '{name}': {count} shares are more than 100 %. Correct them."),
    )
