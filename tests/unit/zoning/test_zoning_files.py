"""Blocks from files, faults told, cuts written and read again, blocks moved."""

import json
import warnings

import numpy as np
import polars as pl
import pytest
import shapely
from pyogrio.raw import read, write
from tests.unit.zoning.ground import chessboard

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.zoning import (
    BlockColumns,
    Move,
    ZoningError,
    draw,
    figures_path,
    find_neighbours,
    front,
    measure,
    move,
    moves_path,
    name_areas,
    propose,
    read_barriers,
    read_blocks,
    read_cut,
    read_moves,
    record,
    refuse_ending,
    undo,
    write_cut,
    write_moves,
)

WITH_PEOPLE = BlockColumns(population="population", municipality="town")


def write_file(path, shapes, *, crs="EPSG:25832", **columns):
    given = {"block": [f"b{n}" for n in range(len(shapes))]} | columns
    write(
        path,
        geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
        field_data=[np.array(values, dtype=object) for values in given.values()],
        fields=list(given),
        layer="blocks",
        driver="GPKG",
        geometry_type="Polygon",
        crs=crs,
    )
    return path


def faults_of(path, columns=BlockColumns()):  # noqa: B008
    with pytest.raises(FaultsFoundError) as found:
        read_blocks(path, columns)
    return {(fault.code, fault.where) for fault in found.value.faults}


def test_blocks_are_read_sorted_with_leading_zeros_kept(tmp_path):
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    path = write_file(
        tmp_path / "b.gpkg", shapes, block=["02", "01"], population=["5", "7"], town=["09", "09"]
    )

    blocks = read_blocks(path, WITH_PEOPLE)

    assert blocks.keys == ["01", "02"]
    assert blocks.population.tolist() == [7.0, 5.0]
    assert blocks.municipality.tolist() == ["09", "09"]
    assert shapely.bounds(blocks.polygons[0]).tolist() == [1, 0, 2, 1]


def test_all_faults_are_told_at_once_with_their_blocks(tmp_path):
    bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    path = write_file(
        tmp_path / "b.gpkg",
        [bow_tie, shapely.box(2, 0, 3, 1), shapely.box(4, 0, 5, 1)],
        block=["a", "b", "b"],
        population=["5", "-7", "many"],
        town=["1", "", "1"],
    )

    assert faults_of(path, WITH_PEOPLE) == {
        ("duplicate_key", "b"),
        ("invalid_polygon", "a"),
        ("bad_population", "b"),
        ("missing_municipality", "b"),
    }


def test_overlapping_blocks_are_told(tmp_path):
    path = write_file(tmp_path / "b.gpkg", [shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)])

    assert faults_of(path) == {("overlap", "b0 / b1")}


def test_exchanged_axes_are_told(tmp_path):
    """Essen lies at 7 degrees east and 51 north; here it was written the other way round."""
    path = write_file(tmp_path / "b.gpkg", [shapely.box(51.4, 7.0, 51.5, 7.1)], crs="EPSG:4326")

    assert faults_of(path) == {("swapped_axes", "")}


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_without_system_is_told(tmp_path):
    path = write_file(tmp_path / "b.gpkg", [shapely.box(0, 0, 1, 1)], crs=None)

    assert faults_of(path) == {("missing_crs", "")}


def test_a_fixed_area_across_municipalities_is_told(tmp_path):
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    path = write_file(tmp_path / "b.gpkg", shapes, town=["1", "2"], keep=["x", "x"])

    columns = BlockColumns(municipality="town", fixed="keep")

    assert faults_of(path, columns) == {("fixed_across", "x")}


def test_degrees_are_brought_into_metres(tmp_path):
    path = write_file(tmp_path / "b.gpkg", [shapely.box(7.0, 51.4, 7.1, 51.5)], crs="EPSG:4326")

    blocks = read_blocks(path, BlockColumns())

    assert blocks.crs == 25832
    assert shapely.area(blocks.polygons[0]) == pytest.approx(6_951 * 11_126, rel=0.01)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_cut_is_written_and_read_again(tmp_path, ending):
    blocks = chessboard(4, 4)
    near = find_neighbours(blocks)
    cut = draw(blocks, near, areas=4)
    names = name_areas(blocks, cut)

    path = tmp_path / f"cut{ending}"
    write_cut(path, blocks, names, measure(blocks, near, cut))

    assert read_cut(path, blocks).tolist() == names
    assert json.loads(figures_path(path).read_text())["areas"] == 4
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"cut{ending}", f"cut{ending}.json"]


def test_a_cut_for_the_map_holds_polygons(tmp_path):
    blocks = chessboard(2, 2)
    near = find_neighbours(blocks)
    cut = np.array([0, 0, 1, 1])

    path = tmp_path / "cut.gpkg"
    write_cut(path, blocks, name_areas(blocks, cut), measure(blocks, near, cut))
    meta, _ids, _shapes, fields = read(path)

    assert meta["fields"].tolist() == ["block", "area"]
    assert fields[1].tolist() == ["02", "02", "01", "01"]


def test_a_cut_of_other_blocks_is_refused(tmp_path):
    pl.DataFrame({"block": ["zz"], "area": ["1"]}).write_csv(tmp_path / "cut.csv")

    with pytest.raises(ZoningError, match="zz"):
        read_cut(tmp_path / "cut.csv", chessboard(2, 2))


def test_areas_are_numbered_like_a_map_is_read():
    blocks = chessboard(2, 2, municipality=np.array(["7"] * 4, dtype=object))

    assert name_areas(blocks, np.array([0, 1, 2, 3])) == ["703", "704", "701", "702"]


def test_a_fixed_area_keeps_its_name_and_nobody_else_gets_it():
    fixed = np.array(["01", "", "", ""], dtype=object)

    assert name_areas(chessboard(4, 1, fixed=fixed), np.array([0, 1, 2, 3])) == [
        "01",
        "02",
        "03",
        "04",
    ]


def test_a_block_moves_to_its_neighbour_and_back():
    blocks = chessboard(4, 1)
    near = find_neighbours(blocks)
    before = ["A", "A", "B", "B"]

    after = move(blocks, near, before, [Move(block="b0001", area="B")])

    assert after == ["A", "B", "B", "B"]
    assert move(blocks, near, after, [Move(block="b0001", area="A")]) == before


@pytest.mark.parametrize(
    ("areas", "block", "to", "reason"),
    [
        (["A", "A", "A", "B"], "b0001", "B", "zusammen"),
        (["A", "B", "B", "B"], "b0000", "B", "letzte"),
        (["A", "A", "B", "B"], "b0009", "B", "Baustein"),
        (["A", "A", "B", "B"], "b0001", "C", "Gebiet"),
    ],
)
def test_what_may_not_move_stays_with_its_reason(areas, block, to, reason):
    blocks = chessboard(4, 1)

    with pytest.raises(ZoningError, match=reason):
        move(blocks, find_neighbours(blocks), areas, [Move(block=block, area=to)])


def test_nothing_moves_across_a_municipal_border_or_into_a_fixed_area():
    towns = np.array(["1", "1", "2", "2"], dtype=object)
    fixed = np.array(["", "", "", "F"], dtype=object)

    with pytest.raises(ZoningError, match="Gemeinde"):
        board = chessboard(4, 1, municipality=towns)
        near = find_neighbours(board)
        move(board, near, ["A", "A", "B", "B"], [Move(block="b0001", area="B")])
    with pytest.raises(ZoningError, match="festgelegt"):
        board = chessboard(4, 1, fixed=fixed)
        move(board, near, ["A", "A", "A", "F"], [Move(block="b0002", area="F")])


def test_proposals_differ_in_what_they_care_for_and_none_is_dominated():
    rng = np.random.default_rng(1)
    rows, columns = np.divmod(np.arange(196), 14)
    quarters = np.sin(rows * 0.9) + np.cos(columns * 0.7) + rng.normal(0, 0.3, 196)
    blocks = chessboard(14, 14, population=rng.lognormal(0, 0.5, 196), traits=quarters[:, None])
    near = find_neighbours(blocks)

    found = propose(blocks, near, areas=8)
    best = {p.emphasis.title.en: p.figures for p in found}

    assert found[0].emphasis.title.en == "balanced"
    assert best["most alike inside"].homogeneity == max(f.homogeneity for f in best.values())
    assert best["most compact"].polsby_popper == max(f.polsby_popper for f in best.values())
    assert "close to existing cuts" not in best  # no cut to be close to


def test_a_step_is_recorded_written_and_taken_back(tmp_path):
    blocks = chessboard(4, 1)
    near = find_neighbours(blocks)
    before = ["A", "A", "B", "B"]
    wish = [Move(block="b0001", area="B", office="Stadt Auen", reason="Siedlung, am Bahnhof")]

    after = move(blocks, near, before, wish)
    write_moves(tmp_path / "cut.moves.csv", record([], blocks, before, wish, "2025-05-12"))
    steps = read_moves(moves_path(tmp_path / "cut.csv"))
    back, left = undo(blocks, near, after, steps)
    write_moves(tmp_path / "cut.moves.csv", left)

    assert [(one.on, one.source, one.target, one.by, one.reason) for one in steps] == [
        ("2025-05-12", "A", "B", "Stadt Auen", "Siedlung, am Bahnhof")
    ]
    assert back == before
    assert not (tmp_path / "cut.moves.csv").exists()


def test_the_last_step_alone_is_taken_back_and_only_from_its_own_cut():
    blocks = chessboard(5, 1)
    near = find_neighbours(blocks)
    cut = ["A", "A", "A", "B", "B"]
    steps = []
    for key in ("b0002", "b0001"):
        wish = [Move(block=key, area="B")]
        steps = record(steps, blocks, cut, wish, "")
        cut = move(blocks, near, cut, wish)

    back, left = undo(blocks, near, cut, steps)

    assert back == ["A", "A", "B", "B", "B"]
    assert [one.block for one in left] == ["b0002"]
    with pytest.raises(ZoningError, match="b0001"):
        undo(blocks, near, back, steps)
    with pytest.raises(ZoningError, match="keinen Zug"):
        undo(blocks, near, back, [])


def test_endless_people_and_points_between_thousands_are_told(tmp_path):
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    endless = write_file(tmp_path / "a.gpkg", shapes, population=["inf", "3"], town=["1", "1"])
    pointed = write_file(tmp_path / "b.gpkg", shapes, population=["1.234", "870"], town=["1", "1"])
    fine = write_file(tmp_path / "c.gpkg", shapes, population=["1.234", "0.87"], town=["1", "1"])

    assert faults_of(endless, WITH_PEOPLE) == {("bad_population", "b0")}
    assert faults_of(pointed, WITH_PEOPLE) == {("bad_population", "")}
    assert read_blocks(fine, WITH_PEOPLE).population.tolist() == [1.234, 0.87]


def test_a_block_twice_or_missing_in_a_cut_is_told(tmp_path):
    blocks = chessboard(2, 1)
    pl.DataFrame({"block": ["b0000"] * 2, "area": ["1", "2"]}).write_csv(tmp_path / "twice.csv")
    pl.DataFrame({"block": ["b0000"], "area": ["1"]}).write_csv(tmp_path / "part.csv")

    with pytest.raises(ZoningError, match="mehr als einmal"):
        read_cut(tmp_path / "twice.csv", blocks)
    with pytest.raises(ZoningError, match="b0001"):
        read_cut(tmp_path / "part.csv", blocks, whole=True)
    assert read_cut(tmp_path / "part.csv", blocks).tolist() == ["1", ""]


@pytest.mark.parametrize("ending", [".gpkg", ".geojson"])
def test_a_map_is_written_with_the_same_bytes_and_read_again(tmp_path, ending):
    blocks = chessboard(2, 2)
    near = find_neighbours(blocks)
    cut = np.array([0, 0, 1, 1])
    paths = [tmp_path / f"{name}/cut{ending}" for name in ("a", "b")]

    for path in paths:
        write_cut(path, blocks, name_areas(blocks, cut), measure(blocks, near, cut))

    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert read_cut(paths[0], blocks).tolist() == ["02", "02", "01", "01"]


def test_an_unknown_ending_and_barriers_without_system_are_refused(tmp_path):
    lines = np.array([shapely.LineString([(0, 0), (1, 1)])])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        write(tmp_path / "b.gpkg", geometry=shapely.to_wkb(lines), field_data=[], fields=[],
              geometry_type="LineString", crs=None, driver="GPKG")  # fmt: skip

    with pytest.raises(ZoningError, match="xlsx"):
        refuse_ending(tmp_path / "cut.xlsx")
    with pytest.raises(FaultsFoundError, match="Koordinatensystem"):
        read_barriers(tmp_path / "b.gpkg", 25832)


def test_the_front_holds_what_no_other_cut_beats():
    blocks = chessboard(4, 4)
    near = find_neighbours(blocks)
    quarters = np.array([0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3])
    worse = np.array([0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3])

    assert front([measure(blocks, near, cut) for cut in (worse, quarters)]) == [False, True]


def test_an_area_that_goes_on_keeps_its_key_and_a_new_one_gets_a_free_number():
    """The south-east was cut off; by position it would be number four, and three would move."""
    blocks = chessboard(4, 2, municipality=np.array(["7"] * 8, dtype=object))
    start = np.array(["701", "701", "703", "703", "701", "701", "703", "703"], dtype=object)
    cut = np.array([0, 0, 1, 2, 0, 0, 2, 2])

    names = name_areas(blocks, cut, start=start)

    assert [names[0], names[3]] == ["701", "703"]
    assert names[2] == "702"


def test_people_who_change_area_are_those_whose_key_changes():
    blocks = chessboard(4, 2)
    near = find_neighbours(blocks)
    start = np.array(["a", "a", "b", "b", "a", "a", "b", "b"], dtype=object)

    split = measure(blocks, near, np.array([0, 0, 1, 2, 0, 0, 2, 2]), start=start)

    assert split.residents_moved == 1  # the one block that left "b"
