"""Protect: the gate. One of the places that guard privacy; read it twice at every change.

In this order: read the cubes and check that they add up; put everything that will be published
into one joint system; require what the rules ask; hide until every requirement has a proof;
show again what hid in vain; only then make released cells. Any doubt raises, nothing is released.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from kreisblick.protection.disclosure.answers import NUMBERS, Ground
from kreisblick.protection.disclosure.assemble import Cell, Joint, assemble
from kreisblick.protection.disclosure.attributes import Minimums
from kreisblick.protection.disclosure.choices import Choice, keep_back, kept_state, leave_out
from kreisblick.protection.disclosure.earlier import hold_earlier, slices_of, told_of
from kreisblick.protection.disclosure.exports import hide_from_offices
from kreisblick.protection.disclosure.from_to import with_ranges
from kreisblick.protection.disclosure.ground import Overlay, by_piece
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
from kreisblick.protection.disclosure.overlaps import require_overlaps
from kreisblick.protection.disclosure.ranges import proofs_of
from kreisblick.protection.disclosure.report import public_report
from kreisblick.protection.disclosure.require import require
from kreisblick.protection.disclosure.residual import suppress_residuals
from kreisblick.protection.disclosure.sources import Source, read_sources
from kreisblick.protection.disclosure.time import (
    Sticky,
    SumOf,
    add_sums,
    check_dates,
    stay_withheld,
)
from kreisblick.protection.rules import RuleSet
from kreisblick.protection.suppression import System
from kreisblick.statistics.cube import Confidentiality, Cube, Observation, Unit
from kreisblick.territory.areas.model import Territory

__all__ = ["protect"]

Bools = npt.NDArray[np.bool_]


def protect(  # noqa: PLR0913 - everything that bears on what may be shown, by name
    cubes: Sequence[Cube],
    publish: Sequence[SliceRef],
    shares: Sequence[Share],
    territory: Territory,
    rules: Mapping[str, RuleSet],
    choices: Sequence[Choice] = (),
    *,
    rates: Sequence[tuple[SliceRef, SliceRef]] = (),
    earlier: pl.DataFrame | None = None,
    overlay: Overlay | None = None,
    sums: Sequence[SumOf] = (),
    sticky: Collection[Sticky] = (),
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
        rates: pairs of counts that will be divided, the first no part of the second; a count is
            judged by the attributes of both.
        earlier: what has left the house before, as ``protection.ledger.read_figures`` gives it;
            figures of other cubes and dates are passed over.
        overlay: further geographies over the same ground; cubes then count by ``piece``.
        sums: periods that add up; with them the cubes may be of several dates.
        sticky: cells that stay withheld, because they were at the date before and have hardly
            changed since (``sticky_cells``).

    Raises:
        ProtectionFailedError: totals do not add up, counts are negative or fractional, something
            cannot be hidden, or the solver gives no answer. Nothing is released then.
    """
    ground = Ground.of(territory, overlay)
    chosen = by_piece(leave_out(cubes, choices, territory, overlay), overlay)
    check_dates(chosen, sums)
    told = told_of(earlier, chosen)
    sources = read_sources(chosen, publish, shares, rules, ground, slices_of(told))
    joint = assemble(sources, ground)
    require(joint, shares, rates)
    minimums = Minimums.of(sources, [*((s.numerator, s.denominator) for s in shares), *rates])
    require_overlaps(joint, minimums)
    add_sums(joint, sums, minimums)
    stay_withheld(joint, sticky)
    kept = keep_back(joint, choices, shares)
    hold_earlier(joint, [one for one in told if not one.export], minimums)
    system, pattern = suppress_residuals(joint)
    proofs = proofs_of(joint, system, pattern)
    exports = [one for one in told if one.export]
    hidden = hide_from_offices(joint, exports, pattern.hidden, minimums)
    return with_ranges(_released(joint, rules, kept, system, hidden, proofs), rules, joint)


def _released(
    joint: Joint,
    rules: Mapping[str, RuleSet],
    kept: frozenset[Cell],
    system: System,
    hidden: Bools,
    proofs: pl.DataFrame,
) -> Protected:
    frames = {key: _cells(joint, key, hidden, kept) for key in joint.sources}
    return Protected(
        released={
            key: ReleasedCube(key=key, cells=frame, rule_set=rules[key].title.de, seal=SEAL)
            for key, frame in frames.items()
        },
        targets=Targets(frame=_targets(joint, system, hidden), seal=SEAL),
        report=public_report(frames, rules),
        proofs=proofs,
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
            if not joint.shows(cell):
                continue
            row = joint.rows.get(cell)
            closed = row is not None and bool(hidden[row])
            yield (
                key,
                question.key,
                source.cube.reference_date,
                joint.generation(key, area),
                level,
                joint.ground.label(area),
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
        # bounds that meet would say the number that the source hides
        ends = (None, None) if found.lower == found.upper else (found.lower, found.upper)
        return None, *ends, state, free
    # bounds of a sum would tell the parts that are known to us but hidden
    return None, None, None, state, free


def _targets(joint: Joint, system: System, hidden: Bools) -> pl.DataFrame:
    of = {key: source.cube for key, source in joint.sources.items()}
    rows: list[tuple[Any, ...]] = [
        (
            r.cube, r.slice, r.base_cube, r.base_slice, of[r.cube].reference_date,
            joint.generation(r.cube, r.area), r.level, joint.ground.label(r.area), r.kind,
            r.value, r.lower, r.upper, "primary",
        )
        for r in joint.records
        if r.area not in joint.ground.unpublished
    ]  # fmt: skip
    levels = {area: level for level, area in joint.ground.areas}
    for (key, number, area), row in joint.rows.items():
        if hidden[row] and not system.hidden[row]:
            value, name = int(system.value[row]), joint.sources[key].slices[number].key
            day, cut = of[key].reference_date, joint.generation(key, area)
            place = (day, cut, levels[area], joint.ground.label(area))
            rows.append((key, name, None, None, *place, "count", *[value] * 3, "secondary"))
    numbers = ("value", "required_lower", "required_upper")
    types: dict[str, type[pl.DataType]] = dict.fromkeys(TARGET_COLUMNS, pl.String)
    types |= dict.fromkeys(numbers, pl.Int64) | {"reference_date": pl.Date}
    frame = pl.DataFrame(rows, schema=types, orient="row")
    return frame.sort(
        "cube", "slice", "generation", "level", "area", "kind", "base_cube", "base_slice"
    )
