"""Accept a delivery: find all its faults and speak once, or seal its records. A privacy place.

What is kept: records without names, addresses and delivered numbers, encrypted; a manifest with
fingerprints. Accepted deliveries never change: the same file again is nothing new, another file
for the same date is refused or, when asked for, put in the place of the old one, which is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kreisblick.base.errors import FaultsFoundError, KreisblickError
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.arrive import Arrival, arrive
from kreisblick.sealed.intake.correct import corrections_of
from kreisblick.sealed.intake.examine import Examined, examine
from kreisblick.sealed.intake.files import accepted_at, marked_copy_path, read_manifest
from kreisblick.sealed.intake.journal import Act, Decision, Journal
from kreisblick.sealed.intake.keep import keep, sweep
from kreisblick.sealed.intake.leave_out import LeftOut, read_part
from kreisblick.sealed.intake.lock import intake_lock
from kreisblick.sealed.intake.mark import write_marked_copy
from kreisblick.sealed.intake.model import AcceptedDelivery, IntakeContext
from kreisblick.sealed.store.store import SealedStore

__all__ = [
    "AlreadyDeliveredError",
    "Clerk",
    "DeliveryFaultyError",
    "RejectedError",
    "accept",
    "take_in",
]


@dataclass(frozen=True, kw_only=True)
class Clerk:
    """Who decides, and where it is written down.

    Attributes:
        by: an office; empty when a round goes unattended.
        reason: why, where somebody had to decide; it also overrules a rejection.
        left_out: parts that are not accepted; remembered for this file.
        journal: the quality log; without it decisions are neither known nor written.
    """

    by: str = ""
    reason: str = ""
    left_out: Sequence[LeftOut] = ()
    journal: Journal | None = None

    @property
    def decisions(self) -> list[Decision]:
        """What was decided so far."""
        return [] if self.journal is None else list(self.journal.entries())


NOBODY = Clerk()


class AlreadyDeliveredError(KreisblickError):
    """Another file was accepted for the same supplier, product and date."""


class DeliveryFaultyError(FaultsFoundError):
    """A delivery has faults; ``examined`` is what an answer is written from."""

    def __init__(self, examined: Examined) -> None:
        told = [finding.fault for finding in examined.findings if not finding.confirmed]
        super().__init__(examined.arrival.path.name, told)
        self.examined = examined


class RejectedError(KreisblickError):
    """This very file was rejected."""


def accept(
    path: Path,
    *,
    supplier: str,
    product: str,
    reference_date: date,
    context: IntakeContext,
    store: SealedStore,
    replace: bool = False,
    clerk: Clerk = NOBODY,
) -> AcceptedDelivery:
    """A supplier's file as an accepted delivery in the sealed store; the file is only read.

    The same file read by the same definition is looked up. ``replace`` puts another file in the
    place of one accepted before; the old one stays on record.

    Args:
        path: the file.
        supplier: its key.
        product: its key.
        reference_date: the day the figures are valid for.
        context: what intake must know of the district.
        store: where the records go.
        replace: put the file in the place of another one.
        clerk: who decides, what is left out, and where that is written down.

    Raises:
        FaultsFoundError: all faults; nothing was stored. The file is copied with marks.
        AlreadyDeliveredError: another file was accepted before, without ``replace``.
        RejectedError: this file was rejected, and no ``reason`` overrules that.
        IntakeBusyError: somebody else is taking deliveries in, and does not finish.
        WrongUseError: supplier or product not in the catalogue; no boundaries or addresses.
    """
    arrival = arrive(
        path,
        supplier=supplier,
        product=product,
        reference_date=reference_date,
        context=context,
        store=store,
    )
    return take_in(arrival, clerk, replace=replace)[0]


def take_in(
    arrival: Arrival, clerk: Clerk, *, replace: bool = False
) -> tuple[AcceptedDelivery, Examined | None]:
    """The same, with what was found on the way; None when the file was only looked up."""
    seconds = arrival.definition.checks.rules().limits.wait_seconds
    with intake_lock(arrival.store, wait_seconds=seconds):
        sweep(arrival.store)
        return _accept(arrival, clerk, replace=replace)


def _accept(
    arrival: Arrival, clerk: Clerk, *, replace: bool
) -> tuple[AcceptedDelivery, Examined | None]:
    decisions = clerk.decisions
    earlier = read_manifest(arrival.store, arrival.key)
    if earlier is not None:
        _write_down(clerk.journal, earlier, decisions)  # a killed run may have left that out
        if _is_known(arrival, earlier, clerk, decisions):
            return earlier, None
        if earlier.sha256 != arrival.prints[0] and not replace:
            raise _already(earlier)
    _refuse_rejected(arrival, clerk, decisions)
    parts = clerk.left_out or _remembered(earlier, arrival)
    examined = examine(arrival, decisions=decisions, left_out=parts)
    if examined.hard:
        raise _refused(examined)
    described = _describe(examined, clerk, decisions, parts)
    kept = keep(arrival.store, described, examined.read)
    _write_down(clerk.journal, kept, decisions)
    return kept, examined


def _is_known(
    arrival: Arrival, earlier: AcceptedDelivery, clerk: Clerk, decisions: Sequence[Decision]
) -> bool:
    """Whether the same file, read and corrected alike, was accepted for the same places."""
    numbers = {one.number for one in corrections_of(decisions, arrival.subject)}
    asked = [part.as_json() for part in clerk.left_out]
    return (
        (earlier.sha256, earlier.definition) == arrival.prints
        and set(earlier.corrections) == numbers
        and set(earlier.covered) == arrival.covered
        and (not asked or asked == list(earlier.left_out))
    )


def _remembered(earlier: AcceptedDelivery | None, arrival: Arrival) -> tuple[LeftOut, ...]:
    """What was left out of this very file before is left out again."""
    if earlier is None or earlier.sha256 != arrival.prints[0]:
        return ()
    return tuple(read_part(part) for part in earlier.left_out)


def _refuse_rejected(arrival: Arrival, clerk: Clerk, decisions: Sequence[Decision]) -> None:
    about = [
        decision
        for decision in decisions
        if (decision.supplier, decision.product, decision.day) == arrival.subject
        and decision.content.get("sha256") == arrival.prints[0]
        and decision.act in {Act.ACCEPT, Act.ACCEPT_IN_PART, Act.REJECT}
    ]
    if about and about[-1].act is Act.REJECT and not clerk.reason:
        message = _(
            "This file was rejected by {by} on {day}: {reason} Put the supplier's new file in its "
            "place; or accept this one after all, with --reason."
        )
        told = {"by": about[-1].by, "day": format_date(date.fromisoformat(about[-1].at[:10]))}
        raise RejectedError(message.format(**told, reason=about[-1].reason))


def _describe(
    examined: Examined, clerk: Clerk, decisions: Sequence[Decision], parts: Sequence[LeftOut]
) -> AcceptedDelivery:
    arrival, parsed = examined.arrival, examined.read
    sha256, definition = arrival.prints
    return AcceptedDelivery(
        supplier=arrival.supplier,
        product=arrival.product,
        reference_date=arrival.day,
        grain=arrival.definition.grain.value,
        path_key=arrival.key,
        generation=parsed.generation,
        register=arrival.definition.register,
        cubes=arrival.definition.cubes,
        sha256=sha256,
        definition=definition,
        rows=parsed.records.height,
        covered=tuple(sorted(arrival.covered)),
        notes=tuple(finding.as_json() for finding in examined.findings),
        quality=dict(parsed.quality),
        file=arrival.path.name,
        corrections=tuple(one.number for one in corrections_of(decisions, arrival.subject)),
        left_out=tuple(part.as_json() for part in parts),
        areas_left_out=parsed.areas_left_out,
        by=clerk.by,
        reason=clerk.reason,
        layout=parsed.layout,
    )


def _write_down(
    journal: Journal | None, delivery: AcceptedDelivery, decisions: Sequence[Decision]
) -> None:
    """The acceptance into the quality log, once for every version that came to count."""
    if journal is None:
        return
    subject = (delivery.supplier, delivery.product, delivery.reference_date.isoformat())
    versions = [
        decision.content["version"]
        for decision in decisions
        if decision.act in {Act.ACCEPT, Act.ACCEPT_IN_PART}
        and (decision.supplier, decision.product, decision.day) == subject
    ]
    if versions[-1:] == [delivery.path_key]:
        return
    journal.write(
        Act.ACCEPT_IN_PART if delivery.left_out else Act.ACCEPT,
        subject=subject,
        by=delivery.by,
        at=accepted_at(journal.store, delivery),
        reason=delivery.reason,
        content={
            "version": delivery.path_key,
            "sha256": delivery.sha256,
            "left_out": list(delivery.left_out),
        },
    )


def _refused(examined: Examined) -> DeliveryFaultyError:
    """All faults at once, with a marked copy where there are cells to mark."""
    if examined.marks:
        write_marked_copy(examined, marked_copy_path(examined.arrival.path))
    return DeliveryFaultyError(examined)


def _already(earlier: AcceptedDelivery) -> AlreadyDeliveredError:
    message = _(
        "For {supplier}/{product} on {day} another file was accepted ('{file}'). Nothing was "
        "changed. To put this file in its place, repeat with 'replace'; the old one stays on "
        "record."
    )
    return AlreadyDeliveredError(
        message.format(
            supplier=earlier.supplier,
            product=earlier.product,
            day=format_date(earlier.reference_date),
            file=earlier.file,
        )
    )
