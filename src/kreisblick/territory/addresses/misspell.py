"""Misspelt names: the nearest name of the reference, if nothing speaks against it.

Errors are counted by optimal string alignment (insertions, deletions, substitutions, swaps of
neighbours) on keys without umlauts, once with and once without double letters, and the smaller
number counts: a lost ``ü`` or one ``s`` too few is no error beside the others. The vetoes come
first: a name that exists is never a typo of another.
"""

import polars as pl

from kreisblick.territory.addresses.candidates import link
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.normalise import plain_key
from kreisblick.territory.addresses.rules import AddressRules
from kreisblick.territory.addresses.spell import Speller

__all__ = ["by_spelling"]

_PLACE = ["postcode", "place_key"]
_FOUND = dict.fromkeys(["plain", "blind", *_PLACE, "blind_of"], pl.String) | {
    "errors": pl.Int64,
    "unsure": pl.Boolean,
}
_AT_ONCE = 2_000  # names compared in one table of distances: 20 MB against 10,000 streets


def by_spelling(questions: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """The street whose name is nearest, within the postcode (or place, or everywhere)."""
    unknown = questions.filter(~pl.col("known") & (pl.col("blind") != ""))
    unknown = unknown.with_columns(plain=plain_key(pl.col("key")))
    streets = reference.streets.with_columns(plain=plain_key(pl.col("key")))
    found = _found(unknown, streets, Speller(rules, set(streets["blind"].unique())))
    pairs = unknown.select("question", "plain", "blind", *_PLACE).join(
        found, on=["plain", "blind", *_PLACE], nulls_equal=True
    )
    # a name is looked for in its postcode, else in its place, else everywhere
    coded, placed = pl.col("postcode").is_not_null(), pl.col("place_key").is_not_null()
    pairs = pairs.join(
        streets.select("sid", blind_of="blind", postcode_of="postcode", place_key_of="place_key"),
        on="blind_of",
    ).filter(
        pl.when(coded)
        .then(pl.col("postcode_of") == pl.col("postcode"))
        .when(placed)
        .then(pl.col("place_key_of") == pl.col("place_key"))
        .otherwise(pl.lit(value=True))
    )
    several = pl.col("place_key_of").n_unique().over("question") > 1
    return link(
        pairs,
        rules,
        "typo",
        strict=True,
        doubtful=pl.col("unsure") | (pl.col("postcode").is_null() & several),
        score=1 - (pl.col("errors") + 1) / (pl.col("blind").str.len_chars() + 1),
    )


def _found(unknown: pl.DataFrame, streets: pl.DataFrame, speller: Speller) -> pl.DataFrame:
    """For each name and place the nearest acceptable name of the streets there."""
    by_code, by_place = _names(streets, "postcode"), _names(streets, "place_key")
    everywhere = _names(streets.with_columns(all=pl.lit("")), "all")[""]
    rows: list[tuple[str, str, str | None, str | None, str | None, int, bool]] = []
    blocks = (
        unknown.select("plain", "blind", *_PLACE)
        .unique()
        .sort("plain", "blind")
        .group_by(*_PLACE, maintain_order=True)
        .agg("plain", "blind")
    )
    for postcode, place, plain, blind in blocks.iter_rows():
        if postcode is not None:
            names = by_code.get(postcode)
        else:
            names = by_place.get(place) if place is not None else everywhere
        for start in range(0, len(blind) if names else 0, _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            nearest = speller.nearest(blind[part], plain[part], *(names or ([], [])))
            rows += [
                (p, b, postcode, place, *found)
                for p, b, found in zip(plain[part], blind[part], nearest, strict=True)
                if found[0] is not None
            ]
    return pl.DataFrame(rows, schema=_FOUND, orient="row")


def _names(streets: pl.DataFrame, column: str) -> dict[str, tuple[list[str], list[str]]]:
    """Blind and plain keys of the streets by place, sorted."""
    names = streets.group_by(column, "blind").agg(pl.col("plain").min()).sort(column, "blind")
    grouped = names.group_by(column, maintain_order=True).agg("blind", "plain")
    return {place: (blind, plain) for place, blind, plain in grouped.iter_rows()}
