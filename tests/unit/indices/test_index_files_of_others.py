"""Table files for shipped methods of others: names of columns, dates, municipalities."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.base.errors import FaultsFoundError
from kreisblick.statistics.indices import IndexDefinition, IndexFile, index_file
from kreisblick.statistics.indices.shrink import shrink

AREAS = 60
DOMAINS = ("income", "employment", "education", "health", "crime", "barriers")


@pytest.fixture(scope="module")
def methods() -> dict[str, IndexDefinition]:
    return read_definitions([shipped("catalogue", "indices")], IndexDefinition)


@pytest.fixture
def run(methods, tmp_path: Path):
    def compute(table: pl.DataFrame, key: str) -> IndexFile:
        table.write_csv(tmp_path / "in.csv")
        return index_file(tmp_path / "in.csv", methods[key], tmp_path / "out.csv", key=key)

    return compute


def english(draw: np.random.Generator, **more: object) -> pl.DataFrame:
    columns = {name: draw.uniform(1, 60, AREAS).round(4) for name in DOMAINS}
    areas = [f"{i:03d}" for i in range(AREAS)]
    return pl.DataFrame(
        {"area": areas, **columns, "Living_Environment_Score": columns["crime"]} | more
    )


def test_the_index_of_england_is_its_formula(run, draw):
    table = english(draw)

    found = run(table, "imd")

    weights = [0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093]
    names = [*DOMAINS, "Living_Environment_Score"]
    whole = np.zeros(AREAS)
    for name, weight in zip(names, weights, strict=True):
        order = table[name].rank("average").to_numpy()  # equals (N - rank + 1)
        whole += weight * -23 * np.log(1 - order / AREAS * (1 - np.exp(-100 / 23)))
    assert found.table["index"].to_numpy() == pytest.approx(whole, rel=1e-9)
    assert found.table["class"].str.contains("Zehntel 1 ", literal=True).sum() == AREAS // 10
    assert any("income_n, employment_n" in notice for notice in found.notices)


def test_with_counts_and_municipalities_its_rates_are_shrunk_first(run, draw):
    people = draw.integers(20, 2000, AREAS)
    towns = [f"T{i % 5}" for i in range(AREAS)]
    table = english(draw)
    counted = table.with_columns(
        income_n=pl.Series(people), employment_n=pl.Series(people), municipality=pl.Series(towns)
    )

    found = run(counted, "imd")

    group = np.array([i % 5 for i in range(AREAS)])
    shares = shrink(table["income"].to_numpy() / 100 * people, people.astype(float), group)
    order = pl.Series(shares).rank("average").to_numpy()
    score = -23 * np.log(1 - order / AREAS * (1 - np.exp(-100 / 23)))
    assert found.table["z_income"].to_numpy() == pytest.approx(score, abs=1e-5)
    assert not any("income_n" in notice and "employment_n" in notice and "municip" in notice
                   for notice in found.notices)  # fmt: skip


def test_several_dates_stand_below_each_other_and_are_scored_apart(run):
    areas = [f"{i:02d}" for i in range(40)]
    base = {"area": areas, "gisd_score": np.linspace(0, 1, 40).round(4)}
    years = [pl.DataFrame(base).with_columns(reference_date=pl.lit(str(y))) for y in (2018, 2019)]
    second = years[1].with_columns(pl.col("gisd_score") * 0.5)

    found = run(pl.concat([years[0], second]), "gisd_fifths").table

    assert found.columns[:2] == ["area", "reference_date"]
    first, last = (found.filter(pl.col("reference_date").dt.year() == y) for y in (2018, 2019))
    assert first["class"].to_list() == last["class"].to_list()


def test_a_date_that_is_none_is_told_with_its_line(run):
    table = pl.DataFrame(
        {"area": ["1", "2"], "gisd_score": [0.1, 0.2], "reference_date": ["2019", "gestern"]}
    )

    with pytest.raises(FaultsFoundError) as caught:
        run(table, "gisd_fifths")

    assert [(fault.code, fault.where) for fault in caught.value.faults] == [("no_date", "in.csv:3")]


def test_a_scale_that_stands_still_is_a_column_of_its_own(methods, run, draw):
    worse = {
        one.indicator: 1 if one.direction == "higher_is_worse" else -1
        for one in methods["teilhabeindex"].status.indicators
    }
    frames = []
    for later, year in enumerate(("2020", "2024")):  # everything gets worse everywhere
        columns = {n: draw.uniform(10, 25, 50) + 5 * sign * later for n, sign in worse.items()}
        frame = pl.DataFrame({"area": [f"{i:02d}" for i in range(50)], **columns})
        frames.append(frame.with_columns(reference_date=pl.lit(year), residents=pl.lit(900)))

    found = run(pl.concat(frames), "teilhabeindex").table

    later = found.filter(pl.col("reference_date").dt.year() == 2024)
    assert later["index"].mean() == pytest.approx(0, abs=1e-9)
    assert later["index_fixed"].mean() > 1
    assert found.columns[-1] == "note"
