"""Moves from area to area: a table for the sealed office, protected before anybody sees it."""

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.register.areas import Coverage, cross_table
from kreisblick.sealed.register.definition import RegisterDefinition
from kreisblick.sealed.register.errors import UncountableError
from kreisblick.sealed.register.flows import flow_rows
from kreisblick.sealed.register.match import Stock, side_by_side
from kreisblick.statistics.cube import Cube, CubeDefinition, Observation
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["OUTSIDE", "count_moves"]

OUTSIDE = "outside"


def count_moves(
    *, key: str, register: RegisterDefinition, before: Stock, after: Stock, territory: Territory
) -> tuple[CubeDefinition, Cube]:
    """Who came into an area, by the area they left; never published as it is.

    Almost every cell of such a table is small, and row and column sums are flows that may be
    published elsewhere. So it has a definition of its own, with the rules that the register
    names for it, and goes to ``protect()`` together with the cube of flows or not at all.

    Args:
        key: of the cube.
        register: with a rule for flows that names ``moves_rules``.
        before: the earlier stock.
        after: the later stock.
        territory: the areas.

    Returns:
        The definition (dimension ``origin``: keys of areas and ``outside``) and the cube.

    Raises:
        UncountableError: the register names no rules for this table, or records do not fit.
    """
    if register.flows is None or register.flows.moves_rules is None:
        words = _(
            "'{cube}': a table of moves from area to area needs disclosure rules of its own. Name "
            "them as 'moves_rules' in the register's definition."
        )
        raise UncountableError(words.format(cube=key))
    definition = _definition(register, register.flows.moves_rules, territory)
    matched, towns = side_by_side(key, register, before, after, territory)
    rows = flow_rows(matched, first=before.day)
    came = rows.filter(pl.col("flow").is_in(["moved_inside_in", "moved_in"])).with_columns(
        origin=pl.col("other").fill_null(OUTSIDE)
    )
    counts = came.group_by("area", "origin").agg(value=pl.len().cast(pl.Int64))
    coverage = Coverage.of(territory, after.day, towns)
    cells = coverage.every_cell(
        counts.with_columns(observation=pl.lit(Observation.COUNTED.value)),
        cross_table(definition),
        absent=(0, Observation.COUNTED),
    )
    return definition, coverage.cube(definition, key, cells)


def _definition(register: RegisterDefinition, rules: str, territory: Territory) -> CubeDefinition:
    areas = territory.keys(AreaLevel.PLANNING_AREA)
    dimension = {
        "name": "origin",
        "title": {"de": "Herkunft", "en": "Origin"},
        "codes": [*areas, OUTSIDE],
    }
    return CubeDefinition.model_validate(
        {
            "title": register.title.model_dump(),
            "counts": "persons",
            "rules": rules,
            "dimensions": [dimension],
        }
    )
