"""Suppliers: who delivers what, by which right, how often, and for whom."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.supply.contracts import Contract
from kreisblick.supply.notes import SupplierNote
from kreisblick.supply.offices import MustAgree, Office
from kreisblick.supply.schedule import Embargo, Schedule

__all__ = ["ConsentMissing", "Ending", "Office", "Substitute", "SupplierDefinition"]

ALL = "*"  # in the calendar: every product that is not named


class ConsentMissing(Definition):
    """A municipality whose consent is missing.

    Attributes:
        municipality: its key.
        products: which products; all when empty.
        since: first day; from the beginning when absent.
        until: first day on which the consent is there; open when absent.
        reason: for the report's reader.
    """

    municipality: Text
    products: tuple[Text, ...] = ()
    since: date | None = None
    until: date | None = None
    reason: Translated

    def holds(self, product: str, day: date) -> bool:
        """Whether the consent is missing for a product on a day."""
        concerned = not self.products or product in self.products
        begun = self.since is None or self.since <= day
        return concerned and begun and (self.until is None or day < self.until)


class Ending(Definition):
    """A product that comes no more, while its source goes on.

    Attributes:
        products: which; all when empty.
        on: the first reference date without it.
        because: why, for the report's reader.
    """

    products: tuple[Text, ...] = ()
    on: date
    because: Translated


class Substitute(Definition):
    """What takes the place of a source that ends.

    Attributes:
        way: another source, an estimate, or the indicator is given up.
        products: what is replaced; everything when empty.
        source: ``supplier/product`` of the other source.
        note: what the reader must know.
        agreed_on: day on which it was agreed; a proposal when absent.
    """

    way: Literal["other_source", "estimate", "drop"]
    products: tuple[Text, ...] = ()
    source: Text | None = None
    note: Translated
    agreed_on: date | None = None

    @model_validator(mode="after")
    def _another_source_has_a_name(self) -> Self:
        if (self.way == "other_source") != (self.source is not None):
            raise ValueError("other_source names its source, the other ways name none")
        return self


class SupplierDefinition(Definition):
    """Who delivers: ``catalogue/suppliers/<supplier>/supplier.yaml``.

    Attributes:
        title: for people.
        office: whom to ask.
        legal_basis: by which right the data may be given and used.
        rhythm: how often it delivers.
        covers: ``all``, or keys of the municipalities it serves, or such keys by product
            (products that are not named cover all).
        consent_missing: municipalities that did not agree.
        must_agree: without whose consent nothing may be used; the log says who agreed.
        calendar: by product, ``*`` for the others; products without one have no due dates.
        contracts: with this supplier.
        ends_on: first day without deliveries; None while the source runs.
        ends_because: why, for the report's reader.
        ends: products that end by themselves.
        substitutes: what takes its place.
        counted_at_source: products that the supplier counts itself: the product that is not
            delivered any more to those that come in its place.
        carried_by: office that carries out the transfer (a joint IT service provider).
        notes: statistical stumbling blocks of its figures.
        licence: under which its figures may be given on: a key of
            ``products/exports/licences.yaml``, or in words; None where nobody asked yet.
        attribution: how it wants to be named as a source; its title when absent.
    """

    title: Translated
    office: Office
    legal_basis: Text
    rhythm: Literal["monthly", "quarterly", "yearly", "every_two_years", "school_year", "once"]
    covers: Literal["all"] | tuple[Text, ...] | dict[str, tuple[Text, ...]] = "all"
    consent_missing: tuple[ConsentMissing, ...] = ()
    must_agree: tuple[MustAgree, ...] = ()
    calendar: Mapping[str, Schedule] = Field(default_factory=dict)
    contracts: tuple[Contract, ...] = ()
    ends_on: date | None = None
    ends_because: Translated | None = None
    ends: tuple[Ending, ...] = ()
    substitutes: tuple[Substitute, ...] = ()
    counted_at_source: Mapping[str, tuple[Text, ...]] = Field(default_factory=dict)
    carried_by: Office | None = None
    notes: tuple[SupplierNote, ...] = ()
    licence: Text | None = None
    attribution: Text | None = None

    def served(self, product: str) -> frozenset[str] | None:
        """Keys of the municipalities it serves with a product; None means all.

        What is counted at the source serves those of the list it is counted from.
        """
        if isinstance(self.covers, dict):
            lists = {new: old for old, made in self.counted_at_source.items() for new in made}
            own = self.covers.get(product, self.covers.get(lists.get(product, "")))
            return None if own is None else frozenset(own)
        return None if self.covers == "all" else frozenset(self.covers)

    def schedule(self, product: str) -> Schedule | None:
        """The calendar of a product; None where nothing is agreed."""
        return self.calendar.get(product) or self.calendar.get(ALL)

    def embargo(self, product: str) -> Embargo | None:
        """Until when the figures of a product rest; None where they do not."""
        schedule = self.schedule(product)
        return None if schedule is None else schedule.embargo

    def ending(self, product: str) -> Ending | None:
        """Since when a product comes no more, and why; the earliest end counts."""
        found = [end for end in self.ends if not end.products or product in end.products]
        if self.ends_on is not None and self.ends_because is not None:
            found.append(Ending(on=self.ends_on, because=self.ends_because))
        return min(found, key=lambda end: end.on, default=None)

    def ended(self, product: str, day: date) -> Ending | None:
        """The end of a product, if it lies before figures of a day; None while it runs."""
        end = self.ending(product)
        return end if end is not None and end.on <= day else None

    def substitute(self, product: str) -> Substitute | None:
        """What takes the place of a product."""
        fitting = [s for s in self.substitutes if not s.products or product in s.products]
        return fitting[0] if fitting else None

    @model_validator(mode="after")
    def _an_end_has_a_reason(self) -> Self:
        if (self.ends_on is None) != (self.ends_because is None):
            raise ValueError("ends_on and ends_because stand together")
        return self

    @model_validator(mode="after")
    def _contracts_have_their_own_numbers(self) -> Self:
        numbers = [contract.number for contract in self.contracts]
        if len(set(numbers)) < len(numbers):
            raise ValueError("two contracts have the same number")
        return self
