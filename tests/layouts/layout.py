"""A layout: how one office writes its file, this year and next."""

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tests.layouts.book import Book
from tests.layouts.faults import spoil
from tests.layouts.model import Truth
from tests.layouts.truth import truth_of
from tests.layouts.write import write

SHOWN = Path(__file__).with_name("offices")
KEPT = Path(__file__).with_name("kept")  # first read when the reader was done


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One office's file. ``loses`` is the heading of the column that goes missing when it errs."""

    key: str
    shows: str
    draw: Callable[[int, Random], Book]
    loses: str | None = None

    def make(self, folder: Path, year: int, seed: int) -> Truth:
        """Write the file as of 31 December of the year; same year and seed, same bytes."""
        book = self._book(year, seed)
        return truth_of(book, write(book, folder))

    def faulty(self, folder: Path, year: int, seed: int) -> Truth:
        """Write the same file with 5 to 15 faults in it."""
        book = self._book(year, seed)
        faults = spoil(book, Random(f"{self.key} {year} {seed} faults"), loses=self.loses)
        return replace(truth_of(book, write(book, folder), strict=False), faults=faults)

    def _book(self, year: int, seed: int) -> Book:
        return self.draw(year, Random(f"{self.key} {year} {seed}"))


def load(folder: Path = SHOWN) -> list[Layout]:
    """All layouts of the Python files in a folder, by key."""
    found: list[Layout] = []
    for path in sorted(folder.glob("*.py")):
        name = f"layouts_of_{folder.name}_{path.stem}"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        found += getattr(module, "LAYOUTS", [])
    return sorted(found, key=lambda layout: layout.key)
