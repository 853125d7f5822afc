"""Finer: a municipality's own cells, protected against what the district publishes of its areas.

Everybody knows the district's figures. A count of a small cell must therefore stay hidden not
only in the table of the cells, but also when the cells are taken off the published areas; and an
area that the district withholds must not appear as the sum of its cells. The counts, the published
figures and the needs stand in one linear system (``protection.suppression``); what comes out is
attacked by ``protection.audit``, which knows nothing of that system, before anything is written.
"""

import math
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from kreisblick.base.errors import KreisblickError
from kreisblick.base.files import write_json
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.finer_input import Finer, place_of, read_finer
from kreisblick.protection.audit import Verdict, attack
from kreisblick.protection.suppression import (
    Kind,
    Need,
    SystemBuilder,
    show_again,
    suppress,
    weight_of,
)
from kreisblick.territory.areas.files import write_table
from kreisblick.territory.cuts import refuse_ending

__all__ = ["FinerCells", "FinerRefusedError", "protect_finer"]

FREE, SUPPRESSED = "free", "suppressed"
NEAR = 1e-6  # a linear program ends a little beside whole numbers
CUBE, DAY, GENERATION = "finer", "0001-01-01", "finer"


class FinerRefusedError(KreisblickError):
    """The attack succeeded: somebody could compute what has to stay hidden."""

    def __init__(self, verdict: Verdict) -> None:
        first = verdict.breaches[0]
        super().__init__(
            _(
                "Nothing was written: from the cells and the district's published figures "
                "{count} hidden figure(s) could be computed or narrowed down too far, among them "
                "{place}. Take larger cells, or show fewer attributes."
            ).format(count=len(verdict.breaches), place=_place(first.quantity))
        )
        self.verdict = verdict


def _place(quantity: str) -> str:
    """The cell or area in a quantity's name; never what is possible for it."""
    return quantity.rsplit(":", 1)[-1]


@dataclass(frozen=True, kw_only=True)
class FinerCells:
    """Cells that may be shown beside the district's figures.

    Attributes:
        cells: ``cell, <attributes>, value, status``; ``status`` is ``free`` or ``suppressed``
            (value null); sorted.
        verdict: of the attack; it always passed.
    """

    cells: pl.DataFrame = field(repr=False)
    verdict: Verdict


def protect_finer(
    counts: Path,
    hierarchy: Path,
    published: Path,
    out: Path,
    *,
    minimum_count: int,
    picked: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> FinerCells:
    """Protect the counts of cells against the district's published figures, and write them.

    Args:
        counts: ``cell, value`` and any columns of attributes (age, sex): one row per cell and
            combination; a missing row is a zero.
        hierarchy: ``cell, area`` as ``cuts nest`` writes it; a third column with a larger area
            (municipality) is understood, too.
        published: ``area, value, status`` and the same attributes, an empty attribute meaning all
            of it; or a bundle's folder, or its cells. What is not ``free`` is withheld.
        out: CSV or Parquet.
        minimum_count: counts above zero and below this are hidden.
        picked: of a bundle: ``cube, slice, reference_date``.
        progress: who is told.

    Raises:
        CutInputError: when ``out`` is neither CSV nor Parquet.
        FaultsFoundError: with everything that is wrong in the three files.
        ProtectionFailedError: when the published figures give a small count away already.
        FinerRefusedError: when the attack succeeds. Nothing is written then.
    """
    refuse_ending(out)
    with progress.step(_("Reading")):
        given = read_finer(counts, hierarchy, published, picked)
    with progress.step(_("Protecting the cells")):
        hidden, needs = _protect(given, minimum_count)
    with progress.step(_("Attacking the result")):
        verdict = _attack(given, hidden, needs, minimum_count)
    if not verdict.passed:
        raise FinerRefusedError(verdict)
    status = pl.Series([SUPPRESSED if closed else FREE for closed in hidden], dtype=pl.String)
    cells = given.cells.with_columns(status=status).with_columns(
        value=pl.when(pl.col("status") == FREE).then("value")
    )
    found = cells.select("cell", *given.attributes, "value", "status")
    write_table(found, out)
    return FinerCells(cells=found, verdict=verdict)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A figure that must stay uncertain.

    Attributes:
        place, name: where, and which slice.
        terms: the rows it is the sum of.
        value: what it is.
        lower, upper: what has to stay possible.
    """

    place: str
    name: str
    terms: tuple[int, ...] = field(repr=False)
    value: int
    lower: int
    upper: int

    @property
    def quantity(self) -> str:
        """How the attacker calls it."""
        return f"{DAY} {GENERATION} {CUBE}/{self.name}/{self.place}"


def _protect(given: Finer, minimum: int) -> tuple[list[bool], list[_Asked]]:
    """Whether each cell is hidden, and what has to stay possible."""
    wished = [*_small_cells(given, minimum), *_withheld(given, minimum)]
    nothing_shown = [True] * given.cells.height
    before = _attack(given, nothing_shown, wished, minimum)
    asked, public = _still_open(wished, before)
    builder = _system(given, asked, public)
    system = builder.build()
    pattern = suppress(system)
    show_again(system, pattern)
    return pattern.hidden[: given.cells.height].tolist(), asked


def _small_cells(given: Finer, minimum: int) -> Iterator[_Asked]:
    """Cells with a small count: anything up to the minimum must stay possible."""
    rows = zip(given.cells["cell"], given.names, given.cells["value"], strict=True)
    for number, (cell, name, value) in enumerate(rows):
        if 0 < value < minimum:
            place = place_of(0, cell)
            yield _Asked(
                place=place, name=name, terms=(number,), value=value, lower=0, upper=minimum
            )


def _withheld(given: Finer, minimum: int) -> Iterator[_Asked]:
    """Figures that the district withholds.

    A small one may have been withheld for its own sake. A larger one covers others, each of
    which may move by the minimum count: the larger one must be able to move as far.
    """
    for figure in given.figures:
        if figure.value is None:
            value = sum(given.cells["value"][n] for n in figure.terms)
            yield _Asked(
                place=figure.place,
                name=figure.name,
                terms=figure.terms,
                value=value,
                lower=max(0, value - minimum),
                upper=minimum if value < minimum else value + minimum,
            )


def _still_open(wished: list[_Asked], before: Verdict) -> tuple[list[_Asked], set[int]]:
    """What the district's figures alone leave open, and the cells that they show already.

    Cells can take no uncertainty away that was not there before them.
    """
    intervals = {one.quantity: (one.lower, one.upper) for one in before.intervals}
    asked, public = [], set()
    for one in wished:
        least, most = intervals[one.quantity]
        lower = max(one.lower, math.ceil(least - NEAR))
        upper = one.upper if math.isinf(most) else min(one.upper, math.floor(most + NEAR))
        if lower < upper:
            asked.append(replace(one, lower=lower, upper=upper))
        elif len(one.terms) == 1:
            public.add(one.terms[0])
    return asked, public


def _system(given: Finer, asked: list[_Asked], public: set[int]) -> SystemBuilder:
    """Cells first, in their order; then what is known of their sums, and what must not be."""
    builder = SystemBuilder()
    for value, block in zip(given.cells["value"], given.block, strict=True):
        builder.add_variable(value, block=block)
    small = {one.terms[0] for one in asked if one.place.startswith(place_of(0, ""))}
    for number, value in enumerate(given.cells["value"]):
        weight = weight_of(value)
        kind = Kind.FACT if number in public else Kind.CELL
        builder.add_row([number], kind, value, weight=weight, hidden=number in small)
    for figure in given.figures:
        if figure.value is not None:
            builder.add_row(figure.terms, Kind.FACT, figure.value)
    for one in asked:
        single = one.terms[0] in small and len(one.terms) == 1
        row = one.terms[0] if single else builder.add_row(one.terms, Kind.GUARD, one.value)
        for sign, amount in ((1, one.upper - one.value), (-1, one.value - one.lower)):
            if amount > 0:
                builder.needs.append(Need(row=row, sign=sign, amount=amount, strict=False))
    return builder


def _attack(given: Finer, hidden: list[bool], asked: list[_Asked], minimum: int) -> Verdict:
    """What a stranger finds who holds the cells and the district's figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_finished(folder, given, hidden)
        targets = pl.DataFrame(
            {
                "cube": [CUBE] * len(asked),
                "slice": [one.name for one in asked],
                "base_cube": [None] * len(asked),
                "base_slice": [None] * len(asked),
                "reference_date": [DAY] * len(asked),
                "area": [one.place for one in asked],
                "required_lower": [one.lower for one in asked],
                "required_upper": [one.upper for one in asked],
            },
            schema_overrides={"base_cube": pl.String, "base_slice": pl.String},
        )
        return attack(folder, targets=targets, minimum=minimum)


def _write_finished(folder: Path, given: Finer, hidden: list[bool]) -> None:
    """The cells and the district's figures as files that the attacker reads."""
    rows = [
        (name, "cell", place_of(0, cell), None if closed else value, SUPPRESSED if closed else FREE)
        for name, cell, value, closed in zip(
            given.names, given.cells["cell"], given.cells["value"], hidden, strict=True
        )
    ]
    rows += [
        (f.name, "area", f.place, f.value, FREE if f.value is not None else SUPPRESSED)
        for f in given.figures
    ]
    told = {place for _name, _level, place, *_rest in rows}
    between = sorted(set(given.parents.values()) - told)
    rows += [("all", "area", place, None, SUPPRESSED) for place in between]  # links to larger ones
    types = dict.fromkeys(["slice", "level", "area", "value", "confidentiality"], pl.String)
    frame = pl.DataFrame(rows, schema=types | {"value": pl.Int64}, orient="row").with_columns(
        cube=pl.lit(CUBE),
        reference_date=pl.lit(DAY),
        generation=pl.lit(GENERATION),
        lower=pl.lit(None, pl.Float64),
        upper=pl.lit(None, pl.Float64),
        observation=pl.lit("counted"),
    )
    write_table(frame, folder / "data" / "cells.csv")
    parents = pl.DataFrame(
        {"area": list(given.parents), "parent": list(given.parents.values())}
    ).with_columns(generation=pl.lit(GENERATION))
    write_table(parents, folder / "data" / "areas.csv")
    dimensions = [{"name": n, "codes": sorted(c)} for n, c in given.codes.items()]
    write_json(folder / "catalogue" / "cubes.json", {CUBE: {"dimensions": dimensions}})
