"""A4: one provider in a municipality, two of them, one holding with three homes.

Who knows a provider's figure to within ten percent knows its business. The attackers use what
stands beside a withheld total: the mean, the rate, the staff ratio, the district's complement,
and what providers know of themselves.
"""

from dataclasses import replace
from itertools import chain

import numpy as np
import polars as pl
import pytest
from tests.attacks.figures import published_figures
from tests.attacks.outsider import Outsider, cube, everything, rules, shown, territory

from kreisblick.protection.disclosure import protect
from kreisblick.protection.rules import Dominance
from kreisblick.statistics.cube import Unit

TOWNS = {
    "two": ["A1", "A2"],
    "holding": ["B1", "B2", "B3"],
    "one": ["C1"],
    "many": ["D1", "D2"],
    "more": ["E1", "E2"],
}
CLOSE = 0.10
RULE = rules(minimum_contributors=3, dominance=Dominance(p_percent=100 * CLOSE))
FEW = {("A1", "P"): 60, ("A2", "Q"): 80, ("C1", "S"): 70}
HOMES = {("B1", "H"): 30, ("B2", "H"): 45, ("B3", "H"): 50}
MANY = {(a, f"{a}-{i}"): 40 + i for a in ("D1", "D2", "E1", "E2") for i in range(5)}
CARED = FEW | HOMES | MANY
STAFF = {place: n // 2 + 3 for place, n in CARED.items()}
RESIDENTS = dict.fromkeys(chain.from_iterable(TOWNS.values()), 1000)
PROTECTED = [("A1", "P"), ("A2", "Q"), ("C1", "S"), *HOMES]


def total(parts, area):
    inside = TOWNS.get(area, [area]) if area != "D" else list(RESIDENTS)
    return sum(n for (place, _holding), n in parts.items() if place in inside)


def counted(key, parts):
    values = {a: total(parts, a) for a in RESIDENTS}
    rows = [("planning_area", a, who, float(n)) for (a, who), n in parts.items()]
    frame = pl.DataFrame(rows, schema=["level", "area", "contributor", "value"], orient="row")
    made = cube(key, values, towns=TOWNS)
    return replace(made, unit=Unit.CASES, contributions=frame)


@pytest.fixture(scope="module")
def release():
    cubes = [counted("cared", CARED), counted("staff", STAFF)]
    cubes.append(cube("residents", RESIDENTS, towns=TOWNS))
    every = {"cared": RULE, "staff": RULE, "residents": rules()}
    return cubes, protect(cubes, everything(cubes), [], territory(TOWNS), every)


def outsider(result, known=()):
    """All that is released; areas are sums of the figures of single providers."""
    found = Outsider()
    for key, parts in (("cared", CARED), ("staff", STAFF)):
        for (_generation, _slice, area), value in shown(result, key).items():
            inside = RESIDENTS if area == "D" else TOWNS.get(area, [area])
            found.know({(key, *place): 1 for place in parts if place[0] in inside}, value)
        for place in parts:
            if place[1] in known:
                found.know({(key, *place): 1}, parts[place])
    return found


def test_a_mean_a_rate_and_a_staff_ratio_tell_a_total_that_was_left_out() -> None:
    """Naive: the total of the only provider is left out, everything made of it is printed."""
    truth, staff = total(CARED, "one"), total(STAFF, "one")
    mean = truth / 1  # per provider; who counts the providers in the telephone book
    per_1000 = round(1000 * truth / RESIDENTS["C1"], 1)
    ratio = round(truth / staff, 2)
    rest = total(CARED, "D") - sum(total(CARED, town) for town in TOWNS if town != "one")

    assert mean * 1 == truth
    assert per_1000 * RESIDENTS["C1"] / 1000 == truth
    assert round(ratio * staff) == truth
    assert rest == truth


@pytest.mark.parametrize("town", ["one", "two", "holding"])
@pytest.mark.parametrize(
    ("kind", "unit", "numerator", "denominator"),
    [
        ("rate", "per_1000", "cared", "residents"),
        ("ratio", "per_100", "cared", "staff"),
        ("ratio", "per_100", "staff", "cared"),
    ],
)
def test_neither_total_nor_rate_nor_staff_ratio_of_few_providers_is_released(
    release, town, kind, unit, numerator, denominator
) -> None:
    cubes, result = release

    figures = published_figures(
        result, cubes, territory(TOWNS), kind, unit, numerator, denominator
    ).filter(pl.col("area").is_in([town, *TOWNS[town]]))

    assert figures.height == 1 + len(TOWNS[town])
    assert figures["value"].null_count() == figures.height
    assert figures["numerator"].null_count() == figures.height or numerator == "residents"
    assert not {area for _g, _s, area in shown(result, "cared")} & {town, *TOWNS[town]}


def test_figures_of_many_providers_are_released(release) -> None:
    """The protection is not bought by hiding everything."""
    _cubes, result = release

    assert {"D1", "D2", "E1", "E2"} & {area for _g, _s, area in shown(result, "cared")}
    assert ("2023", "all", "D") in shown(result, "cared")


def test_the_districts_complement_tells_the_only_provider_of_a_naive_release() -> None:
    """Naive: only the three towns' own cells are withheld; two of them know the third."""
    naive = Outsider()
    naive.know(dict.fromkeys(CARED, 1), total(CARED, "D"))
    for town in ("many", "more"):
        naive.know({p: 1 for p in CARED if p[0] in TOWNS[town]}, total(CARED, town))
    for place in [("A1", "P"), ("A2", "Q"), *HOMES]:  # two towns' providers talk to each other
        naive.know({place: 1}, CARED[place])

    assert naive.bounds({("C1", "S"): 1}) == (70, 70)


@pytest.mark.parametrize("insider", [None, "P", "Q", "S", "H"])
@pytest.mark.parametrize("key", ["cared", "staff"])
def test_nobody_learns_another_providers_figure_closely(release, key, insider) -> None:
    _cubes, result = release
    parts = CARED if key == "cared" else STAFF
    attacker = outsider(result, {insider})

    for place in PROTECTED:
        if place[1] == insider:
            continue
        low, high = attacker.bounds({(key, *place): 1})
        assert low <= parts[place] * (1 - CLOSE), place
        assert high >= parts[place] * (1 + CLOSE), place


def test_the_homes_of_one_holding_together_stay_unknown_too(release) -> None:
    """Three homes look like three contributors; they are one."""
    _cubes, result = release
    truth = sum(HOMES.values())

    low, high = outsider(result).bounds({("cared", *place): 1 for place in HOMES})

    assert low <= truth * (1 - CLOSE)
    assert high >= truth * (1 + CLOSE)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("H1", "H2", "H3"), 125),
        (("H", "H", "H"), None),
        (("AWO Kreis", "Awo  Kreis", "awo kreis "), None),
    ],
)
def test_three_homes_in_one_area_are_shown_only_when_they_are_counted_as_three(names, told) -> None:
    """The naive count takes every home for its own contributor, none of them dominant."""
    homes = [("B1", name, n) for name, n in zip(names, (30, 45, 50), strict=True)]
    rows = [("planning_area", a, who, float(n)) for a, who, n in homes]
    rows += [("planning_area", a, who, float(n)) for (a, who), n in MANY.items()]
    frame = pl.DataFrame(rows, schema=["level", "area", "contributor", "value"], orient="row")
    values = dict.fromkeys(RESIDENTS, 0) | {"B1": 125} | {a: total(MANY, a) for a, _who in MANY}
    made = replace(cube("cared", values, towns=TOWNS), unit=Unit.CASES, contributions=frame)
    every = {"cared": rules(minimum_contributors=3)}

    found = protect([made], everything([made]), [], territory(TOWNS), every)

    assert shown(found, "cared").get(("2023", "all", "B1")) == told


@pytest.mark.parametrize("seed", range(3))
def test_no_single_provider_narrows_any_other_in_random_towns(seed) -> None:
    """One, two or five providers an area. Each knows his part of areas that he shares, too."""
    rng = np.random.default_rng(seed)
    areas = [area for town in ("two", "holding", "many") for area in TOWNS[town]]
    sizes = {a: int(rng.choice([1, 2, 2, 5])) for a in areas}
    parts = {(a, f"{a}-{i}"): int(rng.integers(5, 120)) for a in areas for i in range(sizes[a])}
    towns = {town: TOWNS[town] for town in ("two", "holding", "many")}
    rows = [("planning_area", a, who, float(n)) for (a, who), n in parts.items()]
    frame = pl.DataFrame(rows, schema=["level", "area", "contributor", "value"], orient="row")
    values = {a: sum(n for (at, _who), n in parts.items() if at == a) for a in areas}
    made = replace(cube("cared", values, towns=towns), unit=Unit.CASES, contributions=frame)

    found = shown(
        protect([made], everything([made]), [], territory(towns), {"cared": RULE}), "cared"
    )

    for insider in [None, *parts]:
        attacker = Outsider()
        for (_generation, _slice, area), value in found.items():
            inside = areas if area == "D" else towns.get(area, [area])
            attacker.know({place: 1 for place in parts if place[0] in inside}, value)
        if insider:
            attacker.know({insider: 1}, parts[insider])
        for place in parts.keys() - {insider}:
            low, high = attacker.bounds({place: 1})
            assert low <= parts[place] * (1 - CLOSE), (insider, place)
            assert high >= parts[place] * (1 + CLOSE), (insider, place)


BIG = {("A1", "P"): 800, ("A1", "Q"): 60, ("A1", "R"): 20}


@pytest.mark.parametrize(
    "rule", [Dominance(p_percent=100 * CLOSE), Dominance(largest=1, share_percent=85)]
)
def test_one_large_provider_among_three_is_not_told_by_their_total(rule) -> None:
    """Enough stand behind the total, but the second knows the first to within three percent."""
    parts = BIG | MANY  # nobody else needs anything to be withheld
    naive = Outsider()
    naive.know(dict.fromkeys(BIG, 1), 880)
    naive.know({("A1", "Q"): 1}, 60)
    assert naive.bounds({("A1", "P"): 1})[1] < 800 * (1 + CLOSE)  # the attack works

    made = counted("cared", parts)
    every = {"cared": rules(minimum_contributors=3, dominance=rule)}
    found = shown(protect([made], everything([made]), [], territory(TOWNS), every), "cared")

    attacker = Outsider()
    for (_generation, _slice, area), value in found.items():
        inside = list(RESIDENTS) if area == "D" else TOWNS.get(area, [area])
        attacker.know({place: 1 for place in parts if place[0] in inside}, value)
    attacker.know({("A1", "Q"): 1}, 60)
    assert ("2023", "all", "A1") not in found
    assert attacker.bounds({("A1", "P"): 1})[1] >= 800 * (1 + CLOSE)


def test_two_areas_of_one_holding_are_not_told_together_by_their_town() -> None:
    """A5 for providers: neither area is shown, but the town and its third area are."""
    towns = {"M": ["A1", "A2", "A3", "A4"], "N": ["B1", "B2"]}
    parts = {("A1", "P"): 100, ("A2", "P"): 50}
    parts |= {(a, f"{a}-{i}"): 40 + i for a in ("A3", "A4", "B1", "B2") for i in range(5)}
    values = {
        a: sum(n for (at, _w), n in parts.items() if at == a) for of in towns.values() for a in of
    }
    rows = [("planning_area", a, who, float(n)) for (a, who), n in parts.items()]
    frame = pl.DataFrame(rows, schema=["level", "area", "contributor", "value"], orient="row")
    made = replace(cube("cared", values, towns=towns), unit=Unit.CASES, contributions=frame)

    found = shown(
        protect([made], everything([made]), [], territory(towns), {"cared": RULE}), "cared"
    )

    naive, ours = Outsider(), Outsider()
    inside = {"D": list(values), **towns}
    for area, value in [
        *values.items(),
        *((t, sum(values[a] for a in of)) for t, of in towns.items()),
    ]:
        if area not in {"A1", "A2"}:
            naive.know(dict.fromkeys(inside.get(area, [area]), 1), value)
    for (_generation, _slice, area), value in found.items():
        ours.know(dict.fromkeys(inside.get(area, [area]), 1), value)
    both = {"A1": 1, "A2": 1}
    assert naive.bounds(both) == (150, 150)
    low, high = ours.bounds(both)
    assert low <= 150 * (1 - CLOSE)
    assert high >= 150 * (1 + CLOSE)
