"""Suppliers: who delivers what, by which right, how often, and for whom."""

from datetime import date
from typing import Literal, Self

from pydantic import model_validator

from kreisblick.base.definitions import Definition, Text, Translated

__all__ = ["ConsentMissing", "Office", "SupplierDefinition"]


class Office(Definition):
    """Whom to ask: an office, never a person (people change, offices stay).

    Attributes:
        name: the office.
        contact: its own mailbox or telephone.
    """

    name: Text
    contact: Text | None = None


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
        ends_on: first day without deliveries; None while the source runs.
        ends_because: why, for the report's reader.
    """

    title: Translated
    office: Office
    legal_basis: Text
    rhythm: Literal["monthly", "quarterly", "yearly", "every_two_years", "school_year", "once"]
    covers: Literal["all"] | tuple[Text, ...] | dict[str, tuple[Text, ...]] = "all"
    consent_missing: tuple[ConsentMissing, ...] = ()
    ends_on: date | None = None
    ends_because: Translated | None = None

    def served(self, product: str) -> frozenset[str] | None:
        """Keys of the municipalities it serves with a product; None means all."""
        if isinstance(self.covers, dict):
            own = self.covers.get(product)
            return None if own is None else frozenset(own)
        return None if self.covers == "all" else frozenset(self.covers)

    @model_validator(mode="after")
    def _an_end_has_a_reason(self) -> Self:
        if (self.ends_on is None) != (self.ends_because is None):
            raise ValueError("ends_on and ends_because stand together")
        return self
