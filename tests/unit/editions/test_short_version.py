"""The short version: two pages, whatever must stand on them."""

import re
from dataclasses import replace

import pikepdf
import polars as pl
import pytest
from tests.unit.editions.factory import DISTRICT, block, blocks, make_bundle, make_editorial
from tests.unit.editions.readers import Page, fonts_without_file, headings, pdf_text, tags

from kreisblick.products.editions import build_editions, editions_definition
from kreisblick.products.editions.model import gather_stock, list_towns
from kreisblick.products.editions.pictures import Ground
from kreisblick.products.editions.short import describe_short
from kreisblick.products.editorial import Editorial
from kreisblick.products.wording import write_value

WORDS = "Wir empfehlen, die Beratung in die Nähe der Menschen zu bringen und Wege zu kürzen. "


@pytest.fixture(scope="module")
def bundle():
    return make_bundle()


@pytest.fixture(scope="module")
def folder(bundle, tmp_path_factory):
    out = tmp_path_factory.mktemp("short")
    town = bundle.areas.filter(level="municipality")["area"][0]
    build_editions(bundle, out, editorial=make_editorial(town, "0"))
    return out


def sheet_of(bundle, editorial=Editorial()):  # noqa: B008
    stock = gather_stock(bundle, editions_definition(), editorial)
    return stock, describe_short(stock, Ground(stock.geojson, list_towns(bundle)))


def many_findings(bundle):
    """Every area with a need and a strength."""
    table = bundle.derived("findings")
    rows = []
    for kind in ("need", "strength"):
        row = table.filter(kind=kind).row(0, named=True)
        areas = bundle.areas.filter(level="planning_area")["area"].to_list()
        towns = bundle.areas.filter(level="municipality")["area"].to_list()
        rows += [{**row, "area": area} for area in areas]
        rows += [{**row, "area": town, "level": "municipality"} for town in towns]
    new = type(table)(rows * 4, schema=table.schema)
    return replace(bundle, tables={**bundle.tables, "findings": new})


TEXTS = {
    "none": (),
    "some": blocks(3, "recommendation", WORDS),
    "many": blocks(40, "recommendation", WORDS * 3),
    "one that fills a book": blocks(1, "recommendation", WORDS * 200),
    "titles that fill pages": [
        block(f"r{place}", "recommendation", WORDS, title=WORDS * 4) for place in range(30)
    ],
}


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("long_names", [False, True], ids=["short names", "longest names"])
def test_it_has_exactly_two_pages(texts, long_names, tmp_path):
    bundle = make_bundle(long_names=long_names)
    if long_names:
        bundle = many_findings(bundle)

    build_editions(bundle, tmp_path, editorial=Editorial(blocks=tuple(texts)))

    with pikepdf.open(tmp_path / "short.pdf") as document:
        assert len(document.pages) == 2
    text = pdf_text(tmp_path / "short.pdf")
    assert "WasderKreistunkann" in text
    assert "Quelle:" in text


def test_what_does_not_fit_is_counted(tmp_path):
    build_editions(make_bundle(), tmp_path, editorial=Editorial(blocks=tuple(TEXTS["many"])))

    text = pdf_text(tmp_path / "short.pdf")
    page = Page(tmp_path / "short.html").text

    named = sum(f"Titelrecommendation{place}" in text for place in range(40))
    assert f"WeitereEmpfehlungenimBericht:{40 - named}." in text or named == 40
    assert all(f"Titel recommendation{place}" in page for place in range(40))


def test_every_finding_is_the_districts_own_figure_and_sure_of_something(bundle):
    stock, sheet = sheet_of(bundle)

    assert sheet["findings"]
    for item in sheet["findings"]:
        one = stock.figures.described[item["key"]]
        whole = stock.figure(one, DISTRICT)
        assert item["value"] == write_value(whole.value, whole.unit, whole.denominator)
        assert item["sentence"]
    themes = [stock.figures.described[item["key"]].theme for item in sheet["findings"]]
    assert len(set(themes)) == len(themes)


def test_findings_stand_on_paper_and_page(folder, bundle):
    _stock, sheet = sheet_of(bundle)
    text, page = pdf_text(folder / "short.pdf"), Page(folder / "short.html").text

    for item in sheet["findings"]:
        assert item["title"] in page
        assert item["value"] in page
        assert item["value"].replace("\u202f", "").replace(" ", "") in text


def test_needs_and_strengths_name_their_areas_by_municipality(bundle):
    _stock, sheet = sheet_of(bundle)
    need = bundle.derived("findings").filter(kind="need")["area"][0]
    row = bundle.areas.filter(area=need).row(0, named=True)
    town = bundle.areas.filter(area=row["parent"])["name"][0]

    named = {one["town"]: one["places"] for one in sheet["needs"]}

    assert row["name"].removeprefix(f"{town}-") in named[town]
    assert "Landkreis Lindenau" not in named


def test_recommendations_of_the_district_come_before_those_of_single_places(bundle):
    town = bundle.areas.filter(level="municipality").row(0, named=True)
    _stock, sheet = sheet_of(bundle, make_editorial(town["area"], "0"))

    assert [one["title"] for one in sheet["recommendations"]] == ["Titel r1"]
    assert [(one["where"], one["title"]) for one in sheet["local"]] == [(town["name"], "Titel r2")]


def test_items_of_a_list_become_one_sentence(bundle):
    text = block("r", "recommendation", "Zwei Dinge:\n- ein Ort\n- ein Mensch")

    _stock, sheet = sheet_of(bundle, Editorial(blocks=(text,)))

    assert sheet["recommendations"][0]["text"] == "Zwei Dinge: ein Ort; ein Mensch."


def test_the_paper_is_accessible(folder):
    with pikepdf.open(folder / "short.pdf") as document:
        alts = [str(node.get("/Alt", "")) for node in tags(document) if node.S == "/Figure"]
        assert any(alt.startswith("Karte: ") for alt in alts)
        assert all(len(alt) > 3 for alt in alts)
        levels = headings(document)
        assert levels[0] == 1
        assert fonts_without_file(document) == []
        with document.open_metadata() as words:
            assert words["dc:title"] == "Sozialbericht 2024, Landkreis Lindenau: Kurzfassung"


def test_a_change_that_nobody_tested_is_told_with_that_or_not_at_all(bundle):
    unknown = bundle.indicators.with_columns(change_significance=pl.lit("unknown"))
    _stock, sheet = sheet_of(replace(bundle, indicators=unknown))

    told = [one["sentence"] for one in sheet["findings"]]

    assert told
    for sentence in told:
        assert not re.search("gestiegen|gesunken|gefallen|Prozentpunkte", sentence)
        assert "als am" not in sentence or "wurde nicht geprüft" in sentence
