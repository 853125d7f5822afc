"""A8: one date after the other, quarters beside the year, sums since January, moving averages."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from tests.attacks.outsider import (
    EVERYBODY,
    Outsider,
    cube,
    everything,
    rules,
    shown,
    territory,
)

from kreisblick.protection.disclosure import (
    ProtectionFailedError,
    SliceRef,
    SumOf,
    derive,
    protect,
    sticky_cells,
)

TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"]}
AREAS = [area for areas in TOWNS.values() for area in areas]
GROUND = territory(TOWNS)
PERIODS = ["q1", "q2", "q3", "q4"]
ENDS = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]


def members(area):
    return AREAS if area == "D" else TOWNS.get(area, [area])


def quarters(**small):
    """Births of every quarter; ``small`` sets single counts, such as ``A1q2=2``."""
    counts = {q: dict.fromkeys(AREAS, 20) for q in PERIODS}
    for name, value in small.items():
        counts[name[2:]][name[:2]] = value
    return counts


def as_cubes(counts, ends):
    return [
        cube(k, v, towns=TOWNS, day=end) for (k, v), end in zip(counts.items(), ends, strict=True)
    ]


def ref(name):
    return SliceRef(name, EVERYBODY)


def separately(cubes):
    """Each date protected well, but alone."""
    return [protect([c], everything([c]), [], GROUND, {c.key: rules()}) for c in cubes]


def together(cubes, sums):
    rule = {c.key: rules() for c in cubes}
    return [protect(cubes, everything(cubes), [], GROUND, rule, sums=sums)]


def reader(results, periods):
    """``periods``: what a cube is the sum of; the unknowns are area by shortest period."""
    found = Outsider()
    for result in results:
        for key in result.released:
            for (_g, _s, area), value in shown(result, key).items():
                found.know({(a, q): 1 for a in members(area) for q in periods[key]}, value)
    return found


def year_of(counts):
    return {a: sum(of[a] for of in counts.values()) for a in AREAS}


YEAR = {q: [q] for q in PERIODS} | {"year": PERIODS}


def test_four_quarters_do_not_tell_the_one_that_was_withheld():
    """A8: year − three quarters = 2; the year is large and would be shown."""
    counts = quarters(A1q2=2, B3q4=4)
    cubes = as_cubes(counts | {"year": year_of(counts)}, [*ENDS, date(2025, 1, 1)])
    sums = [SumOf(ref("year"), tuple(ref(q) for q in PERIODS))]

    naive = reader(separately(cubes), YEAR)
    ours = reader(together(cubes, sums), YEAR)

    for one, value in ((("A1", "q2"), 2), (("B3", "q4"), 4)):
        assert naive.bounds({one: 1}) == (value, value)
        low, high = ours.bounds({one: 1})
        assert (low, high >= 5) == (0, True)


def test_sums_since_january_do_not_tell_the_last_quarter():
    """A8: nine months − six months = 3; neither is small."""
    counts = quarters(A2q3=3)
    running = {
        f"until_{q}": {a: sum(counts[p][a] for p in PERIODS[: i + 1]) for a in AREAS}
        for i, q in enumerate(PERIODS)
    }
    cubes = as_cubes(running, ENDS)
    steps = zip(running, list(running)[1:], strict=False)
    sums = [SumOf(ref(late), (ref(early),), rest=True) for early, late in steps]
    periods = {f"until_{q}": PERIODS[: i + 1] for i, q in enumerate(PERIODS)}

    naive = reader(separately(cubes), periods)
    ours = reader(together(cubes, sums), periods)

    assert naive.bounds({("A2", "q3"): 1}) == (3, 3)
    low, high = ours.bounds({("A2", "q3"): 1})
    assert (low, high >= 5) == (0, True)


def test_periods_as_one_attribute_are_protected_like_any_other():
    """A8: the same with the quarter as a dimension of one cube."""
    counts = {(a, q): 20 for a in AREAS for q in PERIODS} | {("A1", "q2"): 2}
    counted = cube("births", counts, ["quarter"], towns=TOWNS)
    one_each = [SliceRef("births", EVERYBODY)]
    one_each += [SliceRef("births", type(EVERYBODY).of({"quarter": [q]})) for q in PERIODS]

    result = protect([counted], one_each, [], GROUND, {"births": rules()})

    found = Outsider()
    for (_g, name, area), value in shown(result, "births").items():
        asked = PERIODS if name == "all" else [name.removeprefix("quarter=")]
        found.know({(a, q): 1 for a in members(area) for q in asked}, value)
    low, high = found.bounds({("A1", "q2"): 1})
    assert (low, high >= 5) == (0, True)


def test_dates_without_a_relation_and_periods_that_do_not_add_up_are_refused():
    counts = quarters()
    cubes = as_cubes(counts | {"year": year_of(counts) | {"A1": 81}}, [*ENDS, date(2025, 1, 1)])
    with pytest.raises(ProtectionFailedError, match="Stichtag"):
        together(cubes, [])
    with pytest.raises(ProtectionFailedError, match="Summe seiner Zeiträume"):
        together(cubes, [SumOf(ref("year"), tuple(ref(q) for q in PERIODS))])
    with pytest.raises(ProtectionFailedError, match="q9"):
        together(cubes, [SumOf(ref("q9"), tuple(map(ref, [*PERIODS, "year"])))])


THEN, NOW = date(2023, 12, 31), date(2024, 12, 31)


def stocks(**changes):
    """A stock with one small count at the first date, and the next one."""
    first = dict.fromkeys(AREAS, 40) | {"A1": 4, "A2": 9, "B1": 12}
    second = first | {area: first[area] + by for area, by in changes.items()}
    return (cube("aid", v, towns=TOWNS, day=d) for v, d in ((first, THEN), (second, NOW)))


def protect_stock(counted, sticky=()):
    return protect([counted], everything([counted]), [], GROUND, {"aid": rules()}, sticky=sticky)


def withheld(result):
    return result.released["aid"].cells.filter(pl.col("confidentiality") != "free")


def test_a_withheld_stock_is_not_read_off_the_next_date():
    """A8: 4 is withheld, next year 6 is shown: then it was about 4 to 6."""
    then, now = stocks(A1=2, B2=1)
    first = protect_stock(then)
    assert "A1" in withheld(first)["area"].to_list()

    naive = protect_stock(now)
    sticky = sticky_cells(withheld(first), [then], [now], GROUND, {"aid": rules()})
    ours = protect_stock(now, sticky)

    assert shown(naive)["2023", "all", "A1"] == 6  # who knows that little changed knows the 4
    found = Outsider()
    for (_g, _s, area), value in shown(ours).items():
        found.know(dict.fromkeys(members(area), 1), value)
    low, high = found.bounds({"A1": 1})
    assert low <= 1 or high >= 11  # five away from 6


def test_a_stock_that_changed_a_lot_is_shown_again():
    then, now = stocks(A1=30, A2=20)
    first = protect_stock(then)

    sticky = sticky_cells(withheld(first), [then], [now], GROUND, {"aid": rules()})

    assert {one.area for one in sticky} <= {"A3"}  # a cover that stayed as it was
    assert shown(protect_stock(now, sticky))["2023", "all", "A1"] == 34


def test_a_stock_whose_last_value_nobody_kept_stays_withheld_while_it_is_small():
    then, now = stocks(A1=2, A2=20)
    hidden = withheld(protect_stock(then))

    sticky = sticky_cells(hidden, [], [now], GROUND, {"aid": rules()})

    assert {one.area for one in sticky} == {"A1"}


def test_a_moving_average_over_a_withheld_date_is_withheld():
    """A8: mean of three dates × 3 − the two others."""
    then, now = stocks(A1=30)
    dates = [replace(then, reference_date=date(2022, 12, 31)), then, now]
    results = [protect_stock(one) for one in dates]
    cells = pl.concat([one.released["aid"].cells for one in results])
    released = results[0].released | {"aid": replace(results[0].released["aid"], cells=cells)}

    def moving(frames):
        frame = frames["aid"].sort("area", "reference_date")
        mean = pl.col("value").cast(pl.Float64).rolling_mean(2).over("slice", "area")
        return frame.with_columns(mean=mean)

    found = derive("moving", moving, released).frame.filter(pl.col("area") == "A1")

    assert found["value"].null_count() == 2  # 4 twice, then 34
    assert found["mean"].null_count() == 3
