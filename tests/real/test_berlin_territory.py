"""Berlin: both cuts load, residents pass between them, every address finds its area."""

from pathlib import Path

import polars as pl
import pytest
from tests.real.berlin import berlin_cut

from kreisblick.territory.addresses import assign, make_reference
from kreisblick.territory.areas import (
    AreaLevel,
    Territory,
    check_generation,
)
from kreisblick.territory.crosswalks import (
    Cut,
    build_crosswalk,
    convert,
    count_addresses,
    crosswalk_error,
    learn_density,
)

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def cuts(open_data: Path) -> tuple[Territory, Territory]:
    return berlin_cut(open_data, "until_2020"), berlin_cut(open_data, "2021")


@pytest.fixture(scope="module")
def residents(open_data: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Residents of 31.12.2020 on the old and on the new cut."""
    old = pl.read_csv(
        open_data / "berlin-lor-population/population_2020-02_t1_planning_areas.csv.gz",
        schema_overrides={"id": pl.String},
    ).select(area="id", residents="inhabitants")
    new = pl.read_csv(
        open_data / "berlin-mss-2021/mss_2021_wfs.csv.gz", schema_overrides={"PLR_ID": pl.String}
    ).select(area="PLR_ID", residents=pl.col("EW").cast(pl.Int64))
    return old, new


def addresses(folder: Path) -> pl.DataFrame:
    names = {"hnr": "number", "hnr_zusatz": "suffix", "str_name": "street", "plz": "postcode"}
    names |= {"ort_name": "place", "PLR_ID": "area"}
    path = folder / "berlin-adressen-plr/adressen_plr_2023_06.csv.gz"
    return pl.read_csv(path, infer_schema=False).rename(names).select(names.values())


def test_448_and_542_areas_load_without_a_hard_fault(cuts: tuple[Territory, Territory]) -> None:
    for territory, number in zip(cuts, (448, 542), strict=True):
        assert len(territory.keys(AreaLevel.PLANNING_AREA)) == number
        assert len(territory.keys(AreaLevel.MUNICIPALITY)) == 12
        assert [fault for fault in check_generation(territory) if fault.hard] == []


def test_residents_pass_to_the_new_cut_and_none_is_lost(
    cuts: tuple[Territory, Territory],
    residents: tuple[pl.DataFrame, pl.DataFrame],
    open_data: Path,
    record_property: pytest.FixtureRequest,
) -> None:
    old, truth = residents
    kinds = count_addresses(addresses(open_data))
    learned = learn_density(Cut.of(cuts[0]), Cut.of(cuts[1]), kinds, old)

    by_area = convert(old, build_crosswalk(*cuts))
    by_address = convert(old, build_crosswalk(*cuts, target_density=kinds))
    by_people = convert(old, build_crosswalk(*cuts, target_density=learned))

    plain, dasymetric, best = (
        crosswalk_error(found, truth) for found in (by_area, by_address, by_people)
    )
    record_property("error_by_area", plain.share)  # type: ignore[operator]
    record_property("error_by_address_density", dasymetric.share)  # type: ignore[operator]
    record_property("error_by_people_per_address", best.share)  # type: ignore[operator]
    for found in (by_area, by_address, by_people):
        assert found["residents"].sum() == pytest.approx(3_769_962, rel=1e-12)
        assert "outside" not in found["area"]
    assert plain.share == pytest.approx(0.1032, abs=0.0005)
    assert dasymetric.share == pytest.approx(0.0706, abs=0.0005)
    assert best.share == pytest.approx(0.0622, abs=0.001)
    assert best.p90 < 0.27
    assert plain.p90 > 0.34
    assert plain.median < 0.002


def test_the_truth_lies_within_the_bounds(
    cuts: tuple[Territory, Territory], residents: tuple[pl.DataFrame, pl.DataFrame]
) -> None:
    old, truth = residents

    found = convert(old, build_crosswalk(*cuts), whole_numbers=True, certain=True).join(
        truth, on="area", suffix="_true"
    )

    inside = pl.col("residents_true").is_between("lower", "upper")
    assert found["residents"].sum() == 3_769_962
    assert found.filter(inside).height >= 540  # of 542; the rest moved across a sliver


def test_nine_intervals_in_ten_hold_the_truth(
    cuts: tuple[Territory, Territory],
    residents: tuple[pl.DataFrame, pl.DataFrame],
    open_data: Path,
) -> None:
    """Only areas that are divided count; fitted on districts 01 to 06, told apart here."""
    old, truth = residents
    kinds = count_addresses(addresses(open_data))
    learned = learn_density(Cut.of(cuts[0]), Cut.of(cuts[1]), kinds, old)
    for density in (None, kinds, learned):
        crosswalk = build_crosswalk(*cuts, target_density=density)
        divided = crosswalk.shares.filter(pl.col("share") < 1)["target"].unique()

        found = convert(old, crosswalk).join(truth, on="area", suffix="_true")
        found = found.filter(pl.col("area").is_in(divided.implode()))
        true = pl.col("residents_true").fill_null(0)  # whole people
        inside = true.is_between(pl.col("lower") - 0.5, pl.col("upper") + 0.5)
        held_out = found.filter(pl.col("area").str.slice(0, 2).cast(pl.Int8) > 6)

        assert found.height == 325
        for part in (found, held_out):
            assert 0.85 <= part.filter(inside).height / part.height <= 0.95


def test_20000_of_401032_addresses_find_themselves(open_data: Path) -> None:
    table = addresses(open_data)
    reference = make_reference(table)
    some = table.sample(20_000, seed=1).rename({"area": "true_area"})

    found = assign(some, reference)

    assert reference.houses.height == 401_032
    assert found["decision"].unique().to_list() == ["match"]
    assert found.filter(pl.col("area") != pl.col("true_area")).height == 0
