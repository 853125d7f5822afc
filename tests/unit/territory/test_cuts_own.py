"""A town's own areas: read from what it delivers, laid over the district's."""

from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
import shapely

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.areas.model import Generation, Territory
from kreisblick.territory.cuts import (
    OWN_CUT_COLUMNS,
    OwnCutDefinition,
    lay_over,
    load_own_cut,
    write_polygons,
)

WEST, SOUTH, DEPTH = 400_000, 5_600_000, 1000


def box(west, east):
    """A strip of the town, in metres from its western end."""
    return shapely.box(WEST + west, SOUTH, WEST + east, SOUTH + DEPTH)


@pytest.fixture
def territory():
    """Planning areas a1, a2, a3 of a town, each a kilometre wide, and one of a neighbour."""
    rows = [
        *((f"a{n}", f"Gebiet {n}", "planning_area", "m1", f"a{n}") for n in (1, 2, 3)),
        ("b1", "Nachbarort", "planning_area", "m2", "b1"),
        ("m1", "Lindenau", "municipality", "d", "m1"),
        ("m2", "Nachbarort", "municipality", "d", "m2"),
        ("d", "Kreis", "district", None, "d"),
    ]
    names = ["area", "name", "level", "parent", "official_code"]
    shapes = [box(0, 1000), box(1000, 2000), box(2000, 3000), box(3000, 4000)]
    return Territory(
        generation=Generation(key="2023", valid_from=date(2023, 1, 1)),
        areas=pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row"),
        geometry=np.array([*shapes, box(0, 3000), box(3000, 4000), box(0, 4000)]),
    )


def definition(**changed):
    given = {
        "title": {"de": "Stadtteile", "en": "Quarters"},
        "called": {"de": "Stadtteile", "en": "quarters"},
        "municipality": "m1",
        "file": "own.gpkg",
        "key": "nr",
        "name": "titel",
        "source": "Probe",
    }
    return OwnCutDefinition(**{**given, **changed})


def deliver(folder, borders, names=None):
    """The town's file: strips between borders, last one first."""
    shapes = [box(*pair) for pair in pairwise(borders)][::-1]
    keys = [f"q{n}" for n in range(1, len(borders))][::-1]
    titles = names or [f"Viertel {key}" for key in keys]
    frame = pl.DataFrame({"nr": keys, "titel": titles}, schema_overrides={"titel": pl.String})
    write_polygons(folder / "own.gpkg", frame, np.array(shapes), 25832)


def points(*at):
    """Addresses at metres from the western end."""
    x = [float(WEST + metres) for metres in at]
    return pl.DataFrame({"x": x, "y": [SOUTH + 500.0] * len(x)})


def test_own_areas_come_sorted_with_key_name_and_outline(tmp_path, territory):
    deliver(tmp_path, [0, 1500, 3000])

    own = load_own_cut("probe", definition(), territory, tmp_path)

    assert own.areas.rows() == [("q1", "Viertel q1"), ("q2", "Viertel q2")]
    assert shapely.equals(own.polygons[0], box(0, 1500))
    assert own.crs == 25832


def test_a_town_of_another_district_is_named(tmp_path, territory):
    deliver(tmp_path, [0, 1500, 3000])

    with pytest.raises(FaultsFoundError, match="m9"):
        load_own_cut("probe", definition(municipality="m9"), territory, tmp_path)


@pytest.mark.parametrize("name", ["", " ", None])
def test_an_area_without_a_name_is_a_fault(tmp_path, territory, name):
    deliver(tmp_path, [0, 1500, 3000], names=[name, "Viertel"])

    with pytest.raises(FaultsFoundError, match="titel"):
        load_own_cut("probe", definition(), territory, tmp_path)


def test_shares_are_those_that_counting_by_hand_gives_in_steps_of_five(tmp_path, territory):
    deliver(tmp_path, [0, 1500, 3000])
    own = load_own_cut("probe", definition(), territory, tmp_path)
    at = [*range(10, 1000, 45), *range(1005, 2000, 31), *range(2003, 3000, 97)]

    found = lay_over(own, territory, points(*at))

    def share(low, high, least, most):
        part = sum(max(low, least) <= one < min(high, most) for one in at)
        return round(part / sum(low <= one < high for one in at) * 20) / 20

    quarters = {"q1": (0, 1500), "q2": (1500, 3000)}
    areas = {"a1": (0, 1000), "a2": (1000, 2000), "a3": (2000, 3000)}
    wanted = {
        (q, a): (share(*quarters[q], *areas[a]), share(*areas[a], *quarters[q]))
        for q, a in [("q1", "a1"), ("q1", "a2"), ("q2", "a2"), ("q2", "a3")]
    }
    rows = found.iter_rows(named=True)
    got = {(r["own_area"], r["area"]): (r["share_of_own_area"], r["share_of_area"]) for r in rows}
    assert got == wanted
    assert found.schema == OWN_CUT_COLUMNS
    assert set(found["basis"]) == {"addresses"}


def test_an_own_area_without_addresses_is_measured_by_its_ground(tmp_path, territory):
    deliver(tmp_path, [0, 1500, 2250, 3000])
    own = load_own_cut("probe", definition(), territory, tmp_path)

    found = lay_over(own, territory, points(100, 1100, 2900))

    empty = found.filter(pl.col("own_area") == "q2")
    assert empty.select("area", "basis", "share_of_own_area").rows() == [
        ("a2", "area", pytest.approx(0.65)),
        ("a3", "area", pytest.approx(0.35)),
    ]
    assert lay_over(own, territory, None)["basis"].unique().to_list() == ["area"]


def test_a_pair_that_is_next_to_nothing_on_both_sides_is_left_out(tmp_path, territory):
    deliver(tmp_path, [0, 1015, 3000])
    own = load_own_cut("probe", definition(), territory, tmp_path)

    found = lay_over(own, territory, None)

    assert ("q1", "a2") not in set(found.select("own_area", "area").iter_rows())
    assert set(found["own_area"]) == {"q1", "q2"}


def test_the_neighbour_takes_no_part_where_an_own_area_reaches_over_the_border(tmp_path, territory):
    deliver(tmp_path, [0, 1500, 3100])
    own = load_own_cut("probe", definition(), territory, tmp_path)

    found = lay_over(own, territory, None)

    assert set(found["area"]) == {"a1", "a2", "a3"}
