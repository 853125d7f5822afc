"""Protect a file: any counted table, outside the district's round."""

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import polars as pl
from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition
from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression.costs import weight_of
from kreisblick.protection.suppression.need import Need
from kreisblick.protection.suppression.show import show_again
from kreisblick.protection.suppression.suppress import suppress
from kreisblick.protection.suppression.system import Kind, SystemBuilder

__all__ = ["Spec", "protect_file", "protect_frame"]

LARGER = 30.0  # a larger area is dearer than all covers within it
TOTAL = "total"


class Spec(Definition):
    """What a table is made of and how it is protected.

    Attributes:
        value: column with the counts; None when every row is one unit.
        dimensions: columns of each dimension, from coarse to fine (``place: [town, area]``). The
            first dimension with several columns is solved town by town.
        tables: columns of each published table; None for all combinations of all levels.
        minimum_count: counts above zero and below this are hidden.
        zeros: ``free`` zeros are shown, ``sensitive`` zeros are hidden like small counts.
        hidden_is_not_zero: protect also against readers who know that what is hidden is no zero,
            because free zeros are shown.
        coalition: units that are each alone in a finest cell know it; so many of them may put
            together what they know and still learn nothing more of others.
    """

    value: Text | None = None
    dimensions: dict[str, tuple[Text, ...]]
    tables: tuple[tuple[Text, ...], ...] | None = None
    minimum_count: int = Field(ge=2)
    zeros: Text = Field(default="free", pattern="^(free|sensitive)$")
    hidden_is_not_zero: bool = True
    coalition: int = Field(default=0, ge=0, le=2)

    @property
    def columns(self) -> list[str]:
        """All columns of all dimensions in order."""
        return [column for columns in self.dimensions.values() for column in columns]


def protect_file(source: Path, spec: Path, out: Path) -> pl.DataFrame:
    """Protect the table in a CSV or Parquet file by a spec file; writes and gives the cells.

    The result tells primary from secondary cells: it is for the sealed zone, show readers
    ``free`` or not only.

    Raises:
        FaultsFoundError: the spec is faulty.
        WrongUseError: the spec names a column that is not there.
        ProtectionFailedError: nothing is written then.
    """
    definition = read_definition(spec, Spec)
    read = pl.read_parquet(source) if source.suffix == ".parquet" else _read_csv(source, definition)
    cells = protect_frame(read, definition)
    if out.suffix == ".parquet":
        cells.write_parquet(out)
    else:
        write_bytes(out, cells.write_csv().encode())
    return cells


def _read_csv(path: Path, spec: Spec) -> pl.DataFrame:
    texts = pl.read_csv(path, infer_schema=False)
    if spec.value is None or spec.value not in texts.columns:
        return texts
    return texts.with_columns(pl.col(spec.value).cast(pl.Float64, strict=False))


def protect_frame(atoms: pl.DataFrame, spec: Spec) -> pl.DataFrame:
    """The published cells of a frame: ``table, <columns>, value, lower, upper, status``."""
    counts = _counts(atoms, spec)
    builder = SystemBuilder(coalition=spec.coalition)
    town = _town(spec)
    towns = {name: i for i, name in enumerate(counts[town].unique().sort())} if town else {}
    for row in counts.iter_rows(named=True):
        builder.add_variable(row["value"], block=towns[row[town]] if town else 0)
    cells = pl.concat([_table(counts, columns, spec) for columns in _tables(spec)], how="diagonal")
    for depth, value, terms in cells.select("depth", "value", "terms").iter_rows():
        _add_cell(builder, spec, depth, value, terms)
    system = builder.build()
    pattern = suppress(system)
    show_again(system, pattern)
    return _result(cells, spec, system.hidden.tolist(), pattern.hidden.tolist())


def _counts(atoms: pl.DataFrame, spec: Spec) -> pl.DataFrame:
    needed = [*spec.columns, *([spec.value] if spec.value else [])]
    missing = [column for column in needed if column not in atoms.columns]
    if missing:
        raise WrongUseError(
            _("The input has no column {names}. Correct the spec or the file.").format(
                names=", ".join(missing)
            )
        )
    number = pl.col(spec.value) if spec.value else pl.lit(1)
    counts = atoms.with_columns(number.cast(pl.Float64).alias("value"))
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
    whole = counts.group_by(spec.columns).agg(pl.col("value").sum().cast(pl.Int64))
    return whole.sort(spec.columns).with_row_index("variable")


def _town(spec: Spec) -> str | None:
    return next((columns[0] for columns in spec.dimensions.values() if len(columns) > 1), None)


def _tables(spec: Spec) -> Iterator[list[str]]:
    if spec.tables is not None:
        yield from (list(columns) for columns in spec.tables)
        return
    levels = [
        [list(columns[:depth]) for depth in range(len(columns), -1, -1)]
        for columns in spec.dimensions.values()
    ]
    for chosen in product(*levels):
        yield [column for columns in chosen for column in columns]


def _table(counts: pl.DataFrame, columns: list[str], spec: Spec) -> pl.DataFrame:
    long = max(spec.dimensions.values(), key=len)
    depth = len(long) - sum(column in columns for column in long) if len(long) > 1 else 0
    sums = [pl.col("value").sum(), pl.col("variable").alias("terms")]
    cells = (
        counts.group_by(columns).agg(sums).sort(columns)
        if columns
        else counts.select(pl.col("value").sum(), pl.col("variable").implode().alias("terms"))
    )
    return cells.with_columns(table=pl.lit("+".join(columns) or TOTAL), depth=pl.lit(depth))


def _add_cell(
    builder: SystemBuilder, spec: Spec, depth: int, value: int, terms: Sequence[int]
) -> None:
    free_zeros = spec.zeros == "free"
    if value == 0 and free_zeros:
        builder.add_row(terms, Kind.FACT, 0)
        return
    small = value < spec.minimum_count
    weight = LARGER**depth * weight_of(value)
    strict = free_zeros and spec.hidden_is_not_zero
    row = builder.add_row(
        terms, Kind.CELL, value, strict_floor=int(strict), weight=weight, hidden=small
    )
    if not small:
        return
    builder.needs.append(Need(row=row, sign=1, amount=spec.minimum_count - value, strict=False))
    if strict:
        builder.needs.append(Need(row=row, sign=0, amount=1, strict=True))
    if value:
        builder.needs.append(Need(row=row, sign=-1, amount=value, strict=False))


def _result(
    cells: pl.DataFrame, spec: Spec, primary: list[bool], hidden: list[bool]
) -> pl.DataFrame:
    status = [
        "primary" if first else "secondary" if closed else "free"
        for first, closed in zip(primary, hidden, strict=True)
    ]
    shown = pl.when(pl.col("status") == "free").then(pl.col("value"))
    return cells.with_columns(status=pl.Series(status, dtype=pl.String)).select(
        "table",
        *spec.columns,
        value=shown,
        lower=pl.lit(None, pl.Int64),
        upper=pl.lit(None, pl.Int64),
        status=pl.col("status"),
    )
