"""Lines of a list that are no record: names of groups, sums, remarks.

A person sees at once that ``Summe Eschwalde`` or a sentence below the list is no facility, however
it is worded this year. So a line more or another town needs no new pattern.
"""

from dataclasses import replace

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.fields import wanted_headings
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.region import Region
from kreisblick.sealed.reading.rules import shipped_table_rules
from kreisblick.sealed.reading.stack import counts_up

__all__ = ["without_lone_lines", "without_number_row", "without_texts_alone"]

HIGHEST = 3  # a line of numbers stands directly below the headings, or below the units
FEWEST_NUMBERED = 4

NAME = "name"
FEWEST_READ = 3  # in a list of fewer columns a line with one filled cell may be a record


def without_number_row(region: Region) -> Region:
    """The table without a line below the headings that only numbers the columns: 1, 2, 3, 4."""
    names = region.grid.columns
    for values in region.body.select("row", *names).head(HIGHEST).iter_rows():
        row, texts = values[0], values[1:]
        if counts_up(texts, least=FEWEST_NUMBERED) and all(t is None or t.isdigit() for t in texts):
            return replace(region, body=region.body.filter(pl.col("row") != row))
    return region


def without_texts_alone(region: Region, definition: DeliveryDefinition, book: FaultBook) -> Region:
    """A list of persons without lines that hold one text alone: the name of a school, a remark.

    They are noted, for nobody can be in them whose line has nothing else; half a torn line has
    more cells.
    """
    columns = region.grid.columns
    read = {region.column(names) for names in wanted_headings(definition)} - {None}
    if len(read) < FEWEST_READ:
        return region
    filled = pl.sum_horizontal(pl.col(column).is_not_null() for column in columns)
    alone = (filled == 1) & pl.coalesce(columns).str.contains(r"\p{L}{3}")
    rows = region.body.filter(alone)["row"].to_list()
    words = (
        _("This line holds one text alone. It was taken for no record."),
        _("{count} lines hold one text alone. They were taken for no records."),
    )
    book.tell("text_alone", words, rows, None)
    return replace(region, body=region.body.filter(~alone.fill_null(value=False)))


def without_lone_lines(region: Region, definition: DeliveryDefinition) -> Region:
    """The table without lines that are no facility.

    Nothing of the record is there (its name least of all), and the line says that it is a sum or
    a remark, or it is a text alone. A line with a name and no number stays and is told.
    """
    region = without_number_row(region)
    name = region.column(definition.columns[NAME].from_) if NAME in definition.columns else None
    read = {region.column(names) for names in wanted_headings(definition)} - {None}
    if name is None or len(read) < FEWEST_READ:
        return region
    columns = region.grid.columns
    rules = shipped_table_rules()
    first = pl.coalesce(columns)
    filled = pl.sum_horizontal(pl.col(column).is_not_null() for column in columns)
    sums = pl.col(name).is_null() & first.str.contains(rules.total)
    remarks = (filled == 1) & (pl.col(name).is_null() | first.str.contains(rules.footnote))
    return replace(region, body=region.body.filter(~(sums | remarks).fill_null(value=False)))
