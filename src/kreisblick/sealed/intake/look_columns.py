"""Look at columns: cells that are not what their column holds, whether it is read or not.

A slip is told with its cell and what to write there; cells about persons are never repeated.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.data_rows import data_rows
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.known_areas import unknown_areas
from kreisblick.sealed.intake.looked import MEANS, Looked, looked_at
from kreisblick.sealed.intake.strays import (
    no_dates,
    no_numbers,
    no_postcodes,
    of_another_kind,
    says_nothing,
    too_short_keys,
)
from kreisblick.sealed.mapping.codes import word_codes
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.folding import squeeze
from kreisblick.sealed.reading.periods import find_period
from kreisblick.sealed.reading.region import Region, plain
from kreisblick.sealed.reading.timeless import without_time
from kreisblick.territory.areas.model import Territory

__all__ = ["look_at_columns"]

CHANGES = r"(?i)veränd|saldo|differenz|abweich|entwickl|zunahme|abnahme|gewinn|verlust|±|\+/-|%"
MOST_NEGATIVE = 0.34  # of the numbers of a column; where more are below zero, it is a balance
# of the filled cells; where more are odd and nobody has said what the column holds, it is not that
MOST_ODD = 0.34
COUNTED = frozenset({"value", "total", "places"})
FEW_BROKEN = 0.1  # of the whole numbers beside; more, and something is measured


def look_at_columns(
    region: Region,
    definition: DeliveryDefinition,
    territory: Territory | None,
    book: FaultBook,
) -> None:
    """Days that do not exist, words among numbers, keys without their zero, strange codes.

    Args:
        region: the table.
        definition: what is read of it, and what stands beside.
        territory: whose areas may be named; None where there is none.
        book: takes the findings.
    """
    _tell_missing(region, definition, book)
    region = replace(region, body=data_rows(region, definition))
    for one in looked_at(region, definition):
        _look(one, region, territory, book)


def _tell_missing(region: Region, definition: DeliveryDefinition, book: FaultBook) -> None:
    """Columns beside that are gone; one whose heading names a time may be called otherwise."""
    for beside in definition.beside:
        if (
            _dated(beside.column)
            or not book.wanted("missing_beside")
            or region.column([beside.column])
        ):
            continue
        message = _(
            "The column '{name}' is missing. We do not read it yet; was it left out on purpose?"
        )
        row = max(region.first_heading, 1)
        text = message.format(name=" ".join(beside.column.split()))
        book.find("missing_beside", text, rows=[row])


def _dated(heading: str) -> bool:
    """Whether a heading names a time, and is another one next year."""
    return plain(without_time(heading)) != plain(heading) or find_period(heading) is not None


def _look(one: Looked, region: Region, territory: Territory | None, book: FaultBook) -> None:
    cells, rows = region.body[one.column], region.body["row"]
    filled = int((~says_nothing(cells)).sum())

    def tell(code: str, odd: pl.Series, words: tuple[str, str]) -> None:
        believed = one.means in MEANS or odd.sum() <= max(1, MOST_ODD * filled)
        if believed and odd.any():
            book.tell(code, words, rows.filter(odd).to_list(), one.column, name=one.heading)

    if one.held == "count":
        tell("stray_cell", no_numbers(cells), _no_number())
        tell("stray_cell", _negative(cells, one.heading), _negative_words())
        tell("stray_cell", _broken(cells, one), _broken_words())
    elif one.held == "day":
        tell("impossible_date", _odd(cells, partial(_no_day, read=one.read)), _no_day_words())
    elif one.held in {"postcode", "postcode_place"}:
        test = partial(no_postcodes, with_place=one.held == "postcode_place")
        tell("no_postcode", _odd(cells, test), _no_postcode())
    elif one.held == "area":
        tell("unread_area", unknown_areas(cells, one, territory), _no_area())
    elif one.held in {"code", "key"}:
        short = too_short_keys(cells)
        strange = of_another_kind(cells) & ~short & ~_known_words(cells, one)
        tell("lost_zero", short, _lost_zero())
        tell("stray_cell", strange, _strange())
        tell("unread_code", _unknown_codes(cells, one) & ~short & ~strange, _unknown_code())


def _odd(cells: pl.Series, test: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """The cells whose text fails a test; every text is tested once."""
    distinct = cells.drop_nulls().unique()
    return cells.is_in(distinct.filter(test(distinct))).fill_null(value=False)


def _no_day(cells: pl.Series, *, read: bool) -> pl.Series:
    """No day of the calendar; of what is read, the check of years speaks about bare years."""
    wrong = no_dates(cells)
    return wrong & ~_plain_year(cells) if read else wrong


def _plain_year(cells: pl.Series) -> pl.Series:
    """Four figures, or no date at all."""
    return ~cells.str.contains(r"^[0-9]{1,4}[-./]?[0-9]{1,2}[-./]?[0-9]{1,4}$").fill_null(
        value=True
    ) | cells.str.contains(r"^[0-9]{4}$").fill_null(value=True)


def _negative(cells: pl.Series, heading: str) -> pl.Series:
    """Numbers below zero in a column of counts."""
    below = cells.str.contains(r"^[-−][0-9]").fill_null(value=False)
    numbers = int((~says_nothing(cells) & ~no_numbers(cells)).sum())
    is_balance = pl.Series([heading]).str.contains(CHANGES)[0]
    broken = cells.str.contains(r"^[-−]?[0-9.]*,[0-9]+$").fill_null(value=False).any()
    many = below.sum() > MOST_NEGATIVE * numbers
    return below & (not (is_balance or broken or many))


def _broken(cells: pl.Series, one: Looked) -> pl.Series:
    """Counts in halves, where the definition says counts and all others are whole."""
    broken = cells.str.contains(r"^[0-9]+[,.](?:[0-9]{1,2}|[0-9]{4,})$").fill_null(value=False)
    whole = cells.str.contains(r"^[0-9]+$").fill_null(value=False)
    alone = broken & ~cells.str.contains(r"[,.]0+$").fill_null(value=False)
    return alone & (
        one.means in COUNTED and int(alone.sum()) <= max(1, FEW_BROKEN * int(whole.sum()))
    )


def _known_words(cells: pl.Series, one: Looked) -> pl.Series:
    """Words by which everybody knows the codes of such a column."""
    known = word_codes(one.means) if one.means in {"sex", "main_home"} else frozenset()
    words = [text for text in cells.drop_nulls().unique() if squeeze(text) in known]
    return cells.is_in(words).fill_null(value=False)


def _unknown_codes(cells: pl.Series, one: Looked) -> pl.Series:
    if not one.codes:
        return pl.Series([False] * len(cells), dtype=pl.Boolean)
    known = cells.is_in(list(one.codes)).fill_null(value=True)
    return ~(known | says_nothing(cells) | _known_words(cells, one))


def _no_number() -> tuple[str, str]:
    return (
        _(
            "Column '{name}' holds numbers, but this cell does not. Write a number or an agreed "
            "sign."
        ),
        _(
            "Column '{name}' holds numbers, but {count} cells do not. Write numbers or agreed "
            "signs."
        ),
    )


def _negative_words() -> tuple[str, str]:
    return (
        _("Column '{name}': this count is below zero, which cannot be. Correct it."),
        _("Column '{name}': {count} counts are below zero, which cannot be. Correct them."),
    )


def _no_day_words() -> tuple[str, str]:
    return (
        _("Column '{name}': this day does not exist. Correct it."),
        _("Column '{name}': {count} cells hold days that do not exist. Correct them."),
    )


def _broken_words() -> tuple[str, str]:
    return (
        _("Column '{name}': this count is no whole number. Correct it."),
        _("Column '{name}': {count} counts are no whole numbers. Correct them."),
    )


def _no_postcode() -> tuple[str, str]:
    return (
        _(
            "Column '{name}': this is no postcode. Write five digits, also a leading zero; format "
            "the column as text."
        ),
        _(
            "Column '{name}': {count} cells hold no postcode. Write five digits, also a leading "
            "zero; format the column as text."
        ),
    )


def _no_area() -> tuple[str, str]:
    return (
        _("Column '{name}': this area is unknown. Correct the cell, or tell us the new area."),
        _(
            "Column '{name}': {count} cells name unknown areas. Correct them, or tell us the new "
            "areas."
        ),
    )


def _lost_zero() -> tuple[str, str]:
    return (
        _(
            "Column '{name}': this key has one digit less than the others. Was a leading zero "
            "lost? Format the column as text."
        ),
        _(
            "Column '{name}': {count} keys have one digit less than the others. Were leading "
            "zeros lost? Format the column as text."
        ),
    )


def _strange() -> tuple[str, str]:
    return (
        _(
            "Column '{name}': this cell holds something of another kind than the others. Correct "
            "it, or tell us what it means."
        ),
        _(
            "Column '{name}': {count} cells hold something of another kind than the others. "
            "Correct them, or tell us what they mean."
        ),
    )


def _unknown_code() -> tuple[str, str]:
    return (
        _("Column '{name}': this code was not there so far. Tell us what it means."),
        _(
            "Column '{name}': {count} cells hold codes that were not there so far. Tell us what "
            "they mean."
        ),
    )
