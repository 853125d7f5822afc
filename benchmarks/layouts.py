"""How well unknown deliveries are read: invented offices' files against their truth.

Run: ``python benchmarks/layouts.py [folder] [--wrong] [--seed N]``. The folder holds layouts as
``tests/layouts/offices`` does, which is taken when none is named. One line per layout, then the
whole beside the goals; ``--wrong`` says what was missed. No peer: other programs do not say what
the columns of a German office mean.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.layouts.layout import SHOWN, load
from tests.layouts.ours import Ours
from tests.layouts.run import SEED, score
from tests.layouts.score import PARTS, Score

GOALS = {"headings": 95, "means": 90, "zeros": 100, "signs": 100, "second_year": 100, "faults": 100}


def main() -> None:
    """Print a line per layout and the whole."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", nargs="?", type=Path, default=SHOWN)
    asked.add_argument("--wrong", action="store_true")
    asked.add_argument("--seed", type=int, default=SEED)
    wish = asked.parse_args()
    print(f"{'layout':24}" + "".join(f"{part:>12}" for part in PARTS))
    whole = Score()
    with tempfile.TemporaryDirectory() as name:
        ours = Ours.of_the_hamlet(Path(name) / "workspace", layouts=wish.folder)
        for layout in load(wish.folder):
            found = score(layout, ours, Path(name) / layout.key, seed=wish.seed)
            whole += found
            print(line(layout.key, found))
            for text in found.wrong if wish.wrong else ():
                print("    " + " ".join(text.split()))
    print(line("all", whole))
    print(f"{'percent':24}" + "".join(f"{getattr(whole, p).percent:>12.1f}" for p in PARTS))
    print(f"{'goal':24}" + "".join(f"{GOALS.get(part, '-'):>12}" for part in PARTS))


def line(name: str, found: Score) -> str:
    """A score as a line of the table."""
    return f"{name:24}" + "".join(f"{getattr(found, part)!s:>12}" for part in PARTS)


if __name__ == "__main__":
    main()
