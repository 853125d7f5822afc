"""``kreisblick zoning`` from outside, on the blocks of Lindenau."""

import json

import polars as pl
import pytest

from kreisblick.lindenau import Size, generate
from kreisblick.territory.zoning import (
    BlockColumns,
    Move,
    ZoningError,
    find_neighbours,
    move,
    read_blocks,
    read_cut,
)


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


def possible_move(blocks, cut):
    """A block and a neighbouring area it may move to, found by trying."""
    ground = read_blocks(blocks, BlockColumns(population="population", municipality="municipality"))
    near = find_neighbours(ground)
    areas = [str(area) for area in read_cut(cut, ground)]
    for left, right in near.pairs.tolist():
        if areas[left] == areas[right]:
            continue
        try:
            move(ground, near, areas, [Move(block=ground.keys[left], area=areas[right])])
        except ZoningError:
            continue
        return ground.keys[left], areas[right]
    raise LookupError("no block may move")


def test_a_move_is_noted_with_its_reason_and_taken_back(kreisblick, ground, tmp_path):
    blocks, cut = ground / "blocks.gpkg", tmp_path / "cut.csv"
    kreisblick("zoning", "draw", blocks, "--areas", "8", "-o", cut)
    before = cut.read_bytes()
    block, area = possible_move(blocks, cut)

    moved = kreisblick(
        "zoning", "move", blocks, cut, "--block", block, "--to", area, "--by", "Stadt Lindenau",
        "--reason", "Siedlung am Bahnhof", "--on", "2025-05-12", "-o", cut,
    )  # fmt: skip
    noted = pl.read_csv(tmp_path / "cut.moves.csv", infer_schema=False)
    changed = dict(pl.read_csv(cut, infer_schema=False).iter_rows())
    undone = kreisblick("zoning", "undo", blocks, cut, "-o", cut)
    again = kreisblick("zoning", "undo", blocks, cut, "-o", cut)

    assert (moved.code, undone.code, again.code) == (0, 0, 2)
    assert changed[block] == area
    assert noted.select("step", "on", "block", "to", "by", "reason").row(0) == (
        "1", "2025-05-12", block, area, "Stadt Lindenau", "Siedlung am Bahnhof",
    )  # fmt: skip
    assert cut.read_bytes() == before
    assert "keinen Zug" in again.err


def test_proposals_stand_on_one_page_and_files_can_be_compared(kreisblick, ground, tmp_path):
    blocks, page = ground / "blocks.gpkg", tmp_path / "page.html"

    kreisblick(
        "zoning", "draw", blocks, "--areas", "8", "--traits", "deprivation", "--proposals", "3",
        "-o", tmp_path / "cut.csv", "--page", page,
    )  # fmt: skip
    drawn = page.read_text()
    said = kreisblick(
        "zoning", "compare", blocks, tmp_path / "cut-1.csv", tmp_path / "cut-2.csv", "-o", page
    )

    assert "ausgewogen" in drawn
    assert drawn.count('role="img"') == len(list(tmp_path.glob("cut-?.csv")))
    assert said.code == 0
    assert "cut-1" in page.read_text()


def test_the_agreed_cut_becomes_a_paper(kreisblick, ground, tmp_path):
    blocks, cut = ground / "blocks.gpkg", tmp_path / "cut.csv"
    kreisblick("zoning", "draw", blocks, "--areas", "8", "-o", cut)

    said = kreisblick(
        "zoning", "paper", blocks, cut, "--title", "Sozialräume", "--on", "2025-06-30",
        "-o", tmp_path / "paper.pdf",
    )  # fmt: skip

    assert said.code == 0
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")


def test_a_cut_that_goes_on_keeps_its_keys(kreisblick, ground, tmp_path):
    blocks, cut = ground / "blocks.gpkg", tmp_path / "cut.csv"
    kreisblick("zoning", "draw", blocks, "--areas", "8", "-o", cut)

    said = kreisblick(
        "zoning", "draw", blocks, "--areas", "9", "--start", cut, "-o", tmp_path / "next.csv",
        "--json",
    )  # fmt: skip
    old, new = (
        pl.read_csv(tmp_path / name, infer_schema=False) for name in ("cut.csv", "next.csv")
    )
    both = old.join(new, on="block", suffix="_next")

    assert set(old["area"]) < set(new["area"])
    assert new["area"].n_unique() == 9
    assert (both["area"] == both["area_next"]).mean() > 0.7
    assert json.loads(said.out)[0]["residents_moved"] > 0


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("--areas", "0"), 2, "Zu wenige Gebiete"),
        (("--areas", "2"), 2, "Zu wenige Gebiete"),
        (("--areas", "99999"), 2, "Zu viele Gebiete"),
        (("--areas", "8", "--traits", "miete"), 2, "miete"),
        (("--areas", "8", "--cut", "schule"), 2, "schule"),
        (("--areas", "8", "--fixed", "alt"), 2, "alt"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_a_sentence(
    kreisblick, ground, tmp_path, words, code, reason
):
    said = kreisblick("zoning", "draw", ground / "blocks.gpkg", *words, "-o", tmp_path / "c.csv")

    assert said.code == code
    assert reason in said.err
    assert list(tmp_path.iterdir()) == []


def test_an_ending_nobody_can_write_is_refused_before_the_work(kreisblick, ground, tmp_path):
    said = kreisblick(
        "zoning", "draw", ground / "blocks.gpkg", "--areas", "8", "-o", tmp_path / "c.xlsx"
    )

    assert said.code == 2
    assert "Endungen" in said.err
