"""Find: what the figures point at, with reasons, strengths among them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from kreisblick.statistics.findings.burdens import burden_table
from kreisblick.statistics.findings.cluster import find_clusters
from kreisblick.statistics.findings.inside import find_inside
from kreisblick.statistics.findings.model import (
    ANSWER_COLUMNS,
    FINDING_COLUMNS,
    FindingKind,
    FindingsRequest,
    State,
)
from kreisblick.statistics.findings.together import find_needs, find_strengths
from kreisblick.statistics.findings.warning import find_warnings
from kreisblick.statistics.findings.words import told_index
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["SEPARATOR", "find"]

SEPARATOR = "; "  # between fields and between indicators
_ONCE = {FindingKind.NEED.value, FindingKind.STRENGTH.value}


def find(indicators: pl.DataFrame, indices: pl.DataFrame, request: FindingsRequest) -> pl.DataFrame:
    """What the figures point at, at the request's dates.

    A pure function of its arguments: rows that are withheld, estimated or not covered take no
    part, so that no finding says more than the published figures do.

    Args:
        indicators: ``INDICATOR_COLUMNS`` of all dates and levels.
        indices: ``INDEX_COLUMNS``; may be empty.
        request: rules, neighbours, dates, answers.

    Returns:
        ``FINDING_COLUMNS``, by date, level, kind (needs first), then the most pressing first.
        ``finding`` is a stable name; ``fields`` and ``indicators`` are lists in text, divided
        by ``"; "``; ``strength`` orders findings of one kind and says nothing else; ``reason``
        is one sentence; ``state`` is ``proposed`` until the municipality has answered.
    """
    table = burden_table(indicators, request)
    rows = [
        {"reference_date": day, "level": level.value, **one}
        for day in sorted(request.dates)
        for level in (*request.rules.levels, AreaLevel.DISTRICT)
        for one in _of_level(table.filter(reference_date=day, level=level.value), table, request)
    ]
    return _answered(_finished(rows, indicators, indices, request), request.answers)


def _of_level(
    now: pl.DataFrame, table: pl.DataFrame, request: FindingsRequest
) -> Iterator[dict[str, Any]]:
    """All findings of one level and date."""
    if now.is_empty():
        return
    yield from find_warnings(now, table, request)
    level = str(now["level"][0])
    if level == AreaLevel.DISTRICT.value:
        return
    yield from find_needs(now, table, request)
    yield from find_strengths(now, table, request)
    yield from find_clusters(now, request)
    if level == AreaLevel.PLANNING_AREA.value:
        yield from find_inside(now, request)


def _finished(
    rows: list[dict[str, Any]],
    indicators: pl.DataFrame,
    indices: pl.DataFrame,
    request: FindingsRequest,
) -> pl.DataFrame:
    generation = indicators["generation"][0] if indicators.height else None
    heaviest = _heaviest(indices, request)
    full = [
        {
            "pattern": None,
            **row,
            "finding": _name(row),
            "generation": generation,
            "fields": SEPARATOR.join(row["fields"]),
            "indicators": SEPARATOR.join(row["indicators"]),
            "reason": _with_index(row, heaviest),
        }
        for row in rows
    ]
    found = pl.DataFrame(full, schema={k: t for k, t in FINDING_COLUMNS.items() if k not in _OPEN})
    levels = {level.value: place for place, level in enumerate(AreaLevel)}
    kinds = {kind.value: place for place, kind in enumerate(FindingKind)}
    return found.sort(
        "reference_date",
        pl.col("level").replace_strict(levels, return_dtype=pl.Int64),
        pl.col("kind").replace_strict(kinds, return_dtype=pl.Int64),
        pl.col("strength") * -1,
        "finding",
    )


_OPEN = ("state", "answer", "office", "answered_on")


def _name(row: Mapping[str, Any]) -> str:
    """Kind, area, day, and the indicator where an area may have several of a kind."""
    parts = [row["kind"].replace("_", "-"), row["area"], f"{row['reference_date']:%Y%m%d}"]
    return "/".join(parts if row["kind"] in _ONCE else [*parts, *row["indicators"]])


def _heaviest(
    indices: pl.DataFrame, request: FindingsRequest
) -> dict[tuple[str, date], tuple[str, str]]:
    """Areas that stand for sure in the heaviest class of an index's situation: title, class."""
    known = indices.filter(
        (pl.col("part") == "status")
        & pl.col("index_value").is_not_null()
        & pl.col("index").is_in(sorted(request.index_titles))
    )
    # the heaviest class is that of the highest value, also where it is not sure or not named
    heaviest = pl.col("class").sort_by("index_value").last().over("index", "reference_date")
    top = known.filter(pl.col("class") == heaviest).filter(
        pl.col("class_probability") >= request.rules.index_sure
    )
    return {
        (area, day): (request.index_titles[key], name)
        for key, area, day, name in top.sort("index", descending=True)
        .select("index", "area", "reference_date", "class")
        .iter_rows()
    }


def _with_index(
    row: Mapping[str, Any], heaviest: Mapping[tuple[str, date], tuple[str, str]]
) -> str:
    same = heaviest.get((row["area"], row["reference_date"]))
    if row["kind"] != FindingKind.NEED.value or same is None:
        return str(row["reason"])
    return told_index(row["reason"], *same)


def _answered(found: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """What municipalities said, beside the findings; the last answer counts."""
    last = answers.select(list(ANSWER_COLUMNS)).sort("answered_on").unique("finding", keep="last")
    return (
        found.join(last, on="finding", how="left", maintain_order="left")
        .with_columns(pl.col("state").fill_null(State.PROPOSED.value))
        .select(pl.col(name).cast(kind) for name, kind in FINDING_COLUMNS.items())
    )
