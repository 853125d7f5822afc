"""Nouns of advice: what is protected, what could be changed, what it would free."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto

import polars as pl

from kreisblick.protection.disclosure import Choice, Share, SliceRef
from kreisblick.protection.rules import RuleSet
from kreisblick.statistics.cube import Cube
from kreisblick.territory.areas.model import Territory

__all__ = ["Kind", "Setting", "Suggestion", "Variant"]


class Kind(StrEnum):
    """What is changed."""

    CODES = auto()  # neighbouring codes of a dimension are shown together
    AREAS = auto()  # two neighbouring planning areas are shown together
    SLICES = auto()  # an indicator with its slices is left out


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Everything that ``protect()`` asks for, of one reference date.

    Attributes:
        earlier: what has left the house before: no change takes it back.
    """

    cubes: Sequence[Cube] = field(repr=False)
    publish: Sequence[SliceRef]
    shares: Sequence[Share]
    territory: Territory = field(repr=False)
    rules: Mapping[str, RuleSet] = field(repr=False)
    choices: Sequence[Choice] = ()
    rates: Sequence[tuple[SliceRef, SliceRef]] = ()
    earlier: pl.DataFrame | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A change that could be made.

    Attributes:
        kind: what is changed.
        names: what it is about, for people: two age groups, two areas, an indicator.
        estimate: small figures fewer, cheaply counted.
        make: gives what would be protected then.
        take: how the workspace says it, as lines of ``kreisblick.toml``.
        areas, slices: areas, and slices of a cube, that are shown as others then.
    """

    kind: Kind
    names: tuple[str, ...]
    estimate: int
    make: Callable[[], Setting] = field(repr=False)
    take: str
    areas: Mapping[str, str] = field(default_factory=dict)
    slices: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A change and what it frees, measured.

    Attributes:
        estimate: small figures fewer, the cheap count it was picked by.
        freed: figures that are kept secret now and shown then, alone or together with another.
        lost: figures that are shown now, and then neither alone nor together.
        joined: figures that are shown now alone, and then only together.
    """

    kind: Kind
    names: tuple[str, ...]
    take: str
    estimate: int
    freed: int
    lost: int
    joined: int

    @property
    def net(self) -> int:
        """Figures more than before."""
        return self.freed - self.lost
