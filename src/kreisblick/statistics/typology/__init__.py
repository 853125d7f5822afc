"""Typology: *liken* areas, so that they can learn from each other.

What for: to name for an area those in other municipalities that are most like it, and for a
municipality those outside its district; to put areas into types; and to say how far that carries.
In: the indicator frame, or a table file, and a ``ComparisonDefinition``. Out: ``similar_areas``
and ``area_types``, pure functions for ``protection.disclosure``; the same for files
(``read_areas``, ``neighbours_of_file``, ``types_of_file``); a table of all German municipalities
(``municipal_table``).
"""

from kreisblick.statistics.typology.alike import SIMILAR_COLUMNS, similar_areas
from kreisblick.statistics.typology.compared_file import (
    FileOfAreas,
    neighbours_of_file,
    read_areas,
    types_of_file,
)
from kreisblick.statistics.typology.errors import UnknownComparisonError
from kreisblick.statistics.typology.kinds import (
    FIT_COLUMNS,
    MARK_COLUMNS,
    TYPE_COLUMNS,
    area_types,
)
from kreisblick.statistics.typology.model import ComparisonDefinition
from kreisblick.statistics.typology.municipal import MunicipalTable, municipal_table

__all__ = [
    "FIT_COLUMNS",
    "MARK_COLUMNS",
    "SIMILAR_COLUMNS",
    "TYPE_COLUMNS",
    "ComparisonDefinition",
    "FileOfAreas",
    "MunicipalTable",
    "UnknownComparisonError",
    "area_types",
    "municipal_table",
    "neighbours_of_file",
    "read_areas",
    "similar_areas",
    "types_of_file",
]
