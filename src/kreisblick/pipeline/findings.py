"""Point out: the round's findings, from sealed tables and from what municipalities answered."""

from collections.abc import Mapping

import polars as pl

from kreisblick.base.definitions import read_definition
from kreisblick.pipeline.findings_answers import read_answers
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.plan import Plan
from kreisblick.pipeline.workspace import Workspace
from kreisblick.protection.disclosure import ReleasedCube, ReleasedTable, derive
from kreisblick.statistics.findings import (
    FindingsRequest,
    FindingsRules,
    find,
    shipped_rules,
)
from kreisblick.territory.areas import AreaLevel, area_neighbours

__all__ = ["findings_of", "read_rules"]

RULES_FILE = "findings.yaml"
LEVELS = (AreaLevel.PLANNING_AREA, AreaLevel.MUNICIPALITY)


def findings_of(
    ground: Ground,
    plan: Plan,
    released: Mapping[str, ReleasedCube],
    indicators: ReleasedTable,
    indices: ReleasedTable,
) -> ReleasedTable:
    """The findings of the report's last date, under the seal of the gate.

    They are made of the two tables that were themselves made of released cells, and of answers,
    which hold no figures.
    """
    return derive("findings", _find, released, indicators, indices, _request(ground, plan))


def _find(
    _cells: Mapping[str, pl.DataFrame],
    indicators: ReleasedTable,
    indices: ReleasedTable,
    request: FindingsRequest,
) -> pl.DataFrame:
    return find(indicators.frame, indices.frame, request)


def read_rules(workspace: Workspace) -> FindingsRules:
    """The workspace's own ``catalogue/findings.yaml``, or the shipped one.

    Raises:
        FaultsFoundError: with file and line for everything that is wrong in it.
    """
    own = workspace.folder / "catalogue" / RULES_FILE
    return read_definition(own, FindingsRules) if own.is_file() else shipped_rules()


def _request(ground: Ground, plan: Plan) -> FindingsRequest:
    territory = ground.report_territory
    areas = territory.areas.with_columns(generation=pl.lit(territory.generation.key))
    return FindingsRequest(
        definitions=plan.indicators,
        areas=areas.select("generation", "area", "name", "level", "parent"),
        neighbours=pl.concat([area_neighbours(territory, level) for level in LEVELS]),
        dates=[max(ground.workspace.choices.report.dates)],
        rules=read_rules(ground.workspace),
        answers=read_answers(ground.workspace),
        index_titles={key: one.title.de for key, one in ground.indices.items()},
    )
