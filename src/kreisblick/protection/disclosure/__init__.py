"""Disclosure control: cubes go in, only what tells nothing about a single unit comes out.

In: all cubes of one reference date, the slices and shares that will be published, the rules.
Out: released cubes, the sealed record of what had to be hidden, a public report. All cells of
all cubes stand in one joint system; for everything that is hidden two other tables exist that
fit every published figure. In doubt nothing is released.
"""

from kreisblick.protection.disclosure.choices import Choice, Shows, leave_out
from kreisblick.protection.disclosure.derive import derive
from kreisblick.protection.disclosure.errors import UnprotectedDataError
from kreisblick.protection.disclosure.exports import exact_cells
from kreisblick.protection.disclosure.ground import PIECE, Overlay
from kreisblick.protection.disclosure.model import (
    Protected,
    ReleasedCube,
    ReleasedTable,
    Share,
    SliceRef,
    Targets,
)
from kreisblick.protection.disclosure.modes import refuse_second_mode
from kreisblick.protection.disclosure.protect import protect
from kreisblick.protection.disclosure.ranges import check_ranges
from kreisblick.protection.disclosure.reopen import reopen
from kreisblick.protection.disclosure.time import Sticky, SumOf, sticky_cells
from kreisblick.protection.rules import ProtectionFailedError

__all__ = [
    "PIECE",
    "Choice",
    "Overlay",
    "Protected",
    "ProtectionFailedError",
    "ReleasedCube",
    "ReleasedTable",
    "Share",
    "Shows",
    "SliceRef",
    "Sticky",
    "SumOf",
    "Targets",
    "UnprotectedDataError",
    "check_ranges",
    "derive",
    "exact_cells",
    "leave_out",
    "protect",
    "refuse_second_mode",
    "reopen",
    "sticky_cells",
]
