"""Rule sets, what is to be published, and what protection hands on.

``ReleasedCube``, ``ReleasedTable`` and ``Targets`` carry a seal that only this room holds:
whoever has one in hand knows that the figures passed the gate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal, Self

import polars as pl
from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.protection.disclosure.errors import UnprotectedDataError
from kreisblick.statistics.cube import Slice

__all__ = [
    "CELL_COLUMNS",
    "SEAL",
    "TARGET_COLUMNS",
    "Agreed",
    "Dominance",
    "Protected",
    "ReleasedCube",
    "ReleasedTable",
    "RuleSet",
    "Share",
    "SliceRef",
    "Targets",
]

SEAL = object()

CELL_COLUMNS = (
    "cube", "slice", "reference_date", "generation", "level", "area",
    "value", "lower", "upper", "observation", "confidentiality",
)  # fmt: skip

TARGET_COLUMNS = (
    "cube", "slice", "base_cube", "base_slice", "reference_date", "level", "area",
    "kind", "value", "required_lower", "required_upper", "status",
)  # fmt: skip


class Agreed(Definition):
    """Which office agreed to a rule set, and when."""

    office: Text
    date: date


class Dominance(Definition):
    """Sealed parameters of the dominance rules; they are never published.

    Attributes:
        p_percent: the second largest contributor may not estimate the largest closer than this.
        largest, share_percent: the ``largest`` contributors together may not hold more than
            ``share_percent`` of a total ((n, k) rule).
    """

    p_percent: Annotated[float, Field(gt=0, le=100)] | None = None
    largest: Annotated[int, Field(ge=1)] | None = None
    share_percent: Annotated[float, Field(gt=0, le=100)] | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.largest is None) != (self.share_percent is None):
            raise ValueError("largest and share_percent belong together")
        return self


class RuleSet(Definition):
    """How the figures of a cube are protected.

    Attributes:
        title: for people.
        minimum_count: a figure above zero and below this many units is not shown; None for
            magnitudes that are protected through their contributors only.
        minimum_contributors: so many holdings (or households) must stand behind a figure.
        dominance: sealed parameters for the largest contributors.
        group_rule: a share is not shown either when fewer than ``minimum_count`` of the group
            are left over: 100 % tells as much as a single case.
        zeros: ``free`` zeros are shown; ``sensitive`` zeros tell something and are protected.
        source: ``own`` rules are applied here; ``publisher`` means the publisher has protected
            the figures already, nothing is suppressed further.
        agreed_with: who agreed, and when.
        reason: why these numbers.
    """

    title: Translated
    minimum_count: Annotated[int, Field(ge=2)] | None = None
    minimum_contributors: Annotated[int, Field(ge=2)] | None = None
    dominance: Dominance | None = Field(default=None, repr=False)
    group_rule: bool = False
    zeros: Literal["free", "sensitive"] = "free"
    source: Literal["own", "publisher"] = "own"
    agreed_with: Agreed
    reason: Translated

    @model_validator(mode="after")
    def _own_rules_say_something(self) -> Self:
        silent = self.minimum_count is None and self.minimum_contributors is None
        if self.source == "own" and silent and self.dominance is None:
            raise ValueError("own rules need a minimum count, contributors or dominance")
        if self.minimum_count is None and (self.group_rule or self.zeros == "sensitive"):
            raise ValueError("group_rule and sensitive zeros need a minimum_count")
        return self


@dataclass(frozen=True, order=True)
class SliceRef:
    """A question to a named cube: one series of published cells over all areas."""

    cube: str
    slice: Slice


@dataclass(frozen=True, order=True)
class Share:
    """A published share: the numerator counts part of the denominator's group."""

    numerator: SliceRef
    denominator: SliceRef


@dataclass(frozen=True, kw_only=True)
class ReleasedCube:
    """The published cells of one cube at one date. Only ``protect()`` makes one.

    Attributes:
        key: the cube.
        cells: the columns of ``CELL_COLUMNS``; ``value`` is null unless ``confidentiality`` is
            ``free`` and ``observation`` is ``counted`` or ``estimated``.
        rule_set: title of the rules in German, for notes below tables.
    """

    key: str
    cells: pl.DataFrame = field(repr=False)
    rule_set: str
    seal: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse cells that did not pass the gate."""
        if self.seal is not SEAL:
            raise UnprotectedDataError(self.key)


@dataclass(frozen=True, kw_only=True)
class ReleasedTable:
    """A table computed from released cells only. Only ``derive()`` makes one."""

    name: str
    frame: pl.DataFrame = field(repr=False)
    seal: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse tables that did not pass the gate."""
        if self.seal is not SEAL:
            raise UnprotectedDataError(self.name)


@dataclass(frozen=True, kw_only=True)
class Targets:
    """The sealed record: what had to be hidden, and how well. It never leaves the sealed zone.

    Attributes:
        frame: the columns of ``TARGET_COLUMNS``. ``kind`` is ``count`` (the cell itself),
            ``complement`` (base minus cell of a share), ``contributor`` (a cell that few stand
            behind) or ``difference`` (base minus cell within one cube); for complements and
            differences ``value`` and the required interval are those of *base minus cell*.
            An attacker's interval must contain ``[required_lower, required_upper]``. Rows with
            ``status`` ``secondary`` are cells that cover others; they require nothing, both
            bounds are their value.
    """

    frame: pl.DataFrame = field(repr=False)
    seal: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse records made elsewhere."""
        if self.seal is not SEAL:
            raise UnprotectedDataError("Targets")


@dataclass(frozen=True, kw_only=True)
class Protected:
    """What ``protect()`` gives back.

    Attributes:
        released: the published cells by cube.
        targets: the sealed record for the audit.
        report: the public part: cells shown and withheld by cube and level, rules in words.
    """

    released: Mapping[str, ReleasedCube]
    targets: Targets
    report: dict[str, Any]
