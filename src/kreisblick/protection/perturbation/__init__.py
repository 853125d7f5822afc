"""Perturbation: tables whose counts are changed a little instead of being left out.

In: records or atoms and a specification. Out: tables in which the same units always give the same
figure, so that asking again, otherwise or for parts tells nothing more: a protected cube of
rounded atoms that add up (``round_frame``), or for nations changed counts that do not
(``perturb_frame``).
"""

from kreisblick.protection.perturbation.audit_rounding import (
    Fact,
    RoundingVerdict,
    audit_rounding,
)
from kreisblick.protection.perturbation.cell_key import (
    NoiseSpec,
    perturb_file,
    perturb_frame,
    record_keys,
)
from kreisblick.protection.perturbation.files import open_protected, round_file
from kreisblick.protection.perturbation.mixing import MODES, refuse_mixed
from kreisblick.protection.perturbation.protected_cube import Answer, ProtectedCube, Where
from kreisblick.protection.perturbation.round_frame import Rounded, round_frame
from kreisblick.protection.perturbation.rounding_spec import RoundingSpec

__all__ = [
    "MODES",
    "Answer",
    "Fact",
    "NoiseSpec",
    "ProtectedCube",
    "Rounded",
    "RoundingSpec",
    "RoundingVerdict",
    "Where",
    "audit_rounding",
    "open_protected",
    "perturb_file",
    "perturb_frame",
    "record_keys",
    "refuse_mixed",
    "round_file",
    "round_frame",
]
