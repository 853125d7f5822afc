"""Explain standardised figures: weigh the recounted groups once more, with plain arithmetic."""

from collections.abc import Callable, Sequence
from typing import Any

from kreisblick.pipeline.workspace import Workspace
from kreisblick.statistics.indicators import StandardPopulation

__all__ = ["standard_weights", "standardised_again"]

Group = Sequence[float | None]
DISTRICT = "district"


def standard_weights(
    definition: dict[str, Any], workspace: Workspace, of_district: Callable[[], Sequence[Group]]
) -> list[float | None]:
    """People of the standard population by group.

    Args:
        definition: as the bundle tells it.
        workspace: where standard populations are defined.
        of_district: recounts the district's groups, where its own people are the standard.
    """
    wanted = definition["standardise"]["population"]
    if wanted == DISTRICT:
        return [group[1] for group in of_district()]
    populations = workspace.definitions("standard_populations", StandardPopulation)
    return [
        populations[wanted].of_ages(one["group"]) for one in definition["standardise"]["strata"]
    ]


def standardised_again(
    groups: Sequence[Group], weights: Sequence[float | None], factor: float
) -> float | None:
    """The weighted sum of the groups' shares; None where a count is not known.

    Args:
        groups: numerator and denominator of each.
        weights: people of the standard population.
        factor: of the indicator's unit.

    >>> standardised_again([(2, 200), (25, 500), (180, 900)], [19300, 61200, 19500], 100)
    7.153
    """
    whole = found = 0.0
    for (above, below), weight in zip(groups, weights, strict=True):
        if above is None or not below or weight is None:
            return None
        whole += weight
        found += weight * above / below
    return factor * found / whole
