"""What must always hold for areas, whatever they look like."""

import itertools

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.territory.areas import locate_in
from kreisblick.territory.areas.overlay import overlay
from kreisblick.territory.crosswalks import (
    Crosswalk,
    Cut,
    convert,
    crosswalk_cuts,
    crosswalk_from_pairs,
)

counts = st.lists(st.integers(0, 1_000_000), min_size=6, max_size=6)
pairs = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["x", "y", "z", None])),
    min_size=1,
    max_size=60,
)


def crosswalk_of(rows: list[tuple[str, str | None]]) -> Crosswalk:
    rows = [*rows, *((key, "x") for key in "abcdef")]
    frame = pl.DataFrame(rows, schema={"old": pl.String, "new": pl.String}, orient="row")
    return crosswalk_from_pairs(frame, source="old", target="new")


@settings(deadline=None)
@given(pairs, counts)
def test_nobody_is_lost_or_born_in_a_crosswalk(
    rows: list[tuple[str, str | None]], people: list[int]
) -> None:
    values = pl.DataFrame({"area": list("abcdef"), "n": people})

    found = convert(values, crosswalk_of(rows))

    assert found["n"].sum() == pytest.approx(sum(people), rel=1e-12)
    assert (found["lower"] <= found["n"] * (1 + 1e-12)).all()
    assert (found["n"] <= found["upper"] * (1 + 1e-12)).all()


@settings(deadline=None)
@given(pairs, counts)
def test_whole_numbers_lose_nobody_and_stay_within_their_bounds(
    rows: list[tuple[str, str | None]], people: list[int]
) -> None:
    values = pl.DataFrame({"area": list("abcdef"), "n": people})

    found = convert(values, crosswalk_of(rows), whole_numbers=True)
    plain = convert(values, crosswalk_of(rows))

    assert found["n"].sum() == sum(people)
    assert ((found["n"] - plain["n"]).abs() < 1).all()
    assert ((found["lower"] <= found["n"]) & (found["n"] <= found["upper"])).all()


@settings(deadline=None)
@given(pairs)
def test_the_order_of_rows_never_matters(rows: list[tuple[str, str | None]]) -> None:
    assert crosswalk_of(rows).shares.equals(crosswalk_of(rows[::-1]).shares)


def cut(borders: list[int], key: str) -> Cut:
    """Stripes from 0 to 1000 between sorted borders."""
    edges = [0, *sorted(set(borders)), 1000]
    boxes = [shapely.box(a, 0, b, 1000) for a, b in itertools.pairwise(edges)]
    return Cut(key=key, areas=[f"{key}{n:02}" for n in range(len(boxes))], polygons=np.array(boxes))


borders = st.lists(st.integers(1, 99).map(lambda n: n * 10), max_size=6)


@settings(deadline=None)
@given(borders, borders)
def test_shares_by_area_are_those_of_the_common_pieces(old: list[int], new: list[int]) -> None:
    left, right = cut(old, "o"), cut(new, "n")

    found = crosswalk_cuts(left, right).shares

    slow = {
        (a, b): p.intersection(q).area / p.area
        for a, p in zip(left.areas, left.polygons, strict=True)
        for b, q in zip(right.areas, right.polygons, strict=True)
        if p.intersection(q).area > 0
    }
    fast = {(a, b): share for a, b, share in found.select("source", "target", "share").rows()}
    assert fast == pytest.approx(slow, abs=1e-12)
    assert found.group_by("source").agg(pl.col("share").sum())["share"].to_list() == (
        [1.0] * len(left.areas)
    )


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 400))
def test_the_grid_finds_what_the_slow_and_obvious_way_finds(seed: int, number: int) -> None:
    rng = np.random.default_rng(seed)
    centres = shapely.multipoints(rng.uniform(0, 100, (8, 2)))
    cells = shapely.get_parts(
        shapely.voronoi_polygons(centres, extend_to=shapely.box(0, 0, 100, 100))
    )
    ring = shapely.Point(50, 50).buffer(20).difference(shapely.Point(50, 50).buffer(9))
    cells = np.append(cells, [ring])
    points = np.vstack([rng.uniform(-20, 120, (number, 2)), shapely.get_coordinates(cells[0])])

    found = locate_in(points[:, 0], points[:, 1], cells)

    holds = shapely.intersects(cells[:, None], shapely.points(points)[None, :])
    slow = np.where(holds.any(axis=0), holds.argmax(axis=0), -1)
    assert found.tolist() == slow.tolist()


@settings(deadline=None)
@given(st.integers(0, 10_000), st.booleans(), st.booleans())
def test_pieces_are_those_of_the_slow_way_with_gaps_and_overlaps_too(
    seed: int, gap: bool, overlap: bool
) -> None:
    rng = np.random.default_rng(seed)
    square = shapely.box(0, 0, 100, 100)
    old, new = (
        shapely.intersection(
            shapely.get_parts(
                shapely.voronoi_polygons(
                    shapely.multipoints(rng.uniform(0, 100, (number, 2))), extend_to=square
                )
            ),
            square,
        )
        for number in (12, 5)
    )
    new = new[1:] if gap else new
    new = np.append(new, [shapely.box(20, 20, 60, 60)]) if overlap else new

    found = overlay(old, new)

    both = shapely.area(shapely.intersection(old[:, None], new[None, :]))
    fast = np.zeros_like(both)
    fast[found["source"].to_numpy(), found["target"].to_numpy()] = found["area_m2"].to_numpy()
    assert np.abs(fast - both).max() < 1e-9
