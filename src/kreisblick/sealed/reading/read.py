"""Read a delivery's cells as text, whatever it was written with.

No type is guessed here: a guess takes the leading zero from an area's key. Cells keep their
line and column, so that every fault can name its place. What a file is, its bytes decide.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.dated import DatedName, names_it
from kreisblick.sealed.reading.errors import UnreadableFileError, damaged
from kreisblick.sealed.reading.find import find_format_of
from kreisblick.sealed.reading.format import WORKBOOKS, Format
from kreisblick.sealed.reading.guard import read_bytes
from kreisblick.sealed.reading.limits import ReadingLimits, shipped_reading_limits
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.notes import ending_note
from kreisblick.sealed.reading.points import read_points
from kreisblick.sealed.reading.rules import plain
from kreisblick.sealed.reading.text import read_csv, read_fixed_width
from kreisblick.sealed.reading.timeless import without_time
from kreisblick.sealed.reading.workbooks import SheetEntry, Workbook, kind_of, open_workbook

__all__ = ["read_cells", "read_sheets"]

ALIKE = frozenset({"xlsx", "xlsm"})  # one is the other with macros, which has a note of its own


def read_cells(
    path: Path,
    form: Format,
    *,
    limits: ReadingLimits | None = None,
    secrets: Mapping[str, bytes] | None = None,
) -> Grid:
    """The cells of a file as text with their places.

    Args:
        path: the delivered file; text and GeoJSON may be packed with gzip.
        form: how it is written; a workbook that is called one and is another, or text, is read
            as what it is, with a note.
        limits: other than the shipped ones.
        secrets: keys that open the file when it comes in an envelope.

    Raises:
        UnreadableFileError: when it is absent, empty, damaged, locked by a password, dangerous
            to open, has not the agreed sheet, or holds formulas without a stored result.
    """
    limits = limits or shipped_reading_limits()
    content = read_bytes(path, limits, secrets)
    kind = kind_of(content, path.name, limits)
    if kind == "text" and form.type in WORKBOOKS and form.sheet is not None:
        raise damaged(path.name)  # text has no sheets
    if kind == "text":
        grid = _read_text(content, _as_text_form(content, form, path.name), path.name, limits)
        notes = [ending_note(path.name, "csv")] if form.type in WORKBOOKS else []
    else:
        book = open_workbook(content, kind, path.name, limits)
        grid = book.read(_chosen(book, form, path.name), form.decimal)
        same = form.type == kind or {form.type, kind} <= ALIKE
        notes = [*([] if same else [ending_note(path.name, kind)]), *book.notes]
    if _is_empty(grid):
        message = _("'{name}' holds no cells with content. Ask the supplier to send it again.")
        raise UnreadableFileError(message.format(name=path.name))
    return dataclasses.replace(grid, notes=(*notes, *grid.notes))


def read_sheets(
    path: Path, form: Format | None = None, *, limits: ReadingLimits | None = None
) -> tuple[Grid, ...]:
    """All sheets of a workbook that hold anything, hidden ones too; of other files one grid.

    Args:
        path: the file.
        form: how it is written; without it, it is found.
        limits: other than the shipped ones.

    Raises:
        UnreadableFileError: see ``read_cells``.
    """
    limits = limits or shipped_reading_limits()
    content = read_bytes(path, limits)
    kind = kind_of(content, path.name, limits)
    if kind == "text":
        form = form or find_format_of(content, path.name, limits)
        return (read_cells(path, form, limits=limits),)
    book = open_workbook(content, kind, path.name, limits)
    grids = [book.read(entry, form.decimal if form else ",") for entry in book.entries]
    notes = [*([] if _ends_with(path, kind) else [ending_note(path.name, kind)]), *book.notes]
    filled = [grid for grid in grids if not _is_empty(grid)]
    if not filled:
        message = _("'{name}' holds no cells with content. Ask the supplier to send it again.")
        raise UnreadableFileError(message.format(name=path.name))
    return tuple(dataclasses.replace(grid, notes=(*notes, *grid.notes)) for grid in filled)


def _read_text(content: bytes, form: Format, name: str, limits: ReadingLimits) -> Grid:
    if form.type == "fixed_width":
        return read_fixed_width(content, form, name, limits)
    if form.type == "geojson":
        return read_points(content, name, limits)
    return read_csv(content, form, name, limits)


def _as_text_form(content: bytes, form: Format, name: str) -> Format:
    """How to read text that calls itself a workbook: separators as found, signs as agreed."""
    if form.type not in WORKBOOKS:
        return form
    found = find_format_of(content, name, shipped_reading_limits())
    return found.model_copy(update={"decimal": form.decimal, "thousands": form.thousands})


def _is_empty(grid: Grid) -> bool:
    texts = grid.cells.drop("row")
    if not texts.width:
        return True
    return not texts.select(pl.any_horizontal(pl.all().is_not_null().any())).item()


def _ends_with(path: Path, kind: str) -> bool:
    """Whether the file's ending says what it is; no ending claims nothing."""
    ending = path.suffix.lower().lstrip(".")
    return ending in {kind, ""} or {ending, kind} <= ALIKE or (kind == "html" and ending == "htm")


def _chosen(book: Workbook, form: Format, name: str) -> SheetEntry:
    """The agreed sheet; the first one people see when none is agreed."""
    if form.sheet is None:
        seen = (entry for entry in book.entries if entry.state == "visible")
        return next(seen, book.entries[0])
    found = next((entry for entry in book.entries if names_it(form.sheet, entry.name)), None)
    found = found or _called_almost(form.sheet, book.entries)
    if found is None:
        raise UnreadableFileError(
            _sheet_missing(name, form.sheet, [entry.name for entry in book.entries])
        )
    return found


def _called_almost(wanted: str, entries: Sequence[SheetEntry]) -> SheetEntry | None:
    """The one sheet whose name differs in case, blanks or a date; a dated name wants its date."""
    bare = "" if isinstance(wanted, DatedName) else plain(without_time(wanted))
    same = [entry for entry in entries if bare and plain(without_time(entry.name)) == bare]
    return same[0] if len(same) == 1 else None


def _sheet_missing(name: str, wanted: str, names: Sequence[str]) -> str:
    return _(
        "'{name}' has no sheet '{wanted}', only: {names}. Rename the sheet in the file, or the "
        "sheet in the definition."
    ).format(name=name, wanted=wanted, names=", ".join(f"'{n}'" for n in names))
