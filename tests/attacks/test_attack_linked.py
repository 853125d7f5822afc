"""A10 and S3: tables that are safe one by one and not together."""

import polars as pl
import pytest
from tests.attacks.outsider import (
    Outsider,
    cube,
    everything,
    rules,
    shown,
    territory,
)

from kreisblick.protection.disclosure import PIECE, Overlay, SliceRef, protect
from kreisblick.statistics.cube import Slice

TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"]}
AREAS = [area for areas in TOWNS.values() for area in areas]
AGES, SEXES, BENEFITS = ("young", "old"), ("m", "f"), ("housing", "care")
DIMENSIONS = ["age", "sex", "benefit"]


def members(area):
    return AREAS if area == "D" else TOWNS.get(area, [area])


def counts():
    found = {(a, age, sex, b): 20 for a in AREAS for age in AGES for sex in SEXES for b in BENEFITS}
    return found | {("A1", "old", "m", "care"): 1, ("A1", "old", "f", "care"): 1}


TABLES = {
    "age x benefit": [Slice.of({"age": [a], "benefit": [b]}) for a in AGES for b in BENEFITS],
    "sex x benefit": [Slice.of({"sex": [s], "benefit": [b]}) for s in SEXES for b in BENEFITS],
    "area x benefit": [Slice.of({"benefit": [b]}) for b in BENEFITS],
}


def reader(*results):
    """Adds up every cell from atoms of area, age, sex and benefit."""
    found = Outsider()
    for result in results:
        for (_g, name, area), value in shown(result).items():
            where = dict(part.split("=") for part in name.split(";"))
            atoms = [
                atom
                for atom in counts()
                if atom[0] in members(area)
                and all(atom[1 + DIMENSIONS.index(d)] == code for d, code in where.items())
            ]
            found.know(dict.fromkeys(atoms, 1), value)
    return found


OLD_IN_CARE = {("A1", "old", sex, "care"): 1 for sex in SEXES}


def test_tables_that_are_safe_alone_do_not_give_each_other_away():
    """A10: age x benefit, sex x benefit and area x benefit share their totals."""
    counted = cube("aid", counts(), DIMENSIONS, towns=TOWNS)
    rule = {"aid": rules()}

    def release(*questions):
        return protect(
            [counted], [SliceRef("aid", q) for q in questions], [], territory(TOWNS), rule
        )

    alone = [release(*questions) for questions in TABLES.values()]
    joint = release(*(question for questions in TABLES.values() for question in questions))

    for result in alone:  # each engine run has done its own work
        low, high = reader(result).bounds(OLD_IN_CARE)
        assert (low, high >= 5) == (0, True)
    assert reader(*alone).bounds(OLD_IN_CARE) == (2, 2)
    low, high = reader(joint).bounds(OLD_IN_CARE)
    assert (low, high >= 5) == (0, True)


REGIONS = {"A": 2, "B": 2, "I": 8, "J": 8, "K": 3, "L": 3, "M": 3, "N": 7}
COUNTIES = {"C1": ["A", "B", "I", "J"], "C2": ["K", "L", "M", "N"]}
BIG = {"X": ["BIG", "REST"]}


@pytest.mark.parametrize("minimum", [3, 4])
def test_a_region_that_cuts_through_a_county_gives_no_cell_away(minimum):
    """S3 (sdcTable issue 136): counties {A, B, I, J} and {K, L, M, N}, and BIG = {L, M}."""
    names = [(r, r, "BIG" if r in "LM" else "REST") for r in REGIONS]
    pieces = pl.DataFrame(names, schema=["piece", "2023", "big"], orient="row")
    counted = cube("aid", REGIONS, towns=COUNTIES, level=PIECE)
    plain = cube("aid", REGIONS, towns=COUNTIES)
    sums = {"BIG": 6, "REST": 30}
    rule, own, other = {"aid": rules(minimum)}, territory(COUNTIES), territory(BIG, "big")
    overlay = Overlay(pieces=pieces, others=(other,), published=frozenset({"big"}))

    ours = protect([counted], everything([counted]), [], own, rule, overlay=overlay)
    alone = protect([plain], everything([plain]), [], own, rule)

    def known(figures):
        found = Outsider()
        inside = COUNTIES | {"D": list(REGIONS), "BIG": ["L", "M"], "REST": list("ABIJKN")}
        for area, value in figures:
            found.know(dict.fromkeys(inside.get(area, [area]), 1), value)
        return found

    naive = known([*((area, v) for (_g, _s, area), v in shown(alone).items()), *sums.items()])
    joint = known([(area, v) for (_g, _s, area), v in shown(ours).items() if area != "X"])
    small = [region for region, n in REGIONS.items() if n < minimum]
    assert small == (["A", "B"] if minimum == 3 else ["A", "B", "K", "L", "M"])
    if minimum == 4:
        assert naive.bounds({"K": 1}) == (3, 3)  # 16 − 7 − 6
    for region in REGIONS:
        low, high = joint.bounds({region: 1})
        hidden = ("2023", "all", region) not in shown(ours)
        assert not hidden or low < high, region
        assert region not in small or (low == 0 and high >= minimum), region
