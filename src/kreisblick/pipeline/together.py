"""Together: planning areas that the report shows as one, as ``kreisblick.toml`` says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.workspace import Workspace
from kreisblick.protection.advice import joined_key, show_together
from kreisblick.statistics.cube import Cube
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["check_together", "joined_areas", "shown_together"]

CubesByDate = Mapping[date, Mapping[str, Cube]]


def joined_areas(workspace: Workspace) -> dict[str, str]:
    """Single area → key of the joined area it is shown in."""
    groups = workspace.choices.together
    return {area: joined_key(one.areas) for one in groups for area in one.areas}


def shown_together(
    ground: Ground, cubes: CubesByDate
) -> tuple[Ground, dict[date, dict[str, Cube]]]:
    """The ground and the cubes with the joined areas in place of the single ones."""
    groups = _named(ground)
    found, territory = {}, ground.report_territory
    for day, of_day in cubes.items():
        joined, _areas = show_together(of_day.values(), ground.report_territory, groups)
        found[day] = {cube.key: cube for cube in joined}
    if not groups:
        return ground, found
    _nothing, territory = show_together([], territory, groups)
    key = territory.generation.key
    return replace(ground, territories={**ground.territories, key: territory}), found


def _named(ground: Ground) -> dict[str, tuple[str, ...]]:
    """Name → areas; without a name of its own the areas' names are joined."""
    names = dict(ground.report_territory.areas.select("area", "name").iter_rows())
    return {
        one.name or " / ".join(names[area] for area in sorted(one.areas)): one.areas
        for one in ground.workspace.choices.together
    }


def check_together(ground: Ground) -> None:
    """Joined areas are planning areas of one municipality, each once, and not all it has.

    Raises:
        FaultsFoundError: with all that is wrong.
    """
    faults = list(_faults(ground))
    if faults:
        raise FaultsFoundError("kreisblick.toml", faults)


def _faults(ground: Ground) -> Iterator[Fault]:
    territory = ground.report_territory
    known, parents = set(territory.keys(AreaLevel.PLANNING_AREA)), territory.parents
    seen: set[str] = set()
    for number, one in enumerate(ground.workspace.choices.together, start=1):
        where = f"together {number}"
        for area in sorted(set(one.areas) - known):
            message = _("'{area}' is no planning area of the report's areas. Correct the key.")
            yield Fault(code="unknown_area", message=message.format(area=area), where=where)
        for area in sorted(set(one.areas) & seen):
            message = _("The area {area} stands in two groups. Keep one of them.")
            yield Fault(code="two_groups", message=message.format(area=area), where=where)
        seen |= set(one.areas)
        towns = {parents.get(area) for area in one.areas}
        if len(towns) > 1:
            message = _("The areas lie in several municipalities. Group areas of one municipality.")
            yield Fault(code="two_towns", message=message, where=where)
