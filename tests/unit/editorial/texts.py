"""Texts of an invented editorial folder, and an invented district to fill them from."""

import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kreisblick.products.editorial import (
    Judged,
    SignedText,
    figures_key,
    judge_texts,
    lock,
    seen,
    terms_of,
    write_signed,
)
from kreisblick.protection.bundle.sign import public_pem

FACTORY = runpy.run_path(str(Path(__file__).parents[1] / "report" / "factory.py"))
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PEM = public_pem(KEY)
HIDDEN = figures_key(KEY)
SECRET: int = FACTORY["SECRET"]
LAST = date(2024, 12, 31)
DAY = date(2025, 6, 2)


def district() -> Any:
    """The invented district: ``income/children`` is hidden in Altwiesen-Nord (0999901101)."""
    return FACTORY["make_bundle"]()


def with_figure(bundle: Any, area: str, indicator: str = "income/children", **values: Any) -> Any:
    """The bundle with another figure of the last date."""
    here = (
        (pl.col("area") == area)
        & (pl.col("indicator") == indicator)
        & (pl.col("reference_date") == LAST)
    )
    rows = bundle.indicators
    changed = [
        pl.when(here).then(pl.lit(value, dtype=rows.schema[name])).otherwise(name).alias(name)
        for name, value in values.items()
    ]
    return replace(bundle, indicators=rows.with_columns(changed))


def write(folder: Path, name: str, body: str, **head: str) -> Path:
    """A text with this head; ``kind: text`` unless another is named."""
    fields = {"kind": "text", **head}
    lines = "\n".join(f"{key}: {value}" for key, value in fields.items())
    path = folder / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{lines}\n---\n\n{body}\n", encoding="utf-8")
    return path


def judged(folder: Path, bundle: Any) -> dict[str, Judged]:
    """All texts of a folder by key."""
    return {one.key: one for one in judge_texts(folder, bundle, trusted_key=PEM, secret=HIDDEN)}


def sign_all(folder: Path, bundle: Any, *, ahead: bool = False) -> None:
    """What the command does with texts that are in order."""
    terms = terms_of(bundle)
    texts = {
        key: SignedText(
            hash=one.hash,
            by="Sozialplanung",
            on=DAY,
            figures=None
            if ahead or not one.composed
            else lock(seen(one.composed.questions, terms), HIDDEN, one.hash),
        )
        for key, one in judged(folder, bundle).items()
    }
    write_signed(folder, texts, KEY)


def printed(one: Judged) -> str:
    """The words of a text that is understood."""
    assert one.composed is not None
    assert one.composed.block is not None, [str(fault) for fault in one.faults]
    passages = one.composed.block.passages
    return "\n".join("".join(s.text for s in passage.stretches) for passage in passages)
