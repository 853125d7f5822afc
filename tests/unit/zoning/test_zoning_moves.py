"""Areas get names, blocks are moved and moved back, proposals differ."""

import numpy as np
import pytest
from tests.unit.zoning.ground import chessboard

from kreisblick.territory.zoning import (
    Move,
    ZoningError,
    find_neighbours,
    front,
    measure,
    move,
    moves_path,
    name_areas,
    propose,
    read_moves,
    record,
    undo,
    write_moves,
)


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
