"""Data rows: the rows of a table without remarks, units and numbers of columns."""

from collections.abc import Sequence

import polars as pl

from kreisblick.sealed.intake.fields import wanted_headings
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.mapping.shapes import CLASS, NUMBER, SIGNS
from kreisblick.sealed.reading.region import Region

__all__ = ["data_rows", "is_sure"]

COUNTED = frozenset({"value", "total", "places"})
FEWEST_NUMBERED = 3  # fewer columns in a row are numbered by chance


def data_rows(region: Region, definition: DeliveryDefinition) -> pl.DataFrame:
    """The rows in which something is counted; those of sums are among them.

    In lists of persons and facilities every row may be a record.

    Args:
        region: the table.
        definition: which columns are counts.
    """
    if definition.grain != Grain.AGGREGATE:
        return region.body
    columns = [region.column(value.column) for value in definition.values]
    columns += [region.column([one.column]) for one in definition.beside if one.means in COUNTED]
    present = [name for name in columns if name is not None]
    if not present:
        return region.body
    told = [pl.col(name).str.contains(rf"(?:{NUMBER})|(?:{SIGNS})|(?:{CLASS})") for name in present]
    body = region.body.filter(pl.any_horizontal(told).fill_null(value=False))
    return body.filter(~_numbers_columns(body, region.grid.columns))


def is_sure(region: Region, definition: DeliveryDefinition) -> bool:
    """Whether the columns are known, so that their cells may be looked at and headings be quoted.

    In a file without headings the definition says which column is which.
    """
    wanted = wanted_headings(definition)
    return region.trusted or all(region.column(names) is not None for names in wanted)


def _numbers_columns(body: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """The first row, when every cell of it is the number of its column."""
    first = body.select(columns).row(0) if body.height else ()
    texts = [text.strip("()") for text in first if text is not None]
    counts = len(texts) >= FEWEST_NUMBERED and texts == [str(n + 1) for n in range(len(texts))]
    return pl.Series([counts and n == 0 for n in range(body.height)], dtype=pl.Boolean)
