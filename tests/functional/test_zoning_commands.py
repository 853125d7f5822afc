"""``kreisblick zoning`` from outside, on the blocks of Lindenau."""

import json

import polars as pl
import pytest

from kreisblick.lindenau import Size, generate


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    folder = tmp_path_factory.mktemp("zoning")
    generate(Size.HAMLET, 1, folder)
    return folder / "territory"


def test_areas_are_drawn_with_figures_beside(kreisblick, ground, tmp_path):
    out = tmp_path / "cut.csv"

    said = kreisblick(
        "zoning", "draw", ground / "blocks.gpkg", "--areas", "8", "--traits", "deprivation",
        "--barriers", ground / "barriers.gpkg", "-o", out,
    )  # fmt: skip
    cut = pl.read_csv(out, infer_schema=False)
    figures = json.loads((tmp_path / "cut.csv.json").read_text())

    assert said.code == 0
    assert "Kompaktheit" in said.out
    assert cut.columns == ["block", "area"]
    assert cut["area"].n_unique() == figures["areas"] == 8
    assert figures["areas_across_municipalities"] == figures["parts_not_contiguous"] == 0


def test_the_same_command_writes_the_same_bytes(kreisblick, ground, tmp_path):
    words = ("zoning", "draw", ground / "blocks.gpkg", "--areas", "8", "--seed", "5", "-o")

    for name in ("a.csv", "b.csv"):
        assert kreisblick(*words, tmp_path / name).code == 0

    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_several_proposals_lie_beside_each_other(kreisblick, ground, tmp_path):
    said = kreisblick(
        "zoning", "draw", ground / "blocks.gpkg", "--areas", "8", "--traits", "deprivation",
        "--proposals", "4", "-o", tmp_path / "cut.csv", "--json",
    )  # fmt: skip
    told = json.loads(said.out)

    assert len(told) >= 2
    assert [one["file"] for one in told] == [
        str(tmp_path / f"cut-{number}.csv") for number in range(1, len(told) + 1)
    ]


def test_a_block_is_moved_and_a_wrong_move_is_refused(kreisblick, ground, tmp_path):
    blocks, cut = ground / "blocks.gpkg", tmp_path / "cut.csv"
    kreisblick("zoning", "draw", blocks, "--areas", "8", "-o", cut)
    areas = dict(pl.read_csv(cut, infer_schema=False).iter_rows())
    block, area = next(iter(areas.items()))
    other_town = next(a for a in areas.values() if a[:8] != area[:8])

    said = kreisblick(
        "zoning", "move", blocks, cut, "--block", block, "--to", other_town, "-o", cut
    )

    assert said.code == 2
    assert "Gemeinde" in said.err
    assert dict(pl.read_csv(cut, infer_schema=False).iter_rows()) == areas


def test_a_file_that_is_no_map_is_told(kreisblick, tmp_path):
    (tmp_path / "blocks.gpkg").write_text("no map")

    said = kreisblick("zoning", "draw", tmp_path / "blocks.gpkg", "--areas", "3", "-o", "x.csv")

    assert said.code == 1
    assert "blocks.gpkg" in said.err
    assert "Traceback" not in said.err
