"""Reading: *read* the cells of whatever an office has, as text with their places.

In: a file. Out: a ``Grid`` of cells as they were written (a leading zero, ``*``, ``.``, ``-`` and
an empty cell stay what they are), and the tables found in it. Types come later, by a definition.
"""

from kreisblick.sealed.reading.decode import UnreadableFileError
from kreisblick.sealed.reading.format import Format
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.read import read_cells
from kreisblick.sealed.reading.region import Region, find_region

__all__ = ["Format", "Grid", "Region", "UnreadableFileError", "find_region", "read_cells"]
