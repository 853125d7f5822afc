"""An adversary with all released cubes of a date and a solver of its own.

The attacker knows the structure of the cubes (which atoms a cell is the sum of) and every
released value. It shares no code with the engine.
"""

import numpy as np
import polars as pl
import pytest
from scipy.optimize import LinearConstraint, milp
from tests.attacks import outsider
from tests.attacks.outsider import DAY, EVERYBODY, rules

from kreisblick.protection.disclosure import Share, SliceRef, protect
from kreisblick.protection.rules import Dominance
from kreisblick.statistics.cube import Cube, Slice, Unit, cell_frame

TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"], "M3": ["C1"]}
AREAS = [area for areas in TOWNS.values() for area in areas]


def territory(towns=TOWNS):
    return outsider.territory(towns)


def cube(key, values, dimensions=(), **more):
    return outsider.cube(key, values, dimensions, towns=TOWNS, **more)


def members(area):
    return AREAS if area == "D" else TOWNS.get(area, [area])


class Attacker:
    """Whole-number bounds of any sum of atoms, given everything released."""

    def __init__(self, cubes, result, parts=(), known=None):
        self.atoms = [
            (c.key, *row)
            for c in cubes
            for row in c.cells.select("area", *c.dimensions).iter_rows()
        ]
        self.dimensions = {c.key: c.dimensions for c in cubes}
        self.rows, self.low, self.high = [], [], []
        self.questions = {}
        for key, released in result.released.items():
            for cell in released.cells.iter_rows(named=True):
                vector = self.vector(key, cell["slice"], cell["area"])
                self.questions[key, cell["slice"], cell["area"]] = cell
                if cell["value"] is not None:
                    self.fact(vector, cell["value"], cell["value"])
        for small, large in parts:  # the numerator is part of the denominator
            for area in AREAS:
                self.fact(self.vector(*large, area) - self.vector(*small, area), 0, np.inf)
        for (key, area), value in (known or {}).items():
            self.fact(self.vector(key, "all", area), value, value)

    def fact(self, vector, low, high):
        self.rows.append(vector)
        self.low.append(low)
        self.high.append(high)

    def vector(self, key, question, area):
        wanted = dict(part.split("=") for part in question.split(";")) if question != "all" else {}
        found = [
            name == key
            and place in members(area)
            and all(
                code in wanted[d].split("+")
                for d, code in zip(self.dimensions[key], codes, strict=True)
                if d in wanted
            )
            for name, place, *codes in self.atoms
        ]
        return np.array(found, float)

    def bounds(self, vector):
        limits = LinearConstraint(np.array(self.rows), self.low, self.high)
        whole = np.ones(len(self.atoms))
        ends = []
        for sign in (1, -1):
            answer = milp(sign * vector, constraints=limits, integrality=whole)
            ends.append(np.inf * -sign if answer.status == 3 else sign * answer.fun)
        return tuple(round(end) if np.isfinite(end) else end for end in ends)


def publish(cubes, *refs):
    return [SliceRef(c.key, EVERYBODY) for c in cubes] + list(refs)


def hidden(result, key):
    frame = result.released[key].cells.filter(pl.col("confidentiality") == "suppressed")
    return set(frame.select("slice", "area").iter_rows())


@pytest.mark.parametrize("seed", range(4))
def test_every_requirement_of_the_record_holds_against_an_own_attacker(seed):
    rng = np.random.default_rng(seed)
    group = {
        (a, s): int(n) for a in AREAS for s, n in zip("mf", rng.integers(5, 22, 2), strict=True)
    }
    count = {place: int(rng.binomial(n, 0.3)) for place, n in group.items()}
    cubes = [cube("people", group, ["sex"]), cube("aid", count, ["sex"])]
    women = Slice.of({"sex": ["f"]})
    refs = publish(cubes, SliceRef("people", women), SliceRef("aid", women))
    shares = [Share(SliceRef("aid", s), SliceRef("people", s)) for s in (EVERYBODY, women)]

    result = protect(
        cubes, refs, shares, territory(), {"people": rules(), "aid": rules(group_rule=True)}
    )

    parts = [(("aid", s), ("people", s)) for s in ("all", "sex=f")]
    attacker = Attacker(cubes, result, parts)
    targets = result.targets.frame.filter(pl.col("status") == "primary")
    assert targets.height >= 4
    for target in targets.iter_rows(named=True):
        vector = attacker.vector(target["cube"], target["slice"], target["area"])
        if target["base_cube"]:
            base = attacker.vector(target["base_cube"], target["base_slice"], target["area"])
            vector = base - vector
        low, high = attacker.bounds(vector)
        assert low <= target["required_lower"], target
        assert high >= target["required_upper"], target


def test_a_single_small_area_of_a_town_is_not_the_only_one_hidden():
    values = {"A1": 3, "A2": 20, "A3": 30, "B1": 40, "B2": 50, "B3": 60, "C1": 70}
    cubes = [cube("aid", values)]

    result = protect(cubes, publish(cubes), [], territory(), {"aid": rules()})

    attacker = Attacker(cubes, result)
    assert ("all", "A1") in hidden(result, "aid")
    low, high = attacker.bounds(attacker.vector("aid", "all", "A1"))
    assert low == 0
    assert high >= 5


def test_a_town_of_one_area_is_hidden_with_its_area():
    values = {"A1": 33, "A2": 20, "A3": 30, "B1": 40, "B2": 50, "B3": 60, "C1": 2}
    cubes = [cube("aid", values)]

    result = protect(cubes, publish(cubes), [], territory(), {"aid": rules()})

    attacker = Attacker(cubes, result)
    assert {("all", "C1"), ("all", "M3")} <= hidden(result, "aid")
    low, high = attacker.bounds(attacker.vector("aid", "all", "C1"))
    assert low == 0
    assert high >= 5


def test_men_cannot_be_computed_from_everybody_and_women():
    values = {(a, s): n for a in AREAS for s, n in (("m", 20), ("f", 30))}
    values["A1", "m"] = 2
    cubes = [cube("people", values, ["sex"])]
    refs = publish(cubes, SliceRef("people", Slice.of({"sex": ["f"]})))

    result = protect(cubes, refs, [], territory(), {"people": rules()})

    attacker = Attacker(cubes, result)
    low, high = attacker.bounds(attacker.vector("people", "sex=m", "A1"))
    assert low == 0
    assert high >= 5


def test_the_last_age_group_cannot_be_computed_from_the_others():
    ages = ["0-17", "18-64", "65-99"]
    values = {(a, g): 25 for a in AREAS for g in ages} | {("B2", "65-99"): 1}
    cubes = [cube("people", values, ["age"])]
    refs = publish(cubes, *[SliceRef("people", Slice.of({"age": [g]})) for g in ages[:2]])

    result = protect(cubes, refs, [], territory(), {"people": rules()})

    attacker = Attacker(cubes, result)
    low, high = attacker.bounds(attacker.vector("people", "age=65-99", "B2"))
    assert low == 0
    assert high >= 5


def test_a_group_where_everybody_has_the_attribute_stays_unknown():
    group = dict.fromkeys(AREAS, 40)
    count = dict.fromkeys(AREAS, 15) | {"A2": 40, "B1": 38}
    cubes = [cube("people", group), cube("aid", count)]
    share = Share(SliceRef("aid", EVERYBODY), SliceRef("people", EVERYBODY))
    both = {"people": rules(), "aid": rules(group_rule=True)}

    result = protect(cubes, publish(cubes), [share], territory(), both)

    attacker = Attacker(cubes, result, [(("aid", "all"), ("people", "all"))])
    for area in ("A2", "B1"):
        rest = attacker.vector("people", "all", area) - attacker.vector("aid", "all", area)
        low, high = attacker.bounds(rest)
        assert low == 0
        assert high >= 5


def test_a_rate_and_its_denominator_do_not_give_the_numerator():
    group = dict.fromkeys(AREAS, 50)
    count = dict.fromkeys(AREAS, 12) | {"A3": 4}
    cubes = [cube("people", group), cube("aid", count)]
    share = Share(SliceRef("aid", EVERYBODY), SliceRef("people", EVERYBODY))

    result = protect(
        cubes, publish(cubes), [share], territory(), {"people": rules(), "aid": rules()}
    )

    cells = result.released["aid"].cells.filter(pl.col("area") == "A3")
    assert cells["value"].to_list() == [None]  # no numerator, so no rate can be made of it
    attacker = Attacker(cubes, result, [(("aid", "all"), ("people", "all"))])
    low, high = attacker.bounds(attacker.vector("aid", "all", "A3"))
    assert (low, high >= 5) == (0, True)


def contributions(parts):
    rows = [("planning_area", area, who, float(n)) for (area, who), n in parts.items()]
    return pl.DataFrame(rows, schema=["level", "area", "contributor", "value"], orient="row")


def test_one_household_is_not_shown_however_many_live_in_it():
    values = dict.fromkeys(AREAS, 30) | {"A1": 7}
    many = {(a, f"{a}-{i}"): 6 for a in AREAS if a != "A1" for i in range(5)}
    cubes = [cube("people", values, contributions=contributions(many | {("A1", "A1-0"): 7}))]

    result = protect(
        cubes, publish(cubes), [], territory(), {"people": rules(minimum_contributors=3)}
    )

    attacker = Attacker(cubes, result)
    low, high = attacker.bounds(attacker.vector("people", "all", "A1"))
    assert low <= 2
    assert high >= 12


@pytest.mark.parametrize("insider", [None, "A1", "A2"])
def test_no_provider_learns_another_providers_figure(insider):
    """One provider in most areas; in town M1 there are two. Each knows its own figure."""
    values = {"A1": 60, "A2": 80, "A3": 0, "B1": 90, "B2": 75, "B3": 64, "C1": 120}
    parts = {(a, f"provider {a}"): n for a, n in values.items() if n}
    cubes = [cube("places", values, unit=Unit.PLACES, contributions=contributions(parts))]
    rule = rules(minimum_contributors=3, dominance=Dominance(p_percent=10))

    result = protect(cubes, publish(cubes), [], territory(), {"places": rule})

    known = {("places", insider): values[insider]} if insider else None
    attacker = Attacker(cubes, result, known=known)
    for area in set(values) - {insider, "A3"}:
        low, high = attacker.bounds(attacker.vector("places", "all", area))
        assert low <= values[area] * 0.9, area
        assert high >= values[area] * 1.1, area


def test_a_holding_with_three_homes_counts_once():
    values = {"A1": 20, "A2": 20, "A3": 20, "B1": 90, "B2": 75, "B3": 64, "C1": 120}
    parts = {(a, "holding" if a[0] == "A" else a): n for a, n in values.items()}
    cubes = [cube("places", values, unit=Unit.PLACES, contributions=contributions(parts))]
    rule = rules(minimum_contributors=3, dominance=Dominance(p_percent=10))

    result = protect(cubes, publish(cubes), [], territory(), {"places": rule})

    assert ("all", "M1") in hidden(result, "places")


def test_what_its_publisher_withheld_stays_as_uncertain_as_it_was():
    """A delivered total would give the only withheld number away."""
    rows = [("planning_area", a, 20, None, None, "counted") for a in AREAS if a != "B3"]
    rows.append(("planning_area", "B3", None, 1, 4, "withheld_by_source"))
    rows.append(("municipality", "M2", 42, None, None, "counted"))
    schema = {"level": pl.String, "area": pl.String, "value": pl.Int64, "lower": pl.Int64}
    frame = pl.DataFrame(
        rows, schema=schema | {"upper": pl.Int64, "observation": pl.String}, orient="row"
    )
    delivered = Cube(
        key="aid", unit=Unit.PERSONS, generation="2023", reference_date=DAY, dimensions=(),
        cells=cell_frame(frame, ()), covered=frozenset(TOWNS),
    )  # fmt: skip

    result = protect([delivered], publish([delivered]), [], territory(), {"aid": rules()})

    attacker = Attacker([cube("aid", dict.fromkeys(AREAS, 0))], result)
    low, high = attacker.bounds(attacker.vector("aid", "all", "B3"))
    assert low <= 1
    assert high >= 4
    cell = result.released["aid"].cells.filter(pl.col("area") == "B3").row(0, named=True)
    assert (cell["value"], cell["lower"], cell["upper"]) == (None, 1, 4)
