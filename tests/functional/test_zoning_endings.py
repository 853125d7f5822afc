"""``kreisblick zoning`` and ``cuts`` given odd endings, layers and shapes, and no people."""

import geopandas as gpd
import polars as pl
import pyogrio
import pytest
from shapely import MultiPolygon, Point, box

GRID = [
    box(400000 + x * 100, 5700000 + y * 100, 400100 + x * 100, 5700100 + y * 100)
    for y in range(6)
    for x in range(6)
]
KEYS = [f"{number:03}" for number in range(36)]


def save(path, shapes, *, layer=None, append=False, **columns):
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=25832)
    pyogrio.write_dataframe(frame, path, layer=layer, append=append)
    return path


@pytest.fixture
def grid(tmp_path):
    return save(tmp_path / "grid.gpkg", GRID, block=KEYS)


def test_multipolygons_are_blocks_like_others(kreisblick, tmp_path):
    many = [MultiPolygon([shape]) for shape in GRID]
    blocks = save(tmp_path / "many.gpkg", many, block=KEYS, population=[5] * 36)

    said = kreisblick("zoning", "draw", blocks, "--areas", "4", "-o", tmp_path / "cut.csv")

    assert said.code == 0
    assert pl.read_csv(tmp_path / "cut.csv", infer_schema=False)["area"].n_unique() == 4


def test_blocks_are_found_behind_another_layer(kreisblick, tmp_path):
    path = save(tmp_path / "all.gpkg", [Point(0, 0)], layer="points", number=[1])
    save(path, GRID, layer="blocks", append=True, block=KEYS, population=[5] * 36)

    said = kreisblick("zoning", "draw", path, "--areas", "4", "-o", tmp_path / "cut.csv")

    assert said.code == 0
    assert "Menschen je Gebiet" in said.out


def test_a_page_of_another_ending_is_refused_before_anything_is_written(kreisblick, grid, tmp_path):
    out = tmp_path / "cut.csv"

    said = kreisblick(
        "zoning", "draw", grid, "--areas", "4", "--page", tmp_path / "p.pdf", "-o", out
    )

    assert said.code == 2
    assert "p.pdf“ muss auf .html enden" in said.err
    assert not out.exists()


def test_draw_says_where_the_page_lies_and_counts_blocks_where_no_people_are(
    kreisblick, grid, tmp_path
):
    page = tmp_path / "page.html"

    said = kreisblick(
        "zoning", "draw", grid, "--areas", "4", "--page", page, "-o", tmp_path / "cut.csv"
    )

    assert f"Seite mit Karten: {page}" in said.out.replace("\n", "")
    assert "Bausteine je Gebiet" in said.out
    assert "Menschen je Gebiet" not in said.out


@pytest.mark.parametrize("words", [("compare", "p.pdf", ".html"), ("paper", "p.html", ".pdf")])
def test_pages_and_papers_have_their_own_ending(kreisblick, grid, tmp_path, words):
    verb, name, ending = words
    kreisblick("zoning", "draw", grid, "--areas", "4", "-o", tmp_path / "cut.csv")
    title = ("--title", "Papier") if verb == "paper" else ()

    said = kreisblick(
        "zoning", verb, grid, tmp_path / "cut.csv", *title, "-o", tmp_path / name
    )  # fmt: skip

    assert said.code == 2
    assert f"muss auf {ending} enden" in said.err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [("t.csv", "block\na\n", "ohne Umrisse"), ("t.gpkg", "no map", "keine Karte")],
)
def test_what_is_no_map_is_told_in_german(kreisblick, tmp_path, name, text, reason):
    (tmp_path / name).write_text(text)

    said = kreisblick("zoning", "draw", tmp_path / name, "--areas", "3", "-o", tmp_path / "o.csv")

    assert said.code == 1
    assert reason in said.err.replace("\n", " ")
    assert not (tmp_path / "o.csv").exists()


def test_cuts_are_not_written_under_endings_that_lie(kreisblick, grid, tmp_path):
    cut, out = f"{grid}:block", tmp_path / "o.xlsx"

    said = [
        kreisblick("cuts", "compare", cut, cut, "-o", out),
        kreisblick("cuts", "compare", cut, cut, "--map", tmp_path / "o.pdf"),
        kreisblick("cuts", "nest", cut, cut, "-o", out),
        kreisblick(
            "cuts", "finer", "a.csv", "--hierarchy", "h.csv", "--published", "p.csv",
            "--minimum-count", "3", "-o", out,
        ),
    ]  # fmt: skip

    assert [one.code for one in said] == [2, 2, 2, 2]
    assert all("lässt sich nicht schreiben" in one.err for one in said)
    assert not out.exists()


def test_reconcile_without_people_speaks_of_square_metres(kreisblick, tmp_path):
    one = save(tmp_path / "one.gpkg", GRID, area=KEYS)
    two = save(tmp_path / "two.gpkg", GRID, area=KEYS[::-1])

    said = kreisblick("cuts", "reconcile", one, two, "--areas", "4", "-o", tmp_path / "cut.csv")

    assert said.code == 0
    assert "Quadratmeter je Gebiet" in said.out
    assert "Menschen" not in said.out
