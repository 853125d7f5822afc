"""The entry for data portals and search engines: complete, the same in both ways of writing."""

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyshacl import validate
from rdflib import Graph, Namespace
from rdflib.compare import isomorphic
from tests.unit.exports.factory import published, silent

from kreisblick.base.files import fingerprint_file
from kreisblick.products.exports import build_exports, dataset_jsonld
from kreisblick.products.exports.dcat import geocoding
from kreisblick.products.exports.publication import read_licences
from kreisblick.products.exports.rdf import Iri, Literal, Node, jsonld, turtle

CHECKS = Path(__file__).parent / "own_checks_dcat_ap_de.ttl"
BASE = "https://portal.example/data/catalog.ttl"
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib's reader of JSON-LD

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
SPDX = Namespace("http://spdx.org/rdf/terms#")


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_exports(published(), tmp_path_factory.mktemp("x") / "exports")[0].parent


@pytest.fixture(scope="module")
def unlicensed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_exports(silent(), tmp_path_factory.mktemp("x") / "exports")[0].parent


def entry(exports: Path) -> Graph:
    return Graph().parse(exports / "catalog.ttl", format="turtle", publicID=BASE)


def faults(graph: Graph) -> set[str]:
    """Which property of which class is not as our checks want it."""
    _ok, report, _text = validate(graph, shacl_graph=Graph().parse(CHECKS))
    found = report.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?path WHERE { ?r sh:resultPath ?path }"
    )
    return {str(path).rpartition("/")[2].rpartition("#")[2] for (path,) in found}


def test_the_entry_keeps_to_our_own_checks(exports: Path) -> None:
    assert faults(entry(exports)) == set()


def test_the_checks_find_what_was_taken_away(exports: Path) -> None:
    for path, name in ((DCTERMS.license, "license"), (DCAT.accessURL, "accessURL"),
                       (DCTERMS.publisher, "publisher"), (DCAT.theme, "theme")):  # fmt: skip
        graph = entry(exports)
        graph.remove((None, path, None))
        assert name in faults(graph)


def test_without_a_licence_none_is_invented_and_nothing_else_is_missing(unlicensed: Path) -> None:
    graph = entry(unlicensed)

    assert not list(graph.objects(None, DCTERMS.license))
    assert faults(graph) == {"license", "licenseAttributionByText", "contactPoint"}
    told = (unlicensed / "README.txt").read_text(encoding="utf-8")
    assert "Lizenz: Lizenz nicht angegeben" in told
    assert 'licence = "dl-de/by-2-0"' in told
    assert "Jobcenter Lindenau (Lizenz nicht angegeben)" in told


def test_json_ld_says_the_same_as_turtle(exports: Path) -> None:
    other = Graph().parse(exports / "catalog.jsonld", format="json-ld", publicID=BASE)

    assert len(other) > 100
    assert isomorphic(entry(exports), other)


def test_every_file_is_there_with_its_checksum(exports: Path) -> None:
    graph = entry(exports)
    files = {
        str(graph.value(one, DCTERMS.title)): str(
            graph.value(graph.value(one, SPDX.checksum), SPDX.checksumValue)
        )
        for one in graph.objects(None, DCAT.distribution)
    }

    assert len(files) >= 12
    described_after = {"catalog.ttl"}  # no file can hold its own checksum
    assert not described_after & set(files)
    for name, checksum in files.items():
        assert checksum == fingerprint_file(exports / name), name


def test_addresses_lead_to_where_the_folder_is_served(exports: Path, unlicensed: Path) -> None:
    served = {str(one) for one in entry(exports).objects(None, DCAT.accessURL)}
    relative = {str(one) for one in entry(unlicensed).objects(None, DCAT.accessURL)}

    assert "https://daten.kreis-lindenau.example/sozialbericht/figures.csv" in served
    assert "https://portal.example/data/figures.csv" in relative


def test_the_note_names_every_source_as_it_wants_to_be_named(exports: Path) -> None:
    notes = {str(one) for one in entry(exports).objects(None, DCATDE.licenseAttributionByText)}

    assert notes == {
        "Landkreis Lindenau; Daten: © Jobcenter Lindenau 2025; Statistikstelle des Landkreises"
    }


def test_every_source_is_named_with_its_note_and_licence(exports: Path, unlicensed: Path) -> None:
    path = DCTERMS.provenance / Namespace("http://www.w3.org/2000/01/rdf-schema#").label
    stated, silently = ({str(v) for _s, v in entry(one).subject_objects(path)}
                        for one in (exports, unlicensed))  # fmt: skip
    zero = "Datenlizenz Deutschland – Zero – Version 2.0"
    based = json.loads((exports / "dataset.jsonld").read_text(encoding="utf-8"))["isBasedOn"]

    assert stated == {
        f"Gezählt aus: © Jobcenter Lindenau 2025 ({zero})",
        f"Gezählt aus: Statistikstelle des Landkreises ({zero})",
    }
    assert all(label.endswith("(Lizenz nicht angegeben)") for label in silently)
    assert next(one["creditText"] for one in based) == "© Jobcenter Lindenau 2025"
    assert {one["license"] for one in based} == {"https://www.govdata.de/dl-de/zero-2-0"}
    assert not any("license" in one for one in dataset_jsonld(silent())["isBasedOn"])


@pytest.mark.parametrize(
    ("key", "address", "level"),
    [
        ("05998", "districtKey/05998", "administrativeDistrict"),
        ("11", "stateKey/11", "state"),
        ("01001000", "municipalityKey/01001000", "municipality"),
    ],
)
def test_a_place_is_named_by_its_official_key(key: str, address: str, level: str) -> None:
    found = geocoding(key)

    assert found is not None
    assert found[0].endswith(address)
    assert found[1].endswith(f"/Level/{level}")


def test_a_key_of_another_kind_is_no_place() -> None:
    assert geocoding("Lindenau") is None
    assert geocoding("059") is None


def test_all_licences_stand_in_the_list_of_dcat_ap_de() -> None:
    for one in read_licences().values():
        assert one.catalogue.startswith("http://dcat-ap.de/def/licenses/")


def test_awkward_texts_and_addresses_come_back_as_they_were() -> None:
    text = 'Kita "Löwe"\\Haus\nEs sind 5 <b>Plätze</b>\tfrei \u2028 €'
    node = Node(
        address="https://a.example/x y",
        type="dcat:Dataset",
        said=[
            ("dcterms:title", Literal(text=text, language="de")),
            ("dcat:landingPage", Iri(address="https://a.example/ä{b}|c^d")),
        ],
    )
    one = Graph().parse(data=turtle([node]), format="turtle")
    other = Graph().parse(data=json.dumps(jsonld([node])), format="json-ld")

    assert [str(value) for value in one.objects(None, DCTERMS.title)] == [text]
    assert isomorphic(one, other)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30), st.text(max_size=20))
def test_any_text_and_any_address_come_back_the_same_from_both_ways_of_writing(
    text: str, path: str
) -> None:
    node = Node(
        address="https://a.example/one",
        type="dcat:Dataset",
        said=[
            ("dcterms:title", Literal(text=text)),
            ("dcat:landingPage", Iri(address=f"https://a.example/x/{path}")),
        ],
    )
    one = Graph().parse(data=turtle([node]), format="turtle")
    other = Graph().parse(data=json.dumps(jsonld([node])), format="json-ld")

    assert [str(value) for value in one.objects(None, DCTERMS.title)] == [text]
    assert {str(o) for o in one.objects()} == {str(o) for o in other.objects()}


def test_search_engines_are_told_what_they_ask_for(exports: Path) -> None:
    told = json.loads((exports / "dataset.jsonld").read_text(encoding="utf-8"))

    assert told == dataset_jsonld(published())
    assert told["@context"] == "https://schema.org/"
    assert told["@type"] == "Dataset"
    assert 50 <= len(told["description"]) <= 5000
    assert told["license"] == "https://www.govdata.de/dl-de/by-2-0"
    assert told["temporalCoverage"] == "2022-12-31/2024-12-31"
    assert {one["propertyID"] for one in told["variableMeasured"]} == set(
        published().indicator_definitions
    )
    base = "https://daten.kreis-lindenau.example/sozialbericht/"
    for one in told["distribution"]:
        assert (exports / one["contentUrl"].removeprefix(base)).is_file()


def test_without_a_licence_search_engines_are_told_none() -> None:
    assert "license" not in dataset_jsonld(silent())


def test_a_page_beside_the_folder_says_the_way_to_it() -> None:
    relative = dataset_jsonld(silent(), base="../exports/")
    served = dataset_jsonld(published(), base="../exports/")

    assert {one["contentUrl"] for one in relative["distribution"]} >= {"../exports/figures.csv"}
    assert all(one["contentUrl"].startswith("https://") for one in served["distribution"])


def test_files_that_were_not_written_are_not_named() -> None:
    without = replace(silent(), indices=pl.DataFrame(), index_definitions={})

    assert "indices.csv" in {one["name"] for one in dataset_jsonld(silent())["distribution"]}
    assert "indices.csv" not in {one["name"] for one in dataset_jsonld(without)["distribution"]}
