"""Confirm a finding: it is right as it is. It is quiet from then on, and its reason is kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.examine import Finding
from kreisblick.sealed.intake.files import accepted_deliveries, write_manifest
from kreisblick.sealed.intake.journal import Act, Decision, Journal

__all__ = ["confirm"]


def confirm(
    journal: Journal,
    finding: Finding,
    *,
    supplier: str,
    product: str,
    reason: str,
    by: str,
    at: datetime,
) -> Decision:
    """Write down that a finding is right; the caller holds the intake's lock.

    The same finding (the same sentence about the same place) is quiet in every delivery of the
    product from now on. The reason goes into the notes of those that were accepted.

    Raises:
        WrongUseError: the finding is a fault, or reason or office are missing.
    """
    if finding.kind == "hard":
        message = _("'{name}' is a fault, not a question: it cannot be confirmed. Have it mended.")
        raise WrongUseError(message.format(name=finding.name))
    if not reason.strip() or not by.strip():
        raise WrongUseError(_("A confirmation needs a reason (--reason) and an office (--by)."))
    entry = journal.write(
        Act.CONFIRM,
        subject=(supplier, product, ""),
        by=by.strip(),
        at=at,
        reason=reason.strip(),
        content={"finding": finding.name, "code": finding.fault.code},
    )
    for delivery in accepted_deliveries(journal.store):
        if (delivery.supplier, delivery.product) == (supplier, product):
            notes = tuple(_with_reason(note, finding.name, entry.reason) for note in delivery.notes)
            if notes != delivery.notes:
                write_manifest(journal.store, replace(delivery, notes=notes))
    return entry


def _with_reason(note: Mapping[str, Any], name: str, reason: str) -> Mapping[str, Any]:
    return {**note, "confirmed": reason} if note.get("id") == name else note
