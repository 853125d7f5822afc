"""Whether several rows are about parts of one area, whose numbers belong together."""

from collections.abc import Collection, Sequence

import polars as pl

from kreisblick.sealed.mapping.model import ColumnProposal
from kreisblick.sealed.reading import Table

__all__ = ["part_column"]

NAMES_OF_PARTS = ("identifier", "code", "name")
SAY_NOTHING = frozenset({*NAMES_OF_PARTS, "value", "total", "share", "places", "remark", "ignored"})
"""Meanings of columns that do not say whom a row counts."""


def part_column(
    table: Table, columns: Sequence[ColumnProposal], told_apart: Collection[str]
) -> str | None:
    """Heading of the column that names the parts of an area: polling districts, houses, schools.

    Args:
        table: as found.
        columns: settled.
        told_apart: headings by which rows are told apart already: area, codes, dates.

    Returns:
        None where these tell every row apart, or where no column numbers or names the parts.
    """
    sums = [total.place for total in table.totals if isinstance(total.place, int)]
    body = table.body.filter(~pl.col("row").is_in(sums))
    known = [
        c.place
        for c in columns
        if c.place in body.columns and (c.heading in told_apart or c.means not in SAY_NOTHING)
    ]
    if not known or body.select(known).is_unique().all():
        return None
    named = sorted(
        (c for c in columns if c.means in NAMES_OF_PARTS and c.place in body.columns),
        key=lambda column: NAMES_OF_PARTS.index(column.means),
    )
    unique = [c for c in named if c.heading and body[c.place].is_unique().all()]
    return unique[0].heading if unique else None
