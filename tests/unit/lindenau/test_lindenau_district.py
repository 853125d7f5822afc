"""The district size as a whole; takes some seconds."""

from datetime import date

import polars as pl
import pytest

from kreisblick.lindenau import Size, generate

LAST = date(2024, 12, 31)


@pytest.mark.slow
def test_the_district_is_as_large_and_as_uneven_as_it_promises(tmp_path):
    summary = generate(Size.DISTRICT, 11, tmp_path)
    truth = pl.read_parquet(tmp_path / "truth" / "counts.parquet").filter(
        pl.col("reference_date") == LAST, pl.col("generation") == "2023"
    )

    lines = (tmp_path / "territory" / "house_coordinates.csv").read_text().splitlines()
    assert summary.municipalities == 10
    assert summary.areas["2019"] == 90
    assert len(lines) - 1 == summary.houses == 62000
    whole = truth.filter(cube="residents", slice="all", level="district")
    assert whole["value"].to_list() == [summary.residents[LAST]] == [551500]

    areas = truth.filter(level="planning_area")
    residents = areas.filter(cube="residents", slice="all").select("area", n="value")
    poor = areas.filter(cube="sgb_ii").group_by("area").agg(pl.col("value").sum())
    share = residents.join(poor, on="area").select(pl.col("value") / pl.col("n")).to_series()
    assert 0.05 < poor["value"].sum() / residents["n"].sum() < 0.13
    assert share.max() > 4 * share.min() > 0
