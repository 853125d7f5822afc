"""The demo's whole round: from nothing, with a changed delivery or text, with nothing changed.

Run: ``python benchmarks/round.py [hamlet|district]`` (district). Wall seconds on this computer
and the largest memory of the process; there is no peer that goes such a round.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DELIVERY = "deliveries/social_office/housing_benefit/2024-12-31.csv"


def kreisblick(*words: str) -> float:
    """Wall seconds of one command in a process of its own."""
    command = str(Path(sys.executable).with_name("kreisblick"))
    start = time.perf_counter()
    subprocess.run([command, *words], check=True, capture_output=True)
    return time.perf_counter() - start


def one_household_more(path: Path) -> None:
    """Change one area and the total below it, as an office would that sends a correction."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    first = next(i for i, line in enumerate(lines) if line.split("\t")[0].isdigit())
    total = next(i for i, line in enumerate(lines) if line.startswith("Summe"))
    for i in (first, total):
        cells = lines[i].split("\t")
        cells[-1] = f"{int(cells[-1].replace('.', '')) + 1:,}".replace(",", ".")
        lines[i] = "\t".join(cells)
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig")


def main() -> None:
    """Go the round three times and print what each took."""
    size = sys.argv[1] if len(sys.argv) > 1 else "district"
    folder = Path(tempfile.mkdtemp(prefix="kreisblick-round-"))
    try:
        made = kreisblick("demo", "--size", size, "--out", str(folder))
        print(f"{size}: from nothing         {made:6.1f} s")
        one_household_more(folder / DELIVERY)
        print(f"{size}: one delivery changed {kreisblick('run', '-w', str(folder)):6.1f} s")
        next(iter(sorted((folder / "editorial").glob("text-*.md")))).unlink()
        print(f"{size}: one text less       {kreisblick('run', '-w', str(folder)):6.1f} s")
        print(f"{size}: nothing changed      {kreisblick('run', '-w', str(folder)):6.1f} s")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
        print(f"{size}: largest memory      {peak:7.2f} GB")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
