"""Exports: exact figures that an office holds, beside what everybody will read.

The public does not know them, so they stay protected like all others. The office does: what it
reads in the publication must not tell it more small figures than it holds. So the system is
solved a second time with the exported figures as facts; what the office can compute from its own
figures alone needs nothing there.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from kreisblick.protection.disclosure.answers import answer
from kreisblick.protection.disclosure.assemble import Joint
from kreisblick.protection.disclosure.attributes import Minimums
from kreisblick.protection.disclosure.earlier import Told, hold_earlier
from kreisblick.protection.disclosure.ground import Ground
from kreisblick.protection.disclosure.model import CELL_COLUMNS
from kreisblick.protection.disclosure.standing import suppress_beside
from kreisblick.protection.suppression import Kind, Need, attempt, show_again
from kreisblick.statistics.cube import Cube, Slice
from kreisblick.territory.areas.model import Territory

__all__ = ["exact_cells", "hide_from_offices"]

Bools = npt.NDArray[np.bool_]


def exact_cells(cube: Cube, questions: Sequence[Slice], territory: Territory) -> pl.DataFrame:
    """The cells of a cube before protection, for the sealed zone and its exports only.

    The columns of released cells, ``confidentiality`` all ``free``; only cells with a number.
    """
    ground = Ground.of(territory)
    levels = {area: level for level, area in ground.areas}
    rows = [
        (cube.key, question.key, cube.reference_date, cube.generation, levels[area], area,
         found.value, None, None, found.observation.value, "free")
        for question in sorted(set(questions))
        for area, found in answer(cube, question, ground).items()
        if found.value is not None
    ]  # fmt: skip
    types: dict[str, type[pl.DataType]] = dict.fromkeys(CELL_COLUMNS, pl.String)
    types |= dict.fromkeys(("value", "lower", "upper"), pl.Float64) | {"reference_date": pl.Date}
    return pl.DataFrame(rows, schema=types, orient="row")


def hide_from_offices(
    joint: Joint, exports: Sequence[Told], hidden: Bools, minimums: Minimums
) -> Bools:
    """What has to be hidden, too, so that offices with exports learn nothing small.

    Args:
        joint: the system of the public; it is changed.
        exports: what was exported.
        hidden: what is hidden from the public, per row.
        minimums: the minimum of every figure.

    Returns:
        Per row of the public system: hidden from everybody.
    """
    if not exports:
        return hidden
    rows = joint.builder.rows
    for row in hidden.nonzero()[0]:
        rows[row] = (*rows[row][:-1], True)
    records = list(joint.records)
    hold_earlier(joint, exports, minimums)
    joint.records = records  # of the public, who does not hold the exports
    joint.builder.coalition = 0  # the proofs of the first time hold on: more is hidden now
    joint.builder.needs = _open_needs(joint)
    system, pattern = suppress_beside(joint)
    show_again(system, pattern)
    return hidden | pattern.hidden[: len(hidden)]


def _open_needs(joint: Joint) -> list[Need]:
    """The needs, lowered to what the exported figures leave when nothing else is known."""
    before = list(joint.builder.rows)
    joint.builder.rows[:] = [(*row[:-1], row[0] == Kind.CELL or row[-1]) for row in before]
    met: list[Need] = []
    needs = joint.builder.needs
    while needs:
        joint.builder.needs = needs
        system = joint.builder.build()
        fits = attempt(system).met.tolist()
        met += [need for need, fit in zip(needs, fits, strict=True) if fit]
        left = [need for need, fit in zip(needs, fits, strict=True) if not fit]
        needs = [replace(need, amount=need.amount - 1) for need in left if need.amount > 1]
    joint.builder.rows[:] = before
    return met
