"""The tables that lie in one cube: which dimensions a cell tells apart."""

from collections.abc import Sequence

import polars as pl

from kreisblick.statistics.cube import ANY

__all__ = ["margin_of", "pattern", "split_margins"]


def pattern(dimensions: Sequence[str]) -> pl.Expr:
    """The name of the table a cell stands in: its dimensions that are not ``*``."""
    used = [
        pl.when(pl.col(name) == ANY).then(pl.lit("")).otherwise(pl.lit(f"{name};"))
        for name in dimensions
    ]
    return pl.concat_str(used) if used else pl.lit("")


def margin_of(margin: str, table: str) -> bool:
    """Whether the cells of one table are sums of another's.

    >>> margin_of("age;", "age;sex;")
    True
    """
    return set(margin.split(";")) < set(table.split(";"))


def split_margins(
    rows: pl.DataFrame, dimensions: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of tables that are nobody's margin, and the rows of margins."""
    named = rows.with_columns(pattern(dimensions).alias("_table"))
    tables = named["_table"].unique().to_list()
    margins = [name for name in tables if any(margin_of(name, other) for other in tables)]
    is_margin = pl.col("_table").is_in(margins)
    return named.filter(~is_margin).drop("_table"), named.filter(is_margin).drop("_table")
