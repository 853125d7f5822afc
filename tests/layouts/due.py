"""Which rows of a table are about the reference date, read from the file by other people's readers.

Where a table tells several dates below each other, those of 31 December are due: the rows of the
year or of December, or the sum of the year where the table prints one.
"""

import re

from tests.layouts.model import TableTruth, Truth
from tests.layouts.plain import Cells, cells_of

TIMES = ("year", "month", "date")
MONTHS = ("jan", "feb", "m", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
WHOLE_YEAR = ("jahr", "jahressumme", "jahr insgesamt", "januar bis dezember")
LAST_MONTH = 12


def due_rows(truth: Truth, table: TableTruth, year: int) -> tuple[int, ...]:
    """Rows about a year's end (or the year), sums that say so among them; all rows of one date."""
    if truth.format == "fixed":
        return table.data_rows
    cells = cells_of(truth)
    for column in table.columns:
        if column.means not in TIMES:
            continue
        texts = texts_of(cells, table, column.position)
        if len({texts[row] for row in table.data_rows}) > 1:
            whole = [row for row in table.total_rows if is_whole_year(texts[row], year)]
            due = [row for row in table.data_rows if is_due(texts[row], year)]
            return tuple(whole or due or last_of(texts, table, year))
    return table.data_rows


def last_of(texts: dict[int, str], table: TableTruth, year: int) -> list[int]:
    """Rows of the year's last day that is there: offices count on days of their own."""
    days = {row: day for row in table.data_rows if (day := day_of(texts[row]))}
    last = max((day for day in days.values() if day[:4] == str(year)), default="")
    return [row for row, day in days.items() if day == last]


def day_of(text: str) -> str:
    """A day with its year in front; empty when the text is none."""
    found = re.fullmatch(r"(\d\d?)\.(\d\d?)\.(\d{4})", text)
    if found:
        return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
    return text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else ""


def texts_of(cells: Cells, table: TableTruth, column: int) -> dict[int, str]:
    """A column's texts; one that stands once holds for the data rows below it as well."""
    found, above = {}, ""
    for row in sorted({*table.data_rows, *table.total_rows}):
        cell = cells.get((table.sheet, row, column))
        text = str(int(cell)) if isinstance(cell, float) else str(cell or "").strip()
        found[row] = text or (above if row in table.data_rows else "")
        above = found[row]
    return found


def is_whole_year(text: str, year: int) -> bool:
    """``Jahr``, or the year beside months."""
    return text.casefold() in (*WHOLE_YEAR, str(year))


def is_due(text: str, year: int) -> bool:
    """A text about the year's end or the whole year; one without a year says nothing of it."""
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<=^)(?:19|20)\d\d(?=\d\d$)", text)
    return bool(years) and int(years[0]) == year and month_of(text) in (None, LAST_MONTH)


def month_of(text: str) -> int | None:
    """The month that a text names; None when it names none."""
    number = re.search(
        r"^(\d\d)[/.-]\d{4}$|^\d{4}(\d\d)$|^\d\d?\.(\d\d)\.\d{4}$|^\d{4}-(\d\d)", text
    )
    if number:
        return int(next(group for group in number.groups() if group))
    word = re.search(r"^[^\W\d]+", text.casefold())
    starts = [n for n, start in enumerate(MONTHS, 1) if word and word[0].startswith(start)]
    return starts[-1] if starts else None  # "Mai" begins as "Mrz" and "März" do
