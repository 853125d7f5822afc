"""Every product of a bundle: wall and processor seconds, and the largest memory of the process.

Run: ``python benchmarks/products.py BUNDLE [PRODUCT ...]`` with the bundle of a finished round,
such as the demo's (``bundles/<name in bundles/current>``). Each product is made in a folder of its
own, nothing is kept from before. There is no peer that makes these products.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from kreisblick.base.progress import silent
from kreisblick.pipeline.building import BUILDERS, Sources
from kreisblick.products.editorial import NO_TEXTS
from kreisblick.protection.bundle import open_bundle

GOALS = {"report": 20, "profiles": 60, "atlas": 20}  # wall seconds for a district of 90 areas


def main() -> None:
    """Make the products one after the other and print what each took."""
    bundle = open_bundle(Path(sys.argv[1]))
    names = sys.argv[2:] or list(BUILDERS)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        sources = Sources(bundle=bundle, editorial=NO_TEXTS, own=Path(folder) / "none")
        for name in names:
            wall, spent = time.perf_counter(), time.process_time()
            BUILDERS[name](sources, Path(folder) / name, silent)
            wall, spent = time.perf_counter() - wall, time.process_time() - spent
            goal = f", goal {GOALS[name]} s (90 areas)" if name in GOALS else ""
            print(f"{name:10} {wall:6.1f} s, {spent:6.1f} CPU s{goal}", flush=True)
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{'together':10} {time.perf_counter() - begun:6.1f} s, {largest:.2f} GB in this process")


if __name__ == "__main__":
    main()
