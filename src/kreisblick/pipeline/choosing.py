"""Choose: what each municipality lets be shown, agreed before results are seen.

The choices stand in ``kreisblick.toml`` with the office that made them and the day. The first
round of a reference date writes down which choices it knew; one that comes later needs a reason,
and the reason is printed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import write_json
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.pipeline.choices import MunicipalChoice
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.workspace import Workspace
from kreisblick.protection.disclosure import Choice, leave_out
from kreisblick.statistics.cube import Cube
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["check_choices", "choices_of", "remember_choices", "told_choices", "without_those_out"]

FILE = "choices.json"
CubesByDate = Mapping[date, Mapping[str, Cube]]


def choices_of(ground: Ground) -> tuple[Choice, ...]:
    """The choices as the gate of protection takes them; sets are resolved into their cubes."""
    return tuple(
        Choice(municipality=one.municipality, shows=one.shows, cubes=_cubes(ground, one))
        for one in ground.workspace.choices.choice
    )


def _cubes(ground: Ground, choice: MunicipalChoice) -> frozenset[str] | None:
    """The cubes of single choices; of a set those that its indicators count, not the people."""
    if not choice.sets and not choice.cubes:
        return None
    counted = {
        d.numerator.cube for d in ground.indicators.values() if set(d.sets) & set(choice.sets)
    }
    return frozenset(counted | set(choice.cubes))


def without_those_out(ground: Ground, cubes: CubesByDate) -> dict[date, dict[str, Cube]]:
    """The cubes of all dates without the municipalities that take no part."""
    choices, territory = choices_of(ground), ground.report_territory
    return {
        day: {cube.key: cube for cube in leave_out(list(of_day.values()), choices, territory)}
        for day, of_day in cubes.items()
    }


def check_choices(ground: Ground, day: date) -> None:
    """Every choice names what is there, once, and was made in time.

    Raises:
        FaultsFoundError: with all that is wrong.
    """
    made = ground.workspace.choices.choice
    faults = [*_unknown(ground, made), *_twice(ground, made), *_late(ground.workspace, made, day)]
    if faults:
        raise FaultsFoundError("kreisblick.toml", faults)


def _unknown(ground: Ground, made: Sequence[MunicipalChoice]) -> Iterator[Fault]:
    areas = ground.report_territory.areas
    towns = set(areas.filter(level=AreaLevel.MUNICIPALITY.value)["area"])
    sets = {name for d in ground.indicators.values() for name in d.sets}
    for number, one in enumerate(made, start=1):
        strange = {
            _("no municipality of the report's areas"): {one.municipality} - towns,
            _("no set of indicators"): set(one.sets) - sets,
            _("no cube"): set(one.cubes) - ground.cubes.keys(),
        }
        for words, names in strange.items():
            for name in sorted(names):
                message = _("'{name}' is {what}. Correct the key.").format(name=name, what=words)
                yield Fault(code="unknown_choice", message=message, where=f"choice {number}")


def _twice(ground: Ground, made: Sequence[MunicipalChoice]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], int] = {}
    for number, one in enumerate(made, start=1):
        for cube in sorted(_cubes(ground, one) or ground.cubes.keys()):
            first = seen.setdefault((one.municipality, cube), number)
            if first != number:
                message = _(
                    "The municipality {town} has chosen for the cube '{cube}' twice. Keep one."
                ).format(town=one.municipality, cube=cube)
                yield Fault(code="two_choices", message=message, where=f"choice {number}")
                break


def _late(workspace: Workspace, made: Sequence[MunicipalChoice], day: date) -> Iterator[Fault]:
    known = _known(workspace)
    for number, one in enumerate(made, start=1):
        where = f"choice {number}"
        if one.date > day:
            message = _("The choice is dated {day}, after the report's day. Correct the date.")
            day_words = format_date(one.date)
            yield Fault(code="choice_to_come", message=message.format(day=day_words), where=where)
        elif is_late(one, known) and one.after_results is None:
            message = _(
                "{town}: results were there before this choice was written down. Go back to what "
                'was chosen before, or give the reason as after_results = "…"; it is printed in '
                "the report."
            )
            yield Fault(
                code="choice_after_results",
                message=message.format(town=one.municipality),
                where=where,
            )


def is_late(choice: MunicipalChoice, known: Mapping[str, Sequence[str]]) -> bool:
    """Whether results of any date of the report were there first."""
    return any(_name(choice) not in names for names in known.values())


def _name(choice: MunicipalChoice) -> str:
    """What was chosen, as one text; by whom and when may be corrected."""
    scope = [*sorted(choice.sets), *sorted(choice.cubes)]
    return " ".join([choice.municipality, choice.shows.value, *scope])


def _known(workspace: Workspace) -> dict[str, list[str]]:
    """Per reference date of the report that had results: the choices known then."""
    path = _path(workspace)
    if not path.is_file():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))
    days = {day.isoformat() for day in workspace.choices.report.dates}
    return {day: names for day, names in found.items() if day in days}


def remember_choices(workspace: Workspace) -> None:
    """Write down, once per reference date, which choices were made when its results came."""
    path = _path(workspace)
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    made = sorted(_name(one) for one in workspace.choices.choice)
    for day in workspace.choices.report.dates:
        found.setdefault(day.isoformat(), made)
    write_json(path, found)


def _path(workspace: Workspace) -> Path:
    return workspace.sealed / FILE


def told_choices(ground: Ground) -> list[dict[str, Any]]:
    """The choices for the bundle: who chose what and when; products print them."""
    return [
        {
            "municipality": one.municipality,
            "shows": one.shows.value,
            "cubes": None if (cubes := _cubes(ground, one)) is None else sorted(cubes),
            "office": one.office,
            "date": one.date.isoformat(),
            "after_results": one.after_results,
        }
        for one in ground.workspace.choices.choice
    ]
