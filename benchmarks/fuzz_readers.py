"""Throw changed files at the readers: no crash without a sentence, no hang, no growth.

Run: ``python benchmarks/fuzz_readers.py [count] [seed]`` (100,000 files, seed 1). Every batch runs
in a process of its own; what is printed can be repeated with the same two numbers.
"""

import collections
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.unit.reading.mutations import mutated
from tests.unit.reading.samples import SAMPLES

from kreisblick.base.errors import KreisblickError
from kreisblick.sealed.reading import find_format, read_sheets

BATCH = 12_500
HANG_S = 30
WARM = 500  # files after which memory is looked at first
SHARE = {"a.xls": 0.4, "a.xlsb": 0.4}  # these need a process for each file: taken less often


class Hang(BaseException):
    """A file took longer than any table may."""


def stop(*_details: object) -> None:
    """The clock rang."""
    raise Hang


def memory_mb() -> int:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1_000_000


def run_batch(seed: int, first: int, count: int) -> None:
    """Print as JSON what became of these files."""
    made = {name: make() for name, make in SAMPLES.items()}
    names = list(made)
    weights = [SHARE.get(name, 1.0) for name in names]
    found: collections.Counter[str] = collections.Counter()
    wrong: list[str] = []
    slowest, before = (0.0, ""), 0
    signal.signal(signal.SIGALRM, stop)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + count):
            dice = random.Random(f"{seed}/{number}")
            name = dice.choices(names, weights)[0]
            path = Path(folder) / name
            path.write_bytes(mutated(made[name], dice))
            begin = time.perf_counter()
            signal.alarm(HANG_S)
            found[f"{name}: {one(path, number, wrong)}"] += 1
            signal.alarm(0)
            slowest = max(slowest, (time.perf_counter() - begin, f"{name} {number}"))
            if number == first + WARM:
                before = memory_mb()
    after = memory_mb()
    answer = {"found": found, "wrong": wrong, "slowest": slowest, "before": before, "after": after}
    print(json.dumps(answer))


def one(path: Path, number: int, wrong: list[str]) -> str:
    """What becomes of a file: read, refused with a sentence, or wrong."""
    try:
        find_format(path)
        read_sheets(path)
    except KreisblickError as error:
        sentence = str(error)
        if len(sentence) > 20 and sentence.endswith("."):
            return "refused"
        wrong.append(f"{path.name} {number}: no sentence: {sentence[:200]}")
    except Hang:
        wrong.append(f"{path.name} {number}: hang")
    except BaseException:
        wrong.append(f"{path.name} {number}: {traceback.format_exc()[-600:]}")
    else:
        return "read"
    return "WRONG"


def main() -> None:
    """Run all batches and print the sum."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    total: collections.Counter[str] = collections.Counter()
    wrong, slowest, growth = [], (0.0, ""), []
    start = time.perf_counter()
    for first in range(0, count, BATCH):
        some = min(BATCH, count - first)
        command = [sys.executable, __file__, "batch", str(seed), str(first), str(some)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            wrong.append(f"batch {first}: ended with {done.returncode}: {done.stderr[-600:]}")
            continue
        answer = json.loads(done.stdout)
        total.update(answer["found"])
        wrong += answer["wrong"]
        slowest = max(slowest, tuple(answer["slowest"]))
        growth.append(answer["after"] - answer["before"])
        print(f"{first + some:,} files, {len(wrong)} wrong, memory {growth[-1]:+} MB", flush=True)
    for name, times in sorted(total.items()):
        print(f"  {name:22} {times:7,}")
    print(f"{count:,} files in {time.perf_counter() - start:,.0f} s, seed {seed}")
    print(f"wrong: {len(wrong)}; slowest {slowest[0]:.2f} s ({slowest[1]}); growth {growth} MB")
    print("\n".join(wrong[:50]))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    if sys.argv[1:2] == ["batch"]:
        run_batch(*(int(text) for text in sys.argv[2:5]))
    else:
        main()
