"""Assemble: all cubes of a date become one joint system with its requirements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kreisblick.protection.disclosure.answers import Answer, Ground
from kreisblick.protection.disclosure.costs import cost_of
from kreisblick.protection.disclosure.sources import Source
from kreisblick.protection.suppression import ENDLESS, Kind, Need, SystemBuilder

__all__ = ["Cell", "Joint", "Record", "assemble"]

Cell = tuple[str, int, str]  # cube, number of the slice, area


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the sealed record."""

    cube: str
    slice: str
    base_cube: str | None
    base_slice: str | None
    level: str
    area: str
    kind: str
    value: int
    lower: int
    upper: int


@dataclass
class Joint:
    """The system while it is put together.

    Attributes:
        rows: row of each cell that has a number or bounds.
        first: number of each cube's first variable.
        hidden: rows that are hidden for their own sake.
        records: what has to be protected, for the sealed record.
        facts: rows of figures that were released earlier, and their cells.
    """

    sources: Mapping[str, Source]
    ground: Ground
    builder: SystemBuilder = field(default_factory=SystemBuilder)
    rows: dict[Cell, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    facts: dict[int, Cell] = field(default_factory=dict)

    def terms(self, cell: Cell) -> list[int]:
        """The variables that a cell is the sum of."""
        cube, number, area = cell
        start = self.first[cube]
        return [start + v for v in self.sources[cube].space.cells.get((number, area), [])]

    def answer(self, cell: Cell) -> Answer:
        """The cell before protection."""
        cube, number, area = cell
        return self.sources[cube].answers[number][area]

    def shows(self, cell: Cell) -> bool:
        """Whether the cell is asked for now; others were released earlier."""
        cube, number, area = cell
        source = self.sources[cube]
        return source.slices[number] in source.published and area not in self.ground.unpublished

    def generation(self, cube: str, area: str) -> str | None:
        """The geography that an area of a cube belongs to; pieces belong to none."""
        if area not in self.ground.parts:
            return None
        own = self.sources[cube].cube.generation
        return self.ground.labels.get(area, (own, area))[0]

    def hide(self, cell: Cell) -> None:
        """Mark a cell that must be hidden for its own sake."""
        row = self.rows[cell]
        kind, *rest, _hidden = self.builder.rows[row]
        if kind == Kind.CELL:
            self.builder.rows[row] = (kind, *rest, True)  # type: ignore[assignment]

    def need(self, row: int, value: int, low: int, high: int, *, strict: bool = False) -> None:
        """Another table must show ``low`` in a row, one ``high``.

        ``strict``: to readers who know that what is hidden is no zero it must not be exact.
        """
        if high > value:
            self.builder.needs.append(Need(row=row, sign=1, amount=high - value, strict=False))
            if strict:  # not exact either way
                self.builder.needs.append(Need(row=row, sign=0, amount=1, strict=True))
        if low < value:
            self.builder.needs.append(Need(row=row, sign=-1, amount=value - low, strict=False))


def assemble(sources: Mapping[str, Source], ground: Ground) -> Joint:
    """Variables and rows of all cubes; shares and needs are added by ``require``."""
    joint = Joint(sources, ground)
    # one system, so the strictest rule set holds for all of it
    joint.builder.coalition = max((one.rules.coalition for one in sources.values()), default=0)
    towns = {town: i for i, town in enumerate(sorted(set(ground.town.values())))}
    for key, source in sources.items():
        joint.first[key] = len(joint.builder.variables)
        for variable, value in zip(source.space.variables, source.values, strict=True):
            block = towns.get(ground.town.get(variable.area, ""), -1)
            joint.builder.add_variable(value, block=block, low=variable.low, high=variable.high)
        _add_cells(joint, key, source)
        _add_conditions(joint, key, source)
    return joint


def _add_cells(joint: Joint, key: str, source: Source) -> None:
    for number, question in enumerate(source.slices):
        for level, area in joint.ground.areas:
            found = source.answers[number][area]
            if source.own and found.is_part:
                weight = cost_of(level, question, int(found.value or 0))
                _add_cell(joint, (key, number, area), found, weight)


def _add_cell(joint: Joint, cell: Cell, found: Answer, weight: float) -> None:
    terms = joint.terms(cell)
    free_zeros = joint.sources[cell[0]].rules.zeros == "free"
    if found.value is None:
        low, high, value = _bounds(joint, terms)
        row = joint.builder.add_row(terms, Kind.GUARD, value, floor=low, ceiling=high)
    elif found.value == 0 and free_zeros:
        row = joint.builder.add_row(terms, Kind.FACT, 0)
    else:
        row = joint.builder.add_row(
            terms,
            Kind.CELL,
            int(found.value),
            strict_floor=1 if free_zeros else 0,
            weight=weight,
        )
    joint.rows[cell] = row


def _bounds(joint: Joint, terms: Iterable[int]) -> tuple[int, int, int]:
    """Bounds and value of a sum over variables of which some are withheld."""
    every = [joint.builder.variables[term] for term in terms]
    high = sum(high for _x, _low, high, _block in every)
    return sum(v[1] for v in every), min(high, ENDLESS), sum(v[0] for v in every)


def _add_conditions(joint: Joint, key: str, source: Source) -> None:
    start = joint.first[key]
    for left, right in source.space.ties:
        plus, minus = [start + v for v in left], [start + v for v in right]
        joint.builder.add_row(plus, Kind.FACT, 0, minus=minus)
    for whole, parts in source.space.limits:
        plus, minus = [start + v for v in whole], [start + v for v in parts]
        value = sum(joint.builder.variables[v][0] for v in plus)
        value -= sum(joint.builder.variables[v][0] for v in minus)
        joint.builder.add_row(plus, Kind.GUARD, value, minus=minus)
