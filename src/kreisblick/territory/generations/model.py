"""What is known about the generations of a workspace, and how two of them differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.territory.areas import Change, ChangeKind, GenerationDefinition

__all__ = [
    "Archive",
    "AreaChange",
    "Comparison",
    "GenerationFigures",
    "People",
    "Plan",
    "Range",
    "TownFigures",
]


@dataclass(frozen=True, kw_only=True)
class Archive:
    """All generations that a workspace describes, active or not.

    Attributes:
        folder: the workspace; relative paths of the definitions start there.
        district_key, district_name: of the district's row in every generation.
        definitions: by key, as they stand in the files.
    """

    folder: Path
    district_key: str
    district_name: str
    definitions: Mapping[str, GenerationDefinition] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class People:
    """People or addresses on the ground of a generation.

    Attributes:
        word: what is counted, in the user's language.
        areas: ``area, people`` of the generation.
        pairs: ``source, target, people``: how many live in both an old and a new area; empty
            without a predecessor.
        estimated: whether pairs are shares of area instead of counted points.
    """

    word: str
    areas: pl.DataFrame = field(repr=False)
    pairs: pl.DataFrame = field(repr=False)
    estimated: bool = False


@dataclass(frozen=True, kw_only=True)
class AreaChange:
    """One computed difference between a generation and its predecessor.

    Attributes:
        kind: what happened.
        from_: areas before; empty where the ground was outside the district.
        to: areas after; empty where it is outside now.
        m2: the ground concerned, in square metres.
        people: who or what stands on it; None where nothing is known.
        reason: the dated reason that covers it, if any.
    """

    kind: ChangeKind
    from_: tuple[str, ...]
    to: tuple[str, ...]
    m2: float
    people: float | None = None
    reason: Change | None = None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How the planning areas of a generation differ from those of its predecessor.

    Attributes:
        source, target: keys of the generations.
        changes: sorted by kind and areas.
        unchanged: areas with the same key, name and ground.
        rekeyed: old key to new key where the ground stayed.
        new: keys that were not there before and continue no single area.
        dissolved: keys that are gone and are continued by no single area.
        estimated: whether ``people`` of the changes are estimates by area.
        word: what ``people`` counts.
    """

    source: str
    target: str
    changes: tuple[AreaChange, ...] = field(repr=False)
    unchanged: tuple[str, ...] = field(repr=False)
    rekeyed: Mapping[str, str] = field(repr=False)
    new: tuple[str, ...] = field(repr=False)
    dissolved: tuple[str, ...] = field(repr=False)
    estimated: bool = False
    word: str = ""


@dataclass(frozen=True, kw_only=True)
class Range:
    """Smallest, middle and largest value, the areas that have them, and the spread.

    Attributes:
        smallest, median, largest: values.
        smallest_area, largest_area: keys; the smaller key where several have the same.
        cv: standard deviation as a share of the mean.
    """

    smallest: float
    smallest_area: str
    median: float
    largest: float
    largest_area: str
    cv: float


@dataclass(frozen=True, kw_only=True)
class TownFigures:
    """Figures of one municipality."""

    key: str
    name: str
    areas: int
    km2: float
    people: float | None


@dataclass(frozen=True, kw_only=True)
class GenerationFigures:
    """Figures of one generation.

    Attributes:
        key, valid_from: which.
        areas: number of planning areas.
        km2: of all planning areas together.
        size: of the areas, in square kilometres.
        people: of the areas; None where nothing is known.
        word: what ``people`` counts.
        towns: by municipality.
        table: ``area, name, municipality, km2, people`` (null where unknown).
    """

    key: str
    valid_from: date
    areas: int
    km2: float
    size: Range
    people: Range | None
    word: str
    towns: tuple[TownFigures, ...] = field(repr=False)
    table: pl.DataFrame = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What activating a generation would do.

    Attributes:
        key: the generation.
        active: whether it is in force already.
        areas: number of its planning areas.
        comparison: with its predecessor; None for the first generation.
        faults: everything found, hard ones forbid the activation.
    """

    key: str
    active: bool
    areas: int
    comparison: Comparison | None = field(repr=False)
    faults: tuple[Fault, ...] = field(repr=False)

    @property
    def allowed(self) -> bool:
        """Whether nothing hard stands against it."""
        return not any(fault.hard for fault in self.faults)
