"""Ask: which slices of which cubes the definitions need, so that exactly these are protected."""

from collections.abc import Collection, Mapping

from kreisblick.statistics.concepts import Asked as AskedConcepts
from kreisblick.statistics.concepts import DateRules, shipped_dates
from kreisblick.statistics.cube import CubeDefinition, Slice
from kreisblick.statistics.indicators.model import IndicatorDefinition, Kind, Part
from kreisblick.statistics.indicators.strata import strata_of

__all__ = ["asked_concepts", "needed_rates", "needed_shares", "needed_slices"]

Asked = tuple[str, Slice]


def needed_slices(
    definitions: Mapping[str, IndicatorDefinition], cubes: Mapping[str, CubeDefinition]
) -> list[Asked]:
    """Cube key and slice of every count that the definitions ask for, each once, sorted.

    Of a standardised figure also the counts of its groups.

    Raises:
        UnknownCodeError: when a definition asks a cube for what it does not have.
    """
    parts = [part for d in definitions.values() for part in (d.numerator, d.denominator) if part]
    parts += [part for d in definitions.values() for pair in _strata(d, cubes) for part in pair]
    parts += [d.mixing.whole for d in definitions.values() if d.mixing is not None]
    return sorted({(part.cube, part.slice(cubes)) for part in parts})


def needed_shares(
    definitions: Mapping[str, IndicatorDefinition], cubes: Mapping[str, CubeDefinition]
) -> list[tuple[Asked, Asked]]:
    """Numerator and denominator of every share, each pair once, sorted.

    Only of shares: there the numerator's people are among the denominator's, so that the rest
    (denominator less numerator) can give somebody away, too.
    """
    return _pairs(definitions, cubes, {Kind.SHARE})


def needed_rates(
    definitions: Mapping[str, IndicatorDefinition], cubes: Mapping[str, CubeDefinition]
) -> list[tuple[Asked, Asked]]:
    """Numerator and denominator of what divides and is no share, each pair once, sorted.

    The numerator is no part of the denominator, but the figure combines what both tell apart.
    """
    return _pairs(definitions, cubes, {Kind.RATE, Kind.RATIO})


def _pairs(
    definitions: Mapping[str, IndicatorDefinition],
    cubes: Mapping[str, CubeDefinition],
    kinds: Collection[Kind],
) -> list[tuple[Asked, Asked]]:
    pairs = set()
    for definition in definitions.values():
        if definition.kind in kinds and definition.denominator is not None:
            whole = (definition.numerator, definition.denominator)
            for above, below in (whole, *_strata(definition, cubes)):
                pairs.add(((above.cube, above.slice(cubes)), (below.cube, below.slice(cubes))))
    return sorted(pairs)


def _strata(
    definition: IndicatorDefinition, cubes: Mapping[str, CubeDefinition]
) -> list[tuple[Part, Part]]:
    return [(one.numerator, one.denominator) for one in strata_of(definition, cubes)]


def asked_concepts(
    definitions: Mapping[str, IndicatorDefinition],
    cubes: Mapping[str, CubeDefinition],
    rules: DateRules | None = None,
) -> dict[str, AskedConcepts]:
    """Which concepts each indicator sets beside each other, and how its days are paired."""
    chosen = rules or shipped_dates()
    return {key: _concepts(item, cubes, chosen) for key, item in sorted(definitions.items())}


def _concepts(
    definition: IndicatorDefinition, cubes: Mapping[str, CubeDefinition], rules: DateRules
) -> AskedConcepts:
    above, below = definition.numerator, definition.denominator
    own = (definition.definition, cubes[above.cube].definition)
    whole = cubes[below.cube].definition if below else None
    return AskedConcepts(
        numerator=tuple(dict.fromkeys(one for one in own if one)),
        denominator=(whole,) if whole else (),
        numerator_cube=above.cube,
        denominator_cube=below.cube if below else None,
        pairing=definition.pairing or rules.pairings[definition.rhythm],
    )
