"""The nouns of the invented district: its size, towns, land, and the summary."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from kreisblick.lindenau.definitions import Floats, Integers, TownParameters

__all__ = ["Land", "Size", "Summary", "Town"]


class Size(StrEnum):
    """How big the example district is; the parameters say what that means."""

    HAMLET = "hamlet"
    DISTRICT = "district"


@dataclass(frozen=True, kw_only=True)
class Town:
    """A municipality of the district."""

    index: int
    name: str
    parameters: TownParameters

    @property
    def ags(self) -> str:
        """The official municipality key, eight digits."""
        return self.parameters.ags

    @property
    def number(self) -> str:
        """The two digits its area keys begin with."""
        return self.ags[-2:]

    @property
    def full_name(self) -> str:
        """Name with kind, as the Land's statistics write it: ``Lindenau, Stadt``."""
        return f"{self.name}, {self.parameters.kind}"


@dataclass(frozen=True, kw_only=True)
class Land:
    """Blocks, and the towns and areas that are made of them.

    Attributes:
        towns: in the order of the parameters.
        points: generator of each block, metres, EPSG:25832.
        shapes: polygon of each block; neighbours share their corners exactly.
        town: index of each block's town.
        area: generation key to the index of each block's area in ``areas``.
        areas: generation key to ``area, name, municipality, town``, one row per planning area.
        outlines: generation key to the polygons in row order of ``areas``.
        deprivation: latent burden of each block, mean 0, standard deviation about 1.
        weight: latent number of residents of each block, sums up to 1.
        order: rank of each block on a space-filling curve: neighbours have near ranks.
    """

    towns: tuple[Town, ...]
    points: Floats
    shapes: npt.NDArray[np.object_] = field(repr=False)
    town: Integers
    area: dict[str, Integers]
    areas: dict[str, pl.DataFrame]
    outlines: dict[str, npt.NDArray[np.object_]] = field(repr=False)
    deprivation: Floats
    weight: Floats
    order: Integers


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What was invented.

    Attributes:
        size, seed: what was asked for.
        folder: where it lies.
        municipalities: their number.
        areas: planning areas per generation.
        houses: house coordinates.
        residents: people with their main home in the district, per reference date.
        files: how many files were written.
    """

    size: Size
    seed: int
    folder: Path
    municipalities: int
    areas: dict[str, int]
    houses: int
    residents: dict[date, int]
    files: int
