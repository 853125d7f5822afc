"""The editions in a browser: accessible light and dark, on a phone, on paper, by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.unit.editions.factory import make_bundle, make_editorial
from tests.web.browser import serve, violations

from kreisblick.products.editions import build_editions
from kreisblick.products.editions.model import list_towns

pytestmark = pytest.mark.browser

SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bundle = make_bundle(long_names=True)
    town = max(list_towns(bundle), key=lambda one: len(one.areas))
    out = tmp_path_factory.mktemp("web") / "editions"
    build_editions(bundle, out, editorial=make_editorial(town.key, town.areas[0].key))
    return out


@pytest.fixture(scope="module")
def pages(folder: Path) -> list[str]:
    """Every page: index, short, plain, a town with areas, a town that is one."""
    return sorted(file.name for file in folder.glob("*.html"))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serve(folder) as found:
        yield found


def opened(browser: Browser, size: str, scheme: str = "light") -> Page:
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme)  # type: ignore[arg-type]
    return context.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
def test_axe_finds_nothing(
    browser: Browser, address: str, pages: list[str], size: str, scheme: str
) -> None:
    page = opened(browser, size, scheme)
    assert len(pages) > 4
    for name in pages:
        page.goto(address + name)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert violations(page) == [], name
    page.context.close()


def test_no_page_is_wider_than_a_phone(browser: Browser, address: str, pages: list[str]) -> None:
    page = opened(browser, "phone")
    for name in pages:
        page.goto(address + name)
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"]["width"], (
            name
        )
    page.context.close()


def test_tables_can_be_moved_by_keyboard(browser: Browser, address: str, pages: list[str]) -> None:
    page = opened(browser, "phone")
    for name in pages:
        page.goto(address + name)
        reachable = page.evaluate(
            "[...document.querySelectorAll('.scroll')].every(e => e.tabIndex === 0"
            " && e.getAttribute('aria-label'))"
        )
        assert reachable, name
    page.context.close()


def test_the_first_key_leads_to_the_content(browser: Browser, address: str) -> None:
    page = opened(browser, "desk")
    page.goto(address + "short.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.context.close()


def test_maps_and_words_follow_the_dark_colours(browser: Browser, address: str) -> None:
    page = opened(browser, "desk", "dark")
    page.goto(address + "short.html")
    ink, paper, fill, variable = page.evaluate(
        "(() => { const css = getComputedStyle(document.documentElement);"
        " const area = document.querySelector('svg .class-2');"
        " return [css.color, css.backgroundColor, getComputedStyle(area).fill,"
        " css.getPropertyValue('--step-2').trim()]; })()"
    )
    assert ink == "rgb(232, 237, 242)"
    assert paper == "rgb(20, 26, 33)"
    red, green, blue = (int(variable[i : i + 2], 16) for i in (1, 3, 5))
    assert fill == f"rgb({red}, {green}, {blue})"
    page.context.close()


def test_printed_pages_show_every_column_and_no_navigation(
    browser: Browser, address: str, pages: list[str]
) -> None:
    page = opened(browser, "phone")
    town = next(name for name in pages if name[0].isdigit())
    page.goto(address + town)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('td.wide')).display") != "none"
    assert not page.locator("nav").first.is_visible()
    page.context.close()


def test_without_scripts_nothing_is_missing(folder: Path) -> None:
    for file in folder.glob("*.html"):
        assert "<script" not in file.read_text(encoding="utf-8")
