"""Accepting is killed at random moments: the store holds the old delivery or the new one, whole."""

import random
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from tests.unit.intake.accepting import GOOD, take

from kreisblick.sealed.intake import AcceptedDelivery, accepted_deliveries, earlier_versions
from kreisblick.sealed.store import SealedStore

KILLS = 50
ROOT = Path(__file__).parents[2]
OTHER = GOOD.replace("Dorf;0;4;4", "Dorf;1;3;4").replace("12;29", "13;28")
# takes both files in by turns until it is killed; the first line says that it has begun
ENDLESS = """
import sys
from pathlib import Path
from tests.unit.intake.accepting import GOOD, take
from tests.functional.test_intake_killed import OTHER
from kreisblick.sealed.store import SealedStore
store = SealedStore(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    for text in (OTHER, GOOD):
        take(store, text, replace=True)
"""


def start(store: SealedStore) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", ENDLESS, str(store.folder)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def content(store: SealedStore, delivery: AcceptedDelivery) -> pl.DataFrame:
    return pl.DataFrame(store.read_table(f"{delivery.path_key}/records"))


@pytest.fixture
def store(tmp_path: Path) -> SealedStore:
    return SealedStore(tmp_path / "sealed")


def test_fifty_killed_acceptances_leave_nothing_half(store: SealedStore) -> None:
    wholes = [content(store, take(store, text, replace=True)) for text in (GOOD, OTHER)]
    chance = random.Random(4)
    found = []

    waiting = [start(store) for _ in range(2)]
    for _kill in range(KILLS):
        process = waiting.pop(0)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=chance.uniform(0, 0.25))
        process.kill()
        process.communicate()
        waiting.append(start(store))
        (delivery,) = accepted_deliveries(store)
        found.append(content(store, delivery))
    for process in waiting:
        process.kill()
        process.communicate()

    assert all(any(one.equals(whole) for whole in wholes) for one in found)
    assert {one.equals(wholes[0]) for one in found} == {True, False}  # the kills met the exchange


def test_what_a_killed_run_has_left_is_swept_away_at_the_next_start(store: SealedStore) -> None:
    first = take(store, GOOD)
    home = store.folder / first.key
    (home / ".manifest.json.draft").write_text("half")
    half = home / "0123456789abcdef"
    half.mkdir()
    (half / ".records.parquet.draft").write_bytes(b"half")
    (half / "review.parquet").write_bytes(b"whole, but it never counted")

    second = take(store, OTHER, replace=True)

    assert not half.exists()
    assert not list(home.rglob(".*"))
    assert accepted_deliveries(store) == [second]
    assert earlier_versions(store, first.key) == [first]


def test_a_run_killed_after_the_exchange_still_remembers_its_version(store: SealedStore) -> None:
    first = take(store, GOOD)
    (store.folder / first.path_key / "manifest.json").unlink()

    take(store, OTHER, replace=True)

    assert [version.sha256 for version in earlier_versions(store, first.key)] == [first.sha256]
