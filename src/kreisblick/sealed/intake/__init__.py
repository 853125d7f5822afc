"""Intake: *accept* what suppliers send, or say everything that is wrong with it at once.

In: a supplier's file, its delivery definition (``catalogue/suppliers/<supplier>/<product>.yaml``),
areas, known addresses, cube definitions. Out: an accepted delivery: records in the encrypted
store and a manifest; or ``FaultsFoundError`` with sheet and cell, or line and column, of every
fault, and a marked copy of the workbook. Cells about persons never appear in a message.
"""

from kreisblick.sealed.intake.accept import AlreadyDeliveredError, accept
from kreisblick.sealed.intake.files import accepted_deliveries
from kreisblick.sealed.intake.model import AcceptedDelivery, IntakeContext, Parsed
from kreisblick.sealed.intake.parse import parse

__all__ = [
    "AcceptedDelivery",
    "AlreadyDeliveredError",
    "IntakeContext",
    "Parsed",
    "accept",
    "accepted_deliveries",
    "parse",
]
