"""What counting and assembling give back: the cube, and what a colleague must know about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kreisblick.base.errors import Fault
from kreisblick.statistics.cube import Cube

__all__ = ["Assembled", "Counted", "Quality"]


@dataclass(frozen=True, kw_only=True)
class Quality:
    """How completely the records of a register stand in a cube.

    Stays in the sealed zone. A number above zero that is smaller than the given minimum is None:
    somebody reads it who does not need to know it exactly.

    Attributes:
        records: records (or households) that belong to the cube.
        counted: those that stand in a cell.
        not_assigned: those without an area of this generation.
        without_code: per dimension, those whose attribute is missing or unknown to the cube.
        empty_municipalities: covered municipalities without a single record. Zero may be true;
            for a whole residents' register it is not.
    """

    records: int | None
    counted: int | None
    not_assigned: int | None
    without_code: Mapping[str, int | None]
    empty_municipalities: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A cube counted from records, and how complete it is."""

    cube: Cube
    quality: Quality = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Assembled:
    """A cube put together from delivered aggregates, and the soft faults found on the way."""

    cube: Cube
    faults: tuple[Fault, ...] = ()
