"""All 10,990 German municipalities: figures in place, neighbours as pair by pair."""

import numpy as np
import polars as pl
import pytest

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.statistics.typology import (
    ComparisonDefinition,
    MunicipalTable,
    municipal_table,
    neighbours_of_file,
    read_areas,
)
from kreisblick.statistics.typology.scale import scale
from kreisblick.territory.areas.files import write_table

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def table(open_data):
    made = read_definition(shipped("catalogue", "municipalities.yaml"), MunicipalTable)
    return municipal_table(made, open_data)


@pytest.fixture(scope="module")
def comparison():
    return read_definition(
        shipped("catalogue", "typology", "municipalities.yaml"), ComparisonDefinition
    )


def test_every_municipality_has_a_row_and_what_is_missing_is_counted(table):
    assert table.height == 10_990
    assert table["residents"].sum() == 84_358_845
    assert table.select(pl.col(table.columns[5:]).null_count()).row(0) == (570,) * 4 + (0,) * 4


def test_members_of_an_association_carry_its_figure(table, open_data):
    tax = pl.read_csv(
        open_data / "gisd-2022-v1-1/inputs/E_Einkommensteuer.csv.gz", infer_schema=False
    )
    burg = float(tax.filter(kennziffer="01051963")["2019"][0])  # Burg-St. Michaelisdonn

    members = table.filter(pl.col("area").is_in(["01051003", "01051016"]))["income_tax"]
    assert members.to_list() == [burg, burg]


def test_people_of_working_age_fit_to_the_residents_of_the_same_unit(table, open_data):
    """An independent check of the keys: the share must look like a population's."""
    people = pl.read_csv(
        open_data / "gisd-2022-v1-1/inputs/A_ErwerbsfaehigeBevoelkerung.csv.gz", infer_schema=False
    )
    base = pl.read_csv(
        open_data / "de-verwaltungsgebiete/gemeinden_2022_12_31_einwohner.csv.gz",
        infer_schema=False,
    )
    part = pl.col("ARS").str.slice(5, 4)
    key = pl.col("AGS").str.slice(0, 5) + "9" + part.str.slice(2)
    joined = (
        base.filter(part.str.starts_with("5"))
        .group_by(kennziffer=key)
        .agg(pl.col("EWZ").cast(pl.Float64).sum())
        .join(people, on="kennziffer")
        .with_columns(share=pl.col("2019").cast(pl.Float64) / pl.col("EWZ"))
    )

    assert joined.height > 1_150
    assert joined["share"].is_between(0.5, 0.8).mean() > 0.99


def test_neighbours_in_the_nation_are_those_of_pair_by_pair(table, comparison, tmp_path):
    write_table(table, tmp_path / "m.parquet")
    found = neighbours_of_file(read_areas(tmp_path / "m.parquet", comparison), comparison)
    kept = found.filter(pl.col("place") > 0)

    rows = table.join(kept.select("area").unique(), on="area").sort("area")
    values = rows.select(comparison.keys).cast(pl.Float64).fill_null(float("nan")).to_numpy()
    scaled = scale(values, comparison.variables, comparison.outermost)
    for place in range(0, rows.height, 997):
        apart = scaled.z - scaled.z[place]
        both = ~np.isnan(apart)
        shared = (both * scaled.weights).sum(axis=1)
        distance = np.sqrt((np.nan_to_num(apart) ** 2 * scaled.weights).sum(axis=1) / shared)
        distance[shared < 0.6 * scaled.weights.sum()] = np.inf
        distance[rows["parent"].to_numpy() == rows["parent"][place]] = np.inf
        expected = rows["area"].to_numpy()[np.argsort(distance, kind="stable")[:15]]
        mine = kept.filter(area=rows["area"][place], elsewhere="yes")
        assert mine["similar_area"].to_list() == expected.tolist()


def test_the_large_cities_are_near_each_other(table, comparison, tmp_path):
    write_table(table, tmp_path / "m.parquet")
    file = read_areas(tmp_path / "m.parquet", comparison)
    found = neighbours_of_file(file, comparison, of="05315000").filter(elsewhere="yes")  # Köln

    size = table.select("area", "residents")
    people = found.join(size, left_on="similar_area", right_on="area")["residents"]
    assert people.median() > 200_000
