"""Reading a large workbook: our time beside openpyxl's, in CPU seconds.

Run: ``python benchmarks/deliveries.py [rows]`` (200,000 rows of 12 columns). The workbook is made
for the purpose; ours gives a grid of text with places, openpyxl read-only its values.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter

from kreisblick.sealed.reading import Format, read_cells

COLUMNS = 12


def make_workbook(path: Path, rows: int) -> None:
    """A workbook of numbers and names under two title lines."""
    dice = random.Random(1)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Lieferung")
        sheet.write_row(0, 0, ["Jahreslieferung"])
        sheet.write_row(2, 0, [f"Spalte {n}" for n in range(COLUMNS)])
        for row in range(rows):
            numbers = [dice.randint(0, 9999) for _ in range(COLUMNS - 2)]
            sheet.write_row(row + 3, 0, [f"0{row:07d}", f"Gebiet {row % 90}", *numbers])


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def with_openpyxl(path: Path) -> int:
    """All values, streamed."""
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(1 for _ in book.active.iter_rows(values_only=True))


def main() -> None:
    """Print both times and their ratio."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "delivery.xlsx"
        make_workbook(path, rows)
        ours = cpu(lambda: read_cells(path, Format(type="xlsx")))
        theirs = cpu(lambda: with_openpyxl(path))
    print(f"reading {rows:,} x {COLUMNS}: ours {ours:.1f} s, openpyxl {theirs:.1f} s")
    print(f"ratio {theirs / ours:.1f}")


if __name__ == "__main__":
    main()
