"""Look at the rows of other dates: a file tells many dates, and one of them is read.

Nothing of these rows is stored, so nothing that is wrong in them stops the acceptance. It is told
all the same: a slip may come again in the next delivery, and what is wrong in last year's rows is
wrong in a file that others read, too. What was told before is not told again: rows of dates before
the last delivery stood in that file, and rows that hold what was accepted then are settled.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.choose import choose_rows, chosen_by, year_of, years_of
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.last import Last
from kreisblick.sealed.intake.look import look_at_other_rows
from kreisblick.sealed.intake.look_sums import look_at_sums
from kreisblick.sealed.intake.model import Parsed
from kreisblick.sealed.mapping.checks import CheckLimits
from kreisblick.sealed.mapping.columns import RowChoice
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.reading.dated import DatedName, period_holds
from kreisblick.sealed.reading.periods import find_period
from kreisblick.sealed.reading.region import Region
from kreisblick.territory.areas.model import Territory

__all__ = ["look_at_other_dates"]

Examine = Callable[[Region, DeliveryDefinition, FaultBook, date], Parsed | None]
MOST_UNKNOWN = 0.34  # of a date's rows; where more areas are unknown, they were others then


@dataclass(frozen=True, kw_only=True)
class _Part:
    """The rows of one other date, its year, and what stands in the column of dates."""

    rows: Region = field(repr=False)
    year: int
    said: str | None


def look_at_other_dates(
    region: Region,
    definition: DeliveryDefinition,
    territory: Territory | None,
    book: FaultBook,
    examine: Examine,
    *,
    reference_date: date,
    last: Last | None,
) -> None:
    """Tells what is wrong with counts of other dates, or with the sum of the year's months.

    Args:
        region: the table with all its rows.
        definition: how it is read on the reference date.
        territory: whose areas may be named in columns beside those that are read.
        book: takes the findings, none of them hard; those of other years as ``other_years``.
        examine: examines rows of one date as if they were delivered for a day of it; None where
            nobody knows the areas of that day.
        reference_date: of the delivery.
        last: the delivery before.
    """
    parts = list(_parts(region, definition, reference_date))
    since = _since(reference_date, last, definition.checks.rules().limits)
    of_the_year = [one for one in parts if one.year == reference_date.year]
    others = [one for one in parts if since <= one.year < reference_date.year]
    bare = definition.model_copy(update={"rows": ()})
    for group in (of_the_year, others if book.wanted("other_years") else []):
        if not group:
            continue
        found = FaultBook(grid=book.grid, kinds=book.kinds)
        for part in group:
            _examine(part, bare, found, examine, reference_date, last)
        body = pl.concat([one.rows.body for one in group]).sort("row")
        look_at_other_rows(replace(region, body=body), bare, territory, found)
        if group is of_the_year:
            _look_at_sums(region, definition, found, book, reference_date)
        _take_over(found, book, foreign=group is not of_the_year)


def _look_at_sums(
    region: Region, definition: DeliveryDefinition, found: FaultBook, book: FaultBook, day: date
) -> None:
    """Printed sums of the whole year, in which the due rows and the others are added up."""
    column = next(region.column(one.column) for one in definition.rows if _is_timed(one, region))
    years = years_of(region.body[column or ""].str.strip_chars()).fill_null(day.year)
    own = FaultBook(grid=found.grid, kinds=found.kinds)
    own.marks = [*book.marks, *found.marks]
    own.questions = book.questions | found.questions
    look_at_sums(replace(region, body=region.body.filter(years == day.year)), definition, own)
    before = set(book.marks) | set(found.marks)
    for fault in own.faults:
        marks = [mark for mark in own.marks if mark[2] == fault.message and mark not in before]
        found.take(fault, marks, own.comments.get(fault.message))


def _since(day: date, last: Last | None, limits: CheckLimits) -> int:
    """The first year of which rows may hold something that no delivery was asked about."""
    since = day.year - limits.other_years
    return since if last is None else max(since, last.delivery.reference_date.year)


def _parts(region: Region, definition: DeliveryDefinition, day: date) -> Iterator[_Part]:
    """The rows of each other date, by what their column of dates holds."""
    if definition.grain != Grain.AGGREGATE:
        return
    timed = [one for one in definition.rows if _is_timed(one, region)]
    if len(timed) != 1:
        return
    fixed = tuple(choice for choice in definition.rows if choice is not timed[0])
    only = definition.model_copy(update={"rows": fixed})
    region = choose_rows(region, only, FaultBook(grid=region.grid), reference_date=day)
    column = region.column(timed[0].column)
    if column is None:
        return
    texts = region.body[column].str.strip_chars()
    other = ~chosen_by(timed[0], texts, day)
    if other.all():
        return  # the date itself is missing, which is told
    years = years_of(texts)
    marked = region.body.with_columns(_text=texts, _year=years.fill_null(day.year)).filter(other)
    for (text, year), rows in marked.group_by("_text", "_year", maintain_order=True):
        body = rows.drop("_text", "_year").sort("row")
        yield _Part(rows=replace(region, body=body), year=year, said=text)


def _is_timed(choice: RowChoice, region: Region) -> bool:
    """Whether a choice is one of dates: it names one, or its column holds them."""
    if choice.within is not None:
        return True
    if choice.equals is None:
        return False
    column = region.column(choice.column)
    dated = isinstance(choice.equals, DatedName) or year_of(choice.equals) is not None
    return dated or (column is not None and years_of(region.body[column]).is_not_null().any())


def _examine(
    part: _Part,
    definition: DeliveryDefinition,
    found: FaultBook,
    examine: Examine,
    due: date,
    last: Last | None,
) -> None:
    """Everything wrong with the rows of a date, but for rows that were accepted as they are."""
    own = FaultBook(grid=found.grid, kinds=found.kinds)
    parsed = examine(part.rows, definition, own, _same_day(due, part.year))
    if parsed is None:
        return
    settled = _settled(parsed.records, part, last)
    unknown = sum(fault.code == "unknown_area" for fault in own.faults)
    others_then = part.year != due.year and unknown > MOST_UNKNOWN * part.rows.body.height
    for fault in own.faults:
        marks = [mark for mark in own.marks if mark[2] == fault.message]
        quiet = others_then and fault.code == "unknown_area"
        if quiet or (marks and settled.issuperset(row for row, _column, _text in marks)):
            continue
        found.take(fault, marks, own.comments.get(fault.message))


def _same_day(day: date, year: int) -> date:
    """The reference date in another year."""
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _settled(records: pl.DataFrame, part: _Part, last: Last | None) -> set[int]:
    """Lines whose counts are those that were accepted for this date, every one of them."""
    period = find_period(part.said or "")
    if last is None or period is None or not period_holds(period, last.delivery.reference_date):
        return set()
    keys = [name for name in records.columns if name in last.records.columns and name != "row"]
    new = records.join(last.records.select(keys), on=keys, how="anti", nulls_equal=True)
    return set(records["row"]) - set(new["row"])


def _take_over(found: FaultBook, book: FaultBook, *, foreign: bool) -> None:
    """Findings at cells; what is said of the whole file is said of the due date alone."""
    for fault in found.faults:
        soft = replace(fault, hard=False)
        if not fault.where or fault in book.faults or soft in book.faults:
            continue
        marks = [mark for mark in found.marks if mark[2] == fault.message]
        comment = found.comments.get(fault.message)
        if foreign:
            soft = replace(soft, code="other_years", message=_not_due(fault.message))
            marks = [(row, column, soft.message) for row, column, _text in marks]
            comment = None if comment is None else _not_due(comment)
        book.take(soft, marks, comment)


def _not_due(text: str) -> str:
    return _("Not of this reference date: {text}").format(text=text)
