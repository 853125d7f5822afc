"""Memory: what has been done need not be done again.

Exact counts stay in the encrypted store, released cells lie beside it in the open; each is found
by the fingerprint of everything it was made from.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
import pyarrow as pa

from kreisblick.base.errors import Fault
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import Cube, Unit

__all__ = ["load_cube", "load_frame", "save_cube", "save_frame"]

META = b"kreisblick"


def save_frame(store: SealedStore, name: str, frame: pl.DataFrame, meta: Any = None) -> None:
    """A frame with its meaning into the encrypted store."""
    table: pa.Table = frame.to_arrow()
    store.write_table(name, table.replace_schema_metadata({META: json.dumps(meta).encode()}))


def load_frame(store: SealedStore, name: str) -> tuple[pl.DataFrame, Any] | None:
    """The frame that ``save_frame`` wrote, or None."""
    if not store.exists(name):
        return None
    table = store.read_table(name)
    meta = json.loads(table.schema.metadata[META])
    frame = pl.from_arrow(table)
    return (frame, meta) if isinstance(frame, pl.DataFrame) else None


def save_cube(store: SealedStore, name: str, cube: Cube, faults: Sequence[Fault] = ()) -> None:
    """A cube of exact counts into the encrypted store, with what was noticed at its counting."""
    meta = {
        "key": cube.key,
        "unit": cube.unit.value,
        "generation": cube.generation,
        "reference_date": cube.reference_date.isoformat(),
        "dimensions": list(cube.dimensions),
        "covered": sorted(cube.covered),
        "protected_by_source": cube.protected_by_source,
        "sources": list(cube.sources),
        "contributions": cube.contributions is not None,
        "faults": [fault.as_json() for fault in faults],
    }
    if cube.contributions is not None:
        save_frame(store, f"{name}.contributions", cube.contributions)
    save_frame(store, name, cube.cells, meta)


def load_cube(store: SealedStore, name: str) -> tuple[Cube, list[Fault]] | None:
    """The cube that ``save_cube`` wrote and its faults, or None."""
    found = load_frame(store, name)
    if found is None:
        return None
    cells, meta = found
    parts = load_frame(store, f"{name}.contributions") if meta["contributions"] else None
    cube = Cube(
        key=meta["key"],
        unit=Unit(meta["unit"]),
        generation=meta["generation"],
        reference_date=date.fromisoformat(meta["reference_date"]),
        dimensions=tuple(meta["dimensions"]),
        cells=cells,
        covered=frozenset(meta["covered"]),
        contributions=parts[0] if parts else None,
        protected_by_source=meta["protected_by_source"],
        sources=tuple(meta["sources"]),
    )
    return cube, [Fault(**fault) for fault in meta["faults"]]
