"""Put together: composite indices from the indicator frame."""

import json
from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.base.language import translate as _
from kreisblick.statistics.concepts import AGREED
from kreisblick.statistics.cube import Observation
from kreisblick.statistics.indicators.compute import computed_table
from kreisblick.statistics.indicators.model import Method, Request, standard_method
from kreisblick.statistics.indices.leave_out import leave_out
from kreisblick.statistics.indices.model import IndexDefinition, IndexPart
from kreisblick.statistics.indices.score import rank, score
from kreisblick.statistics.indices.stability import draw_shares, stability

__all__ = ["INDEX_COLUMNS", "compute_index", "compute_indices"]

INDEX_COLUMNS = {
    "index": pl.String, "part": pl.String, "reference_date": pl.Date, "generation": pl.String,
    "area": pl.String, "z": pl.String, "sum": pl.Float64, "index_value": pl.Float64,
    "class": pl.String, "rank": pl.Int64, "rank_low": pl.Int64, "rank_high": pl.Int64,
    "class_probability": pl.Float64, "observation": pl.String, "confidentiality": pl.String,
    "note": pl.String,
}  # fmt: skip
_DECIMALS = 6  # of z-values in text


def compute_indices(
    cells: pl.DataFrame | Mapping[str, pl.DataFrame],
    request: Request,
    indices: Mapping[str, IndexDefinition],
) -> pl.DataFrame:
    """All indices straight from released cells; pure like ``compute``, sorted by index key.

    An index whose indicators are not all in the request is left out: it belongs to another set.
    """
    indicators = computed_table(cells, request)
    frames = [
        compute_index(indicators, definition, key=key, method=request.method)
        for key, definition in sorted(indices.items())
        if _asked(definition) <= set(request.definitions)
    ]
    return pl.concat([pl.DataFrame(schema=INDEX_COLUMNS), *frames])


def compute_index(
    indicators: pl.DataFrame,
    definition: IndexDefinition,
    *,
    key: str,
    method: Method | None = None,
) -> pl.DataFrame:
    """One index for every date of the indicator frame.

    Args:
        indicators: what ``compute`` returns (or at least ``indicator, reference_date,
            generation, level, area, value, observation, confidentiality``; with ``numerator``
            and ``denominator`` classes and ranks get their probability; with ``followed``
            nothing is compared across two concepts).
        definition: the index.
        key: its key.
        method: draws and rank interval; the standard method when absent.

    Returns:
        ``INDEX_COLUMNS``, sorted by part, date, area. ``z`` is JSON text, indicator to z-value,
        as measured (not turned by direction). A high ``index_value`` is a heavy burden, rank 1
        the heaviest; ``class`` is the class's German name. Areas left out carry the state and a
        ``note``; ``class_probability`` and rank range are null where no counts are known.
    """
    table = _level(indicators, definition)
    dates = table["reference_date"].unique().sort().to_list()
    frames = [
        _score_date(table, definition, part, day, method or standard_method()).with_columns(
            index=pl.lit(key), part=pl.lit(name)
        )
        for name, part in definition.parts.items()
        for day in dates
    ]
    found = pl.concat([pl.DataFrame(schema=INDEX_COLUMNS), *frames], how="diagonal_relaxed")
    found = found.select(pl.col(name).cast(kind) for name, kind in INDEX_COLUMNS.items())
    order = pl.col("part").replace_strict({n: i for i, n in enumerate(definition.parts)})
    return found.sort(order, "reference_date", "area")


def _asked(definition: IndexDefinition) -> set[str]:
    asked = {one.indicator for part in definition.parts.values() for one in part.indicators}
    return asked | ({definition.exclude.residents} if definition.exclude.residents else set())


def _level(indicators: pl.DataFrame, definition: IndexDefinition) -> pl.DataFrame:
    missing = [name for name in ("numerator", "denominator") if name not in indicators.columns]
    table = indicators.with_columns(pl.lit(None, pl.Float64).alias(name) for name in missing)
    if "followed" not in table.columns:
        table = table.with_columns(followed=pl.lit(AGREED))
    return table.filter(
        (pl.col("level") == definition.level.value)
        & pl.col("indicator").is_in(sorted(_asked(definition)))
    )


def _score_date(
    table: pl.DataFrame, definition: IndexDefinition, part: IndexPart, day: date, method: Method
) -> pl.DataFrame:
    """All areas of one date: scored, or left out with a note."""
    areas = leave_out(table, definition, part, day)
    kept = areas.filter(pl.col("note").is_null())
    if kept.height < definition.exclude.minimum_areas:
        return areas.with_columns(_too_few(definition))
    values = np.column_stack([kept[f"value {i}"].to_numpy() for i in range(len(part.indicators))])
    scores = score(values, part)
    names = [one.name.de for one in part.classes]
    scored = kept.with_columns(
        pl.Series("z", _z_texts(part, scores.z)),
        pl.Series("sum", scores.total),
        pl.Series("index_value", scores.index),
        pl.Series("class", [names[place] for place in scores.place]),
        pl.Series("rank", rank(scores.index)),
    )
    scored = scored.with_columns(_stable(kept, scores.place, part, method))
    return pl.concat([scored, areas.filter(pl.col("note").is_not_null())], how="diagonal")


def _too_few(definition: IndexDefinition) -> list[pl.Expr]:
    note = _("Fewer than {count} areas can be compared; there is no index.").format(
        count=definition.exclude.minimum_areas
    )
    state = pl.when(pl.col("note").is_null()).then(pl.lit(Observation.CANNOT_EXIST.value))
    return [
        state.otherwise("observation").alias("observation"),
        pl.col("note").fill_null(note),
    ]


def _stable(
    kept: pl.DataFrame, places: NDArray[np.int64], part: IndexPart, method: Method
) -> list[pl.Series]:
    count = range(len(part.indicators))
    drawn: NDArray[np.float64] | None = None
    for sign, when, seed in ((1.0, "", method.seed), (-1.0, "old ", method.seed + 1)):
        names = [(f"{when}numerator {i}", f"{when}denominator {i}") for i in count]
        if names[0][0] not in kept.columns:
            continue
        if any(kept[name].null_count() for pair in names for name in pair):
            return []
        above, below = (np.column_stack([kept[p[s]].to_numpy() for p in names]) for s in (0, 1))
        shares = draw_shares(above, below, draws=method.draws, seed=seed)
        drawn = sign * shares if drawn is None else drawn + sign * shares
    if drawn is None:
        return []
    sure = stability(drawn, places, part, method)
    return [
        pl.Series("class_probability", sure.class_probability),
        pl.Series("rank_low", sure.rank_low),
        pl.Series("rank_high", sure.rank_high),
    ]


def _z_texts(part: IndexPart, z: NDArray[np.float64]) -> list[str]:
    keys = [one.indicator for one in part.indicators]
    rows = [dict(zip(keys, (round(float(x), _DECIMALS) for x in row), strict=True)) for row in z]
    return [json.dumps(row, sort_keys=True) for row in rows]
