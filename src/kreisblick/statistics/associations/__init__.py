"""Associations: *relate* fields to each other over areas, with doubt.

What for: to see whether, for instance, vaccination and education go together from area to area,
without taking the pattern of the map for a connection or areas for persons. In: the indicator
frame, neighbours, ``catalogue/associations.yaml``; or table files. Out: ``associations``, a pure
function for ``protection.disclosure``; ``relate_file`` for files.
"""

from kreisblick.statistics.associations.between import ASSOCIATION_COLUMNS, associations
from kreisblick.statistics.associations.file import relate_file
from kreisblick.statistics.associations.model import Associations, Pair

__all__ = ["ASSOCIATION_COLUMNS", "Associations", "Pair", "associations", "relate_file"]
