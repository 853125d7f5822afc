"""Set: what is compared, area by area, from the indicator frame."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.base.language import translate as _
from kreisblick.statistics.indicators import IndicatorDefinition, Kind
from kreisblick.statistics.typology.keep import Counts
from kreisblick.statistics.typology.model import ComparisonDefinition, Variable

__all__ = ["Table", "indicator_table", "usable"]

Floats = NDArray[np.float64]
_UNFIT = {Kind.ORDINAL}


@dataclass(frozen=True, kw_only=True)
class Table:
    """Areas side by side, sorted by key.

    Attributes:
        area: their keys.
        group: their municipality (of municipalities: their district).
        values: one column per variable; NaN where nothing is shown.
        variables: those that at least one area shows.
        counts: of the columns that chance can be drawn for.
        note: why an area is left out; None where it is compared.
    """

    area: list[str] = field(repr=False)
    group: list[str] = field(repr=False)
    values: Floats = field(repr=False)
    variables: tuple[Variable, ...]
    counts: Counts = field(repr=False)
    note: list[str | None] = field(repr=False)

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Which areas are compared."""
        return np.array([one is None for one in self.note], dtype=bool)


def indicator_table(
    indicators: pl.DataFrame,
    areas: pl.DataFrame,
    known: Mapping[str, IndicatorDefinition],
    definition: ComparisonDefinition,
    day: date,
) -> Table:
    """The areas of one date as a comparison needs them; only what is shown is seen.

    Args:
        indicators: what ``statistics.indicators.compute`` returns.
        areas: ``area, level, parent``.
        known: the indicators by key.
        definition: the comparison.
        day: the reference date.
    """
    here = areas.filter(pl.col("level") == definition.level.value).sort("area")
    shown = indicators.filter(
        (pl.col("level") == definition.level.value) & (pl.col("reference_date") == day)
    )
    columns = {key: _column(here, shown, key) for key in definition.keys}
    used = [one for one in definition.variables if _fit(one, columns, known)]
    counts: Counts = {}
    for place, one in enumerate(used):
        kind = known[one.key].kind
        if kind in {Kind.SHARE, Kind.RATE}:
            above, below = (columns[one.key][:, i] for i in (1, 2))
            counts[place] = (above, below, known[one.key].per, kind is Kind.SHARE)
    values = np.column_stack([columns[one.key][:, 0] for one in used] or [np.empty(len(here))])
    people = _column(here, shown, definition.residents)[:, 0] if definition.residents else None
    return Table(
        area=here["area"].to_list(),
        group=here["parent"].fill_null("").to_list(),
        values=values[:, : len(used)],
        variables=tuple(used),
        counts=counts,
        note=usable(values[:, : len(used)], people, tuple(used), definition),
    )


def usable(
    values: Floats,
    people: Floats | None,
    variables: tuple[Variable, ...],
    definition: ComparisonDefinition,
) -> list[str | None]:
    """Why each area is left out; None where it is compared."""
    weights = np.array([one.weight for one in variables])
    logged = np.array([one.scale == "log" for one in variables], dtype=bool)
    shown = ~np.isnan(values) & ~(logged & (values <= 0))
    carried = (shown * weights).sum(axis=1)
    little = carried < definition.minimum_share * weights.sum() * (1 - 1e-12)
    if not weights.size:
        little = np.ones(len(values), dtype=bool)
    few = np.zeros(len(values), dtype=bool)
    if people is not None and definition.minimum_residents:
        few = ~(people >= definition.minimum_residents)  # unknown counts as few
    too_few = _("Fewer than {count} residents.").format(count=f"{definition.minimum_residents:.0f}")
    too_little = _("Too few of the compared figures are shown here.")
    return [
        too_few if small else too_little if missing else None
        for small, missing in zip(few, little, strict=True)
    ]


def _column(here: pl.DataFrame, shown: pl.DataFrame, key: str) -> Floats:
    """Value, numerator and denominator of an indicator for each area; NaN where none is shown."""
    names = ["value", "numerator", "denominator"]
    rows = shown.filter((pl.col("indicator") == key) & pl.col("value").is_not_null())
    found = here.select("area").join(rows.select("area", *names), on="area", how="left")
    return (
        found.sort("area").select(pl.col(names).cast(pl.Float64).fill_null(float("nan"))).to_numpy()
    )


def _fit(
    one: Variable, columns: Mapping[str, Floats], known: Mapping[str, IndicatorDefinition]
) -> bool:
    """Whether a variable can be compared at all: known, no category, shown somewhere."""
    if one.key not in known or known[one.key].kind in _UNFIT:
        return False
    return bool((~np.isnan(columns[one.key][:, 0])).any())
