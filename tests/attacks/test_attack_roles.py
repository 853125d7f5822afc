"""A24: exact figures went to an office; later everybody reads something."""

import polars as pl
import pytest
from tests.attacks.outsider import (
    DAY,
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
    ProtectionFailedError,
    SliceRef,
    protect,
    refuse_second_mode,
)
from kreisblick.protection.ledger import figures_of, rounded_figures
from kreisblick.statistics.cube import Slice

TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"]}
AREAS = [area for areas in TOWNS.values() for area in areas]
WOMEN = Slice.of({"sex": ["f"]})
MEN = dict.fromkeys(AREAS, 30) | {"A1": 2}
COUNTS = {(a, "m"): n for a, n in MEN.items()} | {(a, "f"): 20 for a in AREAS}
FEW = COUNTS | {("B3", "m"): 1, ("B3", "f"): 3}


def members(area):
    return AREAS if area == "D" else TOWNS.get(area, [area])


def release(*questions, counts=COUNTS, earlier=None):
    counted = cube("aid", counts, ["sex"], towns=TOWNS)
    refs = [SliceRef("aid", question) for question in questions]
    return protect([counted], refs, [], territory(TOWNS), {"aid": rules()}, earlier=earlier)


def exported(question=EVERYBODY, counts=COUNTS):
    """The exact figures of a question in every area: the youth office plans with them."""
    told = ledger(release(question, counts=counts), export=True)
    sexes = "mf" if question == EVERYBODY else "f"
    exact = {a: float(sum(counts[b, s] for b in members(a) for s in sexes)) for a in told["area"]}
    values = told["area"].replace_strict(exact)
    return told.with_columns(kind=pl.lit("exact"), lower=values, upper=values)


def reader(*figures):
    found = Outsider()
    for (_g, name, area), value in figures:
        sexes = "mf" if name == "all" else "f"
        found.know({(a, s): 1 for a in members(area) for s in sexes}, value)
    return found


def held(export):
    rows = export.select("generation", "slice", "area", "lower").iter_rows()
    return [((g, s, a), int(value)) for g, s, a, value in rows]


def test_an_office_learns_no_small_figure_from_a_publication_beside_its_export():
    """A24: it holds everybody of A1; the women that are published tell the two men."""
    export = exported()
    naive, ours = release(WOMEN), release(WOMEN, earlier=export)

    assert reader(*held(export), *shown(naive).items()).bounds({("A1", "m"): 1}) == (2, 2)
    low, high = reader(*held(export), *shown(ours).items()).bounds({("A1", "m"): 1})
    assert (low, high >= 5) == (0, True)


def test_what_an_office_holds_is_not_public_for_that():
    """A24: B3 = 4 was exported; the public still must not read it, nor compute it."""
    export = exported(counts=FEW)
    assert dict(held(export))["2023", "all", "B3"] == 4

    result = release(EVERYBODY, counts=FEW, earlier=export)

    assert ("2023", "all", "B3") not in shown(result)
    low, high = reader(*shown(result).items()).bounds({("B3", "m"): 1, ("B3", "f"): 1})
    assert (low, high >= 5) == (0, True)


def test_an_export_that_is_published_becomes_public_and_binds_what_follows():
    """A24: the same figures as a release: women are then shown only where men stay unknown."""
    published = exported().with_columns(export=pl.lit(value=False))

    result = release(WOMEN, earlier=published)

    low, high = reader(*held(published), *shown(result).items()).bounds({("A1", "m"): 1})
    assert (low, high >= 5) == (0, True)


def test_figures_that_an_export_alone_decides_stop_nothing():
    """The office can subtract within its own list; no publication makes that worse."""
    export = pl.concat([exported(), exported(WOMEN)])

    result = release(EVERYBODY, WOMEN, earlier=export)

    assert ("2023", "all", "D") in shown(result)
    with pytest.raises(ProtectionFailedError, match="aid/"):
        release(EVERYBODY, WOMEN, earlier=export.with_columns(export=pl.lit(value=False)))


def test_what_is_out_rounded_does_not_leave_exact_too():
    """Modes: an exact figure beside a rounded one cuts the range that the rounding left."""
    counted = cube("aid", {"A1": 41, "A2": 7}, towns={"M1": ["A1", "A2"]})
    place = {"slice": "all", "generation": "2023", "level": "planning_area"}
    cells = pl.DataFrame(
        [{"cube": "aid", "reference_date": DAY, **place, "area": "A1", "value": 40}]
    )
    out = rounded_figures(cells, closeness=4).with_columns(
        entry=pl.lit(1, pl.Int64), export=pl.lit(value=False)
    )
    asked = ([counted], everything([counted]), [], territory({"M1": ["A1", "A2"]}))

    with pytest.raises(ProtectionFailedError, match="exact, rounded"):
        protect(*asked, {"aid": rules()}, earlier=out)
    with pytest.raises(ProtectionFailedError, match="exact, rounded"):
        refuse_second_mode(out, figures_of(protect(*asked, {"aid": rules()}).released["aid"].cells))
    other = out.with_columns(cube=pl.lit("other"))
    assert protect(*asked, {"aid": rules()}, earlier=other).released
    assert out.select("lower", "upper").row(0) == (36, 44)
