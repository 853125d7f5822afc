"""The audit: folders of finished files, and tables with their certificates checked again.

Run: ``python benchmarks/audit.py FOLDER...`` for bundles or products, ``python benchmarks/audit.py
t100 t600`` for the open test tables (protected first; needs the folder named by KREISBLICK_DATA,
default ``../shared/data``), ``python benchmarks/audit.py dates`` for eight dates and one release
more. CPU seconds are told beside the clock's.
"""

import gzip
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.attacks.finished_tables import finished_table

from kreisblick.protection.audit import Verdict, attack, check_certificates
from kreisblick.protection.suppression import Spec, protect_frame

DATA = Path(os.environ.get("KREISBLICK_DATA", Path(__file__).parents[2] / "shared" / "data"))
KEPT = os.environ.get("KREISBLICK_PATTERNS")  # a folder for protected tables, to protect them once
K = 3
LEVELS = ("muni", "area")


class Notes(dict[str, bytes]):
    """A memory of earlier audits."""

    def load(self, key: str) -> bytes | None:
        """What was saved."""
        return self.get(key)

    def save(self, key: str, content: bytes) -> None:
        """Keep it."""
        self[key] = content


def timed(words: str, work: Callable[[], object]) -> object:
    """Do it and print how long it took."""
    clock, cpu = time.perf_counter(), time.process_time()
    found = work()
    seconds, busy = time.perf_counter() - clock, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{words}: {seconds:.1f} s, {busy:.1f} CPU s, at most {memory:.1f} GB; {told(found)}")
    return found


def told(found: object) -> str:
    """A result in a line."""
    if isinstance(found, Verdict):
        tables = found.certificates.frame.filter(pl.col("kind") == "change").height
        return (
            f"passed {found.passed}, {found.quantities} quantities, {found.programs} programs, "
            f"{found.remembered} parts remembered, {tables} tables, {len(found.breaches)} breaches"
        )
    return str(found) if not isinstance(found, pl.DataFrame) else f"{found.height} cells"


def pattern(name: str) -> pl.DataFrame:
    """The protected cells of an open table."""
    kept = Path(KEPT) / f"{name}.parquet" if KEPT else None
    if kept and kept.exists():
        return pl.read_parquet(kept)
    with gzip.open(DATA / "disclosure-tables" / f"{name}.csv.gz") as stream:
        table = pl.read_csv(stream.read())
    dimensions = {"place": LEVELS, "age": ("age",), "sex": ("sex",)}
    if table["nat"].n_unique() > 1:
        dimensions["nat"] = ("nat",)
    spec = Spec(value="freq", dimensions=dimensions, minimum_count=K, hidden_is_not_zero=False)
    cells = protect_frame(table, spec)
    if kept:
        cells.write_parquet(kept)
    return cells


def audit_table(name: str) -> None:
    """Protect, attack, check the certificates."""
    cells = timed(f"{name} protect", lambda: pattern(name))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        needs = finished_table(cells, folder, levels=LEVELS, required=(0, K))
        verdict = timed(f"{name} audit", lambda: attack(folder, targets=needs, minimum=K))
        certificates = verdict.certificates
        timed(
            f"{name} check",
            lambda: check_certificates(folder, certificates, needs, minimum=K).passed,
        )
        print(f"{name} certificates: {len(certificates.as_bytes()) / 1e6:.1f} MB")


def audit_folder(folder: Path) -> None:
    """Attack a folder as a stranger, first its cells only, then all its files; check."""
    verdict = timed(f"{folder.name} cells", lambda: attack(folder, files=False))
    timed(f"{folder.name} all files", lambda: attack(folder))
    timed(f"{folder.name} check", lambda: check_certificates(folder, verdict.certificates).passed)


def audit_dates(count: int = 8) -> None:
    """Eight dates of a table of 100 areas, then one release more with the memory of the first."""
    rng = np.random.default_rng(1)
    dates = []
    with gzip.open(DATA / "disclosure-tables" / "t100.csv.gz") as stream:
        table = pl.read_csv(stream.read())
    dimensions = {"place": LEVELS, "age": ("age",), "sex": ("sex",)}
    spec = Spec(value="freq", dimensions=dimensions, minimum_count=K, hidden_is_not_zero=False)
    with tempfile.TemporaryDirectory() as place:
        for number in range(count + 1):
            change = pl.Series(rng.integers(-1, 2, table.height))
            table = table.with_columns(freq=(pl.col("freq") + change).clip(0))
            folder = Path(place) / str(number)
            needs = finished_table(
                protect_frame(table, spec), folder, levels=LEVELS, required=(0, K)
            )
            dates.append((folder, needs.with_columns(reference_date=pl.lit(f"{2010 + number}"))))
            cells = pl.read_csv(folder / "data/cells.csv", infer_schema=False)
            cells.with_columns(reference_date=pl.lit(f"{2010 + number}")).write_csv(
                folder / "data/cells.csv"
            )
        notes = Notes()
        for last in (count, count + 1):
            folders = [folder for folder, _needs in dates[:last]]
            needs = pl.concat([needs for _folder, needs in dates[:last]])
            timed(
                f"{last} dates",
                lambda f=folders, n=needs: attack(
                    f[-1], earlier=f[:-1], targets=n, minimum=K, memory=notes
                ),
            )


def main() -> None:
    """Measure what the command line names, t100 by default."""
    for name in sys.argv[1:] or ["t100"]:
        if name == "dates":
            audit_dates()
        elif Path(name).is_dir():
            audit_folder(Path(name))
        elif (DATA / "disclosure-tables").is_dir():
            audit_table(name)
        else:
            print("skipped: the open data are not here (set KREISBLICK_DATA)")


if __name__ == "__main__":
    main()
