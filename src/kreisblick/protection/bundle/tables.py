"""The tables of a bundle as data: columns, types, keys, German titles (``tables.yaml``)."""

import json
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Literal, cast

import polars as pl
from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition
from kreisblick.protection.bundle.errors import BundleContentError

__all__ = ["Table", "Tables", "in_form", "shipped_tables"]

Kind = Literal["string", "integer", "number", "date"]
TYPES: dict[str, type[pl.DataType]] = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
}


class Table(Definition):
    """One table of the bundle.

    Attributes:
        title: in German, for ``datapackage.json``.
        key: columns that name a row; empty when rows have no key.
        parquet: whether it is written as Parquet beside the CSV.
        fields: column to type and German title, in order.
    """

    title: Text
    key: tuple[Text, ...] = ()
    parquet: bool
    fields: dict[str, tuple[Kind, Text]]

    @property
    def types(self) -> dict[str, type[pl.DataType]]:
        """The polars type of each column."""
        return {name: TYPES[kind] for name, (kind, _title) in self.fields.items()}


class Tables(Definition):
    """All tables of a bundle.

    Attributes:
        derived: tables that a bundle may carry beside the others; they are made of released
            cells or of areas alone, and a bundle without one of them is whole.
    """

    cells: Table
    indicators: Table
    indices: Table
    areas: Table
    services: Table
    derived: dict[str, Table] = Field(default_factory=dict)

    def items(self) -> list[tuple[str, Table]]:
        """Name and table, in the order of the bundle; those that it may carry come last."""
        always = [name for name in type(self).model_fields if name != "derived"]
        return [*((name, getattr(self, name)) for name in always), *self.derived.items()]

    def within(self, names: Collection[str]) -> list[tuple[str, Table]]:
        """The tables of a bundle that carries these of the tables it may carry."""
        return [(n, table) for n, table in self.items() if n not in self.derived or n in names]


@cache
def shipped_tables() -> Tables:
    """The tables as they stand in this room's ``tables.yaml``."""
    return read_definition(Path(__file__).with_name("tables.yaml"), Tables)


def in_form(name: str, frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """A frame with exactly the table's columns and types, sorted by its key (else by all).

    Missing columns become null, unless they are part of the key.

    Raises:
        BundleContentError: a column that nobody described, a missing or doubled key, a value of
            the wrong type.
    """
    strange = [column for column in frame.columns if column not in table.fields]
    absent = [column for column in table.key if column not in frame.columns]
    if strange or absent:
        raise BundleContentError.columns(name, strange=strange, absent=absent)
    try:
        typed = _as_text(frame).select(
            (pl.col(column) if column in frame.columns else pl.lit(None)).cast(kind).alias(column)
            for column, kind in table.types.items()
        )
    except pl.exceptions.PolarsError:
        raise BundleContentError.types(name) from None
    if table.key and typed.select(table.key).is_duplicated().any():
        raise BundleContentError.doubled(name, table.key)
    return typed.sort(table.key or list(table.fields), nulls_last=True)


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Structs (the z values of an index) as JSON text with sorted keys."""
    nested = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Struct)]
    return frame.with_columns(
        pl.Series(name, [_json(cast("dict[str, object] | None", row)) for row in frame[name]])
        for name in nested
    )


def _json(row: dict[str, object] | None) -> str | None:
    return None if row is None else json.dumps(row, ensure_ascii=False, sort_keys=True)
