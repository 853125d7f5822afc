"""The attack: for every withheld quantity, two whole-number tables that fit everything published.

Linear programs (HiGHS) find the ends of what is still possible. They may only overstate how safe a
figure is, so the verdict rests on whole-number tables: who holds them can check every row by
multiplication, without a solver.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.protection.audit.by_source import (
    Hidden,
    count_sources,
    given_away,
    hidden_by_source,
)
from kreisblick.protection.audit.certificates import Certificates, certificate_rows
from kreisblick.protection.audit.compare import shown_elsewhere
from kreisblick.protection.audit.counts import faulty_counts
from kreisblick.protection.audit.files import Published, read_published, root_of
from kreisblick.protection.audit.ground import grounds_of, unlinked
from kreisblick.protection.audit.judge import Findings
from kreisblick.protection.audit.memory import NO_MEMORY, Memory
from kreisblick.protection.audit.model import Breach, Verdict
from kreisblick.protection.audit.parts import Part, split
from kreisblick.protection.audit.proof import Proof
from kreisblick.protection.audit.questions import Question, ask, unpublished_slices
from kreisblick.protection.audit.reduce import Reduced
from kreisblick.protection.audit.search import search
from kreisblick.protection.audit.status import look_through
from kreisblick.protection.audit.system import System, build_system

__all__ = ["USUAL_FLOOR", "Limits", "attack", "systems_of"]

USUAL_FLOOR = 5  # the minimum frequency in municipal use; taken where the rules are not known


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How far the attacker goes.

    Attributes:
        seconds: that a single program may take.
        atoms: unknown numbers of one date.
    """

    seconds: float = 120.0
    atoms: int = 5_000_000


LIMITS = Limits()


def attack(
    folder: Path | Sequence[Path],
    *,
    earlier: Sequence[Path] = (),
    targets: pl.DataFrame | None = None,
    minimum: int = USUAL_FLOOR,
    memory: Memory = NO_MEMORY,
    files: bool = True,
    limits: Limits = LIMITS,
    progress: Progress = silent,
) -> Verdict:
    """Judge a folder of finished files.

    Args:
        folder: a bundle or the products made from it; several are judged as one, each file by
            what all of them show and withhold.
        earlier: bundles released before; a stranger holds them too.
        targets: the sealed list ``cube, slice, base_cube, base_slice, reference_date, area,
            required_lower, required_upper``; with a base the quantity is base − cell. Without
            the list no suppressed cell may be proved to lie above zero and below ``minimum``:
            a weaker question, since some cells are hidden only to cover others.
        minimum: see above, in the unit of the cells.
        memory: of earlier audits: what has not changed since is not judged again.
        files: look through every file of the folder too, for figures that its cells withhold.
        limits: of time and size; what lies beyond them is not passed.
        progress: is told which part of which date is attacked.

    Raises:
        NoFiguresFoundError: when the folder holds no published cells.
    """
    folders = [folder] if isinstance(folder, Path) else list(folder)
    published = read_published(folders[0], [*map(root_of, folders[1:]), *earlier])
    faulty = list(faulty_counts(published))
    found = [*faulty, *unlinked(published.cells, published.pieces)]
    for one in folders:
        here = replace(read_published(one), cells=published.cells)
        found += shown_elsewhere(one, here)
        if files:
            with progress.step(_("reading the files")):
                found += look_through(one, here)
    findings = Findings(breaches=found)
    certificates = []
    attacker = _Attacker(findings, minimum, memory, limits, progress)
    # nothing can be proved about figures that cannot be counts
    systems = [] if faulty else systems_of(published, targets)
    for when, system, questions in systems:
        certificates.append(attacker.attack(when, system, questions))
    hidden = attacker.sources(published, [(when, system) for when, system, _asked in systems])
    return _verdict(folders, findings, Certificates.of(certificates), hidden)


def systems_of(
    published: Published, targets: pl.DataFrame | None
) -> list[tuple[str, System, list[Question]]]:
    """Per date and ground: its name, everything published as a system, and the questions."""
    found = []
    for (day,), cells in sorted(published.cells.group_by("reference_date"), key=lambda g: g[0]):
        of_day = None if targets is None else targets.filter(_same_day(str(day)))
        for ground in grounds_of(sorted(cells["generation"].unique()), published.pieces):
            asked = ground.targets(of_day)
            more = unpublished_slices(asked)
            system = build_system(published, ground.cells(cells), more, ground)
            when = f"{day} {ground.name}"
            found.append((when, system, ask(system, when, asked)))
    return found


def _same_day(day: str) -> pl.Expr:
    needed = pl.col("required_upper") > pl.col("required_lower")
    return needed & (pl.col("reference_date").cast(pl.String) == day)


@dataclass(frozen=True)
class _Attacker:
    """Takes one system after the other."""

    findings: Findings
    minimum: int
    memory: Memory
    limits: Limits
    progress: Progress

    def attack(self, when: str, system: System, questions: list[Question]) -> pl.DataFrame:
        """Judge the questions of a date; gives its certificate."""
        for question in questions:
            if not len(question.atoms):
                self.findings.judge(question, question.known, question.known, enough=False)
        asked = [question for question in questions if len(question.atoms)]
        if system.width > self.limits.atoms:
            words = _("{count} quantities could not be judged: too many unknown numbers.")
            detail = words.format(count=len(asked))
            self.findings.breaches.append(Breach(kind="too_large", quantity=when, detail=detail))
            return certificate_rows(when, asked, None, [])
        reduced, parts = split(system, asked, self.minimum)
        self._judge_reduced(system, reduced, asked, parts)
        proofs = [self._prove(part, asked) for part in self.progress.track(parts, _("attack"))]
        return certificate_rows(when, asked, reduced, list(zip(parts, proofs, strict=True)))

    def sources(self, published: Published, systems: Sequence[tuple[str, System]]) -> list[Hidden]:
        """What their sources hide, and whether our joining of tables gives some of it away."""
        found = self._hidden(systems)
        if any(one.exact for one in found):
            unjoined = systems_of(replace(published, shares=[]), None)
            alone = self._hidden([(when, system) for when, system, _asked in unjoined])
            self.findings.breaches += given_away(found, alone)
        return found

    def _hidden(self, systems: Sequence[tuple[str, System]]) -> list[Hidden]:
        patience = self.limits.seconds
        judged = [one for one in systems if one[1].width <= self.limits.atoms]
        return [h for when, s in judged for h in hidden_by_source(when, s, patience=patience)]

    def _judge_reduced(
        self, system: System, reduced: Reduced, asked: list[Question], parts: list[Part]
    ) -> None:
        """What is known without any program, and what contradicts itself."""
        wrong = np.setdiff1d(reduced.contradicted, system.links)
        if len(wrong):
            detail = _("{count} sums of published figures do not add up.").format(count=len(wrong))
            name = asked[0].name if asked else ""
            self.findings.breaches.append(Breach(kind="not_additive", quantity=name, detail=detail))
        in_parts = {int(number) for part in parts for number in part.asked}
        for number, question in enumerate(asked):
            if number not in in_parts:
                value = question.known + float(question.signs @ reduced.values[question.atoms])
                self.findings.judge_known(question, value, self.minimum)

    def _prove(self, part: Part, asked: list[Question]) -> Proof:
        key = part.key()
        known = self.memory.load(key)
        if known is None:
            proof = search(part, patience=self.limits.seconds)
            if proof.state == "ok":
                self.memory.save(key, proof.as_bytes())
        else:
            proof = Proof.from_bytes(known)
            self.findings.remembered += 1
        self.findings.judge_part(part, proof, asked)
        return proof


def _verdict(
    folders: Sequence[Path],
    findings: Findings,
    certificates: Certificates,
    hidden: Sequence[Hidden],
) -> Verdict:
    files = sorted(
        p.relative_to(one).as_posix() for one in folders for p in one.rglob("*") if p.is_file()
    )
    return Verdict(
        passed=not findings.breaches,
        quantities=len(findings.reached),
        programs=findings.programs,
        remembered=findings.remembered,
        files=tuple(files),
        breaches=tuple(findings.breaches),
        intervals=findings.intervals(),
        certificates=certificates,
        by_source=count_sources(hidden),
    )
