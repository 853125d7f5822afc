"""The report's pages in a browser: accessible, on a phone, in the dark, in print, by keyboard."""

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.unit.report.texts import EVERYWHERE, with_findings
from tests.web.browser import serve, violations

from kreisblick.products.report import build_report, report_definition

pytestmark = pytest.mark.browser

FACTORY: dict[str, Any] = runpy.run_path(
    str(Path(__file__).parents[1] / "unit" / "report" / "factory.py")
)
PAGES = [
    "index.html", "einfuehrung.html", "hinweise.html", "belastungen.html", "empfehlungen.html",
    "schwerpunkte.html", "lesehilfe.html", "thema-02.html", "thema-04.html", "stimmen.html",
    "tabellen.html", "anhang.html",
]  # fmt: skip
WEB = report_definition().model_copy(update={"formats": ("web",)})


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    bundle = with_findings(FACTORY["make_bundle"]())
    folder = build_report(bundle, tmp_path_factory.mktemp("report"), WEB, EVERYWHERE)
    with serve(folder / "web") as found:
        yield found


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, address: str, name: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address + name)

    wide = page.evaluate("document.documentElement.scrollWidth")
    found = violations(page)

    context.close()
    assert found == []
    assert wide == width


def test_the_keyboard_reaches_content_chapters_and_wide_tables(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address + "thema-02.html")
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.className || document.activeElement.tagName")
        )
        shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert shown != "none"
        if "scroll" in seen:
            break

    page.close()
    assert seen[0] == "skip"
    assert "SUMMARY" in seen
    assert "scroll" in seen


def test_maps_and_legends_have_the_same_colours_in_the_dark(browser: Browser, address: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(address + "thema-02.html")
    fill = "e => getComputedStyle(e).fill"

    step = page.locator("figure.map .area.class-4").first.evaluate(fill)
    swatch = page.locator(".legend rect.class-4").first.evaluate(fill)
    ink = page.evaluate("getComputedStyle(document.body).color")

    page.close()
    assert step == swatch == "rgb(195, 233, 226)"
    assert ink == "rgb(232, 237, 242)"


def test_a_page_prints_on_white_without_navigation(browser: Browser, address: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address + "thema-02.html")

    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    chapters = page.locator("header details").is_visible()
    head = page.locator("thead").first.evaluate("e => getComputedStyle(e).display")

    page.close()
    assert paper == "rgb(255, 255, 255)"
    assert not chapters
    assert head == "table-header-group"


def test_pages_ask_for_nothing_but_themselves(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "thema-02.html")
    page.wait_for_load_state("networkidle")

    page.close()
    names = {url.removeprefix(address) for url in asked}
    assert names - {"favicon.ico"} == {"thema-02.html", "style.css"}
