"""Indices: several indicators put together, and how sure the result is.

What for: to show where burdens come together, by a method that stands in a file.
In: released cells and a ``Request`` (as ``statistics.indicators``), index definitions. Out: the
index frame (``compute_indices``, pure, so that ``protection.disclosure.derive`` can call it);
how far it carries (``compute_checks``); definitions that prove themselves (``assure_indices``);
the table files of the command line (``index_file``).
"""

from kreisblick.statistics.indices.assure import assure_indices, check_added_categories
from kreisblick.statistics.indices.checks import CHECK_COLUMNS, check_index, compute_checks
from kreisblick.statistics.indices.combine import INDEX_COLUMNS, compute_index, compute_indices
from kreisblick.statistics.indices.index_file import IndexFile, index_file
from kreisblick.statistics.indices.model import IndexDefinition

__all__ = [
    "CHECK_COLUMNS",
    "INDEX_COLUMNS",
    "IndexDefinition",
    "IndexFile",
    "assure_indices",
    "check_added_categories",
    "check_index",
    "compute_checks",
    "compute_index",
    "compute_indices",
    "index_file",
]
