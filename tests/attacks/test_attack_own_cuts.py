"""Shares of towns' own areas tell nothing of protected addresses, and count no people.

The attacker holds the public list of addresses, the boundaries, and the shares of the bundle. He
may learn from them what the list told him already, and no more.
"""

import itertools
from datetime import date
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
import shapely
from tests.unit.bundle.content import territory

from kreisblick.pipeline.addresses import KnownAddresses
from kreisblick.pipeline.own_cuts import own_cuts_of
from kreisblick.territory.addresses.learn import DECISIONS
from kreisblick.territory.cuts import OwnCutDefinition, write_polygons
from kreisblick.territory.streets import Streets
from kreisblick.territory.streets.model import HOUSES

WEST, NORTH = 400_000, 5_600_000
DAY = date(2024, 12, 31)


@pytest.fixture
def workspace(tmp_path):
    """A town with two own areas, of which the western one is narrow and holds few houses."""
    halves = [
        shapely.box(WEST + low, NORTH, WEST + high, NORTH + 2000)
        for low, high in ((0, 300), (300, 1000))
    ]
    frame = pl.DataFrame({"nr": ["1", "2"], "name": ["Westend", "Ostend"]})
    write_polygons(tmp_path / "own.gpkg", frame, np.array(halves), 25832)
    described = OwnCutDefinition(
        title={"de": "Stadtteile", "en": "Quarters"},
        called={"de": "Stadtteile", "en": "quarters"},
        municipality="m1",
        file="own.gpkg",
        key="nr",
        name="name",
        source="Probe",
    )
    return SimpleNamespace(
        folder=tmp_path,
        choices=SimpleNamespace(report=SimpleNamespace(dates=(DAY,))),
        definitions=lambda _kind, _model: {"stadtteile": described},
    )


def houses(*places, marked=()):
    """Houses at metres east and north of the town's corner; the marked ones are not public."""
    rows = [
        {
            "street": "Am Markt" if n not in marked else "Frauenhaus, Adresse geschützt",
            "number": str(n),
            "suffix": "",
            "postcode": "05200",
            "place": "Lindenau",
            "x": float(WEST + east),
            "y": float(NORTH + north),
        }
        for n, (east, north) in enumerate(places, start=1)
    ]
    types = dict.fromkeys(HOUSES, pl.String) | {"x": pl.Float64, "y": pl.Float64}
    return pl.DataFrame(rows, schema=types)


def shares(workspace, listed, protected=()):
    """What the bundle carries, where decisions protect some of the houses."""
    decisions = pl.DataFrame(
        [
            dict.fromkeys(DECISIONS, "")
            | {"decision_id": str(n), "kind": "protected", "street": f"am markt {n}"}
            for n in protected
        ],
        schema=dict(DECISIONS),
    )
    ground = SimpleNamespace(
        workspace=workspace,
        report_territory=territory(),
        known=KnownAddresses(streets=Streets(format="list", houses=listed)),
        decisions=decisions,
    )
    return own_cuts_of(ground).shares  # type: ignore[arg-type]


PLACES = [(100, 500), (200, 1500), (500, 500), (600, 500), (900, 1500), (800, 1700)]


def test_whichever_houses_are_protected_the_shares_are_the_same(workspace):
    listed = houses(*PLACES)
    open_ones = shares(workspace, listed)

    for count in range(1, len(PLACES) + 1):
        for protected in itertools.combinations(range(1, len(PLACES) + 1), count):
            assert shares(workspace, listed, protected).equals(open_ones)


def test_a_house_that_the_list_itself_marks_leaves_no_trace(workspace):
    with_it = houses(*PLACES, (150, 1900), (250, 1800), marked=(7, 8))
    shown = houses(*PLACES, (150, 1900), (250, 1800))

    assert shares(workspace, with_it).equals(shares(workspace, houses(*PLACES)))
    assert not shares(workspace, shown).equals(shares(workspace, houses(*PLACES)))


def test_every_number_is_a_share_in_steps_of_five_percent(workspace):
    spread = [(east, north) for east in range(7, 1000, 61) for north in range(11, 2000, 113)]
    found = shares(workspace, houses(*spread))
    numbers = found.select(pl.selectors.numeric())

    assert numbers.columns == ["share_of_own_area", "share_of_area"]
    for column in numbers:
        steps = column * 20
        assert steps.is_between(0, 20).all()
        assert (steps - steps.round()).abs().max() < 1e-9


def test_without_own_cuts_the_bundle_carries_nothing(workspace):
    workspace.definitions = lambda _kind, _model: {}
    ground = SimpleNamespace(workspace=workspace, report_territory=territory())

    found = own_cuts_of(ground)  # type: ignore[arg-type]

    assert found.shares.is_empty()
    assert found.cuts == []
    assert found.described() == {}
