"""A9 and the ledger: two releases of one date are read together."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.attacks.outsider import (
    DAY,
    EVERYBODY,
    Outsider,
    cube,
    everything,
    ledger,
    rules,
    shown,
    territory,
)

from kreisblick.protection.disclosure import ProtectionFailedError, SliceRef, protect
from kreisblick.statistics.cube import Slice

TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"], "M3": ["C1", "C2"]}
AREAS = [area for areas in TOWNS.values() for area in areas]
WOMEN = Slice.of({"sex": ["f"]})
GROUND = territory(TOWNS)
FIRST = dict.fromkeys(AREAS, 40) | {"A1": 20, "A2": 31, "B2": 57, "C2": 3}


def members(area):
    return AREAS if area == "D" else TOWNS.get(area, [area])


def release(values, earlier=None, dimensions=(), slices=(), minimum=5):
    cubes = [cube("aid", values, dimensions, towns=TOWNS)]
    refs = everything(cubes, *slices)
    return protect(cubes, refs, [], GROUND, {"aid": rules(minimum)}, earlier=earlier)


def reader(first, second, touched):
    """Somebody who holds both releases and knows which areas were corrected."""
    found = Outsider()
    found.free(*[("change", area) for area in touched])
    for (_g, _s, area), value in shown(second).items():
        found.know(dict.fromkeys(members(area), 1), value)
    for (_g, _s, area), value in shown(first).items():
        old = dict.fromkeys(members(area), 1)
        found.know(old | {("change", a): -1 for a in members(area) if a in touched}, value)
    return found


def corrected(**changes):
    return FIRST | {area: FIRST[area] + change for area, change in changes.items()}


@pytest.mark.parametrize("change", [{"A1": 2}, {"A1": -3}, {"B2": 1}, {"A1": 4, "B1": 30}])
def test_a_correction_does_not_tell_the_few_people_it_is_about(change):
    """A9: old figure minus new figure is a group of 1 to 4 people."""
    touched = [area for area, by in change.items() if abs(by) < 5]
    first = release(FIRST)

    naive = reader(first, release(corrected(**change)), change)
    ours = reader(first, release(corrected(**change), ledger(first)), change)

    for area in touched:
        by = change[area]
        assert naive.bounds({("change", area): 1}) == (by, by)  # the attack works
        low, high = ours.bounds({("change", area): 1})
        assert low <= min(0, by, -5 if by < 0 else 0)
        assert high >= max(0, 5 if by > 0 else 0)


def test_two_small_corrections_are_not_told_by_their_sum():
    """A9: +2 here and +1 there: the municipality's difference is 3, the district's, too."""
    first, change = release(FIRST), {"A1": 2, "A2": 1}

    naive = reader(first, release(corrected(**change)), change)
    ours = reader(first, release(corrected(**change), ledger(first)), change)

    both = {("change", "A1"): 1, ("change", "A2"): 1}
    assert naive.bounds(both) == (3, 3)
    for parts in (both, {("change", "A1"): 1}, {("change", "A2"): 1}):
        low, high = ours.bounds(parts)
        assert (low <= 0, high >= 5) == (True, True)


def test_what_is_left_of_a_large_correction_is_not_told():
    """A9: the municipality changed by 33, A3 by 30; A1 and A2 together by 3."""
    first, change = release(FIRST), {"A1": 2, "A2": 1, "A3": 30}

    naive = reader(first, release(corrected(**change)), change)
    ours = reader(first, release(corrected(**change), ledger(first)), change)

    both = {("change", "A1"): 1, ("change", "A2"): 1}
    assert naive.bounds(both) == (3, 3)
    low, high = ours.bounds(both)
    assert (low <= 0, high >= 5) == (True, True)


def test_a_large_correction_is_shown():
    first = release(FIRST)

    second = release(corrected(A1=19), ledger(first))

    assert shown(second)["2023", "all", "A1"] == 39
    assert shown(second)["2023", "all", "D"] == shown(first)["2023", "all", "D"] + 19


def test_the_same_figures_once_more_stay_as_they_were():
    first = release(FIRST)

    assert shown(release(FIRST, ledger(first))) == shown(first)


def test_a_figure_withheld_earlier_is_not_told_by_its_corrected_neighbours():
    """A9: C2 = 3 was hidden behind C1; now it is 9, and both could be shown."""
    first, second = release(FIRST), corrected(C2=6)
    assert ("2023", "all", "C2") not in shown(first)

    naive = reader(first, release(second), ["C2"])
    ours = reader(first, release(second, ledger(first)), ["C2"])

    then = {"C2": 1, ("change", "C2"): -1}
    assert naive.bounds(then) == (3, 3)
    low, high = ours.bounds(then)
    assert (low <= 0, high >= 5) == (True, True)


def by_sex(men, women):
    return {(a, s): n for s, of in (("m", men), ("f", women)) for a, n in of.items()}


def test_a_new_question_to_old_counts_is_answered_with_the_old_answers_in_mind():
    """A9: everybody was released; women now would tell the two men of A1."""
    men, women = dict.fromkeys(AREAS, 30) | {"A1": 2}, dict.fromkeys(AREAS, 20)
    counted = cube("aid", by_sex(men, women), ["sex"], towns=TOWNS)
    rule = {"aid": rules()}
    first = protect([counted], [SliceRef("aid", EVERYBODY)], [], GROUND, rule)

    def men_of_a1(second):
        found = Outsider()
        for (_g, name, area), value in (shown(first) | shown(second)).items():
            sexes = "mf" if name == "all" else "f"
            found.know({(a, s): 1 for a in members(area) for s in sexes}, value)
        return found.bounds({("A1", "m"): 1})

    ask = [SliceRef("aid", WOMEN)]
    naive = protect([counted], ask, [], GROUND, rule)
    ours = protect([counted], ask, [], GROUND, rule, earlier=ledger(first))

    assert men_of_a1(naive) == (2, 2)
    low, high = men_of_a1(ours)
    assert (low <= 0, high >= 5) == (True, True)
    assert set(ours.released["aid"].cells["slice"]) == {"sex=f"}  # old questions are not answered


def test_what_earlier_figures_give_away_stops_the_release_and_they_are_named():
    men, women = dict.fromkeys(AREAS, 30) | {"A1": 4}, dict.fromkeys(AREAS, 20)
    counted = cube("aid", by_sex(men, women), ["sex"], towns=TOWNS)
    refs = everything([counted], WOMEN)
    weak = protect([counted], refs, [], GROUND, {"aid": rules(3)})  # shows A1 and its women

    with pytest.raises(ProtectionFailedError, match="aid/all/A1"):
        protect([counted], refs, [], GROUND, {"aid": rules()}, earlier=ledger(weak))


def test_a_figure_that_is_out_can_hide_no_more_and_stops_nothing_by_itself():
    weak = release(FIRST | {"C2": 4}, minimum=3)
    assert shown(weak)["2023", "all", "C2"] == 4

    again = release(FIRST | {"C2": 4}, ledger(weak))

    assert shown(again) == shown(weak)


def test_bounds_that_were_released_are_bounds():
    """A range of an earlier release narrows what a cover may do: another cover is found."""
    first = release(FIRST)
    narrow = ledger(first).with_columns(
        kind=pl.when(pl.col("area") == "C1").then(pl.lit("range")).otherwise("kind"),
        lower=pl.when(pl.col("area") == "C1").then(40.0).otherwise("lower"),
        upper=pl.when(pl.col("area") == "C1").then(41.0).otherwise("upper"),
    )

    with pytest.raises(ProtectionFailedError):  # M3 is out, so C2 is 2 or 3
        release(FIRST, narrow)


def test_figures_of_other_dates_and_cubes_are_passed_over():
    first = release(FIRST)
    other = ledger(first).with_columns(reference_date=pl.lit(DAY.replace(year=2020)))
    strange = ledger(first).with_columns(cube=pl.lit("else"))

    assert shown(release(corrected(A1=2), pl.concat([other, strange]))) == shown(
        release(corrected(A1=2))
    )


def test_a_question_that_the_cube_no_longer_understands_is_refused():
    first = ledger(release(FIRST)).with_columns(slice=pl.lit("sex=f"))

    with pytest.raises(ProtectionFailedError, match="sex=f"):
        release(FIRST, first)


def test_earlier_figures_on_other_areas_are_refused_without_common_pieces():
    first = ledger(release(FIRST)).with_columns(generation=pl.lit("2019"))

    with pytest.raises(ProtectionFailedError, match="2019"):
        release(FIRST, first)


def test_earlier_figures_of_areas_that_were_joined_since_are_refused():
    first = ledger(release(FIRST)).with_columns(
        area=pl.when(pl.col("area") == "B1").then(pl.lit("B0")).otherwise("area")
    )

    with pytest.raises(ProtectionFailedError, match="B0"):
        release(FIRST, first)


def test_earlier_counts_of_more_municipalities_than_now_are_refused():
    first = release(FIRST)
    fewer = cube("aid", {a: n for a, n in FIRST.items() if a[0] != "C"}, towns=["M1", "M2"])
    without = replace(fewer, covered=frozenset({"M1", "M2"}))

    with pytest.raises(ProtectionFailedError, match="weitere Gemeinde"):
        protect(
            [without], everything([without]), [], GROUND, {"aid": rules()}, earlier=ledger(first)
        )


@pytest.mark.parametrize("seed", range(10))
def test_random_corrections_tell_no_few_people(seed):
    """A9: changes of 1 to 4 people, and small counts of then and of now, all stay open."""
    rng = np.random.default_rng(seed)
    before = {area: int(rng.integers(1, 60)) for area in AREAS}
    change = {
        str(area): max(-before[area], int(rng.choice([-4, -3, -2, -1, 1, 2, 3, 4, 12, 25])))
        for area in rng.choice(AREAS, int(rng.integers(1, 4)), replace=False)
    }
    now = before | {area: before[area] + by for area, by in change.items()}
    first = release(before)

    found = reader(first, release(now, ledger(first)), change)

    for area, by in change.items():
        if 0 < abs(by) < 5:
            low, high = found.bounds({("change", area): 1})
            assert (low <= min(0, 5 * np.sign(by)), high >= max(0, 5 * np.sign(by))) == (True, True)
    for area in AREAS:
        then = {area: 1} | ({("change", area): -1} if area in change else {})
        for parts, count in ((then, before[area]), ({area: 1}, now[area])):
            low, high = found.bounds(parts)
            assert not 0 < count < 5 or (low == 0 and high >= 5), area


def test_men_of_then_are_not_told_by_a_corrected_answer_about_women():
    """A9: 9 people in C1 are out, 6 women were withheld; with 4 men more both could be shown."""
    before = by_sex(dict.fromkeys(AREAS, 30) | {"C1": 3}, dict.fromkeys(AREAS, 20) | {"C1": 6})
    now = before | {("C1", "m"): 7, ("B1", "m"): 28}

    def told(values, earlier=None):
        return release(values, earlier, ["sex"], [WOMEN])

    def men_of_then(second):
        found = Outsider()
        found.free(("change", ("C1", "m")), ("change", ("B1", "m")))
        for result, old in ((second, False), (first, True)):
            for (_g, name, area), value in shown(result).items():
                atoms = [(a, s) for a in members(area) for s in ("mf" if name == "all" else "f")]
                back = {("change", atom): -1 for atom in atoms if before[atom] != now[atom]}
                found.know(dict.fromkeys(atoms, 1) | (back if old else {}), value)
        return found.bounds({("C1", "m"): 1, ("change", ("C1", "m")): -1})

    first = told(before)

    assert men_of_then(told(now)) == (3, 3)
    low, high = men_of_then(told(now, ledger(first)))
    assert (low <= 0, high >= 5) == (True, True)
