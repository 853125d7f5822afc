"""Who publishes, under which licence, and whose data it is; what nobody stated is said to be so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.products.figures import Described, say
from kreisblick.products.model import BundleLike

__all__ = ["Credit", "Licence", "Publication", "read_licences", "read_publication"]


class Licence(Definition):
    """A licence of the list.

    Attributes:
        title: its full name.
        page: where it is explained.
        catalogue: its address in the list of DCAT-AP.de.
        names_source: whether the source has to be named with every use.
    """

    title: Text
    page: Text
    catalogue: Text
    names_source: bool


class Licences(Definition):
    """All licences by key (``licences.yaml``)."""

    licences: dict[str, Licence]


@dataclass(frozen=True, kw_only=True)
class Credit:
    """A source as it has to be named.

    Attributes:
        key: of the supplier.
        title: its name.
        attribution: the note it asks for; its name where it asks for none.
        licence: title of its licence; empty where nobody stated one.
        page: where the licence is explained; empty where unknown.
        legal_basis: by which right the data are used; may be empty.
    """

    key: str
    title: str
    attribution: str
    licence: str
    page: str
    legal_basis: str

    @property
    def words(self) -> str:
        """The source and its licence in one line."""
        return f"{self.attribution} ({self.licence or _('licence not stated')})"


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Who answers for the files, and under which licence they may be used.

    Attributes:
        publisher: the office that publishes.
        contact: the office that answers; may be empty. Never a person.
        email: of that office; may be empty.
        url: where the folder is served, with a slash at its end; empty where it is not known.
        contributor: the provider's address in GovData's list; may be empty.
        availability: of the files, as in the EU's list; empty for the shipped choice.
        licence: of the files; None where nobody chose one of the list.
        unlisted: what was chosen and is not in the list; empty otherwise.
        credits: every source of a shown figure, by title.
    """

    publisher: str
    contact: str
    email: str
    url: str
    contributor: str
    availability: str
    licence: Licence | None
    unlisted: str
    credits: tuple[Credit, ...]

    @property
    def licence_title(self) -> str:
        """The licence by name, or that it is not stated."""
        return self.licence.title if self.licence else _("licence not stated")

    @property
    def attribution(self) -> str:
        """The note to print beside the figures: publisher and all sources."""
        return self.note()

    def note(self, suppliers: Iterable[str] | None = None) -> str:
        """The note to print beside figures from these suppliers; from all without."""
        chosen = None if suppliers is None else set(suppliers)
        names = [c.attribution for c in self.credits if chosen is None or c.key in chosen]
        if not names:
            return self.publisher
        return _("{publisher}; data: {sources}").format(
            publisher=self.publisher, sources="; ".join(dict.fromkeys(names))
        )

    @property
    def faults(self) -> tuple[str, ...]:
        """What is missing before the files can be published, each with what to do now."""
        found = []
        if self.unlisted:
            found.append(
                _(
                    'The licence "{licence}" in kreisblick.toml is not in the list. Write one of '
                    "these under [publication]: {known}."
                ).format(licence=self.unlisted, known=", ".join(read_licences()))
            )
        elif self.licence is None:
            found.append(
                _(
                    "The files have no licence. Choose one in kreisblick.toml under "
                    '[publication], for instance licence = "dl-de/by-2-0".'
                )
            )
        silent = sum(not one.licence for one in self.credits)
        if silent:
            found.append(
                _(
                    "Of {count} sources nobody stated the licence; sources.csv lists them. Write "
                    "it into the suppliers' definitions before you publish the files."
                ).format(count=format_count(silent))
            )
        return tuple(found)


def read_publication(bundle: BundleLike, described: Mapping[str, Described]) -> Publication:
    """What the bundle says about its publication; nothing is invented.

    Args:
        bundle: ``report`` may hold ``publication`` with ``licence, publisher, contact, email,
            url, contributor, availability``; ``suppliers`` may hold ``licence, attribution``.
        described: the indicators that are shown; only their sources are named.
    """
    stated: Mapping[str, Any] = bundle.report.get("publication") or {}
    url = str(stated.get("url") or "")
    chosen = str(stated.get("licence") or "")
    return Publication(
        publisher=str(stated.get("publisher") or bundle.report["district"]["name"]),
        contact=str(stated.get("contact") or ""),
        email=str(stated.get("email") or ""),
        url=f"{url.rstrip('/')}/" if url else "",
        contributor=str(stated.get("contributor") or ""),
        availability=str(stated.get("availability") or ""),
        licence=read_licences().get(chosen),
        unlisted="" if chosen in read_licences() else chosen,
        credits=_credits(bundle.suppliers, described),
    )


@cache
def read_licences(path: Path | None = None) -> dict[str, Licence]:
    """The licences of a file; the shipped ``catalogue/products/exports/licences.yaml`` without."""
    file = path or shipped("catalogue", "products", "exports", "licences.yaml")
    return read_definition(file, Licences).licences


def _credits(
    suppliers: Mapping[str, Any], described: Mapping[str, Described]
) -> tuple[Credit, ...]:
    keys = dict.fromkeys(key for one in described.values() for key in one.suppliers)
    found = [_credit(key, suppliers.get(key, {})) for key in keys]
    return tuple(sorted(found, key=lambda one: (one.title, one.key)))


def _credit(key: str, supplier: Mapping[str, Any]) -> Credit:
    stated = str(supplier.get("licence") or "")
    known = read_licences().get(stated)
    title = say(supplier.get("title", key))
    return Credit(
        key=key,
        title=title,
        attribution=say(supplier.get("attribution")) or title,
        licence=known.title if known else stated,
        page=known.page if known else "",
        legal_basis=say(supplier.get("legal_basis")),
    )
