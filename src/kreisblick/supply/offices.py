"""Whom to ask, and who must agree: offices, never persons (people change, offices stay)."""

from enum import StrEnum, auto

from kreisblick.base.definitions import Definition, Text, Translated

__all__ = ["MustAgree", "Office", "Party"]


class Deputy(Definition):
    """The office that answers when the first one does not."""

    name: Text
    contact: Text | None = None


class Office(Definition):
    """Whom to ask.

    Attributes:
        name: the office.
        contact: its own mailbox or telephone.
        address: lines of its postal address, for letters.
        deputy: whom to ask when nobody answers.
    """

    name: Text
    contact: Text | None = None
    address: tuple[Text, ...] = ()
    deputy: Deputy | None = None


class Party(StrEnum):
    """Who can be asked to agree."""

    MUNICIPALITY = auto()  # each municipality for its own ground
    DATA_PROTECTION_OFFICER = auto()
    WORKS_COUNCIL = auto()
    COMMITTEE = auto()
    SUPPLIER = auto()  # its head of office


class MustAgree(Definition):
    """Somebody without whose consent nothing may be used.

    Attributes:
        who: the party.
        products: for which products; all when empty.
        because: by which rule or agreement.
    """

    who: Party
    products: tuple[Text, ...] = ()
    because: Translated

    def concerns(self, product: str) -> bool:
        """Whether it is about a product."""
        return not self.products or product in self.products
