"""A6 and A7: areas that overlap, side by side or one cut after the other; S5 as seed."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.attacks.outsider import (
    EVERYBODY,
    Outsider,
    cube,
    everything,
    ledger,
    rules,
    shown,
    territory,
)

from kreisblick.protection.disclosure import (
    PIECE,
    Overlay,
    ProtectionFailedError,
    SliceRef,
    protect,
)
from kreisblick.protection.disclosure.ground import Ground
from kreisblick.protection.disclosure.overlaps import regions
from kreisblick.statistics.cube import Slice

OWN = "2023"
TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"]}


class Reader:
    """Knows how the pieces lie, and every figure that was published of any geography."""

    def __init__(self, pieces, towns, *results):
        self.pieces, self.towns, self.outsider = pieces, towns, Outsider()
        for result in results:
            for (generation, _slice, area), value in shown(result).items():
                self.outsider.know(dict.fromkeys(self.inside(generation, area), 1), value)

    def inside(self, generation, area):
        own = self.towns[generation]
        areas = (
            [a for of_town in own.values() for a in of_town]
            if area == "D"
            else own.get(area, [area])
        )
        frame = self.pieces.filter(pl.col(generation).is_in(areas))
        return frame["piece"].to_list()

    def bounds(self, pieces):
        return self.outsider.bounds(dict.fromkeys(pieces, 1))


def released(values, pieces, towns, *, published=None, earlier=None, dimensions=(), slices=()):
    others = [territory(of, key) for key, of in towns.items() if key != OWN]
    shown_too = frozenset(o.generation.key for o in others) if published is None else published
    cubes = [cube("aid", values, dimensions, towns=towns[OWN], level=PIECE)]
    return protect(
        cubes,
        everything(cubes, *slices),
        [],
        territory(towns[OWN]),
        {"aid": rules()},
        overlay=Overlay(pieces=pieces, others=tuple(others), published=shown_too),
        earlier=earlier,
    )


def one_by_one(values, pieces, towns):
    """Every geography protected well, but alone."""
    found = []
    for key, of in towns.items():
        inside = pieces.select("piece", key).drop_nulls().rows()
        sums = {}
        for piece, area in inside:
            sums[area] = sums.get(area, 0) + values[piece]
        counted = replace(cube("aid", sums, towns=of), generation=key)
        refs = everything([counted])
        found.append(protect([counted], refs, [], territory(of, key), {"aid": rules()}))
    return found


def frame(rows, *keys):
    schema = dict.fromkeys(["piece", *keys], pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


GRID = frame(
    [(f"g{i}", f"A{i}", "P1") for i in range(1, 5)] + [("rest", "A4", "P2"), ("far", "B1", "P2")],
    OWN,
    "post",
)
GRID_TOWNS = {OWN: {"M1": ["A1", "A2", "A3", "A4"], "M2": ["B1"]}, "post": {"P": ["P1", "P2"]}}
# S5: four cells of 5, 4, 4 and 4 against a municipality of 16, ten times as large
GRID_COUNTS = {"g1": 50, "g2": 40, "g3": 40, "g4": 39, "rest": 1, "far": 60}


def test_four_grid_cells_and_a_municipality_do_not_tell_the_one_outside():
    """S5: 5 + 4 + 4 + 4 − 16 = 1."""
    naive = Reader(GRID, GRID_TOWNS, *one_by_one(GRID_COUNTS, GRID, GRID_TOWNS))
    ours = Reader(GRID, GRID_TOWNS, released(GRID_COUNTS, GRID, GRID_TOWNS))

    assert naive.bounds(["rest"]) == (1, 1)
    low, high = ours.bounds(["rest"])
    assert (low, high >= 5) == (0, True)


def random_ground(seed):
    """Twelve planning areas; postcodes of two and school districts of three, but for slivers."""
    rng = np.random.default_rng(seed)
    rows, values = [], {}
    for i in range(12):
        post, school = i // 2, i // 3
        rows.append((f"core{i}", f"A{i}", f"P{post}", f"S{school}"))
        values[f"core{i}"] = int(rng.integers(20, 60))
    for i in rng.choice(12, 8, replace=False):
        post, school = i // 2, i // 3
        moved = (post + 1) % 6 if rng.random() < 0.6 else post
        other = (school + 1) % 4 if moved == post or rng.random() < 0.3 else school
        rows.append((f"sliver{i}", f"A{i}", f"P{moved}", f"S{other}"))
        values[f"sliver{i}"] = int(rng.integers(1, 8))
    towns = {
        OWN: {"M1": [f"A{i}" for i in range(6)], "M2": [f"A{i}" for i in range(6, 12)]},
        "post": {"P": [f"P{i}" for i in range(6)]},
        "school": {"S": [f"S{i}" for i in range(4)]},
    }
    return frame(rows, OWN, "post", "school"), values, towns


def sets_of_areas(reader, towns):
    found = {}
    for generation, of in towns.items():
        for area in (a for of_town in of.values() for a in of_town):
            found[generation, area] = frozenset(reader.inside(generation, area))
    return found


def small_differences(reader, towns, values, pieces):
    """All intersections and differences of up to three areas that hold 1 to 4 people."""
    areas = list(sets_of_areas(reader, towns).values())
    found = set()
    for one in areas:
        for two in areas:
            found |= {one & two, one - two}
            for three in areas:
                found |= {
                    one & two & three,
                    one - two - three,
                    (one & two) - three,
                    (one | two) - three,
                }
    keys = [name for name in pieces.columns if name != "piece"]
    cells = {frozenset(group["piece"]) for group in pieces.partition_by(keys)}
    return [s for s in found | cells if 0 < sum(values[p] for p in s) < 5]


@pytest.mark.parametrize("seed", range(3))
def test_no_difference_of_up_to_three_areas_is_told(seed):
    """A6: planning areas, postcodes and school districts in one release."""
    pieces, values, towns = random_ground(seed)
    naive = Reader(pieces, towns, *one_by_one(values, pieces, towns))
    ours = Reader(pieces, towns, released(values, pieces, towns))

    small = small_differences(ours, towns, values, pieces)

    assert len(small) >= 2
    narrow = [naive.bounds(s) for s in small]
    assert any(low == high for low, high in narrow)  # the attack works
    for group in small:
        low, high = ours.bounds(group)
        assert low == 0, sorted(group)
        assert high >= 5, sorted(group)


def test_women_in_a_sliver_are_not_told_either():
    """A6 with an attribute: men of a sliver by four published figures."""
    men = GRID_COUNTS | {"rest": 2}
    women = dict.fromkeys(GRID_COUNTS, 30)
    values = {(p, s): n for s, of in (("m", men), ("f", women)) for p, n in of.items()}
    female = Slice.of({"sex": ["f"]})

    result = released(values, GRID, GRID_TOWNS, dimensions=["sex"], slices=[female])

    found = Outsider()
    reader = Reader(GRID, GRID_TOWNS)
    for (generation, name, area), value in shown(result).items():
        sexes = "mf" if name == "all" else "f"
        found.know({(p, s): 1 for p in reader.inside(generation, area) for s in sexes}, value)
    low, high = found.bounds({("rest", "m"): 1})
    assert (low, high >= 5) == (0, True)


CUTS = frame(
    [
        ("a", "A1", "A1"),
        ("b", "A2", "A1"),  # this corner was given to A2
        ("c", "A2", "A2"),
        ("d", "A3", "A3"),
        ("e", "B1", "B1"),
        ("f", "B2", "B2"),
        ("g", "B3", "B3"),
    ],
    OWN,
    "2019",
)
CUT_TOWNS = {OWN: TOWNS, "2019": TOWNS}
CUT_COUNTS = {"a": 40, "b": 2, "c": 50, "d": 60, "e": 70, "f": 80, "g": 90}


def test_a_corner_that_changed_its_area_is_not_told_by_both_cuts():
    """A7: the same date released on the old cut, then on the new one."""
    before, now = one_by_one(CUT_COUNTS, CUTS, {"2019": TOWNS, OWN: TOWNS})

    ours = released(CUT_COUNTS, CUTS, CUT_TOWNS, published=frozenset(), earlier=ledger(before))

    naive, safe = Reader(CUTS, CUT_TOWNS, before, now), Reader(CUTS, CUT_TOWNS, before, ours)
    assert naive.bounds(["b"]) == (2, 2)
    low, high = safe.bounds(["b"])
    assert (low, high >= 5) == (0, True)
    assert set(ours.released["aid"].cells["generation"]) == {OWN}
    assert {r for r in shown(ours) if r[2] in {"B1", "B2", "B3", "M2", "D"}}  # the rest is shown


def test_pieces_in_the_same_areas_are_one_column():
    doubled = frame([*GRID.rows(), ("rest2", "A4", "P2")], OWN, "post")
    counts = GRID_COUNTS | {"rest": 0, "rest2": 1}
    overlay = Overlay(pieces=doubled, others=(territory(GRID_TOWNS["post"], "post"),))

    assert len(Ground.of(territory(GRID_TOWNS[OWN]), overlay).pieces) == len(GRID_COUNTS)
    assert shown(released(counts, doubled, GRID_TOWNS)) == shown(
        released(GRID_COUNTS, GRID, GRID_TOWNS)
    )


def test_groups_that_only_many_areas_tell_together_are_found_by_elimination():
    """No pair, triple or hull tells a and g together: (A1 + A2 + A3) − (Q1 + Q2) does."""
    rows = [
        *(("a", "A1", "Q4"), ("b", "A1", "Q1"), ("d", "A2", "Q1"), ("e", "A2", "Q2")),
        *(("f", "A3", "Q2"), ("g", "A3", "Q4")),
        *((f"x{i}", f"A{i}", "Q4") for i in range(4, 8)),
        *((f"y{i}", f"A{i}", "Q3") for i in range(4, 8)),
    ]
    own = territory({"M1": [f"A{i}" for i in range(1, 8)]})
    other = territory({"Q": ["Q1", "Q2", "Q3", "Q4"]}, "q")

    ground = Ground.of(own, Overlay(pieces=frame(rows, OWN, "q"), others=(other,)))

    found = {frozenset(piece.split("\x1f")[1] for piece in region) for region in regions(ground)}
    assert frozenset("ag") in found
    assert {"g", "x4", "x5", "x6", "x7"} in found  # Q4 without A1
    assert {"b", "f", "y4", "y5", "y6", "y7"} in found  # what lies around Q4


def test_a_piece_without_a_count_or_of_no_area_is_refused():
    fewer = {piece: n for piece, n in GRID_COUNTS.items() if piece != "rest"}
    strange = GRID_COUNTS | {"elsewhere": 3}

    with pytest.raises(ProtectionFailedError, match="Teilstück"):
        released(strange, GRID, GRID_TOWNS)
    assert ("2023", "all", "A4") not in shown(released(fewer, GRID, GRID_TOWNS))
    wrong = GRID.with_columns(pl.lit("Z9").alias("post"))
    with pytest.raises(ProtectionFailedError, match="post"):
        released(GRID_COUNTS, wrong, GRID_TOWNS)


def test_the_former_cut_is_not_published_again():
    result = released(CUT_COUNTS, CUTS, CUT_TOWNS, published=frozenset())

    assert SliceRef("aid", EVERYBODY).slice.key in set(result.released["aid"].cells["slice"])
    assert set(result.released["aid"].cells["generation"]) == {OWN}
