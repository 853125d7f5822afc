"""What is true of a delivery that we wrote ourselves: where its table lies and what its cells say.

Rows and columns count from 1, as a spreadsheet shows them. In a text file a row is a record:
a quoted field with a line break stays in one row, a blank line is a row of its own.
"""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Grain = Literal["person", "aggregate", "facility"]
SignKind = Literal["suppressed", "nothing", "missing", "not_collected", "zero", "bounded"]


@dataclass(frozen=True, kw_only=True)
class ColumnTruth:
    """What one column means. ``also`` and ``also_set`` are answers that are as good."""

    position: int
    heading: str
    means: str
    also: tuple[str, ...] = ()
    set: dict[str, str] = field(default_factory=dict)
    also_set: tuple[dict[str, str], ...] = ()
    period: str | None = None


@dataclass(frozen=True, kw_only=True)
class TextTruth:
    """A cell whose text must not change, such as a key with a leading zero."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, kw_only=True)
class SignTruth:
    """A sign where a number could stand, and what it says."""

    row: int
    column: int
    text: str
    kind: SignKind


@dataclass(frozen=True, kw_only=True)
class TableTruth:
    """One table: the part each of its rows plays, and what its cells hold.

    ``target`` is the register, cube or service that a person would name. ``numbers`` gives, per
    column position, the exact number of every row that has one, totals included.
    ``record_layout`` (name, first character or field, length) is there for fixed width and where
    no heading says what the fields are.
    """

    name: str
    target: str
    sheet: str | None
    left: int
    right: int
    title_rows: tuple[int, ...]
    heading_rows: tuple[int, ...]
    units_row: int | None
    number_row: int | None
    first_row: int
    last_row: int
    data_rows: tuple[int, ...]
    total_rows: tuple[int, ...]
    grouping_rows: tuple[int, ...]
    footnote_rows: tuple[int, ...]
    repeated_heading_rows: tuple[int, ...]
    columns: tuple[ColumnTruth, ...]
    leading_zeros: tuple[TextTruth, ...]
    signs: tuple[SignTruth, ...]
    numbers: dict[int, dict[int, float]]
    record_layout: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class FaultTruth:
    """A fault put in on purpose. ``row`` is None where a whole column is missing."""

    kind: str
    sheet: str | None
    row: int | None
    column: int | None
    cell: str | None
    heading: str


@dataclass(frozen=True, kw_only=True)
class Truth:
    """A file and all that is true of it."""

    file: Path
    grain: Grain
    format: str
    encoding: str | None
    delimiter: str | None
    tables: tuple[TableTruth, ...]
    faults: tuple[FaultTruth, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same as plain values, with the file's name only."""
        return asdict(self) | {"file": self.file.name}
