"""Report on an index: sensitivities, weights in effect, what leaving out does, other indices."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations

import numpy as np
import polars as pl

from kreisblick.statistics.indicators.compute import computed_table
from kreisblick.statistics.indicators.model import Method, Request, standard_method
from kreisblick.statistics.indices.apply import Applied, apply_index, asked_indicators, stocks
from kreisblick.statistics.indices.check import (
    compare_index,
    cronbach,
    effective_weights,
    leave_one_out,
)
from kreisblick.statistics.indices.model import IndexDefinition
from kreisblick.statistics.indices.score import Scores
from kreisblick.statistics.indices.sensitivity import ASSUMPTIONS, sensitivity
from kreisblick.statistics.indices.stability import stability, varied
from kreisblick.statistics.indices.vary import standard_variation

__all__ = ["CHECK_COLUMNS", "check_index", "compute_checks"]

CHECK_COLUMNS = {
    "index": pl.String, "reference_date": pl.Date, "check": pl.String, "item": pl.String,
    "value": pl.Float64,
}  # fmt: skip
_BETWEEN = " | "  # of the two classes in a crosstab's item
_BY_AREA = "class_share"
Row = tuple[str, str, float]


def compute_checks(
    cells: pl.DataFrame | Mapping[str, pl.DataFrame],
    request: Request,
    indices: Mapping[str, IndexDefinition],
) -> pl.DataFrame:
    """The checks of all indices straight from released cells; pure like ``compute_indices``.

    ``check_index`` for the last date of every index, without single areas, and any two indices
    at their last date in common: ``spearman_with`` (item: the other index) and
    ``areas_in_classes`` (item: the class here, the class there).
    """
    indicators = computed_table(cells, request)
    certain = stocks(request.definitions)
    frames, applied = [], {}
    for key, definition in sorted(indices.items()):
        if asked_indicators(definition) <= set(request.definitions):
            found = list(apply_index(indicators, definition, certain=certain))
            applied[key] = {one.day: one for one in found if one.name == "status" and one.scores}
            last = [applied[key][max(applied[key])]] if applied[key] else []
            frames.append(_report(last, key, request.method))
    for first, second in combinations(applied, 2):
        frames.append(_compared((first, second), applied[first], applied[second]))
    report = pl.concat([pl.DataFrame(schema=CHECK_COLUMNS), *frames])
    return report.filter(pl.col("check") != _BY_AREA)


def check_index(
    indicators: pl.DataFrame,
    definition: IndexDefinition,
    *,
    key: str,
    method: Method | None = None,
    certain: frozenset[str] = frozenset(),
) -> pl.DataFrame:
    """How far one index carries, for every date of its status.

    Args:
        indicators: as for ``compute_index``, like everything else here.
        definition: the index.
        key: its key.
        method: draws and rank interval.
        certain: indicators in which nothing is chance.

    Returns:
        ``index, reference_date, check, item, value``. Checks by indicator: ``effective_weight``
        (share of the index's variation), ``shift_without`` (mean change of rank when it is left
        out), ``same_class_without`` (share of areas that keep their class). By assumption
        (``counts, weights, normalise, aggregate``): ``sobol_first, sobol_total, sobol_total_low,
        sobol_total_high``. By area: ``class_share`` (share of draws of everything with its
        class). Of the whole: ``cronbach``, ``rank_shift``.
    """
    found = apply_index(indicators, definition, certain=certain)
    status = [one for one in found if one.name == "status" and one.scores is not None]
    return _report(status, key, method or standard_method())


def _report(status: Iterable[Applied], key: str, method: Method) -> pl.DataFrame:
    frames = [
        pl.DataFrame(
            list(_rows(one, one.scores, method)),
            schema={name: CHECK_COLUMNS[name] for name in ("check", "item", "value")},
            orient="row",
        ).select(pl.lit(key).alias("index"), pl.lit(one.day).alias("reference_date"), pl.all())
        for one in status
        if one.scores is not None
    ]
    return pl.concat([pl.DataFrame(schema=CHECK_COLUMNS), *frames])


def _rows(one: Applied, scores: Scores, method: Method) -> Iterator[Row]:
    names = [single.indicator for single in one.part.indicators]
    alpha = cronbach(scores)
    if not np.isnan(alpha):
        yield "cronbach", "", alpha
    for name, weight in zip(names, effective_weights(scores), strict=True):
        yield "effective_weight", name, float(weight)
    for name, out in zip(names, leave_one_out(one.values, one.part, scores), strict=False):
        yield "shift_without", name, out.shift
        yield "same_class_without", name, out.same_class
    yield from _varied(one, scores, method)


def _varied(one: Applied, scores: Scores, method: Method) -> Iterator[Row]:
    if one.fitted is None:
        return
    variation = standard_variation()
    variety = varied(one.observed, one.counts, one.part, one.fitted, method, variation)
    moved = sensitivity(variety, scores.index, variation, seed=method.seed)
    if moved is not None:
        yield "rank_shift", "", moved.shift
        kinds = {
            "sobol_first": moved.first,
            "sobol_total": moved.total,
            "sobol_total_low": moved.total_low,
            "sobol_total_high": moved.total_high,
        }
        for kind, values in kinds.items():
            for name, value in zip(ASSUMPTIONS, values, strict=True):
                yield kind, name, float(value)
    sure = stability(variety, one.counts, scores.place, one.part, method)
    for area, share in zip(one.kept["area"], sure.class_share, strict=True):
        yield _BY_AREA, str(area), float(share)


def _compared(
    keys: tuple[str, str], first: Mapping[date, Applied], second: Mapping[date, Applied]
) -> pl.DataFrame:
    days = sorted(set(first) & set(second))
    if not days:
        return pl.DataFrame(schema=CHECK_COLUMNS)
    pair = first[days[-1]], second[days[-1]]
    shared = sorted(set(pair[0].kept["area"]) & set(pair[1].kept["area"]))
    if len(shared) < 3:
        return pl.DataFrame(schema=CHECK_COLUMNS)
    here, there = (_of(one, shared) for one in pair)
    names = [[single.name.de for single in one.part.classes] for one in pair]
    found = compare_index(here, there, (len(names[0]), len(names[1])))
    rows = [] if np.isnan(found.spearman) else [("spearman_with", keys[1], found.spearman)]
    rows += [
        ("areas_in_classes", f"{a}{_BETWEEN}{b}", float(found.crosstab[i, k]))
        for i, a in enumerate(names[0])
        for k, b in enumerate(names[1])
    ]
    schema = {name: CHECK_COLUMNS[name] for name in ("check", "item", "value")}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.select(
        pl.lit(keys[0]).alias("index"), pl.lit(days[-1]).alias("reference_date"), pl.all()
    )


def _of(one: Applied, areas: list[str]) -> Scores:
    """The scores of some areas."""
    place = {area: i for i, area in enumerate(one.kept["area"])}
    at = np.array([place[area] for area in areas])
    scores = one.scores
    if scores is None:
        raise ValueError("only scored dates are compared")
    return Scores(
        z=scores.z[at],
        dimensions={},
        total=scores.total[at],
        index=scores.index[at],
        place=scores.place[at],
    )
