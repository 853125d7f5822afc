"""Apply: an index definition to the indicator frame, part by part and date by date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.statistics.concepts import AGREED
from kreisblick.statistics.indicators.model import IndicatorDefinition, Kind
from kreisblick.statistics.indices.draw import Counts
from kreisblick.statistics.indices.leave_out import leave_out
from kreisblick.statistics.indices.model import IndexDefinition
from kreisblick.statistics.indices.part import IndexPart
from kreisblick.statistics.indices.score import Fitted, Scores, fit, score
from kreisblick.statistics.indices.shrink import shrink

__all__ = ["Applied", "apply_index", "asked_indicators", "stocks"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Applied:
    """One part of an index at one date.

    Attributes:
        name, part, day: which.
        areas: every area with its state and its note (``leave_out``).
        kept: the areas that are compared, in the order of the arrays.
        observed: their values before shares are shrunk, ``areas × indicators``.
        values: the same, as they are scored.
        counts: what stands behind the values.
        fitted, scores: None where too few areas are left.
    """

    name: str
    part: IndexPart
    day: date
    areas: pl.DataFrame = field(repr=False)
    kept: pl.DataFrame = field(repr=False)
    observed: Floats = field(repr=False)
    values: Floats = field(repr=False)
    counts: Counts = field(repr=False)
    fitted: Fitted | None = field(default=None, repr=False)
    scores: Scores | None = field(default=None, repr=False)


def asked_indicators(definition: IndexDefinition) -> set[str]:
    """The keys of all indicators an index needs."""
    asked = {one.indicator for part in definition.parts.values() for one in part.indicators}
    return asked | ({definition.exclude.residents} if definition.exclude.residents else set())


def stocks(definitions: Mapping[str, IndicatorDefinition]) -> frozenset[str]:
    """Indicators without chance: two stocks beside each other, and counts as they are."""
    return frozenset(k for k, d in definitions.items() if d.kind in {Kind.RATIO, Kind.COUNT})


def apply_index(
    indicators: pl.DataFrame,
    definition: IndexDefinition,
    *,
    certain: frozenset[str] = frozenset(),
) -> Iterator[Applied]:
    """Every part at every date, in the order of the definition.

    Args:
        indicators: see ``compute_index``.
        definition: the index.
        certain: indicators that are not drawn, because nothing in them is chance.
    """
    table = _prepared(indicators, definition)
    days = table["reference_date"].unique().sort().to_list()
    for name, part in definition.parts.items():
        dates = [_gathered(name, part, day, table, definition, certain) for day in days]
        full = [one for one in dates if one.kept.height >= definition.exclude.minimum_areas]
        references = _references([one.values for one in full])
        for one in dates:
            yield _scored(one, references) if one in full else one


def _scored(one: Applied, references: Mapping[str, Floats]) -> Applied:
    fitted = fit(one.values, one.part, references if _reaches_out(one.part) else {})
    scores = score(one.values, one.part, fitted)
    return Applied(
        name=one.name,
        part=one.part,
        day=one.day,
        areas=one.areas,
        kept=one.kept,
        observed=one.observed,
        values=one.values,
        counts=one.counts,
        fitted=fitted,
        scores=scores,
    )


def _reaches_out(part: IndexPart) -> bool:
    """Whether a part learns from other dates."""
    fits = [part.weights.fit, part.restandardise.fit]
    fits += [part.normaliser(one).fit for one in part.indicators]
    fits += [fit_ for d in part.dimensions for fit_ in (d.weights.fit, d.restandardise.fit)]
    return any(one != "each_date" for one in fits)


def _references(tables: list[Floats]) -> dict[str, Floats]:
    if not tables:
        return {}
    return {"all_dates": np.concatenate(tables), "first_date": tables[0]}


def _prepared(indicators: pl.DataFrame, definition: IndexDefinition) -> pl.DataFrame:
    missing = [name for name in ("numerator", "denominator") if name not in indicators.columns]
    table = indicators.with_columns(pl.lit(None, pl.Float64).alias(name) for name in missing)
    if "followed" not in table.columns:
        table = table.with_columns(followed=pl.lit(AGREED))
    if "municipality" in table.columns:
        table = table.rename({"municipality": "group"})
    return table.filter(
        (pl.col("level") == definition.level.value)
        & pl.col("indicator").is_in(sorted(asked_indicators(definition)))
    )


def _gathered(
    name: str,
    part: IndexPart,
    day: date,
    table: pl.DataFrame,
    definition: IndexDefinition,
    certain: frozenset[str],
) -> Applied:
    areas = leave_out(table, definition, part, day)
    kept = areas.filter(pl.col("note").is_null())
    observed = _array(kept, "value", part)
    return Applied(
        name=name,
        part=part,
        day=day,
        areas=areas,
        kept=kept,
        observed=observed,
        values=_shrunken(observed, kept, part),
        counts=_counts(kept, part, certain),
    )


def _shrunken(observed: Floats, kept: pl.DataFrame, part: IndexPart) -> Floats:
    found = observed.copy()
    for i, one in enumerate(part.indicators):
        if one.shrink is None:
            continue
        group = np.zeros(kept.height, dtype=np.int64)
        if one.shrink.towards == "municipality" and "group" in kept.columns:
            group = kept["group"].fill_null("").rank("dense").to_numpy().astype(np.int64)
        above, below = (_numbers(kept, f"{side} {i}") for side in ("numerator", "denominator"))
        shares = shrink(above, below, group)
        with np.errstate(invalid="ignore", divide="ignore"):
            per = np.nanmedian(observed[:, i] * below / above) if (above > 0).any() else one.per
        found[:, i] = np.where(np.isnan(shares), observed[:, i], per * shares)
    return found


def _counts(kept: pl.DataFrame, part: IndexPart, certain: frozenset[str]) -> Counts:
    sides = ["numerator", "denominator"]
    now = [_array(kept, side, part) for side in sides]
    unknown = [bool(np.isnan(column).all()) for column in _array(kept, "value", part).T]
    fixed = frozenset(
        i for i, one in enumerate(part.indicators) if one.indicator in certain or unknown[i]
    )
    for i in fixed:
        now[0][:, i] = np.nan
    if part.period_years is None:
        return Counts(above=now[0], below=now[1], certain=fixed)
    old = [_array(kept, f"old {side}", part) for side in sides]
    return Counts(above=now[0], below=now[1], old_above=old[0], old_below=old[1], certain=fixed)


def _array(kept: pl.DataFrame, name: str, part: IndexPart) -> Floats:
    columns = [_numbers(kept, f"{name} {i}") for i in range(len(part.indicators))]
    return np.column_stack(columns) if columns else np.empty((kept.height, 0))


def _numbers(kept: pl.DataFrame, name: str) -> Floats:
    return kept[name].cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float64)
