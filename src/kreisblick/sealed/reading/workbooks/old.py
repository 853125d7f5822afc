"""Read XLS and XLSB: their cells by a library in a process of its own, their look by ourselves."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.errors import UnreadableFileError, damaged
from kreisblick.sealed.reading.limits import MEGABYTE, ReadingLimits
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.notes import hidden_note, link_note, macro_note
from kreisblick.sealed.reading.tidy import tidy
from kreisblick.sealed.reading.workbooks.assemble import SheetEntry, too_wide
from kreisblick.sealed.reading.workbooks.compound import open_compound
from kreisblick.sealed.reading.workbooks.look import Look
from kreisblick.sealed.reading.workbooks.package import Package, locked
from kreisblick.sealed.reading.workbooks.places import column_letters
from kreisblick.sealed.reading.workbooks.shown import zero_filled
from kreisblick.sealed.reading.workbooks.xls_look import look_at_xls
from kreisblick.sealed.reading.workbooks.xlsb_look import look_at_xlsb
from kreisblick.sealed.reading.workbooks.xlsx_values import GERMAN_ERRORS

__all__ = ["OldBook", "open_xls", "open_xlsb"]

CHILD = Path(__file__).with_name("old_child.py")
GRACE_S = 5  # beyond twice its CPU time (others are at work too), for starting and handing over
STATES = {"SheetVisibleEnum.Hidden": "hidden", "SheetVisibleEnum.VeryHidden": "veryHidden"}


@dataclass(frozen=True, kw_only=True)
class OldBook:
    """A workbook whose sheets have been read.

    Attributes:
        tables: the child's answers.
        looks: how the cells of each sheet are shown.
        notes: on what was left alone.
    """

    tables: tuple[dict[str, Any], ...] = field(repr=False)
    looks: tuple[Look, ...] = field(repr=False)
    notes: tuple[str, ...]

    @property
    def entries(self) -> tuple[SheetEntry, ...]:
        """Its tables, in their order."""
        return tuple(
            SheetEntry(
                name=table["name"], part=str(place), state=STATES.get(table["state"], "visible")
            )
            for place, table in enumerate(self.tables)
        )

    def read(self, entry: SheetEntry, decimal: str) -> Grid:
        """The cells of a sheet as text."""
        table = self.tables[int(entry.part)]
        number = int(table["number"])
        look = self.looks[number] if number < len(self.looks) else Look()
        columns = _columns(table["columns"], look, decimal)
        width, height = len(columns), len(columns["1"]) if columns else 0
        return Grid(
            cells=tidy(pl.DataFrame(columns)),
            sheet=entry.name,
            merged=tuple(look.merged) or _merged(table["merged"]),
            hidden_rows=tuple(sorted({row for row in look.hidden_rows if row <= height})),
            hidden_columns=tuple(
                str(column)
                for column in range(1, width + 1)
                if any(first <= column <= last for first, last in look.hidden_columns)
            ),
            percent_columns=tuple(str(one) for one in sorted(look.percent) if one <= width),
            notes=() if entry.state == "visible" else (hidden_note(entry.name, entry.state),),
        )


def open_xls(content: bytes, name: str, limits: ReadingLimits) -> OldBook:
    """An XLS workbook.

    Raises:
        UnreadableFileError: when it is damaged, locked by a password, or no workbook.
    """
    compound = open_compound(content, name)
    look = look_at_xls(compound)
    notes = [macro_note()] if "_VBA_PROJECT" in compound.streams else []
    notes += [link_note()] if look.linked else []
    return _book(content, name, limits, look.sheets, notes)


def open_xlsb(content: bytes, package: Package) -> OldBook:
    """An XLSB workbook.

    Raises:
        UnreadableFileError: when it is damaged, or a sheet is larger than tables are.
    """
    notes = [macro_note()] if package.has("xl/vbaProject.bin") else []
    linked = any(part.startswith("xl/externallinks/") for part in package.parts)
    notes += [link_note()] if linked else []
    return _book(content, package.name, package.limits, look_at_xlsb(package), notes)


def _book(
    content: bytes, name: str, limits: ReadingLimits, looks: tuple[Look, ...], notes: Sequence[str]
) -> OldBook:
    answer = _ask(content, name, limits)
    if answer.get("error") == "wide":
        raise too_wide(
            f"{column_letters(answer['width'])}{answer['height']}", answer["sheet"], name
        )
    if not 0 < len(answer["tables"]) <= limits.sheets:
        raise damaged(name)
    return OldBook(tables=tuple(answer["tables"]), looks=looks, notes=tuple(notes))


def _merged(ranges: list[list[list[int]]]) -> tuple[tuple[int, int, int, int], ...]:
    return tuple((r0 + 1, c0 + 1, r1 + 1, c1 + 1) for (r0, c0), (r1, c1) in ranges)


def _columns(
    found: list[list[str | float | None]], look: Look, decimal: str
) -> dict[str, pl.Series]:
    """Text columns; numbers that are shown with leading zeros have them."""
    for (row, column), pattern in look.zeros.items():
        if column <= len(found) and row <= len(found[column - 1]):
            number = found[column - 1][row - 1]
            if isinstance(number, int) and number >= 0:
                found[column - 1][row - 1] = zero_filled(number, pattern)
    return {
        str(place): pl.Series([_text(cell, decimal) for cell in column], dtype=pl.String).replace(
            GERMAN_ERRORS
        )
        for place, column in enumerate(found, start=1)
    }


def _text(cell: str | float | None, decimal: str) -> str | None:
    return repr(cell).replace(".", decimal) if isinstance(cell, int | float) else cell


def _ask(content: bytes, name: str, limits: ReadingLimits) -> dict[str, Any]:
    """The child's answer; whatever becomes of the child, one sentence."""
    fair = limits.child_base_seconds + limits.child_mb_seconds * len(content) // MEGABYTE
    seconds = min(fair, limits.child_seconds)
    asked = (limits.child_mb, seconds, limits.sheet_cells, limits.columns)
    command = [sys.executable, "-I", str(CHILD), *map(str, asked)]
    try:
        child = subprocess.run(  # noqa: S603  (our own file, no shell)
            command,
            input=content,
            capture_output=True,
            timeout=2 * seconds + GRACE_S,
            check=False,
        )
        answer: dict[str, Any] = json.loads(child.stdout) if child.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        answer = {}
    if answer.get("error") == "password":
        raise locked(name)
    if not answer:
        message = _(
            "'{name}' cannot be opened safely; the attempt was stopped. Save it as XLSX in the "
            "spreadsheet programme and send that."
        )
        raise UnreadableFileError(message.format(name=name))
    return answer
