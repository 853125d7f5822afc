"""The joint system of one reference date: everything published, as sums of unknown atoms.

Atoms are smallest area × pattern, where a pattern is a set of code combinations that every
published slice of the cube either holds wholly or not at all (the common refinement). What is
published is put in as a number at once, so that only the unknown remains and the system falls
into small components.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import polars as pl
from scipy import sparse

from kreisblick.protection.audit.files import Published
from kreisblick.protection.audit.ground import Ground, told_of_pieces
from kreisblick.protection.audit.model import CircularAreasError

__all__ = ["Expression", "Key", "System", "build_system", "parse_slice"]

OPEN = ("counted", "estimated", "withheld_by_source", "not_delivered")
Key = tuple[str, str, str]  # cube, slice, area


@dataclass(frozen=True)
class Expression:
    """A cell as a known part plus a sum of unknown atoms."""

    known: float
    atoms: np.ndarray


@dataclass(kw_only=True)
class System:
    """Rows ``lower ≤ Σ sign · atom ≤ upper`` with atoms ≥ 0, and what is withheld.

    Attributes:
        rows: per row its atoms and their signs (1 for a part, −1 for the part of a share).
        lower, upper: bounds of the rows.
        links: numbers of the rows that say that a part is not larger than its whole.
        expressions: every cell that is open, known or not.
        suppressed: cells that were counted and are not shown.
        by_source: cells that their source hides.
        estimated: cells that were broken down or converted: they may exceed their whole.
        width: number of atoms.
        towns: per atom a number for the area that its own area is a part of.
    """

    rows: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    expressions: dict[Key, Expression] = field(default_factory=dict)
    suppressed: set[Key] = field(default_factory=set)
    by_source: set[Key] = field(default_factory=set)
    estimated: set[Key] = field(default_factory=set)
    width: int = 0
    towns: list[int] = field(default_factory=list)

    @property
    def withheld(self) -> list[Key]:
        """The suppressed cells; what another publisher withholds is for that one to guard."""
        open_cells = ((key, e) for key, e in self.expressions.items() if key in self.suppressed)
        return [key for key, expression in open_cells if len(expression.atoms)]

    def add(self, atoms: np.ndarray, lower: float, upper: float, signs: np.ndarray) -> None:
        """One more thing a stranger knows."""
        if len(atoms):
            self.rows.append((atoms, signs))
            self.lower.append(lower)
            self.upper.append(upper)

    def matrix(self) -> sparse.csr_matrix:
        """All rows as a sparse matrix (rows × atoms)."""
        lengths = [len(atoms) for atoms, _ in self.rows]
        pointers = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        columns = np.concatenate([a for a, _ in self.rows]) if self.rows else np.empty(0, np.int64)
        signs = np.concatenate([s for _, s in self.rows]) if self.rows else np.empty(0)
        return sparse.csr_matrix((signs, columns, pointers), shape=(len(self.rows), self.width))


@dataclass(frozen=True, kw_only=True)
class _Cells:
    """The cells of one cube, by slice and area."""

    cube: str
    value: dict[tuple[str, str], float | None]
    bounds: dict[tuple[str, str], tuple[float | None, float | None]]
    children: dict[str, list[str]]
    slices: list[str]


def parse_slice(key: str) -> dict[str, set[str]]:
    """The codes a slice's name asks for.

    >>> sorted(parse_slice("age=0-2|3-5;sex=female")["age"])
    ['0-2', '3-5']
    >>> parse_slice("all")
    {}
    """
    if key == "all":
        return {}
    parts = (part.split("=", 1) for part in key.split(";"))
    return {name: set(codes.split("|")) for name, codes in parts}


def build_system(
    published: Published,
    cells: pl.DataFrame,
    more: Mapping[str, Collection[str]] | None = None,
    ground: Ground | None = None,
) -> System:
    """The joint system of the cells of one date and ground, over all cubes.

    Args:
        published: the structure.
        cells: of that date and ground, named as the ground does.
        more: per cube slices that were not published, but that somebody may ask for.
        ground: of which pieces the areas are made.
    """
    system = System()
    inside = {} if ground is None else ground.inside
    asked = more or {}
    for cube in cells["cube"].unique(maintain_order=True).sort():
        table = cells.filter((pl.col("cube") == cube) & pl.col("observation").is_in(OPEN))
        if table.height:
            system.expressions |= _add_cube(
                system, _read_cube(published, cube, table, asked.get(cube, ()), inside), published
            )
    hidden = cells.filter(pl.col("confidentiality") != "free")
    system.suppressed = set(hidden.select("cube", "slice", "area").iter_rows())
    source = (pl.col("observation") == "withheld_by_source") & pl.col("value").is_null()
    by_source = cells.filter(source & (pl.col("confidentiality") == "free"))
    system.by_source = set(by_source.select("cube", "slice", "area").iter_rows())
    guessed = cells.filter(pl.col("observation") == "estimated")
    system.estimated = set(guessed.select("cube", "slice", "area").iter_rows())
    _add_shares(system, published, system.expressions)
    return system


def _read_cube(
    published: Published,
    cube: str,
    table: pl.DataFrame,
    more: Collection[str],
    inside: Mapping[str, Sequence[str]],
) -> _Cells:
    children = _parts_of(published, cube, table, inside)
    columns = ["slice", "area", "value", "lower", "upper"]
    rows = list(table.select(columns).iter_rows())
    value = {(name, area): value for name, area, value, _, _ in rows}
    return _Cells(
        cube=cube,
        value=told_of_pieces(value, children) | value,
        bounds={(name, area): (least, most) for name, area, _, least, most in rows},
        children=children,
        slices=sorted({row[0] for row in rows} | set(more)),
    )


def _parts_of(
    published: Published, cube: str, table: pl.DataFrame, inside: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """What each area of a cube is the sum of: pieces of all geographies, or smaller areas."""
    areas = sorted(set(table["area"]))
    children: dict[str, list[str]] = {area: [] for area in areas}
    if cube in published.never_added:
        return children
    if inside:
        made_of = {area: list(inside.get(area, ())) for area in areas}
        return {piece: [] for found in made_of.values() for piece in found} | made_of
    parents = published.parents.get(str(table["generation"][0]), {})
    for area in areas:
        parent = parents.get(area)
        if parent in children:
            children[parent].append(area)
    return children


def _add_cube(system: System, cells: _Cells, published: Published) -> dict[Key, Expression]:
    patterns = _patterns(published.codes.get(cells.cube, {}), cells.slices)
    found: dict[tuple[str, str], Expression] = {}
    towns = _towns(cells.children)
    for leaf in sorted(area for area, below in cells.children.items() if not below):
        found |= _add_leaf(system, cells, leaf, patterns)
        system.towns += [towns.get(leaf, 0)] * (system.width - len(system.towns))
    for name in cells.slices:
        for area in _bottom_up(cells.children):
            _add_parent(system, cells, name, area, found)
    return {(cells.cube, name, area): expression for (name, area), expression in found.items()}


def _patterns(codes: dict[str, list[str]], slices: Sequence[str]) -> np.ndarray:
    """Distinct membership rows (pattern × slice) over all code combinations asked for."""
    asked = [parse_slice(name) for name in slices]
    used = sorted({name for question in asked for name in question})
    rows = [
        [all(combo[used.index(n)] in wanted for n, wanted in q.items()) for q in asked]
        for combo in product(*[codes[name] for name in used])
    ]
    distinct: np.ndarray = np.unique(np.array(rows), axis=0)
    return distinct[distinct.any(axis=1)]


def _add_leaf(
    system: System, cells: _Cells, leaf: str, patterns: np.ndarray
) -> dict[tuple[str, str], Expression]:
    """The cells of a smallest area; one whose cells are all known needs no atoms."""
    known = {name: cells.value.get((name, leaf)) for name in cells.slices}
    if all(value is not None for value in known.values()):
        nothing = np.empty(0, dtype=np.int64)
        return {(n, leaf): Expression(float(v or 0), nothing) for n, v in known.items()}
    found: dict[tuple[str, str], Expression] = {}
    for i, name in enumerate(cells.slices):
        atoms = system.width + np.flatnonzero(patterns[:, i])
        value = known[name]
        if value is None:
            found[name, leaf] = Expression(0.0, atoms)
            _add_bounds(system, found[name, leaf], cells.bounds.get((name, leaf), (None, None)))
        else:
            found[name, leaf] = Expression(value, np.empty(0, dtype=np.int64))
            system.add(atoms, value, value, np.ones(len(atoms)))
    system.width += patterns.shape[0]
    return found


def _add_parent(
    system: System,
    cells: _Cells,
    name: str,
    area: str,
    found: dict[tuple[str, str], Expression],
) -> None:
    parts = [found[name, child] for child in cells.children[area]]
    known = sum(part.known for part in parts)
    atoms = np.concatenate([part.atoms for part in parts])
    value = cells.value.get((name, area))
    if value is None:
        found[name, area] = Expression(known, atoms)
        _add_bounds(system, found[name, area], cells.bounds.get((name, area), (None, None)))
    else:
        found[name, area] = Expression(value, np.empty(0, dtype=np.int64))
        system.add(atoms, value - known, value - known, np.ones(len(atoms)))


def _add_bounds(
    system: System, cell: Expression, bounds: tuple[float | None, float | None]
) -> None:
    least, most = bounds
    if least is not None or most is not None:
        lower = (least or 0.0) - cell.known
        upper = np.inf if most is None else most - cell.known
        system.add(cell.atoms, lower, upper, np.ones(len(cell.atoms)))


def _towns(children: dict[str, list[str]]) -> dict[str, int]:
    """A number for the area that each area is a part of: of several the largest below the whole."""
    most = max((len(below) for below in children.values()), default=0)
    sizes = [(len(below) < most, len(below), area) for area, below in children.items() if below]
    parents = [area for _proper, _size, area in sorted(sizes)]
    return {part: number for number, area in enumerate(parents) for part in children[area]}


def _bottom_up(children: dict[str, list[str]]) -> Iterable[str]:
    """Areas with parts, each after all of its parts."""
    done = {area for area, below in children.items() if not below}
    waiting = sorted(set(children) - done)
    while waiting:
        ready = [area for area in waiting if all(part in done for part in children[area])]
        if not ready:
            raise CircularAreasError(waiting[0])
        yield from ready
        done.update(ready)
        waiting = [area for area in waiting if area not in done]


def _add_shares(system: System, published: Published, found: dict[Key, Expression]) -> None:
    """Rows whole − part ≥ 0: nobody is counted in a part who does not belong to the whole."""
    areas: dict[tuple[str, str], list[str]] = {}
    for cube, name, area in found:
        areas.setdefault((cube, name), []).append(area)
    for part, whole in sorted(set(published.shares)):
        if part[0] == whole[0]:
            continue  # inside one cube the atoms already say so
        for area in sorted(set(areas.get(part, [])) & set(areas.get(whole, []))):
            if {(*whole, area), (*part, area)} & system.estimated:
                continue
            large, small = found[*whole, area], found[*part, area]
            atoms = np.concatenate([large.atoms, small.atoms])
            signs = np.concatenate([np.ones(len(large.atoms)), -np.ones(len(small.atoms))])
            if len(atoms):
                system.links.append(len(system.rows))
            system.add(atoms, small.known - large.known, np.inf, signs)
