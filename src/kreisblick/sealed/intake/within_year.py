"""What happened in a year: its months (or quarters) are read one by one and added up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import polars as pl

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.aggregates import parse_aggregates, quality_of
from kreisblick.sealed.intake.cells import add_up_cells, refuse_rates
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.model import IntakeContext, Parsed
from kreisblick.sealed.mapping.columns import RowChoice
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.periods import find_period
from kreisblick.sealed.reading.region import Region
from kreisblick.statistics.cube import Observation

__all__ = ["parse_year"]


def parse_year(
    region: Region,
    definition: DeliveryDefinition,
    context: IntakeContext,
    book: FaultBook,
    *,
    reference_date: date,
    covered: frozenset[str],
) -> Parsed:
    """The counts of a year as the sums of its parts, each of which is examined by itself.

    A sign in one month leaves the year unknown, with the bounds that the signs give. A month that
    is not there is a hard fault: a sum of eleven would pass for a year.

    Args:
        region: the rows of the year up to the reference date.
        definition: with a choice of rows ``within: year``.
        context: what intake must know of the district.
        book: takes the faults.
        reference_date: of the delivery.
        covered: municipalities whose areas are expected in every part.
    """
    refuse_rates(context.cubes[key] for key in definition.cubes if key in context.cubes)
    choice = next(one for one in definition.rows if one.within is not None)
    _tell_missing(region, choice, book, reference_date)
    parts = [
        parse_aggregates(
            part, definition, context, book, reference_date=reference_date, covered=covered
        )
        for part in _parts(region, choice)
    ]
    records = pl.concat([one.records for one in parts])
    records = add_up_cells(records, whole_says=Observation.COUNTED)
    return replace(parts[0], records=records, quality=quality_of(records))


def _parts(region: Region, choice: RowChoice) -> Iterator[Region]:
    """The rows of each month, in the order of the file; all of them where there is none."""
    column = region.column(choice.column)
    if column is None or region.body.is_empty():
        yield region
        return
    texts = region.body[column].str.strip_chars()
    for text in texts.unique(maintain_order=True):
        yield replace(region, body=region.body.filter(texts == text))


def _tell_missing(region: Region, choice: RowChoice, book: FaultBook, day: date) -> None:
    column = region.column(choice.column)
    if column is None or region.body.is_empty():
        return  # told before
    found = [find_period(text.strip()) for text in region.body[column].drop_nulls().unique()]
    periods = [one for one in found if one is not None]
    words = {
        "month": (_("Only {count} of {whole} months of {year} are there. Ask for the others; a "
                    "sum without them would pass for the year."), day.month),
        "quarter": (_("Only {count} of {whole} quarters of {year} are there. Ask for the others; "
                      "a sum without them would pass for the year."), (day.month + 2) // 3),
    }  # fmt: skip
    for kind, (message, whole) in words.items():
        there = {one.key for one in periods if one.kind == kind}
        if there and len(there) < whole:
            told = {"count": format_count(len(there)), "whole": format_count(whole)}
            book.whole("months_missing", message.format(year=day.year, **told))
