"""What several suppliers share in a workspace is read once, as it is on the reference date."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import definition_of
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.areas.model import Generation, Territory

TERRITORY = Territory(
    generation=Generation(key="g", valid_from=date(2000, 1, 1)),
    areas=pl.DataFrame(
        [
            ("A", "Alt", "planning_area", "10", "A"),
            ("B", "Neu", "planning_area", "10", "B"),
            ("10", "Stadt", "municipality", "1", "10"),
            ("1", "Kreis", "district", None, "1"),
        ],
        schema=["area", "name", "level", "parent", "official_code"],
        orient="row",
    ),
    geometry=np.array([shapely.box(i, 0, i + 1, 1) for i in range(4)]),
)
CUBE: dict[str, Any] = {
    "title": {"de": "Fälle"},
    "counts": "cases",
    "rules": "r",
    "dimensions": [
        {"name": "sex", "title": {"de": "Geschlecht"}, "codes": ["female", "male"],
         "labels": {"female": {"de": "w"}, "male": {"de": "m"}}}
    ],
}  # fmt: skip
DEFINITION = """
title: {de: "Fälle"}
grain: aggregate
cube: cases
format: {type: csv}
area: {column: Teil, kind: code}
dimensions:
  sex: {from: G, as: code, codes_from: {file: shared/sex.csv}}
values:
  - {column: Fälle}
"""


def read(workspace: Path, table: str, day: date, text: str = DEFINITION) -> Parsed:
    path = workspace / "table.csv"
    path.write_text(table, encoding="utf-8")
    context = IntakeContext(
        territories={"g": TERRITORY},
        cubes={"cases": CubeDefinition.model_validate(CUBE)},
        suppliers={},
        deliveries={},
    )
    definition = definition_of(text, workspace)
    return parse(path, definition, context, reference_date=day, pseudonym=str)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "sex.csv").write_text(
        "code;means;valid_from;valid_until\n1;male;;2020-01-01\n2;female;;2020-01-01\n"
        "1;female;2020-01-01;\n2;male;2020-01-01;\n",
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize(("year", "first"), [(2019, "male"), (2020, "female")])
def test_a_delivery_is_read_by_the_codes_of_its_day(workspace: Path, year: int, first: str) -> None:
    parsed = read(workspace, "Teil;G;Fälle\nA;1;5\nA;2;7\n", date(year, 12, 31))

    assert parsed.faults == ()
    found = dict(parsed.records.select("sex", "value").rows())
    assert found[first] == 5
    assert sorted(found.values()) == [5, 7]


def test_a_code_that_no_list_knows_is_a_fault_of_the_file(workspace: Path) -> None:
    parsed = read(workspace, "Teil;G;Fälle\nA;3;5\nA;2;7\n", date(2020, 12, 31))

    assert [f.code for f in parsed.faults if f.hard] == ["unreadable"]
