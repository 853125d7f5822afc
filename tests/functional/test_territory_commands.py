"""``kreisblick territory`` from outside, on the ground of Lindenau and an office's messy files."""

import polars as pl
import pytest

from kreisblick.lindenau import Size, generate


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    folder = tmp_path_factory.mktemp("territory")
    generate(Size.HAMLET, 1, folder)
    return folder / "territory"


def test_an_address_list_becomes_a_crosswalk_and_counts_pass(kreisblick, ground, tmp_path):
    houses, way = ground / "house_coordinates.csv", tmp_path / "way.csv"

    said = kreisblick(
        "territory", "crosswalk", f"{houses}:area_2019", f"{houses}:area_2023", "-o", way
    )
    sources = pl.read_csv(way, infer_schema=False)["source"].unique().sort()
    rows = [f"{key};1.000" for key in sources]
    (tmp_path / "n.csv").write_text("\n".join(["Gebiet;Anzahl", *rows]), encoding="cp1252")
    moved = kreisblick("territory", "convert", tmp_path / "n.csv", "--crosswalk", way,
                       "--whole-numbers", "-o", tmp_path / "out.csv")  # fmt: skip

    assert (said.code, moved.code) == (0, 0)
    assert "Gebiete, die ganz übergehen" in said.out
    found = pl.read_csv(tmp_path / "out.csv")
    assert found["Anzahl"].sum() == 1000 * len(sources)
    assert (found["lower"] <= found["upper"]).all()


def test_counts_of_towns_are_spread_and_called_estimates(kreisblick, ground, tmp_path):
    houses = pl.read_csv(ground / "house_coordinates.csv", separator=";", infer_schema=False)
    weights = houses.group_by(area="area_2023", key="municipality").agg(weight=pl.len())
    weights.sort("area").write_csv(tmp_path / "addresses.csv")
    towns = weights["key"].unique().sort()
    pl.DataFrame({"key": towns, "n": [101] * len(towns)}).write_csv(tmp_path / "n.csv")

    said = kreisblick(
        "territory", "spread", tmp_path / "n.csv", "--auxiliary", tmp_path / "addresses.csv",
        "--named", "Adressen", "--whole-numbers", "-o", tmp_path / "out.csv",
    )  # fmt: skip

    found = pl.read_csv(tmp_path / "out.csv", schema_overrides={"area": pl.String})
    assert said.code == 0
    assert "Schätzungen nach „Adressen“" in said.out
    assert found["observation"].unique().to_list() == ["estimated"]
    kept = found.join(weights, on="area").group_by("key").agg(pl.col("value").sum())
    assert kept["value"].unique().to_list() == [101]


def test_faulty_files_are_refused_in_german_and_nothing_is_written(kreisblick, tmp_path):
    (tmp_path / "n.csv").write_text("Schlüssel;n\n01;viele\n", encoding="cp1252")
    (tmp_path / "w.csv").write_text("Gebiet;Schlüssel;Gewicht\n011;01;-1\n", encoding="cp1252")

    said = kreisblick(
        "territory", "spread", tmp_path / "n.csv", "--auxiliary", tmp_path / "w.csv",
        "-o", tmp_path / "out.csv",
    )  # fmt: skip

    assert said.code == 1
    assert "w.csv: „weight“ ist negativ in Zeile 2" in said.err
    assert not (tmp_path / "out.csv").exists()


def test_a_column_that_is_a_rate_and_a_crosswalk_that_loses_people_are_refused(
    kreisblick, tmp_path
):
    (tmp_path / "n.csv").write_text("area,Quote\n1,5\n")
    (tmp_path / "good.csv").write_text("source,target,share\n1,A,1\n")
    (tmp_path / "count.csv").write_text("area,n\n1,5\n")
    (tmp_path / "lost.csv").write_text("source,target,share\n1,A,0.5\n")

    told = [
        kreisblick(
            "territory", "convert", tmp_path / counts, "--crosswalk", tmp_path / way,
            "-o", tmp_path / "out.csv", "--json",
        )
        for counts, way in (("n.csv", "good.csv"), ("count.csv", "lost.csv"))
    ]  # fmt: skip

    assert [said.code for said in told] == [1, 1]
    assert '"rate"' in told[0].out
    assert '"shares_not_one"' in told[1].out
    assert not (tmp_path / "out.csv").exists()
