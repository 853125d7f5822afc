"""Crosswalks: *convert* counts from one cut of areas to another, and say how sure that is.

In: two cuts (generations, postcodes, offices' own areas) and what is known about where people
live; tables of counts. Out: ``Crosswalk``, converted counts with bounds, the deviation from a
register that knows the truth. Counts pass, rates never.
"""

from kreisblick.territory.crosswalks.build import (
    OUTSIDE,
    build_crosswalk,
    crosswalk_from_pairs,
)
from kreisblick.territory.crosswalks.convert import Converter, convert
from kreisblick.territory.crosswalks.deviate import Deviation, crosswalk_error
from kreisblick.territory.crosswalks.files import convert_file, crosswalk_files, read_crosswalk
from kreisblick.territory.crosswalks.model import Crosswalk

__all__ = [
    "OUTSIDE",
    "Converter",
    "Crosswalk",
    "Deviation",
    "build_crosswalk",
    "convert",
    "convert_file",
    "crosswalk_error",
    "crosswalk_files",
    "crosswalk_from_pairs",
    "read_crosswalk",
]
