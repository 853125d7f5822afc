"""What is compared: what indicators ask for, which deliveries feed it, and what came of it."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from kreisblick.statistics.concepts.model import BridgeDefinition, Deviation
from kreisblick.statistics.cube import DateRule

__all__ = [
    "AGREED",
    "COMPARED",
    "Asked",
    "Comparison",
    "Feed",
    "Followed",
    "Paired",
    "nothing_differs",
]

AGREED = ""  # what is followed where nobody deviates from the agreed concept


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A delivery that feeds a cube.

    Attributes:
        cube: key of the cube.
        reference_date: the report's date it stands for.
        counted_on: the day it was counted.
        source: ``supplier/product``.
        municipalities: keys of those it speaks for.
        deviations: of the supplier, all of them.
    """

    cube: str
    reference_date: date
    counted_on: date
    source: str
    municipalities: frozenset[str]
    deviations: tuple[Deviation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an indicator asks for: its agreed concepts and the cubes they are counted in.

    Attributes:
        numerator, denominator: agreed concepts of each side, most special first.
        numerator_cube, denominator_cube: keys; None where nothing is divided.
        pairing: which day of the denominator fits a day of the numerator.
    """

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    numerator_cube: str
    denominator_cube: str | None
    pairing: DateRule = "same_day"


@dataclass(frozen=True, kw_only=True)
class Followed:
    """That a source follows another concept than the agreed one, or deviates from it in words.

    Attributes:
        indicator, reference_date, source, municipalities: whose counts.
        agreed, followed: references; equal where the deviation is only told.
        differs: the supplier's deviation in words; None where a version changed.
        bridge: what makes it comparable; None where nothing does.
        apart: its counts are not set beside the others.
    """

    indicator: str
    reference_date: date
    source: str
    municipalities: tuple[str, ...]
    agreed: str
    followed: str
    differs: str | None
    bridge: BridgeDefinition | None
    apart: bool


@dataclass(frozen=True, kw_only=True)
class Paired:
    """That an indicator's counts are of other days than the report's date.

    Attributes:
        indicator, reference_date, municipalities: whose counts.
        numerator, denominator: the days they were counted; no denominator where nothing is divided.
        allowed: whether the indicator's rule lets these days stand beside each other.
    """

    indicator: str
    reference_date: date
    municipalities: tuple[str, ...]
    numerator: tuple[date, ...]
    denominator: tuple[date, ...]
    allowed: bool


COMPARED = {
    "indicator": pl.String,
    "reference_date": pl.Date,
    "municipality": pl.String,
    "followed": pl.String,
    "apart": pl.Boolean,
    "numerator_factor": pl.Float64,
    "denominator_factor": pl.Float64,
}


def nothing_differs() -> pl.DataFrame:
    """The table of a district in which everybody follows what was agreed."""
    return pl.DataFrame(schema=COMPARED)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What may be set beside what.

    Attributes:
        table: ``COMPARED``: one row per indicator, date and municipality whose source does not
            follow what was agreed. ``followed`` names what it follows (equal texts may be
            compared over time, ``AGREED`` for what was agreed); ``apart``: not shown beside the
            others; factors multiply a count, 1 where there is none.
        followed: the same by source, for the sentences.
        paired: counts of other days, for the sentences.
    """

    table: pl.DataFrame = field(default_factory=nothing_differs, repr=False)
    followed: tuple[Followed, ...] = ()
    paired: tuple[Paired, ...] = ()
