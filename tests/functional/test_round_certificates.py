"""What the round leaves of its audit: tables for everybody, and sealed ones with the list."""

import json

import polars as pl
import pytest

from kreisblick.protection.audit import read_certificates
from kreisblick.sealed.store import SealedStore

pytestmark = pytest.mark.xdist_group("hamlet")


def test_the_tables_beside_the_verdict_prove_it_to_everybody(hamlet, current, kreisblick):
    products = current(hamlet, "products")
    file = products / "certificates.parquet"

    said = kreisblick("audit", products, "--check", file, "--json")

    checked = json.loads(said.out)
    assert (said.code, checked["passed"], checked["faults"]) == (0, True, [])
    assert checked["quantities"] > 500


def test_they_do_not_prove_another_release(hamlet, current, kreisblick, tmp_path):
    products = current(hamlet, "products")
    frame = read_certificates(products / "certificates.parquet").frame
    broken = tmp_path / "broken.parquet"
    frame.filter(pl.col("kind") != "change").write_parquet(broken)

    said = kreisblick("audit", products, "--check", broken)

    assert said.code == 1
    assert "belegen es nicht" in said.out


def test_which_ends_were_needed_stays_sealed(hamlet, current):
    store = SealedStore(hamlet / "sealed")
    sealed = pl.from_arrow(store.read_table("audit/certificates"))
    shown = read_certificates(current(hamlet, "products") / "certificates.parquet").frame

    asked, told = (set(f.filter(kind="quantity")["name"]) for f in (sealed, shown))

    assert store.exists("audit/parts")
    assert asked - told  # complements and differences that only the sealed list asks for
    assert not any("\u2212" in name for name in told)
