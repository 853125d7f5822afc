"""Signs in place of numbers."""

from kreisblick.base.definitions import Definition
from kreisblick.statistics.cube import Observation

__all__ = ["Sign"]


class Sign(Definition):
    """What a sign in place of a number means; withheld numbers are bounded, never guessed."""

    means: Observation
    value: int | None = None
    lower: int | None = None
    upper: int | None = None
