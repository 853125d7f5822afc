"""Every page of a round leads back to its start page, and no page leads there on its own."""

from pathlib import Path

import lxml.html
import pytest
from tests.unit.atlas.factory import make_bundle

from kreisblick.base.files import fingerprint_folder
from kreisblick.products.atlas import build_atlas
from kreisblick.products.start import build_start

PAGE = (
    '<!doctype html><html lang="{}"><head><title>x</title></head><body{}>{}<h1>x</h1></body></html>'
)
PAGES = {
    "changes/index.html": PAGE.format("de", "", ""),
    "report/web/index.html": PAGE.format("de", ' class="a"', '\n<a class="skip" href="#c">…</a>'),
    "profiles/01.html": PAGE.format("en", "", "<header><!--to-start--><b>x</b></header>"),
}


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("round") / "products"
    bundle = make_bundle()
    build_atlas(bundle, folder / "atlas")
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    build_start(bundle, folder)
    return folder


def ways(page: Path) -> list[tuple[str, str]]:
    root = lxml.html.parse(str(page)).getroot()
    return [(a.get("href"), a.text) for a in root.xpath("//nav[@class='to-start']/a")]


def test_every_page_has_one_link_and_it_leads_to_the_start_page(products: Path) -> None:
    pages = list(products.rglob("*.html"))
    assert len(pages) > 50
    for page in pages:
        if page != products / "index.html":
            [(way, text)] = ways(page)
            assert (page.parent / way).resolve() == products / "index.html"
            english = "/en/" in page.as_posix() or page.name == "01.html"
            assert text == ("Start page" if english else "Startseite")
    assert ways(products / "index.html") == []


def test_it_stands_behind_the_skip_link_or_where_the_page_wants_it(products: Path) -> None:
    report = (products / "report/web/index.html").read_text(encoding="utf-8")
    profile = (products / "profiles/01.html").read_text(encoding="utf-8")

    assert report.index('class="skip"') < report.index("<nav class") < report.index("<h1>")
    assert "<header><nav class" in profile


def test_pages_that_have_it_are_left_alone(products: Path) -> None:
    before = fingerprint_folder(products)

    build_start(make_bundle(), products)

    assert fingerprint_folder(products) == before


def test_an_atlas_alone_leads_nowhere_else(tmp_path: Path) -> None:
    atlas = build_atlas(make_bundle(), tmp_path / "atlas")

    assert 'to-start"' not in atlas.read_text(encoding="utf-8")
