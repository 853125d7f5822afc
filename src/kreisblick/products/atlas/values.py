"""The values of one indicator for the explorer: every number with the words it is told in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.products.atlas.maps import map_keys, said_of, shown_at, step_of, study_breaks
from kreisblick.products.atlas.places import span_words
from kreisblick.products.atlas.rows import used_signs, write_row
from kreisblick.products.drawing.axis import axis_around, axis_from_zero
from kreisblick.products.figures import Described
from kreisblick.products.wording import (
    Figure,
    comparison_sentence,
    rank_borders,
    smoothed_sentence,
    value_cell,
    write_round,
    write_value,
)

__all__ = ["LEVELS", "changed_from", "values_of"]

LEVELS = ("planning_area", "municipality")
TICKS = 5


def values_of(
    one: Described,
    rows: Sequence[Figure],
    answer: Callable[[Sequence[Figure]], list[str]],
    *,
    classes: int,
    titles: Sequence[str] = (),
    ranking: bool = False,
) -> dict[str, Any]:
    """All released values of an indicator, told in the reader's language.

    Args:
        one: the indicator.
        rows: its figures, all dates and levels.
        answer: says what figures of one date tell, in sentences.
        classes: steps of a map.
        titles: the classes of an indicator of categories.
        ranking: whether places among all areas are told, with their span.

    Returns:
        ``dates``: date → area → what is shown of it: ``[words, cell, value, lower, upper,
        smoothed value where there is one, colour step, interval, compared with the municipality,
        compared with the district, change, sentence, marks]``. A figure without a number is its
        state and nothing else. ``scales``: level → class borders, their words, an axis from
        zero, one near the values.
        ``told``: date → sentences and remarks.
    """
    levels = [level for level in LEVELS if any(row.level == level for row in rows)]
    borders = {
        level: rank_borders(titles) or study_breaks(rows, classes, level) for level in levels
    }
    sentences: dict[str, int] = {}
    dates: dict[str, dict[str, list[Any]]] = {}
    for figure in rows:
        breaks = borders.get(figure.level, ())
        entry = _entry(figure, breaks, sentences)
        dates.setdefault(figure.reference_date.isoformat(), {})[figure.area] = entry
    days = sorted({row.reference_date for row in rows}, reverse=True)
    own = {day: [row for row in rows if row.reference_date == day] for day in days}
    return {
        "indicator": one.key,
        "levels": levels,
        "scales": {k: _scale(k, rows, borders[k], titles) for k in levels},
        "told": {day.isoformat(): _told(one, own[day], answer) for day in days},
        "breaks": _breaks(one),
        "sentences": list(sentences),
        "dates": dates,
        **({"places": {d.isoformat(): span_words(own[d]) for d in days}} if ranking else {}),
    }


def changed_from(own: Sequence[Figure]) -> date | None:
    """The date that changes are counted from; None where there are none."""
    days = [figure.change_from for figure in own if figure.change_from is not None]
    return max(days, default=None)


def _entry(figure: Figure, breaks: tuple[float, ...], sentences: dict[str, int]) -> list[Any]:
    if figure.value is None:
        return [figure.state]
    row = write_row(figure)
    steady = None if figure.smoothed is None else _number(figure.smoothed)
    return [
        said_of(figure),
        value_cell(figure),
        _number(figure.value),
        _number(figure.lower),
        _number(figure.upper),
        steady,
        step_of(figure.steady, breaks) if figure.level in LEVELS else None,
        row.interval,
        row.municipal,
        row.district,
        row.change,
        _sentence(figure, sentences),
        ("u" if figure.unstable else "") + ("e" if figure.state == "estimated" else ""),
    ]


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _sentence(figure: Figure, sentences: dict[str, int]) -> int | None:
    """Place of the sentence about the figure; value and mean are left open, to tell it once."""
    told = comparison_sentence(figure)
    if not told or figure.level == "district":
        return None
    value, mean = _pair(figure)
    open_ = told.replace(value, "{value}", 1).replace(mean, "{mean}", 1)
    filled = open_.replace("{value}", value).replace("{mean}", mean)
    known = open_ if filled == told and "{mean}" in open_ else told
    return sentences.setdefault(known, len(sentences))


def _pair(figure: Figure) -> tuple[str, str]:
    value = write_value(figure.value or 0, figure.unit, figure.denominator)
    return value, write_value(figure.district_mean or 0, figure.unit)


def _scale(
    level: str, rows: Sequence[Figure], breaks: tuple[float, ...], titles: Sequence[str]
) -> dict[str, Any]:
    shown = shown_at(rows, level)
    keys = map_keys({}, breaks, shown[0].unit, titles)
    edges = _edges(rows, shown)
    ranks = [[rank, title] for rank, title in enumerate(titles, start=1)]
    return {
        "breaks": list(breaks),
        "classes": [[key.style, key.words] for key in keys],
        "axis": ranks or _ticks(axis_from_zero(edges, 0, 1, TICKS).ticks, shown[0].unit),
        "near": ranks or _ticks(axis_around(edges, 0, 1, TICKS).ticks, shown[0].unit),
    }


def _edges(rows: Sequence[Figure], shown: Sequence[Figure]) -> list[float | None]:
    """What an axis must hold: values with intervals; of counts not the district's own."""
    wider = [] if shown[0].kind == "count" else [row for row in rows if row.level not in LEVELS]
    return [v for row in (*shown, *wider) for v in (row.value, row.lower, row.upper)]


def _ticks(ticks: Sequence[float], unit: str) -> list[list[Any]]:
    return [[tick, write_round(tick, unit)] for tick in ticks]


def _told(
    one: Described, own: Sequence[Figure], answer: Callable[[Sequence[Figure]], list[str]]
) -> dict[str, Any]:
    day, before = own[0].reference_date, changed_from(own)
    means = (row for row in own if row.district_mean is not None)
    mean = next((write_value(row.district_mean or 0, row.unit) for row in means), "")
    written = [write_row(row) for row in own]
    smoothed = {level: smoothed_sentence(shown_at(own, level)) for level in LEVELS}
    return {
        "text": format_date(day),
        "before": format_date(before) if before else "",
        "answer": answer(own),
        "remarks": one.told_with_change(day, before),
        "smoothed": {level: words for level, words in smoothed.items() if words},
        "signs": used_signs(written, own),
        "mean": mean,
    }


def _breaks(one: Described) -> list[Mapping[str, Any]]:
    """Dates that may not be joined with the date before, for which municipalities, and why."""
    return [
        {"day": max(remark.dates).isoformat(), "towns": list(remark.towns), "words": remark.text}
        for remark in one.remarks
        if remark.kind == "break" and remark.dates
    ]
