"""The attacker: reads finished files and tries to compute what was withheld.

Knows nothing of disclosure control, the bundle's code or the cube: only the files that a
stranger would also hold, and common sense (counts are not negative, parts add up to totals, a
group is not larger than the people it is a part of).

In: a folder of finished files; optionally the sealed list of what had to stay hidden.
Out: a ``Verdict`` with an interval and two witnesses for every withheld quantity.
"""

from kreisblick.protection.audit.attack import attack
from kreisblick.protection.audit.model import Interval, NoFiguresFoundError, Verdict

__all__ = ["Interval", "NoFiguresFoundError", "Verdict", "attack"]
