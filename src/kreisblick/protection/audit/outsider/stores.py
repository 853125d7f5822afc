"""Data bases as files (GeoPackage, MBTiles): every table, and bytes only marked as deleted."""

import sqlite3
from collections.abc import Iterator

from kreisblick.protection.audit.outsider.model import Part, Row, UnreadableError

__all__ = ["read_sqlite"]


def read_sqlite(file: str, name: str, content: bytes) -> Iterator[Part]:
    """Table by table, then the raw bytes.

    Raises:
        UnreadableError: the data base cannot be opened.
    """
    try:
        store = sqlite3.connect(":memory:")
        store.deserialize(content)
        store.row_factory = sqlite3.Row
        with_schema = store.execute("SELECT name, sql FROM sqlite_master").fetchall()
        yield Part(file=file, name=f"{name}#schema", text=str([tuple(r) for r in with_schema]))
        for (table,) in store.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rtree_%'"
        ).fetchall():
            yield _table(file, f"{name}#{table}", store, table)
    except sqlite3.Error as error:
        raise UnreadableError(f"{file} {name}".strip()) from error
    yield Part(file=file, name=f"{name}#bytes", text=content.decode("latin-1"))


def _table(file: str, name: str, store: sqlite3.Connection, table: str) -> Part:
    quoted = table.replace('"', '""')
    rows: list[Row] = [dict(row) for row in store.execute(f'SELECT * FROM "{quoted}"')]  # noqa: S608
    plain = [{k: v for k, v in row.items() if not isinstance(v, bytes)} for row in rows]
    blobs = [v.decode("latin-1") for row in rows for v in row.values() if isinstance(v, bytes)]
    text = "\n".join(
        [*(f"{k}\t{v}" for row in plain for k, v in row.items() if v is not None), *blobs]
    )
    return Part(file=file, name=name, text=text, rows=tuple(plain))
