"""What a cube answers, and what it refuses to make up."""

from datetime import date

import polars as pl
import pytest
from pydantic import ValidationError

from kreisblick.statistics.cube import Cube, Slice, Unit, cell_frame
from kreisblick.statistics.cube.definition import Dimension

Row = tuple[str, str, str, int | None]


def cube(*rows: Row) -> Cube:
    """A cube with ages and sexes; ``*`` stands for all."""
    table = pl.DataFrame(rows, schema=["area", "age", "sex", "value"], orient="row")
    cells = cell_frame(table.with_columns(level=pl.lit("planning_area")), ["age", "sex"])
    return Cube(
        key="people",
        unit=Unit.PERSONS,
        generation="g",
        reference_date=date(2024, 12, 31),
        dimensions=("age", "sex"),
        cells=cells,
        covered=frozenset(),
    )


def answer(tray: Cube, **where: list[str]) -> dict[str, int | None]:
    return dict(tray.take(Slice.of(where)).select("area", "value").iter_rows())


def test_a_cross_table_is_added_up() -> None:
    tray = cube(("a", "0-2", "f", 1), ("a", "0-2", "m", 2), ("a", "3-5", "f", 4))

    assert answer(tray, age=["0-2"]) == {"a": 3}


def test_a_delivered_margin_is_preferred_to_a_sum() -> None:
    tray = cube(("a", "*", "*", 10), ("a", "0-2", "*", 4), ("a", "3-5", "*", 5))

    assert answer(tray) == {"a": 10}


def test_two_margins_are_never_added_up() -> None:
    tray = cube(("a", "0-2", "*", 4), ("a", "3-5", "*", 6), ("a", "*", "f", 7), ("a", "*", "m", 3))

    assert answer(tray) == {"a": 10}


def test_an_area_that_lacks_a_part_has_no_answer() -> None:
    tray = cube(("a", "0-2", "*", 4), ("a", "3-5", "*", 6), ("b", "0-2", "*", 4))

    assert answer(tray) == {"a": 10}
    assert answer(tray, age=["0-2", "3-5"]) == {"a": 10}
    assert answer(tray, age=["0-2"]) == {"a": 4, "b": 4}


def test_a_sum_over_a_withheld_cell_has_no_number_but_bounds() -> None:
    rows = pl.DataFrame(
        {
            "level": ["planning_area"] * 2,
            "area": ["a", "a"],
            "age": ["0-2", "3-5"],
            "sex": ["*", "*"],
            "value": [None, 6],
            "lower": [1, None],
            "upper": [9, None],
            "observation": ["withheld_by_source", "counted"],
        }
    )
    tray = cube(("a", "0-2", "*", 1))
    tray = Cube(**{**vars(tray), "cells": cell_frame(rows, ["age", "sex"])})

    found = tray.take(Slice()).row(0, named=True)

    assert (found["value"], found["lower"], found["upper"]) == (None, 7, 15)
    assert found["observation"] == "withheld_by_source"


@pytest.mark.parametrize("observation", ["not_delivered", "not_covered", "cannot_exist"])
def test_a_cell_without_bounds_gets_none_by_adding(observation: str) -> None:
    rows = pl.DataFrame(
        {
            "level": ["planning_area"],
            "area": ["a"],
            "age": ["0-2"],
            "value": [None],
            "observation": [observation],
        },
        schema_overrides={"value": pl.Int64},
    )
    tray = Cube(**{**vars(cube()), "cells": cell_frame(rows, ["age", "sex"])})

    found = tray.take(Slice()).row(0, named=True)

    assert (found["value"], found["lower"], found["upper"]) == (None, None, None)


def test_the_name_of_a_slice_is_the_same_for_the_same_question() -> None:
    one = Slice.of({"sex": ["f"], "age": ["80+", "65-79"]})
    other = Slice.of({"age": ["65-79", "80+", "80+"], "sex": ["f"]})

    assert one == other
    assert one.key == "age=65-79|80+;sex=f"


@pytest.mark.parametrize("name", ["level", "area", "value", "observation", "cube", "row"])
def test_no_dimension_is_called_like_a_column_that_every_cell_has(name: str) -> None:
    told = {"name": name, "title": {"de": "Grad"}, "codes": ["1", "2"]}

    with pytest.raises(ValidationError, match=f"cannot be called '{name}'"):
        Dimension.model_validate(told)

    assert Dimension.model_validate({**told, "name": f"care_{name}"}).name == f"care_{name}"


@pytest.mark.parametrize("value", [12.5, float("nan")])
def test_what_is_no_whole_number_is_not_cut_to_one(value: float) -> None:
    rows = pl.DataFrame({"level": ["planning_area"] * 2, "area": ["a", "b"], "value": [1.0, value]})

    kept = cell_frame(rows, [])["value"].to_list()

    assert str(kept) == str([1.0, value])
