"""A6: areas of several geographies over common pieces stand in one system."""

from pathlib import Path

import polars as pl
from tests.unit.audit.test_attack import publish, target, town

from kreisblick.protection.audit import attack, check_certificates

# a1 and a2 are planning areas; b1 and b2 are postcodes cut otherwise: p2 lies in a1 and in b2
PIECES = [("p1", "a1"), ("p2", "a1"), ("p3", "a2"), ("p1", "b1"), ("p2", "b2"), ("p3", "b2")]


def overlapping(folder: Path, **values: int | None) -> Path:
    publish(folder, town(**values))
    pieces = pl.DataFrame(PIECES, schema=["piece", "area"], orient="row")
    pieces.with_columns(generation=pl.lit("g")).write_csv(folder / "data/pieces.csv")
    return folder


def test_the_difference_of_two_areas_is_found(tmp_path: Path) -> None:
    folder = overlapping(tmp_path / "p", a1=12, a2=20, b1=10, b2=22)

    verdict = attack(folder, targets=target("p2", 0, 5))

    assert [(b.kind, b.quantity.split("/")[-1]) for b in verdict.breaches] == [("exact", "p2")]
    assert (verdict.intervals[0].lower, verdict.intervals[0].upper) == (2, 2)


def test_a_withheld_postcode_keeps_it(tmp_path: Path) -> None:
    folder = overlapping(tmp_path / "p", a1=12, a2=20, b1=None, b2=None)
    needs = target("p2", 0, 5)

    verdict = attack(folder, targets=needs)

    assert verdict.passed
    assert check_certificates(folder, verdict.certificates, needs).passed


def test_one_withheld_area_falls_to_the_other_geography(tmp_path: Path) -> None:
    folder = overlapping(tmp_path / "p", a1=None, a2=20, b1=10, b2=22)

    verdict = attack(folder, targets=target("a1", 0, 20))

    assert (verdict.intervals[0].lower, verdict.intervals[0].upper) == (12, 12)
    assert not verdict.passed


def test_two_geographies_that_disagree_are_not_judged(tmp_path: Path) -> None:
    folder = overlapping(tmp_path / "p", a1=None, a2=20, b1=10, b2=9)

    assert {b.kind for b in attack(folder).breaches} == {"not_additive"}
