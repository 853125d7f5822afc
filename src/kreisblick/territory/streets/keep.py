"""Keep: a list under our columns, so that everything else can read it."""

from pathlib import Path

import polars as pl

from kreisblick.territory.areas.files import write_table
from kreisblick.territory.streets.model import NAMES, RANGES, STREET, Streets

__all__ = ["write_streets"]


def write_streets(streets: Streets, path: Path) -> list[Path]:
    """Write houses, stretches and names under our columns, CSV or Parquet by the path's ending.

    What there is most of the first three comes under the path itself: houses, else stretches, else
    names; the others lie beside it as ``…-ranges``, ``…-names``. Rows are sorted.

    Returns:
        The files.
    """
    frames = {
        "houses": _sorted(streets.houses, [*STREET, "number", "suffix"]),
        "ranges": _sorted(streets.ranges, [*STREET, "parity", "low", "low_suffix"]),
        "names": _sorted(streets.names, list(NAMES)),
    }
    found = {name: frame for name, frame in frames.items() if frame.height}
    written: list[Path] = []
    for name, frame in (found or {"houses": frames["houses"]}).items():
        place = path.with_name(f"{path.stem}-{name}{path.suffix}") if written else path
        write_table(frame, place)
        written.append(place)
    return written


def _sorted(frame: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    rest = [name for name in frame.columns if name not in by and name not in RANGES]
    return frame.sort(by + rest) if frame.height else frame
