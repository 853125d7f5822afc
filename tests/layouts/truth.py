"""What a finished book says is true of its file."""

from collections.abc import Iterable
from pathlib import Path

from tests.layouts.book import COUNTED, Book, Col, Draft, Page, Said, Value
from tests.layouts.model import ColumnTruth, SignTruth, TableTruth, TextTruth, Truth

TEXT_FORMATS = ("csv", "fixed", "html")


def truth_of(book: Book, path: Path, *, strict: bool = True) -> Truth:
    """The truth of the file at this path, which was written from this book.

    With ``strict``, every text where a number could stand must be a sign that the layout knows.
    """
    text = book.format in TEXT_FORMATS
    return Truth(
        file=path,
        grain=book.grain,
        format=book.format,
        encoding=book.encoding if text else None,
        delimiter=book.delimiter if book.format == "csv" else None,
        tables=tuple(
            _table(draft, page, book, strict) for page in book.pages for draft in page.tables
        ),
    )


def _table(draft: Draft, page: Page, book: Book, strict: bool) -> TableTruth:
    rows = {role: tuple(sorted(found)) for role, found in draft.rows.items()}
    data = rows["data"]
    return TableTruth(
        name=draft.name,
        target=draft.target,
        sheet=page.name,
        left=draft.left,
        right=draft.left + len(draft.columns) - 1,
        title_rows=rows.get("title", ()),
        heading_rows=rows.get("heading", ()),
        units_row=next(iter(rows.get("units", ())), None),
        number_row=next(iter(rows.get("number", ())), None),
        first_row=data[0],
        last_row=data[-1],
        data_rows=data,
        total_rows=rows.get("total", ()),
        grouping_rows=rows.get("grouping", ()),
        footnote_rows=rows.get("footnote", ()),
        repeated_heading_rows=rows.get("repeated_heading", ()),
        columns=tuple(_column(draft, index) for index in range(len(draft.columns))),
        leading_zeros=tuple(_zeros(draft)),
        signs=tuple(_signs(draft, strict)),
        numbers=_numbers(draft),
        record_layout=_record_layout(draft, book) if book.widths or book.no_heading else (),
    )


def _column(draft: Draft, index: int) -> ColumnTruth:
    col = draft.columns[index]
    return ColumnTruth(
        position=draft.left + index,
        heading=col.heading,
        means=col.means,
        also=col.also,
        set=dict(col.set),
        also_set=col.also_set,
        period=col.period,
    )


def _cells(draft: Draft) -> Iterable[tuple[int, int, Col, Value]]:
    for row, values in sorted(draft.values.items()):
        for index, value in enumerate(values):
            yield row, draft.left + index, draft.columns[index], value


def _zeros(draft: Draft) -> Iterable[TextTruth]:
    for row, column, col, value in _cells(draft):
        if col.means in COUNTED:
            continue
        if col.format and set(col.format) == {"0"} and isinstance(value, int):
            value = str(value).zfill(len(col.format))  # noqa: PLW2901
        text = value.text if isinstance(value, Said) else value
        if isinstance(text, str) and text[:1] == "0" and text[1:2].isdigit():
            yield TextTruth(row=row, column=column, text=text)


def _signs(draft: Draft, strict: bool) -> Iterable[SignTruth]:
    for row, column, col, value in _cells(draft):
        if col.means not in COUNTED or row not in draft.rows["data"]:
            continue
        number = value.number if isinstance(value, Said) else value
        text = value.text if isinstance(value, Said) else str(value or "")
        if number == 0:
            yield SignTruth(row=row, column=column, text="0", kind="zero")
        elif not isinstance(number, int | float) and (strict or text in draft.signs):
            yield SignTruth(row=row, column=column, text=text, kind=draft.signs[text])  # type: ignore[arg-type]


def _numbers(draft: Draft) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = {}
    for row, column, col, value in _cells(draft):
        number = value.number if isinstance(value, Said) else value
        if col.means in COUNTED and isinstance(number, int | float):
            found.setdefault(column, {})[row] = number
    return found


def _record_layout(draft: Draft, book: Book) -> tuple[tuple[str, int, int], ...]:
    start, fields = 1, []
    for index, col in enumerate(draft.columns):
        length = book.widths[index] if book.widths else 1
        fields.append((col.heading, start if book.widths else index + 1, length))
        start += length
    return tuple(fields)
