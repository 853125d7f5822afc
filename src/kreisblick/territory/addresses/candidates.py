"""Candidates: which streets of the reference may a question mean?

Every stage gives links ``question, sid, score, reason, strict, doubtful``. ``strict`` links may
only be accepted when the house number exists; ``doubtful`` ones go to review whatever is found.
"""

import polars as pl

from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.rules import AddressRules

__all__ = [
    "LINKS",
    "by_blind_name",
    "by_missing_type",
    "by_name",
    "by_other_postcode",
    "link",
    "near_streets",
    "postcode_near",
    "scope",
]

LINKS = ["question", "sid", "score", "reason", "strict", "doubtful"]


def link(
    pairs: pl.DataFrame,
    rules: AddressRules,
    reason: str,
    *,
    strict: bool = False,
    doubtful: pl.Expr | None = None,
    score: pl.Expr | None = None,
) -> pl.DataFrame:
    """Pairs of ``question, sid`` as links of one stage."""
    return pairs.with_columns(
        score=pl.lit(rules.scores.get(reason, 0.0)) if score is None else score,
        reason=pl.lit(reason),
        strict=pl.lit(strict),
        doubtful=pl.lit(value=False) if doubtful is None else doubtful,
    ).select(LINKS)


def by_name(questions: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """The same name in the same postcode; the place decides between streets of that name."""
    pairs = questions.filter(pl.col("key") != "").join(
        reference.streets.select("sid", "key", "postcode", "street", "place_key", "municipality"),
        on=["key", "postcode"],
        suffix="_of",
    )
    here = (pl.col("place_key") == pl.col("place_key_of")).fill_null(value=False)
    pairs = pairs.filter(here | ~here.any().over("question"))
    # in two municipalities a number that exists only once is no proof of the street
    towns = pl.col("municipality").drop_nulls().n_unique().over("question") > 1
    pairs = pairs.with_columns(towns=towns)
    # two reference spellings of one name: the one that is written alike is meant
    alike = pl.col("street") == pl.col("street_of")
    pairs = pairs.filter(alike | ~alike.any().over("question"))
    exact = pairs.filter(pl.col("street") == pl.col("street_of"))
    other = pairs.filter(pl.col("street") != pl.col("street_of"))
    towns = pl.col("towns")
    return pl.concat(
        [
            link(exact, rules, "exact", doubtful=towns),
            link(other, rules, "normalised", doubtful=towns),
        ]
    )


def by_other_postcode(
    questions: pl.DataFrame, reference: Reference, rules: AddressRules
) -> pl.DataFrame:
    """The same name elsewhere: in the place that is given, or under a similar postcode."""
    pairs = questions.filter(pl.col("key") != "").join(
        reference.streets.select("sid", "key", "postcode", "place_key"), on="key", suffix="_of"
    )
    here = (pl.col("place_key") == pl.col("place_key_of")).fill_null(value=False)
    missing = pl.col("postcode").is_null()
    unplaced = pl.col("place_key").is_null()
    near = postcode_near(rules.postcode_errors)
    empty = pairs.filter(missing & (here | unplaced))
    wrong = pairs.filter(~missing & (here | (unplaced & near)))
    # one name in several places: a number that exists only once is no proof of the place
    several = pl.col("place_key_of").n_unique().over("question") > 1
    if not (reference.streets["place_key"] != "").any():
        several = pl.col("postcode_of").n_unique().over("question") > 1
    # nor is it where another street here was called so
    named = reference.names.join(reference.streets.select("sid", "postcode"), on="sid")
    renamed = pl.struct("key", "postcode").is_in(
        named.select(pl.struct("key", "postcode").implode()).item()
    )
    several |= renamed.fill_null(value=False)
    return pl.concat(
        [
            link(empty, rules, "postcode_missing", doubtful=several),
            link(wrong, rules, "postcode_wrong", strict=True, doubtful=several),
        ]
    )


def by_blind_name(
    questions: pl.DataFrame, reference: Reference, rules: AddressRules
) -> pl.DataFrame:
    """A name without its umlauts or with a letter too many, if only one name here looks so."""
    unknown = questions.filter(~pl.col("known") & (pl.col("key") != ""))
    pairs = scope(unknown, reference.streets, on="blind")
    only = pairs.filter(pl.col("key_of").n_unique().over("question") == 1)
    several = pl.col("place_key_of").n_unique().over("question") > 1
    return link(only, rules, "umlaut", doubtful=pl.col("postcode").is_null() & several)


def by_missing_type(
    questions: pl.DataFrame, reference: Reference, rules: AddressRules
) -> pl.DataFrame:
    """A name without "Straße" or "Platz": always for a person, because both may exist."""
    unknown = questions.filter(~pl.col("known") & (pl.col("key") != ""))
    pattern = f"^(.+?)(?:{'|'.join(rules.types)})$"
    streets = near_streets(unknown, reference.streets)
    stems = streets.with_columns(pl.col("key").str.extract(pattern, 1))
    pairs = scope(unknown, stems, on="key")
    return link(pairs, rules, "type_missing", doubtful=pl.lit(value=True))


def scope(questions: pl.DataFrame, streets: pl.DataFrame, *, on: str | None = None) -> pl.DataFrame:
    """Questions with the streets they can mean: in the postcode, else the place, else anywhere.

    Args:
        questions: the questions.
        streets: as in ``Reference.streets``.
        on: a column that must be equal as well.

    Returns:
        The pairs; the street's columns end in ``_of``, but for ``sid``.
    """
    more = [on] if on else []
    coded = pl.col("postcode").is_not_null()
    placed = ~coded & pl.col("place_key").is_not_null()
    free = questions.filter(~coded & ~placed)
    parts = [
        _paired(questions.filter(coded), streets, [*more, "postcode"]),
        _paired(questions.filter(placed), streets, [*more, "place_key"]),
        _paired(free, streets, more),
    ]
    return pl.concat(parts)


def near_streets(questions: pl.DataFrame, streets: pl.DataFrame) -> pl.DataFrame:
    """The streets that ``scope`` can pair with the questions: of many, those of some places."""
    coded = pl.col("postcode").is_not_null()
    if questions.filter(~coded & pl.col("place_key").is_null()).height:
        return streets
    places = questions.filter(~coded)["place_key"].unique()
    codes = questions["postcode"].unique()
    return streets.filter(
        pl.col("postcode").is_in(codes.implode()) | pl.col("place_key").is_in(places.implode())
    )


def _paired(questions: pl.DataFrame, streets: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Questions beside streets, the street's columns ending in ``_of``."""
    streets = streets.rename({name: f"{name}_of" for name in streets.columns if name != "sid"})
    if not on:
        return questions.join(streets, how="cross")
    return questions.join(
        streets, left_on=on, right_on=[f"{name}_of" for name in on], coalesce=False
    )


def postcode_near(errors: int) -> pl.Expr:
    """Whether ``postcode`` differs from ``postcode_of`` in few digits, a swap, or lacks one digit.

    A postcode of four digits (``code``) may have lost any of them.
    """
    left, right, short = pl.col("postcode"), pl.col("postcode_of"), pl.col("code")
    differs = [left.str.slice(i, 1) != right.str.slice(i, 1) for i in range(5)]
    count = pl.sum_horizontal(*differs)
    swap = pl.any_horizontal(
        differs[i]
        & differs[i + 1]
        & (left.str.slice(i, 1) == right.str.slice(i + 1, 1))
        & (left.str.slice(i + 1, 1) == right.str.slice(i, 1))
        for i in range(4)
    )
    lacks = pl.any_horizontal(
        short == pl.concat_str(right.str.slice(0, i), right.str.slice(i + 1)) for i in range(5)
    )
    near = (count <= errors) | ((count == 2) & swap)
    return near.fill_null(value=False) | lacks.fill_null(value=False)
