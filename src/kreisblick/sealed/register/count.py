"""Count records into cubes: one pass over the rows into atoms, every cube rolled up from them.

One of the places that guard privacy: what leaves this file are counts by area and a quality
note without small numbers. Nothing here is protected yet.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import ibis.expr.types as ir
import polars as pl

from kreisblick.base.progress import Progress, silent
from kreisblick.sealed.register.ages import group_of, shared_groups
from kreisblick.sealed.register.areas import Coverage, cross_table, municipality_of
from kreisblick.sealed.register.definition import RegisterDefinition
from kreisblick.sealed.register.execute import Records
from kreisblick.sealed.register.express import (
    PREFIX,
    atoms_expression,
    needed_fields,
    own_conditions,
)
from kreisblick.sealed.register.files import DELIVERY
from kreisblick.sealed.register.model import Counted, Quality
from kreisblick.sealed.register.once import Piece, Wanted, execute_once
from kreisblick.statistics.cube import Cube, CubeDefinition, Observation
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["Records", "count", "count_all", "count_registers"]


def count(
    cube: CubeDefinition,
    *,
    key: str,
    register: RegisterDefinition,
    records: Records,
    reference_date: date,
    territory: Territory,
    covered: Collection[str] | None = None,
    sources: tuple[str, ...] = (),
) -> Counted:
    """One cube counted from the records of a register; see ``count_registers``."""
    found = count_all(
        {key: cube},
        register=register,
        records=records,
        reference_date=reference_date,
        territory=territory,
        covered=covered,
        sources=sources,
    )
    return found[key]


def count_all(
    cubes: Mapping[str, CubeDefinition],
    *,
    register: RegisterDefinition,
    records: Records,
    reference_date: date,
    territory: Territory,
    covered: Collection[str] | None = None,
    sources: tuple[str, ...] = (),
) -> dict[str, Counted]:
    """All cubes of one register, counted in one pass; see ``count_registers``."""
    return count_registers(
        [(register, cubes)],
        records=records,
        reference_date=reference_date,
        territory=territory,
        covered=covered,
        sources=sources,
    )


def count_registers(
    groups: Sequence[tuple[RegisterDefinition, Mapping[str, CubeDefinition]]],
    *,
    records: Records,
    reference_date: date,
    territory: Territory,
    covered: Collection[str] | None = None,
    sources: tuple[str, ...] = (),
    progress: Progress = silent,
) -> dict[str, Counted]:
    """All cubes of all registers that are made from the same records, in one pass over them.

    A cube holds the full cross table of its codes for every planning area: zero where nobody is,
    ``not_covered`` in municipalities the source does not serve. Records without an area of this
    generation or with an unknown code stand in no cell; the quality note says how many.

    Args:
        groups: registers (how dimensions are read from records), each with its cubes by key; a
            key stands in one group only.
        records: a table on any engine ibis knows, or rows that are counted here by DuckDB. A
            stream is read once and gives one delivery after the other.
        reference_date: ages are those reached in its year.
        territory: the areas; records carry the key of theirs in ``area_<generation>``.
        covered: municipalities the source serves at this date; all when None.
        sources: keys of the deliveries, for the lineage.
        progress: told of every batch of a stream.

    Raises:
        UncountableError: when records, register and cubes do not fit.
    """
    coverage = Coverage.of(territory, reference_date, covered)
    area = f"area_{territory.generation.key}"
    wanted = {
        str(number): _wanted(register, cubes, reference_date, area)
        for number, (register, cubes) in enumerate(groups)
    }
    atoms = execute_once(records, wanted, progress)
    return {
        key: _counted(
            _roll_up(atoms[str(number)], cube, cubes),
            cube,
            key,
            coverage,
            sources,
            register.smallest_note,
        )
        for number, (register, cubes) in enumerate(groups)
        for key, cube in cubes.items()
    }


def _wanted(
    register: RegisterDefinition, cubes: Mapping[str, CubeDefinition], day: date, area: str
) -> Wanted:
    def express(table: ir.Table) -> ir.Table:
        return atoms_expression(
            cubes, register=register, records=table, reference_date=day, area=area
        )

    fields = {area, *(name for cube in cubes.values() for name in needed_fields(cube, register))}
    return Wanted(express=express, fields=tuple(sorted(fields)), piece=_piece(register, cubes))


def _piece(register: RegisterDefinition, cubes: Mapping[str, CubeDefinition]) -> Piece:
    if any(cube.distinct for cube in cubes.values()):
        return Piece.ALL
    if not register.together:
        return Piece.ROWS
    return Piece.DELIVERY if DELIVERY in register.together else Piece.ALL


def _counted(
    rows: pl.DataFrame,
    cube: CubeDefinition,
    key: str,
    coverage: Coverage,
    sources: tuple[str, ...],
    smallest: int,
) -> Counted:
    made = coverage.cube(cube, key, _fill(rows, cube, coverage), sources=sources)
    return Counted(cube=made, quality=_quality(rows, made, cube, coverage.territory, smallest))


def _fill(rows: pl.DataFrame, cube: CubeDefinition, coverage: Coverage) -> pl.DataFrame:
    """The full cross table of every area; who is in no row is nobody, so zero."""
    nobody = (0, Observation.COUNTED)
    assigned = _assigned(rows, cube, coverage.territory).with_columns(
        observation=pl.lit(Observation.COUNTED.value)
    )
    return coverage.every_cell(assigned, cross_table(cube), absent=nobody)


def _roll_up(
    atoms: pl.DataFrame, cube: CubeDefinition, cubes: Mapping[str, CubeDefinition]
) -> pl.DataFrame:
    """``area, <dimensions>, value`` of one cube; unknown codes are null."""
    if own_conditions(cubes):
        for name, wanted in cube.where.items():
            atoms = atoms.filter(pl.col(f"{PREFIX}{name}") == wanted)
    shared = shared_groups(cubes)
    codes = []
    for dimension in cube.dimensions:
        known = group_of(dimension, shared[dimension.name].values())
        code = pl.col(dimension.name).replace_strict(known, default=None, return_dtype=pl.String)
        codes.append(code)
    names = [dimension.name for dimension in cube.dimensions]
    return atoms.with_columns(codes).group_by("area", *names).agg(pl.col("value").sum())


def _assigned(rows: pl.DataFrame, cube: CubeDefinition, territory: Territory) -> pl.DataFrame:
    """Rows that belong into a cell: a known area and known codes."""
    areas = territory.keys(AreaLevel.PLANNING_AREA)
    known = [pl.col(dimension.name).is_not_null() for dimension in cube.dimensions]
    return rows.filter(pl.col("area").is_in(areas), *known)


def _quality(
    rows: pl.DataFrame, made: Cube, cube: CubeDefinition, territory: Territory, minimum: int
) -> Quality:
    def total(frame: pl.DataFrame) -> int | None:
        number = int(frame["value"].sum())
        return number if number == 0 or number >= minimum else None

    has_area = pl.col("area").is_in(territory.keys(AreaLevel.PLANNING_AREA)).fill_null(value=False)
    return Quality(
        records=total(rows),
        counted=total(made.cells),
        not_assigned=total(rows.filter(~has_area)),
        without_code={
            dimension.name: total(rows.filter(pl.col(dimension.name).is_null()))
            for dimension in cube.dimensions
        },
        empty_municipalities=_empty(made, territory),
    )


def _empty(made: Cube, territory: Territory) -> tuple[str, ...]:
    towns = made.cells.join(municipality_of(territory), on=["level", "area"])
    sums = towns.group_by("municipality").agg(pl.col("value").sum()).filter(pl.col("value") == 0)
    return tuple(sorted(set(sums["municipality"]) & made.covered))
