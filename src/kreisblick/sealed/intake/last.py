"""The delivery before, and the pair that is laid side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from kreisblick.base.language import format_date
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.model import AcceptedDelivery, Parsed
from kreisblick.sealed.mapping.checks import CheckLimits
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.region import Region
from kreisblick.statistics.cube import CubeDefinition

__all__ = ["Last", "Pair"]


@dataclass(frozen=True, kw_only=True)
class Last:
    """The delivery before.

    Attributes:
        delivery: as it was accepted.
        records: its records.
    """

    delivery: AcceptedDelivery
    records: pl.DataFrame = field(repr=False)

    @property
    def day(self) -> str:
        """Its reference date in words."""
        return format_date(self.delivery.reference_date)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """This delivery and the last, and where to write what is found.

    Attributes:
        this: the records of this delivery.
        last: the delivery before.
        definition: of both.
        cubes: definitions by key.
        region: the table, for places.
        names: areas' names by key.
        book: takes the findings.
        limits: from when on somebody should look.
    """

    this: Parsed
    last: Last
    definition: DeliveryDefinition
    cubes: Mapping[str, CubeDefinition]
    region: Region
    names: Mapping[str, str]
    book: FaultBook
    limits: CheckLimits
