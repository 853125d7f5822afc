"""A6 and A7 on finished bundles: several geographies and releases, judged as one by the audit."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.attacks.outsider import cube, everything, ledger, rules, territory
from tests.attacks.test_attack_geographies import (
    CUT_COUNTS,
    CUT_TOWNS,
    CUTS,
    GRID,
    GRID_COUNTS,
    GRID_TOWNS,
    OWN,
    one_by_one,
    random_ground,
    released,
)

from kreisblick.protection.audit import attack, check_certificates, released_in
from kreisblick.protection.bundle import BundleContent, write_bundle
from kreisblick.protection.disclosure import PIECE, Overlay, protect
from kreisblick.statistics.cube import Slice

GROUND = shapely.box(400_000, 5_600_000, 401_000, 5_601_000)  # how areas lie is told by pieces
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
CUBES = {"aid": {"title": {"de": "Hilfe"}, "dimensions": [{"name": "sex", "codes": ["m", "f"]}]}}


def territories(towns):
    return [territory(of, key) for key, of in towns.items()]


def overlay_of(pieces, towns, published=frozenset()):
    others = tuple(t for t in territories(towns) if t.generation.key != OWN)
    return Overlay(pieces=pieces, others=others, published=published)


def bundle(folder, results, towns, pieces=None, *, day="2025-01-31"):
    """A released bundle of protected cubes on one or several geographies."""
    told = pl.DataFrame() if pieces is None else overlay_of(pieces, towns).told
    content = BundleContent(
        report={"district": {"key": "D", "name": "Kreis"}, "title": "T", "dates": []},
        cells=[one for result in results for one in result.released.values()],
        territories=[
            replace(t, geometry=np.full(t.areas.height, GROUND)) for t in territories(towns)
        ],
        pieces=told,
        cubes=CUBES,
    )
    write_bundle(folder, content, KEY)
    (folder / "released.json").write_text(json.dumps({"day": day}))
    return folder


def narrowed(verdict):
    return [b for b in verdict.breaches if b.kind in {"exact", "narrowed"}]


def test_what_lies_between_two_geographies_is_judged_piece_by_piece(tmp_path):
    """S5 as a finished bundle: the audit finds the one outside, and nothing in ours."""
    naive = one_by_one(GRID_COUNTS, GRID, GRID_TOWNS)
    ours = released(GRID_COUNTS, GRID, GRID_TOWNS)
    targets = ours.targets.frame

    found = attack(bundle(tmp_path / "naive", naive, GRID_TOWNS, GRID), targets=targets)
    kept = attack(bundle(tmp_path / "ours", [ours], GRID_TOWNS, GRID), targets=targets)

    assert targets.filter(kind="overlap")["value"].to_list() == [1]
    assert [b.kind for b in narrowed(found)] == ["exact"]
    assert kept.passed, kept.breaches
    assert check_certificates(tmp_path / "ours", kept.certificates, targets).passed


@pytest.mark.parametrize("seed", range(3))
def test_three_geographies_stand_in_one_system(tmp_path, seed):
    pieces, values, towns = random_ground(seed)
    naive, ours = one_by_one(values, pieces, towns), released(values, pieces, towns)
    targets = ours.targets.frame

    found = attack(bundle(tmp_path / "naive", naive, towns, pieces), targets=targets)
    kept = attack(bundle(tmp_path / "ours", [ours], towns, pieces), targets=targets)

    assert any(b.kind == "exact" for b in found.breaches)
    assert kept.passed, kept.breaches
    assert targets.filter(kind="overlap").height >= 2


def test_men_of_a_sliver_are_asked_for_too(tmp_path):
    men = GRID_COUNTS | {"rest": 2}
    values = {
        (p, s): n for s, of in (("m", men), ("f", dict.fromkeys(men, 30))) for p, n in of.items()
    }
    female = Slice.of({"sex": ["f"]})
    ours = released(values, GRID, GRID_TOWNS, dimensions=["sex"], slices=[female])
    targets = ours.targets.frame

    assert targets.filter(kind="overlap", base_slice="all", slice="sex=f").height == 1
    folder = bundle(tmp_path / "ours", [ours], GRID_TOWNS, GRID)
    assert attack(folder, targets=targets).passed
    shows = pl.read_csv(folder / "data/cells.csv", infer_schema=False)
    assert shows.filter(confidentiality="suppressed").height


def test_a_second_cut_of_a_date_that_is_out_passes_with_the_first(tmp_path):
    """A7 over two releases: the old cut is out; both bundles in one folder are judged as one."""
    before, now = one_by_one(CUT_COUNTS, CUTS, {"2019": CUT_TOWNS["2019"], OWN: CUT_TOWNS[OWN]})
    ours = released(CUT_COUNTS, CUTS, CUT_TOWNS, published=frozenset(), earlier=ledger(before))
    targets = ours.targets.frame
    old = bundle(tmp_path / "b" / "old", [before], {"2019": CUT_TOWNS["2019"]})
    new = bundle(tmp_path / "b" / "new", [ours], CUT_TOWNS, CUTS, day="2025-06-30")

    verdict = attack(released_in(tmp_path / "b"), targets=targets)
    assert released_in(tmp_path / "b") == [new, old]
    assert verdict.passed, verdict.breaches
    assert attack(new, earlier=[old], targets=targets).passed

    naive = bundle(tmp_path / "naive", [now], CUT_TOWNS, CUTS)
    found = attack([naive, old], targets=targets)
    assert [b.quantity.split("/")[-1] for b in found.breaches] == ["2"]  # the corner's piece
    assert found.breaches[0].kind == "exact"


def test_two_cuts_of_a_date_that_nothing_links_are_not_judged_apart(tmp_path):
    before, now = one_by_one(CUT_COUNTS, CUTS, {"2019": CUT_TOWNS["2019"], OWN: CUT_TOWNS[OWN]})
    old = bundle(tmp_path / "old", [before], {"2019": CUT_TOWNS["2019"]})
    new = bundle(tmp_path / "new", [now], {OWN: CUT_TOWNS[OWN]})

    verdict = attack([new, old])

    assert {b.kind for b in verdict.breaches} == {"unlinked"}


def test_pieces_say_how_areas_lie_and_nothing_of_who_lives_there(tmp_path):
    """Neither keys nor emptiness nor an order that follows the counts."""
    empty = GRID_COUNTS | {"rest": 0}
    one, two = (
        bundle(tmp_path / name, [released(counts, GRID, GRID_TOWNS)], GRID_TOWNS, GRID)
        for name, counts in (("one", GRID_COUNTS), ("two", empty))
    )

    told = pl.read_csv(one / "data/pieces.csv", infer_schema=False)

    assert told.columns == ["piece", "generation", "area"]
    assert not set(told["piece"]) & set(GRID["piece"])
    assert (one / "data/pieces.csv").read_bytes() == (two / "data/pieces.csv").read_bytes()
    assert "pieces" in (one / "datapackage.json").read_text(encoding="utf-8")
    single = bundle(
        tmp_path / "single", one_by_one(CUT_COUNTS, CUTS, {OWN: CUT_TOWNS[OWN]}), CUT_TOWNS
    )
    assert not (single / "data/pieces.csv").exists()


def test_dates_are_judged_each_with_its_own_geographies(tmp_path):
    """Two dates in one bundle, the second on two cuts, and a leak at the second date only."""
    later = date(2025, 12, 31)
    counted = cube("aid", CUT_COUNTS, towns=CUT_TOWNS[OWN], level=PIECE)
    both = overlay_of(CUTS, CUT_TOWNS, frozenset({"2019"}))
    args = ([], territory(CUT_TOWNS[OWN]), {"aid": rules()})
    first = protect([counted], everything([counted]), *args, overlay=both)
    moved = replace(counted, reference_date=later)
    second = protect([moved], everything([moved]), *args, overlay=both)
    targets = pl.concat([first.targets.frame, second.targets.frame])
    folder = bundle(tmp_path / "b", [first, second], CUT_TOWNS, CUTS)

    assert attack(folder, targets=targets).passed
    cells = pl.read_csv(folder / "data/cells.csv", infer_schema=False)
    hidden = pl.col("confidentiality").eq("suppressed") & pl.col("reference_date").eq(str(later))
    known = {"2019": {"A1": 42, "A2": 50}, OWN: {"A1": 40, "A2": 52}}
    for generation, areas in known.items():
        for area, value in areas.items():
            here = hidden & pl.col("generation").eq(generation) & pl.col("area").eq(area)
            free = pl.when(here).then(pl.lit("free")).otherwise(pl.col("confidentiality"))
            number = pl.when(here).then(pl.lit(str(float(value)))).otherwise(pl.col("value"))
            cells = cells.with_columns(value=number, confidentiality=free)
    cells.write_csv(folder / "data/cells.csv")
    (folder / "data/cells.parquet").unlink()
    leaks = narrowed(attack(folder, targets=targets))
    assert leaks
    assert all(b.quantity.startswith(str(later)) for b in leaks)


def test_printed_ranges_are_judged_as_a_stranger_would(tmp_path):
    """A21 on a finished bundle: ours pass; narrower ones fail, and so does another copy of them."""
    counts = {"A1": 3, "A2": 2, "A3": 10, "B1": 4, "B2": 11, "B3": 70}
    counted = cube("aid", counts, towns=CUT_TOWNS[OWN])
    args = ([counted], everything([counted]), [], territory(CUT_TOWNS[OWN]))
    ours = protect(*args, {"aid": rules(show_range=5)})
    targets, towns = ours.targets.frame, {OWN: CUT_TOWNS[OWN]}
    folder = bundle(tmp_path / "ours", [ours], towns)

    assert attack(folder, targets=targets).passed
    cells = pl.read_csv(folder / "data/cells.csv", infer_schema=False)
    assert cells.filter(pl.col("upper").is_not_null(), confidentiality="suppressed").height
    here = pl.col("area").eq("A2") & pl.col("confidentiality").eq("suppressed")
    tight = pl.when(here).then(pl.lit("2.0")).otherwise(pl.col("upper"))
    narrow = cells.with_columns(upper=tight, lower=pl.when(here).then(tight).otherwise("lower"))
    (folder / "copy").mkdir()
    narrow.write_csv(folder / "copy/zahlen.csv")
    assert {b.kind for b in attack(folder, targets=targets).breaches} == {"shown_elsewhere"}
    narrow.write_csv(folder / "data/cells.csv")
    assert "exact" in {b.kind for b in attack(folder, targets=targets).breaches}
