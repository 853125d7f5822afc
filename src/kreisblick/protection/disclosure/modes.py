"""Modes: a cube of one date leaves exact with gaps, or as sums of rounded atoms, never as both."""

import polars as pl

from kreisblick.protection.ledger import Figure

__all__ = ["refuse_second_mode"]


def refuse_second_mode(earlier: pl.DataFrame, now: pl.DataFrame) -> None:
    """Refuse what would leave in another mode than before.

    An exact figure beside a rounded one cuts its range; nothing has audited the two together.

    Args:
        earlier: the figures of the ledger (``cube, slice, reference_date, kind``).
        now: the same of what will leave.

    Raises:
        ProtectionFailedError: naming the cube, the date and both modes.
    """
    columns = ["cube", "slice", "reference_date", "kind"]
    own = now.select("cube", "reference_date").unique()
    before = earlier.select(columns).join(own, on=["cube", "reference_date"], how="semi")
    every = pl.concat([before, now.select(columns)])
    if Figure.ROUNDED.value not in every["kind"]:
        return
    from kreisblick.protection.perturbation import refuse_mixed  # noqa: PLC0415  heavy, and rare

    rounded = pl.col("kind") == Figure.ROUNDED.value
    mode = pl.when(rounded).then(pl.lit("rounded")).otherwise(pl.lit("exact"))
    refuse_mixed(every.with_columns(mode=mode))
