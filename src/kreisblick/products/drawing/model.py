"""Nouns of the drawing room: marks on maps, rows and lines of charts, entries of legends."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

__all__ = [
    "PATTERNS",
    "AgeBar",
    "AreaMark",
    "Dot",
    "LegendEntry",
    "Reference",
    "Role",
    "Series",
    "Sign",
]


class Sign(StrEnum):
    """How an area without a plain number is shown."""

    VALUE = auto()
    HIDDEN = auto()  # kept secret: dots
    WITHHELD = auto()  # kept secret by the source already: dots as well
    NOT_COVERED = auto()  # the source does not serve it: fine hatching
    BY_CHOICE = auto()  # the municipality keeps it back: a fine net
    MISSING = auto()  # not delivered or cannot exist: paper


PATTERNS = {
    Sign.HIDDEN: "hidden",
    Sign.WITHHELD: "hidden",
    Sign.NOT_COVERED: "not_covered",
    Sign.BY_CHOICE: "by_choice",
}
"""The signs that are drawn as patterns, and which."""


class Role(StrEnum):
    """Whose figure it is; the three have the same colours everywhere."""

    AREA = auto()
    MUNICIPALITY = auto()
    DISTRICT = auto()


@dataclass(frozen=True, kw_only=True)
class AreaMark:
    """What a map shows for one area.

    Attributes:
        value: decides the colour, in the indicator's unit: the smoothed value where there is
            one; None where ``sign`` is not ``value``.
        sign: why there is no value.
        unstable: the class could as well be the next one, or the value swings widely.
        label: words for a pointer resting on the area, with the value as it was observed, for
            instance ``Nord: 12,4 %``.
        href: where a click leads; empty for none.
    """

    value: float | None = None
    sign: Sign = Sign.VALUE
    unstable: bool = False
    label: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class LegendEntry:
    """One line of a map's legend.

    Attributes:
        text: what the colour or pattern means.
        fill: colour of the sequence; empty for patterns.
        sign: pattern instead of a colour.
        unstable: the overlay of light strokes.
        count: number of areas shown so.
    """

    text: str
    fill: str = ""
    sign: Sign = Sign.VALUE
    unstable: bool = False
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One row of a dot plot: a value with its 95 % interval, or words in its place."""

    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    role: Role = Role.AREA
    words: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A line across a dot plot: the mean of the municipality or the district."""

    label: str
    value: float
    role: Role


@dataclass(frozen=True, kw_only=True)
class Series:
    """A line over time.

    Attributes:
        label: written at its end.
        role: decides the colour.
        values: one per date of the chart; None makes a gap.
        intervals: lower and upper per date, where known.
        text: the last value as readers write it.
        breaks: places of dates that may not be joined with the date before.
        regrouped: places of dates at which the source covers other parts of the district than
            at the date before; not joined either, and named so.
    """

    label: str
    role: Role
    values: Sequence[float | None]
    intervals: Sequence[tuple[float, float] | None] = ()
    text: str = ""
    breaks: frozenset[int] = frozenset()
    regrouped: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class AgeBar:
    """The share of one age group in percent, in the area and around it."""

    label: str
    area: float | None
    municipality: float | None = None
    district: float | None = None
    words: str = ""
