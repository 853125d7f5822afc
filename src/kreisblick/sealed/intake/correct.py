"""Correct a cell by hand: signed, reversible, and never in the delivered file.

A correction is applied whenever the file is read. It knows the content it was made for, of its
cell and of the row around it: where a new file says something else, the correction is not applied
but asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import fingerprint
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.journal import Act, Decision, Journal
from kreisblick.sealed.reading.region import Region

__all__ = ["Correction", "Signed", "apply_corrections", "correct", "corrections_of", "undo"]


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A cell that a person mended.

    Attributes:
        number: of its entry in the quality log.
        row: line in the file.
        column: heading.
        before, after: contents; null is empty. They may be personal.
        around: fingerprint of the row's other cells.
        by, at, reason: who, when and why.
    """

    number: int
    row: int
    column: str
    before: str | None = field(repr=False)
    after: str | None = field(repr=False)
    around: str
    by: str
    at: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Who says so, why and when.

    Attributes:
        by: an office.
        reason: why it is right.
        at: when.
    """

    by: str
    reason: str
    at: datetime

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.reason.strip():
            raise WrongUseError(_("A correction needs a reason (--reason) and an office (--by)."))


def correct(
    region: Region,
    journal: Journal,
    signed: Signed,
    *,
    subject: tuple[str, str, str],
    row: int,
    column: str,
    to: str,
) -> Correction:
    """Write a correction of one cell into the quality log.

    Args:
        region: the table of the delivered file, with earlier corrections applied.
        journal: takes the signed entry; the caller holds the intake's lock.
        signed: who says so, why and when.
        subject: supplier, product and day.
        row: line in the file.
        column: heading.
        to: the right content; nothing empties the cell.

    Raises:
        WrongUseError: no such row or heading, no reason or office, or nothing to change.
    """
    place = region.column([column])
    if place is None:
        known = ", ".join(f"„{text}“" for text in region.headings.values())
        message = _("There is no column '{name}'. The headings are: {known}.")
        raise WrongUseError(message.format(name=column, known=known))
    found = region.body.filter(pl.col("row") == row)
    if found.is_empty():
        message = _("Row {row} is no row of data in this file. Count as the file does, from 1.")
        raise WrongUseError(message.format(row=row))
    before, after = found[place][0], to.strip() or None
    if before == after:
        raise WrongUseError(_("The cell holds that already. Nothing was written."))
    content = {
        "row": row,
        "column": column,
        "before": before,
        "after": after,
        "around": _around(found, place),
    }
    return _correction(_write(journal, Act.CORRECT, signed, subject, content))


def _write(
    journal: Journal,
    act: Act,
    signed: Signed,
    subject: tuple[str, str, str],
    content: Mapping[str, Any],
) -> Decision:
    return journal.write(
        act,
        subject=subject,
        by=signed.by.strip(),
        at=signed.at,
        reason=signed.reason.strip(),
        content=content,
    )


def undo(journal: Journal, number: int, signed: Signed) -> Correction:
    """Take a correction back; both entries stay in the log.

    Raises:
        WrongUseError: when no correction of this number counts.
    """
    entries = list(journal.entries())
    gone = {entry.content["undone"] for entry in entries if entry.act is Act.UNDO}
    for entry in entries:
        if entry.act is Act.CORRECT and entry.number == number and number not in gone:
            subject = (entry.supplier, entry.product, entry.day)
            _write(journal, Act.UNDO, signed, subject, {"undone": number})
            return _correction(entry)
    message = _("There is no correction {number} that counts. 'intake log' lists them.")
    raise WrongUseError(message.format(number=number))


def corrections_of(entries: Sequence[Decision], key: tuple[str, str, str]) -> list[Correction]:
    """The corrections of a delivery (supplier, product, day) that count, in order."""
    gone = {entry.content["undone"] for entry in entries if entry.act is Act.UNDO}
    return [
        _correction(entry)
        for entry in entries
        if entry.act is Act.CORRECT
        and entry.number not in gone
        and (entry.supplier, entry.product, entry.day) == key
    ]


def apply_corrections(region: Region, corrections: Sequence[Correction], book: FaultBook) -> Region:
    """The region with corrected cells; a correction that no longer fits goes into the book."""
    for one in corrections:
        place = region.column([one.column])
        found = region.body.filter(pl.col("row") == one.row)
        if place is None or not _fits(one, found, place):
            message = _(
                "Correction {number} was not applied: the row no longer holds what it was made "
                "for. Take it back (--undo {number}), or correct the new content."
            )
            asked = message.format(number=one.number)
            book.questions.add(asked)
            rows = [one.row] if found.height else []
            book.find("correction_asked", asked, rows=rows, column=place)
            continue
        here = pl.col("row") == one.row
        cell = pl.when(here).then(pl.lit(one.after, pl.String)).otherwise(pl.col(place))
        region = replace(region, body=region.body.with_columns(cell.alias(place)))
    return region


def _fits(one: Correction, found: pl.DataFrame, place: str) -> bool:
    same = found.height == 1 and found[place][0] == one.before
    return same and _around(found, place) == one.around


def _around(row: pl.DataFrame, place: str) -> str:
    return fingerprint(row.drop("row", place).row(0))


def _correction(entry: Decision) -> Correction:
    content = entry.content
    return Correction(
        number=entry.number,
        row=int(content["row"]),
        column=str(content["column"]),
        before=content["before"],
        after=content["after"],
        around=str(content["around"]),
        by=entry.by,
        at=entry.at,
        reason=entry.reason,
    )
