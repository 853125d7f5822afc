"""Mixing: one indicator at one date is published in one way, unless the mix was audited."""

from collections.abc import Collection
from datetime import date

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.perturbation.tables import require_columns
from kreisblick.protection.rules import ProtectionFailedError

__all__ = ["MODES", "refuse_mixed"]

MODES = ("exact", "rounded", "noise")
"""Exact with cells left out, sums of rounded atoms, or cell key."""


def refuse_mixed(
    published: pl.DataFrame, *, audited: Collection[tuple[str, date]] = ()
) -> pl.DataFrame:
    """Refuse a cube that is published in two modes at one date.

    An exact figure beside a rounded one cuts its range, and two roundings of one count cut each
    other. Only an audit of both in one system can say whether that tells too much: pass
    everything else that was published as facts to ``audit_rounding()``.

    Args:
        published: everything that was or will be published: ``cube, slice, reference_date, mode``.
        audited: cubes and dates whose mix passed such an audit.

    Returns:
        The mixed cubes and dates that were audited: ``cube, reference_date, modes``.

    Raises:
        ProtectionFailedError: a mix was not audited, or a mode is unknown; says which.
    """
    require_columns(published, ["cube", "slice", "reference_date", "mode"])
    known = published["mode"].is_in(MODES).fill_null(value=False)
    if not known.all():
        raise ProtectionFailedError(
            _("{count} figures have no known mode of publication.").format(count=(~known).sum())
        )
    modes = published.group_by("cube", "reference_date").agg(
        pl.col("mode").unique().sort().alias("modes")
    )
    mixed = modes.filter(pl.col("modes").list.len() > 1).sort("cube", "reference_date")
    for cube, day, _modes in mixed.iter_rows():
        if (cube, day) not in audited:
            message = _(
                "{cube} on {day} would be published in two modes ({modes}). Publish it in one, or "
                "audit both together."
            )
            raise ProtectionFailedError(
                message.format(cube=cube, day=f"{day:%d.%m.%Y}", modes=", ".join(_modes))
            )
    return mixed
