"""What a district chooses: the nouns of ``kreisblick.toml``."""

from datetime import date

from pydantic import Field

from kreisblick.base.definitions import Definition, Text
from kreisblick.protection.disclosure import Shows

__all__ = [
    "AddressSource",
    "AreasTogether",
    "DeliveryElsewhere",
    "District",
    "MunicipalChoice",
    "Publication",
    "ReportChoices",
    "WorkspaceDefinition",
]


class District(Definition):
    """The district that reports.

    Attributes:
        key: its official key.
        name: for people.
        office: the office that writes to suppliers.
        address: lines of its postal address.
        place: the town in the date line of letters; the office's mailbox or telephone in
            ``contact``.
    """

    key: Text
    name: Text
    office: Text | None = None
    address: tuple[Text, ...] = ()
    place: Text | None = None
    contact: Text | None = None


class ReportChoices(Definition):
    """What the report is about.

    Attributes:
        generation: the areas on which all counts are given.
        dates: reference dates, in order.
        title: of the report.
        sets: indicator sets that are computed.
        edition: the day printed in the report's foot; the last reference date if not given.
        products: what is built.
        age_groups: ages of residents shown as the age structure of every area.
        leave_out: indicators of the sets that are not computed.
    """

    generation: Text
    dates: tuple[date, ...]
    title: Text
    sets: tuple[Text, ...] = ("core",)
    edition: date | None = None
    age_groups: tuple[Text, ...] = ()
    leave_out: tuple[Text, ...] = ()
    products: tuple[Text, ...] = (
        "report", "editions", "slides", "profiles", "atlas", "exports", "handbook",
    )  # fmt: skip


class Publication(Definition):
    """How the district's open data are published; all of it may be left out.

    Attributes:
        licence: key of ``catalogue/products/exports/licences.yaml``.
        publisher: who publishes; the district without.
        contact: an office, never a person.
        email: the office's mailbox.
        url: where the exports will be served.
        contributor: identifier of the data provider in GovData, a URI.
        availability: how long the data stay, a code of the EU's list (``AVAILABLE``).
    """

    licence: Text | None = None
    publisher: Text | None = None
    contact: Text | None = None
    email: Text | None = None
    url: Text | None = None
    contributor: Text | None = None
    availability: Text | None = None


class DeliveryElsewhere(Definition):
    """A delivery that does not lie in ``deliveries/``; ``${VARIABLE}`` is filled in."""

    supplier: Text
    product: Text
    reference_date: date
    file: Text


class AddressSource(Definition):
    """The list of known addresses.

    Attributes:
        file: in any format of ``territory.streets``; relative to the workspace, ``${VARIABLE}`` is
            filled in. Houses without an area are placed by their coordinates.
        names: a list of other and former names of streets.
        columns: our column name → theirs, where they differ (``street, number, suffix,
            postcode, place, area, area_<generation>, x, y``).
    """

    file: Text
    names: Text | None = None
    columns: dict[str, Text] = Field(default_factory=dict)


class MunicipalChoice(Definition):
    """What a municipality lets be shown of itself.

    Attributes:
        municipality: its key.
        shows: ``full``; ``grouped``, its planning areas together only; ``district``, it counts in
            the district's figures and has none of its own; ``none``, it takes no part.
        office: who chose.
        date: the day of the choice.
        sets, cubes: for which indicator sets and cubes; without both for everything.
        after_results: why the choice came after results were there; it is printed.
    """

    municipality: Text
    shows: Shows
    office: Text
    date: date
    sets: tuple[Text, ...] = ()
    cubes: tuple[Text, ...] = ()
    after_results: Text | None = None


class AreasTogether(Definition):
    """Planning areas of one municipality that are shown as one.

    Attributes:
        areas: their keys.
        name: of the joined area; without it the names stand side by side.
    """

    areas: tuple[Text, ...] = Field(min_length=2)
    name: Text | None = None


class WorkspaceDefinition(Definition):
    """The content of ``kreisblick.toml``."""

    district: District
    report: ReportChoices
    delivery: tuple[DeliveryElsewhere, ...] = ()
    addresses: AddressSource | None = None
    choice: tuple[MunicipalChoice, ...] = ()
    together: tuple[AreasTogether, ...] = ()
    publication: Publication | None = None
