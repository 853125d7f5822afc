"""What the report asks of the cubes: which slices are published, which of them as shares."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kreisblick.pipeline.choices import ReportChoices
from kreisblick.protection.disclosure import Share, SliceRef
from kreisblick.statistics.concepts import Catalogue, mismatched
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import (
    IndicatorDefinition,
    asked_concepts,
    needed_rates,
    needed_shares,
    needed_slices,
)

__all__ = ["AGE_CUBE", "Plan", "make_plan"]

AGE_CUBE = "residents"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What will leave the house if it may.

    Attributes:
        indicators: the chosen ones whose cubes are delivered at all.
        left_out: chosen ones that no delivery feeds, with the cube that is missing.
        mismatched: chosen ones that would set two concepts of one group beside each other.
        publish: questions to the cubes.
        shares: pairs of questions where the first counts a part of the second.
        rates: pairs that are divided without that.
    """

    indicators: Mapping[str, IndicatorDefinition]
    left_out: Mapping[str, str]
    mismatched: Mapping[str, tuple[str, str]]
    publish: tuple[SliceRef, ...]
    shares: tuple[Share, ...]
    rates: tuple[tuple[SliceRef, SliceRef], ...] = ()


def make_plan(
    choices: ReportChoices,
    definitions: Mapping[str, IndicatorDefinition],
    cubes: Mapping[str, CubeDefinition],
    delivered: Iterable[str],
    concepts: Catalogue,
) -> Plan:
    """The plan for the report's indicator sets, with the cubes that are delivered.

    An indicator whose numerator and denominator mean the same group differently is left out,
    unless a bridge calls both identical.
    """
    there = set(delivered)
    chosen = {k: d for k, d in definitions.items() if set(d.sets) & set(choices.sets)}
    chosen = {k: d for k, d in chosen.items() if k not in choices.leave_out}
    left_out = {k: missing for k, d in chosen.items() if (missing := _missing(d, there))}
    kept = {key: d for key, d in chosen.items() if key not in left_out}
    asked = asked_concepts(kept, cubes)
    mismatches = {k: found for k, one in asked.items() if (found := mismatched(one, concepts))}
    kept = {key: d for key, d in kept.items() if key not in mismatches}
    # the counts of a rule of mixing may be missing: then nothing is estimated
    refs = {SliceRef(*asked) for asked in needed_slices(kept, cubes) if asked[0] in there}
    shares = [Share(SliceRef(*a), SliceRef(*b)) for a, b in needed_shares(kept, cubes)]
    return Plan(
        indicators=kept,
        left_out=left_out,
        mismatched=mismatches,
        publish=tuple(sorted(refs | set(_ages(choices, cubes, there)))),
        shares=tuple(sorted(shares)),
        rates=tuple((SliceRef(*a), SliceRef(*b)) for a, b in needed_rates(kept, cubes)),
    )


def _missing(definition: IndicatorDefinition, there: set[str]) -> str | None:
    parts = (definition.numerator, definition.denominator)
    return next((part.cube for part in parts if part and part.cube not in there), None)


def _ages(
    choices: ReportChoices, cubes: Mapping[str, CubeDefinition], there: set[str]
) -> Iterable[SliceRef]:
    if AGE_CUBE in there:
        for group in choices.age_groups:
            yield SliceRef(AGE_CUBE, cubes[AGE_CUBE].slice({"age": group}, cube=AGE_CUBE))
