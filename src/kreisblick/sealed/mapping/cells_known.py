"""Cells against what the district knows: areas, municipalities, streets, postcodes."""

import polars as pl

from kreisblick.sealed.mapping.folding import fold_name, street_key
from kreisblick.sealed.mapping.model import Known
from kreisblick.sealed.mapping.shapes import POSTCODE_BELOW, STREET, TRAILING_NUMBER
from kreisblick.sealed.mapping.shares import (
    distinct_share,
    known_share,
    lenient,
    mean_of,
    names_share,
    share_of,
)

__all__ = ["KNOWN_TESTS", "proved_keys"]

FEWEST_KEYS = 2
SHORTEST_KEY = 3


def _postcode(filled: pl.Series, known: Known) -> float:
    shape = share_of(filled, r"^[0-9]{4,5}$")
    if known.postcodes:
        share = known_share(filled, known.postcodes, lambda text: text.zfill(5))
        return shape if share > 0 and lenient(share) >= 0.5 else 0.6 * shape
    return shape


def _municipality_code(filled: pl.Series, known: Known) -> float:
    keys = known.municipality_keys
    exact = known_share(filled, keys, lambda text: text.replace(" ", "").zfill(8))
    long = known_share(filled, keys, lambda text: text.replace(" ", "").zfill(12)[:5] + text[-3:])
    short = known_share(filled, frozenset(key[-3:] for key in keys), lambda text: text)
    shape = share_of(filled, r"^[01]?[0-9]{4}(?:[0-9]{3}|[0-9]{7})?$") if known.district else 0.0
    start = mean_of(filled.str.zfill(8).str.starts_with(known.district)) if known.district else 0
    shaped = share_of(filled, r"^[01][0-9]{7}$|^[0-9]{7}$|^[01][0-9]{11}$") * 0.85
    return max(lenient(exact), lenient(long), min(shape, start), shaped, short if short == 1 else 0)


def _area_code(filled: pl.Series, known: Known) -> float:
    share = known_share(filled, known.area_keys, lambda text: text.strip())
    long = max((len(key) for key in known.area_keys), default=0)
    padded = known_share(filled, known.area_keys, lambda text: text.strip().zfill(long))
    shaped = 0.7 * share_of(filled, r"^[0-9A-Za-z_.-]{1,14}$") * (distinct_share(filled) > 0.3)
    return max(lenient(share), lenient(padded), shaped)


def _area_name(filled: pl.Series, known: Known) -> float:
    share = known_share(filled, known.area_names, fold_name)
    return max(lenient(share), 0.7 * names_share(filled))


def _municipality_name(filled: pl.Series, known: Known) -> float:
    share = known_share(filled, known.municipality_names, fold_name)
    return max(lenient(share), 0.55 * names_share(filled))


def _place(filled: pl.Series, known: Known) -> float:
    names = known.places | known.municipality_names
    share = known_share(filled, names, fold_name)
    return max(lenient(share), 0.65 * names_share(filled))


def _street(filled: pl.Series, known: Known) -> float:
    if known.streets:
        share = lenient(known_share(filled, known.streets, street_key))
        return share if share >= 0.9 else max(share, 0.9 * _street_shape(filled))
    return _street_shape(filled)


def _street_shape(filled: pl.Series) -> float:
    with_number = share_of(filled, TRAILING_NUMBER, POSTCODE_BELOW)
    return min(1.0, 1.25 * share_of(filled, STREET)) * (1 - 0.8 * with_number)


def _address(filled: pl.Series, known: Known) -> float:
    lines = filled.str.replace(POSTCODE_BELOW, "")
    with_number = share_of(lines, TRAILING_NUMBER)
    bare = lines.str.replace(TRAILING_NUMBER, "")
    named = lenient(known_share(bare, known.streets, street_key)) if known.streets else 0.0
    return with_number * max(named, min(1.0, 1.25 * share_of(bare, STREET)))


def proved_keys(filled: pl.Series, known: Known) -> str | None:
    """The meaning of a column of which all contents are keys of the district; None for others.

    Keys of one or two characters are also running numbers.
    """
    texts = filled.unique()
    if len(texts) < FEWEST_KEYS or any(len(text) < SHORTEST_KEY for text in texts):
        return None
    keys = {"area_code": known.area_keys, "municipality_code": known.municipality_keys}
    return next((m for m, own in keys.items() if all(text in own for text in texts)), None)


KNOWN_TESTS = {
    "street": _street,
    "postcode": _postcode,
    "place": _place,
    "address": _address,
    "municipality_code": _municipality_code,
    "municipality_name": _municipality_name,
    "area_code": _area_code,
    "area_name": _area_name,
}
"""Meaning to the share of cells that fit it."""
