"""Proposals between offices: the more offices part two pieces, the more likely does the cut."""

import numpy as np
import polars as pl
import pytest
import shapely

from kreisblick.territory.crosswalks import Cut
from kreisblick.territory.cuts import refine
from kreisblick.territory.zoning import Blocks, find_neighbours, reconcile, shipped_zoning_rules
from kreisblick.territory.zoning.reconcile import shipped_reconcile_rules

OFFICES = ("youth", "school", "city")


def cut(key, xs, ys):
    """Rectangles between lines."""
    cells = [(i, j) for i in range(len(xs) - 1) for j in range(len(ys) - 1)]
    boxes = [shapely.box(xs[i], ys[j], xs[i + 1], ys[j + 1]) for i, j in cells]
    return Cut(key=key, areas=[f"{key}{i}{j}" for i, j in cells], polygons=np.array(boxes))


@pytest.fixture(scope="module")
def ground():
    """Two of three offices agree on quarters; the third has ninths."""
    quarters = [0, 3000, 6000]
    ninths = [0, 1500, 4500, 6000]  # of unequal size
    cuts = [cut("youth", quarters, quarters), cut("school", ninths, ninths),
            cut("city", quarters, quarters)]  # fmt: skip
    rng = np.random.default_rng(3)
    people = pl.DataFrame(dict(zip("xy", rng.uniform(0, 6000, (2, 5000)), strict=True)))
    pieces = refine(*cuts, crs=25832, points=people)
    frame = pieces.blocks
    none = np.full(frame.height, "", dtype=object)
    blocks = Blocks(
        keys=frame["block"].to_list(),
        polygons=pieces.polygons,
        population=frame["population"].to_numpy(),
        municipality=none,
        traits=np.empty((frame.height, 0)),
        fixed=none,
        cuts=frame.select(OFFICES).to_numpy().astype(object),
        crs=25832,
    )
    return blocks, find_neighbours(blocks)


def test_areas_follow_the_borders_that_most_offices_share(ground):
    first, *_rest = reconcile(*ground, areas=4, offices=OFFICES)

    assert first.figures.agreement["youth"] == pytest.approx(1.0)
    assert first.figures.agreement["city"] == pytest.approx(1.0)
    assert first.figures.agreement["school"] < 1


def test_a_proposal_close_to_one_office_agrees_with_it_most(ground):
    found = {p.emphasis.title.de: p.figures for p in reconcile(*ground, areas=9, offices=OFFICES)}

    near = found["nah an school"].agreement["school"]
    assert near > found["zwischen allen Ämtern"].agreement["school"] + 0.2
    assert near == max(figures.agreement["school"] for figures in found.values())


def test_every_proposal_is_measured_against_every_office(ground):
    found = reconcile(*ground, areas=9, offices=OFFICES)

    assert [p.emphasis.title.de for p in found] == [
        "zwischen allen Ämtern", "wenige Gebiete", "nah an youth", "nah an school", "nah an city",
    ]  # fmt: skip
    assert all(set(p.figures.agreement) == set(OFFICES) for p in found)
    assert all(p.figures.parts_not_contiguous == 0 for p in found)


def test_few_areas_are_as_many_as_the_office_with_the_fewest_has(ground):
    more = reconcile(*ground, areas=9, offices=OFFICES)
    as_many = reconcile(*ground, areas=4, offices=OFFICES)

    assert more[1].figures.areas == 4
    assert "wenige Gebiete" not in [p.emphasis.title.de for p in as_many]


def test_without_weight_on_agreement_the_offices_are_not_heard(ground):
    rules = shipped_zoning_rules()
    deaf = rules.model_copy(update={"weights": rules.weights.model_copy(update={"agreement": 0.0})})

    heard = reconcile(*ground, areas=9, offices=OFFICES)
    unheard = reconcile(*ground, areas=9, offices=OFFICES, rules=deaf)

    by_title = [{p.emphasis.title.de: p.figures for p in found} for found in (heard, unheard)]
    ours, theirs = (found["nah an school"].agreement["school"] for found in by_title)
    assert ours > theirs
    assert shipped_reconcile_rules().one.agreement > 1
