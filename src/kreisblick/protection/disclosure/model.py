"""What is to be published, and what protection hands on.

``ReleasedCube``, ``ReleasedTable`` and ``Targets`` carry a seal that only this room holds:
whoever has one in hand knows that the figures passed the gate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from kreisblick.protection.disclosure.errors import UnprotectedDataError
from kreisblick.statistics.cube import Slice

__all__ = [
    "CELL_COLUMNS",
    "PROOF_TYPES",
    "SEAL",
    "TARGET_COLUMNS",
    "Protected",
    "ReleasedCube",
    "ReleasedTable",
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
    "cube", "slice", "base_cube", "base_slice", "reference_date", "generation", "level", "area",
    "kind", "value", "required_lower", "required_upper", "status",
)  # fmt: skip


PROOF_TYPES: dict[str, type[pl.DataType]] = {
    "proof": pl.Int64,
    **dict.fromkeys(("cube", "slice"), pl.String),
    "reference_date": pl.Date,
    **dict.fromkeys(("generation", "area"), pl.String),
    "value": pl.Int64,
}
"""Columns of the sealed proofs: in the other table ``proof`` a cell has this value."""


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
            behind), ``choice`` (a municipality keeps it back), ``difference`` (base minus cell
            within one cube), ``insider`` (what somebody who is alone in a cell may still compute;
            it requires nothing) or ``overlap`` (in pieces where geographies differ; ``area`` holds
            their numbers with ``+`` between, ``generation`` is null). For complements and
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
        proofs: sealed: other tables that fit everything released, where they differ from the true
            one (``PROOF_TYPES``).
        report: the public part: cells shown and withheld by cube and level, rules in words.
    """

    released: Mapping[str, ReleasedCube]
    targets: Targets
    report: dict[str, Any]
    proofs: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=PROOF_TYPES), repr=False
    )
