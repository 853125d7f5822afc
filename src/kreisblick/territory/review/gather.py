"""Gather what is doubtful: one line per street as it is written, the most frequent first."""

import polars as pl

from kreisblick.territory.addresses import AddressRules, Decision, shipped_rules
from kreisblick.territory.addresses.learn import NOT_GIVEN
from kreisblick.territory.addresses.normalise import fold
from kreisblick.territory.addresses.number import part_street

__all__ = ["LIST", "review_list"]

LIST = {
    "street": pl.String,
    "postcode": pl.String,
    "place": pl.String,
    "example": pl.String,
    "rows": pl.Int64,
    "reason": pl.String,
    "candidate": pl.String,
    "candidate2": pl.String,
    "kind": pl.String,
    "to_street": pl.String,
    "to_postcode": pl.String,
    "to_place": pl.String,
    "supplier": pl.String,
    "note": pl.String,
}
_ASK_ABOUT = ("street_unknown", "outside_reference")


def review_list(assigned: pl.DataFrame, *, rules: AddressRules | None = None) -> pl.DataFrame:
    """The doubtful addresses by street, postcode and place as they are written.

    House numbers are left out, so that one line serves all rows of a street and the list names
    nobody's home.

    Args:
        assigned: as ``assign`` gives it; a column ``rows`` says how many rows one stands for.
        rules: how streets are read; the shipped ones when None.

    Returns:
        ``street`` (folded), ``postcode, place`` (``-`` for none), ``example`` (one spelling),
        ``rows, reason`` (the most frequent), ``candidate, candidate2`` (streets it may mean),
        and empty columns for the decision; most rows first.
    """
    rules = rules or shipped_rules()
    asked = assigned.filter(
        (pl.col("decision") == Decision.REVIEW.value) | pl.col("reason").is_in(_ASK_ABOUT)
    )
    absent = [n for n in ("number", "postcode", "place") if n not in asked.columns]
    weight = pl.col("rows") if "rows" in asked.columns else pl.lit(1)
    rows = asked.with_columns(pl.lit("").alias(name) for name in absent).with_columns(
        weight.cast(pl.Int64).alias("rows"),
        pl.col("street", "number", "postcode", "place").cast(pl.String).fill_null(""),
    )
    parted = part_street(pl.col("street"), rules).struct.field("street")
    rows = rows.with_columns(
        example=pl.when(pl.col("number").str.strip_chars() == "")
        .then(pl.coalesce(parted, "street"))
        .otherwise("street")
        .str.strip_chars()
    ).with_columns(street=fold(pl.col("example"), rules))
    lists = rows.group_by("street", "postcode", "place").agg(
        pl.col("example").sort().first(),
        pl.col("rows").sum(),
        pl.col("reason").sort().mode(maintain_order=True).first(),
        pl.col("candidate2").drop_nulls().sort().mode(maintain_order=True).first().alias("both"),
    )
    # an empty scope would mean "any": what was not given is decided only where it is not given
    lists = lists.with_columns(
        pl.when(pl.col(name) == "").then(pl.lit(NOT_GIVEN)).otherwise(name).alias(name)
        for name in ("postcode", "place")
    )
    return _with_candidates(lists).sort(
        "rows", "street", "postcode", "place", descending=[True, False, False, False]
    )


def _with_candidates(lists: pl.DataFrame) -> pl.DataFrame:
    """The two streets that come nearest, without house numbers, and room for the decision."""
    ends = pl.col("both").str.split(" | ")
    streets = [
        ends.list.get(place, null_on_oob=True).str.replace(r" \d+\S*(,|$)", "$1")
        for place in (0, 1)
    ]
    empty = [name for name in LIST if name not in {*lists.columns, "candidate", "candidate2"}]
    filled = lists.with_columns(candidate=streets[0], candidate2=streets[1]).with_columns(
        pl.when(pl.col("candidate2") != pl.col("candidate")).then("candidate2").alias("candidate2"),
        *(pl.lit("").alias(name) for name in empty),
    )
    return filled.select(pl.col(name).cast(kind) for name, kind in LIST.items())
