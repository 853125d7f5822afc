"""The sealed store: tables as Parquet with modular encryption (AES-256-GCM).

Columns, page headers and footer are encrypted with data keys of each file; the data keys are
wrapped under the master key. Names of tables are those of supplier, product and date: they hold
no personal data.
"""

import base64
import hmac
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from cryptography.exceptions import InvalidTag
from pyarrow.parquet import encryption

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _
from kreisblick.sealed.store.keys import KeySource, find_key
from kreisblick.sealed.store.log import AccessLog
from kreisblick.sealed.store.ring import Ring, keep_ring, open_ring

__all__ = ["SealedStore", "UnreadableTableError"]

BATCH_ROWS = 65_536
PSEUDONYM_LENGTH = 16  # hexadecimal digits: 64 bits, no clash among millions of households
_NAME = re.compile(r"^[a-z0-9][a-z0-9_.-]*(/[a-z0-9][a-z0-9_.-]*)*$")


class UnreadableTableError(KreisblickError):
    """A table of the store is absent or damaged."""


class SealedStore:
    """Encrypted tables in a folder, by path-like keys such as ``jobcenter/categories/2024``.

    Args:
        folder: where the store lies; made when absent.
        key_source: the opened master key; by default what the surroundings name (``find_key``).

    Raises:
        UnusableKeyError: when the key is not the one the store was begun with.
    """

    def __init__(self, folder: Path, key_source: KeySource | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self.ring = open_ring(folder, key_source or find_key(folder, os.environ))
        self.log = AccessLog(folder=folder, key=self.ring.derive("log"))
        self._keys: dict[str, bytes] = {}
        self._connection = encryption.KmsConnectionConfig()
        self._factory = encryption.CryptoFactory(lambda _config: _RingKeys(self.ring))

    def write_table(self, path_key: str, table: pa.Table) -> None:
        """Write a table whole or not at all; it replaces one of the same key."""
        self.write_batches(path_key, table.schema, iter(table.to_batches(BATCH_ROWS)))

    def write_batches(
        self, path_key: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch]
    ) -> None:
        """Write a table that is too large for memory, batch by batch, whole or not at all."""
        properties = self._factory.file_encryption_properties(
            self._connection, _encryption(self.ring.current)
        )
        with (
            _in_one_step(self._path(path_key)) as draft,
            pq.ParquetWriter(
                draft, schema, encryption_properties=properties, compression="zstd"
            ) as writer,
        ):
            for batch in batches:
                writer.write_batch(batch)
        self.log.note("write", path_key)

    def read_table(self, path_key: str) -> pa.Table:
        """The whole table.

        Raises:
            UnreadableTableError: when it is absent or damaged.
        """
        with self._open(path_key) as file:
            return file.read()

    def batches(
        self, path_key: str, columns: Collection[str] | None = None
    ) -> pa.RecordBatchReader:
        """The table as a stream of batches; nothing is decrypted before it is asked for.

        Args:
            path_key: the table.
            columns: the only ones to decrypt, where the table has them; all when None.

        Raises:
            UnreadableTableError: when it is absent or damaged.
        """
        with self._open(path_key) as file:
            fields = [f for f in file.schema_arrow if columns is None or f.name in columns]
        names = None if columns is None else [field.name for field in fields]
        return pa.RecordBatchReader.from_batches(pa.schema(fields), self._stream(path_key, names))

    def delete(self, path_key: str) -> bool:
        """Delete a table; whether there was one."""
        path = self._path(path_key)
        if not path.is_file():
            return False
        path.unlink()
        self.log.note("delete", path_key)
        return True

    def tables(self) -> list[str]:
        """Keys of all tables, sorted."""
        paths = self.folder.rglob("[!.]*.parquet")
        return sorted(p.relative_to(self.folder).with_suffix("").as_posix() for p in paths)

    def label_of(self, path_key: str) -> str:
        """Label of the ring's key that a table is wrapped under."""
        asked: list[str] = []
        factory = encryption.CryptoFactory(lambda _config: _RingKeys(self.ring, asked))
        with _damage_said_plainly(path_key):
            properties = factory.file_decryption_properties(self._connection)
            with pq.ParquetFile(self._path(path_key), decryption_properties=properties):
                pass
        return asked[-1]

    def change_ring(self, ring: Ring) -> None:
        """Go on with a changed ring; it is kept before anything is written under it."""
        keep_ring(self.folder, ring)
        self.ring = ring
        # a factory remembers the keys it was given: the changed ring needs one of its own
        self._factory = encryption.CryptoFactory(lambda _config: _RingKeys(self.ring))

    def exists(self, path_key: str) -> bool:
        """Whether a table of this key is in the store."""
        return self._path(path_key).is_file()

    def pseudonym(self, value: str, purpose: str = "") -> str:
        """A text that stands for a delivered number in this store and nowhere else.

        HMAC-SHA256 under a key of the store and the purpose, shortened to 16 hexadecimal digits:
        the same number gives the same text, so households stay together; nobody without the key
        can try numbers. Texts of two purposes cannot be brought together.
        """
        name = f"pseudonym:{purpose}" if purpose else "pseudonym"
        if name not in self._keys:
            self._keys[name] = self.ring.derive(name)
        return hmac.digest(self._keys[name], value.encode(), sha256).hex()[:PSEUDONYM_LENGTH]

    def _path(self, path_key: str) -> Path:
        if not _NAME.match(path_key):
            raise UnreadableTableError(
                _("'{key}' is no name for a table of the sealed store.").format(key=path_key)
            )
        return self.folder / f"{path_key}.parquet"

    def _stream(self, path_key: str, columns: list[str] | None) -> Iterator[pa.RecordBatch]:
        with self._open(path_key) as file:
            yield from file.iter_batches(BATCH_ROWS, columns=columns)

    @contextmanager
    def _open(self, path_key: str) -> Iterator[pq.ParquetFile]:
        path = self._path(path_key)
        if not path.is_file():
            raise UnreadableTableError(
                _(
                    "The sealed store holds no table '{key}'. Accept the delivery first "
                    "(kreisblick intake accept)."
                ).format(key=path_key)
            )
        self.log.note("read", path_key)
        with _damage_said_plainly(path_key):
            properties = self._factory.file_decryption_properties(self._connection)
            with pq.ParquetFile(path, decryption_properties=properties) as file:
                yield file


class _RingKeys(encryption.KmsClient):  # type: ignore[misc]  # pyarrow ships no types
    """Wraps the data keys of Parquet files under the keys of the store's ring."""

    def __init__(self, ring: Ring, asked: list[str] | None = None) -> None:
        super().__init__()
        self._ring = ring
        self._asked = [] if asked is None else asked

    def wrap_key(self, key_bytes: bytes, master_key_identifier: str) -> bytes:
        """The data key as text that is safe to stand in the file."""
        return base64.b64encode(self._ring.wrap(key_bytes, label=master_key_identifier))

    def unwrap_key(self, wrapped_key: bytes, master_key_identifier: str) -> bytes:
        """The data key again."""
        self._asked.append(master_key_identifier)
        return self._ring.unwrap(base64.b64decode(wrapped_key), label=master_key_identifier)


def _encryption(label: str) -> Any:
    return encryption.EncryptionConfiguration(
        footer_key=label,
        uniform_encryption=True,
        encryption_algorithm="AES_GCM_V1",
        plaintext_footer=False,
        double_wrapping=False,  # one master key; a second layer would only serve key servers
        cache_lifetime=timedelta(minutes=5),
        data_key_length_bits=256,
    )


@contextmanager
def _damage_said_plainly(path_key: str) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowException, InvalidTag):
        raise UnreadableTableError(
            _(
                "Table '{key}' of the sealed store is damaged or was changed from outside. "
                "Restore it from the backup, or accept the delivery again."
            ).format(key=path_key)
        ) from None


@contextmanager
def _in_one_step(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its place when it is complete and on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    draft = Path(name)
    try:
        yield draft
        os.fsync(handle)
        draft.replace(target)
    finally:
        os.close(handle)
        draft.unlink(missing_ok=True)
