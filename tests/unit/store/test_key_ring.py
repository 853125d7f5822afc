"""The key ring: several can open the store, keys are made anew, an old store goes on."""

import base64
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from kreisblick.sealed.store import (
    KeySource,
    SealedStore,
    UnfitOpenerError,
    UnreadableTableError,
    UnusableKeyError,
    add_opener,
    remove_opener,
    renew,
    ring_openers,
)

TABLE = pa.table({"n": list(range(100))})
DAY = date(2026, 1, 2)
KEY = "office/residents/2024-12-31/records"


def key_at(path: Path) -> KeySource:
    return KeySource.from_file(path, create=True)


@pytest.fixture
def store(tmp_path: Path) -> SealedStore:
    made = SealedStore(tmp_path / "sealed", key_at(tmp_path / "first"))
    made.write_table(KEY, TABLE)
    return made


def test_a_second_opener_reads_the_same_tables(store: SealedStore, tmp_path: Path) -> None:
    second = key_at(tmp_path / "second")

    add_opener(store, second, name="Tresor", since=DAY)

    assert SealedStore(store.folder, second).read_table(KEY).equals(TABLE)
    assert [opener.name for opener in ring_openers(store.folder)] == ["first", "Tresor"]


def test_an_opener_that_was_taken_away_is_refused(store: SealedStore, tmp_path: Path) -> None:
    add_opener(store, key_at(tmp_path / "second"), name="Tresor", since=DAY)

    remove_opener(store, "first")

    with pytest.raises(UnusableKeyError):
        SealedStore(store.folder, key_at(tmp_path / "first"))
    again = SealedStore(store.folder, key_at(tmp_path / "second"))
    assert again.read_table(KEY).equals(TABLE)


def test_the_last_opener_cannot_be_taken_away(store: SealedStore) -> None:
    with pytest.raises(UnfitOpenerError, match="nur"):
        remove_opener(store, "first")

    assert SealedStore(store.folder, key_at(store.folder.parent / "first")).exists(KEY)


def test_the_same_key_is_no_second_opener(store: SealedStore, tmp_path: Path) -> None:
    with pytest.raises(UnfitOpenerError):
        add_opener(store, key_at(tmp_path / "first"), name="Zweiter", since=DAY)


def test_after_renewing_the_old_ring_opens_no_table(store: SealedStore, tmp_path: Path) -> None:
    old_ring = (store.folder / "keyring.json").read_bytes()
    pseudonym = store.pseudonym("4711")

    written = renew(store, day=DAY)

    assert written == 1
    again = SealedStore(store.folder, key_at(tmp_path / "first"))
    assert again.read_table(KEY).equals(TABLE)
    assert again.pseudonym("4711") == pseudonym
    (store.folder / "keyring.json").write_bytes(old_ring)
    with pytest.raises(UnreadableTableError):
        SealedStore(store.folder, key_at(tmp_path / "first")).read_table(KEY)


def test_renewing_goes_on_where_it_was_stopped(store: SealedStore, tmp_path: Path) -> None:
    other = "office/residents/2022-12-31/records"
    store.write_table(other, TABLE)

    class StoppedError(Exception):
        pass

    class StopAfterOne:
        def track(self, items: list[str], _words: str, total: int | None = None) -> object:
            yield items[0]
            raise StoppedError

    with pytest.raises(StoppedError):
        renew(store, day=DAY, progress=StopAfterOne())  # type: ignore[arg-type]
    again = SealedStore(store.folder, key_at(tmp_path / "first"))
    readable = [again.read_table(key).equals(TABLE) for key in (KEY, other)]
    written = renew(again, day=DAY)

    assert readable == [True, True]
    assert written == 1
    assert {again.label_of(key) for key in again.tables()} == {again.ring.current}


def test_a_second_renewal_on_the_same_day_makes_another_key(store: SealedStore) -> None:
    renew(store, day=DAY)
    first = store.ring.current

    renew(store, day=DAY)

    assert store.ring.current != first
    assert store.read_table(KEY).equals(TABLE)


def test_a_store_begun_without_a_ring_keeps_its_tables_and_pseudonyms(tmp_path: Path) -> None:
    key, folder = key_at(tmp_path / "key"), tmp_path / "sealed"
    folder.mkdir()
    (folder / "key.proof").write_bytes(key.wrap(b"kreisblick sealed store", label="key.proof"))

    made = SealedStore(folder, key)

    master = base64.b64decode((tmp_path / "key").read_bytes())
    assert made.ring.unwrap(key.wrap(b"secret", label="master"), label="master") == b"secret"
    assert made.ring.derive("pseudonym") == KeySource(origin="", _master=master).derive("pseudonym")
    with pytest.raises(UnusableKeyError):
        SealedStore(folder, key_at(tmp_path / "other"))


def test_a_wrong_key_is_no_way_into_an_old_store(tmp_path: Path) -> None:
    folder = tmp_path / "sealed"
    folder.mkdir()
    proof = key_at(tmp_path / "key").wrap(b"kreisblick sealed store", label="key.proof")
    (folder / "key.proof").write_bytes(proof)

    with pytest.raises(UnusableKeyError):
        SealedStore(folder, key_at(tmp_path / "other"))

    assert not (folder / "keyring.json").exists()


def test_a_damaged_ring_is_told_and_left(store: SealedStore, tmp_path: Path) -> None:
    path = store.folder / "keyring.json"
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(UnusableKeyError, match="Sicherung"):
        SealedStore(store.folder, key_at(tmp_path / "first"))


def test_the_ring_on_the_disk_holds_no_key(store: SealedStore) -> None:
    text = (store.folder / "keyring.json").read_text()

    assert base64.b64encode(store.ring.derive("pseudonym")).decode() not in text
    assert all(
        base64.b64encode(secret).decode() not in text for secret in store.ring.secrets.values()
    )
    assert (store.folder / "keyring.json").stat().st_mode & 0o777 == 0o600


def test_pseudonyms_of_two_purposes_cannot_be_brought_together(store: SealedStore) -> None:
    assert store.pseudonym("4711", "flows") != store.pseudonym("4711")
    assert store.pseudonym("4711", "flows") == store.pseudonym("4711", "flows")


def test_no_key_is_shown_when_a_ring_is_printed(store: SealedStore) -> None:
    assert "\\x" not in repr(store.ring).replace(repr(store.ring.openers), "")
