"""Concepts: who is meant by a group, and what may be set beside what. Its verb is *compare*.

In: concepts and bridges from the catalogue (``read_concepts``), the definitions of indicators and
cubes, and which office followed which concept on which day (``Feed``). Out: a ``Comparison``: the
counts that may not stand beside the others, those that are scaled by an agreed factor, and the
sentences about all of it. Beside: which date may stand for which (``DateRules``).
"""

from kreisblick.statistics.concepts.compare import compare, mismatched, unknown_concepts
from kreisblick.statistics.concepts.compared import (
    AGREED,
    COMPARED,
    Asked,
    Comparison,
    Feed,
    Followed,
    Paired,
    nothing_differs,
)
from kreisblick.statistics.concepts.dates import DateRule, DateRules, file_dates, shipped_dates
from kreisblick.statistics.concepts.files import read_concepts
from kreisblick.statistics.concepts.model import (
    BridgeDefinition,
    Catalogue,
    ConceptDefinition,
    Deviation,
    EarlierVersion,
)

__all__ = [
    "AGREED",
    "COMPARED",
    "Asked",
    "BridgeDefinition",
    "Catalogue",
    "Comparison",
    "ConceptDefinition",
    "DateRule",
    "DateRules",
    "Deviation",
    "EarlierVersion",
    "Feed",
    "Followed",
    "Paired",
    "compare",
    "file_dates",
    "mismatched",
    "nothing_differs",
    "read_concepts",
    "shipped_dates",
    "unknown_concepts",
]
