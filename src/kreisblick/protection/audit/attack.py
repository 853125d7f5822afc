"""The attack: for every withheld quantity, two tables that both fit everything published.

Each linear program (HiGHS) finds one end of what is still possible; its solution is a table
that could be the true one, so it is a witness for all other quantities too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.protection.audit.compare import shown_elsewhere
from kreisblick.protection.audit.files import Published, read_published
from kreisblick.protection.audit.model import Breach, Interval, Verdict
from kreisblick.protection.audit.program import NEAR, Need, Program
from kreisblick.protection.audit.system import Key, System, build_system

__all__ = ["attack"]

LEGAL_FLOOR = 3  # no interval may be narrower than the smallest minimum frequency in use


@dataclass(kw_only=True)
class _Findings:
    """What the attack has reached so far."""

    reached: dict[str, tuple[float, float, Need | None]] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    programs: int = 0


def attack(
    folder: Path,
    *,
    targets: pl.DataFrame | None = None,
    minimum_width: int = LEGAL_FLOOR,
    progress: Progress = silent,
) -> Verdict:
    """Judge a folder of finished files.

    Args:
        folder: a bundle or the products made from it.
        targets: the sealed list ``cube, slice, reference_date, generation, area,
            required_lower, required_upper``; without it every withheld cell needs an interval
            of ``minimum_width``.
        minimum_width: see above, in the unit of the cells.
        progress: is told which date is attacked.

    Raises:
        NoFiguresFoundError: when the folder holds no published cells.
    """
    published = read_published(folder)
    findings = _Findings(breaches=list(shown_elsewhere(folder, published)))
    needs = _needs(targets)
    groups = published.cells.group_by("reference_date", "generation", maintain_order=True)
    for (day, generation), cells in progress.track(sorted(groups, key=_name), _("attack")):
        system = build_system(published, cells)
        _attack_system(system, f"{day} {generation}", needs, minimum_width, findings)
    return _verdict(folder, published, findings)


def _name(group: tuple[tuple[object, ...], pl.DataFrame]) -> str:
    return " ".join(str(part) for part in group[0])


def _needs(targets: pl.DataFrame | None) -> dict[tuple[str, Key], Need] | None:
    """Required interval of each cell, the widest where several targets name it."""
    if targets is None:
        return None
    columns = ["reference_date", "generation", "cube", "slice", "area"]
    found: dict[tuple[str, Key], Need] = {}
    rows = targets.select(*columns, "required_lower", "required_upper").iter_rows()
    for day, generation, cube, name, area, lower, upper in rows:
        key = (f"{day} {generation}", (cube, name, area))
        least, most = found.get(key, (lower, upper))
        found[key] = (min(least, lower), max(most, upper))
    return found


def _attack_system(
    system: System,
    when: str,
    needs: Mapping[tuple[str, Key], Need] | None,
    minimum_width: int,
    findings: _Findings,
) -> None:
    matrix = system.matrix()
    lower, upper = np.array(system.lower), np.array(system.upper)
    part_of = _components(system, matrix)
    row_part = np.array([part_of[atoms[0]] for atoms, _ in system.rows], dtype=np.int64)
    by_part: dict[int, list[Key]] = {}
    for key, expression in system.withheld.items():
        by_part.setdefault(int(part_of[expression.atoms[0]]), []).append(key)
    for part, keys in sorted(by_part.items()):
        columns = np.flatnonzero(part_of == part)
        rows = np.flatnonzero(row_part == part)
        program = Program(matrix[rows][:, columns], lower[rows], upper[rows], columns)
        for key in keys:
            program.watch(key, system.withheld[key], _need(needs, when, key))
        program.run(minimum_width)
        _report(program, when, minimum_width, findings)


def _need(needs: Mapping[tuple[str, Key], Need] | None, when: str, key: Key) -> Need | None:
    return None if needs is None else needs.get((when, key))


def _components(system: System, matrix: sparse.csr_matrix) -> np.ndarray:
    """The component of each atom: linked by rows, and by the quantities asked for."""
    asked = [e.atoms for e in system.withheld.values()]
    lengths = [len(atoms) for atoms in asked]
    pointers = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    columns = np.concatenate(asked) if asked else np.empty(0, np.int64)
    more = sparse.csr_matrix(
        (np.ones(len(columns)), columns, pointers), shape=(len(asked), system.width)
    )
    links = sparse.vstack([abs(matrix), more]).tocoo()
    size = links.shape[0] + links.shape[1]
    graph = sparse.coo_matrix(
        (np.ones(links.nnz), (links.row, links.col + links.shape[0])), shape=(size, size)
    )
    labels: np.ndarray = connected_components(graph, directed=False)[1]
    return labels[links.shape[0] :]


def _report(program: Program, when: str, minimum_width: int, findings: _Findings) -> None:
    """Write intervals and breaches down."""
    findings.programs += program.programs
    if program.state != "ok":
        name = f"{when} {'/'.join(program.keys[0])}"
        kind = "not_additive" if program.state == "infeasible" else "unsolved"
        detail = _("{count} quantities could not be judged: {state}.").format(
            count=len(program.keys), state=program.state
        )
        findings.breaches.append(
            Breach(kind=kind, quantity=name, detail=detail)  # type: ignore[arg-type]
        )
        return
    for i, key in enumerate(program.keys):
        name = f"{when} {'/'.join(key)}"
        findings.reached[name] = (program.least[i], program.most[i], program.needs[i])
        if not program.enough(i, minimum_width):
            findings.breaches.append(
                _breach(name, program.least[i], program.most[i], program.needs[i])
            )


def _breach(name: str, least: float, most: float, need: Need | None) -> Breach:
    exact = most - least < 1 - NEAR
    detail = _("possible: {least} to {most}").format(least=round(least, 3), most=round(most, 3))
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
