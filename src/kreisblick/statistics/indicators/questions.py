"""Ask: which slices of which cubes the definitions need, so that exactly these are protected."""

from collections.abc import Mapping

from kreisblick.statistics.cube import CubeDefinition, Slice
from kreisblick.statistics.indicators.model import IndicatorDefinition, Kind

__all__ = ["needed_shares", "needed_slices"]

Asked = tuple[str, Slice]


def needed_slices(
    definitions: Mapping[str, IndicatorDefinition], cubes: Mapping[str, CubeDefinition]
) -> list[Asked]:
    """Cube key and slice of every count that the definitions ask for, each once, sorted.

    Raises:
        UnknownCodeError: when a definition asks a cube for what it does not have.
    """
    parts = [part for d in definitions.values() for part in (d.numerator, d.denominator) if part]
    return sorted({(part.cube, part.slice(cubes)) for part in parts})


def needed_shares(
    definitions: Mapping[str, IndicatorDefinition], cubes: Mapping[str, CubeDefinition]
) -> list[tuple[Asked, Asked]]:
    """Numerator and denominator of every share, each pair once, sorted.

    Only of shares: there the numerator's people are among the denominator's, so that the rest
    (denominator less numerator) can give somebody away, too.
    """
    pairs = set()
    for definition in definitions.values():
        if definition.kind is Kind.SHARE and definition.denominator is not None:
            above, below = definition.numerator, definition.denominator
            pairs.add(((above.cube, above.slice(cubes)), (below.cube, below.slice(cubes))))
    return sorted(pairs)
