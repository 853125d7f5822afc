"""Forecasts that could have been made: Köln until 2012, Berlin until 2023.

Ages are coarse, births and moves are not told: the fallback, with single years estimated from the
groups. Errors stand beside those of plain Hamilton-Perry ratios and of constant shares; both are
given the district's total of our own forecast.
"""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.real.berlin import berlin_cut

from kreisblick.statistics.forecast.ages import split_groups
from kreisblick.statistics.forecast.backtest import Trial, backtest, summarise
from kreisblick.statistics.forecast.model import Stocks, standard_definition
from kreisblick.territory.crosswalks import build_crosswalk, convert, count_addresses

pytestmark = pytest.mark.real

OLDEST = 95
KOELN = [(0, 2), (3, 5), (6, 9), (10, 14), (15, 17), (18, 24), (25, 34), (35, 44), (45, 54),
         (55, 59), (60, 64), (65, 74), (75, OLDEST)]  # fmt: skip
BERLIN_YEARS = [2018, 2020, 2021, 2022, 2023]
BERLIN = [(0, 5), (6, 14), (15, 17), (18, 26), (27, 44), (45, 54), (55, 64), (65, OLDEST)]
BERLIN_COLUMNS = ["below_6", "6_15", "15_18", "18_27", "27_45", "45_55", "55_65", "above_65"]


def stocks(counts: np.ndarray, years: list[int], areas: list[str], groups: list) -> Stocks:
    return Stocks(
        areas=tuple(areas),
        dates=tuple(date(year, 12, 31) for year in years),
        sexes=("all",),
        counts=split_groups(counts[:, :, None, :], groups, OLDEST),
        groups=tuple(groups),
    )


@pytest.fixture(scope="module")
def koeln(open_data: Path) -> Stocks:
    path = open_data / "koeln-stadtteile" / "bevoelkerung_2005ff.csv.gz"
    rows = pl.read_csv(path, infer_schema=False).filter(
        (pl.col("tab_id") == "020") & (pl.col("raum_id").cast(pl.Int64) > 9)  # Stadtteile by age
    )
    areas = sorted(rows["raum_id"].unique())
    counts = np.zeros((8, len(areas), len(KOELN)))
    for year, area, group, value in rows.select("jahr", "raum_id", "zei_id", "zahl").iter_rows():
        counts[int(year) - 2005, areas.index(area), int(group) // 10 - 1] = float(value)
    return stocks(counts, list(range(2005, 2013)), areas, KOELN)


def berlin_year(folder: Path, year: int) -> tuple[list[str], np.ndarray]:
    path = folder / "berlin-lor-population" / f"population_{year}-02_t2_planning_areas.csv.gz"
    table = pl.read_csv(path, schema_overrides={"id": pl.String}).sort("id")
    columns = [f"inhabitants_age_{name}" for name in BERLIN_COLUMNS]
    return table["id"].to_list(), table.select(columns).to_numpy().astype(np.float64)


def districts(folder: Path) -> Stocks:
    """The twelve districts, whose borders the new areas of 2021 left alone: 2018 to 2023."""
    found = []
    for year in BERLIN_YEARS:
        areas, counts = berlin_year(folder, year)
        town = np.array([int(area[:2]) - 1 for area in areas])
        found.append(np.stack([np.bincount(town, group, 12) for group in counts.T], axis=1))
    return stocks(np.array(found), BERLIN_YEARS, [f"{at:02d}" for at in range(1, 13)], BERLIN)


def planning_areas(folder: Path) -> Stocks:
    """542 areas; 2018 and 2020 brought to the new cut by the number of addresses."""
    path = folder / "berlin-adressen-plr/adressen_plr_2023_06.csv.gz"
    names = {"hnr": "number", "hnr_zusatz": "suffix", "str_name": "street", "plz": "postcode"}
    names |= {"ort_name": "place", "PLR_ID": "area"}
    known = pl.read_csv(path, infer_schema=False).rename(names).select(names.values())
    cuts = berlin_cut(folder, "until_2020"), berlin_cut(folder, "2021")
    crosswalk = build_crosswalk(*cuts, target_density=count_addresses(known))
    areas, _counts = berlin_year(folder, 2023)
    found = []
    for year in BERLIN_YEARS:
        keys, counts = berlin_year(folder, year)
        table = pl.DataFrame(counts, schema=BERLIN_COLUMNS).with_columns(area=pl.Series(keys))
        if year < 2021:
            table = convert(table.select("area", *BERLIN_COLUMNS), crosswalk)
        order = pl.DataFrame({"area": areas}).join(table, on="area", maintain_order="left")
        found.append(order.select(pl.col(BERLIN_COLUMNS).fill_null(0)).to_numpy())  # nobody there
    return stocks(np.array(found), BERLIN_YEARS, areas, BERLIN)


def errors(trials: list[Trial], group: str) -> dict[str, float]:
    table = summarise(trials).filter(pl.col("group") == group)
    return dict(zip(table["method"], table["mape"], strict=True))


def coverage(trials: list[Trial], group: str) -> tuple[float, float]:
    table = summarise(trials).filter((pl.col("method") == "fallback") & (pl.col("group") == group))
    return table["coverage_80"][0], table["coverage_95"][0]


def test_koeln_age_groups_are_met_better_than_by_simpler_methods(koeln: Stocks) -> None:
    """86 Stadtteile, from 2008 to 2011 and from 2009 to 2012, by 2005 to 2008 and 2005 to 2009."""
    trials = backtest(koeln, None, {}, standard_definition(), pairs=((3, 6), (4, 7)))

    groups, total = errors(trials, "groups"), errors(trials, "total")
    assert groups["fallback"] == pytest.approx(6.29, abs=0.1)
    assert groups["hamilton_perry"] == pytest.approx(7.30, abs=0.1)
    assert groups["constant_share"] == pytest.approx(7.36, abs=0.1)
    assert total["fallback"] == pytest.approx(3.08, abs=0.1)
    assert total["fallback"] < total["hamilton_perry"]
    assert total["constant_share"] == pytest.approx(2.79, abs=0.1)  # nobody foresaw the growth
    narrow, wide = coverage(trials, "groups")
    assert 0.75 <= narrow <= 0.90
    assert 0.92 <= wide <= 0.98


def test_koeln_2005_to_2012_in_one_leap(koeln: Stocks) -> None:
    """The longest leap there is: two years of history, five years ahead."""
    trials = backtest(koeln, None, {}, standard_definition(), pairs=((2, 7),))

    groups = errors(trials, "groups")
    assert groups["fallback"] < groups["hamilton_perry"]
    assert groups["fallback"] < groups["constant_share"]


def test_berlin_districts_2018_to_2023_jump_as_nobody_foresaw(open_data: Path) -> None:
    """From 2020 and 2021 to 2023: people from Ukraine came in 2022; every method is too low."""
    definition = standard_definition()

    trials = backtest(districts(open_data), None, {}, definition, pairs=((1, 4), (2, 4)))

    groups, total = errors(trials, "groups"), errors(trials, "total")
    assert groups["fallback"] == pytest.approx(3.68, abs=0.1)
    assert groups["hamilton_perry"] == pytest.approx(3.51, abs=0.1)  # large areas need no help
    assert groups["constant_share"] == pytest.approx(4.26, abs=0.1)
    assert total["fallback"] == pytest.approx(2.05, abs=0.1)
    assert coverage(trials, "total")[1] == 1.0


def test_berlin_planning_areas_across_the_change_of_areas(open_data: Path) -> None:
    """542 areas, 2020 to 2022 and 2023; most of the error is the conversion to the new areas."""
    stocks_ = planning_areas(open_data)

    trials = backtest(stocks_, None, {}, standard_definition(), pairs=((1, 3), (1, 4)))

    groups = errors(trials, "groups")
    assert groups["fallback"] < groups["hamilton_perry"]
    assert groups["fallback"] < groups["constant_share"]
    assert coverage(trials, "groups")[1] >= 0.92


def test_berlin_planning_areas_on_the_new_areas_alone(open_data: Path) -> None:
    """542 areas, 2022 to 2023 by 2021 to 2022."""
    stocks_ = planning_areas(open_data)
    new = Stocks(
        areas=stocks_.areas,
        dates=stocks_.dates[2:],
        sexes=stocks_.sexes,
        counts=stocks_.counts[2:],
        groups=stocks_.groups,
    )

    trials = backtest(new, None, {}, standard_definition(), pairs=((1, 2),))

    groups = errors(trials, "groups")
    assert groups["fallback"] < groups["hamilton_perry"]
    assert groups["fallback"] < groups["constant_share"]
