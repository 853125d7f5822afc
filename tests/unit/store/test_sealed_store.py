"""The sealed store: nothing readable on the disk, nothing lost, a wrong key told plainly."""

from pathlib import Path

import pyarrow as pa
import pytest

from kreisblick.sealed.store import (
    KeySource,
    SealedStore,
    UnreadableTableError,
    UnusableKeyError,
    find_key,
)

SECRET = "Marktgasse 7"
TABLE = pa.table({"street": [SECRET] * 100, "n": list(range(100))})
KEY = "office/residents/2024-12-31/records"


@pytest.fixture
def store(tmp_path: Path) -> SealedStore:
    return SealedStore(tmp_path / "sealed", KeySource.from_file(tmp_path / "key", create=True))


def test_what_is_written_is_read_again(store: SealedStore) -> None:
    store.write_table(KEY, TABLE)
    assert store.read_table(KEY).equals(TABLE)


def test_a_stream_of_batches_holds_the_same_rows(store: SealedStore) -> None:
    store.write_table(KEY, TABLE)
    assert store.batches(KEY).read_all().equals(TABLE)


def test_neither_values_nor_column_names_stand_readable_on_the_disk(store: SealedStore) -> None:
    store.write_table(KEY, TABLE)
    for path in store.folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert SECRET.encode() not in content
        assert b"street" not in content


def test_a_key_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    find_key(tmp_path, {})
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    KeySource.from_file(tmp_path / "key", create=True)
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(UnusableKeyError, match="chmod 600"):
        KeySource.from_file(tmp_path / "key")


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("not a key")
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(UnusableKeyError, match="keine Schlüsseldatei"):
        KeySource.from_file(tmp_path / "key")


def test_another_key_does_not_open_the_store(store: SealedStore, tmp_path: Path) -> None:
    other = KeySource.from_file(tmp_path / "other", create=True)
    with pytest.raises(UnusableKeyError, match="öffnet diesen verschlossenen Speicher nicht"):
        SealedStore(store.folder, other)


def test_the_same_passphrase_opens_the_store_and_another_does_not(tmp_path: Path) -> None:
    salt = tmp_path / "salt"
    first = SealedStore(tmp_path / "s", KeySource.from_passphrase("gut und lang", salt_file=salt))
    first.write_table(KEY, TABLE)
    again = KeySource.from_passphrase("gut und lang", salt_file=salt)
    assert SealedStore(tmp_path / "s", again).read_table(KEY).equals(TABLE)
    with pytest.raises(UnusableKeyError):
        SealedStore(tmp_path / "s", KeySource.from_passphrase("falsch", salt_file=salt))


@pytest.mark.parametrize("where", [0.5, 0.999])
def test_a_changed_byte_is_found(store: SealedStore, where: float) -> None:
    store.write_table(KEY, TABLE)
    path = store.folder / f"{KEY}.parquet"
    content = bytearray(path.read_bytes())
    content[int(len(content) * where) - 1] ^= 1
    path.write_bytes(content)
    with pytest.raises(UnreadableTableError, match="beschädigt"):
        store.read_table(KEY)


def test_a_write_that_fails_leaves_the_old_table(store: SealedStore) -> None:
    store.write_table(KEY, TABLE)

    def broken() -> object:
        yield TABLE.to_batches()[0]
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        store.write_batches(KEY, TABLE.schema, broken())  # type: ignore[arg-type]
    assert store.read_table(KEY).equals(TABLE)
    assert [p.name for p in (store.folder / KEY).parent.iterdir()] == ["records.parquet"]


def test_a_name_cannot_leave_the_store(store: SealedStore) -> None:
    with pytest.raises(UnreadableTableError):
        store.write_table("../elsewhere", TABLE)


def test_a_pseudonym_is_stable_in_a_store_and_different_in_another(tmp_path: Path) -> None:
    one, two = SealedStore(tmp_path / "one"), SealedStore(tmp_path / "two")
    assert one.pseudonym("4711") == one.pseudonym("4711") != two.pseudonym("4711")
    assert "4711" not in one.pseudonym("4711")


def test_a_pseudonym_survives_reopening(tmp_path: Path) -> None:
    assert SealedStore(tmp_path).pseudonym("1") == SealedStore(tmp_path).pseudonym("1")


def test_a_stream_decrypts_only_the_columns_that_are_asked_for(tmp_path):
    store = SealedStore(tmp_path)
    store.write_table(
        "a/records", pa.table({"year": [2000, None], "town": ["x", "y"], "row": [1, 2]})
    )

    some = store.batches("a/records", ["row", "year", "absent"]).read_all()
    none = store.batches("a/records", ["absent"]).read_all()

    assert some.to_pydict() == {"year": [2000, None], "row": [1, 2]}
    assert (none.num_rows, none.column_names) == (2, [])
