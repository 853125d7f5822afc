"""Mapping: *propose* how a delivery is read, once; kept as data that people can edit.

In: a table nobody has described, earlier definitions, the district's areas. Out: a
``DeliveryDefinition`` (``catalogue/suppliers/<supplier>/<product>.yaml``) with what is sure and
what a person must say; and what has changed in the layout since it was written.
"""

from kreisblick.sealed.mapping.ask import questions
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.mapping.drift import Drift, Renamed, compare_layouts
from kreisblick.sealed.mapping.edit import further_names, layout_wanted, wanted_keys
from kreisblick.sealed.mapping.files import definition_of, read_deliveries
from kreisblick.sealed.mapping.layout import Layout, layout_of, layout_print
from kreisblick.sealed.mapping.model import (
    Column,
    ColumnProposal,
    Known,
    Meaning,
    Proposal,
    Question,
    RegisterShape,
)
from kreisblick.sealed.mapping.propose import propose
from kreisblick.sealed.mapping.words import grain_words, meaning_words
from kreisblick.sealed.mapping.write import as_yaml, dump_definition

__all__ = [
    "Column",
    "ColumnProposal",
    "DeliveryDefinition",
    "Drift",
    "Grain",
    "Known",
    "Layout",
    "Meaning",
    "Proposal",
    "Question",
    "RegisterShape",
    "Renamed",
    "as_yaml",
    "compare_layouts",
    "definition_of",
    "dump_definition",
    "further_names",
    "grain_words",
    "layout_of",
    "layout_print",
    "layout_wanted",
    "meaning_words",
    "propose",
    "questions",
    "read_deliveries",
    "wanted_keys",
]
