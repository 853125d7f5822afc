"""Houses: the addresses of some streets, from memory or from an index on disk."""

import polars as pl

from kreisblick.territory.addresses.clean import PLACE, own_id
from kreisblick.territory.addresses.model import Reference

__all__ = ["HOUSES_FILE", "houses_of", "with_ids"]

HOUSES_FILE = "houses.parquet"


def houses_of(reference: Reference, sids: pl.Series) -> pl.DataFrame:
    """The houses of streets, as in ``Reference.houses``; ``with_ids`` completes their ids.

    Args:
        reference: with the houses in memory (all are given then) or in an index, of which only
            these streets are kept.
        sids: which streets.
    """
    if reference.index is None or sids.is_empty():
        return reference.houses
    file = pl.scan_parquet(reference.index / HOUSES_FILE, row_index_name="house")
    found = file.filter(pl.col("sid").is_in(sids.unique().implode()))
    return found.select(reference.houses.columns).collect(engine="streaming").sort("house")


def with_ids(found: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """Rows with a column ``house`` whose ``address_id`` is told where the index leaves it out.

    Most ids are the address itself, so an index keeps only those that are something else.
    """
    if reference.houses["address_id"].null_count() == 0:
        return found
    houses = found["house"].unique()
    told = reference.houses[reference.houses["house"].search_sorted(houses)]
    told = told.join(reference.streets.select("sid", *PLACE), on="sid", how="left")
    told = told.select("house", told=pl.coalesce("address_id", own_id()))
    found = found.join(told, on="house", how="left", maintain_order="left")
    return found.with_columns(address_id=pl.coalesce("address_id", "told")).drop("told")
