"""The access log: every access is there, and a line that was changed or taken out is found."""

from pathlib import Path

import pyarrow as pa
import pytest

from kreisblick.sealed.store import KeySource, SealedStore

TABLE = pa.table({"street": ["Marktgasse 7"]})
KEY = "office/residents/2024-12-31/records"


@pytest.fixture
def store(tmp_path: Path) -> SealedStore:
    return SealedStore(tmp_path / "sealed", KeySource.from_file(tmp_path / "key", create=True))


def test_writing_reading_and_deleting_are_written_down(store: SealedStore) -> None:
    store.write_table(KEY, TABLE)
    store.read_table(KEY)
    store.delete(KEY)

    acts = [(entry.act, entry.table) for entry in store.log.entries()]

    assert acts == [("write", KEY), ("read", KEY), ("delete", KEY)]
    assert store.log.faults() == []


def test_nothing_of_a_table_stands_in_the_log(store: SealedStore) -> None:
    store.write_table(KEY, TABLE)
    store.read_table(KEY)

    assert "Marktgasse" not in (store.folder / "access.log").read_text()


def three_lines(store: SealedStore) -> list[str]:
    for number in range(3):
        store.log.note("read", f"office/residents/202{number}-12-31/records")
    return (store.folder / "access.log").read_text().splitlines(keepends=True)


@pytest.mark.parametrize("gone", [0, 1])
def test_a_line_that_was_taken_out_is_found(store: SealedStore, gone: int) -> None:
    lines = three_lines(store)
    del lines[gone]

    (store.folder / "access.log").write_text("".join(lines))

    assert [fault.code for fault in store.log.faults()] == ["broken_chain"]


def test_a_line_that_was_changed_is_found(store: SealedStore) -> None:
    lines = three_lines(store)
    lines[1] = lines[1].replace('"read"', '"open"')

    (store.folder / "access.log").write_text("".join(lines))

    assert [fault.where for fault in store.log.faults()] == ["Zeile 2"]


def test_a_line_of_somebody_without_the_key_is_found(store: SealedStore, tmp_path: Path) -> None:
    other = SealedStore(tmp_path / "other", KeySource.from_file(tmp_path / "k2", create=True))
    three_lines(store)
    foreign = three_lines(other)[0]

    with (store.folder / "access.log").open("a") as stream:
        stream.write(foreign)

    assert [fault.where for fault in store.log.faults()] == ["Zeile 4"]


def test_a_torn_last_line_is_a_fault_and_no_crash(store: SealedStore) -> None:
    three_lines(store)
    with (store.folder / "access.log").open("a") as stream:
        stream.write('{"at": "2026')

    assert [fault.where for fault in store.log.faults()] == ["Zeile 4"]
