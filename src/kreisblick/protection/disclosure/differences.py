"""Differences: groups nobody publishes, but anybody can compute from what is published.

Women published beside everybody tell the men. A group can be computed in every area when its
atoms are a linear combination of the published slices.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import polars as pl

from kreisblick.statistics.cube import ANY, Slice

__all__ = ["Group", "derivable_groups"]

EXACT = 1e-7  # distances of 0/1 vectors from a plane are zero or far above this
Vector = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Group:
    """A group that can be computed from published slices.

    Attributes:
        patterns: for each kind of atom in it, the published slices that hold it.
        slice: the group itself, or with ``base`` the smaller slice to take away.
        base: the larger slice of a difference; None when ``slice`` is the group.
    """

    patterns: frozenset[frozenset[int]]
    slice: Slice
    base: Slice | None


def derivable_groups(
    cells: pl.DataFrame, dimensions: Sequence[str], slices: Sequence[Slice]
) -> list[Group]:
    """All groups that differences of the slices tell and that are no published slice."""
    asked = sorted({name for question in slices for name, _codes in question.where})
    codes = [sorted(set(cells[name].unique()) - {ANY}) for name in dimensions if name in asked]
    atoms = list(product(*codes))
    names = [name for name in dimensions if name in asked]
    members = np.array([[_holds(q, names, atom) for atom in atoms] for q in slices], np.bool_)
    if not members.size:
        return []
    plane = _plane(members)
    known = {row.tobytes() for row in members}
    found = []
    for vector, question, base in _candidates(members, slices, names, codes, atoms):
        key = vector.tobytes()
        if key not in known and vector.any() and _lies_in(vector, plane):
            known.add(key)
            found.append(Group(_patterns(members, vector), question, base))
    return found


def _holds(question: Slice, names: Sequence[str], atom: Sequence[str]) -> bool:
    code = dict(zip(names, atom, strict=True))
    return all(code[name] in wanted for name, wanted in question.where)


def _plane(members: Vector) -> npt.NDArray[np.float64]:
    """Orthonormal directions of everything that can be computed."""
    _u, size, directions = np.linalg.svd(members.astype(np.float64), full_matrices=False)
    return np.asarray(directions[size > EXACT * max(members.shape)])


def _lies_in(vector: Vector, plane: npt.NDArray[np.float64]) -> bool:
    number = vector.astype(np.float64)
    return bool(np.abs(number - plane.T @ (plane @ number)).max() < EXACT)


def _candidates(
    members: Vector,
    slices: Sequence[Slice],
    names: Sequence[str],
    codes: Sequence[Sequence[str]],
    atoms: Sequence[tuple[str, ...]],
) -> Iterator[tuple[Vector, Slice, Slice | None]]:
    """Slice minus smaller slice; slice narrowed to one code; single atoms."""
    for base, large in zip(slices, members, strict=True):
        for question, small in zip(slices, members, strict=True):
            if question != base and not (small & ~large).any():
                yield large & ~small, question, base
    columns = np.array(atoms, dtype=object).reshape(len(atoms), len(names))
    for base, large in zip(slices, members, strict=True):
        for place, name in enumerate(names):
            for code in codes[place]:
                narrowed = {**dict(base.where), name: (code,)}
                yield large & (columns[:, place] == code), Slice.of(narrowed), None
    for number, atom in enumerate(atoms):
        single = np.zeros(len(atoms), np.bool_)
        single[number] = True
        yield single, Slice.of({n: (c,) for n, c in zip(names, atom, strict=True)}), None


def _patterns(members: Vector, vector: Vector) -> frozenset[frozenset[int]]:
    return frozenset(
        frozenset(int(i) for i in members[:, atom].nonzero()[0]) for atom in vector.nonzero()[0]
    )
