"""Indicators and indices: computed from released cells, and from nothing else.

What for: to turn protected counts into shares, rates and composite indices that a planner can
read, each with its interval, its means, its change, and an honest word where there is none.
In: released cells (``DEVELOPERS.md``) and a ``Request`` (definitions, cubes, areas, coverage,
dates). Out: the indicator frame (``compute``) and the index frame (``compute_indices``); both
are pure, so that ``protection.disclosure.derive`` can call them. Beside: which counts are needed
(``needed_slices``, ``needed_shares``), definitions that prove themselves (``assure``,
``assure_indices``), and the table files of the command line (``index_file``).
"""

from kreisblick.statistics.indicators.assure import assure
from kreisblick.statistics.indicators.assure_index import assure_indices
from kreisblick.statistics.indicators.assure_ordinal import check_categories
from kreisblick.statistics.indicators.compute import INDICATOR_COLUMNS, compute
from kreisblick.statistics.indicators.coverage import coverage_frame
from kreisblick.statistics.indicators.index import (
    INDEX_COLUMNS,
    compute_index,
    compute_indices,
)
from kreisblick.statistics.indicators.index_file import IndexFile, index_file
from kreisblick.statistics.indicators.index_model import IndexDefinition
from kreisblick.statistics.indicators.model import (
    IndicatorDefinition,
    Kind,
    Method,
    Part,
    Reading,
    Request,
    Unit,
    standard_method,
)
from kreisblick.statistics.indicators.ordinal import ClassShares, class_shares, sum_bounds
from kreisblick.statistics.indicators.questions import (
    asked_concepts,
    needed_rates,
    needed_shares,
    needed_slices,
)

__all__ = [
    "INDEX_COLUMNS",
    "INDICATOR_COLUMNS",
    "ClassShares",
    "IndexDefinition",
    "IndexFile",
    "IndicatorDefinition",
    "Kind",
    "Method",
    "Part",
    "Reading",
    "Request",
    "Unit",
    "asked_concepts",
    "assure",
    "assure_indices",
    "check_categories",
    "class_shares",
    "compute",
    "compute_index",
    "compute_indices",
    "coverage_frame",
    "index_file",
    "needed_rates",
    "needed_shares",
    "needed_slices",
    "standard_method",
    "sum_bounds",
]
