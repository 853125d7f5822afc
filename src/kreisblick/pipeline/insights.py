"""Say: what people said about areas, with their consent, beside the numbers and never in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.pipeline.counting import Counting, frame_of
from kreisblick.pipeline.together import joined_areas
from kreisblick.products.wording import words_to_avoid_in
from kreisblick.sealed.intake import AcceptedDelivery
from kreisblick.sealed.mapping import Grain
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["Insights", "gather_insights"]

AGREED = "yes"


@dataclass(frozen=True, kw_only=True)
class Insights:
    """What is printed, and what is not.

    Attributes:
        said: ``area, level, municipality, told_on, source, text, theme, print_until``, plain
            values; days as ISO text.
        notes: what was left out and why, in words that repeat nothing of it.
    """

    said: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]


def gather_insights(
    counting: Counting, accepted: Sequence[AcceptedDelivery], as_of: date
) -> Insights:
    """The insights of the latest list of every product, as they may be printed on a day.

    Only the latest list counts: what is no longer in it, or no longer agreed to, is gone.
    """
    joined = joined_areas(counting.ground.workspace)
    found = [
        {**row, "area": joined.get(row["area"], row["area"])}
        for row in _latest_rows(counting, accepted)
    ]
    themes = {item.theme for item in counting.ground.indicators.values()}
    known = set(counting.ground.report_territory.areas["area"])
    agreed = [row for row in found if row["consent"] == AGREED]
    timely = [row for row in agreed if row["print_until"] is None or row["print_until"] > as_of]
    placed = [row for row in timely if row["area"] in known]
    strange = sorted(
        {row["theme"] for row in placed if row["theme"] and row["theme"] not in themes}
    )
    return Insights(
        said=tuple(_said(row, counting) for row in _sorted(placed)),
        notes=(
            *_without_consent(len(found) - len(agreed)),
            *_expired(len(agreed) - len(timely), as_of),
            *_nowhere(len(timely) - len(placed)),
            *(_strange(theme) for theme in strange),
            *_avoided(str(row["text"]) for row in placed),
        ),
    )


def _latest_rows(
    counting: Counting, accepted: Sequence[AcceptedDelivery]
) -> Iterator[dict[str, Any]]:
    latest: dict[tuple[str, str], AcceptedDelivery] = {}
    for delivery in sorted(accepted, key=lambda one: one.reference_date):
        if delivery.grain == Grain.INSIGHT:
            latest[delivery.supplier, delivery.product] = delivery
    for _name, delivery in sorted(latest.items()):
        yield from frame_of(counting.store, delivery).iter_rows(named=True)


def _sorted(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest first, then by place; the order of rows in the file never matters."""
    by_place = sorted(rows, key=lambda row: (row["area"], row["source"], row["text"]))
    return sorted(by_place, key=lambda row: row["told_on"], reverse=True)


def _said(row: dict[str, Any], counting: Counting) -> dict[str, Any]:
    parents = counting.ground.report_territory.parents
    own = {
        AreaLevel.PLANNING_AREA.value: parents.get(row["area"]),
        AreaLevel.MUNICIPALITY.value: row["area"],
    }
    until = row["print_until"]
    return {
        "area": row["area"],
        "level": row["level"],
        "municipality": own.get(row["level"]),
        "told_on": row["told_on"].isoformat(),
        "source": row["source"],
        "text": row["text"],
        "theme": row["theme"] or "",
        "print_until": None if until is None else until.isoformat(),
    }


def _without_consent(count: int) -> Iterator[str]:
    if count == 1:
        yield _("One insight is not printed: its consent is missing or was withdrawn.")
    elif count:
        words = _("{count} insights are not printed: their consent is missing or was withdrawn.")
        yield words.format(count=format_count(count))


def _expired(count: int, as_of: date) -> Iterator[str]:
    if count:
        words = _("Insights that could be printed only until before {day}: {count}.")
        yield words.format(count=format_count(count), day=format_date(as_of))


def _nowhere(count: int) -> Iterator[str]:
    if count:
        words = _("Insights about areas that the report's generation does not have: {count}.")
        yield words.format(count=format_count(count))


def _avoided(texts: Iterable[str]) -> Iterator[str]:
    """Words that run places or people down: quoted as said, but somebody should ask back."""
    found = sorted({one.word for text in texts for one in words_to_avoid_in(text)})
    if found:
        words = _(
            "Insights with words that may hurt: {words}. Ask whether it can be said otherwise."
        )
        yield words.format(words=", ".join(found))


def _strange(theme: str) -> str:
    words = _(
        "Insights under the theme '{theme}' stand in the profiles only: the report has no such "
        "chapter."
    )
    return words.format(theme=theme)
