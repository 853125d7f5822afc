"""The nouns of mapping: what is known beforehand, what a column means, the proposal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.folding import fold_name
from kreisblick.sealed.mapping.own_areas import OwnAreas, as_written, own_areas
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = [
    "Column",
    "ColumnProposal",
    "Known",
    "Meaning",
    "Proposal",
    "Question",
    "RegisterShape",
    "Surroundings",
]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of an unknown table.

    Attributes:
        place: the column's name in the grid (``1``, ``2``, ...).
        heading: as delivered; groups of merged headings are joined by `` | ``.
        cells: its text cells, empty ones null; a sample where the table is long.
        unit: text of the units row, where there is one.
        period: ``YYYY-MM`` or a year, where the column stands for one.
        total: the reader has seen that it is a sum of others.
    """

    place: str
    heading: str
    cells: pl.Series = field(repr=False)
    unit: str | None = None
    period: str | None = None
    total: bool = False


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What stands around a table.

    Attributes:
        file: the file's name without its ending.
        sheet: name of the sheet.
        titles: lines above the table.
    """

    file: str = ""
    sheet: str | None = None
    titles: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it as one text."""
        return " ".join([*self.titles, self.sheet or "", self.file])


@dataclass(frozen=True, kw_only=True)
class RegisterShape:
    """Which fields a register's records have, and the codes of those that are counted by code.

    Attributes:
        records: the record type, as delivery definitions name it.
        fields: all fields that cubes or the register ask for.
        codes: for fields that hold codes: code to its readings in German.
    """

    records: str
    fields: tuple[str, ...]
    codes: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of the district before a file is looked at.

    Attributes:
        territories: loaded generations by key.
        cubes: cube definitions by key.
        registers: by record type.
        earlier: delivery definitions by ``<supplier>/<product>``.
        streets: folded names of the known streets (``street_key``).
        postcodes: known postcodes.
        places: folded names of places in the list of addresses.
        district: official key of the district, five digits; "" when unknown.
    """

    territories: Mapping[str, Territory] = field(default_factory=dict)
    cubes: Mapping[str, CubeDefinition] = field(default_factory=dict)
    registers: Mapping[str, RegisterShape] = field(default_factory=dict)
    earlier: Mapping[str, DeliveryDefinition] = field(default_factory=dict)
    streets: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    district: str = ""

    @cached_property
    def area_keys(self) -> frozenset[str]:
        """Keys and official codes of the planning areas of all generations."""
        return self._keys(AreaLevel.PLANNING_AREA)

    @cached_property
    def area_names(self) -> frozenset[str]:
        """Folded names of the planning areas."""
        return self._names(AreaLevel.PLANNING_AREA)

    @cached_property
    def municipality_keys(self) -> frozenset[str]:
        """Official keys of the municipalities."""
        return self._keys(AreaLevel.MUNICIPALITY)

    @cached_property
    def municipality_names(self) -> frozenset[str]:
        """Folded names of the municipalities."""
        return self._names(AreaLevel.MUNICIPALITY)

    @cached_property
    def district_names(self) -> frozenset[str]:
        """Names of the district in small letters, with the words before them."""
        rows = [r for t in self.territories.values() for r in t.areas.iter_rows(named=True)]
        names = {r["name"] for r in rows if r["level"] == AreaLevel.DISTRICT}
        return frozenset(re.sub(r"\s+", " ", name).strip().casefold() for name in names - {None})

    @cached_property
    def own_areas(self) -> tuple[OwnAreas, ...]:
        """Tables of offices' own areas that the workspace has."""
        return own_areas(self.earlier, sorted(self.territories))

    def _keys(self, level: AreaLevel) -> frozenset[str]:
        rows = [r for t in self.territories.values() for r in t.areas.iter_rows(named=True)]
        found = {r[name] for r in rows for name in ("area", "official_code") if r["level"] == level}
        return frozenset(found - {None})

    def _names(self, level: AreaLevel) -> frozenset[str]:
        rows = [r for t in self.territories.values() for r in t.areas.iter_rows(named=True)]
        return frozenset(fold_name(r["name"]) for r in rows if r["level"] == level and r["name"])


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """One thing a column may be.

    Attributes:
        means: one of the agreed words (``street``, ``birth_year``, ``value`` ...).
        confidence: how often such a statement is right, 0 to 1.
        reasons: sentences on what speaks for it, the strongest first; never a cell's content.
    """

    means: str
    confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ColumnProposal:
    """What a column is taken for.

    Attributes:
        place: the column's name in the grid.
        heading: as delivered.
        means: one of the agreed words.
        confidence: how often such a statement is right, 0 to 1.
        sure: the confidence reaches what runs without a question.
        reason: one sentence.
        alternatives: other meanings, the likeliest first.
        becomes: field of the record or dimension of the cube; None for others.
        as_: how it is typed (``year``, ``code``, ``integer`` ...).
        codes: delivered code to ours, where it holds codes.
        otherwise: our code for all other contents.
        set: for values: dimension to code.
        cube: for values: key of the cube they fill.
        period: for values of one month or year.
        doubts: sentences on what a person should look at.
    """

    place: str
    heading: str
    means: str
    confidence: float
    sure: bool
    reason: str
    alternatives: tuple[Meaning, ...] = ()
    becomes: str | None = None
    as_: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    set: Mapping[str, str] = field(default_factory=dict)
    cube: str | None = None
    period: str | None = None
    doubts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The proposal for a column as plain values."""
        return {
            "column": self.place,
            "heading": self.heading,
            "means": self.means,
            "confidence": round(self.confidence, 3),
            "sure": self.sure,
            "reason": self.reason,
            "alternatives": [
                {"means": other.means, "confidence": round(other.confidence, 3)}
                for other in self.alternatives
            ],
            "field": self.becomes,
            "as": self.as_,
            "codes": dict(self.codes),
            "set": dict(self.set),
            "cube": self.cube,
            "period": self.period,
            "doubts": list(self.doubts),
        }


@dataclass(frozen=True, kw_only=True)
class Question:
    """A doubt that a person settles by a number.

    Attributes:
        about: column in the grid; "" for the whole table.
        words: the question.
        choices: answers, the proposed one first: (what it sets, in words).
    """

    about: str
    words: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """How a table would be read.

    Attributes:
        grain: ``person``, ``aggregate`` or ``facility``.
        grain_reason: one sentence.
        target: record type, cube or service; "" when nothing fits.
        target_reason: one sentence.
        target_sure: whether it stands without a question.
        targets: other targets, the likeliest first.
        columns: left to right.
        content: the definition as plain values, ready to be written; may lack what only a person
            knows.
        notes: what a person should look at, by path in the definition (``columns.sex``).
        faults: why the content is no whole definition yet; empty when it can be read.
    """

    grain: str
    grain_reason: str
    target: str
    target_reason: str
    target_sure: bool
    targets: tuple[str, ...]
    columns: tuple[ColumnProposal, ...]
    content: Mapping[str, Any]
    notes: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether nothing has to be asked."""
        return self.target_sure and not self.faults and all(c.sure for c in self.columns)

    def as_json(self) -> dict[str, Any]:
        """The proposal as plain values."""
        return {
            "grain": self.grain,
            "grain_reason": self.grain_reason,
            "target": self.target,
            "target_reason": self.target_reason,
            "target_sure": self.target_sure,
            "targets": list(self.targets),
            "sure": self.sure,
            "columns": [column.as_json() for column in self.columns],
            "definition": as_written(self.content),
            "notes": dict(self.notes),
            "faults": list(self.faults),
        }
