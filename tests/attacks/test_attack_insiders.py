"""A3 at the gate: who is alone in a finest cell of a cube, knows it, and computes others."""

import numpy as np
import pytest
from tests.attacks.insiders import Reader, learned_of
from tests.attacks.outsider import cube, everything, ledger, rules, shown, territory

from kreisblick.pipeline import protecting
from kreisblick.pipeline.demo import invent_workspace
from kreisblick.pipeline.run import run
from kreisblick.protection.disclosure import protect
from kreisblick.protection.disclosure.ground import Ground
from kreisblick.statistics.cube import Slice

TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"]}
AREAS = [area for of_town in TOWNS.values() for area in of_town]
FEMALE, MALE = Slice.of({"sex": ["f"]}), Slice.of({"sex": ["m"]})


def random_cube(seed):
    rng = np.random.default_rng(seed)
    counts = rng.choice([0, 1, 1, 2, 3, 6, 9, 14, 30], (len(AREAS), 2))
    values = {(a, s): int(counts[i, j]) for i, a in enumerate(AREAS) for j, s in enumerate("fm")}
    return cube("aid", values, ["sex"], towns=TOWNS)


def released(counted, insiders, **more):
    publish = everything([counted], FEMALE, MALE)
    of = {"aid": rules(insiders=insiders)}
    return publish, protect([counted], publish, [], territory(TOWNS), of, **more)


def learned(seed, insiders, size):
    counted = random_cube(seed)
    publish, result = released(counted, insiders)
    return learned_of([counted], publish, result, territory(TOWNS), size=size, most=60)[0]


def test_the_attack_works_where_nobody_thought_of_insiders():
    assert sum(bool(learned(seed, "none", 1)) for seed in range(8)) >= 2


@pytest.mark.parametrize("seed", range(8))
def test_who_is_alone_learns_no_more_of_others_than_a_stranger(seed):
    assert learned(seed, "one", 1) == []


@pytest.mark.parametrize("seed", range(4))
def test_nor_do_two_who_put_together_what_they_know(seed):
    assert learned(seed, "two", 1) == []
    assert learned(seed, "two", 2) == []


def test_what_nothing_can_keep_from_an_insider_is_written_down():
    """The town's 5 are out already: who is alone in A1 takes herself off, and has A2."""
    counted = cube("aid", {"A1": 1, "A2": 4, "A3": 0, "B1": 40, "B2": 30, "B3": 9}, towns=TOWNS)
    asked = ([counted], everything([counted]), [], territory(TOWNS))
    before = protect(*asked, {"aid": rules(insiders="none")})
    now = protect(*asked, {"aid": rules(insiders="one")}, earlier=ledger(before))
    fresh = protect(*asked, {"aid": rules(insiders="one")})

    assert ("2023", "all", "M1") in shown(before)
    lines = now.targets.frame.filter(kind="insider")
    assert lines["area"].to_list() == ["A2"]
    assert (lines["required_lower"] == lines["required_upper"]).all()
    assert fresh.targets.frame.filter(kind="insider").is_empty()  # the town is withheld then
    assert ("2023", "all", "M1") not in shown(fresh)


@pytest.mark.slow
def test_nobody_alone_in_a_cell_of_the_hamlet_learns_of_others(tmp_path, monkeypatch):
    seen = []

    def watched(cubes, publish, shares, ground, of, *more, **named):
        result = protect(cubes, publish, shares, ground, of, *more, **named)
        own = [one for one in cubes if of[one.key].source == "own"]
        seen.append((own, publish, result, ground))
        return result

    monkeypatch.setattr(protecting, "protect", watched)
    run(invent_workspace("hamlet", tmp_path / "hamlet"))

    found = [learned_of(*one, size=1, most=12) for one in seen]
    assert [learned for learned, _asked in found if learned] == []
    assert sum(asked for _learned, asked in found) > 50


def test_the_reader_reads_what_is_there():
    counted = random_cube(0)
    publish, result = released(counted, "none")
    slices = sorted({ref.slice for ref in publish})

    reader = Reader(counted, slices, result.released["aid"].cells, Ground.of(territory(TOWNS)))

    assert sum(reader.counts.values()) == counted.cells["value"].sum()
    low, high = reader.outsider.bounds(dict.fromkeys(reader.terms(0, "D"), 1))
    assert low <= counted.cells["value"].sum() <= high
