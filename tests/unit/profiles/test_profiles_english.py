"""Profiles in English: document, numbers, dates and our own words; what others wrote stays."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tests.unit.profiles.factory import REPORT

from kreisblick.base.language import speaking
from kreisblick.products.profiles import build_profiles
from kreisblick.products.profiles.build import list_places

GERMAN = re.compile(
    r"\b(Gebiet|Gemeinde|Kreis|Zahlen|Jahre|nicht|keine|weitere|Umkreis|Kindertagesbetreuung)\b"
)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    bundle = REPORT["make_bundle"]()
    residents = bundle.cubes["residents"]
    ages = {
        **residents["dimensions"][0],
        "labels": {"80+": {"de": "80 und älter", "en": "80 and older"}},
    }
    cubes = {"residents": {**residents, "dimensions": [ages]}}
    bundle = dataclasses.replace(bundle, cubes=cubes)
    out = tmp_path_factory.mktemp("english")
    with speaking("en"):
        build_profiles(bundle, out)
    return bundle, out


def test_the_document_says_that_it_is_english(english: tuple[Any, Path]) -> None:
    bundle, out = english
    for place in list_places(bundle)[:3]:
        with pikepdf.open(out / f"{place.slug}.pdf") as document:
            assert str(document.Root.Lang).startswith("en")
    for page in out.glob("*.html"):
        assert '<html lang="en">' in page.read_text(encoding="utf-8")


def test_dates_and_numbers_have_their_english_form(english: tuple[Any, Path]) -> None:
    bundle, out = english
    page = (out / f"{list_places(bundle)[0].slug}.html").read_text(encoding="utf-8")
    text = re.sub(r"<(svg|style|script).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)

    assert "31 December 2024" in text
    assert not re.search(r"\d{2}\.\d{2}\.\d{4}", text)
    assert re.search(r"\d,\d{3} persons", text)
    assert not re.search(r"\d,\d\u202f%", text)


def test_our_own_words_are_english(english: tuple[Any, Path]) -> None:
    bundle, out = english
    page = (out / f"{list_places(bundle)[0].slug}.html").read_text(encoding="utf-8")

    heads = re.findall(r"<(?:h2|th|figcaption|caption)[^>]*>(.*?)</", page, flags=re.DOTALL)
    services = page[page.index("Services in the area") : page.index("What is not shown")]

    assert heads
    themes = {one["theme"] for one in bundle.indicator_definitions.values()}
    titles = {one["title"]["de"] for one in bundle.indicator_definitions.values()}
    for words in {re.sub(r"\s*<.*", "", head).strip() for head in heads} - themes - titles:
        assert not GERMAN.search(words), words
    assert "80 and older" in page
    assert "80 und älter" not in page
    assert "Day care" in services
    assert not GERMAN.search(services)
