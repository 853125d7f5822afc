"""Delivery definitions: how one supplier's product is read, kept as data and never as code.

One file per supplier and product: ``catalogue/suppliers/<supplier>/<product>.yaml``.
"""

from enum import StrEnum, auto
from typing import Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.sealed.mapping.beside import Beside
from kreisblick.sealed.mapping.checks import Checks
from kreisblick.sealed.mapping.columns import Address, Field_, RowChoice, ValueColumn
from kreisblick.sealed.mapping.places import AreaRule, BreakDown, TotalRule
from kreisblick.sealed.mapping.signs import Sign
from kreisblick.sealed.reading.format import Format
from kreisblick.statistics.concepts import Deviation
from kreisblick.supply import AttachedNote

__all__ = ["DeliveryDefinition", "Grain"]


SAID = frozenset({"told_on", "source", "text", "consent"})


class Grain(StrEnum):
    """What one row of a delivery is."""

    PERSON = auto()
    AGGREGATE = auto()
    FACILITY = auto()
    INSIGHT = auto()  # what people said about an area; printed with consent, never counted


class DeliveryDefinition(Definition):
    """How one product of a supplier is read.

    Attributes:
        title: for people.
        grain: what a row is.
        format: how the file is written.
        columns: fields of the record (person, facility, insight).
        register: record type of persons; registers name it as their ``records``.
        numbers_of: record type with which numbers of persons can be brought together (deaths:
            ``residents``); its own when absent. Data protection decides about it.
        service: the services' kind that facilities are (``daycare``).
        address: columns of the address (person, facility).
        area: how a row finds its area (aggregate; facilities without address).
        cube: key of the cube that an aggregate fills.
        values: columns of numbers.
        dimensions: columns that hold codes of dimensions (long tables).
        totals: rows that are sums of others.
        ignore_rows: patterns of first cells whose rows are no data.
        rows: only rows that meet all these choices are read.
        signs: signs in place of numbers.
        beside: columns that are delivered and not read; they are looked at all the same.
        break_down: share larger areas out.
        checks: what is looked at before acceptance.
        limits: what the numbers do not say, for the method sheet.
        deviations: where the supplier counts otherwise than agreed, and since when.
        notes: statistical stumbling blocks of these figures.
    """

    title: Translated
    grain: Grain
    format: Format
    columns: dict[str, Field_] = Field(default_factory=dict)
    register: Text | None = None
    numbers_of: Text | None = None
    service: Text | None = None
    address: Address | None = None
    area: AreaRule | None = None
    cube: Text | None = None
    values: tuple[ValueColumn, ...] = ()
    dimensions: dict[str, Field_] = Field(default_factory=dict)
    totals: tuple[TotalRule, ...] = ()
    ignore_rows: tuple[Text, ...] = ()
    rows: tuple[RowChoice, ...] = ()
    signs: dict[str, Sign] = Field(default_factory=dict)
    beside: tuple[Beside, ...] = ()
    break_down: BreakDown | None = None
    checks: Checks = Checks()
    limits: tuple[Translated, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    notes: tuple[AttachedNote, ...] = ()

    @model_validator(mode="after")
    def _whole_for_its_grain(self) -> Self:
        lacks = {
            Grain.PERSON: not (self.register and self.address and self.columns),
            Grain.AGGREGATE: not (self.area and self.values)
            or any(not (value.cube or self.cube) for value in self.values),
            Grain.FACILITY: not (self.service and self.columns and (self.address or self.area)),
            Grain.INSIGHT: not (self.area and self.area.column and set(self.columns) >= SAID)
            or not set(self.columns) <= SAID | {"print_until", "theme"},
        }
        if self.grain == Grain.AGGREGATE and self.area and self.area.kind == "point":
            lacks[self.grain] |= self.area.x is None
        if lacks[self.grain]:
            raise ValueError(
                "person needs register, address, columns; aggregate area, values and a cube; "
                "facility service, columns and address or area; insight area and the columns "
                "told_on, source, text, consent, and if wanted print_until, theme"
            )
        return self

    @property
    def purpose(self) -> str:
        """For what pseudonyms of persons are made; those of two purposes never meet."""
        return self.numbers_of or self.register or ""

    @property
    def cubes(self) -> tuple[str, ...]:
        """Keys of the cubes that this delivery fills, sorted."""
        named = {value.cube or self.cube for value in self.values}
        return tuple(sorted(key for key in named if key))
