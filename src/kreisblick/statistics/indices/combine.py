"""Put together: composite indices from the indicator frame."""

import json
from collections.abc import Mapping

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.statistics.cube import Observation
from kreisblick.statistics.indicators.compute import computed_table
from kreisblick.statistics.indicators.model import Method, Request, standard_method
from kreisblick.statistics.indices.apply import Applied, apply_index, asked_indicators, stocks
from kreisblick.statistics.indices.model import IndexDefinition
from kreisblick.statistics.indices.normalise import rank
from kreisblick.statistics.indices.score import Scores
from kreisblick.statistics.indices.stability import Stability, stability, varied
from kreisblick.statistics.indices.vary import standard_variation

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
    certain = stocks(request.definitions)
    frames = [
        compute_index(indicators, definition, key=key, method=request.method, certain=certain)
        for key, definition in sorted(indices.items())
        if asked_indicators(definition) <= set(request.definitions)
    ]
    return pl.concat([pl.DataFrame(schema=INDEX_COLUMNS), *frames])


def compute_index(
    indicators: pl.DataFrame,
    definition: IndexDefinition,
    *,
    key: str,
    method: Method | None = None,
    certain: frozenset[str] = frozenset(),
) -> pl.DataFrame:
    """One index for every date of the indicator frame.

    Args:
        indicators: what ``compute`` returns (or at least ``indicator, reference_date,
            generation, level, area, value, observation, confidentiality``; with ``numerator``
            and ``denominator`` classes get their probability; with ``municipality`` shares can
            be shrunk towards it; with ``followed`` nothing is compared across two concepts).
        definition: the index.
        key: its key.
        method: draws and rank interval; the standard method when absent.
        certain: indicators in which nothing is chance (two stocks beside each other).

    Returns:
        ``INDEX_COLUMNS``, sorted by part, date, area. ``z`` is JSON text, indicator to its
        normalised value, turned so that high is a burden. A high ``index_value`` is a heavy
        burden, rank 1 the heaviest; ``class`` is the class's German name. Areas left out carry
        the state and a ``note``; an area with a gap that was filled in is ``estimated``.
        ``class_probability`` is null where no counts are known; ``rank_low, rank_high`` hold
        what chance and other choices allow. Where counts are known, a class that would be a
        guess is not named and a ``note`` says why; the rest stays.
    """
    frames = [
        _frame(one, definition, method or standard_method()).with_columns(
            index=pl.lit(key), part=pl.lit(one.name)
        )
        for one in apply_index(indicators, definition, certain=certain)
    ]
    found = pl.concat([pl.DataFrame(schema=INDEX_COLUMNS), *frames], how="diagonal_relaxed")
    found = found.select(pl.col(name).cast(kind) for name, kind in INDEX_COLUMNS.items())
    order = pl.col("part").replace_strict({n: i for i, n in enumerate(definition.parts)})
    return found.sort(order, "reference_date", "area")


def _frame(one: Applied, definition: IndexDefinition, method: Method) -> pl.DataFrame:
    """All areas of one date: scored, or left out with a note."""
    if one.scores is None or one.fitted is None:
        return one.areas.with_columns(_too_few(definition))
    scores, part = one.scores, one.part
    names = [single.name.de for single in part.classes]
    variety = varied(one.observed, one.counts, part, one.fitted, method)
    sure = stability(variety, one.counts, scores.place, part, method)
    scored = one.kept.with_columns(
        pl.Series("z", _z_texts(one, scores)),
        pl.Series("sum", scores.total),
        pl.Series("index_value", scores.index),
        pl.Series("class", [names[place] for place in scores.place]),
        pl.Series("rank", rank(scores.index)),
        pl.Series("rank_low", sure.rank_low),
        pl.Series("rank_high", sure.rank_high),
    )
    left_out = one.areas.filter(pl.col("note").is_not_null())
    return pl.concat([_known(scored, sure), left_out], how="diagonal")


def _known(scored: pl.DataFrame, sure: Stability) -> pl.DataFrame:
    """Classes with their probability; a guess is not named, and a note says why."""
    if sure.class_probability is None or sure.beyond_guessing is None:
        return scored
    limits = standard_variation()
    alike = sure.beyond_guessing < limits.beyond_guessing
    note = _("Too unsure for a class: others are far more likely.")
    if alike:
        note = _("The areas do not differ more than by chance; a class would be a guess.")
    scored = scored.with_columns(pl.Series("class_probability", sure.class_probability))
    guess = pl.lit(alike) | (pl.col("class_probability") < limits.class_from)
    return scored.with_columns(
        pl.when(~guess).then("class").alias("class"), note=pl.when(guess).then(pl.lit(note))
    )


def _too_few(definition: IndexDefinition) -> list[pl.Expr]:
    note = _("Fewer than {count} areas can be compared; there is no index.").format(
        count=definition.exclude.minimum_areas
    )
    state = pl.when(pl.col("note").is_null()).then(pl.lit(Observation.CANNOT_EXIST.value))
    return [
        state.otherwise("observation").alias("observation"),
        pl.col("note").fill_null(note),
    ]


def _z_texts(one: Applied, scores: Scores) -> list[str]:
    keys = [single.indicator for single in one.part.indicators]
    rows = [
        dict(zip(keys, (round(float(x), _DECIMALS) for x in row), strict=True)) for row in scores.z
    ]
    return [json.dumps(row, sort_keys=True) for row in rows]
