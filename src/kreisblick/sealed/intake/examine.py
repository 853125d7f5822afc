"""Examine a delivery: everything that is wrong, doubtful or worth a note; nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.files import fingerprint
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.arrive import Arrival
from kreisblick.sealed.intake.correct import corrections_of
from kreisblick.sealed.intake.cover import served_only
from kreisblick.sealed.intake.files import accepted_deliveries
from kreisblick.sealed.intake.journal import Act, Decision
from kreisblick.sealed.intake.last import Last
from kreisblick.sealed.intake.leave_out import LeftOut
from kreisblick.sealed.intake.model import AcceptedDelivery, Parsed
from kreisblick.sealed.intake.parse import History, parse_grid
from kreisblick.sealed.mapping.checks import Kind
from kreisblick.sealed.reading.decode import UnreadableFileError
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.read import read_cells

__all__ = ["Examined", "Finding", "examine", "finding_of", "findings_of"]

SHORT = 8  # characters of a finding's name: people type it


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was found.

    Attributes:
        name: short; the same finding has the same name every year, in every file of the product.
        kind: ``hard`` stops, ``plausibility`` asks back, ``soft`` is noted.
        fault: what and where.
        confirmed: why it is right as it is, where an office said so; else empty.
    """

    name: str
    kind: Kind
    fault: Fault
    confirmed: str = ""

    @property
    def asks(self) -> bool:
        """Whether the supplier is to answer."""
        return self.kind == "hard" or (self.kind == "plausibility" and not self.confirmed)

    def as_json(self) -> dict[str, Any]:
        """The finding as plain values for the manifest and ``--json``."""
        told = {"id": self.name, "kind": self.kind, "confirmed": self.confirmed}
        return self.fault.as_json() | told


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A delivery that was read and looked at.

    Attributes:
        arrival: the file at the door.
        grid: its cells; None when there are none to speak about.
        parsed: its records; None likewise.
        findings: everything, hard ones first.
    """

    arrival: Arrival
    grid: Grid | None = field(default=None, repr=False)
    parsed: Parsed | None = field(default=None, repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def hard(self) -> bool:
        """Whether anything stops the acceptance."""
        return any(finding.kind == "hard" for finding in self.findings)

    @property
    def read(self) -> Parsed:
        """The records; none where there were no cells."""
        return self.parsed or Parsed(records=pl.DataFrame())

    @property
    def marks(self) -> tuple[tuple[int, int, str, Kind], ...]:
        """Cells to mark: row, column from 1, sentence, kind; none that somebody confirmed.

        None at all for a file that came closed: a copy with its cells would lie open.
        """
        if self.arrival.closed:
            return ()
        open_ones = {f.fault.message: f.kind for f in self.findings if not f.confirmed}
        said = self.read.comments
        return tuple(
            (row, column, said.get(text, text), open_ones[text])
            for row, column, text in self.read.marks
            if text in open_ones
        )


def examine(
    arrival: Arrival,
    *,
    decisions: Sequence[Decision] = (),
    left_out: Sequence[LeftOut] = (),
) -> Examined:
    """Read, correct, check.

    Args:
        arrival: the file.
        decisions: the quality log: corrections, and findings that somebody confirmed.
        left_out: parts that are not to be accepted.
    """
    try:
        grid = read_cells(arrival.path, arrival.definition.format, secrets=arrival.secrets)
    except UnreadableFileError as error:
        fault = Fault(code="unreadable_file", message=str(error))
        return Examined(arrival=arrival, findings=findings_of(arrival, [fault], decisions))
    parsed = parse_grid(
        grid,
        arrival.definition,
        arrival.context,
        reference_date=arrival.day,
        # numbers of two purposes cannot be brought together, those of one can
        pseudonym=partial(arrival.store.pseudonym, purpose=arrival.definition.purpose),
        covered=arrival.covered,
        history=History(
            last=_last(arrival),
            corrections=corrections_of(decisions, arrival.subject),
            left_out=left_out,
        ),
    )
    parsed = served_only(parsed, arrival.context, arrival.covered)
    faults = [*parsed.faults, *_nothing_in(parsed)]
    return Examined(
        arrival=arrival,
        grid=grid,
        parsed=parsed,
        findings=findings_of(arrival, faults, decisions),
    )


def finding_of(note: Mapping[str, Any]) -> Finding:
    """The finding that a manifest has noted."""
    fault = Fault(**{name: note[name] for name in ("code", "message", "where", "hard")})
    return Finding(
        name=str(note["id"]), kind=note["kind"], fault=fault, confirmed=str(note["confirmed"])
    )


def findings_of(
    arrival: Arrival, faults: Sequence[Fault], decisions: Sequence[Decision]
) -> tuple[Finding, ...]:
    """Faults with their kind and name; what was confirmed before says so. Hard ones first."""
    kinds = arrival.definition.checks.rules().kinds
    confirmed = _confirmed(arrival, decisions)
    found = [_finding(fault, kinds, confirmed) for fault in faults]
    order = {"hard": 0, "plausibility": 1, "soft": 2}
    return tuple(sorted(found, key=lambda finding: order[finding.kind]))


def _finding(fault: Fault, kinds: Mapping[str, Kind], confirmed: Mapping[str, str]) -> Finding:
    name = fingerprint(fault.code, fault.where, fault.message)[:SHORT]
    kind: Kind = "soft"
    if fault.hard:
        kind = "hard"
    elif kinds.get(fault.code) == "plausibility":
        kind = "plausibility"
    reason = "" if fault.hard else confirmed.get(name, "")
    return Finding(name=name, kind=kind, fault=fault, confirmed=reason)


def _confirmed(arrival: Arrival, decisions: Sequence[Decision]) -> dict[str, str]:
    product = (arrival.supplier, arrival.product)
    return {
        str(decision.content["finding"]): decision.reason
        for decision in decisions
        if decision.act is Act.CONFIRM and (decision.supplier, decision.product) == product
    }


def _last(arrival: Arrival) -> Last | None:
    """The delivery of the same product before this one, while its rows are there."""
    product = (arrival.supplier, arrival.product)
    before: list[AcceptedDelivery] = [
        delivery
        for delivery in accepted_deliveries(arrival.store)
        if (delivery.supplier, delivery.product) == product
        and delivery.reference_date < arrival.day
        and delivery.rows
        and arrival.store.exists(f"{delivery.path_key}/records")
    ]
    if not before:
        return None
    latest = max(before, key=lambda delivery: delivery.reference_date)
    return Last(delivery=latest, records=_compared(arrival, latest))


def _compared(arrival: Arrival, latest: AcceptedDelivery) -> pl.DataFrame:
    """The records without pseudonyms, which no check compares, read batch by batch."""
    fields = arrival.definition.columns.items()
    hidden = {"address_id", *[name for name, rule in fields if rule.as_ == "pseudonym"]}
    batches = arrival.store.batches(f"{latest.path_key}/records")
    wanted = [name for name in batches.schema.names if name not in hidden]
    return pl.concat(pl.DataFrame(batch).select(wanted) for batch in batches)


def _nothing_in(parsed: Parsed) -> list[Fault]:
    if parsed.records.height or any(fault.hard for fault in parsed.faults):
        return []
    message = _("The table has headings but no rows. Ask the supplier to send it again.")
    return [Fault(code="no_rows", message=message)]
