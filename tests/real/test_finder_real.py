"""The index of a real city: Berlin's 401,032 addresses in 542 planning areas."""

import gzip
from pathlib import Path

import polars as pl
import pytest

from kreisblick.products.finder import AddressIndex, form_stretches, read_finder, write_finder
from kreisblick.territory.streets import Streets, place_in_ranges, read_streets

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def berlin(open_data: Path) -> Streets:
    return read_streets(open_data / "berlin-adressen-plr/adressen_plr_2023_06.csv.gz")


@pytest.fixture(scope="module")
def stretches(berlin: Streets) -> pl.DataFrame:
    return form_stretches(berlin, read_finder())


def test_nearly_every_address_is_told_one_area_and_it_is_the_right_one(berlin, stretches):
    """Looked up by another room's way to place houses in stretches."""
    ranges = stretches.with_columns(postcode=pl.col("postcode").str.split("|")).explode("postcode")
    ranges = ranges.with_columns(
        pl.lit(None, pl.String).alias(name) for name in ("low_suffix", "high_suffix")
    ).rename({"areas": "area"})
    told = place_in_ranges(berlin.houses, ranges)

    asked = berlin.houses.select("area").with_columns(told=told).drop_nulls("told")
    one = asked.filter(~pl.col("told").str.contains("|", literal=True))
    several = asked.filter(pl.col("told").str.contains("|", literal=True))
    assert (one["area"] == one["told"]).all()
    assert several.select(pl.col("told").str.split("|").list.contains(pl.col("area")).all()).item()
    assert asked.height / berlin.houses.height > 0.97
    assert one.height / asked.height > 0.97


def test_a_lookup_in_a_city_of_three_millions_is_light(stretches, tmp_path):
    areas = {area for text in stretches["areas"] for area in text.split("|")}
    written = write_finder(
        AddressIndex(stretches=stretches, areas={area: (area, "") for area in areas}), tmp_path
    )

    sizes = {path.stem: len(gzip.compress(path.read_bytes(), 9)) for path in written}

    assert max(size for name, size in sizes.items() if name.startswith("s-")) < 25_000
    assert sum(sizes.values()) < 250_000
