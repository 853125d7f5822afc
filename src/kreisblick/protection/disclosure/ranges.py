"""Ranges: from–to figures beside what was released must leave every proof alive.

Whoever reads a range has one more condition. A range that was computed from public figures alone
and rounded outwards tells nothing new; whether it does is not believed but looked up: every other
table that proves a requirement must lie within all ranges.
"""

import numpy as np
import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.assemble import Joint
from kreisblick.protection.disclosure.model import PROOF_TYPES, Protected
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import Pattern, System

__all__ = ["check_ranges", "proofs_of"]

CELL = ["cube", "slice", "reference_date", "generation", "area"]


def proofs_of(joint: Joint, system: System, pattern: Pattern) -> pl.DataFrame:
    """The cells of every other table that proves a requirement, where they differ.

    Columns ``proof, cube, slice, reference_date, generation, area, value``.
    """
    cells = {row: cell for cell, row in joint.rows.items() if joint.shows(cell)}
    rows = []
    for number in sorted({n for numbers in pattern.proofs for n in numbers}):
        witness = pattern.witnesses[number]
        move = np.asarray(system.matrix[:, witness.columns] @ witness.amounts)
        for row in move.nonzero()[0].tolist():
            if row in cells:
                cube, place, area = cells[row]
                source = joint.sources[cube]
                generation, name = joint.ground.labels.get(area, (source.cube.generation, area))
                asked, day = source.slices[place].key, source.cube.reference_date
                value = int(system.value[row] + move[row])
                rows.append((number, cube, asked, day, generation, name, value))
    return pl.DataFrame(rows, schema=PROOF_TYPES, orient="row")


def check_ranges(protected: Protected, ranges: pl.DataFrame) -> None:
    """Refuse ranges that narrow what has to stay possible.

    Args:
        protected: what was released.
        ranges: ``cube, slice, reference_date, generation, area, lower, upper``; null is no bound.

    Raises:
        ProtectionFailedError: a range excludes a table that is needed as proof.
    """
    beside = protected.proofs.join(ranges.select(*CELL, "lower", "upper"), on=CELL)
    outside = (pl.col("value") < pl.col("lower")) | (pl.col("value") > pl.col("upper"))
    wrong = beside.filter(outside).select("cube", "slice", "area").unique().sort(pl.all())
    if wrong.height:
        names = ["/".join(row) for row in wrong.head(8).iter_rows()]
        raise ProtectionFailedError(
            _(
                "From–to figures would tell too much: {names}. Compute them from the published "
                "figures alone and round them outwards."
            ).format(names=", ".join([*names, *["…"] * (wrong.height > len(names))]))
        )
