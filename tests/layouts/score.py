"""Compare what a reader saw in a delivery with what is true of it.

Knows no reader: whoever is scored hands over the tables it saw, and the places it complained of.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML
from tests.layouts.model import ColumnTruth, FaultTruth, TableTruth, Truth

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CUBES = Path(__file__).parents[2] / "catalogue" / "cubes"


@dataclass(frozen=True, kw_only=True)
class SeenColumn:
    """What a reader takes a column for."""

    means: str
    set: Mapping[str, str] = field(default_factory=dict)
    period: str | None = None


@dataclass(frozen=True, kw_only=True)
class SeenTable:
    """A table as a reader saw it; rows and columns count from 1 as in the truth."""

    sheet: str | None
    heading_rows: tuple[int, ...]
    data_rows: frozenset[int]
    columns: Mapping[int, SeenColumn]
    texts: Mapping[tuple[int, int], str]


@dataclass(kw_only=True)
class Share:
    """So many of so many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one more case."""
        self.right += right
        self.of += 1

    def __add__(self, other: "Share") -> "Share":
        return Share(right=self.right + other.right, of=self.of + other.of)

    def __str__(self) -> str:
        return f"{self.right}/{self.of}" if self.of else "-"

    @property
    def percent(self) -> float:
        """In percent; 100 where there was nothing to get right."""
        return 100 * self.right / self.of if self.of else 100.0


PARTS = ("headings", "rows", "not_rows", "means", "sets", "zeros", "signs", "second_year", "faults")


@dataclass(kw_only=True)
class Score:
    """One layout's result; ``wrong`` says in words what was missed.

    ``headings``: tables whose heading rows are exactly right. ``rows``: data rows found.
    ``not_rows``: sums, groups, footnotes kept apart from the data. ``means``, ``sets``: columns.
    ``zeros``: texts with leading zeros unchanged. ``signs``: signs kept apart from zero.
    ``second_year``: deliveries that ran without a hand. ``faults``: named by their place.
    """

    headings: Share = field(default_factory=Share)
    rows: Share = field(default_factory=Share)
    not_rows: Share = field(default_factory=Share)
    means: Share = field(default_factory=Share)
    sets: Share = field(default_factory=Share)
    zeros: Share = field(default_factory=Share)
    signs: Share = field(default_factory=Share)
    second_year: Share = field(default_factory=Share)
    faults: Share = field(default_factory=Share)
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        sums = {part: getattr(self, part) + getattr(other, part) for part in PARTS}
        return Score(**sums, wrong=self.wrong + other.wrong)


@cache
def dimensions() -> dict[str, frozenset[str]]:
    """The codes of every dimension of the shipped cubes."""
    found: dict[str, set[str]] = {}
    for path in sorted(CUBES.glob("*.yaml")):
        for dimension in YAML(typ="safe").load(path).get("dimensions", ()):
            found.setdefault(dimension["name"], set()).update(map(str, dimension["codes"]))
    return {name: frozenset(codes) for name, codes in found.items()}


def of_the_catalogue(codes: Mapping[str, str]) -> dict[str, str]:
    """Only dimensions and codes that a shipped cube has: a reader cannot know other words."""
    return {d: c for d, c in codes.items() if c in dimensions().get(d, ())}


def score_tables(truth: Truth, seen: Sequence[SeenTable]) -> Score:
    """How far the tables were found, and what their columns were taken for."""
    score, left = Score(), list(seen)
    for table in truth.tables:
        found = max(left, key=lambda other: _overlap(table, other), default=None)
        if found is None or not _overlap(table, found):
            found = SeenTable(
                sheet=table.sheet, heading_rows=(0,), data_rows=frozenset(), columns={}, texts={}
            )
        else:
            left.remove(found)
        _score_table(table, found, score)
    return score


def _overlap(table: TableTruth, seen: SeenTable) -> int:
    if table.sheet not in (None, seen.sheet):
        return 0
    rows = len({*table.data_rows, *table.heading_rows} & {*seen.data_rows, *seen.heading_rows})
    return rows * len({column.position for column in table.columns} & set(seen.columns))


def _score_table(table: TableTruth, seen: SeenTable, score: Score) -> None:
    exact = table.heading_rows == seen.heading_rows
    if table.record_layout and not seen.heading_rows:  # the names of the fields were told
        exact = not seen.data_rows & {*table.heading_rows, *table.repeated_heading_rows}
    score.headings.add(exact)
    if not exact:
        score.wrong.append(f"{table.name}: headings {seen.heading_rows} not {table.heading_rows}")
    for row in table.data_rows:
        score.rows.add(row in seen.data_rows)
    for row in {*table.total_rows, *table.grouping_rows, *table.footnote_rows}:
        score.not_rows.add(row not in seen.data_rows)
    for column in table.columns:
        _score_column(column, seen.columns.get(column.position), score)
    for zero in table.leading_zeros:
        score.zeros.add(seen.texts.get((zero.row, zero.column)) == zero.text)
    for sign in table.signs:
        text = seen.texts.get((sign.row, sign.column), "")
        score.signs.add(_is_zero(text) if sign.kind == "zero" else text == sign.text)


def _is_zero(text: str) -> bool:
    return text[:1] == "0" and not text.strip("0.,")


def _score_column(truth: ColumnTruth, seen: SeenColumn | None, score: Score) -> None:
    if truth.means == "ignored" and seen is None:
        return
    means = seen.means if seen else "nothing"
    right = means in (truth.means, *truth.also)
    score.means.add(right)
    if not right:
        score.wrong.append(f"{truth.heading!r}: {means} not {truth.means}")
    if truth.means != "value" or ("total" in truth.also and means == "total"):
        return
    told = of_the_catalogue(seen.set) if seen else {}
    sets = [of_the_catalogue(codes) for codes in (truth.set, *truth.also_set)]
    same = seen is not None and told in sets and seen.period == truth.period
    score.sets.add(same)
    if not same:
        score.wrong.append(f"{truth.heading!r}: {told} not {truth.set} {truth.period or ''}")


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What a reader says is wrong: the place in words, the sentence, and marked cells."""

    where: str
    message: str = ""
    cell: tuple[int, int] | None = None
    sheet: str | None = None


def score_faults(faults: Collection[FaultTruth], said: Collection[Complaint]) -> Score:
    """How many faults are named by cell; a repeated row by its row, a column by its heading."""
    score = Score()
    for fault in faults:
        found = any(_names(complaint, fault) for complaint in said)
        score.faults.add(found)
        if not found:
            score.wrong.append(f"{fault.kind} not named at {fault.cell or fault.heading}")
    return score


def _names(said: Complaint, fault: FaultTruth) -> bool:
    if fault.row is None:
        return _flat(fault.heading) in _flat(f"{said.where} {said.message}")
    if fault.sheet is not None and fault.sheet not in (said.sheet or said.where):
        return False
    rows = (fault.row, fault.row - 1) if fault.kind == "duplicate_row" else (fault.row,)
    if said.cell is not None:
        whole_row = fault.kind == "duplicate_row" and said.cell[0] in rows
        return whole_row or said.cell == (fault.row, fault.column)
    words = set(re.findall(r"[A-Z]*\d+", said.where))
    if fault.kind == "duplicate_row":
        return bool({word.lstrip(LETTERS) for word in words} & set(map(str, rows)))
    column = str(fault.column) in words or _flat(fault.heading) in _flat(said.where + said.message)
    return fault.cell in words or (str(fault.row) in words and column)


def _flat(text: str) -> str:
    return " ".join(text.split())
