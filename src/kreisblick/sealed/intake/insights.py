"""Insights: what people said about an area, dated, with source and consent; never counted.

Without consent nothing of what was said is kept. A text that points to a person is refused; the
sentence about it never repeats it.
"""

import difflib
import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import polars as pl
from pydantic import Field

from kreisblick.base.definitions import Definition, Text, Translated, read_definition, shipped
from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.area_names import AreaNames, plain_name
from kreisblick.sealed.intake.areas import territory_of
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.fields import read_fields
from kreisblick.sealed.intake.model import IntakeContext, Parsed
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.periods import find_period
from kreisblick.sealed.reading.region import Region
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["AGREED", "parse_insights", "personal_content", "shipped_insight_rules"]

AGREED = "yes"
FULL_DATE = re.compile(r"\b\d{1,2}\.\s?(?:\d{1,2}\.|[a-zäöüA-ZÄÖÜ]{3,9})\s?((?:19|20)\d{2})\b")
SMALL_NUMBER = re.compile(
    r"(?<![\d.,/-])\b\d{1,2}\b(?![\d.,/-]|\s?(?:Uhr|Jahr|%|Prozent|Kilometer))"
)


class Pattern(Definition):
    """What points to a person.

    Attributes:
        means: for the sentence: ``eine E-Mail-Adresse``.
        pattern: regular expression.
    """

    means: Translated
    pattern: Text


class InsightRules(Definition):
    """The content of ``catalogue/insights.yaml``.

    Attributes:
        patterns: by key.
        old_date_years: a full date that lies further back than so many years counts as birthday.
    """

    patterns: dict[Text, Pattern]
    old_date_years: int = Field(ge=1)


@cache
def shipped_insight_rules() -> InsightRules:
    """The shipped rules."""
    return read_definition(shipped("catalogue", "insights.yaml"), InsightRules)


def personal_content(text: str, told_on: date) -> list[str]:
    """What in a text points to a person, in words; none of the text itself.

    >>> personal_content("Bitte melden: 02271 4455667", date(2024, 5, 2))
    ['eine Telefonnummer']
    """
    rules = shipped_insight_rules()
    found = [one.means.de for one in rules.patterns.values() if re.search(one.pattern, text)]
    years = (int(match[1]) for match in FULL_DATE.finditer(text))
    if any(year < told_on.year - rules.old_date_years for year in years):
        found.append(rules.patterns["birth"].means.de)
    return list(dict.fromkeys(found))


def parse_insights(
    region: Region,
    definition: DeliveryDefinition,
    context: IntakeContext,
    book: FaultBook,
    *,
    reference_date: date,
) -> Parsed:
    """The records of a delivery of insights.

    Returns:
        ``level, area, told_on, source, text, theme, consent, print_until, row``; ``source`` and
        ``text`` are null where ``consent`` is not ``yes``.
    """
    territory = territory_of(definition, context, reference_date)
    fields = read_fields(region, definition.columns, definition.format, book)
    absent = [name for name in ("print_until", "theme") if name not in fields.columns]
    fields = fields.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
    names = AreaNames(territory, AreaLevel.PLANNING_AREA, by_name=True)
    records = pl.concat([fields, _areas(region, definition, names, book)], how="horizontal")
    for name in ("told_on", "print_until"):
        records = _dated(records, name, region, definition, book)
    if not book.hard:
        _refuse_personal(records, region, definition, book)
        _tell_numbers(records, region, definition, book)
    agreed = pl.col("consent") == AGREED
    order = ("level", "area", "told_on", "source", "text", "theme", "consent", "print_until", "row")
    kept = records.with_columns(
        pl.when(agreed).then(name).alias(name) for name in ("source", "text")
    )
    return Parsed(
        records=kept.select(order),
        generation=territory.generation.key,
        quality={"insights_without_consent": records.filter(~agreed.fill_null(value=False)).height},
    )


def _areas(
    region: Region, definition: DeliveryDefinition, names: AreaNames, book: FaultBook
) -> pl.DataFrame:
    """``level, area`` of every row: an area, a municipality or the district, by key or name."""
    if definition.area is None or definition.area.column is None:
        raise WrongUseError(_("A delivery of insights needs a column with the area."))
    column = region.column(definition.area.column)
    if column is None:
        book.missing_column(definition.area.column, region)
        return pl.DataFrame(schema={"level": pl.String, "area": pl.String}).clear(
            region.body.height
        )
    found = [_place(text or "", names) for text in region.body[column]]
    for row, text, place in zip(region.body["row"], region.body[column], found, strict=True):
        if place is None:
            book.cell("unknown_area", _unknown(text or "", names), row, column)
    return pl.DataFrame(
        [place or (None, None) for place in found],
        schema={"level": pl.String, "area": pl.String},
        orient="row",
    )


def _place(text: str, names: AreaNames) -> tuple[str, str] | None:
    own = names.own(text) or names.by_words(text)
    if own is not None:
        return AreaLevel.PLANNING_AREA.value, own
    larger = names.sum_of(text) if text else None
    return None if larger is None else (larger[0].value, larger[1])


def _unknown(text: str, names: AreaNames) -> str:
    known = names.known[AreaLevel.PLANNING_AREA]
    near = difflib.get_close_matches(plain_name(text), list(known), n=1)
    titles = dict(names.territory.areas.select("area", "name").iter_rows())
    hint = _(" Did you mean '{near}'?").format(near=titles[known[near[0]]]) if near else ""
    message = _(
        "This area is not known.{hint} Write the area's key or name as in the list of areas."
    )
    return message.format(hint=hint)


def _dated(
    records: pl.DataFrame,
    name: str,
    region: Region,
    definition: DeliveryDefinition,
    book: FaultBook,
) -> pl.DataFrame:
    """The records with a column of text as days; what is none goes into the book."""
    days = [_day(text) for text in records[name]]
    filled = records[name].is_not_null().to_list()
    bad = [
        row
        for row, day, there in zip(records["row"], days, filled, strict=True)
        if there and day is None
    ]
    rule = definition.columns.get(name)
    words = (
        _("Column '{name}': this cell holds no full date. Write it as 31.12.2024."),
        _("Column '{name}': {count} cells hold no full date. Write them as 31.12.2024."),
    )
    if rule is not None:
        book.tell("no_date", words, bad, region.column(rule.from_), hard=True, name=rule.from_[0])
    return records.with_columns(pl.Series(name, days, dtype=pl.Date))


def _day(text: str | None) -> date | None:
    found = find_period(text) if text else None
    return date.fromisoformat(found.key) if found is not None and found.kind == "date" else None


def _refuse_personal(
    records: pl.DataFrame, region: Region, definition: DeliveryDefinition, book: FaultBook
) -> None:
    """Texts and sources that point to a person, told by what they hold; also without consent."""
    words = (
        _(
            "This cell holds {what}. What people said is printed; nothing in it may point to a "
            "person. Take it out, or say it in general words."
        ),
        _(
            "{count} cells hold {what}. What people said is printed; nothing in it may point to a "
            "person. Take it out, or say it in general words."
        ),
    )
    for name in ("source", "text"):
        by_content: dict[str, list[int]] = {}
        for row, contents in _personal(records, name):
            for what in contents:
                by_content.setdefault(what, []).append(row)
        column = region.column(definition.columns[name].from_)
        for what, rows in by_content.items():
            book.tell("personal_content", words, rows, column, hard=True, what=what)


def _personal(records: pl.DataFrame, name: str) -> Iterator[tuple[int, list[str]]]:
    for row, text, told_on in records.select("row", name, "told_on").iter_rows():
        if text and told_on:
            yield row, personal_content(text, told_on)


def _tell_numbers(
    records: pl.DataFrame, region: Region, definition: DeliveryDefinition, book: FaultBook
) -> None:
    """Small numbers in a text may say how many people something is about: somebody should look."""
    rows = [
        row
        for row, text in records.select("row", "text").iter_rows()
        if text and SMALL_NUMBER.search(text)
    ]
    words = (
        _("This text names a small number. Does it say how few people something concerns?"),
        _("{count} texts name a small number. Do they say how few people something concerns?"),
    )
    column = region.column(definition.columns["text"].from_)
    book.tell("small_number_said", words, rows, column, hard=False)
