"""A municipality chose what is shown of it; an adversary takes the others off the district.

The attacker adds and subtracts, and has a solver of its own for whole numbers. It shares no code
with the engine.
"""

from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.optimize import LinearConstraint, milp

from kreisblick.pipeline.finer import protect_finer
from kreisblick.protection.disclosure import Choice, Share, Shows, SliceRef, protect
from kreisblick.protection.rules import Agreed, RuleSet
from kreisblick.statistics.cube import Cube, Slice, Unit, cell_frame
from kreisblick.territory.areas.model import Generation, Territory

DAY = date(2024, 12, 31)
TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"], "M3": ["C1", "C2"]}
AREAS = [area for areas in TOWNS.values() for area in areas]
SEX = {"all": ("f", "m"), "sex=f": ("f",)}
WOMEN = Slice.of({"sex": ["f"]})


def territory():
    rows = [(a, a, "planning_area", town, None) for town, areas in TOWNS.items() for a in areas]
    rows += [(town, town, "municipality", "D", None) for town in TOWNS]
    rows.append(("D", "D", "district", None, None))
    columns = ["area", "name", "level", "parent", "official_code"]
    areas = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    generation = Generation(key="2023", valid_from=date(2023, 1, 1))
    return Territory(generation=generation, areas=areas, geometry=np.array([]))


def cube(values, *, key="aid"):
    rows = [("planning_area", area, sex, n) for (area, sex), n in values.items()]
    frame = pl.DataFrame(rows, schema=["level", "area", "sex", "value"], orient="row")
    return Cube(
        key=key, unit=Unit.PERSONS, generation="2023", reference_date=DAY, dimensions=("sex",),
        cells=cell_frame(frame, ["sex"]), covered=frozenset(TOWNS),
    )  # fmt: skip


def rules(*, publisher=False):
    more = {"source": "publisher"} if publisher else {"minimum_count": 5}
    return RuleSet(
        title={"de": "Regel"},
        agreed_with=Agreed(office="Statistikstelle", date=DAY),
        reason={"de": "Beispiel"},
        **more,
    )


def counts(seed=0):
    rng = np.random.default_rng(seed)
    return {(a, s): int(rng.integers(20, 400)) for a in AREAS for s in "fm"}


def released(values, choices, *, publisher=False):
    refs = [SliceRef("aid", one) for one in (Slice(), WOMEN)]
    found = protect(
        [cube(values)], refs, [], territory(), {"aid": rules(publisher=publisher)}, choices
    )
    return found.released["aid"].cells


def subtract(cells, town, name):
    """The town as the district less the other towns; None where one of them is not shown."""
    shown = dict(cells.filter(pl.col("slice") == name).select("area", "value").iter_rows())
    others = [shown[other] for other in TOWNS if other != town]
    return None if None in [shown["D"], *others] else shown["D"] - sum(others)


def members(area):
    return AREAS if area == "D" else TOWNS.get(area, [area])


def bounds(cells, name, area):
    """The whole numbers that a sum of atoms may have, given every shown cell."""
    atoms = [(a, s) for a in AREAS for s in "fm"]

    def vector(which, place):
        return np.array([a in members(place) and s in SEX[which] for a, s in atoms], float)

    shown = cells.filter(pl.col("value").is_not_null()).select("slice", "area", "value").rows()
    rows = np.array([vector(which, place) for which, place, _value in shown]).reshape(
        -1, len(atoms)
    )
    values = [value for _which, _place, value in shown]
    limits = [LinearConstraint(rows, values, values)] if shown else []
    ends = []
    for sign in (1, -1):
        goal = sign * vector(name, area)
        answer = milp(goal, constraints=limits, integrality=np.ones(len(atoms)))
        ends.append(sign * np.inf * -1 if answer.status == 3 else sign * answer.fun)
    return tuple(ends)


def truth(values, name, area):
    return sum(values[a, s] for a in members(area) for s in SEX[name])


@pytest.mark.parametrize("name", ["all", "sex=f"])
def test_a_town_left_out_of_the_list_only_is_computed_from_the_district(name):
    """The attack works where the town's own cells are simply taken out of the table."""
    values = counts()
    naive = released(values, []).filter(~pl.col("area").is_in(["M1", *TOWNS["M1"]]))

    assert subtract(naive, "M1", name) == truth(values, name, "M1")


@pytest.mark.parametrize("shows", [Shows.DISTRICT, Shows.NONE])
@pytest.mark.parametrize("seed", range(3))
def test_a_town_that_is_out_cannot_be_computed_from_the_district_and_the_others(shows, seed):
    values = counts(seed)

    cells = released(values, [Choice(municipality="M1", shows=shows)])

    for name in SEX:
        own = cells.filter((pl.col("slice") == name) & pl.col("area").is_in(["M1", *TOWNS["M1"]]))
        assert own["value"].is_null().all()
        assert subtract(cells, "M1", name) in {None, 0}
        if shows is Shows.DISTRICT:
            for area in ("M1", *TOWNS["M1"]):
                value = truth(values, name, area)
                low, high = bounds(cells, name, area)
                assert low <= value * 0.9, (name, area)
                assert high >= value * 1.1, (name, area)


def test_the_district_speaks_of_the_others_where_a_town_takes_no_part():
    values = counts()
    cells = released(values, [Choice(municipality="M1", shows=Shows.NONE)])

    district = cells.filter((pl.col("slice") == "all") & (pl.col("area") == "D"))["value"].item()

    assert district == truth(values, "all", "M2") + truth(values, "all", "M3")


@pytest.mark.parametrize("area", TOWNS["M1"])
def test_areas_that_are_shown_together_cannot_be_told_apart(area):
    values = counts()
    grouped = [Choice(municipality="M1", shows=Shows.GROUPED)]

    cells = released(values, grouped)

    shown = dict(cells.filter(pl.col("slice") == "all").select("area", "value").iter_rows())
    assert shown["M1"] == truth(values, "all", "M1")
    assert shown["D"] is not None
    assert shown[area] is None
    low, high = bounds(cells, "all", area)
    assert low <= truth(values, "all", area) * 0.9
    assert high >= truth(values, "all", area) * 1.1


def test_nothing_of_a_kept_cell_depends_on_its_value():
    """Zeros, small and large figures of one choice leave with the same words."""
    kept = ["M1", *TOWNS["M1"]]
    words = set()
    for first in (0, 3, 300):
        values = counts() | {("A1", "f"): first, ("A1", "m"): first}
        cells = released(values, [Choice(municipality="M1", shows=Shows.DISTRICT)])
        own = cells.filter(pl.col("area").is_in(kept))
        words |= set(own.select("value", "lower", "upper", "observation", "confidentiality").rows())

    assert words == {(None, None, None, "counted", "suppressed")}


def test_a_zero_that_is_kept_back_is_not_proved():
    values = counts() | {("A1", "f"): 0, ("A1", "m"): 0}

    cells = released(values, [Choice(municipality="M1", shows=Shows.DISTRICT)])

    assert bounds(cells, "all", "A1")[1] >= 5


def test_a_choice_for_one_cube_does_not_speak_about_another():
    values = counts()
    people = {place: 3 * n for place, n in values.items()}
    refs = [SliceRef(key, Slice()) for key in ("aid", "people")]
    share = Share(SliceRef("aid", Slice()), SliceRef("people", Slice()))
    choice = Choice(municipality="M1", shows=Shows.DISTRICT, cubes=frozenset({"aid"}))

    found = protect(
        [cube(values), cube(people, key="people")], refs, [share], territory(),
        {"aid": rules(), "people": rules()}, [choice],
    )  # fmt: skip

    shown = {
        key: found.released[key].cells.filter(pl.col("area") == "M1")["value"].item()
        for key in ("aid", "people")
    }
    assert shown == {"aid": None, "people": truth(people, "all", "M1")}


@pytest.mark.parametrize("shows", [Shows.DISTRICT, Shows.NONE])
def test_published_figures_of_a_town_that_is_out_do_not_follow_from_the_district(shows):
    values = counts()

    cells = released(values, [Choice(municipality="M1", shows=shows)], publisher=True)

    assert subtract(cells, "M1", "all") in {None, 0}
    two = [Choice(municipality=town, shows=shows) for town in ("M1", "M2")]
    cells = released(values, two, publisher=True)
    district = cells.filter((pl.col("slice") == "all") & (pl.col("area") == "D"))["value"].item()
    assert district is not None  # two towns that are out cover each other


def test_two_towns_that_are_out_cover_each_other():
    values = counts()
    two = [Choice(municipality=town, shows=Shows.DISTRICT) for town in ("M1", "M2")]

    cells = released(values, two)

    shown = dict(cells.filter(pl.col("slice") == "all").select("area", "value").iter_rows())
    assert shown["D"] == truth(values, "all", "D")
    assert shown["M3"] == truth(values, "all", "M3")


def test_finer_cells_of_a_town_that_is_out_do_not_add_up_to_it(tmp_path):
    """The town's own smaller cells stand in the same system: all of them shown would tell it."""
    values = counts()
    cells = released(values, [Choice(municipality="M1", shows=Shows.DISTRICT)])
    halves = [
        (f"{area}{half}", area, truth(values, "all", area) // 2 + half * (n % 2))
        for area in TOWNS["M1"]
        for n in [truth(values, "all", area)]
        for half in (0, 1)
    ]
    own = cells.filter((pl.col("slice") == "all") & pl.col("area").is_in(["M1", *TOWNS["M1"]]))
    names = ("counts", "hierarchy", "published", "finer")
    counted, tree, published, out = (tmp_path / f"{name}.csv" for name in names)
    frame = pl.DataFrame(halves, schema=["cell", "area", "value"], orient="row")
    frame.select("cell", "value").write_csv(counted)
    frame.select("cell", "area", municipality=pl.lit("M1")).write_csv(tree)
    own.select("area", "value", status="confidentiality").write_csv(published)

    found = protect_finer(counted, tree, published, out, minimum_count=5).cells

    shown = dict(found.select("cell", "value").iter_rows())
    for area in TOWNS["M1"]:
        parts = [shown[cell] for cell, owner, _value in halves if owner == area]
        assert None in parts
        hidden = truth(values, "all", area) - sum(part or 0 for part in parts)
        assert hidden >= 5
