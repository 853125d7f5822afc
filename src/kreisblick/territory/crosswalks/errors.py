"""What can go wrong with crosswalks, and what to do then."""

from collections.abc import Sequence

from kreisblick.base.errors import KreisblickError, WrongUseError
from kreisblick.base.language import translate as _

__all__ = ["CrosswalkInputError", "UnknownAreasError", "UnknownWayError", "some"]

SHOWN = 5  # more keys than this make a sentence unreadable


def some(keys: Sequence[str]) -> str:
    """The first keys, and how many more there are."""
    rest = len(keys) - SHOWN
    return ", ".join(keys[:SHOWN]) + (f" … (+{rest})" if rest > 0 else "")


class UnknownAreasError(KreisblickError):
    """Counts name areas that the crosswalk does not know."""

    def __init__(self, *, areas: Sequence[str]) -> None:
        super().__init__(
            _(
                "{count} area(s) of the counts are no source of the crosswalk: {areas}. Nothing "
                "was converted, so that nobody is lost. Correct the keys or build the crosswalk "
                "from the generation the counts are given on."
            ).format(count=len(areas), areas=some(areas))
        )


class CrosswalkInputError(WrongUseError):
    """Something given to a crosswalk is not what a crosswalk can use."""

    def __init__(self, what: str) -> None:
        super().__init__(what)


class UnknownWayError(WrongUseError):
    """Two inputs that cannot be put together to a crosswalk."""

    def __init__(self, *, source: str, target: str) -> None:
        super().__init__(
            _(
                "No crosswalk can be made from '{source}' to '{target}'. Give two files with "
                "polygons, or twice the same address list as FILE:COLUMN."
            ).format(source=source, target=target)
        )
