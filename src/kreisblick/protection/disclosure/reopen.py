"""Reopen: figures that ``protect()`` released earlier, from the encrypted store."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from kreisblick.protection.disclosure.model import (
    PROOF_TYPES,
    SEAL,
    Protected,
    ReleasedCube,
    Targets,
)

__all__ = ["reopen"]


def reopen(
    cells: Mapping[str, pl.DataFrame],
    rule_sets: Mapping[str, str],
    targets: pl.DataFrame,
    report: dict[str, Any],
    proofs: pl.DataFrame | None = None,
) -> Protected:
    """The same ``Protected`` that was put away under its fingerprint.

    The second door beside ``protect()``. It is for the pipeline's memory only, which keeps these
    frames in the encrypted store: whoever could change them there holds the master key, and with
    it the persons' rows themselves.

    Args:
        cells: released cells by cube.
        rule_sets: title of the rules by cube.
        targets: the sealed record.
        report: the public report.
        proofs: the other tables that prove what is protected.
    """
    return Protected(
        released={
            key: ReleasedCube(key=key, cells=frame, rule_set=rule_sets[key], seal=SEAL)
            for key, frame in cells.items()
        },
        targets=Targets(frame=targets, seal=SEAL),
        report=report,
        proofs=pl.DataFrame(schema=PROOF_TYPES) if proofs is None else proofs,
    )
