"""Assure concepts: every reference is answered, and nothing is set beside what it cannot equal."""

from collections.abc import Mapping

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.statistics.concepts import Catalogue, mismatched, unknown_concepts
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators.model import IndicatorDefinition
from kreisblick.statistics.indicators.questions import asked_concepts

__all__ = ["check_concepts"]


def check_concepts(
    key: str,
    definition: IndicatorDefinition,
    cubes: Mapping[str, CubeDefinition],
    concepts: Catalogue,
) -> list[Fault]:
    """Hard: a reference that no concept answers. Soft: two concepts of one group, unbridged."""
    where = f"catalogue/indicators/{key}.yaml"
    parts = [part.cube for part in (definition.numerator, definition.denominator) if part]
    own = [definition.definition, *(cubes[cube].definition for cube in parts)]
    unknown = [
        fault
        for reference in dict.fromkeys(one for one in own if one)
        for fault in unknown_concepts({where: reference}, concepts)
    ]
    pair = mismatched(asked_concepts({key: definition}, cubes)[key], concepts)
    if unknown or pair is None:
        return unknown
    message = _(
        "It would set “{one}” beside “{other}”, and no bridge between these definitions is agreed; "
        "a round leaves it out. Take another cube, or write down the bridge."
    ).format(one=concepts.title(pair[0]), other=concepts.title(pair[1]))
    return [Fault(code="concepts_mixed", message=message, where=where, hard=False)]
