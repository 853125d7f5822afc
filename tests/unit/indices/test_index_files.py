"""The table files of ``kreisblick indicators index``: what is read, written, and refused."""

from pathlib import Path

import polars as pl
import pytest

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.statistics.indices import IndexDefinition, index_file

AREAS = 40


@pytest.fixture(scope="module")
def mss() -> IndexDefinition:
    return read_definition(shipped("catalogue", "indices", "mss.yaml"), IndexDefinition)


def table(**columns: list) -> pl.DataFrame:
    base = {
        "area": [f"{i:03d}" for i in range(AREAS)],
        "residents": [1000] * AREAS,
        "S1": [2 + i % 7 for i in range(AREAS)],
        "S3": [5 + i % 11 for i in range(AREAS)],
        "S4": [10 + i % 13 for i in range(AREAS)],
    }
    return pl.DataFrame(base | columns)


def run(source: pl.DataFrame, mss: IndexDefinition, folder: Path, ending: str = "csv"):
    path = folder / f"in.{ending}"
    source.write_csv(path) if ending == "csv" else source.write_parquet(path)
    return index_file(path, mss, folder / f"out.{ending}")


def test_the_output_has_the_promised_columns_and_the_input_s_order(mss, tmp_path):
    shuffled = table().sample(fraction=1.0, shuffle=True, seed=1)

    run(shuffled, mss, tmp_path)

    found = pl.read_csv(tmp_path / "out.csv", schema_overrides={"area": pl.String})
    assert found.columns == [
        "area", "z_s1", "z_s3", "z_s4", "sum", "index", "class", "rank", "rank_low", "rank_high",
        "class_probability", "note",
    ]  # fmt: skip
    assert found["area"].to_list() == shuffled["area"].to_list()


def test_without_denominators_probabilities_stay_empty_and_a_notice_says_so(mss, tmp_path):
    result = run(table(), mss, tmp_path)

    assert result.table["class_probability"].null_count() == AREAS
    assert any("s1_n, s3_n, s4_n" in notice for notice in result.notices)


def test_with_denominators_each_class_has_a_probability_and_each_rank_a_range(mss, tmp_path):
    people = {name: [500] * AREAS for name in ("S1_n", "S3_n", "S4_n")}

    found = run(table(**people), mss, tmp_path).table

    assert found["class_probability"].is_between(0, 1).all()
    assert 0 < found["class_probability"].mean() < 1
    assert (found["rank_low"] <= found["rank_high"]).all()
    assert (found["rank_high"] - found["rank_low"]).max() > 0


def test_many_people_make_classes_surer(mss, tmp_path):
    def certainty(people: int) -> float:
        columns = {name: [people] * AREAS for name in ("S1_n", "S3_n", "S4_n")}
        return run(table(**columns), mss, tmp_path).table["class_probability"].mean()

    assert certainty(100) < certainty(10_000) < certainty(10_000_000)


def test_the_same_file_gives_the_same_bytes(mss, tmp_path):
    columns = {name: [500] * AREAS for name in ("S1_n", "S3_n", "S4_n")}
    run(table(**columns), mss, tmp_path)
    first = (tmp_path / "out.csv").read_bytes()

    run(table(**columns), mss, tmp_path)

    assert (tmp_path / "out.csv").read_bytes() == first


def test_parquet_is_read_and_written_too(mss, tmp_path):
    run(table(), mss, tmp_path, ending="parquet")

    assert pl.read_parquet(tmp_path / "out.parquet").height == AREAS


def test_columns_may_be_named_by_the_indicator_s_key(mss, tmp_path):
    named = table().rename({"S1": "mss_s1", "S3": "MSS_S3"})

    result = run(named, mss, tmp_path)

    assert result.table["index"].to_list() == run(table(), mss, tmp_path).table["index"].to_list()


def test_changes_over_years_are_read_from_columns_of_their_own(tmp_path):
    social = read_definition(shipped("catalogue", "indices", "social_index.yaml"), IndexDefinition)
    names = [one.indicator for one in social.status.indicators]
    columns = {name: [i + k for i in range(AREAS)] for k, name in enumerate(names)}
    columns |= {f"{name}_change": [(i * 7) % 40 for i in range(AREAS)] for name in names}

    result = run(table(**columns), social, tmp_path)

    assert result.table["class_dynamics"].null_count() == 0
    assert "index_dynamics" in result.table.columns


def test_an_empty_cell_leaves_its_area_out_and_nothing_else(mss, tmp_path):
    gap = [None, *range(1, AREAS)]

    found = run(table(S4=gap), mss, tmp_path).table

    assert found["index"].null_count() == 1
    assert found["note"][0] == "Eine Quelle hat zu einem der Stichtage nichts geliefert."


def faults_of(source: pl.DataFrame, mss: IndexDefinition, folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(FaultsFoundError) as caught:
        run(source, mss, folder)
    assert not (folder / "out.csv").exists()
    return [(fault.code, fault.where) for fault in caught.value.faults]


def test_all_missing_columns_are_told_at_once(mss, tmp_path):
    source = table().drop("S1", "residents")

    assert faults_of(source, mss, tmp_path) == [("column_missing", "in.csv")] * 2


def test_a_cell_that_is_no_number_is_told_with_its_line(mss, tmp_path):
    source = table(S3=["5"] * 3 + ["5,2"] + ["5"] * (AREAS - 4))

    assert faults_of(source, mss, tmp_path) == [("no_number", "in.csv:5")]


def test_an_area_that_stands_twice_is_told_with_both_lines(mss, tmp_path):
    source = table(area=["000", "000"] + [f"{i:03d}" for i in range(2, AREAS)])

    assert faults_of(source, mss, tmp_path) == [
        ("area_twice", "in.csv:2"),
        ("area_twice", "in.csv:3"),
    ]


def test_a_share_above_100_with_a_denominator_is_refused(mss, tmp_path):
    shares = [101.0] + [5.0 + i % 9 for i in range(1, AREAS)]
    people = {name: [500] * AREAS for name in ("S1_n", "S3_n", "S4_n")}

    assert faults_of(table(S3=shares, **people), mss, tmp_path) == [("not_a_share", "in.csv:2")]


def test_another_kind_of_file_is_refused(mss, tmp_path):
    (tmp_path / "in.xlsx").write_bytes(b"")

    with pytest.raises(WrongUseError):
        index_file(tmp_path / "in.xlsx", mss, tmp_path / "out.csv")


def test_an_area_where_nobody_lives_is_left_out_and_the_others_keep_their_probability(
    mss, tmp_path
):
    people = {name: [0] + [500] * (AREAS - 1) for name in ("S1_n", "S3_n", "S4_n")}
    shares = {
        "S1": [None] + [2 + i % 7 for i in range(1, AREAS)],
        "S3": [None] + [5 + i % 11 for i in range(1, AREAS)],
        "S4": [None] + [10 + i % 13 for i in range(1, AREAS)],
    }

    result = run(table(**shares, **people, residents=[0] + [1000] * (AREAS - 1)), mss, tmp_path)

    assert result.table["class_probability"].null_count() == 1
    assert result.table["note"][0] == "Weniger als 300 Einwohnerinnen und Einwohner."
    assert not any("class_probability" in notice for notice in result.notices)
