"""All products with the longest names of German municipalities: nothing is cut or runs over."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import polars as pl
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page
from tests.unit.drawing.fitting import drawn_width, overflowing
from tests.web.browser import open_browser

from kreisblick.base.progress import silent
from kreisblick.pipeline.building import BUILDERS, Sources
from kreisblick.products.editorial import NO_TEXTS
from kreisblick.protection.bundle import Bundle, open_bundle

pytestmark = [pytest.mark.real, pytest.mark.browser]

EDGE = 20.0  # points of a page that stay free of words
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e);
  const hides = ['hidden', 'clip'].includes(style.overflowX) && style.clipPath === 'none';
  return hides && e.clientWidth > 8 && e.scrollWidth > e.clientWidth + 1;
}).map(e => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 60))"""


class Renamed(Bundle):
    """A bundle whose places are called otherwise."""

    called: ClassVar[dict[str, str]] = {}

    @property
    def areas(self) -> pl.DataFrame:
        known = Bundle(self.folder).areas
        return known.with_columns(
            name=pl.col("area").replace_strict(self.called, default=pl.col("name"))
        )

    def geometry(self, generation: str) -> dict[str, Any]:
        found = super().geometry(generation)
        for one in found["features"]:
            known = one["properties"]
            known["name"] = self.called.get(known["area"], known["name"])
        return found


@pytest.fixture(scope="module")
def names(open_data: Path, hamlet: Path, current: Callable[[Path, str], Path]) -> dict[str, str]:
    """Every place of the hamlet under one of the widest names there are."""
    file = open_data / "de-verwaltungsgebiete/gemeinden_2022_12_31_einwohner.csv.gz"
    known = pl.read_csv(file, infer_schema=False)["GEN"].unique()
    widest = sorted(known, key=lambda name: (-drawn_width(name, 1, bold=True), name))
    areas = open_bundle(current(hamlet, "bundles")).areas
    places = areas.filter(pl.col("level") != "district")["area"].unique().sort()
    return dict(zip(places, widest, strict=False))


@pytest.fixture(scope="module")
def made(
    names: dict[str, str],
    hamlet: Path,
    current: Callable[[Path, str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    out = tmp_path_factory.mktemp("long") / "products"
    Renamed.called = names
    bundle = Renamed(current(hamlet, "bundles"))
    sources = Sources(bundle=bundle, editorial=NO_TEXTS, own=hamlet / "catalogue/products")
    for product in ("report", "editions", "slides", "profiles", "atlas", "exports"):
        BUILDERS[product](sources, out / product, silent)
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


def pages_of(made: Path) -> list[Path]:
    return [path for path in sorted(made.rglob("*.html")) if "/en/" not in path.as_posix()]


@pytest.mark.parametrize("product", ["report", "editions", "profiles", "atlas"])
def test_the_longest_name_stands_in_every_product(made, names, product):
    pages = [path.read_text("utf-8") for path in pages_of(made / product)]

    assert any(next(iter(names.values())) in text for text in pages)


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_is_too_wide_and_no_words_are_cut(browser, made, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    faults = {
        path.relative_to(made).as_posix(): _faults(page, path, width) for path in pages_of(made)
    }
    page.close()

    assert len(faults) > 30
    assert {name: found for name, found in faults.items() if found} == {}


def _faults(page: Page, path: Path, width: int) -> list[str]:
    page.goto(path.resolve().as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth")
    cut: list[str] = page.evaluate(CLIPPED)
    return [*([f"{wide} wide"] if wide > width else []), *cut]


def test_no_picture_cuts_words(made):
    faults = {}
    for path in sorted(made.rglob("*.svg")):
        faults[path.relative_to(made).as_posix()] = overflowing(path.read_text("utf-8"))
    for path in pages_of(made):
        for number, svg in enumerate(_pictures(path)):
            faults[f"{path.relative_to(made).as_posix()} {number}"] = overflowing(svg)

    assert len(faults) > 20
    assert {name: found for name, found in faults.items() if found} == {}


def _pictures(page: Path) -> Iterator[str]:
    text = page.read_text("utf-8")
    for part in text.split("<svg")[1:]:
        svg = "<svg" + part.partition("</svg>")[0] + "</svg>"
        if "viewBox" in svg and "<text" in svg and "xmlns=" in svg:
            ET.fromstring(svg)
            yield svg


def test_all_words_on_paper_stay_on_the_page(made):
    papers = sorted(made.rglob("*.pdf"))
    outside = {p.relative_to(made).as_posix(): list(_outside(p)) for p in papers}

    assert len(papers) > 10
    assert {name: found for name, found in outside.items() if found} == {}


def _outside(path: Path) -> Iterator[tuple[int, str]]:
    paper = pypdfium2.PdfDocument(path)
    for number, page in enumerate(paper):
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            if left < EDGE or right > width - EDGE or bottom < 0 or top > height:
                yield number + 1, text.get_text_bounded(left, bottom, right, top)


def test_every_profile_has_two_pages_and_its_whole_name(made, names):
    papers = sorted((made / "profiles").glob("*.pdf"))
    for path in papers:
        paper = pypdfium2.PdfDocument(path)
        words = "".join(page.get_textpage().get_text_range() for page in paper)
        written = "".join(words.split()).replace("-", "").replace("\xad", "").replace("\ufffe", "")
        called = [
            name for name in names.values() if "".join(name.split()).replace("-", "") in written
        ]

        assert len(paper) == 2, path.name
        assert called, path.name
