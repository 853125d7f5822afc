"""Flensburg's social atlas goes the whole round, and its numbers come out as the town printed them.

Where the town's own tables contradict each other, the contradiction is written down here.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from kreisblick.pipeline.run import run
from kreisblick.products.model import area_slug

pytestmark = pytest.mark.real
FLENSBURG = Path(__file__).parents[2] / "examples" / "flensburg"
LAST = date(2022, 12, 31)
KEYS = ["year", "district_id"]
ROUNDED = 0.05  # rates are printed with one decimal
Table = Callable[[str], pl.DataFrame]


@pytest.fixture(scope="module")
def out(open_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("flensburg")
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("KREISBLICK_DATA", str(open_data.resolve()))
        run(FLENSBURG, out=folder)
        yield folder


@pytest.fixture(scope="module")
def bundle(out: Path) -> Path:
    return out / "bundles" / (out / "bundles" / "current").read_text().strip()


@pytest.fixture(scope="module")
def products(out: Path) -> Path:
    return out / "products" / (out / "products" / "current").read_text().strip()


@pytest.fixture(scope="module")
def cells(bundle: Path) -> pl.DataFrame:
    return pl.read_parquet(bundle / "data" / "cells.parquet")


@pytest.fixture(scope="module")
def indicators(bundle: Path) -> pl.DataFrame:
    return pl.read_parquet(bundle / "data" / "indicators.parquet")


@pytest.fixture(scope="module")
def table(open_data: Path) -> Table:
    """A published table, rows about people without a quarter left out."""

    def read(name: str) -> pl.DataFrame:
        found = pl.read_csv(open_data / "flensburg-sozialatlas" / "tables" / f"{name}.csv")
        return found.drop_nulls("district_id").filter(pl.col("year") >= 2017)

    return read


def by_quarter(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells or indicator values of the quarters with the publisher's keys."""
    return frame.filter(pl.col("level") == "planning_area").select(
        pl.col("reference_date").dt.year().cast(pl.Int64).alias("year"),
        pl.col("area").str.slice(4).cast(pl.Int64).alias("district_id"),
        pl.col("value").alias("ours"),
    )


def one_cube(cells: pl.DataFrame, cube: str, question: str = "all") -> pl.DataFrame:
    return by_quarter(cells.filter((pl.col("cube") == cube) & (pl.col("slice") == question)))


def test_residents_of_2022_are_those_the_town_counts(cells: pl.DataFrame) -> None:
    last = cells.filter(
        (pl.col("cube") == "residents")
        & (pl.col("slice") == "all")
        & (pl.col("reference_date") == LAST)
    )
    sums = dict(last.group_by("level").agg(pl.col("value").sum()).iter_rows())
    assert sums == {"planning_area": 99_341, "municipality": 99_341, "district": 99_341}
    assert last.filter(pl.col("level") == "planning_area").height == 13


@pytest.mark.parametrize(
    ("cube", "question", "name", "column"),
    [
        ("residents", "all", "residents_by_district", "residents"),
        ("residents", "age=80+", "age_groups_by_district", "age_80_and_above"),
        ("children_under_7", "all", "age_groups_by_district", "age_0_to_under_7"),
        ("residents_under_18", "all", "children_age_under_18_by_district", "residents"),
        ("births", "all", "births_by_district", "births"),
        ("employed", "all", "employed_with_pension_insurance_by_district", "residents"),
        (
            "employment_rate",
            "all",
            "employed_with_pension_insurance_by_district",
            "employment_rate",
        ),
        ("unemployed", "all", "unemployed_residents_by_district", "residents"),
        ("sgb_ii", "all", "beneficiaries_by_district", "residents"),
        (
            "sgb_ii",
            "employability=not_employable",
            "inactive_beneficiaries_households_by_district",
            "residents",
        ),
        ("old_age_income", "age=65+", "basic_benefits_income_by_district", "age_65_and_above"),
        ("housing_benefit", "all", "housing_benefit_by_district", "residents"),
        (
            "migration_background",
            "citizenship=foreign",
            "migration_background_by_district",
            "foreign_citizenship",
        ),
        ("risk_of_homelessness", "all", "risk_homelessness_by_district", "residents"),
    ],
)
def test_published_numbers_of_quarters_stay_as_published(
    cells: pl.DataFrame, table: Table, cube: str, question: str, name: str, column: str
) -> None:
    theirs = table(name)
    both = theirs.join(one_cube(cells, cube, question), on=KEYS)
    assert both.height == theirs.height
    different = both.filter(~pl.col("ours").eq_missing(pl.col(column).cast(pl.Float64)))
    assert different.is_empty()


def test_withheld_numbers_are_bounded_and_leave_the_town_without_a_total(
    cells: pl.DataFrame, table: Table
) -> None:
    empty = table("risk_homelessness_by_district").filter(pl.col("residents").is_null())
    risk = cells.filter(pl.col("cube") == "risk_of_homelessness")
    withheld = risk.filter(
        (pl.col("level") == "planning_area") & (pl.col("observation") == "withheld_by_source")
    )
    assert withheld.height == empty.height > 0
    assert set(withheld.select("lower", "upper").iter_rows()) == {(0, 3)}
    towns = risk.filter(pl.col("level") == "municipality")
    without = set(towns.filter(pl.col("value").is_null())["reference_date"].dt.year())
    assert without == set(empty["year"])


def test_the_ages_of_the_town_are_the_town_s_own(cells: pl.DataFrame, open_data: Path) -> None:
    path = open_data / "flensburg-sozialatlas" / "tables" / "age_groups_of_residents.csv"
    town = pl.read_csv(path).filter(
        pl.col("year").is_between(2017, 2022) & (pl.col("year") != 2021)
    )
    oldest = cells.filter(
        (pl.col("cube") == "residents")
        & (pl.col("slice") == "age=80+")
        & (pl.col("level") == "municipality")
    )
    ours = dict(oldest.select(pl.col("reference_date").dt.year(), "value").iter_rows())
    theirs = dict(town.select("year", "age_80_and_above").iter_rows())
    assert {year: ours[year] for year in theirs} == theirs


def test_every_rate_made_here_is_its_numbers_divided(
    indicators: pl.DataFrame, table: Table
) -> None:
    ours = by_quarter(indicators.filter(pl.col("indicator") == "births"))
    theirs = table("births_by_district").join(table("residents_by_district"), on=KEYS)
    both = theirs.join(ours, on=KEYS)
    assert both.height == 13 * 6
    expected = 1000 * pl.col("births") / pl.col("residents")
    assert both.filter((pl.col("ours") - expected).abs() > 1e-9).is_empty()


def test_shares_of_the_town_are_as_printed_but_for_one_misprint(table: Table) -> None:
    """Unemployed people of a quarter per 100 of the town: Tarup 2022 prints 3.1 for 2.1."""
    found = table("unemployed_residents_categorized_by_district")
    nowhere = {2021: 37, 2022: 46}  # unemployed people without a quarter belong to the town
    town = (
        found.group_by("year")
        .agg(town=pl.col("unemployed_total").sum())
        .with_columns(pl.col("town") + pl.col("year").replace_strict(nowhere))
    )
    again = found.join(town, on="year").with_columns(
        again=100 * pl.col("unemployed_total") / pl.col("town")
    )
    wrong = again.filter((pl.col("again") - pl.col("percentage_of_total")).abs() > ROUNDED + 1e-9)
    assert wrong.select(*KEYS).rows() == [(2022, 13)]
    assert wrong.select(pl.col("again").round(1), "percentage_of_total").row(0) == (2.1, 3.1)


def test_published_rates_divide_by_another_group_than_ours(
    indicators: pl.DataFrame, table: Table
) -> None:
    """Both divide by people from 15 to 64; by quarter only those from 18 are published."""
    employed = table("employed_with_pension_insurance_by_district")
    grown_up = table("residents_age_18_to_under_65_by_district").rename({"residents": "grown_up"})
    young = table("children_age_under_18_by_district").rename({"residents": "young"})
    both = (
        employed.join(grown_up, on=KEYS)
        .join(young, on=KEYS)
        .join(
            by_quarter(indicators.filter(pl.col("indicator") == "employed_people")),
            on=KEYS,
        )
        .filter(pl.col("year") >= 2021)
        .with_columns(divided_by=100 * pl.col("residents") / pl.col("employment_rate"))
    )
    assert both.height == 26
    assert (both["ours"] > both["employment_rate"]).all()
    extra = both["divided_by"] - both["grown_up"]
    assert (extra > 0).all()
    assert (extra < both["young"] / 3).all()


def test_the_sexes_of_basic_income_contradict_its_ages_in_2021(table: Table) -> None:
    """Why the columns by sex are not read: in 2021 they are shifted against the quarters."""
    found = table("basic_benefits_income_by_district").with_columns(
        by_sex=pl.col("male") + pl.col("female"),
        by_age=pl.col("age_18_to_under_65") + pl.col("age_65_and_above"),
    )
    first = found.filter((pl.col("year") == 2021) & (pl.col("district_id") == 1))
    assert first.select("by_sex", "by_age").row(0) == (403, 110)
    agree = found.filter((pl.col("by_sex") - pl.col("by_age")).abs() <= 5)
    assert agree.filter(pl.col("year") == 2022).height > 9
    assert agree.filter(pl.col("year") == 2021).height < 4


def test_every_quarter_has_its_profile_and_the_round_its_products(products: Path) -> None:
    quarters = {area_slug(f"STGT{number:02d}") for number in range(1, 14)}
    assert {path.stem for path in (products / "profiles").glob("*.pdf")} == quarters
    assert quarters <= {path.stem for path in (products / "profiles").glob("*.html")}
    assert (products / "report" / "report.pdf").read_bytes().startswith(b"%PDF")
    for path in ("atlas/index.html", "exports/figures.xlsx", "exports/areas.gpkg"):
        assert (products / path).stat().st_size > 0
    assert "Sozialatlas" in (products / "handbook" / "handbuch.html").read_text(encoding="utf-8")


def test_every_day_care_centre_lies_in_a_quarter(bundle: Path) -> None:
    services = pl.read_csv(bundle / "data" / "services.csv")
    assert services.height == 70
    assert services["area"].null_count() == 0
    assert services["places"].sum() == 4_475
