"""Answers: what a cube says to a slice for every area of the territory, before protection."""

from collections.abc import Iterable
from dataclasses import dataclass

from kreisblick.protection.disclosure.ground import Ground
from kreisblick.statistics.cube import Cube, Observation, Slice, Unit

__all__ = ["NOT_ADDABLE", "NUMBERS", "Answer", "Ground", "answer"]

NOT_ADDABLE = frozenset({Unit.RATE, Unit.ORDINAL})
NUMBERS = frozenset({Observation.COUNTED, Observation.ESTIMATED})
_ORDER = list(Observation)


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell before protection.

    Attributes:
        value: null where there is no number.
        lower, upper: the publisher's bounds of a number that it withheld.
        observation: where the number comes from.
        summed: the cell is the sum of smaller areas, not delivered itself.
    """

    value: float | None
    lower: float | None
    upper: float | None
    observation: Observation
    summed: bool = False

    @property
    def is_part(self) -> bool:
        """Whether the cell counts as a part of larger areas."""
        return self.value is not None or self.observation is Observation.WITHHELD_BY_SOURCE


def answer(cube: Cube, question: Slice, ground: Ground) -> dict[str, Answer]:
    """The cells of a slice by area; larger areas that were not delivered are summed.

    What is not covered or not delivered is no part of a sum; a sum over a number that its
    publisher withheld has no value.
    """
    delivered = _delivered(cube, question)
    found: dict[str, Answer] = {}
    for level, area in ground.every:
        if (level, area) in delivered:
            found[area] = delivered[level, area]
        elif ground.parts[area] and cube.unit not in NOT_ADDABLE:
            found[area] = _sum(found[part] for part in ground.parts[area])
        else:
            found[area] = _absent(cube, area, ground)
    return found


def _delivered(cube: Cube, question: Slice) -> dict[tuple[str, str], Answer]:
    columns = ("level", "area", "value", "lower", "upper", "observation")
    return {
        (level, area): Answer(value, lower, upper, Observation(observation))
        for level, area, value, lower, upper, observation in cube.take(question)
        .select(columns)
        .iter_rows()
    }


def _absent(cube: Cube, area: str, ground: Ground) -> Answer:
    covered = ground.town.get(area) in cube.covered
    state = Observation.NOT_DELIVERED if covered else Observation.NOT_COVERED
    return Answer(None, None, None, state)


def _sum(parts: Iterable[Answer]) -> Answer:
    every = list(parts)
    if any(part.observation is Observation.NOT_DELIVERED for part in every):
        # a total without one of its areas would pass for the whole
        return Answer(None, None, None, Observation.NOT_DELIVERED, summed=True)
    counting = [part for part in every if part.is_part]
    if not counting:
        states = [part.observation for part in every]
        return Answer(None, None, None, min(states, key=_ORDER.index), summed=True)
    state = max((part.observation for part in counting), key=_ORDER.index)
    values = [part.value for part in counting if part.value is not None]
    whole = len(values) == len(counting)
    return Answer(sum(values) if whole else None, None, None, state, summed=True)
