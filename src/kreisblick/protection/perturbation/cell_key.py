"""Cell key: the same people give the same noise, in every table, at every date.

Each unit has a permanent random number. The sum of those of a cell's units, modulo 2^32, says
which entry of the noise table the cell gets. Two queries for the same people get the same answer,
so asking often and averaging tells nothing. Cells do not add up exactly, and are not meant to.
Source: Fraser and Wooton 2005, as in ``noise``.
"""

import hashlib
from pathlib import Path

import numpy as np
import polars as pl
from pydantic import Field

from kreisblick.base.definitions import Text, read_definition
from kreisblick.base.language import translate as _
from kreisblick.protection.perturbation.noise import NoiseTable, noise_table
from kreisblick.protection.perturbation.tables import (
    TOTAL,
    TableSpec,
    read_table,
    require_columns,
    strong_secret,
    write_table,
)
from kreisblick.protection.rules import ProtectionFailedError

__all__ = ["NoiseSpec", "perturb_file", "perturb_frame", "record_keys"]

KEYS = 2**32
UNITS, KEY = "_units", "_key"


class NoiseSpec(TableSpec):
    """What a table is made of and how its counts are changed.

    Attributes:
        record_key: column with the permanent number of each unit (0 to 2^32 - 1), or with its
            identifier where a secret is given.
        dimensions: columns of each dimension, from coarse to fine (``place: [town, area]``).
        tables: columns of each published table; None for all combinations of all levels.
        deviation: no count changes by more.
        variance: of the changes.
        unpublished: counts from 1 to this are never shown.
    """

    record_key: Text
    deviation: int = Field(ge=2, le=100, repr=False)
    variance: float = Field(gt=0, repr=False)
    unpublished: int = Field(default=0, ge=0, le=100)


def perturb_file(
    source: Path, spec: Path, out: Path, *, secret: Path | None = None
) -> pl.DataFrame:
    """Change the counts of the units in a CSV or Parquet file; writes and gives the cells.

    Args:
        source: one row per unit.
        spec: the spec file.
        out: CSV or Parquet by its ending.
        secret: file of at least 32 bytes; with it keys are made from identifiers.

    Raises:
        FaultsFoundError: the spec is faulty.
        WrongUseError: a column is missing, or no noise has the properties asked for.
        ProtectionFailedError: a unit has no usable key. Nothing is written then.
    """
    definition = read_definition(spec, NoiseSpec)
    units = read_table(source)
    if secret is not None and definition.record_key in units.columns:
        named = units[definition.record_key].cast(pl.String)
        units = units.with_columns(record_keys(named, secret.read_bytes()))
    cells = perturb_frame(units, definition)
    write_table(cells, out)
    return cells


def record_keys(identifiers: pl.Series, secret: bytes) -> pl.Series:
    """The permanent number of each unit: a keyed hash of its identifier (BLAKE2b, RFC 7693).

    Raises:
        WrongUseError: the secret is shorter than 32 bytes.
    """
    known = identifiers.unique().drop_nulls()
    digest = strong_secret(secret)
    made = [
        int.from_bytes(hashlib.blake2b(i.encode(), key=digest, digest_size=4).digest(), "big")
        for i in known
    ]
    keys = pl.Series(made, dtype=pl.UInt64)
    return identifiers.replace_strict(known, keys, default=None, return_dtype=pl.UInt64)


def perturb_frame(units: pl.DataFrame, spec: NoiseSpec) -> pl.DataFrame:
    """The published cells of units: ``table, <columns>, value``.

    Every combination of codes that occur gets a row, those of nobody as well: a row that is
    there only for somebody would say that somebody is there.
    """
    noise = noise_table(spec.deviation, spec.variance, spec.unpublished)
    atoms = _atoms(units, spec)
    cells = [_table(atoms, columns, spec, noise) for columns in spec.published()]
    empty = atoms.clear().select(pl.lit("").alias("table"), *spec.columns, value=pl.col(UNITS))
    return pl.concat([empty, *cells], how="diagonal")


def _atoms(units: pl.DataFrame, spec: NoiseSpec) -> pl.DataFrame:
    """The finest cells with their units and the sum of their keys."""
    require_columns(units, [*spec.columns, spec.record_key])
    key = pl.col(spec.record_key).cast(pl.UInt64, strict=False)
    keyed = units.lazy().with_columns(key.alias(KEY))
    without = keyed.filter(~(pl.col(KEY) < KEYS).fill_null(value=False)).select(pl.len())
    count = without.collect().item()
    if count:
        message = _(
            "{count} rows have no record key from 0 to 4294967295. Give every unit a key, or name "
            "a secret so that keys are made from identifiers."
        )
        raise ProtectionFailedError(message.format(count=count))
    return (
        keyed.group_by(spec.columns)
        .agg(pl.len().cast(pl.Int64).alias(UNITS), pl.col(KEY).sum() % KEYS)
        .collect()
    )


def _table(
    atoms: pl.DataFrame, columns: list[str], spec: NoiseSpec, noise: NoiseTable
) -> pl.DataFrame:
    sums = [pl.col(UNITS).sum(), pl.col(KEY).sum() % KEYS]
    if not columns:
        cells = atoms.select(sums)
    else:
        counted = atoms.group_by(columns).agg(sums)
        cells = _every(atoms, columns, spec).join(counted, on=columns, how="left")
    cells = cells.with_columns(pl.col(UNITS).fill_null(0), pl.col(KEY).fill_null(0))
    counts = cells[UNITS].to_numpy()
    change = noise.change(counts, cells[KEY].to_numpy().astype(np.float64) / KEYS)
    name = pl.lit("+".join(columns) or TOTAL).alias("table")
    return cells.select(name, *columns, value=pl.Series(counts + change)).sort(columns)


def _every(atoms: pl.DataFrame, columns: list[str], spec: NoiseSpec) -> pl.DataFrame:
    """All combinations of the codes that occur, dimension by dimension."""
    parts = [[c for c in of if c in columns] for of in spec.dimensions.values()]
    codes = [atoms.select(part).unique() for part in parts if part]
    every = codes[0]
    for more in codes[1:]:
        every = every.join(more, how="cross")
    return every
