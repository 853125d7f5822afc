"""Decide about deliveries of a workspace: check, reject, confirm, correct; and look at the log."""

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.ground import prepare
from kreisblick.pipeline.receive import context_of, journal_of, product_of
from kreisblick.pipeline.reply import write_reply
from kreisblick.pipeline.waiting import waiting_deliveries
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.intake import (
    AcceptedDelivery,
    Arrival,
    Clerk,
    Correction,
    Decision,
    DeliveryFaultyError,
    Examined,
    Finding,
    Journal,
    LeftOut,
    Signed,
    accepted_deliveries,
    arrive,
    confirm,
    correct,
    corrections_of,
    examine,
    intake_lock,
    reject,
    take_in,
    undo,
)
from kreisblick.sealed.intake.examine import finding_of
from kreisblick.sealed.intake.leave_out import read_part
from kreisblick.sealed.intake.parse import table_of
from kreisblick.sealed.mapping.checks import shipped_check_rules
from kreisblick.sealed.store import SealedStore

__all__ = ["Desk", "open_desk"]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where one delivery is decided about.

    Attributes:
        workspace: whose delivery.
        arrival: the file and how it is read.
        journal: the quality log.
    """

    workspace: Workspace
    arrival: Arrival = field(repr=False)
    journal: Journal = field(repr=False)

    def check(self, left_out: Sequence[LeftOut] = ()) -> Examined:
        """Everything that is wrong or doubtful in the file; nothing is stored."""
        decisions = list(self.journal.entries())
        return examine(self.arrival, decisions=decisions, left_out=left_out)

    def accept(
        self, clerk: Clerk, *, replace: bool = False, on: date | None = None
    ) -> tuple[AcceptedDelivery, list[Path]]:
        """The file into the store, and the files of the answer to the supplier.

        Args:
            clerk: who decides, and what is left out.
            replace: put it in the place of another file of the same date.
            on: the day of the answer; without it none is written.

        Raises:
            DeliveryFaultyError: with all faults; the answer asks for a corrected file.
        """
        clerk = dataclasses.replace(clerk, journal=self.journal)
        try:
            delivery, examined = take_in(self.arrival, clerk, replace=replace)
        except DeliveryFaultyError as error:
            if on is not None:
                self.answer(error.examined, sender=clerk.by, on=on, accepted=False)
            raise
        if examined is None or on is None:
            return delivery, []
        parts = [read_part(part) for part in delivery.left_out]
        return delivery, self.answer(
            examined, sender=clerk.by, on=on, accepted=True, left_out=parts
        )

    def answer(
        self,
        examined: Examined,
        *,
        sender: str,
        on: date,
        accepted: bool,
        left_out: Sequence[LeftOut] = (),
    ) -> list[Path]:
        """Write the answer to the supplier beside the file."""
        return write_reply(
            self.workspace,
            examined,
            sender=sender,
            on=on,
            accepted=accepted,
            left_out=left_out,
        )

    def reject(self, signed: Signed) -> Decision:
        """The file is not accepted."""
        with self._alone():
            return reject(
                self.arrival, self.journal, reason=signed.reason, by=signed.by, at=signed.at
            )

    def confirm(self, name: str, signed: Signed) -> Decision:
        """A finding is right as it is.

        Raises:
            WrongUseError: neither an accepted delivery of the product nor this file has it.
        """
        finding = self._noted(name) or self._found(name)
        if finding is None:
            message = _("There is no finding '{name}'. 'intake check' names them in brackets.")
            raise WrongUseError(message.format(name=name))
        with self._alone():
            return confirm(
                self.journal,
                finding,
                supplier=self.arrival.supplier,
                product=self.arrival.product,
                reason=signed.reason,
                by=signed.by,
                at=signed.at,
            )

    def correct(self, signed: Signed, *, row: int, column: str, to: str) -> Correction:
        """A cell is mended; the delivered file stays as it is."""
        with self._alone():
            known = self.corrections()
            region = table_of(
                self.arrival.path, self.arrival.definition, known, self.arrival.secrets
            )
            return correct(
                region,
                self.journal,
                signed,
                subject=self.arrival.subject,
                row=row,
                column=column,
                to=to,
            )

    def corrections(self) -> list[Correction]:
        """The corrections of the delivery that count."""
        return corrections_of(list(self.journal.entries()), self.arrival.subject)

    def undo(self, number: int, signed: Signed) -> Correction:
        """A correction no longer counts."""
        with self._alone():
            return undo(self.journal, number, signed)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        seconds = shipped_check_rules().limits.wait_seconds
        with intake_lock(self.arrival.store, wait_seconds=seconds):
            yield

    def _noted(self, name: str) -> Finding | None:
        product = (self.arrival.supplier, self.arrival.product)
        for delivery in accepted_deliveries(self.arrival.store):
            for note in delivery.notes:
                if (delivery.supplier, delivery.product) == product and note.get("id") == name:
                    return finding_of(note)
        return None

    def _found(self, name: str) -> Finding | None:
        if not self.arrival.path.is_file():
            return None
        return next((one for one in self.check().findings if one.name == name), None)


def open_desk(
    workspace: Workspace,
    *,
    supplier: str,
    reference_date: date,
    path: Path | None = None,
    progress: Progress = silent,
) -> Desk:
    """The desk for one delivery.

    Args:
        workspace: whose delivery.
        supplier: ``<supplier>/<product>``; the product may be left out where there is one.
        reference_date: the day the figures are valid for.
        path: the file; the one that lies ready in the workspace when not given.
        progress: is told the steps.

    Raises:
        WrongUseError: supplier or product are not in the catalogue.
    """
    ground = prepare(workspace, progress)
    context = context_of(ground, reference_date)
    store = SealedStore(workspace.sealed)
    key, product = product_of(context, supplier)
    arrival = arrive(
        path or _ready(workspace, key, product, reference_date),
        supplier=key,
        product=product,
        reference_date=reference_date,
        context=context,
        store=store,
    )
    return Desk(workspace=workspace, arrival=arrival, journal=journal_of(workspace, store))


def _ready(workspace: Workspace, supplier: str, product: str, day: date) -> Path:
    wanted = (supplier, product, day)
    for waiting in waiting_deliveries(workspace):
        if (waiting.supplier, waiting.product, waiting.reference_date) == wanted:
            return waiting.path
    return workspace.folder / "deliveries" / supplier / product / f"{day.isoformat()}.*"
