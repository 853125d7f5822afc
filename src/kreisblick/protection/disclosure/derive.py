"""Derive: tables computed from released cells, so that their type says so."""

from collections.abc import Callable, Mapping
from typing import Concatenate, ParamSpec

import polars as pl

from kreisblick.protection.disclosure.model import SEAL, ReleasedCube, ReleasedTable

__all__ = ["derive"]

P = ParamSpec("P")


def derive(
    name: str,
    function: Callable[Concatenate[Mapping[str, pl.DataFrame], P], pl.DataFrame],
    released: Mapping[str, ReleasedCube],
    *args: P.args,
    **kwargs: P.kwargs,
) -> ReleasedTable:
    """A table that a pure function makes from the frames of released cells.

    Args:
        name: the table's name.
        function: gets ``{cube: cells}`` first, then the other arguments. It must be pure: what
            it is not given here it must not read.
        released: released cubes by key.
        *args: handed on to the function.
        **kwargs: handed on to the function.

    Returns:
        The function's frame under the seal of the gate.
    """
    cells = {key: cube.cells for key, cube in released.items()}
    return ReleasedTable(name=name, frame=function(cells, *args, **kwargs), seal=SEAL)
