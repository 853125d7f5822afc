"""Liken, separate, relate: what the round says about areas beside each other."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

import polars as pl

from kreisblick.base.definitions import Definition, read_definition, shipped
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.plan import Plan
from kreisblick.pipeline.workspace import Workspace
from kreisblick.protection.disclosure import ReleasedCube, ReleasedTable, derive
from kreisblick.statistics.associations import Associations, associations
from kreisblick.statistics.indicators import IndicatorDefinition
from kreisblick.statistics.segregation import SeparationDefinition, separation
from kreisblick.statistics.typology import ComparisonDefinition, area_types, similar_areas
from kreisblick.territory.areas import area_neighbours

__all__ = ["likeness_definitions", "likeness_of"]

D = TypeVar("D", bound=Definition)
TYPES = {"area_types": "types", "type_marks": "marks", "type_fits": "fits"}


def likeness_of(
    ground: Ground,
    plan: Plan,
    released: Mapping[str, ReleasedCube],
    indicators: ReleasedTable,
) -> dict[str, ReleasedTable]:
    """Similar areas, types, separation and associations, under the seal of the gate.

    Each is a pure function of the indicator table, which is one of released cells.
    """
    areas, known, day = _areas(ground), plan.indicators, max(ground.workspace.choices.report.dates)
    compared = _comparisons(ground)
    separated = _read(ground.workspace, "separation", SeparationDefinition)
    asked = _read(ground.workspace, "associations", Associations)
    near = area_neighbours(ground.report_territory, asked.level)
    found = [
        derive("similar_areas", _similar, released, indicators, areas, known, compared, day),
        *(
            derive(name, _types, released, indicators, areas, known, compared, day, part)
            for name, part in TYPES.items()
        ),
        derive("separation", _separation, released, indicators, areas, known, separated),
        derive("associations", _associations, released, indicators, areas, known, near, asked),
    ]
    return {table.name: table for table in found}


def likeness_definitions(ground: Ground) -> dict[str, Any]:
    """What defines these tables, by kind, for readers of the bundle."""
    return {
        "comparisons": {k: d.model_dump(mode="json") for k, d in _comparisons(ground).items()},
        **{
            kind: _read(ground.workspace, kind, model).model_dump(mode="json")
            for kind, model in (
                ("separation", SeparationDefinition),
                ("associations", Associations),
            )
        },
    }


Cells = Mapping[str, pl.DataFrame]
Known = Mapping[str, IndicatorDefinition]
Compared = Mapping[str, ComparisonDefinition]


def _similar(
    _cells: Cells, indicators: ReleasedTable, areas: pl.DataFrame, known: Known,
    compared: Compared, day: date,
) -> pl.DataFrame:  # fmt: skip
    return similar_areas(indicators.frame, areas, known, compared, day)


def _types(
    _cells: Cells, indicators: ReleasedTable, areas: pl.DataFrame, known: Known,
    compared: Compared, day: date, part: str,
) -> pl.DataFrame:  # fmt: skip
    return area_types(indicators.frame, areas, known, compared, day, part=part)


def _separation(
    _cells: Cells, indicators: ReleasedTable, areas: pl.DataFrame, known: Known,
    asked: SeparationDefinition,
) -> pl.DataFrame:  # fmt: skip
    measured = {key: d for key, d in known.items() if key in asked.indicators}
    return separation(indicators.frame, areas, measured, ordered_by=asked.ordered_by)


def _associations(
    _cells: Cells, indicators: ReleasedTable, areas: pl.DataFrame, known: Known,
    near: pl.DataFrame, asked: Associations,
) -> pl.DataFrame:  # fmt: skip
    return associations(indicators.frame, areas, known, near, asked)


def _areas(ground: Ground) -> pl.DataFrame:
    territory = ground.report_territory
    areas = territory.areas.with_columns(generation=pl.lit(territory.generation.key))
    return areas.select("generation", "area", "name", "level", "parent")


def _comparisons(ground: Ground) -> dict[str, ComparisonDefinition]:
    """The comparisons of the report's sets."""
    sets = set(ground.workspace.choices.report.sets)
    known = ground.workspace.definitions("typology", ComparisonDefinition)
    return {key: one for key, one in known.items() if sets & set(one.sets)}


def _read(workspace: Workspace, name: str, kind: type[D]) -> D:
    """The workspace's own file, or the shipped one."""
    own = workspace.folder / "catalogue" / f"{name}.yaml"
    return read_definition(own if own.is_file() else shipped("catalogue", f"{name}.yaml"), kind)
