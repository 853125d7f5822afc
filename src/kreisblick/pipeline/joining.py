"""Join: one cube from towns whose rows are counted here and towns that counted themselves."""

from dataclasses import replace

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.statistics.cube import Cube, cell_frame
from kreisblick.territory.areas import AreaLevel, Territory

__all__ = ["join_cubes"]


def join_cubes(one: Cube, other: Cube, territory: Territory) -> Cube:
    """Two cubes of one key and day that speak for different municipalities.

    Each town has the tables that its own source gave. A total of the district is left out, since
    each would hold only its own towns; it is the sum again.

    Raises:
        FaultsFoundError: both speak for the same municipality.
    """
    both = sorted(one.covered & other.covered)
    if both:
        names = dict(territory.areas.select("area", "name").iter_rows())
        message = _(
            "Both rows about persons and finished counts were delivered for this municipality, so "
            "everybody would count twice. Take one of the two back, or correct 'covers'."
        )
        faults = [
            Fault(code="counted_twice", message=message, where=f"{one.key} {names.get(town, town)}")
            for town in both
        ]
        raise FaultsFoundError(one.key, faults)
    parts = [
        _of_towns(
            one, territory, frozenset(territory.keys(AreaLevel.MUNICIPALITY)) - other.covered
        ),
        _of_towns(other, territory, other.covered),
    ]
    cells = pl.concat(parts, how="diagonal_relaxed")
    return replace(
        one,
        cells=cell_frame(cells, one.dimensions),
        covered=one.covered | other.covered,
        protected_by_source=one.protected_by_source and other.protected_by_source,
        sources=tuple(sorted({*one.sources, *other.sources})),
    )


def _of_towns(cube: Cube, territory: Territory, towns: frozenset[str]) -> pl.DataFrame:
    parents = territory.parents
    inside = [area for area in parents if area in towns or parents[area] in towns]
    return cube.cells.filter(pl.col("area").is_in(inside))
