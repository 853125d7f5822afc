"""Counts: an input as one row per variable; what is no count stops everything."""

from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression.spec import Spec

__all__ = ["read_input", "whole_counts"]


def read_input(path: Path, spec: Spec) -> pl.DataFrame:
    """A CSV or Parquet file; every column but the counts is text."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    texts = pl.read_csv(path, infer_schema=False)
    if spec.value is None or spec.value not in texts.columns:
        return texts
    return texts.with_columns(pl.col(spec.value).cast(pl.Float64, strict=False))


def whole_counts(atoms: pl.DataFrame, spec: Spec) -> pl.DataFrame:
    """``variable, <columns>, <contributors>, value``, one row per combination, sorted.

    Raises:
        FaultsFoundError: everything in which spec and input do not fit.
        ProtectionFailedError: a value is no count.
    """
    faults = spec.faults(atoms.columns)
    faults += _empty(atoms, spec)
    if faults:
        raise FaultsFoundError(_("Specification"), faults)
    number = pl.col(spec.value) if spec.value else pl.lit(1)
    names = [*spec.columns, *(one.column for one in spec.contributors)]
    counts = atoms.with_columns(number.cast(pl.Float64, strict=False).alias("value"))
    valid = pl.col("value").is_finite() & (pl.col("value") >= 0)
    wrong = counts.filter(
        ~(valid & (pl.col("value") == pl.col("value").floor())).fill_null(value=False)
    )
    if wrong.height:
        raise ProtectionFailedError(
            _("{count} rows hold no count (missing, negative or with decimals).").format(
                count=wrong.height
            )
        )
    texts = [pl.col(name).cast(pl.String) for name in dict.fromkeys(names)]
    whole = (
        counts.select(*texts, "value")
        .group_by(list(dict.fromkeys(names)))
        .agg(pl.col("value").sum().cast(pl.Int64))
    )
    return whole.sort(list(dict.fromkeys(names))).with_row_index("variable")


def _empty(atoms: pl.DataFrame, spec: Spec) -> list[Fault]:
    names = [*spec.columns, *(one.column for one in spec.contributors)]
    text = _("Column '{name}' has {count} empty rows; give them a code.")
    return [
        Fault(code="empty_code", message=text.format(name=name, count=atoms[name].null_count()))
        for name in dict.fromkeys(names)
        if name in atoms.columns and atoms[name].null_count()
    ]
