"""Doubts: the addresses of accepted deliveries that a clerk has to look at."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.pipeline.addresses import known_addresses
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.sealed.intake import accepted_deliveries
from kreisblick.sealed.store import SealedStore
from kreisblick.territory.addresses import Reference

__all__ = ["doubtful_addresses", "keyed_text", "reference_of"]


def doubtful_addresses(workspace: Path) -> pl.DataFrame:
    """The encrypted review tables of all accepted deliveries, one below the other.

    Returns:
        ``street, number, postcode, place, decision, reason, candidate2, rows``.
    """
    store = SealedStore(open_workspace(workspace).sealed)
    keys = [f"{delivery.path_key}/review" for delivery in accepted_deliveries(store)]
    tables = [pl.DataFrame(store.read_table(key)) for key in keys if store.exists(key)]
    names = ["street", "number", "postcode", "place", "decision", "reason", "candidate2"]
    empty = pl.DataFrame(schema=dict.fromkeys(names, pl.String) | {"rows": pl.Int64})
    found = [
        table.with_columns(
            [pl.lit("review").alias("decision")] if "decision" not in table.columns else []
        ).select([*names, pl.col("rows").cast(pl.Int64)])
        for table in tables
    ]
    return pl.concat([empty, *found], how="vertical_relaxed")


def reference_of(workspace: Path) -> Reference:
    """The known addresses of a workspace.

    Raises:
        WrongUseError: when it has none.
    """
    reference = known_addresses(open_workspace(workspace)).reference_on()
    if reference is None:
        raise WrongUseError(
            _("The workspace has no list of addresses. Name one under [addresses].")
        )
    return reference


def keyed_text(workspace: Path) -> Callable[[str], str]:
    """What makes keyed texts with the secret of the workspace's sealed store."""
    return SealedStore(open_workspace(workspace).sealed).pseudonym
