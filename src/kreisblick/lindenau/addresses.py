"""Writes people's addresses as registers hold them: mostly right, some odd, some none."""

import numpy as np
import polars as pl

from kreisblick.lindenau.count import TownAtDate
from kreisblick.lindenau.definitions import Integers
from kreisblick.lindenau.mess import misspell
from kreisblick.lindenau.people import NO_FIXED_ABODE, POST_BOX, PROTECTED

__all__ = ["address_rows"]

NO_ABODE_WORDS = ("ofW", "ohne festen Wohnsitz", "o.f.W.")


def address_rows(
    state: TownAtDate, rows: Integers, odd_share: float, rng: np.random.Generator
) -> pl.DataFrame:
    """``street_key, street, number, suffix, postcode, place`` of some people, all text.

    A share of the rows is misspelt. Without a usable address, ``street`` holds the register's
    remark (post box, no fixed abode, protected) and the number is empty.
    """
    house = state.people.house[rows]
    found = state.houses.select(
        "street_key", "street", pl.col("number").cast(pl.String), "suffix", "postcode", "place"
    )[house]
    street = found["street"].to_numpy().astype(object)
    number = found["number"].to_numpy().astype(object)
    suffix = found["suffix"].to_numpy().astype(object)
    for row in np.flatnonzero(rng.random(len(rows)) < odd_share).tolist():
        if rng.random() < 0.75:
            street[row] = misspell(street[row], rng)
        else:
            number[row], suffix[row] = _odd_number(number[row], suffix[row], rng)
    kind = state.people.address_kind[rows]
    _remark(street, kind, state.people.household[rows])
    number[kind > 0], suffix[kind > 0] = "", ""
    return found.with_columns(
        street=pl.Series(street, dtype=pl.String),
        number=pl.Series(number, dtype=pl.String),
        suffix=pl.Series(suffix, dtype=pl.String),
        street_key=pl.when(pl.Series(kind > 0)).then(pl.lit("00000")).otherwise("street_key"),
    )


def _odd_number(number: str, suffix: str, rng: np.random.Generator) -> tuple[str, str]:
    """A letter set apart or in capitals; zeros before the number."""
    if suffix:
        return number, (f" {suffix}", suffix.upper(), f" {suffix.upper()}")[int(rng.integers(3))]
    return (f"{int(number):03d}", f"{number} ", f"Nr. {number}")[int(rng.integers(3))], suffix


def _remark(street: np.ndarray, kind: Integers, household: Integers) -> None:
    for row in np.flatnonzero(kind == POST_BOX).tolist():
        box = 1000 + int(household[row]) % 9000
        street[row] = f"Postfach {box // 100} {box % 100:02d}"
    for row in np.flatnonzero(kind == NO_FIXED_ABODE).tolist():
        street[row] = NO_ABODE_WORDS[int(household[row]) % len(NO_ABODE_WORDS)]
    street[kind == PROTECTED] = "Auskunftssperre"
