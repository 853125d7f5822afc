"""The scorer gives full marks to who sees the truth, and takes them from who errs."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.layouts.due import due_rows, is_due
from tests.layouts.layout import KEPT, load
from tests.layouts.model import TableTruth, Truth
from tests.layouts.ours import Ours
from tests.layouts.run import second_year
from tests.layouts.score import (
    Complaint,
    Score,
    SeenColumn,
    SeenTable,
    score_faults,
    score_tables,
)

from kreisblick.sealed.mapping import DeliveryDefinition

LAYOUTS = {layout.key: layout for layout in load()}


@pytest.fixture
def agency(tmp_path: Path) -> Truth:
    """A table with groups of headings, sums, stars and keys."""
    return LAYOUTS["agency_sgb2"].make(tmp_path, 2023, 1)


def seen(table: TableTruth, **changes: object) -> SeenTable:
    """What a reader says that errs only where the changes say."""
    columns = {
        column.position: SeenColumn(means=column.means, set=column.set, period=column.period)
        for column in table.columns
    }
    texts = {(cell.row, cell.column): cell.text for cell in (*table.leading_zeros, *table.signs)}
    right = SeenTable(
        sheet=table.sheet,
        heading_rows=table.heading_rows,
        data_rows=frozenset(table.data_rows),
        columns=columns,
        texts=texts,
    )
    return replace(right, **changes)  # type: ignore[arg-type]


def texts_with(table: TableTruth, old: str, new: str) -> Mapping[tuple[int, int], str]:
    """The table's keys and signs, one text replaced."""
    return {place: text.replace(old, new) for place, text in seen(table).texts.items()}


def test_who_sees_the_truth_of_every_layout_gets_full_marks(tmp_path: Path) -> None:
    truths = [layout.make(tmp_path, 2023, 1) for layout in LAYOUTS.values()]

    whole = sum((score_tables(t, [seen(table) for table in t.tables]) for t in truths), Score())

    assert not whole.wrong
    assert whole.zeros.of > 500
    for part in ("headings", "rows", "not_rows", "means", "sets", "zeros", "signs"):
        assert getattr(whole, part).percent == 100


def test_a_table_that_is_not_found_scores_nothing(agency: Truth) -> None:
    score = score_tables(agency, [])

    assert (score.headings.right, score.rows.right, score.means.right, score.zeros.right) == (
        0, 0, 0, 0,
    )  # fmt: skip


def test_one_heading_row_too_few_is_not_exact(agency: Truth) -> None:
    (table,) = agency.tables

    score = score_tables(agency, [seen(table, heading_rows=table.heading_rows[1:])])

    assert score.headings.right == 0


def test_a_sum_among_the_data_is_counted_against_the_reader(agency: Truth) -> None:
    (table,) = agency.tables
    rows = frozenset({*table.data_rows, table.total_rows[0]})

    score = score_tables(agency, [seen(table, data_rows=rows)])

    assert score.not_rows.of - score.not_rows.right == 1


def test_a_lost_leading_zero_is_seen(agency: Truth) -> None:
    (table,) = agency.tables

    score = score_tables(agency, [seen(table, texts=texts_with(table, "008001007", "8001007"))])

    assert score.zeros.of - score.zeros.right == 1


def test_a_star_read_as_zero_is_seen(agency: Truth) -> None:
    (table,) = agency.tables
    stars = sum(sign.kind == "suppressed" for sign in table.signs)

    score = score_tables(agency, [seen(table, texts=texts_with(table, "*", "0"))])

    assert stars and score.signs.of - score.signs.right == stars


def test_a_wrong_meaning_and_a_wrong_age_are_seen(agency: Truth) -> None:
    (table,) = agency.tables
    columns = dict(seen(table).columns)
    columns[1] = SeenColumn(means="identifier")
    columns[4] = SeenColumn(means="value", set={"age": "15-24"})

    score = score_tables(agency, [seen(table, columns=columns)])

    assert score.means.of - score.means.right == 1
    assert score.sets.of - score.sets.right == 1


def test_a_fault_is_named_by_sheet_and_cell_or_by_line_and_column(tmp_path: Path) -> None:
    workbook = LAYOUTS["agency_sgb2"].faulty(tmp_path, 2023, 1)
    text = LAYOUTS["register_meso"].faulty(tmp_path, 2023, 1)
    said = [
        [Complaint(where=f"Blatt „{f.sheet}“, Zelle {f.cell}") for f in workbook.faults],
        [
            Complaint(where=f"Zeile {f.row}, Spalte {f.column}", message=f.heading)
            for f in text.faults
        ],
    ]

    scores = [
        score_faults(truth.faults, complaints)
        for truth, complaints in zip((workbook, text), said, strict=True)
    ]

    assert all(score.faults.right == score.faults.of for score in scores)


@pytest.mark.parametrize("where", ["", "Blatt „Hinweise“, Zelle {cell}", "Blatt „{sheet}“"])
def test_a_fault_said_without_its_place_is_not_named(where: str, tmp_path: Path) -> None:
    truth = LAYOUTS["agency_sgb2"].faulty(tmp_path, 2023, 1)
    said = [
        Complaint(where=where.format(cell=fault.cell, sheet="RLB"), message="Fehler")
        for fault in truth.faults
    ]

    score = score_faults(truth.faults, said)

    assert score.faults.right == 0


def in_the_second_year(key: str, folder: Path) -> Truth:
    return next(layout for layout in load(KEPT) if layout.key == key).make(folder, 2024, 1)


@pytest.mark.parametrize("key", ["kept_benefit_pivot", "kept_care_biennial"])
def test_of_several_dates_the_rows_of_the_year_s_end_are_due(key: str, tmp_path: Path) -> None:
    truth = in_the_second_year(key, tmp_path)

    for table in truth.tables:
        data = table.data_rows
        by_hand = data[11::12] if key == "kept_benefit_pivot" else data[-3:]
        assert due_rows(truth, table, 2024) == by_hand


def test_where_a_table_prints_the_sum_of_the_year_that_row_is_due(tmp_path: Path) -> None:
    truth = in_the_second_year("kept_accidents", tmp_path)

    (table,) = truth.tables
    assert due_rows(truth, table, 2024) == table.total_rows


def test_where_all_rows_are_of_one_date_all_are_due(agency: Truth) -> None:
    (table,) = agency.tables

    assert due_rows(agency, table, 2024) == table.data_rows


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("12/2024", True), ("11/2024", False), ("Dez 2024", True), ("Mai 2024", False),
        ("März 2024", False), ("202412", True), ("202401", False), ("2024", True),
        ("2023", False), ("31.12.2024", True), ("31.12.2023", False), ("2024-12-31", True),
        ("2024/25", True), ("Summe", False),
    ],
)  # fmt: skip
def test_a_text_is_due_when_it_is_about_the_year_or_its_end(text: str, due: bool) -> None:
    assert is_due(text, 2024) == due


def test_last_year_s_rows_beside_the_due_ones_fail_the_second_year(tmp_path: Path) -> None:
    layout = next(layout for layout in load(KEPT) if layout.key == "kept_care_biennial")
    ours = Ours.of_the_hamlet(tmp_path / "workspace", layouts=KEPT)
    definitions = ours.definitions(layout.make(tmp_path / "first", 2023, 1))
    second = layout.make(tmp_path / "second", 2024, 1)

    assert second_year(second, definitions, ours).second_year.right == len(definitions)
    for rows in ((), [{"column": "Jahr", "equals": "{year-2}"}]):
        loose = {"checks": {"no_duplicate_areas": False, "sum_of_parts": "off"}, "rows": rows}
        spoilt: list[DeliveryDefinition | str] = [
            DeliveryDefinition.model_validate(one.model_dump(by_alias=True) | loose)
            for one in definitions
            if not isinstance(one, str)
        ]
        found = second_year(second, spoilt, ours)
        assert found.second_year.right == 0, found.wrong
        assert all("rows of other dates" in text or "did not" in text for text in found.wrong)
