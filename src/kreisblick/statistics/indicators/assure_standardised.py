"""Assure standardised figures: their groups are there, are the whole, and have a standard."""

from collections.abc import Iterator, Mapping

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.cube.definition import UnknownCodeError
from kreisblick.statistics.indicators.model import Example, IndicatorDefinition, Part
from kreisblick.statistics.indicators.standard import DISTRICT, StandardPopulation
from kreisblick.statistics.indicators.strata import strata_of

__all__ = ["check_standardised", "counts_of_groups"]


def check_standardised(
    key: str,
    definition: IndicatorDefinition,
    cubes: Mapping[str, CubeDefinition],
    populations: Mapping[str, StandardPopulation],
) -> list[Fault]:
    """Every reason why a definition cannot be standardised as it asks; all of them are hard."""
    if definition.standardise is None:
        return []
    where = f"catalogue/indicators/{key}.yaml"
    told = [*_check_population(definition, cubes, populations), *_check_groups(definition, cubes)]
    return [
        Fault(code="cannot_be_standardised", message=message, where=where)
        for message in dict.fromkeys(told)
    ]


def counts_of_groups(
    definition: IndicatorDefinition, example: Example, cubes: Mapping[str, CubeDefinition]
) -> Iterator[tuple[Part, float | str | None]]:
    """The questions of an example's groups with their counts."""
    for stratum in strata_of(definition, cubes):
        counts = example.groups.get(stratum.group, (None, None))
        yield from zip((stratum.numerator, stratum.denominator), counts, strict=True)


def _check_population(
    definition: IndicatorDefinition,
    cubes: Mapping[str, CubeDefinition],
    populations: Mapping[str, StandardPopulation],
) -> Iterator[str]:
    wanted = definition.standardise.population if definition.standardise else DISTRICT
    if wanted == DISTRICT:
        return
    if wanted not in populations:
        yield _(
            "There is no standard population '{name}'. Correct the name or add "
            "catalogue/standard_populations/{name}.yaml."
        ).format(name=wanted)
        return
    for stratum in strata_of(definition, cubes):
        try:
            populations[wanted].of_ages(stratum.group)
        except ValueError:
            yield _(
                "The standard population '{name}' does not tell the age group '{group}' apart. "
                "Choose other groups."
            ).format(name=wanted, group=stratum.group)


def _check_groups(
    definition: IndicatorDefinition, cubes: Mapping[str, CubeDefinition]
) -> Iterator[str]:
    """Both counts can be told apart by the groups, and the groups together are the count."""
    wanted, strata = definition.standardise, strata_of(definition, cubes)
    if wanted is None:
        return
    sides = [(definition.numerator, [one.numerator for one in strata])]
    if definition.denominator is not None:
        sides.append((definition.denominator, [one.denominator for one in strata]))
    for whole, parts in sides:
        try:
            codes = [code for part in parts for code in _codes(part, wanted.by, cubes)]
            complete = sorted(codes) == sorted(_codes(whole, wanted.by, cubes))
        except UnknownCodeError as error:
            yield str(error)
            continue
        if not complete or not codes:
            yield _(
                "The groups of '{by}' do not add up to what is counted in cube '{cube}'. "
                "Name each part once under groups."
            ).format(by=wanted.by, cube=whole.cube)


def _codes(part: Part, by: str, cubes: Mapping[str, CubeDefinition]) -> list[str]:
    """The codes of a dimension that a question takes together; all of them unless it chooses."""
    chosen = dict(part.slice(cubes).where)
    every = {one.name: one.codes for one in cubes[part.cube].dimensions}
    return list(chosen.get(by, every.get(by, ())))
