"""The cube: counts by area and attributes; the slice: a question to it.

Cells are one polars frame: ``level, area, <dimensions>, value, lower, upper, observation``.
A dimension's value is a code or ``*`` (all codes together), so a cube may hold a full cross
table, several margins, or both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto

import polars as pl

__all__ = ["ANY", "Confidentiality", "Cube", "Observation", "Slice", "Unit", "cell_frame"]

ANY = "*"
FIXED_COLUMNS = ("level", "area", "value", "lower", "upper", "observation")


class Observation(StrEnum):
    """Where a number comes from, or why there is none."""

    COUNTED = auto()
    ESTIMATED = auto()  # broken down or converted, with an error
    WITHHELD_BY_SOURCE = auto()  # the publisher's own sign; lower and upper bound it
    NOT_DELIVERED = auto()
    NOT_COVERED = auto()  # the source does not serve this municipality
    NOT_COMPARABLE = auto()  # counted by another definition or on another day than the others
    CANNOT_EXIST = auto()


class Confidentiality(StrEnum):
    """Whether a number may be shown.

    Primary and secondary are told apart in the sealed record only: to say which cell was small
    is to say that it is small.
    """

    FREE = auto()
    SUPPRESSED = auto()


class Unit(StrEnum):
    """What a cube counts; rules name a minimum for each."""

    PERSONS = auto()
    HOUSEHOLDS = auto()
    CASES = auto()
    PROVIDERS = auto()
    PLACES = auto()
    ORDINAL = auto()  # rough categories as ranks; never added, never a mean
    RATE = auto()  # a published rate without its counts; it is never added or converted


@dataclass(frozen=True, order=True)
class Slice:
    """A question to a cube: which codes of which dimensions are counted together.

    Attributes:
        where: sorted pairs of dimension and sorted codes; empty means everybody.
    """

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, where: Mapping[str, Sequence[str]]) -> "Slice":
        """The slice for a mapping of dimension to codes."""
        return cls(
            tuple(sorted((name, tuple(sorted(set(codes)))) for name, codes in where.items()))
        )

    @property
    def key(self) -> str:
        """A readable name that is the same for the same question.

        >>> Slice.of({"sex": ["female"], "age": ["3-5", "0-2"]}).key
        'age=0-2|3-5;sex=female'
        >>> Slice().key
        'all'
        """
        return ";".join(f"{name}={'|'.join(codes)}" for name, codes in self.where) or "all"


@dataclass(frozen=True, kw_only=True)
class Cube:
    """Counts of one kind at one reference date on one set of areas.

    Attributes:
        key: the cube definition's key.
        unit: what is counted.
        generation: key of the area generation that ``area`` belongs to.
        reference_date: the day the counts are valid for.
        dimensions: names of the attribute columns, in order.
        cells: see the module's docstring; ``value`` Int64 (Float64 for rates), null where there
            is no number; ``lower``/``upper`` bound a number that its publisher withheld.
        covered: keys of the municipalities that the source serves at this date.
        contributions: for magnitudes: ``level, area, contributor, value``; null for counts.
        protected_by_source: the publisher already applied disclosure control.
        sources: keys of the accepted deliveries, for the lineage.
    """

    key: str
    unit: Unit
    generation: str
    reference_date: date
    dimensions: tuple[str, ...]
    cells: pl.DataFrame = field(repr=False)
    covered: frozenset[str]
    contributions: pl.DataFrame | None = field(default=None, repr=False)
    protected_by_source: bool = False
    sources: tuple[str, ...] = ()

    def take(self, question: Slice) -> pl.DataFrame:
        """The cells that answer a slice: ``level, area, value, lower, upper, observation``.

        Uses the coarsest table of the cube that holds all dimensions of the question, so a
        delivered margin is preferred to a sum; two margins are never added up. A sum over a cell
        without a number has none; an area that lacks a cell of the table has no answer at all.
        """
        asked = [name for name, _ in question.where]
        table = self.cells.filter(
            *[pl.col(name).is_in(list(codes)) for name, codes in question.where]
        )
        return _add_up(self._coarsest(table, [n for n in self.dimensions if n not in asked]))

    def _coarsest(self, cells: pl.DataFrame, free: Sequence[str]) -> pl.DataFrame:
        """Per area the cells of its coarsest whole table.

        A table is the set of attributes that are told apart; it is whole where an area has as
        many cells as the table has combinations of codes anywhere in the cube.
        """
        told = [pl.when(pl.col(name) != ANY).then(pl.lit(name)) for name in free]
        names = pl.concat_list(told or [pl.lit(None, pl.String)]).list.drop_nulls()
        cells = cells.with_columns(spread=names.list.len(), told=names.list.join(" "))
        codes = pl.struct(self.dimensions) if self.dimensions else pl.lit(0)
        whole = pl.len().over("level", "area", "told") == codes.n_unique().over("told")
        cells = cells.filter(whole)
        first = pl.struct("spread", "told")
        return cells.filter(first == first.min_by(first).over("level", "area"))


def cell_frame(
    rows: pl.DataFrame, dimensions: Sequence[str], *, rate: bool = False
) -> pl.DataFrame:
    """Rows brought into the form of a cube's cells: all columns, types, sorted.

    Missing ``lower``, ``upper`` become null, missing ``observation`` ``counted``, missing
    dimensions ``*``. Counts that are no whole numbers stay as they are: to cut them would hide the
    fault from disclosure control, which refuses them.
    """
    number = pl.Int64 if not rate and _whole(rows) else pl.Float64
    defaults = {
        "lower": pl.lit(None, number),
        "upper": pl.lit(None, number),
        "observation": pl.lit(Observation.COUNTED.value),
        **{name: pl.lit(ANY) for name in dimensions},
    }
    missing = [value.alias(name) for name, value in defaults.items() if name not in rows.columns]
    order = ["level", "area", *dimensions, "value", "lower", "upper", "observation"]
    return (
        rows.with_columns(missing)
        .with_columns(pl.col("value", "lower", "upper").cast(number))
        .select(order)
        .sort(order[:-4])
    )


def _whole(rows: pl.DataFrame) -> bool:
    given = [name for name in ("value", "lower", "upper") if name in rows.columns]
    numbers = rows.select(pl.col(given).cast(pl.Float64))
    return all(((one.is_finite() & (one == one.floor())).all()) for one in numbers)


def _add_up(table: pl.DataFrame) -> pl.DataFrame:
    known = pl.col("value").is_not_null().all()
    return (
        table.group_by("level", "area")
        .agg(
            pl.when(known).then(pl.col("value").sum()).alias("value"),
            _bound("lower", known),
            _bound("upper", known),
            _worst_observation(),
        )
        .sort("level", "area")
    )


def _bound(name: str, known: pl.Expr) -> pl.Expr:
    """The sum of the bounds; one part without a bound leaves the sum without."""
    parts = pl.coalesce(name, "value")
    bounded = ~known & parts.is_not_null().all()
    return pl.when(bounded).then(parts.sum()).alias(name)


def _worst_observation() -> pl.Expr:
    order = list(Observation)
    rank = pl.col("observation").replace_strict({o.value: i for i, o in enumerate(order)})
    worst = rank.max()
    return worst.replace_strict({i: o.value for i, o in enumerate(order)}).alias("observation")
