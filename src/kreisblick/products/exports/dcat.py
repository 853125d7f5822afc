"""The entry for data portals after DCAT-AP.de 3.0: a catalogue, a series, this edition, its files.

What the vocabulary wants and nobody stated (a licence, an office's address) is left out, never
invented; the README says what is missing.
"""

from pathlib import Path

from kreisblick.base.files import fingerprint_file
from kreisblick.base.language import translate as _
from kreisblick.products.exports.edition import Edition
from kreisblick.products.exports.entry import Entry, EntryFile
from kreisblick.products.exports.publication import Publication
from kreisblick.products.exports.rdf import Iri, Literal, Node, Value

__all__ = ["catalogue_nodes", "geocoding"]

EU = "http://publications.europa.eu/resource/authority"
DE = "http://dcat-ap.de/def/politicalGeocoding"
IANA = "https://www.iana.org/assignments/media-types"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
BY_LENGTH = {2: ("stateKey", "state"), 5: ("districtKey", "administrativeDistrict"),
             8: ("municipalityKey", "municipality")}  # fmt: skip
RHYTHMS = {1: "ANNUAL", 2: "BIENNIAL", 3: "TRIENNIAL"}
Said = list[tuple[str, Value]]


def geocoding(key: str) -> tuple[str, str] | None:
    """The addresses of a place and of its administrative level; None for keys of other lengths.

    >>> geocoding("05998")[1]
    'http://dcat-ap.de/def/politicalGeocoding/Level/administrativeDistrict'
    """
    found = BY_LENGTH.get(len(key)) if key.isdigit() else None
    if found is None:
        return None
    return f"{DE}/{found[0]}/{key}", f"{DE}/Level/{found[1]}"


def catalogue_nodes(
    edition: Edition,
    publication: Publication,
    entry: Entry,
    folder: Path,
) -> list[Node]:
    """Catalogue, series, edition and publisher, ready to be written.

    Args:
        edition: what is published.
        publication: by whom, under which licence.
        entry: choices of the catalogue.
        folder: the finished files; each that ``entry`` knows becomes a distribution.
    """
    base = publication.url
    catalog, series, dataset, publisher = (
        f"{base}#{name}" for name in ("catalog", "series", f"edition-{edition.day}", "publisher")
    )
    kept: Said = [("dcterms:publisher", Iri(address=publisher))]
    return [
        Node(
            address=catalog,
            type="dcat:Catalog",
            said=[
                ("dcterms:title", _de(_("Figures of {name}").format(name=edition.district))),
                ("dcterms:description", _de(_("What {name} publishes of its social planning.")
                                            .format(name=edition.district))),
                *kept,
                ("dcterms:language", Iri(address=f"{EU}/language/DEU")),
                ("dcat:themeTaxonomy", Iri(address=f"{EU}/data-theme")),
                ("dcat:dataset", Iri(address=dataset)),
                ("dcat:dataset", Iri(address=series)),
            ],
        ),
        _series(series, edition, publication, kept),
        _dataset(dataset, series, edition, publication, entry, folder, kept),
        Node(address=publisher, type="foaf:Agent",
             said=[("foaf:name", Literal(text=publication.publisher))]),
    ]  # fmt: skip


def _series(address: str, edition: Edition, publication: Publication, kept: Said) -> Node:
    title = _("Social reports of {name}").format(name=edition.district)
    said: Said = [
        ("dcterms:title", _de(title)),
        ("dcterms:description", _de(_("All editions of the report and their figures."))),
        *kept,
        _place(edition),
        *_contact(publication),
        *_rhythm(edition),
    ]
    return Node(address=address, type="dcat:DatasetSeries", said=said)


def _dataset(
    address: str,
    series: str,
    edition: Edition,
    publication: Publication,
    entry: Entry,
    folder: Path,
    kept: Said,
) -> Node:
    code = publication.availability or entry.availability
    available = Iri(address=f"{EU}/planned-availability/{code}")
    said: Said = [
        ("dcterms:title", _de(edition.name)),
        ("dcterms:description", _de(edition.description)),
        *kept,
        ("dcat:inSeries", Iri(address=series)),
        *_issue(edition),
        ("dcterms:accessRights", Iri(address=f"{EU}/access-right/PUBLIC")),
        ("dcatap:availability", available),
        *_contact(publication),
        *_where(edition),
        *_when(edition),
        *_rhythm(edition),
        *_subjects(edition, entry),
        *(("dcatde:legalBasis", _de(one)) for one in edition.bases),
        *_provenance(publication),
    ]
    if publication.contributor:
        said.append(("dcatde:contributorID", Iri(address=publication.contributor)))
    for path, one in entry.files.items():
        if (folder / path).is_file():
            node = _distribution(folder, path, one, edition, publication, available)
            said.append(("dcat:distribution", node))
    return Node(address=address, type="dcat:Dataset", said=said)


def _issue(edition: Edition) -> Said:
    """Name, version and day of the edition."""
    day = Literal(text=edition.day.isoformat(), type="xsd:date")
    return [
        ("dcterms:identifier", Literal(text=f"{edition.key}-{edition.day}")),
        ("dcat:version", Literal(text=edition.day.isoformat())),
        ("dcterms:issued", day),
        ("dcterms:modified", day),
        ("dcterms:language", Iri(address=f"{EU}/language/DEU")),
    ]


def _subjects(edition: Edition, entry: Entry) -> Said:
    """Words people look for, and the EU's groups of themes."""
    words = dict.fromkeys((*entry.keywords, *edition.themes))
    codes = entry.codes(edition.themes)
    return [
        *(("dcat:keyword", _de(word)) for word in words),
        *(("dcat:theme", Iri(address=f"{EU}/data-theme/{code}")) for code in codes),
    ]


def _distribution(
    folder: Path,
    path: str,
    one: EntryFile,
    edition: Edition,
    publication: Publication,
    available: Iri,
) -> Node:
    file = folder / path
    where = Iri(address=f"{publication.url}{path}")
    checksum = Node(
        type="spdx:Checksum",
        said=[
            ("spdx:algorithm", Iri(address=SHA256)),
            ("spdx:checksumValue", Literal(text=fingerprint_file(file), type="xsd:hexBinary")),
        ],
    )
    said: Said = [
        ("dcterms:title", _de(path)),
        ("dcterms:description", _de(one.told)),
        ("dcat:accessURL", where),
        ("dcat:downloadURL", where),
        ("dcterms:format", Iri(address=f"{EU}/file-type/{one.type}")),
        ("dcat:mediaType", Iri(address=f"{IANA}/{one.media}")),
        ("dcat:byteSize", Literal(text=str(file.stat().st_size), type="xsd:nonNegativeInteger")),
        ("dcterms:modified", Literal(text=edition.day.isoformat(), type="xsd:date")),
        ("dcatap:availability", available),
        ("adms:status", Iri(address=f"{EU}/distribution-status/COMPLETED")),
        ("spdx:checksum", checksum),
    ]
    if publication.licence:
        said.append(("dcterms:license", Iri(address=publication.licence.catalogue)))
        if publication.licence.names_source:
            note = Literal(text=publication.attribution)
            said.append(("dcatde:licenseAttributionByText", note))
    return Node(type="dcat:Distribution", said=said)


def _contact(publication: Publication) -> Said:
    """Whom to ask; a contact without an address is none."""
    if not publication.email and not publication.url:
        return []
    said: Said = [("vcard:fn", Literal(text=publication.contact or publication.publisher))]
    if publication.email:
        said.append(("vcard:hasEmail", Iri(address=f"mailto:{publication.email}")))
    if publication.url:
        said.append(("vcard:hasURL", Iri(address=publication.url)))
    return [("dcat:contactPoint", Node(type="vcard:Kind", said=said))]


def _where(edition: Edition) -> Said:
    """The place by its box and by its key; the key stands for the EU in ``dcterms:spatial`` too."""
    said: Said = [_place(edition)]
    known = geocoding(edition.key)
    if known:
        said += [
            ("dcterms:spatial", Iri(address=known[0])),
            ("dcatde:politicalGeocodingURI", Iri(address=known[0])),
            ("dcatde:politicalGeocodingLevelURI", Iri(address=known[1])),
        ]
    return [*said, ("dcatde:geocodingDescription", _de(edition.district))]


def _place(edition: Edition) -> tuple[str, Value]:
    west, south, east, north = edition.box
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    ring = ", ".join(f"{x:.5f} {y:.5f}" for x, y in corners)
    box = Literal(text=f"POLYGON(({ring}))", type="geo:wktLiteral")
    return "dcterms:spatial", Node(type="dcterms:Location", said=[("dcat:bbox", box)])


def _when(edition: Edition) -> Said:
    ends = {"dcat:startDate": edition.dates[0], "dcat:endDate": edition.dates[-1]}
    said: Said = [
        (name, Literal(text=day.isoformat(), type="xsd:date")) for name, day in ends.items()
    ]
    return [("dcterms:temporal", Node(type="dcterms:PeriodOfTime", said=said))]


def _rhythm(edition: Edition) -> Said:
    """How often: the years between the reference dates, where they are always the same."""
    years = {b.year - a.year for a, b in zip(edition.dates, edition.dates[1:], strict=False)}
    code = RHYTHMS.get(years.pop()) if len(years) == 1 else None
    return [("dcterms:accrualPeriodicity", Iri(address=f"{EU}/frequency/{code}"))] if code else []


def _provenance(publication: Publication) -> Said:
    """Every source with the note and the licence it asks for, or that nobody stated one."""
    told = [_("Counted from: {source}").format(source=one.words) for one in publication.credits]
    return [
        ("dcterms:provenance", Node(type="dcterms:ProvenanceStatement",
                                    said=[("rdfs:label", _de(one))]))
        for one in told
    ]  # fmt: skip


def _de(text: str) -> Literal:
    return Literal(text=text, language="de")
