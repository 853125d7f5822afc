"""Lines of a list that are no record: names of groups, sums, remarks.

A person sees at once that ``Summe Eschwalde`` or a sentence below the list is no facility, however
it is worded this year. So a line more or another town needs no new pattern.
"""

from dataclasses import replace

import polars as pl

from kreisblick.sealed.intake.fields import wanted_headings
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.region import Region
from kreisblick.sealed.reading.rules import shipped_table_rules

__all__ = ["without_lone_lines"]

NAME = "name"
FEWEST_READ = 3  # in a list of fewer columns a line with one filled cell may be a record


def without_lone_lines(region: Region, definition: DeliveryDefinition) -> Region:
    """The table without lines that are no facility.

    Nothing of the record is there (its name least of all), and the line says that it is a sum or
    a remark, or it is a text alone. A line with a name and no number stays and is told.
    """
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
