"""Known areas: which cells of a column name no area that anybody knows."""

import re

import polars as pl

from kreisblick.sealed.intake.looked import Looked
from kreisblick.sealed.intake.strays import says_nothing
from kreisblick.sealed.mapping.folding import fold_name
from kreisblick.sealed.reading.rules import shipped_table_rules
from kreisblick.territory.areas.model import Territory

__all__ = ["unknown_areas"]

WHOLE = re.compile(r"^[0-9]*(?:SUM)+$|(?i:\b(?:land)?kreis(?:es)?\b)")
"""The employment agency's keys of sums of areas, and the district in an office's own words."""


def unknown_areas(cells: pl.Series, one: Looked, territory: Territory | None) -> pl.Series:
    """Cells that are no key and no name of an area of any level, and no sum.

    Args:
        cells: of the column.
        one: with the contents that are known from the first delivery.
        territory: the district's areas; None where there are none.
    """
    known = set(one.codes)
    if territory is not None:
        for name in ("area", "official_code", "name"):
            known |= set(territory.areas[name].drop_nulls())
    folded = {fold_name(text) for text in known}
    total = re.compile(shipped_table_rules().total)
    odd = [
        text
        for text in cells.filter(~says_nothing(cells)).unique()
        if text not in known
        and fold_name(text) not in folded
        and not total.search(text)
        and not WHOLE.search(text)
    ]
    return cells.is_in(odd).fill_null(value=False)
