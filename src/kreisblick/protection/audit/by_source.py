"""By source: figures that their source keeps hidden, and how far what is shown narrows them.

What a source hides is for the source to guard: its own table may say more than it meant to. That
is counted and told. Where only tables of several cubes together give such a figure away, the
joining is ours, and nothing may go out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from kreisblick.base.language import format_decimal
from kreisblick.base.language import translate as _
from kreisblick.protection.audit.first import first_table
from kreisblick.protection.audit.model import Breach, BySource
from kreisblick.protection.audit.parts import Part, split
from kreisblick.protection.audit.program import NEAR
from kreisblick.protection.audit.questions import ask_about
from kreisblick.protection.audit.system import Key, System

__all__ = ["Hidden", "count_sources", "given_away", "hidden_by_source"]

WIDEST = 1500  # atoms of a part up to which its figures are bounded, not only subtracted


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What is known of one figure that its source hides.

    Attributes:
        day: the reference date.
        cell: cube, slice, area.
        name: for people.
        least, most: what fits everything shown; 0 and infinite where nothing limits it.
    """

    day: str
    cell: Key
    name: str
    least: float = field(repr=False)
    most: float = field(repr=False)

    @property
    def narrowed(self) -> bool:
        """Whether what is shown says more than that it is a count."""
        return bool(self.least > NEAR or np.isfinite(self.most))

    @property
    def exact(self) -> bool:
        """Whether one number only is left."""
        return self.most - self.least < 1 - NEAR


def hidden_by_source(when: str, system: System, *, patience: float) -> list[Hidden]:
    """Every figure of a system that its source hides, with its ends.

    Args:
        when: name of the system: the date first.
        system: everything shown.
        patience: seconds a single program may take.
    """
    cells = sorted(system.by_source)
    questions = [ask_about(system, when, cell) for cell in cells]
    if not questions:
        return []
    ends = [(0.0, np.inf)] * len(questions)
    reduced, parts = split(system, questions, 1)
    open_ones = {int(number) for part in parts for number in part.asked}
    for number, question in enumerate(questions):
        if number not in open_ones:
            value = question.known + float(question.signs @ reduced.values[question.atoms])
            ends[number] = (value, value)
    for part in parts:
        if part.width <= WIDEST:
            for number, found in _ends(part, patience):
                ends[number] = found
    day = when.split(" ", 1)[0]
    return [
        Hidden(day=day, cell=cell, name=question.name, least=least, most=most)
        for cell, question, (least, most) in zip(cells, questions, ends, strict=True)
    ]


def _ends(part: Part, patience: float) -> Iterator[tuple[int, tuple[float, float]]]:
    """The ends of the figures of a part; none where its figures contradict each other."""
    program = first_table(part, patience).program
    if program is None:
        return
    for place, number in enumerate(part.asked):
        cost = part.sums[place].toarray().ravel().astype(float)
        low, high = program.best(cost, most=False), program.best(cost, most=True)
        least = float(part.known[place] + low.value) / part.unit if low.state == "ok" else 0.0
        most = float(part.known[place] + high.value) / part.unit if high.state == "ok" else np.inf
        yield int(number), (max(least, 0.0), most)


def count_sources(found: Sequence[Hidden]) -> tuple[BySource, ...]:
    """How many are hidden, narrowed and exact, by table and date."""
    groups: dict[tuple[str, str], list[Hidden]] = {}
    for one in found:
        groups.setdefault((one.cell[0], one.day), []).append(one)
    return tuple(
        BySource(
            cube=cube,
            reference_date=day,
            hidden=len(rows),
            narrowed=sum(one.narrowed for one in rows),
            exact=sum(one.exact for one in rows),
        )
        for (cube, day), rows in sorted(groups.items())
    )


def given_away(joined: Sequence[Hidden], alone: Sequence[Hidden]) -> Iterator[Breach]:
    """Figures that no table gives away by itself, and several together do.

    That nobody can be a part of nobody tells nothing about anybody; so zeros are left alone.

    Args:
        joined: what is known of everything together.
        alone: what is known of each table by itself.
    """
    before = {(one.day, one.name) for one in alone if one.exact}
    for one in joined:
        if one.exact and one.most > NEAR and (one.day, one.name) not in before:
            words = _("hidden by its source; together with other tables only {value} is possible")
            detail = words.format(value=format_decimal(one.least, 1))
            yield Breach(kind="exact", quantity=one.name, detail=detail)
