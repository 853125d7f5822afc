"""The bases of a crosswalk, best first; people per address; kept crosswalks."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from kreisblick.territory.crosswalks import (
    Cells,
    Crosswalk,
    Cut,
    convert,
    count_addresses,
    crosswalk_cuts,
    crosswalk_state,
    keep_crosswalk,
    kept_crosswalk,
    known_or_built,
    learn_density,
)


def cut(key: str, **boxes: tuple[float, ...]) -> Cut:
    names = sorted(boxes)
    polygons = np.array([shapely.box(*boxes[name]) for name in names])
    return Cut(key=key, areas=names, polygons=polygons)


OLD = cut("old", a=(0, 0, 100, 100), b=(100, 0, 200, 100), c=(200, 0, 300, 100))
NEW = cut(
    "new",
    x=(0, 0, 40, 100),
    y=(40, 0, 140, 100),
    z=(140, 0, 260, 100),
    zz=(260, 0, 300, 100),
)


def rows(crosswalk: Crosswalk) -> list[tuple[str, str, float, str, int]]:
    return crosswalk.shares.rows()


def test_each_source_goes_by_the_best_that_is_known_in_it() -> None:
    points = pl.DataFrame(
        {"x": [10.0, 50, 60, 110, 150], "y": [50.0] * 5, "weight": [6.0, 1, 1, 0, 0]}
    )
    cells = Cells(
        polygons=np.array([shapely.box(200, 0, 250, 100), shapely.box(250, 0, 300, 100)]),
        people=np.array([30.0, 70.0]),
    )

    found = rows(crosswalk_cuts(OLD, NEW, weights=points, cells=cells))

    assert found == [
        ("a", "x", 0.75, "residents", 1),
        ("a", "y", 0.25, "residents", 2),
        ("b", "y", 0.5, "addresses", 1),  # houses stand there, but nobody is counted in them
        ("b", "z", 0.5, "addresses", 1),
        ("c", "z", pytest.approx(0.3 + 0.7 * 0.2), "cells", 2),
        ("c", "zz", pytest.approx(0.7 * 0.8), "cells", 1),
    ]


def test_an_unchanged_area_is_itself_whatever_lies_on_its_border() -> None:
    new = cut("new", n1=(0, 0, 100, 100), n2=(100, 0, 200, 100), n3=(200, 0, 300, 100))
    points = pl.DataFrame({"x": [50.0, 100.0, 150.0], "y": [50.0, 50.0, 50.0]})

    found = rows(crosswalk_cuts(OLD, new, weights=points))

    assert [row[:4] for row in found] == [
        ("a", "n1", 1.0, "identity"),
        ("b", "n2", 1.0, "identity"),
        ("c", "n3", 1.0, "identity"),
    ]
    assert sum(row[4] for row in found) == 3


def test_cells_that_reach_beyond_the_targets_leave_people_outside() -> None:
    old, new = cut("old", a=(0, 0, 100, 100)), cut("new", x=(0, 0, 60, 100))
    cells = Cells(polygons=np.array([shapely.box(50, 0, 100, 100)]), people=np.array([10.0]))

    found = rows(crosswalk_cuts(old, new, cells=cells))

    assert [row[:3] for row in found] == [
        ("a", "outside", pytest.approx(0.8)),
        ("a", "x", pytest.approx(0.2)),
    ]


def test_where_no_target_has_an_address_the_ground_alone_decides() -> None:
    density = pl.DataFrame({"area": ["x", "y"], "weight": [40, 10]})

    found = crosswalk_cuts(OLD, NEW, target_density=density).shares

    assert found.filter(source="a")["basis"].to_list() == ["density", "density"]
    assert found.filter(source="c")["basis"].to_list() == ["area", "area"]


def test_addresses_are_counted_with_what_their_streets_tell() -> None:
    addresses = pl.DataFrame(
        {
            "plr": ["1", "1", "2", None],
            "street": ["Hauptstraße", "Amselweg", "Amselweg", "Amselweg"],
            "suffix": [None, "a", "", "b"],
        }
    )

    found = count_addresses(addresses, area="plr")

    assert found.select("area", "weight", "lettered", "on_street", "on_lane").rows() == [
        ("1", 2, 0.5, 0.5, 0.5),
        ("2", 1, 0.0, 0.0, 1.0),
    ]
    assert found["street_size"].to_list() == pytest.approx([np.log(3) / 2, np.log(3)])


def towers_and_cottages(number: int) -> tuple[Cut, Cut, pl.DataFrame, pl.DataFrame]:
    """Areas with 40 people an address on streets and 4 on lanes; the last one is divided."""
    boxes = {f"s{n:02}": (n * 1000, 0, n * 1000 + 1000, 1000) for n in range(number)}
    halves = {k: box for k, box in boxes.items() if k != f"s{number - 1:02}"}
    west, east = number * 1000 - 1000, number * 1000
    halves |= {"lane": (west, 0, west + 500, 1000), "street": (west + 500, 0, east, 1000)}
    old, new = cut("old", **boxes), cut("new", **halves)
    lanes = {key: float(key == "lane" or n % 2) for n, key in enumerate(new.areas)}
    lanes["street"] = 0.0
    addresses = pl.DataFrame(
        {"area": new.areas, "weight": [100] * len(new.areas), "on_lane": list(lanes.values())}
    )
    people = pl.DataFrame(
        {"area": old.areas, "n": [100 * (4 if lanes.get(key, 0) else 40) for key in old.areas]}
    )
    return old, new, addresses, people


def test_people_per_address_are_learned_from_the_old_areas() -> None:
    old, new, addresses, people = towers_and_cottages(40)

    learned = learn_density(old, new, addresses, people)

    weight = dict(learned.rows())
    assert weight["street"] > 1.8 * weight["lane"]
    assert learn_density(old, new, addresses, people.reverse()).equals(learned)


def test_from_too_few_areas_nothing_is_learned() -> None:
    old, new, addresses, people = towers_and_cottages(6)

    learned = learn_density(old, new, addresses, people)

    assert learned["weight"].to_list() == [100.0] * len(new.areas)


def test_what_was_kept_is_found_by_everything_it_was_made_from(tmp_path: Path) -> None:
    points = pl.DataFrame({"x": [10.0, 50], "y": [50.0, 50], "weight": [1.0, 2]})
    built = crosswalk_cuts(OLD, NEW, weights=points)
    state = crosswalk_state(OLD, NEW, points, {"rule": 1})

    keep_crosswalk(built, tmp_path, state)
    found = kept_crosswalk(tmp_path, state, source="old", target="new")

    assert found is not None
    assert found.shares.equals(built.shares)
    moved = cut("new", x=(0, 0, 41, 100), y=(41, 0, 140, 100))
    others = [
        crosswalk_state(OLD, moved, points, {"rule": 1}),
        crosswalk_state(OLD, NEW, points.with_columns(weight=pl.lit(1.0)), {"rule": 1}),
        crosswalk_state(OLD, NEW, points, {"rule": 2}),
        crosswalk_state(OLD, NEW, None, {"rule": 1}),
    ]
    assert len({state, *others}) == 5
    assert crosswalk_state(OLD, NEW, points.reverse(), {"rule": 1}) == state
    assert all(kept_crosswalk(tmp_path, s, source="o", target="n") is None for s in others)


def test_a_kept_crosswalk_is_not_built_again_and_a_damaged_one_is(tmp_path: Path) -> None:
    built = crosswalk_cuts(OLD, NEW)
    state = crosswalk_state(OLD, NEW)
    asked: list[int] = []

    def build() -> Crosswalk:
        asked.append(1)
        return built

    for _ in range(3):
        known_or_built(tmp_path, state, build, source="old", target="new")
    first = len(asked)
    next(tmp_path.glob("*.parquet")).write_bytes(b"half")
    again = known_or_built(tmp_path, state, build, source="old", target="new")

    assert (first, len(asked)) == (1, 2)
    assert again.shares.equals(built.shares)


def test_counts_are_less_sure_where_ground_alone_decides() -> None:
    values = pl.DataFrame({"area": ["a", "b", "c"], "n": [1000, 1000, 1000]})
    density = pl.DataFrame({"area": NEW.areas, "weight": [100, 250, 300, 100]})

    by_area = convert(values, crosswalk_cuts(OLD, NEW)).row(0)
    by_density = convert(values, crosswalk_cuts(OLD, NEW, target_density=density)).row(0)

    assert by_area[1] == pytest.approx(400)
    assert by_density[1] == pytest.approx(400)
    assert by_area[3] - by_area[2] > by_density[3] - by_density[2]
