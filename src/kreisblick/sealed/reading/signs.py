"""Tell which signs stand in place of numbers, and where. What they mean is agreed, not guessed."""

import polars as pl

from kreisblick.sealed.reading.evidence import figure_columns
from kreisblick.sealed.reading.kinds import FIGURE, kinds_of_cells
from kreisblick.sealed.reading.model import GROUP, SignFound, Table
from kreisblick.sealed.reading.rules import shipped_table_rules

__all__ = ["signs_in"]

BOUNDED = r"^(?:[<>≤≥]|unter|über|bis) ?[0-9]+$"


def signs_in(table: Table) -> tuple[SignFound, ...]:
    """The signs in the table's columns of figures, empty cells among them.

    Texts with digits (``12a``) are no signs, but ``<10`` is one. A column of words has none: what
    stands there is a word.
    """
    names = [name for name in table.columns if name != GROUP]
    cells = table.body.select("row", *names)
    kinds = kinds_of_cells(cells)
    figures = figure_columns(kinds, shipped_table_rules())
    found: list[SignFound] = []
    for place, name in enumerate(names):
        if not figures[place]:
            continue
        odd = cells.select("row", pl.col(name).fill_null("").alias("sign")).filter(
            pl.Series(kinds[:, place] != FIGURE)
        )
        bounded = pl.col("sign").str.contains(BOUNDED)
        odd = odd.filter(~pl.col("sign").str.contains("[0-9]") | bounded)
        for (sign,), rows in odd.group_by(["sign"], maintain_order=True):
            found.append(SignFound(sign=str(sign), column=name, rows=tuple(rows["row"])))
    return tuple(sorted(found, key=lambda s: (int(s.column), s.sign)))
