"""Which rows of a table with several dates are read: those of the reference date.

What happens in a period is told by the row of the whole year where there is one: months that add
up to it are no counts on a day. Where there is none, words decide whether months are added up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.model import ColumnProposal
from kreisblick.sealed.mapping.rules import shipped_mapping_rules
from kreisblick.sealed.reading import Table
from kreisblick.sealed.reading.dated import with_period
from kreisblick.sealed.reading.periods import find_period

__all__ = ["RowsChosen", "row_choices"]

NUMBERS = frozenset({"value", "total", "share", "places"})
YEAR = "{year}"
MOST = 400  # more different texts are no dates of one table


@dataclass(frozen=True, kw_only=True)
class RowsChosen:
    """The choice of rows as plain values, and what to look at in it."""

    content: list[dict[str, str]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def row_choices(
    table: Table, columns: Sequence[ColumnProposal], area: str | None, *, about: str = ""
) -> RowsChosen:
    """The choice by the column of dates in which the same areas come again.

    Args:
        table: as found.
        columns: settled; one without a heading is named by its place.
        area: heading of the column of areas.
        about: what is counted, in words.
    """
    sums = [total.place for total in table.totals if isinstance(total.place, int)]
    body = table.body.filter(~pl.col("row").is_in(sums))
    place = next((c.place for c in columns if c.heading == area), None)
    for column in columns:
        if column.means in NUMBERS or column.place in {place, None}:
            continue
        pattern = _pattern(column, body)
        if pattern is None:
            continue
        again = _again(body, place, column.place)
        if again and (whole := _whole_year(table, place, column.place, body)):
            return _summed(column.heading, whole)
        if again and _parts_of_years(body[column.place]):
            return _of_the_months(column.heading, pattern, _happens(about, columns))
        if again or column.means == "year":
            return RowsChosen(content=[{"column": column.heading, "equals": pattern}])
    return RowsChosen()


def _parts_of_years(cells: pl.Series) -> bool:
    """Whether a column holds months or quarters."""
    found = [find_period(text.strip()) for text in cells.drop_nulls().unique()]
    return all(one is not None and one.kind in {"month", "quarter"} for one in found)


def _happens(about: str, columns: Sequence[ColumnProposal]) -> bool:
    """Whether what is counted happens in a month, and is no count on a day."""
    counted = [column.heading for column in columns if column.means in {"value", "total"}]
    words = " ".join([about, *counted]).casefold()
    stems = "|".join(re.escape(stem) for stem in shipped_mapping_rules().happening)
    return re.search(stems, words) is not None


def _of_the_months(heading: str, pattern: str, happens: bool) -> RowsChosen:
    """The months added up, or the one of the reference date; the other one is offered."""
    if happens:
        added = _(
            "The months of the year are added up, for the words say what happens in a month. If "
            "these are counts on a day, write 'equals: {pattern}' instead of 'within: year'."
        ).format(pattern=f'"{pattern}"')
        content = [{"column": heading, "within": "year"}]
        return RowsChosen(content=content, notes={"rows": added})
    alone = _(
        "Only the rows of the reference date are read, as counts on a day. If they tell what "
        "happened in a month, write 'within: year': the months are added up."
    )
    content = [{"column": heading, "equals": pattern}]
    return RowsChosen(content=content, notes={"rows": alone})


def _summed(heading: str, whole: str) -> RowsChosen:
    words = _(
        "The rows '{text}' are read, for the months above add up to them. If the months are counts "
        "on a day, read the rows of the month instead."
    )
    content = [{"column": heading, "equals": whole}]
    return RowsChosen(content=content, notes={"rows": words.format(text=whole)})


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


def _whole_year(table: Table, area: str | None, dated: str, body: pl.DataFrame) -> str | None:
    """What stands in the column of dates where the dates of an area are added up: ``Jahr``.

    Only where it says something, adds up, and stands there for most areas. A pivot table adds up
    everything, and says nothing.
    """
    if area is None:
        return None
    lines = set(body["row"])
    proved = [one.place for one in table.totals if one.parts and lines.issuperset(one.parts)]
    rows = table.body.filter(pl.col("row").is_in(proved)).drop_nulls([area, dated])
    texts = rows[dated].unique().to_list()
    if len(texts) != 1 or 2 * rows[area].n_unique() <= body[area].drop_nulls().n_unique():
        return None
    year = pl.Series(texts).str.contains("^(?:19|20)[0-9]{2}$")[0]
    return YEAR if year else with_period(texts[0]) or texts[0]
