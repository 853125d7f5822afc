"""Tables as offices keep them: CSV of any kind, workbooks, Parquet; German numbers."""

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.errors import MissingColumnError, TableFileError
from kreisblick.territory.streets.errors import StreetFileError
from kreisblick.territory.streets.files import (
    WORKBOOKS,
    Sheet,
    read_sheets,
    read_text,
    text_sheet,
)

__all__ = ["RATE", "counts_of", "numbers_of", "rates_of", "read_columns"]

# names that offices give to rates; "rate" as a word of its own, so that "Raten" may be counted
RATE = re.compile(r"anteil|quote|quotient|prozent|percent|%|durchschnitt|mittelwert|median"
                  r"|\b(rate|ratio|share|mean|je|pro|per)\b", re.IGNORECASE)  # fmt: skip

GERMAN = {"area": "gebiet", "key": "schlüssel", "weight": "gewicht"}
SIGNS = {**dict.fromkeys([".", "/", "…", "...", "x"], None), "–": "0", "-": "0"}
SHOWN = 5  # rows named of one fault
_THOUSANDS = r"^\d{1,3}(\.\d{3})+(,\d+)?$"


def read_columns(path: Path, needed: Sequence[str], *, either: str | None = None) -> Sheet:
    """A table that has some columns, all text; our names also under their German ones.

    Args:
        path: CSV (``,``, ``;`` or tabulator; UTF-8 or Windows-1252; also ``.gz``), a workbook
            or Parquet.
        needed: columns it must have.
        either: a column that may stand in the place of the first needed one.

    Raises:
        TableFileError: when the file is missing or no table.
        MissingColumnError: when a column is missing.
    """

    def is_heading(cells: Sequence[str]) -> bool:
        names = {_ours(cell) for cell in cells}
        return set(needed) <= names or (either in names and set(needed[1:]) <= names)

    try:
        if path.suffix.lower() in {*WORKBOOKS, ".parquet"}:
            sheets = read_sheets(path, is_heading) or read_sheets(path, any)
        else:
            text = read_text(path)
            sheet = text_sheet(text, is_heading) or text_sheet(text, any)
            sheets = [sheet] if sheet is not None else []
    except StreetFileError:
        raise TableFileError(file=path.name) from None
    if not sheets:
        raise TableFileError(file=path.name)
    table = sheets[0].table.rename(_ours, strict=False)
    missing = [] if is_heading(table.columns) else [c for c in needed if c not in table.columns]
    if missing:
        raise MissingColumnError(file=path.name, column=missing[0], known=table.columns)
    return Sheet(name=path.name, table=table, first=sheets[0].first)


def _ours(heading: str) -> str:
    """Our name of a column, where it is a known one."""
    bare = heading.strip().lower()
    return next(
        (ours for ours, german in GERMAN.items() if bare in (ours, german)), heading.strip()
    )


def counts_of(sheet: Sheet, *, but: Sequence[str]) -> list[str]:
    """Columns in which a number stands, in the order of the file."""
    rest = [name for name in sheet.table.columns if name not in but]
    return [name for name in rest if _parse(sheet.table[name]).is_not_null().any()]


def rates_of(names: Sequence[str], file: str) -> list[Fault]:
    """A fault for every column that is a rate by its name; rates neither add up nor divide."""
    text = _(
        "{columns}: by its name this is a rate, and rates cannot be added up. Give the counts "
        "it was made of and divide afterwards, or rename the column if it holds counts."
    )
    return [
        Fault(code="rate", message=text.format(columns=f"'{name}'"), where=file)
        for name in names
        if RATE.search(name.replace("_", " "))
    ]


def numbers_of(
    sheet: Sheet, column: str, *, signed: bool = False, empty: bool = False
) -> tuple[pl.Series, list[Fault]]:
    """A column as numbers from 0 on, and what is wrong with it.

    Args:
        sheet: the table.
        column: with text (``1.234,5`` and ``1234.5`` are understood) or numbers.
        signed: whether numbers below 0 are right, too.
        empty: whether cells may be empty, or hold a sign of official tables for what is unknown.
    """
    given = sheet.table[column]
    if empty and not given.dtype.is_numeric():
        given = given.cast(pl.String).str.strip_chars().replace(SIGNS)
    found = _parse(given)
    blank = given.is_null() | (given.cast(pl.String).str.strip_chars() == "").fill_null(value=True)
    texts = {
        "no_number": (found.is_null() & ~blank, _("'{column}' is no number in {rows}.")),
        "negative": (
            (found < 0).fill_null(value=False) & (not signed),
            _("'{column}' is negative in {rows}. Numbers from 0 on are needed."),
        ),
        "empty": (
            blank & (not empty),
            _("'{column}' is empty in {rows}. Enter the number, or 0 where there is none."),
        ),
    }
    faults = [
        Fault(
            code=f"{code}_{column}",
            message=text.format(column=column, rows=_rows(wrong, sheet.first)),
            where=sheet.name,
        )
        for code, (wrong, text) in texts.items()
        if wrong.any()
    ]
    return found, faults


def _parse(given: pl.Series) -> pl.Series:
    if given.dtype.is_numeric():
        return given.cast(pl.Float64)
    text = given.cast(pl.String).str.strip_chars().str.replace_all(r"\s", "")
    dotted = text.filter(text.str.contains(".", literal=True).fill_null(value=False))
    # points part thousands only where every point of the column does
    if len(dotted) and dotted.str.contains(_THOUSANDS).all():
        text = text.str.replace_all(".", "", literal=True)
    found = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return found.set(~found.is_finite().fill_null(value=True), None)


def _rows(wrong: pl.Series, first: int) -> str:
    """The rows of the file in which something is wrong, in words."""
    numbers = wrong.fill_null(value=False).arg_true()
    shown = ", ".join(str(int(number) + first) for number in numbers.head(SHOWN))
    rest = len(numbers) - SHOWN
    more = f" … (+{rest})" if rest > 0 else ""
    return _("row {row}").format(row=shown + more)
