"""Misspelt names: the nearest name of the reference, if nothing speaks against it.

Errors are counted by optimal string alignment (insertions, deletions, substitutions, swaps of
neighbours) on keys without umlauts, once with and once without double letters, and the smaller
number counts: a lost ``ü`` or one ``s`` too few is no error beside the others. The vetoes come
first: a name that exists is never a typo of another.
"""

import polars as pl

from kreisblick.territory.addresses.candidates import link, near_streets, postcode_near
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.normalise import plain_key
from kreisblick.territory.addresses.rules import AddressRules
from kreisblick.territory.addresses.spell import Speller

__all__ = ["by_spelling", "by_spelling_nearby"]

_WHERE = ["postcode", "place_only"]
_FOUND = dict.fromkeys(["plain", "blind", *_WHERE, "blind_of"], pl.String) | {
    "errors": pl.Int64,
    "unsure": pl.Boolean,
}
_CELLS = 10_000_000  # distances in one table: 10 MB


def by_spelling(questions: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """The street whose name is nearest, within the postcode (or place, or everywhere)."""
    pairs = _pairs(questions, reference, rules)
    # a name is looked for in its postcode, else in its place, else everywhere
    coded, placed = pl.col("postcode").is_not_null(), pl.col("place_key").is_not_null()
    pairs = pairs.filter(
        pl.when(coded)
        .then(pl.col("postcode_of") == pl.col("postcode"))
        .when(placed)
        .then(pl.col("place_key_of") == pl.col("place_key"))
        .otherwise(pl.lit(value=True))
    )
    several = pl.col("place_key_of").n_unique().over("question") > 1
    elsewhere = placed & (pl.col("place_key_of") != pl.col("place_key"))
    first = pl.col("blind").str.head(1) != pl.col("blind_of").str.head(1)
    short = pl.col("blind_of").str.len_chars() < rules.typo.shortest_without_place
    loose = ~coded & ~placed & ((pl.col("errors") > 1) | first | short)
    return _linked(pairs, rules, (~coded & several) | elsewhere | loose)


def by_spelling_nearby(
    questions: pl.DataFrame, reference: Reference, rules: AddressRules
) -> pl.DataFrame:
    """A misspelt name under a wrong postcode: the nearest in the place, or under a similar one.

    Two things are wrong then, so it is for a person unless place and postcode both nearly fit.
    """
    coded = questions.filter(pl.col("postcode").fill_null("") != "")
    pairs = _pairs(coded.with_columns(postcode=pl.lit(None, pl.String)), reference, rules)
    codes = coded.select("question", "postcode", "code")
    pairs = pairs.drop("postcode").join(codes, on="question")
    near, placed = postcode_near(rules.postcode_errors), pl.col("place_key").is_not_null()
    here = (pl.col("place_key_of") == pl.col("place_key")).fill_null(value=False)
    pairs = pairs.filter(here | (~placed & near)).with_columns(near=here & near)
    return _linked(pairs, rules, ~pl.col("near") | (pl.col("errors") > 1))


def _pairs(questions: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """Unknown names beside the streets with the nearest name."""
    unknown = questions.filter(~pl.col("known") & (pl.col("blind") != ""))
    unknown = unknown.with_columns(
        plain=plain_key(pl.col("key")),
        place_only=pl.when(pl.col("postcode").is_null()).then("place_key"),
    )
    streets = near_streets(unknown, reference.streets)
    speller = Speller(rules, set(reference.streets["blind"].unique()))
    found = _found(unknown, streets, speller)
    names = unknown.select("question", "plain", "blind", "place_key", *_WHERE)
    pairs = names.join(found, on=["plain", "blind", *_WHERE], nulls_equal=True)
    return pairs.join(
        streets.select("sid", blind_of="blind", postcode_of="postcode", place_key_of="place_key"),
        on="blind_of",
    )


def _linked(pairs: pl.DataFrame, rules: AddressRules, doubtful: pl.Expr) -> pl.DataFrame:
    return link(
        pairs,
        rules,
        "typo",
        strict=True,
        doubtful=pl.col("unsure") | doubtful.fill_null(value=False),
        score=1 - (pl.col("errors") + 1) / (pl.col("blind").str.len_chars() + 1),
    )


def _found(unknown: pl.DataFrame, streets: pl.DataFrame, speller: Speller) -> pl.DataFrame:
    """For each name and place the nearest acceptable name of the streets there."""
    by_code = _names(streets, "postcode", unknown["postcode"])
    by_place = _names(streets, "place_key", unknown["place_only"])
    everywhere: tuple[list[str], list[str]] | None = None
    rows: list[tuple[str, str, str | None, str | None, str | None, int, bool]] = []
    blocks = (
        unknown.select("plain", "blind", *_WHERE)
        .unique()
        .sort("plain", "blind")
        .group_by(*_WHERE, maintain_order=True)
        .agg("plain", "blind")
    )
    for postcode, place, plain, blind in blocks.iter_rows():
        if postcode is not None:
            names = by_code.get(postcode)
        elif place is not None:
            names = by_place.get(place)
        else:
            everywhere = everywhere or _all_names(streets)
            names = everywhere
        if not names or not names[0]:
            continue
        step = max(1, _CELLS // len(names[0]))
        for start in range(0, len(blind), step):
            part = slice(start, start + step)
            nearest = speller.nearest(blind[part], plain[part], *names)
            rows += [
                (p, b, postcode, place, *found)
                for p, b, found in zip(plain[part], blind[part], nearest, strict=True)
                if found[0] is not None
            ]
    return pl.DataFrame(rows, schema=_FOUND, orient="row")


def _names(
    streets: pl.DataFrame, column: str, wanted: pl.Series
) -> dict[str, tuple[list[str], list[str]]]:
    """Blind and plain keys of the streets by wanted place, sorted."""
    some = streets.filter(pl.col(column).is_in(wanted.unique().implode()))
    names = some.group_by(column, "blind").agg(pl.col("plain").min()).sort(column, "blind")
    grouped = names.group_by(column, maintain_order=True).agg("blind", "plain")
    return {place: (blind, plain) for place, blind, plain in grouped.iter_rows()}


def _all_names(streets: pl.DataFrame) -> tuple[list[str], list[str]]:
    """Blind and plain keys of all streets, sorted."""
    names = streets.group_by("blind").agg(pl.col("plain").min()).sort("blind")
    return names["blind"].to_list(), names["plain"].to_list()
