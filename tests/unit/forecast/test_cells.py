"""Stocks from released cells: nothing withheld is filled in, and parts add up."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from kreisblick.base.errors import FaultsFoundError
from kreisblick.statistics.forecast.cells import age_chain, stocks_of_cells
from kreisblick.statistics.forecast.make import make_forecast
from kreisblick.statistics.forecast.model import standard_definition

OLDEST = 95
CHAIN = ["age=0-2", "age=3-5", "age=10-14|15-17|6-9", "age=18-24|25-44|45-64", "age=65-79|80+"]
TREE = {"k": None, "s": "k", "t": "k", "s1": "s", "s2": "s", "s3": "s", "t1": "t", "t2": "t"}
LEVELS = {"k": "district", "s": "municipality", "t": "municipality"}
AREAS = pl.DataFrame(
    [(key, parent, LEVELS.get(key, "planning_area")) for key, parent in TREE.items()],
    schema=["area", "parent", "level"],
    orient="row",
)


def cells(hidden: set[str] = frozenset(), uncovered: tuple[str, int] | None = None) -> pl.DataFrame:
    """Three dates; ``hidden`` places have one group withheld at the second."""
    rng, rows = np.random.default_rng(1), []
    for year in (2020, 2022, 2024):
        counts = {key: rng.integers(200, 900, 5) for key in TREE if key[-1].isdigit()}
        for town in "st":
            counts[town] = sum(v for key, v in counts.items() if TREE[key] == town)
        gone = uncovered is not None and uncovered[1] == year
        covered = [town for town in "st" if not (gone and town == uncovered[0])]
        counts["k"] = sum(counts[town] for town in covered)
        for key, values in counts.items():
            missing = gone and uncovered[0] in (key, TREE[key])
            state = "not_covered" if missing else "counted"
            for at, (name, value) in enumerate(
                zip([*CHAIN, "all"], [*values, values.sum()], strict=True)
            ):
                free = not missing and not (key in hidden and year == 2022 and at == 1)
                rows.append((name, date(year, 12, 31), LEVELS.get(key, "planning_area"), key,
                             float(value) if free else None, state))  # fmt: skip
    names = ["slice", "reference_date", "level", "area", "value", "observation"]
    return pl.DataFrame(rows, schema=names, orient="row")


def test_the_finest_chain_of_age_groups_is_found() -> None:
    slices = [*CHAIN, "all", "age=0-2|3-5", "age=25-44", "age=3-5;sex=female", "age=0-2|6-9"]

    assert [key for key, _pair in age_chain(slices, OLDEST)] == CHAIN
    assert [pair for _key, pair in age_chain(slices, OLDEST)][2] == (6, 17)
    assert age_chain(CHAIN[:-1], OLDEST) == []


def test_where_everything_is_shown_every_area_stands_alone() -> None:
    found = stocks_of_cells(cells(), AREAS, OLDEST)

    assert set(found.stocks.areas) == {"s1", "s2", "s3", "t1", "t2"}
    assert found.untold == ()
    assert set(found.shown) == set(TREE)


def test_what_is_withheld_of_an_area_is_not_filled_in() -> None:
    table = cells(hidden={"s1", "s2"})

    found = stocks_of_cells(table, AREAS, OLDEST)

    assert set(found.stocks.areas) == {"s3", "rest of s", "t1", "t2"}
    assert set(found.untold) == {"s1", "s2"}
    town = table.filter((pl.col("area") == "s") & (pl.col("slice") == "all"))["value"]
    positions = list(found.together["s"])
    assert found.stocks.counts[:, positions].sum((1, 2, 3)) == pytest.approx(town.to_numpy())
    district = table.filter((pl.col("area") == "k") & (pl.col("slice") == "all"))["value"]
    assert found.stocks.counts.sum((1, 2, 3)) == pytest.approx(district.to_numpy())


def test_a_withheld_town_leaves_no_trace_of_its_areas() -> None:
    found = stocks_of_cells(cells(hidden={"t", "t1"}), AREAS, OLDEST)

    assert set(found.stocks.areas) == {"s1", "s2", "s3", "rest of k"}
    assert set(found.untold) == {"t", "t1", "t2"}


def test_a_date_at_which_a_town_was_not_covered_is_no_growth() -> None:
    found = stocks_of_cells(cells(uncovered=("t", 2020)), AREAS, OLDEST)

    assert [day.year for day in found.stocks.dates] == [2022, 2024]
    assert "k" in found.shown


def test_a_forecast_tells_nobody_that_is_not_shown() -> None:
    """The same released cells give the same figures, whatever lies behind what is withheld."""
    definition = standard_definition()
    quick = definition.draws.model_copy(update={"value": 40})
    definition = definition.model_copy(update={"draws": quick, "horizon": 3})
    released = stocks_of_cells(cells(hidden={"s1", "s2"}), AREAS, OLDEST)

    table = make_forecast(released.stocks, None, definition, together=released.together).table

    told = table.filter(pl.col("area").is_in(released.shown))
    assert set(told["area"]) == {"s3", "s", "t1", "t2", "t", "k"}


def test_one_date_is_too_few() -> None:
    one = cells().filter(pl.col("reference_date") == date(2024, 12, 31))

    with pytest.raises(FaultsFoundError, match="zwei"):
        stocks_of_cells(one, AREAS, OLDEST)


def test_groups_that_the_district_does_not_show_are_not_used() -> None:
    table = cells(hidden={"k"})
    both = table.filter(pl.col("slice").is_in(["age=0-2", "age=3-5"])).group_by(
        "reference_date", "level", "area", "observation"
    )
    joined = both.agg(pl.col("value").sum()).with_columns(slice=pl.lit("age=0-2|3-5"))
    coarser = pl.concat([table, joined.select(table.columns)])

    with pytest.raises(FaultsFoundError, match="Altersgruppen"):
        stocks_of_cells(table, AREAS, OLDEST)

    assert stocks_of_cells(coarser, AREAS, OLDEST).stocks.groups[0] == (0, 5)
