"""Assure categories: nobody adds ranks, takes their mean, or mixes them with numbers unagreed."""

from collections.abc import Iterator, Mapping

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.statistics.cube import CubeDefinition, Unit
from kreisblick.statistics.indicators.model import IndicatorDefinition, Kind

__all__ = ["check_categories"]

NOT_COUNTS = (Unit.ORDINAL, Unit.RATE)


def check_categories(
    definitions: Mapping[str, IndicatorDefinition],
    cubes: Mapping[str, CubeDefinition],
) -> list[Fault]:
    """Every definition that would make a number of ranks, in the order of the keys."""
    return [f for key, item in sorted(definitions.items()) for f in _indicator(key, item, cubes)]


def _indicator(
    key: str, definition: IndicatorDefinition, cubes: Mapping[str, CubeDefinition]
) -> Iterator[Fault]:
    where = f"catalogue/indicators/{key}.yaml"
    parts = [part.cube for part in (definition.numerator, definition.denominator) if part]
    ranked = [cube for cube in parts if cube in cubes and cubes[cube].counts is Unit.ORDINAL]
    if ranked and definition.kind is not Kind.ORDINAL:
        message = _(
            "The indicator makes a number ({kind}) of the categories '{cube}'. Ranks cannot be "
            "added, divided or averaged; say what you need by kind: ordinal (median and shares)."
        )
        told = message.format(kind=definition.kind.value, cube=ranked[0])
        yield Fault(code="mean_of_ranks", message=told, where=where)
    if definition.summary == "mean":
        message = _(
            "A mean of categories is asked for. Between two ranks the distance is not known, so "
            "there is none; write summary: median."
        )
        yield Fault(code="mean_of_ranks", message=message, where=where)
    if definition.mixing is not None:
        yield from _mixing(where, definition.mixing.whole.cube, ranked, cubes)


def _mixing(
    where: str, whole: str, ranked: list[str], cubes: Mapping[str, CubeDefinition]
) -> Iterator[Fault]:
    """A rule multiplies bounds with counts: there must be both."""
    if whole not in cubes or cubes[whole].counts in NOT_COUNTS:
        message = _("The rule of mixing multiplies with the cube '{cube}', which holds no counts.")
        yield Fault(code="no_counts", message=message.format(cube=whole), where=where)
    for cube in ranked:
        if not all(one.bounded for one in cubes[cube].classes) or not cubes[cube].classes:
            message = _(
                "The rule of mixing needs the bounds of all classes of '{cube}'. Ask the office "
                "for them, or take the rule away."
            )
            yield Fault(code="no_bounds", message=message.format(cube=cube), where=where)
