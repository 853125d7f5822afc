"""What published tables tell beyond what they print: the attacker's arithmetic on real releases.

The figures stand in ``docs/explanation/published-tables.md``. They describe the published files
as they were collected; they judge nobody.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest

from kreisblick.protection.audit import attack

pytestmark = pytest.mark.real

Floats = npt.NDArray[np.float64]
SLACK = 1e-9
SCALE = 0.025  # printed counts of SIMD are whole numbers times a factor within two percent of one


def candidates(percent: Floats, base: Floats, digits: int) -> tuple[Floats, Floats]:
    """The smallest and largest count that rounds to a percentage of a known base."""
    half = 0.5 * 10.0**-digits
    lowest = np.ceil(np.maximum(0, base * (percent - half) / 100) - SLACK)
    return lowest, np.floor(base * (percent + half) / 100 + SLACK)


# --- SIMD 2016: withheld counts, published ranks ------------------------------------------------


@pytest.fixture(scope="module")
def zones(open_data: Path) -> pl.DataFrame:
    """Zones with people, printed count and rate (null where withheld) and the published rank."""
    folder = open_data / "simd-2016"
    figures = pl.read_csv(folder / "indicators_2016.csv.gz", infer_schema_length=0)
    ranks = pl.read_csv(folder / "published_ranks_2016.csv.gz", infer_schema_length=0)
    names = {"crime_count": "count", "crime_rate": "rate", "Total_population": "people"}
    number = [pl.col(n).replace("*", None).cast(pl.Float64).alias(new) for n, new in names.items()]
    rank = pl.col("Crime_domain_2016_rank").cast(pl.Float64).alias("rank")
    return figures.select("Data_Zone", *number).join(
        ranks.select("Data_Zone", rank), on="Data_Zone"
    )


def by_rank(zones: pl.DataFrame) -> pl.DataFrame:
    """The withheld counts, each between the printed rates next to it in the order of ranks."""
    order = zones.sort("rank").with_columns(
        above=pl.col("rate").fill_null(strategy="forward"),
        below=pl.col("rate").fill_null(strategy="backward").fill_null(0),
    )
    people = pl.col("people") / 10_000
    return order.filter(pl.col("count").is_null() & (pl.col("people") > 0)).with_columns(
        least=pl.col("below") * people, most=pl.col("above") * people
    )


def whole(row: dict[str, Any], tied: Counter[float]) -> list[int]:
    """The counts below the smallest printed one that a zone's rank leaves.

    Zones of different size can share a rank only where the rate is zero; above it nobody has none.
    """
    fits = [k for k in (0, 1, 2) if row["least"] <= k * (1 + SCALE) + SLACK]
    fits = [k for k in fits if k * (1 - SCALE) <= row["most"]]
    last = max(tied)
    return [k for k in fits if (k == 0) == (row["rank"] == last)]


def test_the_rank_is_the_order_of_the_printed_rates(zones: pl.DataFrame) -> None:
    rates = zones.filter(pl.col("rate").is_not_null()).sort("rank")["rate"]

    assert len(rates) == 6976 - 435
    assert (rates.diff().drop_nulls() <= 0).all()


def test_printed_counts_of_simd_are_whole_numbers_times_a_factor(zones: pl.DataFrame) -> None:
    """So a withheld count is one too; the smallest printed one is three."""
    counts = zones["count"].drop_nulls().filter(zones["count"].drop_nulls() < 20).to_numpy()
    off = np.abs(counts / np.round(counts) - 1)

    assert counts.min() > 2.9
    assert off.max() < SCALE


def test_withheld_counts_of_simd_follow_from_the_published_rank(zones: pl.DataFrame) -> None:
    """Of 433 withheld counts 302 lie within less than one, 131 within a tenth; all are decided.

    A 434th is of a zone where nobody lives.
    """
    found = by_rank(zones)
    width = (found["most"] - found["least"]).to_numpy()
    tied = Counter(found["rank"].to_list())
    decided = [whole(row, tied) for row in found.iter_rows(named=True)]

    assert found.height == 433
    assert ((width < 1).sum(), (width < 0.1).sum()) == (302, 131)
    assert Counter(map(tuple, decided)) == {(2,): 208, (1,): 142, (0,): 83}
    assert tied[max(tied)] == 83


def test_without_the_rank_no_withheld_count_of_simd_is_decided(zones: pl.DataFrame) -> None:
    """The attack needs the rank: without it each count may be 0, 1 or 2."""
    blind = by_rank(zones).with_columns(least=pl.lit(0.0), most=pl.lit(np.inf), rank=pl.lit(0.0))

    fits = [
        [k for k in (0, 1, 2) if row["least"] <= k <= row["most"]]
        for row in blind.iter_rows(named=True)
    ]

    assert all(one == [0, 1, 2] for one in fits)


# --- Berlin: shares of the social monitoring and the register's age groups ----------------------

NUMERATORS = {"s1": "working_age", "s3": "inhabitants", "s4": "under_15"}


@pytest.fixture(scope="module")
def berlin(open_data: Path) -> pl.DataFrame:
    """The 436 assessed areas of 2019: published shares, people by age of the same day."""
    monitoring = pl.read_csv(
        open_data / "berlin-mss-2019" / "mss_2019_planning_areas.csv.gz",
        schema_overrides={"id": pl.String}, null_values="-",
    )  # fmt: skip
    people = register(open_data, "2018")
    shares = {c[:2]: c for c in monitoring.columns if c[:3] in {"s1_", "s3_", "s4_"}}
    ages = [f"inhabitants_age_{a}" for a in ("15_18", "18_27", "27_45", "45_55", "55_65")]
    bases = people.select(
        "id", "inhabitants",
        under_15=pl.col("inhabitants_age_below_6") + pl.col("inhabitants_age_6_15"),
        working_age=pl.sum_horizontal(ages),
    )  # fmt: skip
    chosen = [pl.col(column).cast(pl.Float64).alias(name) for name, column in shares.items()]
    return monitoring.select("id", *chosen).join(bases, on="id")


def register(open_data: Path, year: str) -> pl.DataFrame:
    """The register's table of ages, sex and citizenship."""
    name = f"population_{year}-02_t2_planning_areas.csv.gz"
    path = open_data / "berlin-lor-population" / name
    return pl.read_csv(path, schema_overrides={"id": pl.String})


def test_shares_of_the_monitoring_tell_their_numerators(berlin: pl.DataFrame) -> None:
    """Beside the register's table each share has one whole numerator only."""
    told = {}
    for share, base in NUMERATORS.items():
        low, high = candidates(berlin[share].to_numpy(), berlin[base].to_numpy().astype(float), 2)
        one = low == high
        small = [one, one & (low > 0) & (low < 5), one & (low < 10)]
        told[share] = tuple(int(which.sum()) for which in small)
        assert (high >= low).all(), share  # the base is the right one: every share fits
    assert told == {"s1": (432, 1, 9), "s3": (420, 0, 0), "s4": (436, 3, 12)}


@pytest.mark.parametrize("year", ["2018", "2020", "2021", "2022", "2023"])
def test_the_register_prints_no_one_and_no_two_and_its_ages_add_up(
    open_data: Path, year: str
) -> None:
    """Nothing is withheld and nothing contradicts: the files alone do not tell what was changed."""
    table = register(open_data, year)
    counts = [c for c in table.columns if c.startswith("inhabitants") and "percentage" not in c]
    numbers = table.select(counts).cast(pl.Float64)
    ages = numbers.select(pl.sum_horizontal(c for c in counts if "_age_" in c)).to_series()

    assert table.height == {"2018": 447, "2020": 448}.get(year, 542)
    assert numbers.null_count().sum_horizontal().item() == 0
    assert numbers.select(pl.all().is_in([1.0, 2.0]).sum()).sum_horizontal().item() == 0
    assert (ages == numbers["inhabitants"]).all()


# --- Flensburg: empty cells and percentages -----------------------------------------------------


def flensburg(open_data: Path, name: str) -> pl.DataFrame:
    """One table, without the rows of people who have no quarter."""
    table = pl.read_csv(open_data / "flensburg-sozialatlas" / "tables" / f"{name}.csv")
    return table.drop_nulls("district_id") if "district_id" in table.columns else table


def percentages(open_data: Path) -> dict[str, tuple[Floats, Floats]]:
    """Every printed percentage of a printed total, with that total."""
    found = {}
    table = flensburg(open_data, "unemployed_residents_categorized_by_district")
    for name in ("sgb_iii", "sgb_ii", "foreign_citizenship", "female", "age_under_25"):
        column = f"percentage_{name}"
        found[f"unemployed {name}"] = (
            table[column].to_numpy(), table["unemployed_total"].to_numpy().astype(float)
        )  # fmt: skip
    table = flensburg(open_data, "beneficiaries_characteristics_by_district")
    base = (table["unemployability"] + table["employability"]).to_numpy().astype(float)
    for name in ("females", "single_parents", "foreign_citizenship"):
        found[f"beneficiaries {name}"] = (table[f"percentage_{name}"].to_numpy(), base)
    return found


def test_percentages_of_flensburg_tell_their_numerators(open_data: Path) -> None:
    """178 of 208 percentages have one whole numerator, 23 none: they are of another total."""
    found = Counter()
    small = 0
    for percent, base in percentages(open_data).values():
        low, high = candidates(percent, base, 1)
        found.update(np.clip(high - low + 1, 0, 2).astype(int).tolist())
        small += int(((low == high) & (low > 0) & (low < 4)).sum())

    assert found == {1: 178, 0: 23, 2: 7}
    assert small == 0  # none of them is as small as what the town withholds elsewhere


WITHHELD = {"housing_assistance_cases_by_district": 82, "risk_homelessness_by_district": 12}


@pytest.mark.parametrize("name", sorted(WITHHELD))
def test_empty_cells_of_flensburg_stay_between_none_and_three(
    open_data: Path, tmp_path: Path, name: str
) -> None:
    """No total of these tables is printed: the attacker is left with what the town itself says."""
    table = flensburg(open_data, name)
    columns = [c for c in table.columns if c not in {"year", "district_id"}]
    long = table.unpivot(columns, index=["year", "district_id"], variable_name="slice")
    assert long["value"].null_count() == WITHHELD[name]
    assert long["value"].min() == 4

    found = attack(tmp_path, targets=write_release(tmp_path, long))

    assert found.passed  # every one of them may still be 0 and may still be 3
    assert found.quantities == WITHHELD[name]
    assert {(one.lower, one.upper) for one in found.intervals} == {(0.0, 3.0)}


def write_release(folder: Path, long: pl.DataFrame) -> pl.DataFrame:
    """The table in the form that the attacker reads, empty cells between 0 and 3; what to ask."""
    empty = pl.col("value").is_null()
    cells = long.select(
        "value",
        slice="kind=" + pl.col("slice"),
        cube=pl.lit("cases"),
        reference_date=pl.col("year").cast(pl.String) + "-12-31",
        generation=pl.lit("flensburg"),
        level=pl.lit("municipality"),
        area=pl.col("district_id").cast(pl.String),
        lower=pl.when(empty).then(0.0),
        upper=pl.when(empty).then(3.0),
        observation=pl.lit("counted"),
        confidentiality=pl.when(empty).then(pl.lit("suppressed")).otherwise(pl.lit("free")),
    )  # fmt: skip
    (folder / "data").mkdir()
    (folder / "catalogue").mkdir()
    cells.write_csv(folder / "data" / "cells.csv")
    areas = cells.select("generation", "area", parent=pl.lit(None, pl.String)).unique()
    areas.sort("area").write_csv(folder / "data" / "areas.csv")
    codes = sorted(set(long["slice"]))
    cubes = {"cases": {"dimensions": [{"name": "kind", "codes": codes}]}}
    (folder / "catalogue" / "cubes.json").write_text(json.dumps(cubes), encoding="utf-8")
    return cells.filter(empty).select(
        "cube",
        "slice",
        "reference_date",
        "area",
        base_cube=pl.lit(None, pl.String),
        base_slice=pl.lit(None, pl.String),
        required_lower=pl.lit(0),
        required_upper=pl.lit(3),
    )
