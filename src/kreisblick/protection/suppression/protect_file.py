"""Protect a file: any counted table, outside the district's round."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.base.definitions import read_definition
from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression.costs import weight_of
from kreisblick.protection.suppression.counts import read_input, whole_counts
from kreisblick.protection.suppression.judge import Judge
from kreisblick.protection.suppression.need import Need
from kreisblick.protection.suppression.pattern import Bools
from kreisblick.protection.suppression.residual import Room, protect_residuals
from kreisblick.protection.suppression.show import EFFORT
from kreisblick.protection.suppression.spec import Spec
from kreisblick.protection.suppression.system import Ints, Kind, SystemBuilder
from kreisblick.protection.suppression.tables import Cell, Key, Tables

__all__ = ["protect_counts", "protect_file", "protect_frame"]

LARGER = 30.0  # a larger area is dearer than all covers within it
TOTAL = "total"


def protect_file(source: Path, spec: Path, out: Path) -> pl.DataFrame:
    """Protect the table in a CSV or Parquet file by a spec file; writes and gives the cells.

    The result tells primary from secondary cells: it is for the sealed zone, show readers
    ``free`` or not only.

    Raises:
        FaultsFoundError: the spec is faulty, or does not fit the input.
        ProtectionFailedError: nothing is written then.
    """
    definition = read_definition(spec, Spec)
    cells = protect_frame(read_input(source, definition), definition)
    if out.suffix == ".parquet":
        cells.write_parquet(out)
    else:
        write_bytes(out, cells.write_csv().encode())
    return cells


def protect_frame(atoms: pl.DataFrame, spec: Spec) -> pl.DataFrame:
    """The published cells of a frame: ``table, <columns>, value, lower, upper, status``.

    Raises:
        FaultsFoundError: everything in which spec and input do not fit.
        ProtectionFailedError: no counts, figures that do not add up, or no safe pattern.
    """
    return protect_counts(whole_counts(atoms, spec), spec)


def protect_counts(
    counts: pl.DataFrame,
    spec: Spec,
    *,
    fixed: Callable[[Key], bool] | None = None,
    outside: Mapping[Key, int] | None = None,
    effort: int = EFFORT,
) -> pl.DataFrame:
    """The published cells of counts that carry their ``variable``.

    Args:
        counts: one row per variable.
        spec: the rules.
        fixed: tells by a cell's columns and codes whether it stands already.
        outside: true values of cells that reach beyond these counts.
        effort: as for ``show_again``.

    Raises:
        FaultsFoundError: a figure of the spec is no cell, or must not be shown.
        ProtectionFailedError: figures that do not add up, or no safe pattern.
    """
    tables, judge = Tables.of(counts, spec), Judge.of(counts, spec)
    if outside:
        values = [outside.get(cell.key, cell.value) for cell in tables.cells]
        wider = [replace(c, value=v) for c, v in zip(tables.cells, values, strict=True)]
        tables = Tables(spec, counts, wider)
    _refuse_figures(tables, judge)
    builder = _variables(counts, spec)
    forced, waived = ({f.key for f in figures} for figures in (spec.forced, spec.waived))
    for cell in tables.cells:
        stands = cell.key in forced or (fixed is not None and fixed(cell.key))
        _add_cell(builder, judge, cell, forced=stands, waived=cell.key in waived)
    if spec.tables is not None and spec.minimum_count is not None:
        for value, terms in tables.overlaps():
            if judge.small(value):
                row = builder.add_row(terms.tolist(), Kind.GUARD, value)
                _ask(builder, row, judge.room(terms))
    for row, terms, room in _rests(tables, judge, waived):
        _hide(builder, row)
        left = int(judge.values[terms].sum())
        _ask(builder, builder.add_row(terms.tolist(), Kind.GUARD, left), room)
    system, pattern = protect_residuals(builder, tables.relations(), judge.room, effort)
    return _result(tables, system.hidden, pattern.hidden)


def _variables(counts: pl.DataFrame, spec: Spec) -> SystemBuilder:
    """One variable per combination; with contributors each of them knows his own."""
    least = 1 if spec.contributors else 0
    builder = SystemBuilder(coalition=max(spec.coalition, least))
    town = next((columns[0] for columns in spec.dimensions.values() if len(columns) > 1), None)
    towns = {name: i for i, name in enumerate(counts[town].unique().sort())} if town else {}
    units: dict[str, int] = {}
    for row in counts.iter_rows(named=True):
        block = towns[row[town]] if town else 0
        names = [row[one.column] for one in spec.contributors[:1]]
        unit = units.setdefault(names[0], len(units)) if names else -1
        builder.add_variable(row["value"], block=block, unit=unit)
    return builder


def _add_cell(
    builder: SystemBuilder, judge: Judge, cell: Cell, *, forced: bool, waived: bool
) -> None:
    spec, terms = judge.spec, cell.terms.tolist()
    free_zeros = spec.zeros == "free"
    if forced or (cell.value == 0 and free_zeros):
        builder.add_row(terms, Kind.FACT, cell.value)
        return
    weight = LARGER**cell.depth * weight_of(cell.value) * _importance(spec, cell)
    strict = free_zeros and spec.hidden_is_not_zero
    whole = cell.value == int(judge.values[cell.terms].sum())
    room = None if waived or not whole else judge.room(cell.terms)
    row = builder.add_row(
        terms,
        Kind.CELL,
        cell.value,
        strict_floor=int(strict),
        weight=weight,
        hidden=room is not None,
    )
    _ask(builder, row, room, strict=strict)
    if room is not None and not room.relative and spec.contributors and cell.value:
        width = judge.width(cell.terms)
        if width:
            _ask(builder, row, Room(width, min(width, cell.value), relative=True))


def _importance(spec: Spec, cell: Cell) -> float:
    names = ["+".join(cell.columns) or TOTAL, *cell.columns]
    return float(np.prod([spec.importance.get(name, 1.0) for name in dict.fromkeys(names)]))


def _ask(builder: SystemBuilder, row: int, room: Room | None, *, strict: bool = False) -> None:
    """Needs for a row that must be able to move."""
    asked = [(1, room.up, False), (0, 1, True), (-1, room.down, False)] if room else []
    for sign, amount, sharp in asked:
        if amount and (strict or not sharp):
            relative = bool(room and room.relative)
            need = Need(row=row, sign=sign, amount=amount, strict=sharp, relative=relative)
            builder.needs.append(need)


def _hide(builder: SystemBuilder, row: int) -> None:
    *rest, _hidden = builder.rows[row]
    builder.rows[row] = (*rest, True)  # type: ignore[assignment]


def _rests(tables: Tables, judge: Judge, waived: set[Key]) -> Iterator[tuple[int, Ints, Room]]:
    """What is left of groups beside one part, where that is too little."""
    for column in judge.spec.group_rule:
        levels = judge.spec.dimension_of(column)
        finer = levels[levels.index(column) :]
        groups: dict[tuple[tuple[str, ...], Key], list[int]] = defaultdict(list)
        for row, cell in enumerate(tables.cells):
            if column in cell.columns:
                outside = frozenset(pair for pair in cell.key if pair[0] not in finer)
                groups[cell.columns, outside].append(row)
        for rows in groups.values():
            every = np.concatenate([tables.cells[row].terms for row in rows])
            for row in rows:
                cell = tables.cells[row]
                room = judge.rest(int(judge.values[every].sum()), cell.value)
                if room is not None and cell.key not in waived:
                    yield row, np.setdiff1d(every, cell.terms), room


def _refuse_figures(tables: Tables, judge: Judge) -> None:
    """Figures that are no cell, do not add up, or must not stand in public."""
    faults: list[Fault] = []
    spec = judge.spec
    waived = {figure.key for figure in spec.waived}
    for figure in (*spec.forced, *spec.waived):
        place = tables.place.get(figure.key)
        name = ", ".join(f"{c}={code}" for c, code in sorted(figure.where.items())) or TOTAL
        if place is None:
            text = _("There is no published cell '{name}'.")
            faults.append(Fault(code="no_cell", message=text.format(name=name)))
            continue
        cell = tables.cells[place]
        if figure.value is not None and figure.value != cell.value:
            raise ProtectionFailedError(
                _("'{name}': the rows do not add up to the figure that is given.").format(name=name)
            )
        open_ = figure.key not in waived and judge.room(cell.terms) is not None
        if figure in spec.forced and open_:
            text = _("'{name}' must be hidden by the rules; it cannot be forced unless waived.")
            faults.append(Fault(code="forced", message=text.format(name=name)))
    if faults:
        raise FaultsFoundError(_("Specification"), faults)


def _result(tables: Tables, primary: Bools, hidden: Bools) -> pl.DataFrame:
    spec, rows = tables.spec, []
    for row, cell in enumerate(tables.cells):
        status = "primary" if primary[row] else "secondary" if hidden[row] else "free"
        codes = dict(cell.key)
        rows.append(
            (
                "+".join(cell.columns) or TOTAL,
                *(codes.get(column) for column in spec.columns),
                cell.value if status == "free" else None,
                None,
                None,
                status,
            )
        )
    types: dict[str, type[pl.DataType]] = dict.fromkeys(["table", *spec.columns], pl.String)
    types |= {"value": pl.Int64, "lower": pl.Int64, "upper": pl.Int64, "status": pl.String}
    return pl.DataFrame(rows, schema=types, orient="row")
