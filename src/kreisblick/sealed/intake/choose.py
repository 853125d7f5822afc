"""Choose the rows of a delivery: a table that holds several years is read one year at a time."""

from dataclasses import replace
from datetime import date

import polars as pl

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.mapping.columns import RowChoice
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.on_day import name_on
from kreisblick.sealed.reading.dated import PERIOD, DatedName, names_it
from kreisblick.sealed.reading.periods import find_period
from kreisblick.sealed.reading.region import Region

__all__ = ["choose_rows", "chosen_by", "year_of", "years_of"]


def choose_rows(
    region: Region, definition: DeliveryDefinition, book: FaultBook, *, reference_date: date
) -> Region:
    """The region with the rows that the definition's ``rows`` name; all of them without any.

    An absent column, or a choice that no row meets, is a hard fault: the table has no figures
    for that date.
    """
    if region.lost is not None:
        message = _(
            "No table called '{name}' is on this sheet. Give it this title again, or enter the "
            "new one in the definition."
        )
        text = message.format(name=region.lost)
        book.cell("missing_table", text, region.first_heading or 1, None)
    for choice in definition.rows:
        region = _choose(region, choice, book, reference_date)
        if region.body.is_empty():
            break  # what is left of nothing is not told again
    return region


def chosen_by(choice: RowChoice, texts: pl.Series, day: date) -> pl.Series:
    """Whether each content of the column has what the choice asks for on a day.

    Where none has, and the column holds days, the last one before it.
    """
    chosen = _wanted(choice, texts, day)[1]
    last = None if chosen.any() else _last_before(choice, texts, day)
    return chosen if last is None else (texts == last).fill_null(value=False)


def _choose(region: Region, choice: RowChoice, book: FaultBook, day: date) -> Region:
    column = region.column(choice.column)
    if column is None:
        book.missing_column(choice.column, region)
        return region
    texts = region.body[column].str.strip_chars()
    wanted, exact = _wanted(choice, texts, day)
    chosen = chosen_by(choice, texts, day)
    if chosen.any() and not exact.any():
        last = texts.filter(chosen)[0]
        message = _(
            "No row is of {day}; the last one before it in the column '{name}', of {last}, is "
            "read. Is that right?"
        )
        told = {"day": format_date(day), "last": last, "name": choice.column[0]}
        book.find("last_date_before", message.format(**told))
    body = region.body.filter(chosen)
    if body.is_empty():
        message = _(
            "No row holds '{wanted}' in the column '{name}'. Ask for the figures of that date, or "
            "deliver the file for another reference date."
        )
        book.whole("no_rows_chosen", message.format(wanted=wanted, name=choice.column[0]))
    return replace(region, body=body)


def _wanted(choice: RowChoice, texts: pl.Series, day: date) -> tuple[str, pl.Series]:
    """What the choice asks for on a day, and which rows have it."""
    if choice.within is not None:
        found = {text: _passed(text, day) for text in texts.drop_nulls().unique()}
        of_the_year = texts.replace_strict(found, default=False, return_dtype=pl.Boolean)
        return str(day.year), of_the_year
    if choice.begins is not None:
        wanted = name_on(choice.begins, day)
        return f"{wanted}…", texts.str.starts_with(str(wanted)).fill_null(value=False)
    wanted = name_on(choice.equals or "", day)
    meant = [text for text in texts.drop_nulls().unique() if names_it(wanted, text)]
    chosen = texts.is_in(meant).fill_null(value=False)
    if year_of(wanted) is None:  # "Jahr" below the months of last year is not meant
        chosen &= (years_of(texts) == day.year).fill_null(value=True)
    return wanted, chosen


def _last_before(choice: RowChoice, texts: pl.Series, day: date) -> str | None:
    """What a column of days holds for the last day of the year up to the reference date.

    Offices count on days of their own, 1 October or 1 November. Months and years are no days: of
    them the one that is due has to be there.
    """
    if not isinstance(choice.equals, DatedName) or choice.equals.pattern != PERIOD:
        return None
    days = {text: find_period(text) for text in texts.drop_nulls().unique().sort()}
    dated = [text for text, one in days.items() if one is not None and one.kind == "date"]
    if 2 * texts.is_in(dated).sum() <= texts.is_not_null().sum():
        return None
    passed = {one.key: text for text, one in days.items() if one is not None and _passed(text, day)}
    return passed[max(passed)] if passed else None


def _passed(text: str, day: date) -> bool:
    """Whether a text names a part of the reference date's year, up to that date."""
    period = find_period(text)
    until = {
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "date": day.isoformat(),
    }
    if period is None or period.kind not in until:
        return False
    return period.key[:4] == str(day.year) and period.key <= until[period.kind]


def years_of(texts: pl.Series) -> pl.Series:
    """The year that each row of a column of periods is about; null where the column holds none.

    A row that names no year belongs to those above it, at the top of a table to those below.
    """
    told = {text: year_of(text) for text in texts.drop_nulls().unique()}
    years = texts.replace_strict(told, default=None, return_dtype=pl.Int64)
    dated = 2 * years.is_not_null().sum() > texts.is_not_null().sum()
    return years.forward_fill().backward_fill() if dated else years.clear(len(years))


def year_of(text: str) -> int | None:
    """The year of a period (of a school year the first one); None for other texts."""
    found = find_period(text)
    return int(found.key[:4]) if found is not None and found.key[:4].isdigit() else None
