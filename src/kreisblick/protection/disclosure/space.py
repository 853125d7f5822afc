"""Space: the variables behind a cube's published cells.

Atoms (one code of every dimension in one area) that no published slice tells apart are one
variable. A delivery of margins without the table behind them gets variables per margin, tied
together where they must add up to the same.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.answers import Answer, Ground
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import ENDLESS
from kreisblick.statistics.cube import ANY, Cube, Observation, Slice

__all__ = ["Space", "Variable", "make_space"]

Place = tuple[int, str]  # number of the slice, area
Margin = list[tuple[dict[str, str], int]]  # codes of shared dimensions, variable
JOIN = "\x1f"  # no code or column holds it


@dataclass(slots=True)
class Variable:
    """A count behind the cells: its value, or bounds where its publisher withheld it."""

    area: str
    value: int | None
    low: int = 0
    high: int = ENDLESS


@dataclass
class Space:
    """The variables of one cube and what its cells are made of.

    Attributes:
        variables: numbered from 0.
        cells: slice and area to the variables that the cell is the sum of.
        totals: known sums over variables, to check and to complete withheld numbers.
        ties: pairs of variable lists that have the same sum.
        limits: pairs of variable lists, the first never smaller than the second.
    """

    variables: list[Variable] = field(default_factory=list)
    cells: dict[Place, list[int]] = field(default_factory=dict)
    totals: list[tuple[list[int], int]] = field(default_factory=list)
    ties: list[tuple[list[int], list[int]]] = field(default_factory=list)
    limits: list[tuple[list[int], list[int]]] = field(default_factory=list)


def make_space(
    cube: Cube, slices: Sequence[Slice], answers: Sequence[dict[str, Answer]], ground: Ground
) -> Space:
    """The variables of a cube for its published slices.

    Raises:
        ProtectionFailedError: a count is negative or has decimals.
    """
    space = Space()
    own = _own_cells(space, _checked(cube), cube.dimensions, slices)
    for number, found in enumerate(answers):
        for _level, area in ground.every:
            if found[area].is_part:
                _place(space, own, found, ground, (number, area))
    return space


def _place(
    space: Space,
    own: dict[Place, list[int]],
    found: dict[str, Answer],
    ground: Ground,
    place: Place,
) -> None:
    """Say what a cell is the sum of: its parts, or, where parts lack, its own variables."""
    number, area = place
    there = [part for part in ground.parts[area] if (number, part) in space.cells]
    below = [v for part in there for v in space.cells[number, part]]
    value = found[area].value
    if found[area].summed:
        space.cells[place] = below
    elif there and len(there) == len(ground.parts[area]):
        space.cells[place] = below
        if value is not None:
            space.totals.append((below, int(value)))
    else:
        space.cells[place] = own[place]
        if value is not None:
            space.totals.append((own[place], int(value)))
        if below:
            space.limits.append((own[place], below))


def _checked(cube: Cube) -> pl.DataFrame:
    numbers = cube.cells.select("value", "lower", "upper").cast(pl.Float64)
    wrong = numbers.filter(
        pl.any_horizontal((pl.all() < 0) | ~pl.all().is_finite() | (pl.all() != pl.all().floor()))
    )
    if wrong.height:
        raise ProtectionFailedError(
            _(
                "Cube '{cube}': {count} cells are negative or have decimals. Count them again."
            ).format(cube=cube.key, count=wrong.height)
        )
    withheld = pl.col("observation") == Observation.WITHHELD_BY_SOURCE.value
    usable = cube.cells.filter(pl.col("value").is_not_null() | withheld)
    return usable.with_columns(pl.col("value", "lower", "upper").cast(pl.Int64))


def _own_cells(
    space: Space, cells: pl.DataFrame, dimensions: Sequence[str], slices: Sequence[Slice]
) -> dict[Place, list[int]]:
    """Variables for every area's own rows; gives the variables of each slice and area."""
    held = pl.concat_str(
        [pl.when(pl.col(d) == ANY).then(pl.lit("")).otherwise(pl.lit(d)) for d in dimensions]
        or [pl.lit("")],
        separator=JOIN,
    )
    cells = cells.with_columns(held.alias("table"))
    kinds = cells.group_by("level", "area").agg(pl.col("table").unique().sort().alias("tables"))
    found: dict[Place, list[int]] = defaultdict(list)
    groups = cells.join(kinds, on=["level", "area"]).sort("tables", "level", "area")
    for key, group in groups.group_by("tables", maintain_order=True):
        names: list[str] = list(key[0])
        tables = _widest([frozenset(name.split(JOIN)) - {""} for name in names])
        _add_group(space, found, group, tables, dimensions, slices)
    return found


def _widest(tables: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    return sorted((t for t in tables if not any(t < other for other in tables)), key=sorted)


def _add_group(
    space: Space,
    found: dict[Place, list[int]],
    group: pl.DataFrame,
    tables: list[frozenset[str]],
    dimensions: Sequence[str],
    slices: Sequence[Slice],
) -> None:
    """The variables of areas that were delivered with the same tables."""
    margins: dict[str, list[tuple[frozenset[str], Margin]]] = defaultdict(list)
    taken: set[int] = set()
    for table in tables:
        asked = {
            number: question
            for number, question in enumerate(slices)
            if number not in taken and {name for name, _codes in question.where} <= table
        }
        taken |= set(asked)
        rows = group.filter(
            *[(pl.col(d) != ANY) if d in table else (pl.col(d) == ANY) for d in dimensions]
        )
        shared = sorted(d for d in table if any(d in other for other in tables if other != table))
        for area, margin in _add_table(space, found, rows, asked, shared).items():
            margins[area].append((table, margin))
    for area in sorted(margins):
        _tie(space, margins[area])


def _add_table(
    space: Space,
    found: dict[Place, list[int]],
    rows: pl.DataFrame,
    asked: Mapping[int, Slice],
    shared: Sequence[str],
) -> dict[str, Margin]:
    """One variable for rows of an area that neither a slice nor another table tells apart."""
    margins: dict[str, Margin] = defaultdict(list)
    for row in _collapse(rows, asked, shared).iter_rows(named=True):
        number = len(space.variables)
        space.variables.append(_variable(row))
        for place in asked:
            if row[f"in{place}"]:
                found[place, row["area"]].append(number)
        margins[row["area"]].append(({name: row[name] for name in shared}, number))
    return margins


def _collapse(
    rows: pl.DataFrame, asked: Mapping[int, Slice], shared: Sequence[str]
) -> pl.DataFrame:
    patterns = [_inside(question).alias(f"in{place}") for place, question in asked.items()]
    rows = rows.sort(pl.all().exclude("tables"))
    unknown = pl.when(pl.col("value").is_null()).then(pl.int_range(pl.len())).otherwise(-1)
    names = ["area", *shared, *[f"in{place}" for place in asked], "unknown"]
    return (
        rows.with_columns(*patterns, unknown=unknown)
        .group_by(names)
        .agg(
            pl.when(pl.col("value").is_not_null().all()).then(pl.col("value").sum()).alias("value"),
            pl.col("lower").first(),
            pl.col("upper").first(),
        )
        .sort(names)
    )


def _inside(question: Slice) -> pl.Expr:
    tests = [pl.col(name).is_in(list(codes)) for name, codes in question.where]
    return pl.all_horizontal(tests or [pl.lit(value=True)])


def _variable(row: Mapping[str, object]) -> Variable:
    area, value, lower, upper = (row[name] for name in ("area", "value", "lower", "upper"))
    if isinstance(value, int):
        return Variable(str(area), value)
    low = lower if isinstance(lower, int) else 0
    return Variable(str(area), None, low, upper if isinstance(upper, int) else ENDLESS)


def _tie(space: Space, tables: Sequence[tuple[frozenset[str], Margin]]) -> None:
    """Two tables of one area add up to the same over the dimensions they share."""
    for (one, first), (two, second) in combinations(tables, 2):
        common = sorted(one & two)
        left, right = _by_codes(first, common), _by_codes(second, common)
        for codes in sorted(left.keys() | right.keys()):
            space.ties.append((left.get(codes, []), right.get(codes, [])))


def _by_codes(margin: Margin, common: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for codes, number in margin:
        found[tuple(codes[name] for name in common)].append(number)
    return found
