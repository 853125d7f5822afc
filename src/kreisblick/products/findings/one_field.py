"""One field: places that stand out far in a single field, and that no finding names.

A finding needs burdens of several fields; a place with one heavy burden would appear nowhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from pydantic import Field

from kreisblick.base.definitions import Definition
from kreisblick.base.language import translate as _
from kreisblick.products.figures import say
from kreisblick.products.findings.places import by_town, placed
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import Figure, Figures, gather_figures, write_value

__all__ = ["OneField", "one_field"]

TABLE = "findings"
DISTRICT = "district"
DIRECTION = {"lower_is_better": 1, "higher_is_better": -1}  # which way a high value weighs
WORSE = {1: "above", -1: "below"}
EASES = {1: "down", -1: "up"}
TESTED = {"share", "rate"}


class OneField(Definition):
    """From how far off a single field is worth a line.

    Attributes:
        burden: how many times as much burden as in the district (1.5: half as much again).
        strength: how many times less.
    """

    burden: float = Field(gt=1)
    strength: float = Field(gt=1)


def one_field(bundle: BundleLike, rule: OneField) -> dict[str, list[dict[str, Any]]]:
    """Places with one heavy burden and places with one great strength, by municipality and name.

    A place is named with its farthest indicator where the difference from the district is sure,
    at least as far as the rule says, not surely closing, and no finding of that kind (several
    burdens; strengths) names the place already.

    Returns:
        ``burdens, strengths``: as the findings' places, each item with its reason.
    """
    told, figures = bundle.derived(TABLE), gather_figures(bundle)
    heavy, good = (set(told.filter(kind=kind)["area"]) for kind in ("need", "strength"))
    rows = list(_farthest(bundle, figures, (1, rule.burden), heavy))
    good_rows = list(_farthest(bundle, figures, (-1, rule.strength), good))
    return {"burdens": _places(bundle, rows), "strengths": _places(bundle, good_rows)}


def _farthest(
    bundle: BundleLike, figures: Figures, sought: tuple[int, float], named: set[str]
) -> Iterator[dict[str, Any]]:
    """The farthest indicator of every place that is not named yet.

    ``sought`` is 1 for burdens or -1 for strengths, and from how far off.
    """
    sign, least = sought
    found: dict[str, tuple[float, Figure]] = {}
    for row in figures.rows:
        reading = str(bundle.indicator_definitions[row.indicator]["reading"])
        direction = DIRECTION.get(reading, 0)
        new = row.area not in named and row.reference_date == figures.dates[-1]
        if not new or not _sure(row, sign * direction):
            continue
        far = _burden(row, direction) ** sign
        if far >= least and far > found.get(row.area, (0.0, row))[0]:
            found[row.area] = far, row
    for _far, row in found.values():
        yield {"area": row.area, "level": row.level, "reason": _reason(bundle, row)}


def _sure(row: Figure, way: int) -> bool:
    """Whether the difference weighs this way for sure and is not surely closing."""
    return (
        way != 0
        and row.level != DISTRICT
        and row.kind in TESTED
        and bool(row.value)
        and bool(row.district_mean)
        and row.significance == WORSE[way]
        and row.change_significance != EASES[way]
    )


def _burden(row: Figure, direction: int) -> float:
    """How many times as burdened as the district, as findings measure it.

    Where a high share is wanted, those who are not in it are compared.
    """
    value, mean = row.value or 0.0, row.district_mean or 0.0
    if direction > 0:
        return value / mean
    if row.kind != "share":
        return mean / value
    per = 1000 if row.unit == "per_1000" else 100
    return (per - value) / (per - mean) if value < per and mean < per else 1.0


def _reason(bundle: BundleLike, row: Figure) -> str:
    return _("{title} ({value} against {mean}).").format(
        title=say(bundle.indicator_definitions[row.indicator]["title"]),
        value=write_value(row.value or 0, row.unit, row.denominator),
        mean=write_value(row.district_mean or 0, row.unit),
    )


def _places(bundle: BundleLike, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    columns = {"area": pl.String, "level": pl.String, "reason": pl.String}
    return by_town(placed(bundle, pl.DataFrame(rows, schema=columns)), _items)


def _items(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{"reason": str(row["reason"])} for row in rows]
