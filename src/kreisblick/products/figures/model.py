"""Nouns of the exports: the state of a released figure."""

from enum import StrEnum, auto

__all__ = ["State"]


class State(StrEnum):
    """What a reader may know of a figure: a number, or the reason why there is none.

    The same word stands in every format: CSV, workbook, GeoPackage, GeoJSON, atlas.
    """

    COUNTED = auto()
    ESTIMATED = auto()
    SUPPRESSED = auto()
    BY_CHOICE = auto()  # the municipality keeps it back, whatever the figure is
    WITHHELD_BY_SOURCE = auto()
    NOT_DELIVERED = auto()
    NOT_COVERED = auto()
    NOT_COMPARABLE = auto()
    CANNOT_EXIST = auto()

    @property
    def has_number(self) -> bool:
        """Whether a number may be shown."""
        return self in (State.COUNTED, State.ESTIMATED)
