"""The attacker: reads finished files and tries to compute what was withheld.

Knows nothing of disclosure control, the bundle's code or the cube: only the files that a
stranger would also hold, and common sense (counts are not negative, parts add up to totals, a
group is not larger than the people it is a part of).

In: a folder of finished files; optionally the sealed list of what had to stay hidden.
Out: a ``Verdict`` with an interval and two whole-number tables for every withheld quantity; the
tables are ``Certificates``, which ``check_certificates`` proves by multiplication alone.
"""

from kreisblick.protection.audit.attack import Limits, attack
from kreisblick.protection.audit.certificates import Certificates, read_certificates
from kreisblick.protection.audit.check import Checked, check_certificates
from kreisblick.protection.audit.files import released_in, root_of
from kreisblick.protection.audit.memory import Memory
from kreisblick.protection.audit.model import (
    Breach,
    BySource,
    CircularAreasError,
    Interval,
    NoFiguresFoundError,
    Verdict,
)
from kreisblick.protection.audit.outsider import find_numbers

__all__ = [
    "Breach",
    "BySource",
    "Certificates",
    "Checked",
    "CircularAreasError",
    "Interval",
    "Limits",
    "Memory",
    "NoFiguresFoundError",
    "Verdict",
    "attack",
    "check_certificates",
    "find_numbers",
    "read_certificates",
    "released_in",
    "root_of",
]
