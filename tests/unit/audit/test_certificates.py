"""Certificates: written, read again, checked by multiplication; tampered ones do not pass."""

from pathlib import Path

import polars as pl
import pytest
from tests.unit.audit.test_attack import SHARE, publish, target, town

from kreisblick.base.errors import WrongUseError
from kreisblick.protection.audit import (
    Certificates,
    attack,
    check_certificates,
    read_certificates,
)

CELLS = town(a1=None, a2=None, a3=40, m1=60, b1=None, b2=None, m2=50, d=110)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return publish(tmp_path / "p", CELLS)


def changed(certificates: Certificates, kind: str, **columns: pl.Expr) -> Certificates:
    here = pl.col("kind") == kind
    edits = {n: pl.when(here).then(e).otherwise(pl.col(n)) for n, e in columns.items()}
    return Certificates(frame=certificates.frame.with_columns(**edits))


def test_every_withheld_quantity_has_two_tables_that_hold_every_sum(folder: Path) -> None:
    needs = target("a1", 0, 20)
    verdict = attack(folder, targets=needs)

    checked = check_certificates(folder, verdict.certificates, needs)

    quantity = verdict.certificates.frame.filter(kind="quantity").row(0, named=True)
    assert verdict.passed
    assert None not in (quantity["low"], quantity["high"])
    assert quantity["low"] != quantity["high"]
    assert (checked.passed, checked.quantities) == (True, 1)
    assert checked.tables >= 2


def test_certificates_survive_their_file(folder: Path, tmp_path: Path) -> None:
    written = attack(folder).certificates
    written.write(tmp_path / "c.parquet")

    read = read_certificates(tmp_path / "c.parquet")

    assert read.frame.equals(written.frame)
    assert check_certificates(folder, read).passed


def test_another_file_is_no_certificate(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "c.parquet")

    with pytest.raises(WrongUseError, match=r"c\.parquet"):
        read_certificates(tmp_path / "c.parquet")


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("base", {"values": pl.col("values").list.eval(pl.element() + 1)}),
        ("base", {"atoms": pl.col("atoms").list.head(1), "values": pl.col("values").list.head(1)}),
        ("base", {"atoms": pl.col("atoms").list.eval(pl.element() + 900)}),
        ("change", {"values": pl.col("values").list.eval(pl.element() * 100)}),
        ("change", {"values": pl.col("values").list.eval(pl.element().abs())}),
        ("change", {"atoms": pl.col("atoms").list.eval(pl.element() + 900)}),
        ("left_out", {"atoms": pl.lit([0], pl.List(pl.Int64))}),
        ("quantity", {"low": pl.col("high"), "high": pl.col("low")}),
        ("quantity", {"low": pl.lit(None, pl.Int64), "high": pl.lit(None, pl.Int64)}),
        ("quantity", {"high": pl.lit(77, pl.Int64)}),
        ("quantity", {"name": pl.lit("another")}),
    ],
)
def test_a_tampered_certificate_does_not_pass(folder: Path, kind: str, columns: dict) -> None:
    needs = pl.concat([target("a1", 0, 20), target("b2", 0, 50)])
    good = attack(folder, targets=needs).certificates
    assert check_certificates(folder, good, needs).passed

    checked = check_certificates(folder, changed(good, kind, **columns), needs)

    assert not checked.passed
    assert checked.faults


def test_a_certificate_of_other_figures_does_not_pass(folder: Path, tmp_path: Path) -> None:
    other = publish(tmp_path / "other", CELLS | town(m1=61, d=111))

    assert not check_certificates(other, attack(folder).certificates).passed


def test_a_certificate_without_a_date_does_not_pass(folder: Path) -> None:
    nothing = Certificates.of([])

    assert not check_certificates(folder, nothing).passed


def test_what_was_not_asked_is_not_proved(folder: Path) -> None:
    found = attack(folder, targets=target("a1", 5, 8)).certificates

    assert check_certificates(folder, found, target("a1", 5, 8)).passed
    assert not check_certificates(folder, found, target("b1", 0, 50)).passed
    assert not check_certificates(folder, found, target("a1", 0, 21)).passed


def test_what_offices_contradict_is_left_out_and_told(tmp_path: Path) -> None:
    cells = town(a1=None, a2=None, m1=20) | {
        ("residents", "all", "a1"): 4,
        ("residents", "all", "a2"): 4,
    }
    folder = publish(tmp_path / "p", cells)
    (folder / "catalogue/indicators.json").write_text(
        '{"share": ' + str(SHARE).replace("'", '"') + "}"
    )
    needs = target("a1", 0, 20)

    checked = check_certificates(folder, attack(folder, targets=needs).certificates, needs)

    assert checked.passed
    assert checked.left_out == 2


def test_figures_with_decimals_are_counted_in_tenths(tmp_path: Path) -> None:
    folder = publish(tmp_path / "p", town(a1=None, a2=None, m1=20))
    table = pl.read_csv(folder / "data/cells.csv").with_columns(observation=pl.lit("estimated"))
    whole = pl.col("area") == "m1"
    table.with_columns(value=pl.when(whole).then(20.5).otherwise("value")).write_csv(
        folder / "data/cells.csv"
    )
    needs = target("a1", 0, 20)
    verdict = attack(folder, targets=needs)

    base = verdict.certificates.frame.filter(kind="base").row(0, named=True)
    assert verdict.passed
    assert (base["number"], sum(base["values"])) == (10, 205)
    assert check_certificates(folder, verdict.certificates, needs).passed
