"""A clean table wrapped in what offices put around it is found again exactly, whatever it is."""

from dataclasses import dataclass, field

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.sealed.reading import Grid, find_tables

AREAS = [
    "Nordstadt", "Süd", "Am Anger", "Groß Ottern", "Klein Ottern", "Auental-West", "Buchen (Markt)",
    "Lindenau-Altstadt", "St. Annen", "Bad Elz", "Rosenhügel/Weststadt", "Mitte", "05998012 Dorf",
    "Haide",
]  # fmt: skip
TITLES = [
    "Einwohnerinnen und Einwohner nach Alter", "Kreis Lindenau", "Stichtag: 31.12.2024",
    "Tabelle 3", "Arbeitslose im Dezember 2024", "Vertraulich – nur für den Dienstgebrauch",
    "Auswertung vom 12.01.2025",
]  # fmt: skip
VALUES = [
    "jung",
    "alt",
    "unter 18",
    "65 u. ä.",
    "2023",
    "2024",
    "männlich",
    "weiblich",
    "dar. Kinder",
    "Anteil in %",
]
GROUPS = ["Kreis Ost", "Verband Mitte", "Stadt Auental", "Raum West"]
NOTES = [
    "Quelle: Melderegister",
    "* geheim gehalten",
    "1) ohne Nebenwohnungen",
    "Stand: 12.01.2025",
    "© Kreis Lindenau",
]
SIGNS = ["*", ".", "-", "–", "/", "x", "k. A.", "<10", "...", "nicht erhoben"]


@dataclass
class Wrapped:
    """Rows of a sheet and the part that each of its lines plays."""

    rows: list[list[str | None]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    data: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)

    def add(self, cells: list[str | None], role: list[int] | None = None) -> None:
        self.rows.append(cells)
        if role is not None:
            role.append(len(self.rows))


def figure(draw: st.DrawFn, *, signs: bool = True) -> str:
    if signs and draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(SIGNS))
    number = draw(st.integers(0, 98_765))
    form = draw(st.sampled_from(["plain", "grouped", "decimal"]))
    if form == "grouped" and number >= 1000:
        return f"{number // 1000}.{number % 1000:03d}"
    return f"{number},{number % 10}" if form == "decimal" else str(number)


@st.composite
def wrapped(draw: st.DrawFn) -> Wrapped:
    sheet = Wrapped()
    heads = draw(st.lists(st.sampled_from(VALUES), min_size=2, max_size=6, unique=True))
    key = draw(st.sampled_from(["Gebiet", "Sozialraum", "Ortsteil", "Name der Kommune", "Bereich"]))
    for title in draw(st.lists(st.sampled_from(TITLES), max_size=3, unique=True)):
        sheet.add([title])
    for _ in range(draw(st.integers(0, 2)) if sheet.rows else 0):
        sheet.add([None])
    if draw(st.booleans()):
        half = max(1, len(heads) // 2)
        above = ["Personen", *[None] * (half - 1), "Haushalte", *[None] * (len(heads) - half - 1)]
        sheet.add([key, *above[: len(heads)]], sheet.headings)
        sheet.add([None, *heads], sheet.headings)
    else:
        sheet.add([key, *heads], sheet.headings)
    if draw(st.booleans()):
        sheet.add([None, *["Anzahl"] * len(heads)])
    if draw(st.booleans()):
        sheet.add([str(n + 1) for n in range(len(heads) + 1)])
    if draw(st.booleans()):
        sheet.add([None])
    areas = draw(st.lists(st.sampled_from(AREAS), min_size=4, max_size=len(AREAS), unique=True))
    grouped = draw(st.booleans())
    for number, area in enumerate(areas):
        if grouped and number % 4 == 0:
            sheet.add([GROUPS[number // 4]], sheet.groups)
        sheet.add([area, *[figure(draw, signs=number % 2 > 0) for _ in heads]], sheet.data)
    if draw(st.booleans()):
        sheet.add(["Insgesamt", *[str(draw(st.integers(1, 10**6))) for _ in heads]], sheet.data)
    for _ in range(draw(st.integers(0, 2))):
        sheet.add([None])
    for note in draw(st.lists(st.sampled_from(NOTES), max_size=3, unique=True)):
        sheet.add([note], sheet.notes)
    return sheet


def grid_of(rows: list[list[str | None]], left: int) -> Grid:
    width = left + max(map(len, rows))
    padded = [[None] * left + row + [None] * (width - left - len(row)) for row in rows]
    columns = {
        str(n + 1): pl.Series([row[n] for row in padded], dtype=pl.String) for n in range(width)
    }
    cells = pl.DataFrame(columns).with_row_index("row", offset=1)
    return Grid(cells=cells.with_columns(pl.col("row").cast(pl.Int64)))


@given(sheet=wrapped(), left=st.integers(0, 2))
@settings(max_examples=80, deadline=None)
def test_a_wrapped_table_is_found_again_exactly(sheet: Wrapped, left: int) -> None:
    tables = find_tables(grid_of(sheet.rows, left))

    assert len(tables) == 1
    assert list(tables[0].heading_rows) == sheet.headings
    assert tables[0].body["row"].to_list() == sheet.data
    assert [row for row, _text in tables[0].groups] == sheet.groups
    assert [row for row, _text in tables[0].footnotes] == sheet.notes


@given(sheet=wrapped(), other=wrapped(), apart=st.integers(1, 3))
@settings(max_examples=50, deadline=None)
def test_two_tables_below_each_other_lose_no_line_of_data(
    sheet: Wrapped, other: Wrapped, apart: int
) -> None:
    rows = [*sheet.rows, *[[None]] * apart, ["Tabelle 2: Zweite"], *other.rows]
    shift = len(sheet.rows) + apart + 1

    tables = find_tables(grid_of(rows, 0))

    found = [row for table in tables for row in table.body["row"]]
    assert found == [*sheet.data, *(row + shift for row in other.data)]
    assert len(tables) == 2
