"""Chance alone: where all areas have the same true rates, hardly any finding may be made."""

import numpy as np
import polars as pl
from tests.unit.findings.world import NO_INDEX, World, even

from kreisblick.statistics.findings import FindingKind, find

SEEDS = 5
THEMES = tuple(f"Feld {place % 6}" for place in range(24))
LIMIT = 0.05


def flagged(world: World, seeds: int) -> pl.DataFrame:
    """Share of areas with a finding, by kind and seed."""
    found = [
        find(world.indicators(seed), NO_INDEX, world.request())
        .filter(level="planning_area")
        .select("kind", "area", seed=pl.lit(seed))
        for seed in range(seeds)
    ]
    return (
        pl.concat(found).unique().group_by("kind").len()
        .with_columns(share=pl.col("len") / (seeds * len(world.areas)))
    )  # fmt: skip


def uneven_people(world: World) -> World:
    random = np.random.default_rng(7)
    people = random.integers(200, 4000, len(world.areas))
    rates = np.broadcast_to(random.uniform(0.02, 0.4, len(world.themes)), world.rates.shape)
    return World(
        towns=world.towns, size=world.size, themes=world.themes, rates=rates.copy(), people=people,
        kind=world.kind,
    )  # fmt: skip


def test_at_most_one_area_in_twenty_is_pointed_at_by_chance():
    shares = flagged(uneven_people(even(THEMES, towns=9, size=10)), SEEDS)

    assert shares.filter(pl.col("share") > LIMIT).is_empty(), shares


def test_nor_among_few_areas_and_many_indicators():
    shares = flagged(uneven_people(even(THEMES, towns=2, size=4)), 3 * SEEDS)

    assert shares.filter(pl.col("share") > LIMIT).is_empty(), shares


def test_nor_where_cases_are_counted():
    shares = flagged(uneven_people(even(THEMES[:12], towns=6, size=6, kind="rate")), SEEDS)

    assert shares.filter(pl.col("share") > LIMIT).is_empty(), shares


def test_a_change_that_all_areas_share_is_a_finding_about_the_district():
    world = even(THEMES[:12], towns=6, size=6)
    rising = world.rates.copy()
    rising[-1] *= 1.25
    drift = World(
        towns=world.towns, size=world.size, themes=world.themes, rates=rising, people=world.people
    )

    found = find(drift.indicators(0), NO_INDEX, drift.request())
    warned = found.filter(kind=FindingKind.EARLY_WARNING.value)

    assert warned.filter(level="district").height == 12
    assert warned.filter(level="planning_area").height <= 1
