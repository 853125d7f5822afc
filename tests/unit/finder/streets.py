"""Invented streets: houses along two sides that cross a few areas, here and there oddly."""

from itertools import pairwise

import numpy as np
import polars as pl

from kreisblick.territory.streets import Streets
from kreisblick.territory.streets.model import HOUSES

HOUSE = tuple[str, str, str, str, str, str]


def streets_of(rows: list[HOUSE], names: pl.DataFrame | None = None) -> Streets:
    """Rows ``street, number, suffix, postcode, place, area`` as a list."""
    schema = dict.fromkeys(HOUSES, pl.String)
    houses = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.col(pl.String).replace("", None)
    )
    given = {} if names is None else {"names": names}
    return Streets(houses=houses, format="addresses", **given)


def invented(seed: int, count: int) -> list[HOUSE]:
    """Houses of so many streets: most in one area, others crossing lines, some with strays."""
    rng = np.random.default_rng(seed)
    found: list[HOUSE] = []
    for street in range(count):
        name, place = f"Weg {_letters(street)}", ("Ährenfeld", "Rosenthal")[street % 2]
        last = int(rng.integers(1, 45))
        lines = sorted(rng.integers(1, 60, size=int(rng.integers(0, 3))).tolist())
        for n in range(1, last + 1):
            if rng.random() < 0.3:
                continue
            area = f"a{sum(line < n for line in lines)}"
            if rng.random() < 0.03:  # a stray
                area = "stray"
            found.append((name, str(n), "", "05200", place, area))
            if rng.random() < 0.1:
                found.append((name, str(n), "a", "05200", place, area))
    return found


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")


def whole(rows: list[tuple[int, int | None]]) -> bool:
    """Whether stretches reach from 1 to the end, a full hundred, without a hole."""
    ordered = sorted(rows, key=lambda row: row[0])
    closed = all(high is not None and low == high + 1 for (_, high), (low, _) in pairwise(ordered))
    last = ordered[-1][1]
    return ordered[0][0] == 1 and closed and (last is None or last % 100 == 0)
