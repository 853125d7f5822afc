"""Protect: the gate. One of the places that guard privacy; read it twice at every change.

In this order: read the cubes and check that they add up; put everything that will be published
into one joint system; require what the rules ask; hide until every requirement has a proof;
show again what hid in vain; only then make released cells. Any doubt raises, nothing is released.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from kreisblick.protection.disclosure.answers import NUMBERS, Ground
from kreisblick.protection.disclosure.assemble import Cell, Joint, assemble
from kreisblick.protection.disclosure.choices import Choice, keep_back, kept_state, leave_out
from kreisblick.protection.disclosure.model import (
    CELL_COLUMNS,
    SEAL,
    TARGET_COLUMNS,
    Protected,
    ReleasedCube,
    Share,
    SliceRef,
    Targets,
)
from kreisblick.protection.disclosure.report import public_report
from kreisblick.protection.disclosure.require import require
from kreisblick.protection.disclosure.sources import Source, read_sources
from kreisblick.protection.rules import RuleSet
from kreisblick.protection.suppression import System, show_again, suppress
from kreisblick.statistics.cube import Confidentiality, Cube, Observation, Unit
from kreisblick.territory.areas.model import Territory

__all__ = ["protect"]

Bools = npt.NDArray[np.bool_]


def protect(
    cubes: Sequence[Cube],
    publish: Sequence[SliceRef],
    shares: Sequence[Share],
    territory: Territory,
    rules: Mapping[str, RuleSet],
    choices: Sequence[Choice] = (),
) -> Protected:
    """Released cells of all cubes of one reference date.

    For every figure that the rules hide there are two other tables of whole numbers that agree
    with everything released, one at or below and one at or above what is required
    (``Targets``). They are checked in exact arithmetic.

    Args:
        cubes: of one reference date and one generation, each key once.
        publish: all slices that will be shown; every area of the territory gets a cell.
        shares: shares that will be shown; both their counts must stand in ``publish``.
        territory: the areas of that generation.
        rules: rule set of each cube by cube key.
        choices: what municipalities let be shown, made before results were seen.

    Raises:
        ProtectionFailedError: totals do not add up, counts are negative or fractional, something
            cannot be hidden, or the solver gives no answer. Nothing is released then.
    """
    ground = Ground.of(territory)
    chosen = leave_out(cubes, choices, territory)
    sources = read_sources(chosen, publish, shares, rules, ground)
    joint = assemble(sources, ground)
    require(joint, shares)
    kept = keep_back(joint, choices, shares)
    system = joint.builder.build()
    pattern = suppress(system)
    show_again(system, pattern)
    frames = {key: _cells(joint, key, pattern.hidden, kept) for key in sources}
    return Protected(
        released={
            key: ReleasedCube(key=key, cells=frame, rule_set=rules[key].title.de, seal=SEAL)
            for key, frame in frames.items()
        },
        targets=Targets(frame=_targets(joint, system, pattern.hidden), seal=SEAL),
        report=public_report(frames, rules),
    )


def _cells(joint: Joint, key: str, hidden: Bools, kept: frozenset[Cell]) -> pl.DataFrame:
    source = joint.sources[key]
    rate = source.cube.unit is Unit.RATE
    number = pl.Float64 if rate else pl.Int64
    types: dict[str, type[pl.DataType]] = dict.fromkeys(CELL_COLUMNS, pl.String)
    types |= {"reference_date": pl.Date, "value": number, "lower": number, "upper": number}
    rows = list(_cell_rows(joint, key, source, hidden, kept))
    return pl.DataFrame(rows, schema=types, orient="row").sort("slice", "level", "area")


def _cell_rows(
    joint: Joint, key: str, source: Source, hidden: Bools, kept: frozenset[Cell]
) -> Iterator[tuple[Any, ...]]:
    for number, question in enumerate(source.slices):
        for level, area in joint.ground.areas:
            cell = (key, number, area)
            row = joint.rows.get(cell)
            closed = row is not None and bool(hidden[row])
            yield (
                key,
                question.key,
                source.cube.reference_date,
                source.cube.generation,
                level,
                area,
                *(
                    kept_state(joint.answer(cell))
                    if cell in kept
                    else _shown(joint, cell, closed=closed)
                ),
            )


def _shown(
    joint: Joint, cell: Cell, *, closed: bool
) -> tuple[float | None, float | None, float | None, str, str]:
    """What leaves of a cell: value, lower, upper, observation, confidentiality."""
    found, own = joint.answer(cell), joint.sources[cell[0]].own
    state = found.observation.value
    if closed:
        return None, None, None, state, Confidentiality.SUPPRESSED.value
    free = Confidentiality.FREE.value
    if found.observation in NUMBERS:
        return found.value, None, None, state, free
    withheld = found.observation is Observation.WITHHELD_BY_SOURCE
    if withheld and not found.summed and (not own or len(joint.terms(cell)) == 1):
        return None, found.lower, found.upper, state, free
    # bounds of a sum would tell the parts that are known to us but hidden
    return None, None, None, state, free


def _targets(joint: Joint, system: System, hidden: Bools) -> pl.DataFrame:
    of = {key: source.cube for key, source in joint.sources.items()}
    rows = [
        (
            r.cube, r.slice, r.base_cube, r.base_slice, of[r.cube].reference_date, r.level, r.area,
            r.kind, r.value, r.lower, r.upper, "primary",
        )
        for r in joint.records
    ]  # fmt: skip
    levels = {area: level for level, area in joint.ground.areas}
    for (key, number, area), row in joint.rows.items():
        if hidden[row] and not system.hidden[row]:
            value, name = int(system.value[row]), joint.sources[key].slices[number].key
            day, level = of[key].reference_date, levels[area]
            rows.append(
                (key, name, None, None, day, level, area, "count", value, value, value, "secondary")
            )
    numbers = ("value", "required_lower", "required_upper")
    types: dict[str, type[pl.DataType]] = dict.fromkeys(TARGET_COLUMNS, pl.String)
    types |= dict.fromkeys(numbers, pl.Int64) | {"reference_date": pl.Date}
    frame = pl.DataFrame(rows, schema=types, orient="row")
    return frame.sort("cube", "slice", "level", "area", "kind", "base_cube", "base_slice")
