"""Names for keys, and one line of the status page in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kreisblick.base.language import translate as _
from kreisblick.supply.offices import Party
from kreisblick.supply.status import Matter

__all__ = ["Line", "Names", "Uses", "party_words"]


@dataclass(frozen=True, kw_only=True)
class Uses:
    """What rests on one product.

    Attributes:
        indicators: titles.
        chapters: of the report that would be missing as a whole.
        thinner: chapters that would lose some of their indicators.
    """

    indicators: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    thinner: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names for keys, and what rests on a product; supply itself knows keys only.

    Attributes:
        products: ``supplier/product`` to its title.
        municipalities: key to name.
        uses: ``supplier/product`` to what rests on it.
    """

    products: Mapping[str, str] = field(default_factory=dict)
    municipalities: Mapping[str, str] = field(default_factory=dict)
    uses: Mapping[str, Uses] = field(default_factory=dict)

    def towns(self, keys: Iterable[str]) -> str:
        """Names of municipalities and other parties, joined."""
        return ", ".join(sorted(self.municipalities.get(key, party_words(key)) for key in keys))


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the page, in words.

    Attributes:
        matter: what it is about.
        title: of supplier and product.
        what: the sentence.
        hangs: what would be missing; empty where nothing is at stake.
        step: what to do next.
        command: with what.
    """

    matter: Matter
    title: str
    what: str
    hangs: str = ""
    step: str = ""
    command: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {**vars(self), "matter": self.matter.value}


def party_words(party: str) -> str:
    """Another party than a municipality, for people."""
    words = {
        Party.DATA_PROTECTION_OFFICER: _("data protection officer"),
        Party.WORKS_COUNCIL: _("works council"),
        Party.COMMITTEE: _("committee"),
        Party.SUPPLIER: _("head of the delivering office"),
    }
    return words.get(Party(party), party) if party in list(Party) else party
