"""A21: from–to figures beside what was published."""

import numpy as np
import polars as pl
import pytest
from tests.attacks.outsider import DAY, Outsider, cube, everything, rules, shown, territory

from kreisblick.protection.disclosure import ProtectionFailedError, check_ranges, protect
from kreisblick.protection.ledger import as_ranges

TOWNS = {"M1": ["A1", "A2", "A3", "A4"], "M2": ["B1", "B2", "B3"]}
AREAS = [area for areas in TOWNS.values() for area in areas]
COUNTS = {"A1": 3, "A2": 2, "A3": 10, "A4": 60, "B1": 4, "B2": 11, "B3": 70}


def members(area):
    return AREAS if area == "D" else TOWNS.get(area, [area])


@pytest.fixture
def released():
    counted = cube("aid", COUNTS, towns=TOWNS)
    return protect([counted], everything([counted]), [], territory(TOWNS), {"aid": rules()})


def reader(result, ranges=()):
    found = Outsider()
    for (_g, _s, area), value in shown(result).items():
        found.know(dict.fromkeys(members(area), 1), value)
    for area, low, high in ranges:
        found.know(dict.fromkeys(members(area), 1), low, float("inf") if high is None else high)
    return found


def hidden(result):
    cells = result.released["aid"].cells
    return cells.filter(pl.col("confidentiality") != "free")["area"].to_list()


def as_frame(rows):
    numbers = {"lower": pl.Float64, "upper": pl.Float64}
    schema = ["area", "lower", "upper"]
    frame = pl.DataFrame(rows, schema=schema, schema_overrides=numbers, orient="row")
    return frame.with_columns(
        cube=pl.lit("aid"),
        slice=pl.lit("all"),
        reference_date=pl.lit(DAY),
        generation=pl.lit("2023"),
        level=pl.lit("planning_area"),
    )


def test_ranges_that_begin_at_the_truth_give_it_away_and_are_refused(released):
    """A21: the lower ends add up to the published total, so each is exact."""
    total = sum(COUNTS[area] for area in hidden(released) if area[0] == "A")
    naive = [(area, COUNTS[area], COUNTS[area] + 4) for area in hidden(released)]

    found = reader(released, naive)

    assert total > 0
    for area in hidden(released):
        assert found.bounds({area: 1}) == (COUNTS[area], COUNTS[area])
    with pytest.raises(ProtectionFailedError, match="aid/all/A"):
        check_ranges(released, as_frame(naive))


def test_ranges_of_public_figures_rounded_outwards_tell_nothing_new(released):
    """A21: computed by an outsider from public figures, then widened to a grid of five."""
    before = {area: reader(released).bounds({area: 1}) for area in hidden(released)}
    public = as_frame([(area, low, high) for area, (low, high) in before.items()])

    ranges = as_ranges(public, step=5)
    check_ranges(released, ranges)

    rows = list(ranges.select("area", "lower", "upper").iter_rows())
    after = reader(released, rows)
    assert {area: after.bounds({area: 1}) for area in before} == before
    assert all(lower % 5 == 0 and upper % 5 == 0 for _area, lower, upper in rows)
    assert all(upper > before[area][1] for area, _lower, upper in rows)
    for area in ("A1", "A2", "B1"):
        low, high = after.bounds({area: 1})
        assert (low, high >= 5) == (0, True)


def test_every_proof_is_a_table_that_fits_what_is_published(released):
    """The sealed proofs name the hidden cells only, and every small cell goes down and up."""
    proofs = released.proofs
    assert set(proofs["area"]) <= set(hidden(released))
    for area in ("A1", "A2", "B1"):
        values = proofs.filter(pl.col("area") == area)["value"]
        assert (values.min(), values.max() >= 5) == (0, True)


def with_steps(step, counts=COUNTS):
    counted = cube("aid", counts, towns=TOWNS)
    asked = ([counted], everything([counted]), [], territory(TOWNS))
    return protect(*asked, {"aid": rules(show_range=step)})


def test_printed_ranges_hold_the_truth_and_tell_nothing_that_is_not_out(released):
    """A21 in the cells themselves: the reader with ranges knows what the one without knows."""
    ours = with_steps(5)
    cells = ours.released["aid"].cells.filter(pl.col("confidentiality") == "suppressed")

    assert hidden(ours) == hidden(released)
    assert cells["upper"].null_count() == 0
    ranges = list(cells.select("area", "lower", "upper").iter_rows())
    for area, low, high in ranges:
        assert low <= sum(COUNTS[part] for part in members(area)) <= high
        assert low % 5 == high % 5 == 0
    before, after = reader(released), reader(ours, ranges)
    for area in hidden(ours):
        terms = dict.fromkeys(members(area), 1)
        assert after.bounds(terms) == before.bounds(terms)


@pytest.mark.parametrize("seed", range(6))
def test_printed_ranges_of_random_counts_stay_as_wide_as_the_figures_leave(seed):
    rng = np.random.default_rng(seed)
    counts = {
        area: int(n) for area, n in zip(AREAS, rng.choice([1, 2, 4, 7, 30, 60], 7), strict=True)
    }
    plain, ours = with_steps(None, counts), with_steps(3, counts)
    cells = ours.released["aid"].cells.filter(pl.col("upper").is_not_null())
    ranges = list(cells.select("area", "lower", "upper").iter_rows())

    before, after = reader(plain), reader(ours, ranges)
    for area in hidden(ours):
        terms = dict.fromkeys(members(area), 1)
        assert after.bounds(terms) == before.bounds(terms)
