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
from kreisblick.territory.crosswalks.bounds import shipped_certainty
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

    found = convert(values, HALVES, certain=True)

    assert found.columns == ["area", "residents", "lower", "upper"]
    assert found.rows() == [("x", 5.5, 0.0, 11.0), ("y", 14.5, 9.0, 20.0)]


def test_likely_bounds_are_narrower_and_meet_where_nothing_is_divided() -> None:
    shares = pl.DataFrame(
        {
            "source": ["a", "a", "b"],
            "target": ["x", "y", "z"],
            "share": [0.3, 0.7, 1.0],
            "basis": ["addresses"] * 3,
            "weight_n": [300, 700, 50],
        }
    )
    crosswalk = Crosswalk(source_generation="1", target_generation="2", shares=shares)
    values = pl.DataFrame({"area": ["a", "b"], "n": [1000, 80]})

    found = {row["area"]: row for row in convert(values, crosswalk).iter_rows(named=True)}

    assert found["z"] == {"area": "z", "n": 80.0, "lower": 80.0, "upper": 80.0}
    assert 0 < found["x"]["lower"] < 300 < found["x"]["upper"] < 1000
    assert found["x"]["lower"] + found["y"]["upper"] == pytest.approx(1000)


def test_likely_bounds_hold_the_truth_as_often_as_they_say() -> None:
    """Shares drawn anew around the crosswalk's, with the concentration the rules name."""
    rng = np.random.default_rng(5)
    k = shipped_certainty().concentration.density
    shares = pl.DataFrame(
        {
            "source": [f"s{n:03}" for n in range(400) for _ in range(2)],
            "target": [f"t{n:03}{end}" for n in range(400) for end in "ab"],
            "share": [share for n in range(400) for share in (0.35, 0.65)],
            "basis": ["density"] * 800,
            "weight_n": [0] * 800,
        }
    )
    counts = rng.integers(50, 5_000, 400)
    truth = rng.binomial(counts, rng.beta(0.35 * k, 0.65 * k, 400))
    crosswalk = Crosswalk(source_generation="1", target_generation="2", shares=shares)
    values = pl.DataFrame({"area": [f"s{n:03}" for n in range(400)], "n": counts})

    found = convert(values, crosswalk).filter(pl.col("area").str.ends_with("a")).sort("area")
    inside = (found["lower"].to_numpy() <= truth) & (truth <= found["upper"].to_numpy())

    assert 0.87 <= inside.mean() <= 0.93


def test_more_addresses_make_a_share_surer() -> None:
    def width(addresses: int) -> float:
        shares = HALVES.shares.with_columns(
            basis=pl.lit("addresses"), weight_n=pl.lit(addresses, dtype=pl.Int64)
        )
        crosswalk = Crosswalk(source_generation="1", target_generation="2", shares=shares)
        found = convert(pl.DataFrame({"area": ["a", "b", "c"], "n": [500, 1, 1]}), crosswalk)
        return float(found["upper"][0] - found["lower"][0])

    assert width(2_000) < width(200) < width(20)


def test_whole_numbers_keep_the_sum_and_ties_go_to_the_smaller_key() -> None:
    values = pl.DataFrame({"area": ["a", "b", "c"], "residents": [11, 7, 2]})

    found = convert(values, HALVES, whole_numbers=True)

    assert found.select("area", "residents").rows() == [("x", 6), ("y", 14)]


def test_unknown_is_not_zero() -> None:
    values = pl.DataFrame({"area": ["a", "b"], "residents": [10, None], "dogs": [1, 2]})

    found = convert(values, HALVES, certain=True)

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
