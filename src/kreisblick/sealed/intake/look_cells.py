"""Look at the cells of a delivery by themselves: what cannot be, and what is hard to believe.

Cells about persons never stand in a sentence; lines and headings are enough.
"""

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from kreisblick.base.language import format_count, format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.convert import numbers
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.fields import wanted_headings
from kreisblick.sealed.mapping.checks import CheckLimits, Range, ShareOf
from kreisblick.sealed.mapping.columns import Names
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.reading.region import Region, plain

__all__ = ["look_at_cells"]

# a column that says itself that 100 is no count
SHARE_WORDS = re.compile(r"percent|prozent|anteil|quote|%|\bin v\.? ?h\.?\b", re.IGNORECASE)
# keys and times stand in every row without being wrong
KEY_WORDS = re.compile(
    r"schl|key|code|\bid\b|_id$|nr\b|nummer|ags|jahr|year|monat|month|datum|date|quartal|land\b",
    re.IGNORECASE,
)
DATE = re.compile(r"\b([0-3]?[0-9])\.\s?([01]?[0-9])\.\s?((?:19|20)[0-9]{2})\b")
ISO_DATE = re.compile(r"\b((?:19|20)[0-9]{2})-([01][0-9])-([0-3][0-9])\b")
NOTHING = r"^[-−]?0+(?:[.,]0+)?$"
MOST_CONTENTS = 4  # the one number, and ways to write that there is none
NEARLY_ALL = 0.9  # of the rows; more empty or zero ones are no exception
SHARE_ERROR = 1e-9  # of a share that was written with all its digits


def look_at_cells(
    region: Region,
    definition: DeliveryDefinition,
    book: FaultBook,
    limits: CheckLimits,
    *,
    reference_date: date,
) -> None:
    """Constant columns, rows that stand twice, ranges, shares, dates of another year.

    Args:
        region: the table.
        definition: what is declared about it.
        book: takes the findings.
        limits: from when on somebody should look.
        reference_date: the day the delivery is said to be of.
    """
    _look_for_constants(region, definition, book, limits)
    _look_for_twins(region, definition, book, limits)
    for rule in definition.checks.ranges:
        _look_at_range(region, definition, rule, book)
    for share in definition.checks.shares:
        _look_at_share(region, definition, share, book)
    _look_at_dates(region, book, limits, reference_date)


def _look_for_constants(
    region: Region, definition: DeliveryDefinition, book: FaultBook, limits: CheckLimits
) -> None:
    """Columns of numbers that hold the same in every row, but for areas where nobody lives."""
    if region.body.height < limits.constant_rows or not region.headings:
        return
    columns = list(region.headings)
    few = region.body.select(pl.col(columns).n_unique() <= MOST_CONTENTS).row(0)
    read = {plain(name) for names in _numbers_read(definition) for name in names}
    allowed = {plain(name) for name in definition.checks.constant}
    for column, maybe in zip(columns, few, strict=True):
        heading = region.headings[column]
        same = _only_content(region.body[column]) if maybe else None
        if same is None or plain(heading) in allowed or SHARE_WORDS.search(heading):
            continue
        is_read = plain(heading) in read
        number = numbers(pl.Series([same]), definition.format, whole=False)[0]
        if number is None or not (is_read or _is_count(heading, definition)):
            continue
        code = "constant_column" if is_read else "constant_unread"
        if book.wanted(code):
            every = bool((region.body[column] == same).all(ignore_nulls=False))
            message = _constant(definition, is_read=is_read, every=every).format(
                name=heading, value=format_decimal(number, 0 if number == int(number) else 2)
            )
            book.find(
                code, message, rows=region.body["row"].head(limits.told).to_list(), column=column
            )


def _numbers_read(definition: DeliveryDefinition) -> list[Names]:
    found = [value.column for value in definition.values]
    fields = definition.columns.values()
    return found + [rule.from_ for rule in fields if rule.as_ in {"integer", "decimal"}]


def _is_count(heading: str, definition: DeliveryDefinition) -> bool:
    """Whether a column that nobody reads holds counts by its name; keys and years may stand."""
    wanted = {plain(name) for names in wanted_headings(definition) for name in names}
    about_persons = definition.grain == Grain.PERSON
    return not (about_persons or plain(heading) in wanted or KEY_WORDS.search(heading))


def _only_content(cells: pl.Series) -> str | None:
    """What stands in all rows that are neither empty nor zero, when these are nearly all rows."""
    told = cells.filter(~cells.str.contains(NOTHING).fill_null(value=True))
    enough = len(told) >= NEARLY_ALL * len(cells) or cells.n_unique() == 1
    distinct = (told if len(told) else cells).unique()
    return distinct[0] if enough and len(distinct) == 1 else None


def _constant(definition: DeliveryDefinition, *, is_read: bool, every: bool) -> str:
    if definition.grain == Grain.PERSON:
        return _("Column '{name}' holds the same number in every row. Is that right?")
    if not every:
        return _(
            "Column '{name}' holds {value} in every row that is neither empty nor zero. Is that "
            "right?"
        )
    if is_read:
        return _("Column '{name}' holds {value} in every row. Is that right?")
    return _(
        "Column '{name}', which is not read, holds {value} in every row. That looks like a slip; "
        "tell the supplier."
    )


def _look_for_twins(
    region: Region, definition: DeliveryDefinition, book: FaultBook, limits: CheckLimits
) -> None:
    """Rows that are like another one in every cell."""
    if definition.grain == Grain.AGGREGATE or not book.wanted("duplicate_rows"):
        return  # an area that stands twice is told as such
    cells = region.body.select(pl.exclude("row")).hash_rows(seed=0)
    rows = region.body["row"].filter(~cells.is_first_distinct()).to_list()
    numbered = region.body.select(pl.exclude("row").n_unique() / pl.len()).max_horizontal()[0]
    share = 100 * len(rows) / max(region.body.height, 1)
    by_chance = share <= limits.alike_percent and 100 * numbered < limits.unique_percent
    if not rows or (by_chance and definition.grain == Grain.PERSON):
        return
    words = (
        _(
            "This row is like another row in every cell. Was something exported twice? Take the "
            "surplus row out, or confirm that it is right."
        ),
        _(
            "{count} rows are like another row in every cell. Was something exported twice? Take "
            "the surplus rows out, or confirm that they are right."
        ),
    )
    book.tell("duplicate_rows", words, rows, None)


def _look_at_range(
    region: Region, definition: DeliveryDefinition, rule: Range, book: FaultBook
) -> None:
    column = region.column(rule.column)
    if column is None or not book.wanted("out_of_range"):
        return
    figure = numbers(region.body[column], definition.format, whole=False)
    high = _highest(region, definition, rule)
    frame = pl.DataFrame({"row": region.body["row"], "figure": figure, "high": high})
    low = -float("inf") if rule.at_least is None else rule.at_least
    rows = frame.filter((pl.col("figure") < low) | (pl.col("figure") > pl.col("high")))["row"]
    if len(rows):
        text = _range_words(rule).format(
            name=rule.column[0],
            count=format_count(len(rows)),
            low=_figure(rule.at_least),
            high=_figure(rule.at_most),
            other=rule.at_most_column[0] if rule.at_most_column else "",
        )
        book.find("out_of_range", text, rows=rows.to_list(), column=column)


def _highest(region: Region, definition: DeliveryDefinition, rule: Range) -> pl.Series:
    """The upper bound of every row: a number, or what another column holds."""
    at_most = float("inf") if rule.at_most is None else rule.at_most
    bound = pl.Series([at_most] * region.body.height, dtype=pl.Float64)
    other = region.column(rule.at_most_column) if rule.at_most_column else None
    if other is None:
        return bound
    figure = numbers(region.body[other], definition.format, whole=False)
    return pl.select(pl.min_horizontal(bound, figure)).to_series()


def _range_words(rule: Range) -> str:
    if rule.at_most_column is not None:
        return _(
            "Column '{name}': {count} number(s) are larger than those in the column '{other}' of "
            "the same row. Correct one of the two."
        )
    if rule.at_least is not None and rule.at_most is not None:
        return _(
            "Column '{name}': {count} number(s) are not between {low} and {high}. Correct them."
        )
    if rule.at_most is not None:
        return _("Column '{name}': {count} number(s) are larger than {high}. Correct them.")
    return _("Column '{name}': {count} number(s) are smaller than {low}. Correct them.")


def _figure(number: float | None) -> str:
    if number is None:
        return ""
    return format_decimal(number, 0 if number == int(number) else 2)


def _look_at_share(
    region: Region, definition: DeliveryDefinition, rule: ShareOf, book: FaultBook
) -> None:
    """A share may differ from its counts by the rounding of its last digit, not more."""
    places = [region.column(names) for names in (rule.column, rule.part, rule.whole)]
    if None in places or not book.wanted("share_of_counts"):
        return
    column = str(places[0])
    cells = region.body[column]
    share, part, whole = (
        numbers(region.body[str(place)], definition.format, whole=False) for place in places
    )
    decimals = (
        cells.str.extract(rf"\{definition.format.decimal}([0-9]+)", 1)
        .str.len_chars()
        .cast(pl.Int64)
    )
    frame = pl.DataFrame(
        {
            "row": region.body["row"],
            "share": share,
            "part": part,
            "whole": whole,
            "digits": decimals,
        }
    ).with_columns(due=rule.per * pl.col("part") / pl.col("whole"))
    rounding = 0.5 * pl.lit(10.0).pow(-pl.col("digits").fill_null(0)) + SHARE_ERROR
    apart = (pl.col("share") - pl.col("due")).abs() > rounding
    wrong = frame.filter(apart & (pl.col("whole") > 0))
    if wrong.is_empty():
        return
    message = _(
        "Column '{name}': {count} share(s) do not follow from '{part}' and '{whole}'. Correct the "
        "shares or the counts."
    )
    told = {"name": rule.column[0], "part": rule.part[0], "whole": rule.whole[0]}
    text = message.format(count=format_count(wrong.height), **told)
    book.find("share_of_counts", text, rows=wrong["row"].to_list(), column=column)


def _look_at_dates(region: Region, book: FaultBook, limits: CheckLimits, day: date) -> None:
    """A title that names another reference date, and this one nowhere."""
    above = region.grid.cells.filter(pl.col("row") < max(region.first_heading, 0))
    if above.is_empty() or not book.wanted("old_date"):
        return
    found = [
        (row, column, text)
        for row, *cells in above.iter_rows()
        for column, text in zip(region.grid.columns, cells, strict=True)
        if text
    ]
    years = {int(year) for _r, _c, text in found for year in re.findall(r"\b20[0-9]{2}\b", text)}
    if day.year in years or _short(day) in {y for _r, _c, t in found for y in _short_years(t)}:
        return
    for row, column, text in found:
        other = _reference_date(text, day, limits)
        if other is not None:
            message = _(
                "The title names {other}, but the delivery is said to be of {day}. Is it last "
                "time's file?"
            ).format(other=other, day=format_date(day))
            book.find("old_date", message, rows=[row], column=column)
            return


def _short(day: date) -> str:
    return f"{day.year % 100:02d}"


def _short_years(text: str) -> Sequence[str]:
    """Years of two digits: 2023/24, 31.12.24."""
    return re.findall(r"(?:/|\.[01]?[0-9]\.)([0-9]{2})\b", text)


def _reference_date(text: str, day: date, limits: CheckLimits) -> str | None:
    """A date or year in a title that may be a reference date, in words."""
    dates = [(int(y), f"{int(d):02d}.{int(m):02d}.{y}") for d, m, y in DATE.findall(text)]
    dates += [(int(y), f"{d}.{m}.{y}") for y, m, d in ISO_DATE.findall(text)]
    dates += [(int(year), year) for year in re.findall(r"\b20[0-9]{2}\b", text)]
    near = range(day.year - limits.old_years, day.year + 2)
    return next((words for year, words in dates if year in near), None)
