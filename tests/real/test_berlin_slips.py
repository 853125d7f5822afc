"""Berlin's tables t3 and t4 carry an upstream slip: ``inhabitants`` is 100 in every row.

It is found by declared checks: a column that holds the same in every row, and one that another
column of the same row exceeds. The tables without the slip are quiet about it.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.real.test_berlin_deliveries import context

from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition

pytestmark = pytest.mark.real
__all__ = ["context"]  # the fixture of the tests beside this one
YEARS = {2018: 2018, 2020: 2020, 2021: 2021, 2022: 2022}
ROWS = {2018: 447, 2020: 448, 2021: 542, 2022: 542}
LATER = {"t3": "inhabitants_foreigners", "t4": "inhabitants_from_european_union"}


def read(
    open_data: Path, context: IntakeContext, table: str, year: int, checks: dict[str, Any]
) -> Parsed:
    """The table of a year, its inhabitants read as residents."""
    definition = DeliveryDefinition.model_validate(
        {
            "title": {"de": "Einwohnerregister"},
            "grain": "aggregate",
            "cube": "residents",
            "format": {"type": "csv", "delimiter": ",", "decimal": ".", "thousands": ""},
            "area": {"column": "id", "kind": "code", "pad": 8},
            "values": [{"column": "inhabitants"}],
            "checks": checks,
        }
    )
    path = (
        open_data / "berlin-lor-population" / f"population_{year}-02_{table}_planning_areas.csv.gz"
    )
    if not path.is_file():
        pytest.skip(f"{path.name} is not there")
    day = date(year, 12, 31)
    return parse(path, definition, context, reference_date=day, pseudonym=lambda text: text)


@pytest.mark.parametrize("year", list(YEARS))
@pytest.mark.parametrize("table", list(LATER))
def test_a_hundred_inhabitants_in_every_area_are_asked_about(
    open_data: Path, context: IntakeContext, table: str, year: int
) -> None:
    read_ = read(open_data, context, table, year, {})

    told = {fault.code: fault for fault in read_.faults}
    assert "In der Spalte „inhabitants“ steht in jeder Zeile" in told["constant_column"].message
    assert " 100. Stimmt das?" in told["constant_column"].message
    assert "Spalte 6" in told["constant_column"].where
    assert not told["constant_column"].hard


@pytest.mark.parametrize("year", list(YEARS))
@pytest.mark.parametrize("table", list(LATER))
def test_a_part_that_is_larger_than_all_inhabitants_stops_at_its_cells(
    open_data: Path, context: IntakeContext, table: str, year: int
) -> None:
    part = {"column": LATER[table], "at_least": 0, "at_most_column": "inhabitants"}

    read_ = read(open_data, context, table, year, {"ranges": [part]})

    told = {fault.code: fault for fault in read_.faults if fault.hard}
    assert set(told) == {"out_of_range"}
    marked = [row for row, _column, text in read_.marks if text == told["out_of_range"].message]
    assert len(marked) > ROWS[year] / 2


@pytest.mark.parametrize("year", list(YEARS))
@pytest.mark.parametrize("table", ["t1", "t2"])
def test_the_tables_without_the_slip_are_quiet(
    open_data: Path, context: IntakeContext, table: str, year: int
) -> None:
    part = {"column": "inhabitants_foreigners", "at_most_column": "inhabitants"}
    ranges = [part] if table == "t2" else []

    read_ = read(open_data, context, table, year, {"ranges": ranges})

    assert [f for f in read_.faults if f.code != "without_area"] == []
    assert read_.records.height >= ROWS[year]
