"""Explain: where a published figure comes from; it is computed again and compared."""

import math
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import format_count, format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.base.lineage import Lineage
from kreisblick.pipeline.explain_sealed import SealedReason, sealed_reasons
from kreisblick.pipeline.ground import prepare
from kreisblick.pipeline.recount import Recount
from kreisblick.pipeline.workspace import Workspace
from kreisblick.products.exports import released_figures
from kreisblick.products.wording import read_signs
from kreisblick.protection.advice import joined_key
from kreisblick.protection.bundle import Bundle, open_bundle
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import Slice
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["Explainer", "Explanation", "Side", "UnknownFigureError", "explainer"]


class UnknownFigureError(KreisblickError):
    """There is no such figure in the last bundle."""

    def __init__(self, area: str, indicator: str, day: date) -> None:
        super().__init__(
            _(
                "There is no figure '{indicator}' for '{area}' at {day} in the last bundle. "
                "Compare the keys with data/indicators.csv."
            ).format(indicator=indicator, area=area, day=format_date(day))
        )


@dataclass(frozen=True, kw_only=True)
class Side:
    """Numerator or denominator: what was published, what the deliveries give, whence it came."""

    name: str
    cube: str
    slice: str
    published: float | None
    recounted: float | None
    rows: dict[str, int]
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A figure, its sides, and whether the recomputed value is the published one.

    Attributes:
        state: the typed marker of the figure, as in every product.
        withheld: the figure is not shown; then nothing is recomputed.
        sealed: why, for the sealed zone; empty unless asked for.
    """

    area: str
    indicator: str
    reference_date: date
    value: float | None
    recomputed: float | None
    state: str
    withheld: bool
    sides: tuple[Side, ...]
    sealed: tuple[SealedReason, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether recomputed and published are the same."""
        if self.withheld:
            return True
        pairs = [(self.value, self.recomputed), *((s.published, s.recounted) for s in self.sides)]
        return all(_same(a, b) for a, b in pairs)

    def lines(self) -> list[str]:
        """The explanation in words."""
        head = f"{self.indicator}, {self.area}, {format_date(self.reference_date)}"
        if self.withheld:
            sign = read_signs().signs[self.state]
            words = _("Not shown: {sign} {words}").format(sign=sign.sign, words=sign.words)
            return [head, words, *_sealed_lines(self.sealed)]
        found = [head, _("Published: {value}").format(value=_number(self.value))]
        for side in self.sides:
            found += [
                f"  {_side_name(side.name)}: {_number(side.published)}",
                f"    {side.cube} [{side.slice}]",
                *(f"    {name}: {format_count(rows)}" for name, rows in side.rows.items()),
                *(f"    {step}" for step in side.steps),
            ]
        word = _("equal") if self.equal else _("DIFFERENT")
        again = _("Recomputed from the deliveries: {value} ({word})")
        return [*found, again.format(value=_number(self.recomputed), word=word)]


@dataclass(frozen=True, kw_only=True)
class Explainer:
    """Explains figures of one workspace; deliveries are read once."""

    bundle: Bundle
    recount: Recount
    lineage: Lineage = field(repr=False)

    def explain(self, area: str, indicator: str, day: date, *, sealed: bool = False) -> Explanation:
        """One figure; ``sealed`` also says which rule hides it and what needs it.

        Raises:
            UnknownFigureError: when the last bundle does not know it.
        """
        found = self.bundle.indicators.filter(
            (pl.col("area") == area)
            & (pl.col("indicator") == indicator)
            & (pl.col("reference_date") == day)
        )
        if found.is_empty():
            raise UnknownFigureError(area, indicator, day)
        row = found.row(0, named=True)
        definition = self.bundle.indicator_definitions[indicator]
        withheld = row["value"] is None
        sides = () if withheld else tuple(self._sides(definition, row, day))
        return Explanation(
            area=area,
            indicator=indicator,
            reference_date=day,
            value=row["value"],
            recomputed=_divide(sides, _factor(definition)) if sides else None,
            state=self._state(area, indicator, day),
            withheld=withheld,
            sides=sides,
            sealed=self._sealed(definition, area, day) if withheld and sealed else (),
        )

    def _state(self, area: str, indicator: str, day: date) -> str:
        """The marker that every product shows."""
        figures = released_figures(self.bundle).filter(
            (pl.col("area") == area)
            & (pl.col("indicator") == indicator)
            & (pl.col("reference_date") == day)
        )
        return str(figures["state"].item())

    def _sealed(self, definition: dict[str, Any], area: str, day: date) -> tuple[SealedReason, ...]:
        sides = [definition[n] for n in ("numerator", "denominator") if definition.get(n)]
        counts = {side["cube"]: side["slice"] for side in sides}
        store = SealedStore(self.recount.ground.workspace.sealed)
        return tuple(sealed_reasons(store, self.bundle, counts, area, day))

    def _sides(self, definition: dict[str, Any], row: dict[str, Any], day: date) -> Iterator[Side]:
        named = {n: definition[n] for n in ("numerator", "denominator") if definition.get(n)}
        cubes = [part["cube"] for part in named.values()]
        common = self.recount.common_towns(cubes, day) - self._out(cubes)
        compared = _Compared.of(definition, day)
        towns = common - compared.apart if row["level"] == AreaLevel.DISTRICT.value else None
        for name, part in named.items():
            published = row[name] if row[name] is not None else row["value"]
            yield Side(
                name=name,
                cube=part["cube"],
                slice=part["slice"],
                published=published,
                recounted=self._count(part, day, row["area"], towns, compared.factors[name]),
                rows=self.recount.rows(part["cube"], day),
                steps=self._steps(part["cube"], day),
            )

    def _out(self, cubes: Sequence[str]) -> frozenset[str]:
        """Municipalities that take no part in these counts."""
        return frozenset(
            one["municipality"]
            for one in self.bundle.report.get("choices", ())
            if one["shows"] == "none" and (one["cubes"] is None or set(cubes) & set(one["cubes"]))
        )

    def _count(
        self,
        part: dict[str, Any],
        day: date,
        area: str,
        towns: frozenset[str] | None,
        factors: dict[str, float],
    ) -> float | None:
        """A count once more; where a source is scaled, each municipality by its own factor."""
        question = _slice(part["slice"])
        members = self._members(area)
        if members:
            parts = [self._count(part, day, one, towns, factors) for one in members]
            there = [one for one in parts if one is not None]
            return sum(there) if len(there) == len(parts) else None
        if not factors:
            return self.recount.count(part["cube"], question, day, area, towns)
        if towns is None:
            own = self.recount.count(part["cube"], question, day, area)
            owner = self.recount.ground.report_territory.parents.get(area)
            return None if own is None else own * factors.get(area, factors.get(owner or "", 1.0))
        found = [
            (town, self.recount.count(part["cube"], question, day, town)) for town in sorted(towns)
        ]
        known = [factors.get(town, 1.0) * own for town, own in found if own is not None]
        return sum(known) if len(known) == len(found) else None

    def _members(self, area: str) -> list[str]:
        """The single areas of a joined one; none of others."""
        groups = self.bundle.report.get("together", ())
        return next((list(one) for one in groups if joined_key(one) == area), [])

    def _steps(self, cube: str, day: date) -> tuple[str, ...]:
        chain = self.lineage.back_from(f"protect {cube} {day.isoformat()}")
        return tuple(f"{step.key} [{step.output[:12]}]" for step in chain)


@dataclass(frozen=True, kw_only=True)
class _Compared:
    """Whose counts stand apart from the others at a date, and by what others are scaled."""

    apart: frozenset[str]
    factors: dict[str, dict[str, float]]

    @classmethod
    def of(cls, definition: dict[str, Any], day: date) -> "_Compared":
        rows = [
            row
            for row in definition.get("compared", ())
            if row["reference_date"] == day.isoformat()
        ]
        return cls(
            apart=frozenset(row["municipality"] for row in rows if row["apart"]),
            factors={
                side: {
                    row["municipality"]: row[f"{side}_factor"]
                    for row in rows
                    if row[f"{side}_factor"] != 1
                }
                for side in ("numerator", "denominator")
            },
        )


@contextmanager
def explainer(workspace: Workspace) -> Iterator[Explainer]:
    """An explainer for the workspace's last bundle; its throw-away store is removed at the end."""
    bundle = open_bundle(workspace.current(workspace.bundles))
    with tempfile.TemporaryDirectory(dir=workspace.sealed) as folder:
        recount = Recount(ground=prepare(workspace), folder=Path(folder))
        lineage = Lineage.from_json(bundle.lineage)
        yield Explainer(bundle=bundle, recount=recount, lineage=lineage)


def _sealed_lines(reasons: Sequence[SealedReason]) -> list[str]:
    lines = []
    for one in reasons:
        lines.append(f"  {one.cube} [{one.slice}]: {one.line()}")
        if one.needed_by:
            lines.append("    " + _("If it were shown, these could be computed or narrowed down:"))
            lines += [f"      {name}" for name in one.needed_by]
    return lines


def _side_name(name: str) -> str:
    return _("numerator") if name == "numerator" else _("denominator")


def _slice(key: str) -> Slice:
    pairs = (part.split("=", 1) for part in key.split(";") if "=" in part)
    return Slice.of({name: codes.split("|") for name, codes in pairs})


def _factor(definition: dict[str, Any]) -> float:
    factors = {"percent": 100.0, "per_100": 100.0, "per_1000": 1000.0}
    return factors.get(str(definition["unit"]), 1.0)


def _divide(sides: Sequence[Side], factor: float) -> float | None:
    numbers = [side.recounted for side in sides]
    if numbers[0] is None or len(numbers) == 1:
        return numbers[0]
    below = numbers[1]
    return None if not below else factor * numbers[0] / below


def _same(published: float | None, again: float | None) -> bool:
    if published is None or again is None:
        return published is again
    return math.isclose(published, again, rel_tol=1e-9, abs_tol=1e-9)


def _number(value: float | None) -> str:
    if value is None:
        return "\u2013"
    return format_count(value) if float(value).is_integer() else format_decimal(value, 3)
