"""Explain: where a published figure comes from; it is computed again and compared."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.base.lineage import Lineage
from kreisblick.pipeline.explain_sealed import SealedReason, sealed_reasons
from kreisblick.pipeline.explain_standard import standard_weights, standardised_again
from kreisblick.pipeline.explanation import Explanation, Side
from kreisblick.pipeline.ground import prepare
from kreisblick.pipeline.recount import Recount
from kreisblick.pipeline.workspace import Workspace
from kreisblick.products.figures import released_figures
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
            recomputed=self._again(definition, row, day, sides) if sides else None,
            state=self._state(area, indicator, day),
            withheld=withheld,
            sides=sides,
            sealed=self._sealed(definition, area, day) if withheld and sealed else (),
        )

    def _again(
        self, definition: dict[str, Any], row: dict[str, Any], day: date, sides: Sequence[Side]
    ) -> float | None:
        if not definition.get("standardise"):
            return _divide(sides, _factor(definition))
        last = date.fromisoformat(str(self.bundle.report["dates"][-1]))
        district = self.bundle.indicators.filter(
            indicator=row["indicator"], level=AreaLevel.DISTRICT.value, reference_date=last
        ).row(0, named=True)
        weights = standard_weights(
            definition,
            self.recount.ground.workspace,
            lambda: self._groups(definition, district, last),
        )
        return standardised_again(self._groups(definition, row, day), weights, _factor(definition))

    def _groups(
        self, definition: dict[str, Any], row: dict[str, Any], day: date
    ) -> list[list[float | None]]:
        """Numerator and denominator of each group, recounted."""
        strata = definition["standardise"]["strata"]
        return [[s.recounted for s in self._sides({**definition, **o}, row, day)] for o in strata]

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
