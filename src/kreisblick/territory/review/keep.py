"""Keep decisions: a file that only grows; what is revoked stays readable."""

from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.territory.addresses.learn import DECISIONS, empty_decisions

__all__ = ["add_decisions", "keep_decisions", "load_decisions", "revoke"]


def load_decisions(path: Path) -> pl.DataFrame:
    """The decisions of a file; none when there is no such file yet.

    Raises:
        WrongUseError: when the file is something else.
    """
    from kreisblick.territory.areas.files import read_table  # noqa: PLC0415  heavy

    if not path.is_file():
        return empty_decisions()
    table = read_table(path)
    missing = [name for name in ("kind", "street", "to_street") if name not in table.columns]
    if missing:
        raise WrongUseError(
            _("'{file}' is no list of decisions: the column '{column}' is missing.").format(
                file=path.name, column=missing[0]
            )
        )
    return table.select(
        (pl.col(name) if name in table.columns else pl.lit(""))
        .cast(pl.String)
        .fill_null("")
        .alias(name)
        for name in DECISIONS
    )


def keep_decisions(path: Path, decisions: pl.DataFrame) -> None:
    """Write all decisions, CSV, in one step."""
    from kreisblick.territory.areas.files import write_table  # noqa: PLC0415  heavy

    path.parent.mkdir(parents=True, exist_ok=True)
    write_table(decisions.select(list(DECISIONS)), path)


def add_decisions(kept: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The kept decisions and the new ones behind them; the same one is not added twice."""
    return pl.concat([kept, new]).unique("decision_id", keep="first", maintain_order=True)


def revoke(kept: pl.DataFrame, decision_id: str, day: date) -> pl.DataFrame:
    """The decisions with one revoked from a day on.

    Raises:
        WrongUseError: when there is no such decision, or it is revoked already.
    """
    found = kept.filter(pl.col("decision_id") == decision_id)
    if found.is_empty() or found["revoked_on"][0]:
        raise WrongUseError(
            _("There is no decision '{key}' that could be revoked. Look into the list.").format(
                key=decision_id
            )
        )
    one = pl.col("decision_id") == decision_id
    return kept.with_columns(
        revoked_on=pl.when(one).then(pl.lit(day.isoformat())).otherwise("revoked_on")
    )
