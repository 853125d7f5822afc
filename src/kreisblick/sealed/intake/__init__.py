"""Intake: *accept* what suppliers send, or say everything that is wrong with it at once.

In: a supplier's file, its delivery definition (``catalogue/suppliers/<supplier>/<product>.yaml``),
areas, known addresses, cube definitions, the last delivery, what people decided. Out: an accepted
delivery: records in the encrypted store and a manifest; or ``FaultsFoundError`` with sheet and
cell, or line and column, of every fault, and a marked copy of the file; an answer to the supplier;
the quality log. Cells about persons never appear in a message.
"""

from kreisblick.sealed.intake.accept import (
    AlreadyDeliveredError,
    Clerk,
    DeliveryFaultyError,
    RejectedError,
    accept,
    take_in,
)
from kreisblick.sealed.intake.arrive import Arrival, arrive
from kreisblick.sealed.intake.confirm import confirm
from kreisblick.sealed.intake.correct import Correction, Signed, correct, corrections_of, undo
from kreisblick.sealed.intake.examine import Examined, Finding, examine
from kreisblick.sealed.intake.files import accepted_deliveries
from kreisblick.sealed.intake.journal import Act, Decision, Journal
from kreisblick.sealed.intake.keep import earlier_versions
from kreisblick.sealed.intake.leave_out import LeftOut, read_left_out
from kreisblick.sealed.intake.lock import IntakeBusyError, intake_lock
from kreisblick.sealed.intake.mark import write_marked_copy
from kreisblick.sealed.intake.model import AcceptedDelivery, IntakeContext, Parsed
from kreisblick.sealed.intake.parse import parse
from kreisblick.sealed.intake.reject import StillAcceptedError, reject, rejected

__all__ = [
    "AcceptedDelivery",
    "Act",
    "AlreadyDeliveredError",
    "Arrival",
    "Clerk",
    "Correction",
    "Decision",
    "DeliveryFaultyError",
    "Examined",
    "Finding",
    "IntakeBusyError",
    "IntakeContext",
    "Journal",
    "LeftOut",
    "Parsed",
    "RejectedError",
    "Signed",
    "StillAcceptedError",
    "accept",
    "accepted_deliveries",
    "arrive",
    "confirm",
    "correct",
    "corrections_of",
    "earlier_versions",
    "examine",
    "intake_lock",
    "parse",
    "read_left_out",
    "reject",
    "rejected",
    "take_in",
    "undo",
    "write_marked_copy",
]
