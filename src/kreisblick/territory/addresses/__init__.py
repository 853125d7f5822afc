"""Addresses: *assign* them to areas, and say why where that cannot be done.

In: lists of addresses as offices send them; a reference with every address and its area.
Large lists are kept as an index on disk.
Out: the same list with ``address_id, area, decision, score, reason, candidate2``.
"""

from kreisblick.territory.addresses.assign import assign
from kreisblick.territory.addresses.files import (
    assign_files,
    read_addresses,
    read_reference,
    without_protected,
)
from kreisblick.territory.addresses.index import build_index, open_index
from kreisblick.territory.addresses.model import Decision, Reference
from kreisblick.territory.addresses.refer import make_reference
from kreisblick.territory.addresses.rules import AddressRules, shipped_rules

__all__ = [
    "AddressRules",
    "Decision",
    "Reference",
    "assign",
    "assign_files",
    "build_index",
    "make_reference",
    "open_index",
    "read_addresses",
    "read_reference",
    "shipped_rules",
    "without_protected",
]
