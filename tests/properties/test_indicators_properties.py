"""What must always hold of indicators and indices."""

from datetime import date

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from polars.testing import assert_frame_equal

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndicatorDefinition, Request, compute
from kreisblick.statistics.indices.model import IndexPart
from kreisblick.statistics.indices.score import score

DAY = date(2024, 12, 31)
TOWNS = ("Aue", "Berg", "Cell")
SHARE = "children_in_basic_income_households"
ASKED = read_definition(shipped("catalogue", "indicators", f"{SHARE}.yaml"), IndicatorDefinition)
CUBES = {
    key: read_definition(shipped("catalogue", "cubes", f"{key}.yaml"), CubeDefinition)
    for key in ("sgb_ii", "residents")
}
CELL = {
    "cube": pl.String, "slice": pl.String, "reference_date": pl.Date, "generation": pl.String,
    "level": pl.String, "area": pl.String, "value": pl.Int64, "observation": pl.String,
    "confidentiality": pl.String,
}  # fmt: skip

# an area: town, children, children counted by the agency (capped), hidden by protection
area = st.tuples(st.sampled_from(TOWNS), st.integers(0, 400), st.integers(0, 400), st.booleans())
districts = st.lists(area, min_size=1, max_size=12)
served = st.sets(st.sampled_from(TOWNS), min_size=1)


def cells(district, towns) -> pl.DataFrame:
    """Released cells; larger areas are hidden exactly when a served part is."""
    rows = []
    for cube, pick in (("sgb_ii", lambda a: min(a[1], a[2])), ("residents", lambda a: a[1])):
        key = CUBES[cube].slice({"age": "0-14"}, cube=cube).key
        here = [a for a in district if cube == "residents" or a[0] in towns]
        groups = {("district", "Kreis"): here}
        groups |= {("municipality", town): [a for a in here if a[0] == town] for town in TOWNS}
        groups |= {("planning_area", f"A{i}"): [a] for i, a in enumerate(district) if a in here}
        for (level, name), parts in groups.items():
            if level == "municipality" and cube == "sgb_ii" and name not in towns:
                continue
            hidden = cube == "sgb_ii" and any(a[3] for a in parts)
            value = None if hidden else sum(pick(a) for a in parts)
            state = "suppressed" if hidden else "free"
            rows.append((cube, key, DAY, "2023", level, name, value, "counted", state))
    return pl.DataFrame(rows, schema=CELL, orient="row")


def request(district, towns) -> Request:
    areas = [("2023", "Kreis", "Kreis", "district", None)]
    areas += [("2023", town, town, "municipality", "Kreis") for town in TOWNS]
    areas += [("2023", f"A{i}", f"A{i}", "planning_area", a[0]) for i, a in enumerate(district)]
    columns = dict.fromkeys(("generation", "area", "name", "level", "parent"), pl.String)
    coverage = [("residents", DAY, town) for town in TOWNS]
    coverage += [("sgb_ii", DAY, town) for town in sorted(towns)]
    return Request(
        definitions={SHARE: ASKED},
        cubes=CUBES,
        areas=pl.DataFrame(areas, schema=columns, orient="row"),
        coverage=pl.DataFrame(
            coverage,
            schema={"cube": pl.String, "reference_date": pl.Date, "municipality": pl.String},
            orient="row",
        ),
        dates=[DAY],
    )


@settings(max_examples=60, deadline=None)
@given(districts, served)
def test_values_equal_a_slow_and_obvious_second_computation(district, towns):
    found = compute(cells(district, towns), request(district, towns))

    by_area = {row["area"]: row for row in found.iter_rows(named=True)}
    whole = [a for a in district if a[0] in towns]
    for i, one in enumerate(district):
        assert by_area[f"A{i}"]["value"] == slow_share([one] if one in whole else [])
        assert by_area[f"A{i}"]["district_mean"] == slow_share(whole)
    for town in TOWNS:
        assert by_area[town]["value"] == slow_share([a for a in whole if a[0] == town])


def slow_share(parts) -> float | None:
    children = sum(a[1] for a in parts)
    if children == 0 or any(a[3] for a in parts):
        return None
    return 100 * sum(min(a[1], a[2]) for a in parts) / children


@settings(max_examples=40, deadline=None)
@given(districts, served)
def test_a_hidden_count_leaves_no_figure_of_its_own(district, towns):
    found = compute(cells(district, towns), request(district, towns))

    hidden = found.filter(pl.col("confidentiality") == "suppressed")
    for name in ("numerator", "value", "lower", "upper", "deviation_district", "change"):
        assert hidden[name].null_count() == hidden.height
    assert set(hidden["significance"]) <= {"unknown"}


@settings(max_examples=30, deadline=None)
@given(districts, served, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(district, towns, random):
    table = cells(district, towns)
    order = list(range(table.height))
    random.shuffle(order)

    asked = request(district, towns)

    assert_frame_equal(compute(table, asked), compute(table[order], asked))


@settings(max_examples=60, deadline=None)
@given(districts, served)
def test_a_value_lies_inside_its_interval_and_deviations_add_up(district, towns):
    found = compute(cells(district, towns), request(district, towns))

    known = found.filter(pl.col("value").is_not_null())
    assert (known["lower"] <= known["value"] + 1e-9).all()
    assert (known["value"] <= known["upper"] + 1e-9).all()
    both = known.filter(pl.col("district_mean").is_not_null())
    away = both["value"] - both["district_mean"] - both["deviation_district"]
    assert (away.abs() < 1e-9).all()


PART = IndexPart.model_validate(
    {
        "indicators": [
            {"indicator": "a", "direction": "higher_is_worse"},
            {"indicator": "b", "direction": "higher_is_worse"},
        ],
        "classes": [
            {"name": {"de": "x"}, "below": -1.0},
            {"name": {"de": "y"}, "up_to": 1.0},
            {"name": {"de": "z"}},
        ],
    }
)
tables = arrays.arrays(
    np.float64,
    st.tuples(st.integers(3, 30), st.just(2)),
    elements=st.integers(0, 1000).map(lambda x: x / 10),
)


@given(tables, st.floats(0.1, 50), st.floats(-20, 20))
def test_an_index_does_not_depend_on_the_unit_of_an_indicator(table, factor, shift):
    other = table.copy()
    other[:, 0] = factor * other[:, 0] + shift

    assert np.allclose(score(table, PART).index, score(other, PART).index, atol=1e-6)


@given(tables)
def test_an_index_is_standardised_or_says_nothing(table):
    index = score(table, PART).index

    spread = index.std()
    assert abs(index.mean()) < 1e-9
    assert abs(spread - 1) < 1e-9 or spread == 0


@given(tables)
def test_a_heavier_class_never_has_a_lower_index(table):
    found = score(table, PART)

    order = np.argsort(found.index, kind="stable")
    assert (np.diff(found.place[order]) >= 0).all()
