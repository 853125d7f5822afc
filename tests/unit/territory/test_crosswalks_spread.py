"""Counts of larger places spread to areas: estimates that say so."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.crosswalks import spread, spread_file
from kreisblick.territory.crosswalks.spread import shipped_spread_certainty

AUXILIARY = pl.DataFrame(
    {
        "area": ["a1", "a2", "a3", "b1"],
        "key": ["A", "A", "A", "B"],
        "weight": [100, 200, 100, 50],
    }
)
VALUES = pl.DataFrame({"key": ["A", "B"], "cases": [41, 7]})


def test_a_count_is_shared_out_like_the_auxiliary_and_is_never_called_counted() -> None:
    found = spread(VALUES, AUXILIARY, named="residents under 15")

    assert found.columns == ["area", "value", "lower", "upper", "observation", "auxiliary"]
    assert found["value"].to_list() == pytest.approx([10.25, 20.5, 10.25, 7])
    assert found["observation"].unique().to_list() == ["estimated"]
    assert found["auxiliary"].unique().to_list() == ["residents under 15"]
    assert found.row(3)[1:4] == (7, 7, 7)  # one area only: nothing is divided
    assert (found["lower"][:3] < found["value"][:3]).all()
    assert (found["value"][:3] < found["upper"][:3]).all()
    assert found["upper"].max() <= 41


def test_whole_numbers_keep_each_places_total_and_ties_go_to_the_smaller_key() -> None:
    found = spread(VALUES, AUXILIARY, named="x", whole_numbers=True)

    assert found["value"].to_list() == [10, 21, 10, 7]
    assert found.schema["value"] == pl.Int64
    tie = spread(
        pl.DataFrame({"key": ["A"], "n": [1]}),
        pl.DataFrame({"area": ["p", "q"], "key": ["A", "A"], "weight": [1, 1]}),
        named="x",
        whole_numbers=True,
    )
    assert tie["value"].to_list() == [1, 0]


def test_an_area_takes_from_several_places() -> None:
    auxiliary = pl.DataFrame(
        {"area": ["a", "a", "b"], "key": ["52062", "52064", "52064"], "weight": [5, 1, 3]}
    )
    values = pl.DataFrame({"key": ["52062", "52064"], "n": [10, 8]})

    found = spread(values, auxiliary, named="addresses")

    assert found["value"].to_list() == [12, 6]
    assert found["lower"][0] >= 10


def test_an_unknown_count_leaves_its_areas_unknown() -> None:
    values = pl.DataFrame({"key": ["A", "B"], "n": [None, 7]})

    found = spread(values, AUXILIARY, named="x")

    assert found["value"].to_list() == [None, None, None, 7]
    assert found["upper"].to_list() == [None, None, None, 7]
    assert found["observation"].to_list() == ["not_delivered"] * 3 + ["estimated"]


def test_the_order_of_rows_never_matters() -> None:
    one = spread(VALUES, AUXILIARY, named="x", whole_numbers=True)

    assert spread(VALUES.reverse(), AUXILIARY.reverse(), named="x", whole_numbers=True).equals(one)


def test_places_without_weight_are_refused_or_go_outside() -> None:
    values = pl.DataFrame({"key": ["A", "Z"], "n": [4, 3]})

    with pytest.raises(FaultsFoundError, match="Z"):
        spread(values, AUXILIARY, named="x")
    found = spread(values, AUXILIARY, named="x", outside=True)

    assert found.filter(area="outside")["value"].to_list() == [3]
    assert found.drop_nulls()["value"].sum() == pytest.approx(7)


def test_all_faults_are_told_at_once() -> None:
    values = pl.DataFrame({"key": ["A", "A", None], "n": [1.5, -2.0, 3.0]})
    auxiliary = pl.DataFrame(
        {"area": ["a", "a", "b"], "key": ["A", "A", "A"], "weight": [1.0, -1.0, None]}
    )

    with pytest.raises(FaultsFoundError) as caught:
        spread(values, auxiliary, named="x", whole_numbers=True)

    assert [fault.code for fault in caught.value.faults] == [
        "empty_key",
        "duplicate_key",
        "negative_count",
        "part_of_one",
        "empty_weight",
        "negative_weight",
        "duplicate_area",
    ]


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Counts drawn with the concentration that the rules name."""
    rng = np.random.default_rng(3)
    rules = shipped_spread_certainty()
    weights = rng.integers(50, 400, (300, 6))
    share = weights / weights.sum(axis=1, keepdims=True)
    k = rules.concentration / (share**2).sum(axis=1)
    count = rng.integers(50, 900, 300)
    truth = np.array(
        [rng.multinomial(n, rng.dirichlet(c * s)) for n, c, s in zip(count, k, share, strict=True)]
    )
    keys = [f"k{n:03}" for n in range(300)]
    auxiliary = pl.DataFrame(
        {
            "area": [f"{key}{end}" for key in keys for end in "abcdef"],
            "key": [key for key in keys for _ in range(6)],
            "weight": weights.ravel(),
        }
    )

    found = spread(pl.DataFrame({"key": keys, "n": count}), auxiliary, named="x")
    inside = (found["lower"].to_numpy() <= truth.ravel() + 0.5) & (
        truth.ravel() - 0.5 <= found["upper"].to_numpy()
    )

    assert 0.87 <= inside.mean() <= 0.94


def test_an_offices_files_are_understood(tmp_path: Path) -> None:
    (tmp_path / "orte.csv").write_text(
        "Schlüssel;Ort;Fälle\n05;Süd;1.200\n06;Nord;.\n", encoding="cp1252"
    )
    (tmp_path / "kinder.csv").write_text(
        "Gebiet;Schlüssel;Gewicht\n0501;05;1,5\n0502;05;4,5\n0601;06;2\n", encoding="cp1252"
    )

    spread_file(tmp_path / "orte.csv", tmp_path / "kinder.csv", tmp_path / "out.csv")

    found = pl.read_csv(tmp_path / "out.csv", schema_overrides={"area": pl.String})
    assert found.select("area", "value", "observation", "auxiliary").rows() == [
        ("0501", 300.0, "estimated", "kinder"),
        ("0502", 900.0, "estimated", "kinder"),
        ("0601", None, "not_delivered", "kinder"),
    ]


def test_faulty_files_are_told_by_row_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("key,n\n05,12\n06,k.A.\n", encoding="utf-8")
    (tmp_path / "w.csv").write_text("area,key,weight\n0501,05,\n0502,05,-1\n", encoding="utf-8")

    with pytest.raises(FaultsFoundError) as caught:
        spread_file(tmp_path / "v.csv", tmp_path / "w.csv", tmp_path / "out.csv")

    told = str(caught.value)
    assert "v.csv: „n“ ist keine Zahl in Zeile 3" in told
    assert "w.csv: „weight“ ist leer in Zeile 2" in told
    assert "w.csv: „weight“ ist negativ in Zeile 3" in told
    assert not (tmp_path / "out.csv").exists()


def test_with_several_counts_one_has_to_be_named(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("key,women,men\n05,1,2\n", encoding="utf-8")
    (tmp_path / "w.csv").write_text("area,key,weight\n0501,05,1\n", encoding="utf-8")
    files = (tmp_path / "v.csv", tmp_path / "w.csv", tmp_path / "out.csv")

    with pytest.raises(FaultsFoundError, match="women, men"):
        spread_file(*files)

    assert spread_file(*files, count="men")["value"].to_list() == [2]
