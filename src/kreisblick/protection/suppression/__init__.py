"""Suppression: hide as few cells as possible so that every requirement has a proof.

In: a linear system of variables, rows and needs, built by whoever knows what they mean. Out: which
rows are hidden, and for every need another table of whole numbers that fits everything shown.
This room knows nothing of areas, people or rules.
"""

from kreisblick.protection.suppression.costs import weight_of
from kreisblick.protection.suppression.need import Need
from kreisblick.protection.suppression.pattern import Pattern
from kreisblick.protection.suppression.program import new_solver
from kreisblick.protection.suppression.protect_blocks import protect_blocks
from kreisblick.protection.suppression.protect_file import protect_file, protect_frame
from kreisblick.protection.suppression.residual import Relation, Room, protect_residuals
from kreisblick.protection.suppression.show import show_again
from kreisblick.protection.suppression.spec import Contributors, Figure, Spec
from kreisblick.protection.suppression.suppress import attempt, suppress
from kreisblick.protection.suppression.system import ENDLESS, Kind, System, SystemBuilder

__all__ = [
    "ENDLESS",
    "Contributors",
    "Figure",
    "Kind",
    "Need",
    "Pattern",
    "Relation",
    "Room",
    "Spec",
    "System",
    "SystemBuilder",
    "attempt",
    "new_solver",
    "protect_blocks",
    "protect_file",
    "protect_frame",
    "protect_residuals",
    "show_again",
    "suppress",
    "weight_of",
]
