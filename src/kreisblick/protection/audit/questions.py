"""What a stranger would like to know: withheld cells, and what is left of a whole without them."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from kreisblick.protection.audit.model import Need
from kreisblick.protection.audit.system import Expression, Key, System

__all__ = ["Question", "ask", "ask_about", "unpublished_slices"]

PLUS = "+"  # between the numbers of pieces
NOTHING = Expression(0.0, np.empty(0, dtype=np.int64))


@dataclass(frozen=True, kw_only=True)
class Question:
    """One quantity as ``known + Σ sign · atom``, and the interval it needs.

    Attributes:
        name: date, generation, cube, slice, area; with ``base −`` before a complement.
        need: what had to stay possible; None asks for a width only.
    """

    name: str
    known: float
    atoms: np.ndarray = field(repr=False)
    signs: np.ndarray = field(repr=False)
    need: Need | None


def unpublished_slices(targets: pl.DataFrame | None) -> dict[str, set[str]]:
    """The slices of each cube that the targets name, published or not."""
    found: dict[str, set[str]] = {}
    if targets is not None:
        for cube, name in targets.select("cube", "slice").unique().iter_rows():
            found.setdefault(cube, set()).add(name)
    return found


def ask(system: System, when: str, targets: pl.DataFrame | None) -> list[Question]:
    """The questions of one date: the sealed targets, or every withheld cell without them."""
    if targets is None:
        cells = sorted(system.withheld)
        return [_question(system, when, key, None, None) for key in cells]
    found: dict[str, Question] = {}
    columns = ["cube", "slice", "area", "base_cube", "base_slice"]
    needs = ["required_lower", "required_upper"]
    for cube, name, area, base, base_slice, lower, upper in targets.select(
        *columns, *needs
    ).iter_rows():
        whole = None if base is None else (base, base_slice, area)
        question = _question(system, when, (cube, name, area), whole, (lower, upper))
        found[question.name] = _wider(question, found.get(question.name))
    return [found[name] for name in sorted(found)]


def ask_about(system: System, when: str, cell: Key) -> Question:
    """The question for one cell; nothing is required of it."""
    return _question(system, when, cell, None, None)


def _question(
    system: System, when: str, cell: Key, whole: Key | None, need: Need | None
) -> Question:
    part = _expression(system, cell)
    name = f"{when} {'/'.join(cell)}"
    if whole is None:
        ones = np.ones(len(part.atoms))
        return Question(name=name, known=part.known, atoms=part.atoms, signs=ones, need=need)
    base = _expression(system, whole)
    return Question(
        name=f"{when} {'/'.join(whole)} \u2212 {'/'.join(cell[:2])}",
        known=base.known - part.known,
        atoms=np.concatenate([base.atoms, part.atoms]),
        signs=np.concatenate([np.ones(len(base.atoms)), -np.ones(len(part.atoms))]),
        need=need,
    )


def _expression(system: System, cell: Key) -> Expression:
    """What is known of a cell, or of a cell over several pieces (``3+7``)."""
    if cell in system.expressions or PLUS not in cell[2]:
        return system.expressions.get(cell, NOTHING)
    parts = [system.expressions.get((*cell[:2], piece)) for piece in cell[2].split(PLUS)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return NOTHING
    atoms = np.concatenate([part.atoms for part in known])
    return Expression(sum(part.known for part in known), atoms)


def _wider(question: Question, other: Question | None) -> Question:
    if other is None or other.need is None or question.need is None:
        return question
    need = (min(question.need[0], other.need[0]), max(question.need[1], other.need[1]))
    return Question(
        name=question.name,
        known=question.known,
        atoms=question.atoms,
        signs=question.signs,
        need=need,
    )
