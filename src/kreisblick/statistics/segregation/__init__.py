"""Segregation: *measure separation*, and how much of it chance alone would make.

What for: to say how unevenly a group lives over the areas of the district and of each
municipality, over time, and how far apart the ends of an order are. In: the indicator frame with
its counts, or a table file. Out: ``separation``, a pure function for ``protection.disclosure``;
``measure_file`` and ``location_quotients`` for files.
"""

from kreisblick.statistics.segregation.file import location_quotients, measure_file
from kreisblick.statistics.segregation.model import (
    SeparationDefinition,
    SeparationMethod,
    standard_separation,
)
from kreisblick.statistics.segregation.separate import SEPARATION_COLUMNS, separation

__all__ = [
    "SEPARATION_COLUMNS",
    "SeparationDefinition",
    "SeparationMethod",
    "location_quotients",
    "measure_file",
    "separation",
    "standard_separation",
]
