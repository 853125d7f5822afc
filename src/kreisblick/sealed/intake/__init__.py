"""Intake: *accept* what suppliers send, or say everything that is wrong with it at once.

In: a supplier's file, its delivery definition (``catalogue/suppliers/<supplier>/<product>.yaml``),
areas, known addresses, cube definitions. Out: an accepted delivery: records in the encrypted
store and a manifest; or ``FaultsFoundError`` with sheet and cell, or line and column, of every
fault, and a marked copy of the workbook. Cells about persons never appear in a message.
"""

from kreisblick.sealed.intake.accept import AlreadyDeliveredError, accept
from kreisblick.sealed.intake.decode import UnreadableFileError
from kreisblick.sealed.intake.definition import DeliveryDefinition, Grain
from kreisblick.sealed.intake.files import accepted_deliveries, read_deliveries
from kreisblick.sealed.intake.format import Format
from kreisblick.sealed.intake.keys import KeySource, UnusableKeyError, find_key
from kreisblick.sealed.intake.model import AcceptedDelivery, Grid, IntakeContext, Parsed
from kreisblick.sealed.intake.parse import parse
from kreisblick.sealed.intake.read import read_cells
from kreisblick.sealed.intake.store import SealedStore, UnreadableTableError

__all__ = [
    "AcceptedDelivery",
    "AlreadyDeliveredError",
    "DeliveryDefinition",
    "Format",
    "Grain",
    "Grid",
    "IntakeContext",
    "KeySource",
    "Parsed",
    "SealedStore",
    "UnreadableFileError",
    "UnreadableTableError",
    "UnusableKeyError",
    "accept",
    "accepted_deliveries",
    "find_key",
    "parse",
    "read_cells",
    "read_deliveries",
]
