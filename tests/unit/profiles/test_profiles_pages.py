"""Area profiles: on paper and screen the same, accessible, without scripts and secrets."""

import re
import runpy
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pikepdf
import polars as pl
import pytest

from kreisblick.products.drawing import read_palette
from kreisblick.products.profiles import build_profiles, profile_definition
from kreisblick.products.profiles.ages import gather_ages
from kreisblick.products.profiles.build import draw_sheet, gather_stock, list_places
from kreisblick.products.profiles.sheet import standing_out

FACTORY = runpy.run_path(str(Path(__file__).parents[1] / "report" / "factory.py"))
VOID = {"meta", "link", "br", "img", "path", "circle", "rect"}


class Page(HTMLParser):
    """Reads a page and minds that every element is closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.ids = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def bundle():
    return FACTORY["make_bundle"]()


@pytest.fixture(scope="module")
def files(bundle, tmp_path_factory):
    return build_profiles(bundle, tmp_path_factory.mktemp("profiles"))


@pytest.fixture(scope="module")
def stock(bundle):
    return gather_stock(bundle, profile_definition())


def sheet_of(stock, bundle, number=0):
    return draw_sheet(stock, list_places(bundle)[number])


def test_every_area_has_a_pdf_and_a_page_and_the_index_leads_there(files, bundle):
    areas = bundle.areas.filter(level="planning_area")["area"].to_list()

    assert {f.name for f in files} == {
        "index.html", "style.css", "compare.html", "compare.js",
        *(f"{area}.{ending}" for area in areas for ending in ("pdf", "html", "js")),
    }  # fmt: skip
    index = files[0].read_text(encoding="utf-8")
    assert all(f'href="{area}.html"' in index for area in areas)


def test_the_paper_is_accessible_and_names_its_area(files):
    paper = next(f for f in files if f.suffix == ".pdf")

    with pikepdf.open(paper) as document, document.open_metadata() as words:
        assert words["pdfuaid:part"] == "1"
        assert words["pdfaid:part"] == "3"
        assert str(document.Root.Lang).startswith("de")
        assert words["dc:title"].startswith("Steckbrief ")
        assert len(document.pages) == 2


def test_pages_are_whole_have_one_heading_and_a_script_only_to_compare(files):
    for file in (f for f in files if f.suffix == ".html"):
        text = file.read_text(encoding="utf-8")
        page = Page(text)
        tags = [tag for tag, _ in page.tags]

        assert page.open == []
        assert tags.count("h1") == 1
        assert ("script" in tags) == (file.name == "compare.html")
        assert len(set(page.ids)) == len(page.ids)
        assert dict(page.tags[0][1])["lang"] == "de"
        assert not re.search(r"https?://(?!www\.w3\.org)", text)


def test_every_picture_is_named_or_decoration(files):
    page = Page(next(f for f in files if f.name.startswith("0")).read_text(encoding="utf-8"))

    drawn = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert len(drawn) > 5
    for attrs in drawn:
        named = attrs.get("role") == "img" and attrs.get("aria-labelledby")
        assert named or attrs.get("aria-hidden") == "true"


def test_headings_of_tables_have_a_scope(files):
    page = Page(next(f for f in files if f.name.startswith("0")).read_text(encoding="utf-8"))

    heads = [attrs for tag, attrs in page.tags if tag == "th"]
    assert heads
    assert all(attrs.get("scope") in {"row", "col"} for attrs in heads)


def test_a_hidden_count_is_in_no_page(files):
    for file in (f for f in files if f.suffix == ".html"):
        text = file.read_text(encoding="utf-8")
        assert str(FACTORY["SECRET"]) not in text.replace(".", "")


def test_what_is_withheld_is_named_with_its_reason(stock, bundle):
    places = list_places(bundle)
    hidden = bundle.indicators.filter(
        confidentiality="suppressed", level="planning_area", reference_date=FACTORY["DATES"][-1]
    )["area"][0]
    place = next(p for p in places if p.key == hidden)

    withheld = draw_sheet(stock, place)["withheld"]

    assert withheld[0].startswith("Zum Schutz einzelner Personen nicht ausgewiesen: ")
    assert "Kinder in Haushalten mit Grundsicherung" in withheld[0]


def test_only_sure_differences_stand_out_and_large_ones_first(stock, bundle):
    for number in range(len(list_places(bundle))):
        sheet = sheet_of(stock, bundle, number)
        rows = {r["title"]: r for theme in sheet["themes"] for r in theme["rows"]}
        for item in sheet["highlights"]:
            assert rows[item["title"]]["finding"].startswith(("deutlich", "etwas"))
            small = rows[item["title"]]["finding"].startswith("etwas")
            assert ("etwas" in item["sentence"]) == small
            assert ("deutlich" in item["sentence"]) != small
        clear = [r["title"] for r in rows.values() if r["finding"].startswith("deutlich")]
        told = [one["title"] for one in sheet["highlights"]]
        if not set(told) <= set(clear):
            assert set(clear) <= set(told)
        for item in sheet["changes"]:
            assert rows[item["title"]]["change"] in {"gestiegen", "gesunken"}


def test_of_what_stands_out_every_theme_tells_one_before_any_tells_two(stock, bundle):
    told_twice = 0
    for place in list_places(bundle):
        themes = [
            one.theme
            for one in standing_out(stock, place)
            if stock.figure_of(place.key, one).stand in {"above", "below"}
        ]
        first = themes[: len(set(themes))]
        assert len(set(first)) == len(first)
        told_twice += len(themes) > len(first)
    assert told_twice  # otherwise nothing was tested


def test_strips_lie_on_their_track(stock, bundle):
    sheet = sheet_of(stock, bundle, 3)

    strips = [r["strip"] for theme in sheet["themes"] for r in theme["rows"] if r["strip"]]
    assert strips
    for strip in strips:
        known = [value for value in strip.values() if value is not None]
        assert all(0 <= value <= 1 for value in known)
        if strip["lower"] is not None:
            assert strip["lower"] <= strip["value"] <= strip["upper"]


def test_the_ages_do_not_overlap_and_hidden_ones_stay_hidden(bundle):
    ages = gather_ages(bundle, "residents", "age")
    hidden = bundle.cells.filter(confidentiality="suppressed")["area"][0]

    bars = ages.bars(hidden, None, FACTORY["DISTRICT"])

    assert list(ages.groups) == [f"age={code}" for code in FACTORY["AGES"]]
    assert bars[0].area is None
    assert bars[0].words == "nicht ausgewiesen"
    assert sum(bar.district for bar in bars) == pytest.approx(100)


def test_joined_age_groups_are_read_from_their_slice(bundle):
    cells = bundle.cells.with_columns(pl.col("slice").replace({"age=65-79": "age=65-79|80+"}))
    cells = cells.filter(~pl.col("slice").is_in(["age=80+"]))

    ages = gather_ages(type("B", (), {**vars(bundle), "cells": cells})(), "residents", "age")

    assert ages.groups["age=65-79|80+"] == "65 und älter"


def test_the_style_sheet_has_its_own_colours_for_dark_rooms(files):
    style = next(f for f in files if f.name == "style.css").read_text(encoding="utf-8")
    palette = read_palette()

    assert palette.light.area in style
    assert f"--area: {palette.dark.area}" in style
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_against_the_paper(scheme):
    colours = getattr(read_palette(), scheme)
    for name in ("ink", "quiet", "area"):
        bright = sorted([luminance(getattr(colours, name)), luminance(colours.paper)])
        assert (bright[1] + 0.05) / (bright[0] + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_steps_of_the_map_differ_in_grey(scheme):
    steps = [luminance(c) for c in getattr(read_palette(), scheme).sequence]
    pairs = list(pairwise(steps))

    assert all(a > b for a, b in pairs) or all(a < b for a, b in pairs)
    assert all(max(p) + 0.05 >= 1.25 * (min(p) + 0.05) for p in pairs)


def test_services_are_named_as_readers_call_them(stock, bundle):
    rows = bundle.services.filter(service="care")
    place = next(p for p in list_places(bundle) if p.key == rows["area"][0])

    groups = {g["title"]: g for g in draw_sheet(stock, place)["services"]}

    assert groups["Pflege"]["items"][0]["name"] == rows["name"][0]
    assert groups["Pflege"]["number"] == rows.filter(area=place.key).height
