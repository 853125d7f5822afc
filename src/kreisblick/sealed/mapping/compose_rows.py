"""Which rows of a table with several dates are read: those of the reference date."""

from collections.abc import Sequence

import polars as pl

from kreisblick.sealed.mapping.model import ColumnProposal
from kreisblick.sealed.reading import Table
from kreisblick.sealed.reading.dated import with_period

__all__ = ["row_choices"]

NUMBERS = frozenset({"value", "total", "share", "places"})
YEAR = "{year}"
MOST = 400  # more different texts are no dates of one table


def row_choices(
    table: Table, columns: Sequence[ColumnProposal], area: str | None
) -> list[dict[str, str]]:
    """The choice by the column of dates in which the same areas come again.

    Args:
        table: as found.
        columns: settled; one without a heading is named by its place.
        area: heading of the column of areas.
    """
    sums = [total.place for total in table.totals if isinstance(total.place, int)]
    body = table.body.filter(~pl.col("row").is_in(sums))
    place = next((c.place for c in columns if c.heading == area), None)
    for column in columns:
        if column.means in NUMBERS or column.place in {place, None}:
            continue
        pattern = _pattern(column, body)
        if pattern is not None and (column.means == "year" or _again(body, place, column.place)):
            return [{"column": column.heading, "equals": pattern}]
    return []


def _pattern(column: ColumnProposal, body: pl.DataFrame) -> str | None:
    """The one pattern that all different contents have; None where they are no dates."""
    if column.place not in body.columns:
        return None
    texts = body[column.place].drop_nulls().unique()
    if not 1 < len(texts) <= MOST:
        return None
    if column.means == "year" and texts.str.contains("^[0-9]{4}$").all():
        return YEAR
    found = {with_period(text) for text in texts}
    return found.pop() if len(found) == 1 else None


def _again(body: pl.DataFrame, area: str | None, dated: str) -> bool:
    """Whether most areas stand there at more than one date."""
    if area is None or area not in body.columns:
        return False
    dates = body.drop_nulls([area, dated]).group_by(area).agg(pl.col(dated).n_unique())
    return dates.height > 0 and bool((dates[dated] > 1).sum() * 2 > dates.height)
