"""Measure: separation and inequality of every share, in the district and in each municipality."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.base.language import translate as _
from kreisblick.statistics.indicators import IndicatorDefinition, Kind
from kreisblick.statistics.segregation.chance import by_chance, interval
from kreisblick.statistics.segregation.measures import (
    dissimilarity,
    dissimilarity_bounds,
    entropy_index,
    entropy_parts,
    exposure,
    gini,
    isolation,
    slope_index,
    tail_ratio,
)
from kreisblick.statistics.segregation.model import SeparationMethod, standard_separation
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["SEPARATION_COLUMNS", "Spread", "measure", "separation"]

Floats = NDArray[np.float64]
SEPARATION_COLUMNS = {
    "indicator": pl.String, "reference_date": pl.Date, "generation": pl.String,
    "within": pl.String, "measure": pl.String, "amount": pl.Float64, "amount_low": pl.Float64,
    "amount_high": pl.Float64, "by_chance": pl.Float64, "corrected": pl.Float64,
    "p": pl.Float64, "areas": pl.Int64, "areas_missing": pl.Int64, "people_shown": pl.Float64,
    "ordered_by": pl.String, "note": pl.String,
}  # fmt: skip
_DECIMALS = 6


@dataclass(frozen=True, kw_only=True)
class Spread:
    """A group over areas; only what is shown.

    Attributes:
        group, people: of the areas that show both.
        town: the municipality of each, as numbers.
        order: by which areas are put in order (another indicator); None where there is none.
        total_group, total_people: of the whole, where they are shown; else NaN.
        missing: how many areas of the whole do not show it.
    """

    group: Floats
    people: Floats
    town: NDArray[np.int64]
    order: Floats | None
    total_group: float
    total_people: float
    missing: int


def separation(
    indicators: pl.DataFrame,
    areas: pl.DataFrame,
    known: Mapping[str, IndicatorDefinition],
    *,
    ordered_by: str | None = None,
    method: SeparationMethod | None = None,
) -> pl.DataFrame:
    """How unevenly the people of every share live over the planning areas, at every date.

    A pure function of its arguments: withheld areas are unknown to it. Where some are withheld
    the dissimilarity of those that are shown comes with bounds that hold whatever the withheld
    counts are.

    Args:
        indicators: what ``statistics.indicators.compute`` returns, made of released cells.
        areas: ``generation, area, level, parent`` of one generation.
        known: the indicators by key; only shares are measured: they name a group and all others.
        ordered_by: the indicator by which areas are put in order for ``tail_ratio`` and
            ``slope_index`` (a share of people with little money).
        method: conventions; the standard ones when absent.

    Returns:
        ``SEPARATION_COLUMNS``, sorted. ``within`` is the district or a municipality; ``measure``
        one of ``dissimilarity, isolation, exposure, gini, entropy, entropy_between,
        entropy_inside, tail_ratio, slope_index``; amounts as fractions of 1, the ratio as a
        multiple. ``amount_low, amount_high``: of the dissimilarity, what chance leaves open
        (95 %) and, where areas are missing, what they could add. ``people_shown``: share of the
        people whose areas are shown. Where there is no figure a ``note`` says why.
    """
    use = method or standard_separation()
    generation = str(areas["generation"][0]) if areas.height else ""
    shares = sorted(k for k, d in known.items() if d.kind is Kind.SHARE)
    table = indicators.filter(pl.col("indicator").is_in(shares))
    rows: list[dict[str, object]] = []
    for indicator, day in (
        table.select("indicator", "reference_date").unique().sort(pl.all()).rows()
    ):
        here = indicators.filter(pl.col("reference_date") == day)
        for within, spread in _wholes(here, areas, indicator, ordered_by):
            head = {"indicator": indicator, "reference_date": day, "within": within}
            rows += [{**head, **row} for row in measure(spread, use)]
    found = pl.DataFrame(rows, schema=SEPARATION_COLUMNS)
    ordered = pl.col("measure").is_in(["tail_ratio", "slope_index"])
    return found.with_columns(
        generation=pl.lit(generation),
        ordered_by=pl.when(ordered).then(pl.lit(ordered_by, dtype=pl.String)),
    ).sort("indicator", "reference_date", "within", "measure")


def measure(spread: Spread, method: SeparationMethod) -> list[dict[str, object]]:
    """All measures of one group in one whole; rows of ``SEPARATION_COLUMNS`` without a head."""
    shown = _people_shown(spread)
    head: dict[str, object] = {
        "areas": len(spread.group), "areas_missing": spread.missing,
        "people_shown": None if np.isnan(shown) else round(shown, _DECIMALS),
    }  # fmt: skip
    if note := _refused(spread, shown, method):
        low, high = _bounds(spread)
        return [{**head, "measure": "dissimilarity", **_between(low, high), "note": note}]
    group, people = spread.group, spread.people
    rows: list[dict[str, object]] = [{"measure": "dissimilarity", **_uneven(spread, method)}]
    plain = {
        "isolation": isolation(group, people),
        "exposure": exposure(group, people),
        "gini": gini(group, people),
        "entropy": entropy_index(group, people),
    }
    if len(np.unique(spread.town)) > 1:
        plain["entropy_between"], plain["entropy_inside"] = entropy_parts(
            group, people, spread.town
        )
    rows += [{"measure": name, "amount": _rounded(value)} for name, value in plain.items()]
    rows += [{"measure": name, "amount": value} for name, value in _ordered(spread, method)]
    return [{**head, **row} for row in rows]


def _wholes(
    here: pl.DataFrame, areas: pl.DataFrame, indicator: str, ordered_by: str | None
) -> Iterator[tuple[str, Spread]]:
    """The district and each municipality with what is shown of the group in its areas."""
    small = areas.filter(pl.col("level") == AreaLevel.PLANNING_AREA.value).select("area", "parent")
    counts = here.filter(pl.col("indicator") == indicator)
    counts = counts.filter(pl.col("value").is_not_null()).select("area", "numerator", "denominator")
    table = small.join(counts, on="area", how="left")
    if ordered_by is not None:
        order = here.filter(pl.col("indicator") == ordered_by).select("area", order="value")
        table = table.join(order, on="area", how="left")
    totals = {area: (a, t) for area, a, t in counts.iter_rows()}
    for (town,), part in table.sort("area").group_by("parent", maintain_order=True):
        yield str(town), _spread(part, totals.get(str(town)))
    district = areas.filter(pl.col("level") == AreaLevel.DISTRICT.value)["area"]
    for whole in district:
        yield str(whole), _spread(table.sort("area"), totals.get(str(whole)))


def _spread(part: pl.DataFrame, total: Sequence[float | None] | None) -> Spread:
    known = part.filter(
        pl.col("numerator").is_not_null()
        & (pl.col("denominator") > 0)
        & (pl.col("numerator") <= pl.col("denominator"))
    )
    a, t = (float(x) if x is not None else float("nan") for x in total or (None, None))
    order = None
    if "order" in known.columns and known["order"].null_count() == 0:
        order = known["order"].cast(pl.Float64).to_numpy()
    return Spread(
        group=known["numerator"].cast(pl.Float64).to_numpy(),
        people=known["denominator"].cast(pl.Float64).to_numpy(),
        town=known["parent"].rank("dense").cast(pl.Int64).to_numpy(),
        order=order,
        total_group=a,
        total_people=t,
        missing=part.height - known.height,
    )


def _people_shown(spread: Spread) -> float:
    if not spread.missing:
        return 1.0
    return float(spread.people.sum() / spread.total_people)


def _refused(spread: Spread, shown: float, method: SeparationMethod) -> str | None:
    """Why there is no figure; None where there is one."""
    if len(spread.group) < method.minimum_areas:
        return _("Fewer than {count} areas show it.").format(count=method.minimum_areas)
    if not shown >= method.minimum_coverage:
        return _("Too few areas show it to speak of the whole.")
    if spread.group.sum() < method.minimum_mean * len(spread.group):
        return _("The group is too small to tell a pattern from chance.")
    if spread.group.sum() >= spread.people.sum():
        return _("Everybody belongs to the group.")
    return None


def _uneven(spread: Spread, method: SeparationMethod) -> dict[str, object]:
    """Dissimilarity with chance and interval; missing areas widen it to what they allow."""
    group, people = spread.group, spread.people
    chance = by_chance(group, people, draws=method.draws, seed=method.seed)
    low, high = interval(
        group, people, confidence=method.confidence, draws=method.draws, seed=method.seed
    )
    if spread.missing:
        least, most = _bounds(spread)
        low, high = float(np.fmin(low, least)), float(np.fmax(high, most))
        if np.isnan(least):
            low = high = float("nan")
    return {
        "amount": _rounded(float(dissimilarity(group, people))),
        **_between(low, high),
        "by_chance": _rounded(chance.expected),
        "corrected": _rounded(chance.corrected),
        "p": _rounded(chance.p),
    }


def _bounds(spread: Spread) -> tuple[float, float]:
    """What the withheld areas leave open, where the totals of the whole are shown."""
    group = spread.total_group - spread.group.sum()
    people = spread.total_people - spread.people.sum()
    if not spread.missing or np.isnan(group) or np.isnan(people) or not 0 <= group <= people:
        return float("nan"), float("nan")
    return dissimilarity_bounds(
        spread.group, spread.people, missing_group=group, missing_people=people
    )


def _ordered(spread: Spread, method: SeparationMethod) -> list[tuple[str, float | None]]:
    if spread.order is None:
        return []
    group, people, order = spread.group, spread.people, spread.order
    return [
        ("tail_ratio", _rounded(tail_ratio(group, people, order, tail=method.tail))),
        ("slope_index", _rounded(slope_index(group, people, order))),
    ]


def _between(low: float, high: float) -> dict[str, object]:
    return {"amount_low": _rounded(low), "amount_high": _rounded(high)}


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(value, _DECIMALS)
