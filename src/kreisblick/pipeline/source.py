"""Count at the source: a list with addresses in, protected sums out, offline and in one go."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure import SliceRef, protect
from kreisblick.protection.rules import read_rule_sets
from kreisblick.sealed.register import RegisterDefinition, areas_of, count_at_source
from kreisblick.statistics.cube import Cube, CubeDefinition, Slice
from kreisblick.territory.areas import Territory
from kreisblick.territory.areas.files import write_table
from kreisblick.territory.review import load_decisions

__all__ = ["count_file"]

COLUMNS = ("cube", "slice", "reference_date", "level", "area", "value", "observation")


def count_file(
    source: Path,
    *,
    cube: str,
    reference: Path,
    reference_date: date,
    out: Path,
    covers: Collection[str] | None = None,
    decisions: Path | None = None,
) -> pl.DataFrame:
    """Count a list and write only what its rules allow.

    Published are everybody and every code of every dimension, by planning area, municipality and
    district; addresses and rows stay where they are.

    Args:
        source: CSV, Parquet or workbook with addresses and the fields of the cube's register.
        cube: key of a shipped cube that is counted from a register.
        reference: known addresses with ``area`` (and ``municipality``), in any format in which
            lists of streets are kept.
        reference_date: ages are those reached in its year.
        out: CSV or Parquet.
        covers: keys of the municipalities the list speaks for; None takes those it names an
            address in. Elsewhere nothing was counted, which is not zero.
        decisions: what people decided about addresses, as ``addresses decide`` keeps it.

    Raises:
        WrongUseError: when there is no such cube.
        UncountableError: when the list lacks a field.
        ProtectionFailedError: when safety could not be shown; nothing is written.
    """
    cubes = read_definitions([shipped("catalogue", "cubes")], CubeDefinition)
    countable = {key: item for key, item in cubes.items() if item.register}
    if cube not in countable:
        words = _("There is no cube '{cube}' that is counted from a register. Known: {known}.")
        raise WrongUseError(words.format(cube=cube, known=", ".join(countable)))
    definition = countable[cube]
    registers = read_definitions([shipped("catalogue", "registers")], RegisterDefinition)
    known = None if decisions is None else load_decisions(decisions)

    def counted(covered: Collection[str] | None) -> Cube:
        return count_at_source(
            source,
            cube=definition,
            key=cube,
            register=registers[str(definition.register)],
            reference=reference,
            reference_date=reference_date,
            covered=covered,
            decisions=known,
        ).cube

    areas = areas_of(reference)
    tray = counted(covers or _named(counted(None), areas))
    rules = read_rule_sets([shipped("catalogue", "disclosure")])[definition.rules]
    found = protect([tray], _margins(cube, definition), [], areas, {cube: rules})
    cells = found.released[cube].cells
    write_table(cells.select(*COLUMNS, "confidentiality"), out)
    return cells


def _named(cube: Cube, areas: Territory) -> list[str]:
    """The municipalities in which the list names at least one address."""
    town = pl.col("area").replace_strict(areas.parents, default=None)
    rows = cube.cells.filter(pl.col("value") > 0).select(town=town)
    return rows["town"].drop_nulls().unique().sort().to_list()


def _margins(cube: str, definition: CubeDefinition) -> list[SliceRef]:
    codes = [Slice.of({d.name: [code]}) for d in definition.dimensions for code in d.codes]
    return [SliceRef(cube, one) for one in [Slice(), *codes]]
