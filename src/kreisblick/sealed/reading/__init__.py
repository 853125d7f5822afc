"""Reading: *read* the cells of whatever an office has, as text with their places.

In: a file. Out: a ``Grid`` of cells as they were written (a leading zero, ``*``, ``.``, ``-`` and
an empty cell stay what they are), and the tables found in it: ``find_region`` looks for the
headings that a definition knows, ``find_tables`` for tables nobody has described. Types come later,
by a definition.
"""

from kreisblick.sealed.reading.dated import PERIOD, with_period
from kreisblick.sealed.reading.decode import UnreadableFileError
from kreisblick.sealed.reading.find import find_format
from kreisblick.sealed.reading.format import Format
from kreisblick.sealed.reading.long import as_long
from kreisblick.sealed.reading.model import (
    GROUP,
    Grid,
    LongTable,
    Period,
    SignFound,
    Table,
    Total,
)
from kreisblick.sealed.reading.periods import find_period
from kreisblick.sealed.reading.read import read_cells, read_sheets
from kreisblick.sealed.reading.region import GROUP_HEADING, Region, find_region
from kreisblick.sealed.reading.signs import signs_in
from kreisblick.sealed.reading.tables import find_tables

__all__ = [
    "GROUP",
    "GROUP_HEADING",
    "PERIOD",
    "Format",
    "Grid",
    "LongTable",
    "Period",
    "Region",
    "SignFound",
    "Table",
    "Total",
    "UnreadableFileError",
    "as_long",
    "find_format",
    "find_period",
    "find_region",
    "find_tables",
    "read_cells",
    "read_sheets",
    "signs_in",
    "with_period",
]
