"""Where records come from: the sealed store."""

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from kreisblick.sealed.store.store import SealedStore

__all__ = ["read_records"]

DELIVERY = "delivery"


def read_records(
    store: SealedStore, path_keys: Sequence[str], fields: Sequence[str]
) -> pa.RecordBatchReader:
    """The records of several deliveries as one stream; nothing lies decrypted on the disk.

    Only the named fields are handed on, as text (whole numbers as int64); a field that a delivery
    lacks is null there. The column ``delivery`` (its number in ``path_keys``) keeps household
    numbers of two registers apart.

    Args:
        store: the sealed store.
        path_keys: tables of records in it.
        fields: wanted columns, with the area's.

    Raises:
        UnreadableTableError: when a table is absent or damaged.
    """
    wanted = [name for name in fields if name != DELIVERY]
    readers = [store.batches(key, wanted) for key in path_keys]
    kinds = {name: _kind([reader.schema for reader in readers], name) for name in wanted}
    schema = pa.schema([*kinds.items(), (DELIVERY, pa.int64())])
    return pa.RecordBatchReader.from_batches(schema, _stream(readers, schema))


def _kind(schemas: Sequence[pa.Schema], name: str) -> pa.DataType:
    found = [schema.field(name).type for schema in schemas if name in schema.names]
    whole = bool(found) and all(pa.types.is_integer(kind) for kind in found)
    return pa.int64() if whole else pa.string()


def _stream(readers: Sequence[pa.RecordBatchReader], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for number, reader in enumerate(readers):
        for batch in reader:
            columns = [_column(batch, item, number) for item in schema]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _column(batch: pa.RecordBatch, item: pa.Field, number: int) -> pa.Array:
    if item.name == DELIVERY:
        return pa.repeat(pa.scalar(number, pa.int64()), batch.num_rows)
    if item.name not in batch.schema.names:
        return pa.nulls(batch.num_rows, item.type)
    return pc.cast(batch.column(item.name), item.type)
