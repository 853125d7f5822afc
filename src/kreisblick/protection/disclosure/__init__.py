"""Disclosure control: cubes go in, only what tells nothing about a single unit comes out.

In: all cubes of one reference date, the slices and shares that will be published, the rules.
Out: released cubes, the sealed record of what had to be hidden, a public report. All cells of
all cubes stand in one joint system; for everything that is hidden two other tables exist that
fit every published figure. In doubt nothing is released.
"""

from kreisblick.protection.disclosure.cell_key import (
    NoiseSpec,
    perturb_file,
    perturb_frame,
    record_keys,
)
from kreisblick.protection.disclosure.costs import PER_DOUBLING
from kreisblick.protection.disclosure.derive import derive
from kreisblick.protection.disclosure.errors import ProtectionFailedError, UnprotectedDataError
from kreisblick.protection.disclosure.model import (
    Agreed,
    Dominance,
    Protected,
    ReleasedCube,
    ReleasedTable,
    RuleSet,
    Share,
    SliceRef,
    Targets,
)
from kreisblick.protection.disclosure.protect import protect
from kreisblick.protection.disclosure.protect_file import Spec, protect_file
from kreisblick.protection.disclosure.reopen import reopen
from kreisblick.protection.disclosure.show import show_again
from kreisblick.protection.disclosure.suppress import suppress
from kreisblick.protection.disclosure.system import Kind, Need, SystemBuilder

__all__ = [
    "PER_DOUBLING",
    "Agreed",
    "Dominance",
    "Kind",
    "Need",
    "NoiseSpec",
    "Protected",
    "ProtectionFailedError",
    "ReleasedCube",
    "ReleasedTable",
    "RuleSet",
    "Share",
    "SliceRef",
    "Spec",
    "SystemBuilder",
    "Targets",
    "UnprotectedDataError",
    "derive",
    "perturb_file",
    "perturb_frame",
    "protect",
    "protect_file",
    "record_keys",
    "reopen",
    "show_again",
    "suppress",
]
