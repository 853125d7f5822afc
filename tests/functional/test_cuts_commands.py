"""``kreisblick cuts`` from outside."""

import json

import numpy as np
import polars as pl
import pyogrio.raw
import pytest
import shapely

from kreisblick.territory.cuts import write_polygons

SIDE = 4000
CORNER = [350_000, 5_600_000]  # near Aachen


def grid(path, columns, rows, key="area", shift=0.0):
    """A cut of rectangles over the same square; the lines may be shifted to the east."""
    xs = [0, *[SIDE * c / columns + shift for c in range(1, columns)], SIDE]
    ys = np.linspace(0, SIDE, rows + 1)
    cells = [(c, r) for c in range(columns) for r in range(rows)]
    frame = pl.DataFrame({key: [f"{path.stem[0].upper()}{c}{r}" for c, r in cells]})
    boxes = [shapely.box(xs[c], ys[r], xs[c + 1], ys[r + 1]) for c, r in cells]
    placed = shapely.transform(np.array(boxes), lambda xy: xy + CORNER)
    write_polygons(path, frame, placed, 25832)
    return path


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """Three offices' cuts and people, around Aachen."""
    folder = tmp_path_factory.mktemp("offices")
    grid(folder / "jugend.gpkg", 2, 2)
    grid(folder / "schule.geojson", 3, 2, key="schulbezirk")
    grid(folder / "stadt.gpkg", 2, 2, shift=300)
    grid(folder / "zellen.gpkg", 4, 4)
    rng = np.random.default_rng(7)
    xy = rng.uniform(0, SIDE, (3000, 2)) + CORNER
    pl.DataFrame({"x": xy[:, 0], "y": xy[:, 1], "weight": rng.integers(1, 6, 3000)}).write_csv(
        folder / "menschen.csv", separator=";"
    )
    return folder


def test_two_cuts_are_compared_by_people_with_a_table_and_a_page(kreisblick, offices, tmp_path):
    said = kreisblick(
        "cuts", "compare", offices / "jugend.gpkg", offices / "stadt.gpkg",
        "--weights", offices / "menschen.csv", "-o", tmp_path / "paare.csv",
        "--map", tmp_path / "karte.html",
    )  # fmt: skip
    pairs = pl.read_csv(tmp_path / "paare.csv", infer_schema=False)
    page = (tmp_path / "karte.html").read_text(encoding="utf-8")

    assert said.code == 0
    assert "Menschen" in said.out
    assert "Echte Unterschiede: 2" in said.out
    assert pairs.columns[:3] == ["left", "right", "amount"]
    assert page.count("<svg") == 1
    assert "J10" in page
    assert "quer durch" in page
    assert "Where" not in page


def test_differences_are_given_to_the_gis_as_pieces(kreisblick, offices, tmp_path):
    out = tmp_path / "unterschiede.gpkg"

    said = kreisblick(
        "cuts", "compare", offices / "jugend.gpkg", offices / "stadt.gpkg", "--map", out, "--json"
    )
    told = json.loads(said.out)
    _meta, _fid, geometry, fields = pyogrio.raw.read(out)

    assert told["basis"] == "area"
    assert [(d["left"], d["right"]) for d in told["differences"]] == [
        ("J10", "S00"),
        ("J11", "S01"),
    ]
    assert sorted(fields[0]) == ["J10/S00", "J11/S01"]
    assert shapely.area(shapely.from_wkb(geometry)).tolist() == pytest.approx([600_000] * 2)


def test_an_address_list_compares_its_own_columns(kreisblick, tmp_path):
    rows = tmp_path / "adressen.csv"
    rows.write_text("Straße;plr;plz\nA;01;10115\nB;01;10115\nC;02;10117\n", encoding="utf-8")

    said = kreisblick("cuts", "compare", f"{rows}:plr", f"{rows}:plz")

    assert said.code == 0
    assert "3 Adressen" in said.out
    assert "Keine echten Unterschiede" in said.out


@pytest.mark.parametrize(
    ("left", "right", "code", "words"),
    [
        ("adressen.csv", "adressen.csv:plz", 2, "lassen sich nicht vergleichen"),
        ("adressen.csv:plr", "adressen.csv:bezirk", 2, "bezirk"),
        ("fehlt.gpkg", "fehlt.gpkg", 1, "fehlt.gpkg"),
    ],
)
def test_what_cannot_be_compared_is_told(kreisblick, tmp_path, left, right, code, words):
    (tmp_path / "adressen.csv").write_text("plr;plz\n01;10115\n", encoding="utf-8")

    said = kreisblick("cuts", "compare", tmp_path / left, tmp_path / right)

    assert said.code == code
    assert words in said.err
    assert "Traceback" not in said.err


def test_all_faults_of_both_files_are_told_at_once(kreisblick, offices, tmp_path):
    bow = shapely.Polygon([(350_000, 5_600_000), (350_900, 5_600_900), (350_900, 5_600_000),
                           (350_000, 5_600_900)])  # fmt: skip
    square = shapely.box(351_000, 5_600_000, 352_000, 5_601_000)
    broken = pl.DataFrame({"area": ["A", "A", None]})
    write_polygons(tmp_path / "alt.gpkg", broken, np.array([bow, square, square]), 25832)
    write_polygons(tmp_path / "neu.gpkg", pl.DataFrame({"area": ["B"]}),
                   np.array([shapely.Point(350_000, 5_600_000)]), 25832)  # fmt: skip

    said = kreisblick("cuts", "refine", tmp_path / "alt.gpkg", tmp_path / "neu.gpkg",
                      "-o", tmp_path / "out.gpkg")  # fmt: skip

    assert said.code == 1
    assert "4 Fehler" in said.err
    assert "alt.gpkg/A: Der Schlüssel steht bei mehreren Gebieten" in said.err
    assert "neu.gpkg/B: Das Gebiet ist keine Fläche" in said.err
    assert not (tmp_path / "out.gpkg").exists()


def test_blocks_of_a_refinement_can_be_drawn_from(kreisblick, offices, tmp_path):
    blocks = tmp_path / "bausteine.gpkg"

    refined = kreisblick(
        "cuts", "refine", offices / "jugend.gpkg", f"{offices}/schule.geojson:schulbezirk",
        "--population", offices / "menschen.csv", "-o", blocks,
    )  # fmt: skip
    drawn = kreisblick("zoning", "draw", blocks, "--areas", "4", "--cut", "jugend",
                       "-o", tmp_path / "zuschnitt.csv")  # fmt: skip
    figures = json.loads((tmp_path / "zuschnitt.csv.json").read_text())

    assert refined.code == 0
    assert "8 Bausteine" in refined.out
    assert drawn.code == 0
    assert figures["areas"] == 4
    assert figures["agreement"]["jugend"] > 0.5


def test_offices_are_reconciled_in_several_proposals(kreisblick, offices, tmp_path):
    said = kreisblick(
        "cuts", "reconcile", offices / "jugend.gpkg", f"{offices}/schule.geojson:schulbezirk",
        offices / "stadt.gpkg", "--areas", "4", "--population", offices / "menschen.csv",
        "-o", tmp_path / "vorschlag.csv",
    )  # fmt: skip
    cut = pl.read_csv(tmp_path / "vorschlag-1.csv", infer_schema=False)
    figures = json.loads((tmp_path / "vorschlag-2.csv.json").read_text())

    assert said.code == 0
    assert "nah an schule" in said.out
    assert "Übereinstimmung mit jugend" in said.out
    assert cut.columns == ["block", "area"]
    assert cut["area"].n_unique() == 4
    assert set(figures["agreement"]) == {"jugend", "schule", "stadt"}
    assert (tmp_path / "vorschlag.blocks.gpkg").exists()


def test_no_reconciled_area_crosses_a_municipality(kreisblick, offices, tmp_path):
    words = ("cuts", "reconcile", offices / "jugend.gpkg", offices / "stadt.gpkg", "--areas", "6",
             "--municipality", f"{offices}/schule.geojson:schulbezirk", "--json", "-o")  # fmt: skip

    said = kreisblick(*words, tmp_path / "a.csv")
    again = kreisblick(*words, tmp_path / "b.csv")

    assert all(one["areas_across_municipalities"] == 0 for one in json.loads(said.out))
    assert again.code == 0
    assert (tmp_path / "a-1.csv").read_bytes() == (tmp_path / "b-1.csv").read_bytes()


def test_nested_cells_are_written_and_others_are_told(kreisblick, offices, tmp_path):
    good = kreisblick("cuts", "nest", offices / "zellen.gpkg", offices / "jugend.gpkg",
                      "-o", tmp_path / "h.csv")  # fmt: skip
    bad = kreisblick("cuts", "nest", offices / "zellen.gpkg", offices / "stadt.gpkg",
                     "-o", tmp_path / "nein.csv")  # fmt: skip
    table = pl.read_csv(tmp_path / "h.csv", infer_schema=False)

    assert good.code == 0
    assert "Jede der 16 Zellen liegt in einem von 4 Gebieten" in good.out
    assert table.columns == ["cell", "area"]
    assert bad.code == 1
    assert "liegen außerhalb von" in bad.err
    assert not (tmp_path / "nein.csv").exists()


FINER = {
    "n.csv": "cell;value\na1;3\na2;20\na3;17\nb1;1\nb2;2\n",
    "h.csv": "cell;area\na1;A\na2;A\na3;A\nb1;B\nb2;B\n",
    "p.csv": "area;value;status\nA;40;free\nB;;suppressed\nanderswo;9;free\n",
}


@pytest.fixture
def finer_files(tmp_path):
    for name, text in FINER.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def finer_words(folder):
    return ("cuts", "finer", folder / "n.csv", "--hierarchy", folder / "h.csv",
            "--published", folder / "p.csv", "--minimum-count", "5", "-o",
            folder / "o.csv")  # fmt: skip


def test_finer_cells_are_protected_beside_the_districts_figures(kreisblick, finer_files):
    said = kreisblick(*finer_words(finer_files))
    cells = dict(
        pl.read_csv(finer_files / "o.csv", infer_schema=False).select("cell", "status").rows()
    )

    assert said.code == 0
    assert "Angegriffen" in said.out
    assert [cells["b1"], cells["b2"], cells["a1"]] == ["suppressed"] * 3
    assert [cells["a2"], cells["a3"]].count("suppressed") == 1


def test_a_messy_table_of_counts_is_told_at_once_and_nothing_is_written(kreisblick, finer_files):
    (finer_files / "n.csv").write_text(
        "cell;value\na1;k.A.\na2;20\na2;20\nzz;1,5\n", encoding="utf-8"
    )

    said = kreisblick(*finer_words(finer_files))

    assert said.code == 1
    assert "3 Fehler" in said.err
    assert "Zeilen 2, 5" in said.err
    assert "fehlt" in said.err
    assert not (finer_files / "o.csv").exists()


def test_counts_of_another_source_are_refused(kreisblick, finer_files):
    (finer_files / "p.csv").write_text("area;value\nA;41\nB;.\n", encoding="utf-8")

    said = kreisblick(*finer_words(finer_files))

    assert said.code == 1
    assert "p.csv/A" in said.err
    assert "Stichtag" in said.err
    assert not (finer_files / "o.csv").exists()


def test_a_number_whose_status_is_unclear_is_asked_for(kreisblick, finer_files):
    (finer_files / "p.csv").write_text("area;value;status\nA;40;frei\nB;;geheim\n", "utf-8")

    said = kreisblick(*finer_words(finer_files))

    assert said.code == 1
    assert "Status ist aber nicht „free“" in said.err
    assert not (finer_files / "o.csv").exists()
