"""The layouts that no reader has seen yet are as true and as fair as the others."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.layouts import test_layouts as generic
from tests.layouts.layout import KEPT, Layout, load
from tests.layouts.model import FaultTruth, TableTruth
from tests.layouts.plain import Cells, cells_of

FOLDER = Path(__file__).with_name("unseen")
SEEN = [*load(), *load(KEPT)]
UNSEEN = load(FOLDER)
NOTHING = ("-", "–")
layouts = pytest.mark.parametrize("layout", UNSEEN, ids=lambda layout: layout.key)
years = pytest.mark.parametrize("year", [generic.FIRST, generic.SECOND])


def cubes() -> dict[str, dict[str, set[str]]]:
    """The codes of every dimension of the cubes that stand beside the layouts."""
    return {
        path.stem: {
            dimension["name"]: set(dimension["codes"])
            for dimension in YAML(typ="safe").load(path)["dimensions"]
        }
        for path in (FOLDER / "catalogue" / "cubes").glob("*.yaml")
    }


def amounts(cells: Cells, table: TableTruth, rows: tuple[int, ...], column: int) -> list[object]:
    """What these rows show in a column, nothing as zero."""
    found = [cells.get((table.sheet, row, column)) for row in rows]
    return [0 if value in NOTHING else value for value in found]


def known(values: list[object]) -> list[float] | None:
    """The numbers, or None where one of them is not told."""
    try:
        return [generic.number(value) for value in values]
    except ValueError:
        return None


@layouts
def test_the_second_year_has_another_title_and_more_rows(layout: Layout, tmp_path: Path) -> None:
    first = layout.make(tmp_path / "first", generic.FIRST, generic.SEED)
    second = layout.make(tmp_path / "second", generic.SECOND, generic.SEED)

    for old, new in zip(first.tables, second.tables, strict=True):
        assert len(new.data_rows) > len(old.data_rows)
        assert len(new.title_rows) > len(old.title_rows) or not old.title_rows


@layouts
@years
def test_every_printed_sum_that_can_be_added_up_is_right(
    layout: Layout, year: int, tmp_path: Path
) -> None:
    truth = layout.make(tmp_path, year, generic.SEED)
    if truth.format == "fixed":
        pytest.skip("no counts in a file of fixed width")

    cells = cells_of(truth)

    for table in truth.tables:
        for column in table.columns:
            if column.means not in ("value", "total", "places"):
                continue
            parts = known(amounts(cells, table, table.data_rows, column.position))
            sums = known(amounts(cells, table, table.total_rows, column.position))
            if parts and sums:
                assert sum(parts) in (max(sums), sum(sums))


@layouts
@years
def test_a_sum_beside_its_parts_is_right(layout: Layout, year: int, tmp_path: Path) -> None:
    truth = layout.make(tmp_path, year, generic.SEED)

    cells = cells_of(truth)

    for table in truth.tables:
        for column in table.columns:
            if column.means != "total":
                continue
            beside = [c for c in table.columns if c.means == "value" and c.period == column.period]
            for row in (*table.data_rows, *table.total_rows):
                shown = [cells.get((table.sheet, row, c.position)) for c in beside]
                parts = known([0 if value in NOTHING else value for value in shown])
                whole = generic.number(cells[table.sheet, row, column.position])
                assert parts is None or sum(parts) == whole


@layouts
def test_what_a_table_fills_is_known(layout: Layout, tmp_path: Path) -> None:
    others = {t.target for one in SEEN for t in one.make(tmp_path, 2023, generic.SEED).tables}

    truth = layout.make(tmp_path, generic.FIRST, generic.SEED)

    own = cubes()
    for table in truth.tables:
        assert table.target in own.keys() | others
        for column in table.columns if table.target in own else ():
            for dimension, code in column.set.items():
                assert code in own[table.target][dimension]


def text_of(line: str, table: TableTruth, fault: FaultTruth) -> str:
    """The field of a line of fixed width that a fault names."""
    assert fault.column is not None
    _, start, length = table.record_layout[fault.column - 1]
    return line[start - 1 : start - 1 + length].strip()


def test_faults_stand_in_the_fields_of_fixed_width(tmp_path: Path) -> None:
    (layout,) = (layout for layout in UNSEEN if layout.key == "unseen_foster_care")
    clean = layout.make(tmp_path / "clean", generic.FIRST, generic.SEED)

    truth = layout.faulty(tmp_path / "faulty", generic.FIRST, generic.SEED)

    ((table,), (before,)) = truth.tables, clean.tables
    lines, good = cells_of(truth), cells_of(clean)
    for fault in truth.faults:
        if fault.kind == "duplicate_row":
            assert lines[None, fault.row or 0, 1] == lines[None, (fault.row or 0) - 1, 1]
            continue
        found = text_of(str(lines[None, fault.row or 0, 1]), table, fault)
        column = {text_of(str(good[None, row, 1]), before, fault) for row in before.data_rows}
        assert found and found not in column


@layouts
@pytest.mark.parametrize("seed", [2, 3])
def test_other_seeds_find_fair_places_for_faults_too(
    layout: Layout, seed: int, tmp_path: Path
) -> None:
    for year in (generic.FIRST, generic.SECOND):
        faults = layout.faulty(tmp_path, year, seed).faults
        assert 5 <= len(faults) <= 15
        assert len({(f.sheet, f.cell, f.heading) for f in faults}) == len(faults)
