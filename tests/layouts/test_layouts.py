"""What a layout says of its file holds when other readers look at the file."""

import os
from pathlib import Path

import pytest
from tests.layouts.layout import KEPT, Layout, load
from tests.layouts.model import TableTruth
from tests.layouts.plain import Cells, cells_of

FIRST, SECOND, SEED = 2023, 2024, 1
HAVE_NO_CELL = ("duplicate_row", "missing_column")
MAY_LOOK_RIGHT = ("total_does_not_fit", "negative_count")
OTHERS = os.environ.get("KREISBLICK_LAYOUTS")  # a folder with more layouts
UNSEEN = KEPT.with_name("unseen")
EVERY = [*load(), *load(KEPT), *load(UNSEEN), *(load(Path(OTHERS)) if OTHERS else [])]
layouts = pytest.mark.parametrize("layout", EVERY, ids=lambda layout: layout.key)
years = pytest.mark.parametrize("year", [FIRST, SECOND])


def number(value: object) -> float:
    """A number as a person reads it in Germany."""
    if isinstance(value, int | float):
        return float(value)
    return float(str(value).replace(".", "").replace(",", "."))


def check_texts(cells: Cells, table: TableTruth, fixed: bool) -> None:
    """Keys with leading zeros and signs stand where they are said to stand."""
    for place in (*table.leading_zeros, *table.signs):
        found = cells.get((table.sheet, place.row, 1 if fixed else place.column))
        if fixed:
            assert place.text in str(found)
        elif place.text == "0":
            assert number(found) == 0
        else:
            assert (found or "") == place.text


@layouts
@years
def test_keys_signs_and_numbers_stand_where_the_truth_says(
    layout: Layout, year: int, tmp_path: Path
) -> None:
    truth = layout.make(tmp_path, year, SEED)

    cells = cells_of(truth)

    for table in truth.tables:
        check_texts(cells, table, truth.format == "fixed")
        for column, numbers in table.numbers.items():
            for row, value in numbers.items():
                assert number(cells[table.sheet, row, column]) == pytest.approx(value)


@layouts
@years
def test_every_filled_row_of_a_file_has_a_part_to_play(
    layout: Layout, year: int, tmp_path: Path
) -> None:
    truth = layout.make(tmp_path, year, SEED)

    cells = cells_of(truth)

    parts = {
        (table.sheet, row)
        for table in truth.tables
        for rows in (
            table.title_rows,
            table.heading_rows,
            table.data_rows,
            table.total_rows,
            table.grouping_rows,
            table.footnote_rows,
            table.repeated_heading_rows,
            (table.units_row, table.number_row),
        )
        for row in rows
    }
    sheets = {table.sheet for table in truth.tables}
    assert {(sheet, row) for sheet, row, _ in cells if sheet in sheets} <= parts


@layouts
def test_a_heading_stands_in_the_heading_rows(layout: Layout, tmp_path: Path) -> None:
    truth = layout.make(tmp_path, FIRST, SEED)

    cells = cells_of(truth)

    for table in truth.tables:
        for column in table.columns if table.heading_rows else ():
            last = column.heading.split(" | ")[-1]
            there = [
                " ".join(str(cells.get((table.sheet, row, place), "")).split())
                for row in table.heading_rows
                for place in ([1] if truth.format == "fixed" else [column.position])
            ]
            assert any(last in text for text in there)


@layouts
def test_the_same_seed_writes_the_same_bytes(layout: Layout, tmp_path: Path) -> None:
    one = layout.make(tmp_path / "a", FIRST, SEED)
    two = layout.make(tmp_path / "b", FIRST, SEED)

    assert one.file.read_bytes() == two.file.read_bytes()


@layouts
def test_the_second_year_has_other_rows_under_the_same_headings(
    layout: Layout, tmp_path: Path
) -> None:
    first = layout.make(tmp_path / "first", FIRST, SEED)
    second = layout.make(tmp_path / "second", SECOND, SEED)

    assert first.file.read_bytes() != second.file.read_bytes()
    for old, new in zip(first.tables, second.tables, strict=True):
        assert sorted(c.means for c in old.columns) == sorted(c.means for c in new.columns)


@layouts
def test_faults_are_where_they_are_said_to_be(layout: Layout, tmp_path: Path) -> None:
    clean = cells_of(layout.make(tmp_path / "clean", FIRST, SEED))

    truth = layout.faulty(tmp_path / "faulty", FIRST, SEED)

    cells = cells_of(truth)
    assert 5 <= len(truth.faults) <= 15
    for fault in truth.faults:
        if fault.kind in HAVE_NO_CELL or truth.format == "fixed":
            continue
        found = cells[fault.sheet, fault.row or 0, fault.column or 0]
        column = {v for (s, _, c), v in clean.items() if (s, c) == (fault.sheet, fault.column)}
        assert found not in column or fault.kind in MAY_LOOK_RIGHT


@layouts
def test_sums_of_rows_are_the_sums_of_the_known_and_the_hidden(
    layout: Layout, tmp_path: Path
) -> None:
    truth = layout.make(tmp_path, SECOND, SEED)

    for table in truth.tables:
        for column in table.columns:
            numbers = table.numbers.get(column.position, {})
            whole = sum(numbers.get(row, 0) for row in table.data_rows)
            grand = [numbers[row] for row in table.total_rows if row in numbers]
            if grand and column.means in ("value", "total", "places"):
                assert max(grand) >= whole or len(table.total_rows) > 1
