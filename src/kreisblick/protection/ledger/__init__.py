"""The release ledger: *remember* every figure that left the house, so that no one can add them up.

In: what a bundle shows and withholds when it is released, or the exact figures of an internal
export. Out: rows chained by hashes, and the figures as one frame for disclosure control.
"""

from kreisblick.protection.ledger.chain import (
    LedgerRow,
    append_row,
    ledger_state,
    read_figures,
    read_ledger,
)
from kreisblick.protection.ledger.errors import LedgerBrokenError
from kreisblick.protection.ledger.figures import (
    FIGURE_TYPES,
    Entry,
    Figure,
    as_ranges,
    figures_of,
    rounded_figures,
)
from kreisblick.protection.ledger.shelf import OpenShelf, Shelf

__all__ = [
    "FIGURE_TYPES",
    "Entry",
    "Figure",
    "LedgerBrokenError",
    "LedgerRow",
    "OpenShelf",
    "Shelf",
    "append_row",
    "as_ranges",
    "figures_of",
    "ledger_state",
    "read_figures",
    "read_ledger",
    "rounded_figures",
]
