"""What must always hold of findings: keys mean nothing, and figures that are hidden stay so."""

from dataclasses import replace

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.findings.world import NO_INDEX, World, even

from kreisblick.statistics.findings import find
from kreisblick.statistics.indicators import compute

FEW = settings(max_examples=10, deadline=None)


def mixed(seed: int) -> World:
    """Rates that differ between areas, so that there is something to find."""
    world = even(("Auskommen", "Arbeit", "Wohnen"), towns=4, size=5)
    random = np.random.default_rng(seed)
    own = np.exp(random.normal(-2.2, 0.5, (len(world.areas), 3)))
    rates = np.broadcast_to(np.minimum(own, 0.6), world.rates.shape).copy()
    rates[-1] = np.minimum(rates[-1] * np.exp(random.normal(0, 0.2, own.shape)), 0.7)
    return replace(world, rates=rates)


@FEW
@given(seed=st.integers(0, 50), order=st.permutations(range(20)))
def test_other_keys_of_areas_change_nothing_but_the_keys(seed, order):
    world, request = mixed(seed), mixed(seed).request()
    areas = world.areas
    other = dict(zip(areas, (areas[i] for i in order), strict=True))
    figures = world.indicators(seed)

    plain = find(figures, NO_INDEX, request)
    renamed = find(
        figures.with_columns(pl.col("area").replace(other)),
        NO_INDEX,
        replace(
            request,
            areas=request.areas.with_columns(pl.col("area").replace(other)),
            neighbours=request.neighbours.with_columns(
                pl.col("area").replace(other), pl.col("neighbour").replace(other)
            ),
        ),
    )

    told = ["kind", "pattern", "level", "area", "indicators", "strength", "reason"]
    expected = plain.with_columns(pl.col("area").replace(other)).select(told).sort(told)
    assert renamed.select(told).sort(told).equals(expected)


@FEW
@given(seed=st.integers(0, 50), area=st.integers(0, 19), count=st.integers(0, 3000))
def test_a_finding_tells_nothing_about_a_figure_that_is_hidden(seed, area, count):
    """Whatever a withheld count was, the findings are the same."""
    key = mixed(seed).areas[area]
    world = replace(mixed(seed), hidden=frozenset({("n0", key), ("n0", f"T{key[:2]}")}))
    cells = world.cells(seed)
    mine = (pl.col("cube") == "n0") & (pl.col("area") == key)
    forged = cells.with_columns(value=pl.when(mine).then(float(count)).otherwise("value"))

    told = [find(_computed(world, one), NO_INDEX, world.request()) for one in (cells, forged)]

    assert told[0].equals(told[1])


def _computed(world: World, cells: pl.DataFrame) -> pl.DataFrame:
    return compute(cells, world.computed())


@FEW
@given(seed=st.integers(0, 50))
def test_the_order_of_rows_never_matters(seed):
    world = mixed(seed)
    figures = world.indicators(seed)

    shuffled = figures.sample(fraction=1.0, shuffle=True, seed=seed)

    assert find(shuffled, NO_INDEX, world.request()).equals(
        find(figures, NO_INDEX, world.request())
    )
