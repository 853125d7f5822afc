"""Derive: indicators and indices from released cells, and from nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from kreisblick.base.files import fingerprint
from kreisblick.base.lineage import Lineage, Step
from kreisblick.pipeline.findings import findings_of
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.likeness import likeness_of
from kreisblick.pipeline.plan import Plan
from kreisblick.protection.disclosure import Protected, ReleasedCube, ReleasedTable, derive
from kreisblick.statistics.concepts import Comparison
from kreisblick.statistics.cube import Cube
from kreisblick.statistics.indicators import (
    Request,
    StandardPopulation,
    compute,
    coverage_frame,
)
from kreisblick.statistics.indices import IndexDefinition, compute_checks, compute_indices
from kreisblick.territory.areas import AreaLevel, area_neighbours

__all__ = ["Derived", "derive_all"]

NEIGHBOURLY = (AreaLevel.PLANNING_AREA, AreaLevel.MUNICIPALITY)


@dataclass(frozen=True, kw_only=True)
class Derived:
    """The two derived tables and the cells they were made from.

    Attributes:
        released: released cubes of all dates, ``<cube> <date>``.
        indicators, indices: tables under the seal of the gate.
        others: further tables made of these, by the names that a bundle knows.
    """

    released: Mapping[str, ReleasedCube]
    indicators: ReleasedTable
    indices: ReleasedTable
    others: Mapping[str, ReleasedTable] = field(default_factory=dict)


def derive_all(
    ground: Ground,
    cubes: Mapping[date, Mapping[str, Cube]],
    protected: Mapping[date, Protected],
    plan: Plan,
    comparison: Comparison,
    lineage: Lineage,
) -> Derived:
    """Indicator and index tables of all dates on the report's generation."""
    released = {
        f"{key} {day.isoformat()}": cube
        for day, of_day in sorted(protected.items())
        for key, cube in sorted(of_day.released.items())
    }
    all_cubes = [cube for of_day in cubes.values() for cube in of_day.values()]
    request = _request(ground, plan, comparison, all_cubes)
    indicators = derive("indicators", compute, released, request)
    indices = derive("indices", compute_indices, released, request, _chosen(ground))
    checks = derive("index_checks", compute_checks, released, request, _chosen(ground))
    findings = findings_of(ground, plan, released, indicators, indices)
    found = Derived(
        released=released,
        indicators=indicators,
        indices=indices,
        others={
            findings.name: findings,
            checks.name: checks,
            **likeness_of(ground, plan, released, indicators),
        },
    )
    inputs = tuple(f"protect {name}" for name in released)
    for table in (found.indicators, found.indices, *found.others.values()):
        lineage.record(
            Step(
                verb="compute",
                subject=table.name,
                inputs=inputs,
                output=fingerprint(table.frame.rows()),
            )
        )
    return found


def _chosen(ground: Ground) -> dict[str, IndexDefinition]:
    """The indices of the report's sets."""
    sets = set(ground.workspace.choices.report.sets)
    return {key: index for key, index in ground.indices.items() if sets & set(index.sets)}


def _request(ground: Ground, plan: Plan, comparison: Comparison, cubes: Iterable[Cube]) -> Request:
    territory = ground.report_territory
    areas = territory.areas.with_columns(generation=pl.lit(territory.generation.key))
    return Request(
        definitions=plan.indicators,
        cubes=ground.cubes,
        areas=areas.select("generation", "area", "name", "level", "parent"),
        coverage=coverage_frame(cubes),
        dates=ground.workspace.choices.report.dates,
        compared=comparison.table,
        neighbours=pl.concat(area_neighbours(territory, level) for level in NEIGHBOURLY),
        populations=ground.workspace.definitions("standard_populations", StandardPopulation),
    )
