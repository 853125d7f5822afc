"""An invented district on a grid, whose true rates are known: counts are drawn, then computed."""

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import polars as pl

from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.findings import FindingsRequest, FindingsRules, shipped_rules
from kreisblick.statistics.indicators import IndicatorDefinition, Request, compute
from kreisblick.statistics.indices.combine import INDEX_COLUMNS

DATES = (date(2020, 12, 31), date(2022, 12, 31), date(2024, 12, 31))
DAY = DATES[-1]
NO_INDEX = pl.DataFrame(schema=INDEX_COLUMNS)
_CELL = {
    "cube": pl.String, "slice": pl.String, "reference_date": pl.Date, "generation": pl.String,
    "level": pl.String, "area": pl.String, "value": pl.Float64, "lower": pl.Float64,
    "upper": pl.Float64, "observation": pl.String, "confidentiality": pl.String,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class World:
    """Towns of equal size in rows of a grid; areas are neighbours when they share a side.

    Attributes:
        themes: of the indicators, one each; equal names are copies of one field.
        rates: dates × areas × indicators.
        people: of each area.
    """

    towns: int
    size: int
    themes: tuple[str, ...]
    rates: np.ndarray = field(repr=False)
    people: np.ndarray = field(repr=False)
    dates: tuple[date, ...] = DATES
    reading: str = "lower_is_better"
    kind: str = "share"
    hidden: frozenset[tuple[str, str]] = frozenset()

    @property
    def areas(self) -> list[str]:
        return [f"{town:02}{place:02}" for town in range(self.towns) for place in range(self.size)]

    @property
    def definitions(self) -> dict[str, IndicatorDefinition]:
        return {f"i{k}": self._definition(k, theme) for k, theme in enumerate(self.themes)}

    def _definition(self, place: int, theme: str) -> IndicatorDefinition:
        text = {"de": f"Kennzahl {place}"}
        return IndicatorDefinition.model_validate(
            {
                "title": text, "question": text, "theme": theme, "kind": self.kind,
                "unit": "percent" if self.kind == "share" else "per_1000",
                "reading": self.reading, "numerator": {"cube": f"n{place}"},
                "denominator": {"cube": "m"}, "formula": text, "text": text, "limits": ["x"],
                "definition": "x/1", "sources": ["x"], "legal_basis": "x", "rhythm": "yearly",
                "owner": "x", "sets": ["core"],
                "examples": [{"name": "x", "numerator": 1, "denominator": 2, "expect": 50.0}],
            }
        )  # fmt: skip

    def request(self, rules: FindingsRules | None = None) -> FindingsRequest:
        return FindingsRequest(
            definitions=self.definitions,
            areas=self._area_frame(),
            neighbours=self._neighbours(),
            dates=[self.dates[-1]],
            rules=rules or shipped_rules(),
        )

    def indicators(self, seed: int) -> pl.DataFrame:
        return compute(self.cells(seed), self.computed())

    def computed(self) -> Request:
        keys = ["m", *(f"n{place}" for place in range(len(self.themes)))]
        towns = [f"T{town:02}" for town in range(self.towns)]
        coverage = [(key, day, town) for key in keys for day in self.dates for town in towns]
        schema = {"cube": pl.String, "reference_date": pl.Date, "municipality": pl.String}
        cube = {"title": {"de": "x"}, "counts": "persons", "rules": "residents", "dimensions": []}
        return Request(
            definitions=self.definitions,
            cubes={key: CubeDefinition.model_validate(cube) for key in keys},
            areas=self._area_frame(),
            coverage=pl.DataFrame(coverage, schema=schema, orient="row"),
            dates=list(self.dates),
        )

    def cells(self, seed: int) -> pl.DataFrame:
        """Released cells of all levels; what is hidden is hidden in all that it is a part of."""
        random = np.random.default_rng(seed)
        people = np.broadcast_to(self.people[None, :, None], self.rates.shape).astype(np.int64)
        if self.kind == "share":
            counts = random.binomial(people, self.rates)
        else:
            counts = random.poisson(people * self.rates)
        frames = []
        for t, day in enumerate(self.dates):
            frames.append(self._levels("m", day, self.people.astype(float)))
            frames += [
                self._levels(f"n{k}", day, counts[t, :, k].astype(float))
                for k in range(len(self.themes))
            ]
        return pl.concat(frames)

    def _levels(self, cube: str, day: date, counts: np.ndarray) -> pl.DataFrame:
        towns = counts.reshape(self.towns, self.size).sum(axis=1)
        names = [*self.areas, *(f"T{town:02}" for town in range(self.towns)), "K"]
        levels = ["planning_area"] * counts.size + ["municipality"] * self.towns + ["district"]
        values = [*counts.tolist(), *towns.tolist(), float(counts.sum())]
        free = [(cube, name) not in self.hidden for name in names]
        return pl.DataFrame(
            {
                "cube": cube, "slice": "all", "reference_date": day, "generation": "g",
                "level": levels, "area": names,
                "value": [v if shown else None for v, shown in zip(values, free, strict=True)],
                "lower": None, "upper": None, "observation": "counted",
                "confidentiality": ["free" if shown else "suppressed" for shown in free],
            },
            schema=_CELL,
        )  # fmt: skip

    def _area_frame(self) -> pl.DataFrame:
        rows = [("g", area, area, "planning_area", f"T{area[:2]}") for area in self.areas]
        rows += [("g", f"T{t:02}", f"T{t:02}", "municipality", "K") for t in range(self.towns)]
        rows.append(("g", "K", "K", "district", None))
        names = ["generation", "area", "name", "level", "parent"]
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")

    def _neighbours(self) -> pl.DataFrame:
        pairs = []
        for town in range(self.towns):
            for place in range(self.size):
                for t, p in ((town, place + 1), (town + 1, place)):
                    if t < self.towns and p < self.size:
                        pairs.append((f"{town:02}{place:02}", f"{t:02}{p:02}"))
        rows = [("planning_area", *one) for a, b in pairs for one in ((a, b), (b, a))]
        schema = dict.fromkeys(("level", "area", "neighbour"), pl.String)
        return pl.DataFrame(rows, schema=schema, orient="row")

    def with_rate(self, area: str, indicator: int, rate: float, date_from: int = 0) -> "World":
        """The same world where one area's true rate is another from a date on."""
        rates = self.rates.copy()
        rates[date_from:, self.areas.index(area), indicator] = rate
        return replace(self, rates=rates)


def even(
    themes: tuple[str, ...] = ("Auskommen", "Arbeit", "Wohnen"),
    *,
    towns: int = 6,
    size: int = 6,
    rate: float = 0.1,
    people: int = 3000,
    **more: object,
) -> World:
    """A district where all areas have the same true rates at all dates."""
    shape = (len(more.get("dates", DATES)), towns * size, len(themes))  # type: ignore[arg-type]
    return World(
        towns=towns, size=size, themes=themes, rates=np.full(shape, rate),
        people=np.full(towns * size, people), **more,  # type: ignore[arg-type]
    )  # fmt: skip
