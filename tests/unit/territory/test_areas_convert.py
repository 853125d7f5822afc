"""Crosswalks, conversions and the comparison with a known truth."""

from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely

from kreisblick.base.errors import WrongUseError
from kreisblick.territory.areas import Generation, Territory
from kreisblick.territory.crosswalks import (
    Converter,
    Crosswalk,
    build_crosswalk,
    convert,
    crosswalk_error,
    crosswalk_from_pairs,
)
from kreisblick.territory.crosswalks.errors import UnknownAreasError


def territory(key: str, crs: int = 25832, **boxes: tuple[float, ...]) -> Territory:
    """A generation whose planning areas are boxes."""
    areas = pl.DataFrame(
        [(name, name, "planning_area", "01", name) for name in sorted(boxes)],
        schema=["area", "name", "level", "parent", "official_code"],
        orient="row",
    )
    geometry = np.array([shapely.box(*boxes[name]) for name in sorted(boxes)])
    generation = Generation(key=key, valid_from=date(2020, 1, 1))
    return Territory(generation=generation, areas=areas, geometry=geometry, crs=crs)


OLD = territory("old", north=(0, 100, 200, 200), south=(0, 0, 200, 100))
NEW = territory("new", east=(120, 100, 200, 200), south=(0, 0, 200, 100), west=(0, 100, 120, 200))


def rows(crosswalk: Crosswalk) -> list[tuple[str, str, float, str]]:
    return crosswalk.shares.select("source", "target", "share", "basis").rows()


def test_a_split_area_hands_on_by_area_and_an_unchanged_one_is_itself() -> None:
    found = rows(build_crosswalk(OLD, NEW))

    assert found == [
        ("north", "east", pytest.approx(0.4), "area"),
        ("north", "west", pytest.approx(0.6), "area"),
        ("south", "south", 1.0, "identity"),
    ]


def test_addresses_decide_where_they_are_known() -> None:
    points = pl.DataFrame({"x": [130.0, 140, 150, 10], "y": [150.0, 150, 150, 150]})

    found = build_crosswalk(OLD, NEW, weights=points).shares

    assert found.rows() == [
        ("north", "east", 0.75, "addresses", 3),
        ("north", "west", 0.25, "addresses", 1),
        ("south", "south", 1.0, "identity", 0),
    ]


def test_weights_of_points_are_summed_not_counted() -> None:
    points = pl.DataFrame({"x": [130.0, 10], "y": [150.0, 150], "weight": [1, 7]})

    found = build_crosswalk(OLD, NEW, weights=points).shares.filter(source="north")

    assert found["share"].to_list() == [0.125, 0.875]


def test_density_of_the_targets_thickens_the_areas() -> None:
    density = pl.DataFrame({"area": ["east", "west", "south"], "weight": [300, 100, 5]})

    found = build_crosswalk(OLD, NEW, target_density=density).shares.filter(source="north")

    assert found["share"].to_list() == pytest.approx([0.75, 0.25])


def test_what_no_target_covers_goes_outside() -> None:
    smaller = territory("new", west=(0, 100, 150, 200))

    found = rows(build_crosswalk(OLD, smaller))

    assert found == [
        ("north", "outside", pytest.approx(0.25), "area"),
        ("north", "west", pytest.approx(0.75), "area"),
        ("south", "outside", 1.0, "area"),
    ]


def test_a_border_drawn_twice_makes_no_slivers() -> None:
    redrawn = territory("new", north=(0, 100.4, 200, 200), south=(0, 0, 200, 100.4))

    found = rows(build_crosswalk(OLD, redrawn))

    assert found == [("north", "north", 1.0, "area"), ("south", "south", 1.0, "area")]


def test_shares_add_up_to_exactly_one_in_any_order() -> None:
    thirds = territory(
        "new", **{f"t{n}": (n * 200 / 3, 0, (n + 1) * 200 / 3, 200) for n in range(3)}
    )

    found = build_crosswalk(OLD, thirds).shares

    for order in (found, found.reverse(), found.sort("share")):
        sums = order.group_by("source").agg(pl.col("share").sum())["share"].to_list()
        assert sums == [1.0, 1.0]


def test_generations_in_different_systems_are_refused() -> None:
    with pytest.raises(WrongUseError, match="25832"):
        build_crosswalk(OLD, territory("new", crs=25833, a=(0, 0, 1, 1)))


def test_a_list_with_both_cuts_becomes_a_crosswalk() -> None:
    pairs = pl.DataFrame(
        {"before": ["a", "a", "a", "b", None], "after": ["x", "x", None, "y", "y"]}
    )

    found = crosswalk_from_pairs(pairs, source="before", target="after").shares

    assert found.select("source", "target", "weight_n").rows() == [
        ("a", "outside", 1),
        ("a", "x", 2),
        ("b", "y", 1),
    ]
    assert found.filter(source="a")["share"].sum() == 1.0


HALVES = Crosswalk(
    source_generation="old",
    target_generation="new",
    shares=pl.DataFrame(
        {
            "source": ["a", "a", "b", "c"],
            "target": ["x", "y", "y", "y"],
            "share": [0.5, 0.5, 1.0, 1.0],
        }
    ),
)


def test_counts_pass_with_the_bounds_between_which_the_truth_must_lie() -> None:
    values = pl.DataFrame({"area": ["a", "b", "c"], "residents": [11, 7, 2]})

    found = convert(values, HALVES)

    assert found.columns == ["area", "residents", "lower", "upper"]
    assert found.rows() == [("x", 5.5, 0.0, 11.0), ("y", 14.5, 9.0, 20.0)]


def test_whole_numbers_keep_the_sum_and_ties_go_to_the_smaller_key() -> None:
    values = pl.DataFrame({"area": ["a", "b", "c"], "residents": [11, 7, 2]})

    found = convert(values, HALVES, whole_numbers=True)

    assert found.select("area", "residents").rows() == [("x", 6), ("y", 14)]


def test_unknown_is_not_zero() -> None:
    values = pl.DataFrame({"area": ["a", "b"], "residents": [10, None], "dogs": [1, 2]})

    found = convert(values, HALVES)

    assert found.select("area", "residents", "residents_lower", "residents_upper").rows() == [
        ("x", 5.0, 0.0, 10.0),
        ("y", None, 0.0, None),
    ]
    assert found["dogs"].to_list() == [0.5, None]  # c is not in the table


def test_an_area_the_crosswalk_does_not_know_stops_the_conversion() -> None:
    with pytest.raises(UnknownAreasError, match="d"):
        convert(pl.DataFrame({"area": ["a", "d"], "n": [1, 1]}), HALVES)


@pytest.mark.parametrize(
    "values",
    [
        pl.DataFrame({"area": ["a"], "n": [-1]}),
        pl.DataFrame({"area": ["a"], "n": ["1"]}),
        pl.DataFrame({"area": ["a", "a"], "n": [1, 1]}),
        pl.DataFrame({"key": ["a"], "n": [1]}),
    ],
)
def test_what_is_no_count_is_refused(values: pl.DataFrame) -> None:
    with pytest.raises(WrongUseError):
        convert(values, HALVES)


def test_a_converter_used_twice_gives_the_same() -> None:
    ready = Converter(crosswalk=HALVES)
    values = pl.DataFrame({"area": ["a", "b", "c"], "n": [11, 7, 2]})

    assert convert(values, ready).equals(convert(values, HALVES))


def test_the_error_of_a_conversion_is_measured_by_area() -> None:
    truth = pl.DataFrame({"area": ["x", "y"], "residents": [10, 10]})
    converted = pl.DataFrame({"area": ["x", "y", "outside"], "residents": [8.0, 11.0, 1.0]})

    found = crosswalk_error(converted, truth)

    assert (found.areas, found.total, found.absolute, found.share) == (3, 20, 4, 0.2)
    assert found.median == pytest.approx(0.15)
    assert found.largest == pytest.approx(0.2)
