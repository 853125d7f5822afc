"""Explain, sealed: which rule hides a figure, and which figures need one that covers others.

For the sealed zone only. What needs a covering figure is found by attacking the release as if that
figure were shown: the ways in that then open are what it keeps shut.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.pipeline.memory import load_frame, save_frame
from kreisblick.protection.audit import attack
from kreisblick.protection.bundle import Bundle
from kreisblick.sealed.store import SealedStore

__all__ = ["SealedReason", "remember_targets", "remembered_targets", "sealed_reasons"]

LAST = "protection/last"
COVER = "secondary"
FILES = ("data/areas.csv", "catalogue/cubes.json", "catalogue/indicators.json")


class NoSealedRecordError(KreisblickError):
    """The store holds no record of what was hidden."""

    def __init__(self) -> None:
        super().__init__(
            _("The sealed record of the last round is missing. Go the round: kreisblick run.")
        )


@dataclass(frozen=True, kw_only=True)
class SealedReason:
    """Why one count behind a figure is hidden. Never for the public.

    Attributes:
        cube, slice: the count.
        kind: ``count, complement, contributor, difference, choice`` as in ``Targets``, or
            ``cover``.
        value: what the rule looked at: the count, the rest, the difference.
        lower, upper: what has to stay possible for it.
        needed_by: of a cover, the quantities that could be computed if it were shown.
    """

    cube: str
    slice: str
    kind: str
    value: int
    lower: int
    upper: int
    needed_by: tuple[str, ...] = ()

    def line(self) -> str:
        """The reason in words."""
        words = {
            "count": _("{value}, below the minimum count"),
            "complement": _("all but {value} of the group: the rest is below the minimum count"),
            "contributor": _("{value}, with too few units behind it"),
            "difference": _("the difference to another figure is {value}, below the minimum"),
            "choice": _("{value}, kept back by the municipality"),
            "cover": _("{value}, covers other figures"),
            "insider": _("{value}: somebody who is alone in a cell could still compute it"),
        }
        told = words.get(self.kind, "{value}, " + self.kind).format(value=format_count(self.value))
        if self.kind in {"cover", "insider"}:
            return told
        ends = {"lower": format_count(self.lower), "upper": format_count(self.upper)}
        return told + _("; {lower} to {upper} must stay possible").format(**ends)


def remember_targets(
    store: SealedStore, targets: pl.DataFrame, *, bundle: str, figures: str
) -> None:
    """Keep the sealed record of a round, of which bundle it is, and from what it was made."""
    save_frame(store, LAST, targets, meta=[bundle, figures])


def remembered_targets(store: SealedStore, *, bundle: str, figures: str) -> pl.DataFrame | None:
    """The sealed record of a bundle; None where the last record is of another round.

    The same published bytes can come from other counts, so the name of the bundle is not enough.
    """
    kept = load_frame(store, LAST)
    return kept[0] if kept is not None and kept[1] == [bundle, figures] else None


def sealed_reasons(
    store: SealedStore, bundle: Bundle, counts: Mapping[str, str], area: str, day: date
) -> list[SealedReason]:
    """Why the counts behind a figure are hidden.

    Args:
        store: of the sealed zone.
        bundle: of the last round.
        counts: cube → slice of the figure's counts.
        area: where.
        day: reference date.

    Raises:
        NoSealedRecordError: when no round has left a record.
    """
    kept = load_frame(store, LAST)
    if kept is None:
        raise NoSealedRecordError
    targets, _meta = kept
    of_day = targets.filter(pl.col("reference_date") == day)
    return [
        one
        for cube, name in counts.items()
        for one in _of_count(bundle, of_day, cube, name, area, day)
    ]


def _of_count(
    bundle: Bundle, of_day: pl.DataFrame, cube: str, name: str, area: str, day: date
) -> Iterator[SealedReason]:
    own = of_day.filter((pl.col("cube") == cube) & (pl.col("slice") == name))
    for row in own.filter(pl.col("area") == area).iter_rows(named=True):
        cover = row["status"] == COVER
        yield SealedReason(
            cube=cube,
            slice=name,
            kind="cover" if cover else row["kind"],
            value=row["value"],
            lower=row["required_lower"],
            upper=row["required_upper"],
            needed_by=_needed_by(bundle, of_day, row, day) if cover else (),
        )


def _needed_by(
    bundle: Bundle, of_day: pl.DataFrame, row: Mapping[str, Any], day: date
) -> tuple[str, ...]:
    """The quantities that a stranger could compute if the covering figure were shown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in FILES:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(bundle.folder / file, folder / file)
        _opened(bundle, row, day).write_csv(folder / "data" / "cells.csv")
        verdict = attack(folder, targets=of_day)
    return tuple(sorted({breach.quantity for breach in verdict.breaches}))


def _opened(bundle: Bundle, row: Mapping[str, Any], day: date) -> pl.DataFrame:
    """The cells of the day with one of them shown."""
    here = pl.all_horizontal(pl.col(name) == row[name] for name in ("cube", "slice", "area"))
    cells = bundle.cells.filter(pl.col("reference_date").cast(pl.Date) == day)
    return cells.with_columns(
        value=pl.when(here).then(float(row["value"])).otherwise(pl.col("value").cast(pl.Float64)),
        confidentiality=pl.when(here).then(pl.lit("free")).otherwise("confidentiality"),
    )
