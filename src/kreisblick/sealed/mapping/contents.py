"""Evidence from cells: what a column's contents look like, as shares that fit a meaning.

Only shares and counts leave this file, never a cell.
"""

import polars as pl

from kreisblick.sealed.mapping.cells_known import KNOWN_TESTS
from kreisblick.sealed.mapping.cells_shaped import SHAPE_TESTS
from kreisblick.sealed.mapping.model import Known
from kreisblick.sealed.mapping.rules import shipped_mapping_rules
from kreisblick.sealed.mapping.shapes import ROUGH
from kreisblick.sealed.mapping.shares import count_share, share_of

__all__ = ["content_fits", "is_number_column", "sample"]


MUCH_GUESSED = 0.25
"""From this share of rough numbers ("ca. 120") on a column cannot be counted with."""


def sample(cells: pl.Series) -> pl.Series:
    """The filled cells of a column; of a long one evenly spread rows, the same at every call."""
    filled = cells.drop_nulls()
    most = shipped_mapping_rules().contents.sample_rows
    if len(filled) <= most:
        return filled
    step = len(filled) / most
    return filled.gather([int(number * step) for number in range(most)])


def is_number_column(cells: pl.Series) -> bool:
    """Whether the filled cells are numbers, or signs in place of them."""
    filled = sample(cells)
    most = shipped_mapping_rules().contents.most
    return not filled.is_empty() and count_share(filled) >= most


def content_fits(cells: pl.Series, known: Known) -> dict[str, float]:
    """Share of filled cells that look like each meaning that cells can tell.

    Args:
        cells: text cells of a column; a sample of long columns is looked at.
        known: what is known of the district.
    """
    filled = sample(cells)
    if filled.is_empty():
        return {"ignored": 1.0}
    tests = {**KNOWN_TESTS, **SHAPE_TESTS}
    rough = {"ignored": 1.0} if share_of(filled, ROUGH) >= MUCH_GUESSED else {}
    return {name: test(filled, known) for name, test in tests.items()} | rough
