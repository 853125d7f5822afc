"""Definitions: who is meant by each group, who deviates from it, and the two population figures."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kreisblick.base.language import NARROW_SPACE, format_change, format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.products.figures import concept_title, say
from kreisblick.products.model import BundleLike
from kreisblick.products.report.definition import Populations
from kreisblick.products.report.scene import Scene
from kreisblick.products.wording import Figure, signed_cell, value_cell

__all__ = ["definition_list", "population_table"]


def definition_list(bundle: BundleLike, scene: Scene) -> dict[str, Any]:
    """Every concept behind the report's figures, with deviations and bridges; all in words."""
    concepts: Mapping[str, Any] = bundle.concepts.get("concepts", {})
    used = _used(bundle, scene)
    ordered = sorted(concepts, key=lambda key: (str(concepts[key]["group"]), key))
    return {
        "concepts": [
            {
                "group": str(concepts[key]["group"]),
                "title": concept_title(bundle, key),
                "counted": say(concepts[key]["counted"]),
                "not_counted": say(concepts[key]["not_counted"]),
                "source": str(concepts[key]["source"]),
                "differs": say(concepts[key].get("differs") or ""),
                "used": ", ".join(used.get(key, ())),
                "deviations": _deviations(bundle, key),
            }
            for key in ordered
        ],
        "bridges": [_bridge(bundle, one) for one in bundle.concepts.get("bridges", ())],
        "left_out": list(bundle.report.get("left_out", ())),
    }


def _used(bundle: BundleLike, scene: Scene) -> dict[str, list[str]]:
    """Reference → titles of the indicators that count by it."""
    found: dict[str, list[str]] = {}
    for key, one in scene.figures.described.items():
        reference = str(bundle.indicator_definitions[key]["definition"])
        found.setdefault(reference, []).append(one.title)
    return found


def _deviations(bundle: BundleLike, reference: str) -> list[str]:
    """What suppliers do otherwise than a concept says, each with its days."""
    found = []
    for one in bundle.concepts.get("deviations", ()):
        if one["concept"].partition("/")[0] != reference.partition("/")[0]:
            continue
        key = str(one["source"]).partition("/")[0]
        office = say(bundle.suppliers.get(key, {}).get("title", key))
        days = _days(one.get("since"), one.get("until"))
        found.append(
            _("{office}{days}: {differs}").format(
                office=office, days=days, differs=say(one["differs"])
            )
        )
    return found


def _days(since: str | None, until: str | None) -> str:
    words = ""
    if since:
        words += _(" since {day}").format(day=format_date(date.fromisoformat(since)))
    if until:
        words += _(" until before {day}").format(day=format_date(date.fromisoformat(until)))
    return words


def _bridge(bundle: BundleLike, one: Mapping[str, Any]) -> str:
    kinds = {
        "identical": _("count as the same"),
        "break": _("stand in one series with a gap"),
        "factor": _("are converted by the factor {factor}"),
    }
    said = kinds[str(one["kind"])].format(factor=format_decimal(one.get("factor") or 1, 2))
    return _("“{one}” and “{other}” {said} ({body}, {day}): {reason}").format(
        one=concept_title(bundle, one["from"]),
        other=concept_title(bundle, one["to"]),
        said=said,
        body=one["agreed_by"],
        day=format_date(date.fromisoformat(one["since"])),
        reason=say(one["reason"]),
    )


def population_table(
    bundle: BundleLike, scene: Scene, chosen: Populations | None
) -> dict[str, Any] | None:
    """Register and official update side by side, municipality by municipality.

    None where the bundle does not hold both for one date.
    """
    if chosen is None or not {chosen.register_, chosen.official} <= set(scene.figures.described):
        return None
    day = _last_day(scene, chosen)
    if day is None:
        return None
    pairs = [
        (one, scene.figures.get(chosen.official, one.area, day))
        for level in ("municipality", "district")
        for one in scene.figures.of(chosen.register_, level, day)
    ]
    return {
        "subtitle": _("People, {day}").format(day=format_date(day)),
        "head": [_("municipality"), _("resident register"), _("official update"), _("difference")],
        "rows": [_row(one, other) for one, other in pairs],
        "used": _whole_of(bundle, scene, chosen),
    }


def _last_day(scene: Scene, chosen: Populations) -> date | None:
    """The last date at which some municipality has both figures."""
    for day in reversed(scene.figures.dates):
        for one in scene.figures.of(chosen.register_, "municipality", day):
            other = scene.figures.get(chosen.official, one.area, day)
            if one.value is not None and other is not None and other.value is not None:
                return day
    return None


def _row(one: Figure, other: Figure | None) -> list[str]:
    cells = [one.name, value_cell(one), value_cell(other)]
    if one.value is None or other is None or other.value is None:
        return [*cells, ""]
    if not other.value:
        return [*cells, signed_cell(one.value - other.value, one.unit)]
    share = format_change(100 * (one.value - other.value) / other.value)
    difference = signed_cell(one.value - other.value, one.unit)
    return [*cells, f"{difference} ({share}{NARROW_SPACE}%)"]


def _whole_of(bundle: BundleLike, scene: Scene, chosen: Populations) -> str:
    """Which indicators are divided by the official figure; the others by the register's."""
    official = bundle.indicator_definitions[chosen.official]["numerator"]["cube"]
    titles = [
        one.title
        for key, one in scene.figures.described.items()
        if (below := bundle.indicator_definitions[key].get("denominator"))
        and below["cube"] == official
    ]
    return _titles(titles)


def _titles(titles: Sequence[str]) -> str:
    if not titles:
        return _("All shares of this report are divided by the register's figure.")
    return _(
        "Divided by the official figure: {titles}. All other shares are divided by the register's "
        "figure, or by a group of their own source."
    ).format(titles=", ".join(titles))
