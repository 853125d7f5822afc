"""The audit over dates and geographies: eight dates, three cuts over one another, then one more.

Run: ``python benchmarks/audit_dates.py [AREAS] [DATES]`` (default 60 and 8). A district of so many
planning areas, cut again by postcodes and by school districts, is protected for every date in one
joint system; each date is a released bundle. Then all of them are judged as one, and once more when
one date is added, with what was judged before in memory. CPU seconds are told beside the clock's.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.attacks.outsider import cube, everything, rules, territory

from kreisblick.protection.audit import attack, released_in
from kreisblick.protection.bundle import BundleContent, write_bundle
from kreisblick.protection.disclosure import PIECE, Overlay, Protected, protect
from kreisblick.statistics.cube import Cube, Slice

OWN, POST, SCHOOL = "2023", "post", "school"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
GROUND = shapely.box(400_000, 5_600_000, 401_000, 5_601_000)
AGES = ("0-17", "18-64", "65+")
SLICES = [Slice.of({"age": [age]}) for age in AGES]
DIMENSIONS = {"dimensions": [{"name": "age", "codes": list(AGES)}], "title": {"de": "Hilfe"}}


class Notes(dict[str, bytes]):
    """A memory of earlier audits."""

    def load(self, key: str) -> bytes | None:
        """What was saved."""
        return self.get(key)

    def save(self, key: str, content: bytes) -> None:
        """Keep it."""
        self[key] = content


def timed(words: str, work: Callable[[], Any]) -> Any:
    """Do it and print how long it took."""
    clock, cpu = time.perf_counter(), time.process_time()
    found = work()
    seconds, busy = time.perf_counter() - clock, time.process_time() - cpu
    print(f"{words}: {seconds:.1f} s, {busy:.1f} CPU s", flush=True)
    return found


def ground(areas: int) -> tuple[pl.DataFrame, dict[str, dict[str, list[str]]]]:
    """Pieces, and the towns of each geography: every third area is cut by another one's border."""
    rows, own = [], [f"A{i:03}" for i in range(areas)]
    for i, area in enumerate(own):
        rows.append((f"core{i}", area, f"P{i // 3:03}", f"S{i // 5:03}"))
        if i % 3 == 2 and i + 1 < areas:
            rows.append((f"edge{i}", area, f"P{i // 3 + 1:03}", f"S{i // 5:03}"))
        if i % 5 == 4 and i + 1 < areas:
            rows.append((f"brim{i}", area, f"P{i // 3:03}", f"S{i // 5 + 1:03}"))
    pieces = pl.DataFrame(rows, schema=["piece", OWN, POST, SCHOOL], orient="row")
    towns = {f"M{t:02}": own[t * 10 : t * 10 + 10] for t in range(-(-areas // 10))}
    return pieces, {
        OWN: towns,
        POST: {"P": sorted(set(pieces[POST]))},
        SCHOOL: {"S": sorted(set(pieces[SCHOOL]))},
    }


def counted(pieces: pl.DataFrame, towns: dict[str, list[str]], day: date, seed: int) -> Cube:
    """Few in the slivers, some in the cores."""
    rng = np.random.default_rng(seed)
    mean = {"core": 14.0, "edge": 2.0, "brim": 2.0}
    values = {
        (piece, age): int(rng.poisson(mean[piece.rstrip("0123456789")] * (i + 1) / 2))
        for piece in pieces["piece"]
        for i, age in enumerate(AGES)
    }
    return cube("aid", values, ["age"], towns=towns, level=PIECE, day=day)


def protected(one: Cube, overlay: Overlay, towns: dict[str, list[str]]) -> Protected:
    """All three geographies of a date in one system."""
    return protect(
        [one], everything([one], *SLICES), [], territory(towns), {"aid": rules()}, overlay=overlay
    )


def bundles(folder: Path, areas: int, dates: int) -> Iterator[tuple[Path, pl.DataFrame]]:
    """A released bundle for each date, with its sealed list."""
    pieces, towns = ground(areas)
    others = tuple(territory(towns[key], key) for key in (POST, SCHOOL))
    overlay = Overlay(pieces=pieces, others=others, published=frozenset({POST, SCHOOL}))
    places = [territory(towns[key], key) for key in towns]
    shapes = [replace(t, geometry=np.full(t.areas.height, GROUND)) for t in places]
    for number in range(dates):
        day = date(2016 + number, 12, 31)
        result = protected(counted(pieces, towns[OWN], day, number), overlay, towns[OWN])
        content = BundleContent(
            report={"district": {"key": "D", "name": "Kreis"}, "title": "Bericht", "dates": []},
            cells=list(result.released.values()),
            territories=shapes,
            pieces=overlay.told,
            cubes={"aid": DIMENSIONS},
        )
        path = folder / f"b{number}"
        write_bundle(path, content, KEY)
        (path / "released.json").write_text(json.dumps({"day": f"{2017 + number}-06-30"}))
        print(f"  {day}: {result.report['suppressed']} of {result.report['cells']} withheld")
        yield path, result.targets.frame


def main() -> None:
    """Protect, judge all, add one and judge again."""
    areas, dates = (int(word) for word in [*sys.argv[1:3], *("60", "8")[len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory() as name:
        folder, memory = Path(name), Notes()
        made = timed("protected", lambda: list(bundles(folder, areas, dates + 1)))
        held = made[-1][0]
        targets = pl.concat([frame for path, frame in made if path != held])
        first = [path for path in released_in(folder) if path != held]
        verdict = timed("audit of all", lambda: attack(first, targets=targets, memory=memory))
        print(f"  passed {verdict.passed}, {verdict.quantities} quantities")
        every = pl.concat([frame for _path, frame in made])
        again = timed(
            "audit with one release more",
            lambda: attack(held, earlier=first, targets=every, memory=memory),
        )
        print(f"  passed {again.passed}, {again.remembered} parts remembered")
        stranger = timed("audit without the list", lambda: attack([held, *first], memory=memory))
        print(f"  passed {stranger.passed}, {stranger.quantities} quantities")


if __name__ == "__main__":
    main()
