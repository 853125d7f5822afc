"""A figure with everything a sentence about it must know, and all figures of a bundle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kreisblick.products.figures import Described, describe_indicators, released_figures
from kreisblick.products.limits import read_wording, stands_out, swings
from kreisblick.products.model import BundleLike

__all__ = ["Figure", "Figures", "gather_figures"]

AREA, TOWN = "planning_area", "municipality"
UNSHOWN = ("suppressed", "withheld_by_source", "by_choice")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One indicator of one area at one date; numbers are None unless ``state`` has them.

    Attributes:
        state: ``counted, estimated, suppressed, by_choice, withheld_by_source, not_delivered,
            not_covered, not_comparable, cannot_exist``.
        smoothed, smoothed_near: the value with the chance of few people taken out of it, drawn
            towards all areas or towards the neighbours; for colours and orders, never printed
            in the value's place.
        significance: ``above, below, same, unknown`` against the district.
        significance_municipal: the same against the rest of the own municipality.
        change_significance: ``up, down, same, unknown`` against ``change_from``.
        kind, unit: of the indicator's definition.
        code: of a category, as its office writes it; empty for numbers.
    """

    indicator: str
    reference_date: date
    level: str
    area: str
    name: str
    municipality: str | None
    state: str
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    municipal_mean: float | None
    district_mean: float | None
    deviation_municipal: float | None
    deviation_district: float | None
    significance: str
    change: float | None
    change_from: date | None
    change_significance: str
    coverage: float | None
    kind: str
    unit: str
    code: str = ""
    smoothed: float | None = None
    smoothed_near: float | None = None
    significance_municipal: str = "unknown"

    @property
    def steady(self) -> float | None:
        """What colours and orders: the smoothed value, or the value where nothing is smoothed."""
        return self.value if self.value is None or self.smoothed is None else self.smoothed

    @property
    def unstable(self) -> bool:
        """Whether the interval is so wide that single people move the value."""
        return swings(self.value, self.lower, self.upper)

    @property
    def stand(self) -> str:
        """How it stands beside the district, as boldly as size and test allow.

        ``above, below`` where the difference is sure and clear, ``little_above, little_below``
        where it is sure but small, ``same`` where it is not sure, ``unknown`` where untested.
        """
        return self._stand(self.significance, self.district_mean)

    @property
    def stand_municipal(self) -> str:
        """The same beside the own municipality."""
        return self._stand(self.significance_municipal, self.municipal_mean)

    def _stand(self, significance: str, mean: float | None) -> str:
        if significance not in {"above", "below"} or self.value is None or mean is None:
            return significance
        of_all = self.kind == "share" and self.unit == "percent"
        clear = stands_out(self.value, mean, percent=of_all)
        return significance if clear else f"little_{significance}"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All figures of a bundle on the report's generation.

    Attributes:
        dates: reference dates, ascending.
        described: what catalogue says of each indicator, in the report's order.
        by_key: ``(indicator, date, area)`` to figure.
        rows: all figures, as the exports order them.
    """

    dates: tuple[date, ...]
    described: Mapping[str, Described]
    by_key: Mapping[tuple[str, date, str], Figure]
    rows: Sequence[Figure]

    def of(self, indicator: str, level: str, day: date) -> list[Figure]:
        """The figures of one indicator, level and date, by municipality and name."""
        return list(self._groups.get((indicator, level, day), ()))

    def get(self, indicator: str, area: str, day: date) -> Figure | None:
        """One figure, or None where the indicator is not given for this level."""
        return self.by_key.get((indicator, day, area))

    def last_date(self, indicator: str) -> date:
        """The latest date at which any area has a number; the last of all dates without."""
        return self._last_dates.get(indicator, self.dates[-1])

    def told_level(self, described: Described) -> str:
        """The finest level whose areas are mostly shown: maps and sentences speak of its areas.

        Planning areas, unless the indicator has none, or more of them are hidden than
        ``areas_shown_from`` allows while the municipalities have figures.
        """
        if AREA not in described.levels:
            return TOWN
        if TOWN not in described.levels:
            return AREA
        rows = self.of(described.key, AREA, self.last_date(described.key))
        shown = sum(row.value is not None for row in rows)
        hidden = sum(row.state in UNSHOWN for row in rows)
        return AREA if shown >= read_wording().areas_shown_from * (shown + hidden) else TOWN

    def themes(self) -> dict[str, list[Described]]:
        """Themes in the catalogue's order with their indicators."""
        found: dict[str, list[Described]] = {}
        for described in self.described.values():
            found.setdefault(described.theme, []).append(described)
        return found

    # asked for every line of every product: looked up, not searched
    @cached_property
    def _groups(self) -> Mapping[tuple[str, str, date], Sequence[Figure]]:
        found: dict[tuple[str, str, date], list[Figure]] = {}
        for row in self.rows:
            found.setdefault((row.indicator, row.level, row.reference_date), []).append(row)
        return found

    @cached_property
    def _last_dates(self) -> Mapping[str, date]:
        found: dict[str, date] = {}
        for row in self.rows:
            if row.value is not None:
                day = row.reference_date
                found[row.indicator] = max(found.get(row.indicator, day), day)
        return found


def gather_figures(bundle: BundleLike) -> Figures:
    """The released figures of a bundle with names, states and units."""
    frame = released_figures(bundle)
    described = describe_indicators(bundle)
    frame = frame.filter(generation=str(bundle.report["generation"]))
    codes = {key: _codes(bundle, key) for key in described}
    rows = [
        _figure(row, bundle.indicator_definitions[row["indicator"]], codes[row["indicator"]])
        for row in frame.iter_rows(named=True)
        if row["indicator"] in described
    ]
    return Figures(
        dates=tuple(sorted(_day(text) for text in bundle.report["dates"])),
        described=described,
        by_key={(row.indicator, row.reference_date, row.area): row for row in rows},
        rows=rows,
    )


def _codes(bundle: BundleLike, indicator: str) -> dict[float, str]:
    """Rank → code, where the indicator is of categories."""
    cube = bundle.cubes.get(bundle.indicator_definitions[indicator]["numerator"]["cube"], {})
    return {float(one["rank"]): str(one["code"]) for one in cube.get("classes", ())}


def _figure(
    row: Mapping[str, Any], definition: Mapping[str, Any], codes: Mapping[float, str]
) -> Figure:
    return Figure(
        **{name: row[name] for name in _PLAIN},
        reference_date=_day(row["reference_date"]),
        change_from=_day(row["change_from"]) if row["change_from"] else None,
        name=row["area_name"] or row["area"],
        significance=row["significance"] or "unknown",
        significance_municipal=row["significance_municipal"] or "unknown",
        change_significance=row["change_significance"] or "unknown",
        kind=str(definition["kind"]),
        unit=str(definition["unit"]),
        code=codes.get(row["value"], ""),
    )


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


_PLAIN = (
    "indicator", "level", "area", "municipality", "state", "numerator", "denominator", "value",
    "lower", "upper", "smoothed", "smoothed_near", "municipal_mean", "district_mean",
    "deviation_municipal", "deviation_district", "change", "coverage",
)  # fmt: skip
