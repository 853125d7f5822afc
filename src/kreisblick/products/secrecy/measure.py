"""Measure: cells shown of the finest possible, by table, slice and level, and by people."""

from dataclasses import dataclass

import polars as pl

from kreisblick.products.figures import choice_levels
from kreisblick.products.model import BundleLike

__all__ = ["Kept", "detail_kept", "kept_in_all"]

LEVELS = ("planning_area", "municipality", "district")
GROUPS = ("cube", "slice", "level")
NUMBERS = ["counted", "estimated"]
NOTHING = ["not_delivered", "not_comparable", "cannot_exist"]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How much detail was kept.

    Attributes:
        possible: figures that there would be if nobody kept anything back.
        shown: figures that are shown.
        people: share of those counted, 0 to 1, that stand in figures that are shown; None where
            the whole is not shown, so that nobody could say.
    """

    possible: int
    shown: int
    people: float | None

    @property
    def share(self) -> float | None:
        """Shown of possible, 0 to 1; None where nothing was possible."""
        return self.shown / self.possible if self.possible else None


def detail_kept(bundle: BundleLike) -> pl.DataFrame:
    """Every table's slices by level, all dates together.

    Columns ``cube, slice, level, possible, shown, hidden, by_choice, by_source, missing, counted,
    whole``. ``possible`` is what exists: ``shown + hidden + by_choice + by_source``. ``counted``
    are the units in shown figures of the level, ``whole`` those of the district, both only over
    dates whose district figure is shown: more would tell what is hidden.
    """
    cells = bundle.cells.filter(generation=str(bundle.report["generation"]))
    cells = cells.with_columns(state=_state(bundle), number=pl.col("value").cast(pl.Float64))
    district = cells.filter(level="district").select(
        "cube", "slice", "reference_date", district="number"
    )
    cells = cells.join(district, on=["cube", "slice", "reference_date"], how="left")
    told = pl.col("district").is_not_null()
    per_date = cells.group_by(*GROUPS, "reference_date").agg(
        *[(pl.col("state") == name).sum().alias(name) for name in STATES],
        counted=pl.when(told).then("number").sum(),
        whole=pl.when(told).then("district").first(),
    )
    order = {level: place for place, level in enumerate(LEVELS)}
    return (
        per_date.group_by(GROUPS)
        .agg(pl.col(*STATES).sum(), pl.col("counted", "whole").sum())
        .with_columns(possible=pl.sum_horizontal(EXIST))
        .sort("cube", "slice", pl.col("level").replace_strict(order, default=len(order)))
    )


EXIST = ("shown", "hidden", "by_choice", "by_source")
STATES = (*EXIST, "missing")


def _state(bundle: BundleLike) -> pl.Expr:
    hidden = pl.col("confidentiality") != "free"
    return (
        pl.when(_chosen(bundle) & pl.col("value").is_null() & ~pl.col("observation").is_in(NOTHING))
        .then(pl.lit("by_choice"))
        .when(hidden)
        .then(pl.lit("hidden"))
        .when(pl.col("observation").is_in(NUMBERS) & pl.col("value").is_not_null())
        .then(pl.lit("shown"))
        .when(pl.col("observation") == "withheld_by_source")
        .then(pl.lit("by_source"))
        .otherwise(pl.lit("missing"))
    )


def _chosen(bundle: BundleLike) -> pl.Expr:
    """Cells on the levels that a municipality keeps back."""
    owner = dict(bundle.areas.select("area", "parent").iter_rows())
    found = pl.lit(value=False)
    for choice in bundle.report.get("choices", ()):
        town, cubes = choice["municipality"], choice["cubes"]
        areas = [area for area, parent in owner.items() if town in (parent, area)]
        here = pl.col("area").is_in(areas) & pl.col("level").is_in(choice_levels(choice["shows"]))
        found |= here if cubes is None else here & pl.col("cube").is_in(cubes)
    return found


def kept_in_all(detail: pl.DataFrame, **where: str) -> Kept:
    """All rows that agree with ``where`` (cube, slice, level) together."""
    rows = detail.filter(*[pl.col(name) == value for name, value in where.items()])
    possible, shown, counted, whole = (
        rows[name].sum() for name in ("possible", "shown", "counted", "whole")
    )
    people = min(1.0, float(counted) / float(whole)) if whole and possible else None
    return Kept(possible=int(possible), shown=int(shown), people=people)
