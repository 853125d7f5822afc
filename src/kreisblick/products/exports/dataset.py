"""schema.org: the figures as search engines read them."""

from typing import Any

from kreisblick.products.exports.edition import edition_of
from kreisblick.products.exports.entry import Entry, read_entry
from kreisblick.products.exports.publication import Credit, Publication, read_publication
from kreisblick.products.figures import Described, describe_indicators
from kreisblick.products.model import BundleLike

__all__ = ["dataset_jsonld"]

INDICES = "indices.csv"  # written only where there are any


def dataset_jsonld(
    bundle: BundleLike, base: str = "", definition: Entry | None = None
) -> dict[str, Any]:
    """A ``schema:Dataset`` for a page's ``<script type="application/ld+json">``, or as a file.

    Says what the figures are, of when and where, who publishes them under which licence, what
    is measured, and where the files lie. What nobody stated is left out.

    Args:
        bundle: a verified bundle.
        base: the way from the page to the folder of the exports (``../exports/``); not used where
            the publication says where that is served.
        definition: what a data catalogue is told; the shipped choices without.
    """
    described = describe_indicators(bundle)
    publication = read_publication(bundle, described)
    edition = edition_of(bundle, described)
    entry = definition or read_entry()
    west, south, east, north = edition.box
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": edition.name,
        "description": edition.description,
        "inLanguage": "de",
        "version": edition.day.isoformat(),
        "datePublished": edition.day.isoformat(),
        "isAccessibleForFree": True,
        "keywords": list(dict.fromkeys((*entry.keywords, *edition.themes))),
        "temporalCoverage": f"{edition.dates[0]}/{edition.dates[-1]}",
        "spatialCoverage": {
            "@type": "Place",
            "name": edition.district,
            "identifier": edition.key,
            "geo": {"@type": "GeoShape", "box": f"{south:.5f} {west:.5f} {north:.5f} {east:.5f}"},
        },
        "creator": _organisation(publication),
        "publisher": _organisation(publication),
        "variableMeasured": [_variable(one) for one in described.values()],
        "distribution": _files(
            entry, publication.url or base, indices=not bundle.indices.is_empty()
        ),
        "citation": publication.attribution,
        "isBasedOn": [_source(one) for one in publication.credits],
    }
    if publication.licence:
        found["license"] = publication.licence.page
    return found


def _source(one: Credit) -> dict[str, Any]:
    """A source with the note it asks for; its licence only where it is stated."""
    found = {"@type": "CreativeWork", "name": one.title, "creditText": one.attribution}
    return {**found, "license": one.page or one.licence} if one.licence else found


def _organisation(publication: Publication) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "GovernmentOrganization", "name": publication.publisher}
    if publication.email:
        found["contactPoint"] = {
            "@type": "ContactPoint",
            "name": publication.contact or publication.publisher,
            "email": publication.email,
        }
    return found


def _variable(one: Described) -> dict[str, Any]:
    return {
        "@type": "PropertyValue",
        "name": one.title,
        "description": one.formula,
        "unitText": one.unit,
        "propertyID": one.key,
    }


def _files(entry: Entry, base: str, *, indices: bool) -> list[dict[str, Any]]:
    return [
        {
            "@type": "DataDownload",
            "name": path,
            "description": one.told,
            "contentUrl": f"{base}{path}",
            "encodingFormat": one.media,
        }
        for path, one in entry.files.items()
        if indices or path != INDICES
    ]
