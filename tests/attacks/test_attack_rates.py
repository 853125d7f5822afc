"""A11 and A14: rates with a known denominator, index, z-value, rank; rows of 0 % and 100 %.

A rate of a few decimals and the number of people give the count back. What stands in a row with a
withheld rate (its z-value's counterparts, its place in a list) may give it back as well.
"""

import numpy as np
import polars as pl
import pytest
from tests.attacks.figures import published_figures
from tests.attacks.outsider import Outsider, cube, everything, rules, shown, territory

from kreisblick.protection.disclosure import Share, SliceRef, protect
from kreisblick.protection.rules import FurtherAttributes, PublishedAs, RuleSet
from kreisblick.statistics.cube import Slice

TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"]}
AREAS = [area for areas in TOWNS.values() for area in areas]
ALL = Slice()
SIZE = {"A1": 87, "A2": 310, "A3": 260, "B1": 140, "B2": 420, "B3": 95}
AID = {"A1": 3, "A2": 60, "A3": 41, "B1": 33, "B2": 90, "B3": 92}  # A1 few, B3 all but three
MINIMUM = 5


def counts_behind(percent, size, decimals):
    """Every count whose rate is printed like this: tried one by one."""
    return [n for n in range(size + 1) if round(100 * n / size, decimals) == percent]


def release(aid=AID, size=SIZE, published=None, **more):
    cubes = [cube("people", size, towns=TOWNS), cube("aid", aid, towns=TOWNS)]
    share = Share(SliceRef("aid", ALL), SliceRef("people", ALL))
    every = {"people": published or rules(), "aid": rules(group_rule=True, **more)}
    return cubes, protect(cubes, everything(cubes), [share], territory(TOWNS), every)


def outsider(result):
    found = Outsider()
    for key in ("aid", "people"):
        for (_generation, _slice, area), value in shown(result, key).items():
            inside = AREAS if area == "D" else TOWNS.get(area, [area])
            found.know({(key, a): 1 for a in inside}, value)
    for area in AREAS:
        found.know({("people", area): 1, ("aid", area): -1}, 0, np.inf)
    return found


@pytest.mark.parametrize(("decimals", "size"), [(0, 87), (1, 950), (2, 9_500)])
def test_a_rate_and_its_denominator_give_the_count_of_a_naive_release(decimals, size) -> None:
    for truth in (1, 2, size // 2, size - 1):
        assert counts_behind(round(100 * truth / size, decimals), size, decimals) == [truth]


@pytest.mark.parametrize("area", ["A1", "B3"])
def test_a_rate_of_few_or_of_nearly_all_is_not_released_at_any_number_of_decimals(area) -> None:
    cubes, result = release()

    figures = published_figures(
        result, cubes, territory(TOWNS), "share", "percent", "aid", "people"
    ).filter(area=area)

    assert figures.select("value", "numerator", "lower", "upper").row(0) == (None,) * 4
    assert figures["deviation_district"].to_list() == [None]


@pytest.mark.parametrize("area", ["A1", "B3"])
def test_count_and_complement_of_a_withheld_rate_stay_wide(area) -> None:
    _cubes, result = release()
    attacker = outsider(result)

    target = {("aid", area): 1}
    if area == "B3":
        target = {("people", area): 1, ("aid", area): -1}  # who has no aid
    low, high = attacker.bounds(target)

    assert low == 0
    assert high >= MINIMUM


def test_z_values_of_all_areas_give_a_withheld_one_of_a_naive_release() -> None:
    """z-values add up to zero. Two shown rates give mean and spread, and with them the rate."""
    rates = np.array([100 * AID[a] / SIZE[a] for a in AREAS])
    z = (rates - rates.mean()) / rates.std()
    seen = np.array([a != "A1" for a in AREAS])
    spread, mean = np.polyfit(z[seen], rates[seen], 1)

    lost = mean + spread * -z[seen].sum()

    assert round(lost * SIZE["A1"] / 100) == AID["A1"]


def test_released_rates_say_nothing_of_a_withheld_one() -> None:
    """Metamorphic: another small count in A1, and every released value is the same.

    Index, z-values, ranks and means are computed from this frame and nothing else.
    """
    frames = []
    _cubes, first = release()
    (cover,) = {a for a in TOWNS["M1"] if ("2023", "all", a) not in shown(first)} - {"A1"}
    for more in (0, 1):
        cubes, result = release(AID | {"A1": AID["A1"] + more, cover: AID[cover] - more})
        frame = published_figures(
            result, cubes, territory(TOWNS), "share", "percent", "aid", "people"
        )
        frames.append(frame)

    assert frames[0].filter(area="A1")["value"].to_list() == [None]
    assert frames[0].equals(frames[1])


def test_a_place_in_a_list_of_all_areas_bounds_a_withheld_rate_of_a_naive_release() -> None:
    """Naive: sorted by rate, the withheld area keeps its place between two shown ones."""
    list_ = {"upper": 6 / 100, "withheld": 3 / 60, "lower": 4 / 100}  # printed in this order
    assert list(list_) == sorted(list_, key=list_.get, reverse=True)

    possible = [n for n in range(61) if list_["lower"] < n / 60 < list_["upper"]]

    assert possible == [3]


def test_withheld_areas_are_ties_in_every_list_of_released_values() -> None:
    """Sorting what is released puts them together, in the order of their names."""
    cubes, result = release()
    figures = published_figures(
        result, cubes, territory(TOWNS), "share", "percent", "aid", "people"
    ).filter(level="planning_area")

    ordered = figures.sort("value", "area", nulls_last=True)["area"].to_list()
    withheld = figures.filter(pl.col("value").is_null())["area"].sort().to_list()

    assert {"A1", "B3"} <= set(withheld)
    assert ordered[-len(withheld) :] == withheld


@pytest.mark.parametrize(
    ("count", "naive"), [(140, "everybody has it"), (138, "all but two"), (0, "nobody")]
)
def test_rows_of_nearly_0_or_100_percent(count, naive) -> None:
    """A14. Naive: the count itself is large, so it is printed, and with it everybody's trait."""
    size = SIZE["B1"]
    assert count == 0 or (count >= MINIMUM and size - count < MINIMUM), naive

    _cubes, result = release(AID | {"B1": count})
    low, high = outsider(result).bounds({("people", "B1"): 1, ("aid", "B1"): -1})

    if count == 0:  # that nobody has it says nothing bad of anybody: a free zero
        assert shown(result)["2023", "all", "B1"] == 0
    else:
        assert (low, high >= MINIMUM) == (0, True)


def test_a_sensitive_zero_is_as_uncertain_as_a_small_count() -> None:
    _cubes, result = release(AID | {"B1": 0}, zeros="sensitive")

    low, high = outsider(result).bounds({("aid", "B1"): 1})

    assert low == 0
    assert high >= MINIMUM


def test_a_group_known_as_rounded_is_a_range_and_no_exact_margin() -> None:
    """The agency prints 90 for B3's people. Taken for exact, 92 with aid are no part of them, and
    nothing would be protected; they are up to 95, so at most three are left.
    """
    rounded = {a: 10 * round(n / 10) for a, n in SIZE.items()} | {"B3": 90}
    as_ = {"title": {"de": "P"}, "source": "publisher", "reason": {"de": "Grund"}}
    as_ |= {"agreed_with": {"office": "Amt", "date": "2024-03-01"}}
    exact = RuleSet.model_validate(as_)
    ranges = RuleSet.model_validate(as_ | {"published_as": PublishedAs(how="rounded", base=10)})

    _cubes, naive = release(size=rounded, published=exact)
    _cubes, result = release(size=rounded, published=ranges)

    assert shown(naive)["2023", "all", "B3"] == 92  # of 90 to 95 people: three are left at most
    assert ("2023", "all", "B3") not in shown(result)


def test_every_further_attribute_asks_for_more() -> None:
    """Seven women of one age are shown alone, not where age, sex and aid meet."""
    ages, sexes = ["young", "old"], ["f", "m"]
    group = {(a, age, sex): 40 for a in AREAS for age in ages for sex in sexes}
    count = dict.fromkeys(group, 12) | {("A1", "young", "f"): 7}
    cubes = [
        cube("people", group, ["age", "sex"], towns=TOWNS),
        cube("aid", count, ["age", "sex"], towns=TOWNS),
    ]
    asked = Slice.of({"age": ["young"], "sex": ["f"]})
    refs = [SliceRef(key, one) for key in ("people", "aid") for one in (ALL, asked)]
    share = Share(SliceRef("aid", asked), SliceRef("people", asked))
    rule = rules(further_attribute=FurtherAttributes(adds=1, up_to=15))
    more = rules(further_attribute=FurtherAttributes(adds=2, up_to=15))
    every = {"people": rules(), "aid": rule}
    place = ("2023", asked.key, "A1")

    alone = protect(cubes, refs, [], territory(TOWNS), every)
    combined = protect(cubes, refs, [share], territory(TOWNS), every)
    stricter = protect(cubes, refs, [share], territory(TOWNS), every | {"aid": more})

    assert shown(alone)[place] == 7  # 5 + 1 for the second attribute
    assert shown(combined)[place] == 7  # 5 + 2: aid is the third
    assert place not in shown(stricter)  # 5 + 4


def test_a_rate_beside_another_source_counts_as_combined_too() -> None:
    """Cases per 1,000 women: the cases are no part of the women, the figure tells both."""
    cubes = [cube("people", {(a, s): 90 for a in AREAS for s in "fm"}, ["sex"], towns=TOWNS)]
    cubes.append(cube("cases", dict.fromkeys(AREAS, 30) | {"A1": 6}, towns=TOWNS))
    women = SliceRef("people", Slice.of({"sex": ["f"]}))
    cases = SliceRef("cases", ALL)
    rule = rules(further_attribute=FurtherAttributes(adds=2, up_to=15))
    every = {"people": rules(), "cases": rule}
    asked = [SliceRef("people", ALL), women, cases]

    alone = protect(cubes, asked, [], territory(TOWNS), every)
    rate = protect(cubes, asked, [], territory(TOWNS), every, rates=[(cases, women)])

    assert shown(alone, "cases")["2023", "all", "A1"] == 6
    assert ("2023", "all", "A1") not in shown(rate, "cases")
