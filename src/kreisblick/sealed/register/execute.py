"""Execute a counting expression where its records are: on their engine, or here by DuckDB.

One of the places that guard privacy: rows about persons come in, counts go out. DuckDB works in
memory only; what does not fit is an error and no file.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import duckdb
import ibis
import ibis.expr.types as ir
import polars as pl
import pyarrow as pa

from kreisblick.sealed.register.errors import UncountableError

__all__ = ["Express", "Records", "execute"]

RECORDS = "records"
SORTS_BY_LANGUAGE = "postgres"  # the only engine of ours that compares text by a dictionary

Express: TypeAlias = Callable[[ir.Table], ir.Table]
Records: TypeAlias = "ir.Table | pa.RecordBatchReader | pa.Table | pl.DataFrame"


def execute(records: Records, express: Express) -> pl.DataFrame:
    """The counts of an expression over records; ``value`` is a whole number.

    Args:
        records: a table on any engine ibis knows, or rows that are counted here. A stream is read
            once and never lies in memory as a whole.
        express: makes the expression from the table of records.

    Raises:
        UncountableError: when counting needs more memory than this computer has.
    """
    if isinstance(records, ir.Table):
        found: pl.DataFrame = express(_by_bytes(records)).to_polars()
    else:
        found = _here(records.to_arrow() if isinstance(records, pl.DataFrame) else records, express)
    return found.with_columns(pl.col("value").cast(pl.Int64))


def _here(rows: Any, express: Express) -> pl.DataFrame:
    table = ibis.table(ibis.Schema.from_pyarrow(rows.schema), name=RECORDS)
    sql = str(ibis.to_sql(express(table), dialect="duckdb"))
    # by default DuckDB would write rows that do not fit into memory to files, in plain
    with duckdb.connect(config={"temp_directory": ""}) as connection:
        connection.register(RECORDS, rows)
        try:
            counted: pl.DataFrame = connection.sql(sql).pl()
        except duckdb.OutOfMemoryException:
            raise UncountableError.too_large() from None
    return counted


def _by_bytes(records: ir.Table) -> ir.Table:
    """The records with text compared byte by byte: every engine finds the same smallest key.

    DuckDB and Spark compare so by themselves; PostgreSQL goes by the language of its database.
    """
    engine = records.get_backend()
    if engine.name != SORTS_BY_LANGUAGE:
        return records
    columns = [
        f'"{name}" COLLATE "C" AS "{name}"' if kind.is_string() else f'"{name}"'
        for name, kind in records.schema().items()
    ]
    query = f"SELECT {', '.join(columns)} FROM ({records.compile()}) AS {RECORDS}"  # noqa: S608
    return engine.sql(query, schema=records.schema())
