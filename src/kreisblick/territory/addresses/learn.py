"""Learn: what a person decided once about a street is done for every row that writes it so."""

import polars as pl

from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["learn"]


def learn(
    input: pl.DataFrame,  # noqa: A002 - the word of the command's contract
    decisions: pl.DataFrame,
    *,
    supplier: str,
    rules: AddressRules,
) -> pl.DataFrame:
    """The asked addresses with the decisions applied, in input order."""
    texts = ("street", "number", "postcode", "place")
    absent = [pl.lit("").alias(name) for name in texts if name not in input.columns]
    return input.with_columns(absent).select(
        *texts,
        learned=pl.lit(None, dtype=pl.String),
        learned_none=pl.lit(None, dtype=pl.String),
        never=pl.lit(None, dtype=pl.List(pl.String)),
    )
