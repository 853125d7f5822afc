"""People who pass from one municipality into another are neither lost nor invented."""

from datetime import date

import numpy as np
import polars as pl
import shapely

from kreisblick.sealed.register.convert import convert_cells
from kreisblick.territory.areas.model import Generation, Territory
from kreisblick.territory.crosswalks.model import Crosswalk

AREAS = [
    ("a1", "planning_area", "A"),
    ("b1", "planning_area", "B"),
    ("c1", "planning_area", "C"),
    ("A", "municipality", "1"),
    ("B", "municipality", "1"),
    ("C", "municipality", "1"),
    ("1", "district", None),
]
NEW = Territory(
    generation=Generation(key="new", valid_from=date(2021, 1, 1)),
    areas=pl.DataFrame(
        [(area, area, level, parent, area) for area, level, parent in AREAS],
        schema=["area", "name", "level", "parent", "official_code"],
        orient="row",
    ),
    geometry=np.array([shapely.box(i, 0, i + 1, 1) for i in range(len(AREAS))]),
)


def third(source: str) -> list[tuple[str, str, float, str, int]]:
    """A source that passes to all three municipalities."""
    return [(source, target, 1 / 3, "area", 0) for target in ("a1", "b1", "c1")]


def test_three_municipalities_share_a_source_and_the_district_total_holds() -> None:
    columns = ["source", "target", "share", "basis", "weight_n"]
    shares = pl.DataFrame(third("x") + third("y"), schema=columns, orient="row")
    crosswalk = Crosswalk(source_generation="old", target_generation="new", shares=shares)
    rows = [
        (source, age, sex, value, None, None, "counted")
        for source, numbers in {"x": (1, 3, 2, 2), "y": (3, 1, 1, 3)}.items()
        for (age, sex), value in zip(
            [("0-17", "*"), ("18+", "*"), ("*", "female"), ("*", "male")], numbers, strict=True
        )
    ]
    names = ["area", "age", "sex", "value", "lower", "upper", "observation"]
    types = {"value": pl.Int64, "lower": pl.Int64, "upper": pl.Int64}
    cells = pl.DataFrame(rows, schema=names, orient="row", schema_overrides=types)

    found = convert_cells(cells, crosswalk, NEW, ["age", "sex"])

    # each municipality gets 8/3 people: rounded one by one there would be nine of eight
    ages, sexes = (found.filter(pl.col(name) != "*") for name in ("age", "sex"))
    assert ages["value"].sum() == sexes["value"].sum() == 8
    per_area = [t.group_by("area").agg(pl.col("value").sum()).sort("area") for t in (ages, sexes)]
    assert per_area[0].rows() == per_area[1].rows()
    assert set(per_area[0]["value"]) == {2, 3}
