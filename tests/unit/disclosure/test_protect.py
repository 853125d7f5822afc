"""The gate: what it takes, what it gives, when it stays shut."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from pydantic import ValidationError

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.protection.disclosure import (
    ProtectionFailedError,
    ReleasedCube,
    ReleasedTable,
    Share,
    SliceRef,
    Targets,
    UnprotectedDataError,
    derive,
    protect,
)
from kreisblick.protection.disclosure.contributors import needed_width
from kreisblick.protection.disclosure.model import CELL_COLUMNS, TARGET_COLUMNS
from kreisblick.protection.rules import Agreed, Dominance, RuleSet
from kreisblick.statistics.cube import Cube, Slice, Unit, cell_frame
from kreisblick.territory.areas.model import Generation, Territory

DAY = date(2024, 12, 31)
TOWNS = {"M1": ["A1", "A2"], "M2": ["B1", "B2"]}
PUBLISHER = {
    "title": {"de": "Schon geschützt"},
    "source": "publisher",
    "agreed_with": {"office": "Statistikstelle", "date": DAY},
    "reason": {"de": "Beispiel"},
}


def territory():
    rows = [(a, a, "planning_area", town, None) for town, areas in TOWNS.items() for a in areas]
    rows += [(town, town, "municipality", "D", None) for town in TOWNS]
    rows.append(("D", "D", "district", None, None))
    columns = ["area", "name", "level", "parent", "official_code"]
    areas = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    generation = Generation(key="2023", valid_from=date(2023, 1, 1))
    return Territory(generation=generation, areas=areas, geometry=np.array([]))


def cube(rows, *, key="aid", dimensions=(), unit=Unit.PERSONS, covered=TOWNS, **more):
    """``rows`` of level, area, codes, value, observation."""
    types = dict.fromkeys(["level", "area", *dimensions], pl.String)
    schema = types | {"value": pl.Float64, "observation": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return Cube(
        key=key,
        unit=unit,
        generation="2023",
        reference_date=DAY,
        dimensions=tuple(dimensions),
        cells=cell_frame(frame, dimensions, rate=True),
        covered=frozenset(covered),
        **more,
    )


def areas(*values, observation="counted"):
    places = [area for town in TOWNS.values() for area in town]
    return [
        ("planning_area", a, v, observation if v is not None else "not_delivered")
        for a, v in zip(places, values, strict=True)
    ]


def rules(**more):
    return RuleSet(
        title={"de": "Mindestzahl fünf"},
        **{"minimum_count": 5, **more},
        agreed_with=Agreed(office="Statistikstelle", date=DAY),
        reason={"de": "Beispiel"},
    )


def run(one, rule=None, shares=()):
    rule = rule or rules()
    return protect([one], [SliceRef(one.key, Slice())], list(shares), territory(), {one.key: rule})


def value_of(result, area, key="aid"):
    return result.released[key].cells.filter(pl.col("area") == area)["value"].item()


def test_large_counts_are_shown_and_summed_to_towns_and_district():
    result = run(cube(areas(10, 20, 30, 40)))

    found = dict(result.released["aid"].cells.select("area", "value").iter_rows())
    assert found == {"A1": 10, "A2": 20, "B1": 30, "B2": 40, "M1": 30, "M2": 70, "D": 100}
    assert result.report["suppressed"] == 0


def test_released_cells_have_the_agreed_columns():
    result = run(cube(areas(10, 20, 30, 2)))

    assert tuple(result.released["aid"].cells.columns) == CELL_COLUMNS
    assert tuple(result.targets.frame.columns) == TARGET_COLUMNS
    assert result.released["aid"].rule_set == "Mindestzahl fünf"


def test_a_small_count_and_a_cover_are_hidden_and_look_the_same():
    result = run(cube(areas(10, 20, 30, 2)))

    cells = result.released["aid"].cells.filter(pl.col("confidentiality") == "suppressed")
    assert set(cells["area"]) == {"B1", "B2"}
    assert cells["value"].null_count() == 2
    status = dict(result.targets.frame.select("area", "status").iter_rows())
    assert status == {"B1": "secondary", "B2": "primary"}


def test_the_record_names_what_had_to_stay_possible():
    record = run(cube(areas(10, 20, 30, 2))).targets.frame.filter(pl.col("status") == "primary")

    row = record.row(0, named=True)
    assert (row["kind"], row["value"], row["required_lower"], row["required_upper"]) == (
        "count", 2, 0, 5,
    )  # fmt: skip


def test_sensitive_zeros_are_hidden_and_free_zeros_shown():
    counts = areas(10, 0, 30, 40)

    assert value_of(run(cube(counts)), "A2") == 0
    assert value_of(run(cube(counts), rules(zeros="sensitive")), "A2") is None


def test_a_sum_without_one_of_its_areas_does_not_pass_for_the_whole():
    result = run(cube(areas(10, None, 30, 40)))

    state = dict(result.released["aid"].cells.select("area", "observation").iter_rows())
    assert state["A2"] == "not_delivered"
    assert state["M1"] == state["D"] == "not_delivered"
    assert value_of(result, "M2") == 70


def test_a_town_that_is_not_covered_has_no_number():
    result = run(cube(areas(10, 20, None, None)[:2], covered=["M1"]))

    state = dict(result.released["aid"].cells.select("area", "observation").iter_rows())
    assert (state["B1"], state["M2"]) == ("not_covered", "not_covered")
    assert value_of(result, "D") == 30


def test_figures_their_publisher_protected_pass_unchanged():
    result = run(cube(areas(1, 2, 30, 40)), RuleSet(**PUBLISHER))

    assert value_of(result, "A1") == 1
    assert result.targets.frame.height == 0


def test_rates_need_a_publisher_who_protected_them():
    rate = cube(areas(1.5, 2.5, 3.5, 4.5), unit=Unit.RATE)

    assert value_of(run(rate, RuleSet(**PUBLISHER)), "A1") == 1.5
    with pytest.raises(ProtectionFailedError, match="aid"):
        run(rate)


@pytest.mark.parametrize("wrong", [-1, 2.5])
def test_negative_and_fractional_counts_stop_the_release(wrong):
    with pytest.raises(ProtectionFailedError, match="aid"):
        run(cube(areas(10, 20, 30, wrong)))


def test_totals_that_do_not_add_up_stop_the_release():
    rows = [*areas(10, 20, 30, 40), ("municipality", "M1", 31, "counted")]

    with pytest.raises(ProtectionFailedError, match="aid"):
        run(cube(rows))


def test_totals_that_add_up_are_kept():
    rows = [*areas(10, 20, 30, 40), ("municipality", "M1", 30, "counted")]

    assert value_of(run(cube(rows)), "M1") == 30


def test_two_dates_at_once_are_refused():
    one = cube(areas(10, 20, 30, 40))
    other = cube(areas(10, 20, 30, 40), key="other")
    object.__setattr__(other, "reference_date", date(2023, 12, 31))
    refs = [SliceRef("aid", Slice()), SliceRef("other", Slice())]

    with pytest.raises(ProtectionFailedError):
        protect([one, other], refs, [], territory(), {"aid": rules(), "other": rules()})


def test_a_share_whose_count_is_not_published_is_refused():
    one = cube(areas(10, 20, 30, 40))
    share = Share(SliceRef("aid", Slice()), SliceRef("aid", Slice.of({"sex": ["f"]})))

    with pytest.raises(ProtectionFailedError, match="sex=f"):
        run(one, shares=[share])


def test_margins_without_their_cross_table_are_protected_together():
    """Age and sex are delivered apart; both add up to the same persons."""
    rows = []
    for area, (young, old, women, men) in {
        "A1": (2, 30, 16, 16), "A2": (20, 30, 25, 25), "B1": (30, 30, 30, 30), "B2": (9, 9, 9, 9),
    }.items():  # fmt: skip
        rows += [("planning_area", area, "young", "*", young, "counted")]
        rows += [("planning_area", area, "old", "*", old, "counted")]
        rows += [("planning_area", area, "*", "women", women, "counted")]
        rows += [("planning_area", area, "*", "men", men, "counted")]
    one = cube(rows, dimensions=("age", "sex"))
    questions = [
        Slice.of({d: [c]})
        for d, c in (("age", "young"), ("age", "old"), ("sex", "women"), ("sex", "men"))
    ]

    result = protect(
        [one], [SliceRef("aid", q) for q in questions], [], territory(), {"aid": rules()}
    )

    cells = result.released["aid"].cells.filter(pl.col("area") == "A1")
    shown = dict(cells.select("slice", "value").iter_rows())
    assert shown["age=young"] is None
    # women + men tell everybody; so old must hide, too
    assert shown["age=old"] is None or None in (shown["sex=women"], shown["sex=men"])


def test_the_report_names_no_parameter_of_dominance():
    rule = rules(dominance=Dominance(p_percent=13.7))
    one = {"level": ["planning_area"], "area": ["A1"], "contributor": ["a"], "value": [10.0]}
    counted = replace(cube(areas(10, 20, 30, 2)), contributions=pl.DataFrame(one))

    report = str(run(counted, rule).report)

    assert "13" not in report.replace("'cells': 13", "")
    assert "5" in report


def test_rules_for_contributors_are_never_passed_over_in_silence():
    """A delivery that does not name its providers cannot be judged: nothing is released."""
    for rule in (rules(minimum_contributors=3), rules(dominance=Dominance(p_percent=10))):
        with pytest.raises(ProtectionFailedError, match=r"aid.*Träger"):
            run(cube(areas(10, 20, 30, 2)), rule)


def test_only_protect_makes_released_figures():
    frame = pl.DataFrame()

    with pytest.raises(UnprotectedDataError):
        ReleasedCube(key="aid", cells=frame, rule_set="", seal=object())
    with pytest.raises(UnprotectedDataError):
        ReleasedTable(name="aid", frame=frame, seal=None)
    with pytest.raises(UnprotectedDataError):
        Targets(frame=frame, seal=None)


def test_a_derived_table_sees_released_cells_only():
    result = run(cube(areas(10, 20, 30, 2)))

    table = derive(
        "sum",
        lambda cells, factor: cells["aid"].select(pl.col("value").sum() * factor),
        result.released,
        2,
    )

    assert table.frame["value"].item() == 2 * (10 + 20 + 30 + 32 + 62)


@pytest.mark.parametrize(
    ("holdings", "width"),
    [
        ({"a": 100}, 10),  # alone: 10 % of it
        ({"a": 100, "b": 50}, 10),  # the second knows the first to the unit
        ({"a": 100, "b": 50, "c": 4}, 6),  # 10 % of 100 less the others' 4
        ({"a": 100, "b": 50, "c": 40}, 0),  # enough others
    ],
)
def test_the_p_percent_rule_asks_for_the_published_width(holdings, width):
    rule = rules(minimum_count=None, dominance=Dominance(p_percent=10))

    assert needed_width(holdings, rule) == width


def test_the_n_k_rule_asks_for_the_published_width():
    rule = rules(minimum_count=None, dominance=Dominance(largest=1, share_percent=80))

    assert needed_width({"a": 90, "b": 5, "c": 5}, rule) == 13  # 100/80 * 90 - 100 = 12.5
    assert needed_width({"a": 70, "b": 15, "c": 15}, rule) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"minimum_count": None},
        {"minimum_count": 1},
        {"minimum_count": None, "minimum_contributors": 3, "group_rule": True},
        {"dominance": {"largest": 2}},
    ],
)
def test_rules_that_say_nothing_or_half_are_refused(wrong):
    with pytest.raises(ValidationError):
        rules(**wrong)


def test_every_shipped_rule_set_says_who_agreed_and_why():
    found = read_definitions([shipped("catalogue", "disclosure")], RuleSet)

    assert set(found) >= {
        "residents", "benefits", "sensitive", "providers", "published", "facilities_public",
    }  # fmt: skip
    assert all(rule.reason.de and rule.agreed_with.office for rule in found.values())
