"""Smoothed values and the comparison inside one's own town, in a district of nine areas."""

import numpy as np
import polars as pl
import pytest
from tests.unit.indicators import district

from kreisblick.statistics.estimation import neighbour_matrix, smooth_rates, smooth_rates_near
from kreisblick.statistics.indicators import compute

TOWNS = {"Aue": ["A1", "A2", "A3"], "Berg": ["B1", "B2", "B3"], "Cell": ["C1", "C2", "C3"]}
N = {"A1": (90,), "A2": (4,), "A3": (60,), "B1": (150,), "B2": (20,), "B3": (35,),
     "C1": (2,), "C2": (30,), "C3": (18,)}  # fmt: skip
M = {"A1": (900,), "A2": (25,), "A3": (700,), "B1": (700,), "B2": (60,), "B3": (400,),
     "C1": (40,), "C2": (800,), "C3": (500,)}  # fmt: skip
RING = [("A1", "A2"), ("A2", "A3"), ("A3", "B1"), ("B1", "B2"), ("B2", "B3"), ("B3", "C1"),
        ("C1", "C2"), ("C2", "C3")]  # fmt: skip
KEYS = list(N)


def found(kind: str = "share", n=N, neighbours=RING) -> pl.DataFrame:
    asked = district.request(TOWNS, district.indicator(kind), neighbours)
    frames = [district.cells(asked, "n", ["all"], n), district.cells(asked, "m", ["all"], M)]
    return compute(pl.concat(frames), asked)


def column(frame: pl.DataFrame, name: str, areas: list[str] = KEYS) -> list:
    return [frame.row(by_predicate=pl.col("area") == a, named=True)[name] for a in areas]


@pytest.mark.parametrize("kind", ["share", "rate"])
def test_the_areas_of_one_level_are_smoothed_towards_their_common_rate(kind: str):
    n, m = (np.array([one[a][0] for a in KEYS], dtype=float) for one in (N, M))

    smoothed = column(found(kind), "smoothed")

    assert smoothed == pytest.approx(100 * smooth_rates(n, m, share=kind == "share"))
    # A2 has 16 percent of 25 people: it is drawn to the mean far more than B1's 21 of 700
    raw = 100 * n / m
    assert abs(smoothed[1] - raw[1]) > 5 * abs(smoothed[3] - raw[3])


def test_an_area_is_smoothed_with_its_neighbours():
    n, m = (np.array([one[a][0] for a in KEYS], dtype=float) for one in (N, M))
    pairs = [(KEYS.index(a), KEYS.index(b)) for a, b in RING]
    near = neighbour_matrix(9, np.array(pairs + [(b, a) for a, b in pairs]))

    ours = column(found(), "smoothed_near")

    assert ours == pytest.approx(100 * smooth_rates_near(n, m, near, share=True))


def test_without_neighbours_nothing_is_smoothed_by_them():
    assert found(neighbours=[])["smoothed_near"].null_count() == 13


def test_towns_are_smoothed_among_towns_and_the_district_not_at_all():
    n, m = (np.array([sum(one[a][0] for a in own) for own in TOWNS.values()], dtype=float)
            for one in (N, M))  # fmt: skip

    result = found()

    assert column(result, "smoothed", list(TOWNS)) == pytest.approx(
        100 * smooth_rates(n, m, share=True)
    )
    assert column(result, "smoothed", ["Kreis"]) == [None]


def test_a_withheld_count_is_not_used_and_its_area_gets_no_smoothed_value():
    hidden = N | {"A2": (None,), "C1": (None,)}
    left = [a for a in KEYS if a not in ("A2", "C1")]
    n, m = (np.array([one[a][0] for a in left], dtype=float) for one in (N, M))

    result = found(n=hidden)

    assert column(result, "smoothed", ["A2", "C1"]) == [None, None]
    assert column(result, "smoothed_near", ["A2", "C1"]) == [None, None]
    assert column(result, "smoothed", left) == pytest.approx(100 * smooth_rates(n, m, share=True))


def test_what_is_withheld_does_not_reach_any_other_areas_value():
    """Whatever number stands behind a withheld cell, the released figures are the same."""
    asked = district.request(TOWNS, district.indicator(), RING)
    frame = pl.concat(
        [
            district.cells(asked, "n", ["all"], N | {"A2": (None,)}),
            district.cells(asked, "m", ["all"], M),
        ]
    )
    here = (pl.col("area") == "A2") & (pl.col("cube") == "n")
    leaking = frame.with_columns(value=pl.when(here).then(17.0).otherwise("value"))

    assert compute(frame, asked).equals(compute(leaking, asked))


def test_an_area_can_look_fine_in_the_district_and_not_inside_its_town():
    """C2 and C3 have few; C1 is twice as high as they are, and still as the district."""
    n = N | {"C1": (120,), "C2": (20,), "C3": (12,)}
    m = M | {"C1": (1000,)}
    asked = district.request(TOWNS, district.indicator())
    frames = [district.cells(asked, "n", ["all"], n), district.cells(asked, "m", ["all"], m)]

    result = compute(pl.concat(frames), asked)

    assert column(result, "significance", ["C1"]) == ["same"]
    assert column(result, "significance_municipal", ["C1"]) == ["above"]
    assert column(result, "significance_municipal", ["Aue", "Kreis"]) == ["unknown", "unknown"]


def test_without_the_towns_count_nothing_is_said_about_its_inside():
    result = found(n=N | {"C1": (None,)})

    assert column(result, "significance_municipal", ["C2", "C3"]) == ["unknown", "unknown"]
    assert "unknown" not in column(result, "significance_municipal", ["A1", "B1"])
