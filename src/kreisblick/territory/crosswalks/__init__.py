"""Crosswalks: *convert* counts from one cut of areas to another, and say how sure that is.

In: two cuts (generations, postcodes, offices' own areas) and what is known about where people
live; tables of counts. Out: ``Crosswalk``, converted counts with bounds, the deviation from a
register that knows the truth; counts of larger places spread to areas. Counts pass, rates never.
"""

from kreisblick.territory.crosswalks.build import build_crosswalk, crosswalk_cuts
from kreisblick.territory.crosswalks.convert import Converter, convert
from kreisblick.territory.crosswalks.cut import Cells, Cut
from kreisblick.territory.crosswalks.density import count_addresses, learn_density
from kreisblick.territory.crosswalks.deviate import Deviation, crosswalk_error
from kreisblick.territory.crosswalks.files import (
    Grounds,
    convert_file,
    crosswalk_files,
    read_crosswalk,
)
from kreisblick.territory.crosswalks.keep import (
    crosswalk_state,
    keep_crosswalk,
    kept_crosswalk,
    known_or_built,
)
from kreisblick.territory.crosswalks.model import OUTSIDE, Crosswalk
from kreisblick.territory.crosswalks.pairs import crosswalk_from_pairs
from kreisblick.territory.crosswalks.spread import spread
from kreisblick.territory.crosswalks.spread_files import spread_file

__all__ = [
    "OUTSIDE",
    "Cells",
    "Converter",
    "Crosswalk",
    "Cut",
    "Deviation",
    "Grounds",
    "build_crosswalk",
    "convert",
    "convert_file",
    "count_addresses",
    "crosswalk_cuts",
    "crosswalk_error",
    "crosswalk_files",
    "crosswalk_from_pairs",
    "crosswalk_state",
    "keep_crosswalk",
    "kept_crosswalk",
    "known_or_built",
    "learn_density",
    "read_crosswalk",
    "spread",
    "spread_file",
]
