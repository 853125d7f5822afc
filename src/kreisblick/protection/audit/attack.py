"""The attack: for every withheld quantity, two tables that both fit everything published.

Each linear program (HiGHS) finds one end of what is still possible; its solution is a table
that could be the true one, so it is a witness for all other quantities too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kreisblick.base.language import format_decimal
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.protection.audit.compare import shown_elsewhere
from kreisblick.protection.audit.files import Published, read_published
from kreisblick.protection.audit.model import Breach, Interval, Verdict
from kreisblick.protection.audit.program import NEAR, Need, Program
from kreisblick.protection.audit.questions import Question, ask, unpublished_slices
from kreisblick.protection.audit.system import System, build_system

__all__ = ["attack"]

USUAL_FLOOR = 5  # the minimum frequency in municipal use; taken where the rules are not known


@dataclass(kw_only=True)
class _Findings:
    """What the attack has reached so far."""

    reached: dict[str, tuple[float, float, Need | None]] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    programs: int = 0

    def judge(self, question: Question, least: float, most: float, *, enough: bool) -> None:
        """Write down what was reached, and whether it is a way in."""
        self.reached[question.name] = (least, most, question.need)
        if not enough:
            self.breaches.append(_breach(question.name, least, most, question.need))


def attack(
    folder: Path,
    *,
    earlier: Sequence[Path] = (),
    targets: pl.DataFrame | None = None,
    minimum: int = USUAL_FLOOR,
    progress: Progress = silent,
) -> Verdict:
    """Judge a folder of finished files.

    Args:
        folder: a bundle or the products made from it.
        earlier: bundles released before; a stranger holds them too.
        targets: the sealed list ``cube, slice, base_cube, base_slice, reference_date, area,
            required_lower, required_upper``; with a base the quantity is base − cell. Without
            the list no suppressed cell may be proved to lie above zero and below ``minimum``:
            a weaker question, since some cells are hidden only to cover others.
        minimum: see above, in the unit of the cells.
        progress: is told which date is attacked.

    Raises:
        NoFiguresFoundError: when the folder holds no published cells.
    """
    published = read_published(folder, earlier)
    findings = _Findings(breaches=list(shown_elsewhere(folder, published)))
    for when, day, cells in progress.track(_dates(published), _("attack")):
        of_day = None if targets is None else targets.filter(_same_day(day))
        system = build_system(published, cells, unpublished_slices(of_day))
        _attack_system(system, ask(system, when, of_day), minimum, findings)
    return _verdict(folder, published, findings)


def _dates(published: Published) -> list[tuple[str, str, pl.DataFrame]]:
    groups = published.cells.group_by("reference_date", "generation")
    found = [(f"{day} {generation}", str(day), cells) for (day, generation), cells in groups]
    return sorted(found, key=lambda item: item[0])


def _same_day(day: str) -> pl.Expr:
    needed = pl.col("required_upper") > pl.col("required_lower")
    return needed & (pl.col("reference_date").cast(pl.String) == day)


def _attack_system(
    system: System, questions: list[Question], minimum: int, findings: _Findings
) -> None:
    open_questions = [q for q in questions if len(q.atoms)]
    for question in questions:
        if not len(question.atoms):
            findings.judge(question, question.known, question.known, enough=False)
    matrix = system.matrix()
    lower, upper = np.array(system.lower), np.array(system.upper)
    part_of = _components(matrix, [q.atoms for q in open_questions])
    row_part = np.array([part_of[atoms[0]] for atoms, _ in system.rows], dtype=np.int64)
    by_part: dict[int, list[Question]] = {}
    for question in open_questions:
        by_part.setdefault(int(part_of[question.atoms[0]]), []).append(question)
    for part, asked in sorted(by_part.items()):
        columns = np.flatnonzero(part_of == part)
        rows = np.flatnonzero(row_part == part)
        program = _solve(matrix, (lower, upper), rows, columns, asked, minimum)
        if program.state == "infeasible":
            # two offices contradict each other: a part is larger than its whole, so that cannot
            # be relied on here
            rows = np.setdiff1d(rows, system.links)
            program = _solve(matrix, (lower, upper), rows, columns, asked, minimum)
        _report(program, asked, minimum, findings)


def _solve(
    matrix: sparse.csr_matrix,
    bounds: tuple[np.ndarray, np.ndarray],
    rows: np.ndarray,
    columns: np.ndarray,
    asked: list[Question],
    minimum: int,
) -> Program:
    lower, upper = bounds
    program = Program(matrix[rows][:, columns], lower[rows], upper[rows], columns)
    for question in asked:
        program.watch(question.known, question.atoms, question.signs, question.need)
    program.run(minimum)
    return program


def _components(matrix: sparse.csr_matrix, asked: list[np.ndarray]) -> np.ndarray:
    """The component of each atom: linked by rows, and by the quantities asked for."""
    pointers = np.concatenate([[0], np.cumsum([len(a) for a in asked], dtype=np.int64)])
    columns = np.concatenate(asked) if asked else np.empty(0, np.int64)
    shape = (len(asked), matrix.shape[1])
    more = sparse.csr_matrix((np.ones(len(columns)), columns, pointers), shape=shape)
    links = sparse.vstack([abs(matrix), more]).tocoo()
    size = links.shape[0] + links.shape[1]
    graph = sparse.coo_matrix(
        (np.ones(links.nnz), (links.row, links.col + links.shape[0])), shape=(size, size)
    )
    labels: np.ndarray = connected_components(graph, directed=False)[1]
    return labels[links.shape[0] :]


def _report(program: Program, asked: list[Question], minimum: int, findings: _Findings) -> None:
    """Write intervals and breaches down."""
    findings.programs += program.programs
    if program.state == "ok":
        for i, question in enumerate(asked):
            enough = program.enough(i, minimum)
            findings.judge(question, program.least[i], program.most[i], enough=enough)
        return
    detail = _("{count} quantities could not be judged: {state}.").format(
        count=len(asked), state=program.state
    )
    kind: Literal["not_additive", "unsolved"] = (
        "not_additive" if program.state == "infeasible" else "unsolved"
    )
    findings.breaches.append(Breach(kind=kind, quantity=asked[0].name, detail=detail))


def _breach(name: str, least: float, most: float, need: Need | None) -> Breach:
    exact = most - least < 1 - NEAR
    ends = {"least": format_decimal(least, 1), "most": format_decimal(most, 1)}
    detail = _("possible: {least} to {most}").format(**ends)
    if need is not None:
        detail += _("; had to stay possible: {lower} to {upper}").format(
            lower=need[0], upper=need[1]
        )
    return Breach(kind="exact" if exact else "narrowed", quantity=name, detail=detail)


def _verdict(folder: Path, published: Published, findings: _Findings) -> Verdict:
    intervals = [
        Interval(
            quantity=name,
            lower=least,
            upper=most,
            required_lower=need[0] if need else None,
            required_upper=need[1] if need else None,
        )
        for name, (least, most, need) in sorted(findings.reached.items())
    ]
    files = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return Verdict(
        passed=not findings.breaches,
        quantities=len(intervals),
        programs=findings.programs,
        files=tuple(files),
        breaches=tuple(findings.breaches),
        intervals=tuple(intervals),
    )
