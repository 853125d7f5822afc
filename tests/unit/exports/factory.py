"""The small district of the atlas's tests, with a publication: licensed, or with nothing stated."""

from dataclasses import replace
from typing import Any

from tests.unit.atlas.factory import FakeBundle, leaking, make_bundle

PUBLICATION = {
    "licence": "dl-de/by-2-0",
    "publisher": "Landkreis Lindenau",
    "contact": "Sozialplanung",
    "email": "sozialplanung@kreis-lindenau.example",
    "url": "https://daten.kreis-lindenau.example/sozialbericht",
}


def published(**more: Any) -> FakeBundle:
    """A bundle whose publication and sources are all stated; raw values left in hidden rows."""
    bundle = leaking(make_bundle())
    suppliers = {
        key: {**one, "licence": "dl-de/zero-2-0", "legal_basis": "Satzung"}
        for key, one in bundle.suppliers.items()
    }
    suppliers["jobcenter"]["attribution"] = "© Jobcenter Lindenau 2025"
    report = {**bundle.report, "publication": {**PUBLICATION, **more}}
    return replace(bundle, report=report, suppliers=suppliers)


def silent() -> FakeBundle:
    """The same bundle; nobody stated a licence."""
    return leaking(make_bundle())
