"""Perturbation: tables whose counts are changed a little instead of being left out.

In: records or atoms and a specification. Out: tables in which the same units always give the same
figure, so that asking again, otherwise or for parts tells nothing more.
"""

from kreisblick.protection.perturbation.cell_key import (
    NoiseSpec,
    perturb_file,
    perturb_frame,
    record_keys,
)

__all__ = ["NoiseSpec", "perturb_file", "perturb_frame", "record_keys"]
