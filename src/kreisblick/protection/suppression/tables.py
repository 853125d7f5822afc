"""Tables: the published cells of a spec, and which of them add up to which."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from kreisblick.protection.suppression.residual import Relation
from kreisblick.protection.suppression.spec import Spec
from kreisblick.protection.suppression.system import Ints

__all__ = ["Cell", "Key", "Tables"]

Key = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """One published cell.

    Attributes:
        columns: of its table; ``codes`` in the same order.
        value: what it is.
        terms: the variables that it is the sum of.
        depth: how many levels above the finest it lies in the first dimension with several.
    """

    columns: tuple[str, ...]
    codes: tuple[str, ...]
    value: int
    terms: Ints = field(repr=False)
    depth: int

    @cached_property
    def key(self) -> Key:
        """Columns with codes."""
        return frozenset(zip(self.columns, self.codes, strict=True))


@dataclass(frozen=True)
class Tables:
    """All published cells.

    Attributes:
        spec: what is published.
        counts: one row per variable: all columns, ``value``.
        cells: table by table, sorted within.
    """

    spec: Spec
    counts: pl.DataFrame = field(repr=False)
    cells: list[Cell] = field(repr=False)

    @classmethod
    def of(cls, counts: pl.DataFrame, spec: Spec) -> "Tables":
        """The cells of counts that carry their ``variable``."""
        cells = [cell for columns in spec.published for cell in _cells(counts, columns, spec)]
        return cls(spec, counts, cells)

    @cached_property
    def place(self) -> dict[Key, int]:
        """The number of each cell by its columns and codes."""
        return {cell.key: number for number, cell in enumerate(self.cells)}

    def relations(self) -> list[Relation]:
        """Cells that are the sum of the cells of a finer table."""
        found: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
        published = set(self.spec.published)
        for columns in self.spec.published:
            for coarse in self._coarser(columns):
                if coarse in published:
                    self._collect(columns, coarse, found)
        return [Relation(whole, tuple(parts)) for (whole, _t), parts in found.items()]

    def _coarser(self, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The tables with one dimension less deep."""
        for levels in self.spec.dimensions.values():
            inside = [column for column in columns if column in levels]
            if not inside:
                continue
            deepest = max(levels.index(column) for column in inside)
            for table in self.spec.published:
                used = [column for column in table if column in levels]
                others = [column for column in table if column not in levels]
                less = all(levels.index(column) < deepest for column in used)
                if less and others == [c for c in columns if c not in levels]:
                    yield table

    def _collect(
        self,
        fine: tuple[str, ...],
        coarse: tuple[str, ...],
        found: dict[tuple[int, tuple[str, ...]], list[int]],
    ) -> None:
        """Every part of the fine table that lies in one cell of the coarse one."""
        both = self.counts.select(list(dict.fromkeys([*fine, *coarse]))).unique()
        if both.height > self.counts.select(list(fine)).unique().height:
            return  # a part lies in several wholes
        for row in both.sort(both.columns).iter_rows(named=True):
            whole = self.place[frozenset((c, row[c]) for c in coarse)]
            part = self.place[frozenset((c, row[c]) for c in fine)]
            found[whole, fine].append(part)

    def overlaps(self) -> Iterator[tuple[int, Ints]]:
        """Value and variables of what cells of two tables have in common, or not in common.

        Only where neither table is finer and their crossing is not published itself.
        """
        known = {cell.terms.tobytes() for cell in self.cells}
        tables = [frozenset(table) for table in self.spec.published]
        asked = set()
        for one in self.spec.published:
            for other in self.spec.published:
                both = frozenset({*one, *other})
                if both in tables or both in asked:
                    continue
                asked.add(both)
                crossing = tuple(c for c in self.spec.columns if c in both)
                for cell in _cells(self.counts, crossing, self.spec):
                    for terms in self._pieces(cell, (one, other)):
                        if terms.tobytes() not in known:
                            known.add(terms.tobytes())
                            yield int(self.values[terms].sum()), terms

    @cached_property
    def values(self) -> Ints:
        """The value of each variable."""
        return self.counts["value"].to_numpy().astype(np.int64)

    def _pieces(self, cell: Cell, tables: Sequence[tuple[str, ...]]) -> Iterator[Ints]:
        yield cell.terms
        codes: Mapping[str, str] = dict(cell.key)
        for table in tables:
            whole = self.cells[self.place[frozenset((c, codes[c]) for c in table)]]
            yield np.setdiff1d(whole.terms, cell.terms)


def _cells(counts: pl.DataFrame, columns: Sequence[str], spec: Spec) -> Iterator[Cell]:
    long = max(spec.dimensions.values(), key=len, default=())
    depth = len(long) - sum(column in columns for column in long) if len(long) > 1 else 0
    sums = [pl.col("value").sum(), pl.col("variable").sort().alias("terms")]
    grouped = (
        counts.group_by(columns).agg(sums).sort(columns)
        if columns
        else counts.select(pl.col("value").sum(), pl.col("variable").implode().alias("terms"))
    )
    for *codes, value, terms in grouped.select(*columns, "value", "terms").iter_rows():
        yield Cell(tuple(columns), tuple(codes), value, np.array(terms, np.int64), depth)
