"""Keep crosswalks: what was built from the same ground by the same rules is not built again."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from kreisblick.base.files import fingerprint
from kreisblick.territory.areas.files import read_table, write_table
from kreisblick.territory.crosswalks.cut import Cells, Cut
from kreisblick.territory.crosswalks.model import Crosswalk
from kreisblick.territory.crosswalks.share import COLUMNS

__all__ = ["crosswalk_state", "keep_crosswalk", "kept_crosswalk", "known_or_built"]

LENGTH = 24  # characters of a fingerprint in a file's name


def crosswalk_state(source: Cut, target: Cut, *known: object) -> str:
    """A fingerprint of everything that a crosswalk depends on.

    Args:
        source: the old cut: keys and every corner count.
        target: the new cut.
        known: weights, cells, densities, rules, the state of the code. The order of a frame's rows
            does not matter.
    """
    return fingerprint(_cut(source), _cut(target), [_content(some) for some in known])


def keep_crosswalk(crosswalk: Crosswalk, folder: Path, state: str) -> Path:
    """Keep a crosswalk under its state; gives the file."""
    path = _path(folder, state)
    write_table(crosswalk.shares, path)
    return path


def kept_crosswalk(folder: Path, state: str, *, source: str, target: str) -> Crosswalk | None:
    """The crosswalk kept under a state; None when there is none, or it is damaged.

    Args:
        folder: where crosswalks are kept.
        state: as ``crosswalk_state`` gives it.
        source: the key of the old generation.
        target: of the new one.
    """
    path = _path(folder, state)
    if not path.is_file():
        return None
    try:
        shares = read_table(path)
    except Exception:
        return None
    if shares.columns != COLUMNS:
        return None
    return Crosswalk(source_generation=source, target_generation=target, shares=shares)


def known_or_built(
    folder: Path, state: str, build: Callable[[], Crosswalk], *, source: str, target: str
) -> Crosswalk:
    """The kept crosswalk of a state, or one that is built now and kept."""
    found = kept_crosswalk(folder, state, source=source, target=target)
    if found is None:
        found = build()
        keep_crosswalk(found, folder, state)
    return found


def _path(folder: Path, state: str) -> Path:
    return folder / f"{state[:LENGTH]}.parquet"


def _cut(cut: Cut) -> list[object]:
    order = np.argsort(np.array(cut.areas, dtype=object), kind="stable")
    return [cut.key, [cut.areas[n] for n in order], _corners(cut.polygons[order])]


def _corners(polygons: np.ndarray) -> str:
    digest = hashlib.sha256()
    for shape in shapely.to_wkb(polygons):
        digest.update(shape or b"-")
    return digest.hexdigest()


def _content(some: object) -> object:
    """What stands in an input, as plain values."""
    if isinstance(some, pl.DataFrame):
        rows = some.hash_rows(seed=0).sort().to_numpy().tobytes()
        return [list(some.columns), hashlib.sha256(rows).hexdigest()]
    if isinstance(some, Cells):
        return [_corners(some.polygons), hashlib.sha256(some.people.tobytes()).hexdigest()]
    return some
