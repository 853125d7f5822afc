"""The plain pages of the atlas in a browser: accessible, without JavaScript, on a phone, light."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.unit.atlas.factory import make_bundle
from tests.web.browser import requested, serve, tab_to, violations

from kreisblick.products.atlas import Shelves, build_atlas

pytestmark = pytest.mark.browser

START = "index.html"
POVERTY = "indicator/income-child_poverty.html"
AREA = "area/0999900101.html"
PAGES = [START, POVERTY, AREA, "overview/social_index.html", "about.html"]
BUDGET = 500_000  # bytes, compressed, to first use (figures to reach)


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_atlas(make_bundle(), tmp_path_factory.mktemp("web") / "atlas").parent


@pytest.fixture(scope="module")
def address(atlas: Path) -> Iterator[str]:
    with serve(atlas) as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.mark.parametrize("name", [*PAGES, *(f"en/{name}" for name in PAGES)])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_axe_finds_nothing(
    browser: Browser, address: str, name: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address + name)

    found = violations(page)

    context.close()
    assert found == []


def test_the_keyboard_reaches_switch_language_search_and_table(page: Page, address: str) -> None:
    page.goto(address + POVERTY)

    tab_to(page, "Zum Inhalt", 1)
    tab_to(page, "English")
    tab_to(page, "31.12.2022")
    tab_to(page, "Erkunden")
    tab_to(page, "find-row")
    page.keyboard.type("Nord")
    tab_to(page, "Lindenau-Nord")
    page.keyboard.press("Enter")

    page.wait_for_url("**/" + AREA)
    assert "Lindenau-Nord" in page.inner_text("h1")


def test_everything_but_the_explorer_works_without_javascript(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + POVERTY)

    assert page.locator("table#figures tbody tr").count() == 16
    assert page.locator("figure img").is_visible()
    assert not page.locator(".search").is_visible()
    page.click(".dates a:has-text('31.12.2022')")
    assert "2022-12-31" in page.url
    page.locator("summary").first.click()
    assert page.locator("details[open] dl").is_visible()
    page.goto(address + "explore.html")
    assert "JavaScript" in page.inner_text("main")
    assert not page.locator("#explorer").is_visible()
    page.locator("noscript a").click()
    assert page.url.endswith("index.html")
    context.close()


def test_an_older_date_shows_its_own_map_from_the_same_file(page: Page, address: str) -> None:
    name = "indicator/population-children"
    shots = []
    for ending in (".html", "_2022-12-31.html"):
        page.goto(address + name + ending)
        picture = page.locator("figure img")
        picture.scroll_into_view_if_needed()
        page.wait_for_function("document.querySelector('figure img').complete")
        shots.append(picture.screenshot())
        source = picture.get_attribute("src") or ""
        assert source.split("#")[0] == "../map/population-children.svg"

    assert shots[0] != shots[1]


def test_the_pages_open_from_a_folder_without_a_server(page: Page, atlas: Path) -> None:
    page.goto((atlas / START).as_uri())
    page.click("text=Wo wachsen Kinder mit Grundsicherung auf?")

    page.fill("#find-row", "süd")

    assert page.locator("tbody[data-group] tr:visible").count() == 3
    assert page.evaluate("document.querySelector('figure img').naturalWidth") > 0


def test_the_filter_finds_areas_and_whole_municipalities(page: Page, address: str) -> None:
    page.goto(address + START)

    page.fill("#find-area", "kirchau")
    towns = page.locator("#places section:visible")
    assert towns.count() == 1
    assert page.locator("#places li:visible").count() == 4
    assert page.inner_text(".search [role=status]") == "4 gefunden"
    page.fill("#find-area", "SUD")
    assert page.locator("#places li:visible").count() == 3
    page.fill("#find-area", "")
    assert page.locator("#places li:visible").count() == 12


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_a_phone(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address + name)

    width = page.evaluate("document.documentElement.scrollWidth")

    context.close()
    assert width == 360


def test_on_a_phone_the_list_comes_first_and_the_map_is_one_tap_away(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + POVERTY)

    table = page.locator("#figures").bounding_box()
    map_ = page.locator("#map").bounding_box()
    page.click("text=Zur Karte")

    top = page.evaluate("document.querySelector('#map').getBoundingClientRect().top")
    context.close()
    assert table is not None
    assert map_ is not None
    assert table["y"] < map_["y"]
    assert 0 <= top < 100


@pytest.mark.parametrize("way", [[START, POVERTY], ["explore.html"], ["en/explore.html"]])
def test_the_first_use_of_a_district_with_ninety_areas_stays_within_the_budget(
    browser: Browser, tmp_path: Path, way: list[str]
) -> None:
    atlas = build_atlas(make_bundle(towns=10, per_town=9, wiggles=30), tmp_path / "atlas").parent
    with serve(atlas) as address:
        page = browser.new_page()
        files = requested(page, address)
        for name in way:
            page.goto(address + name)
            page.wait_for_load_state("networkidle")
        page.close()

    total = sum(len(gzip.compress((atlas / name).read_bytes())) for name in files)
    assert way[-1] in files
    assert total <= BUDGET
    assert Shelves().has_fonts == any(name.endswith(".woff2") for name in files)
    assert not any("maplibre" in name for name in files)


def test_a_dark_screen_prints_on_white_paper_with_all_methods_open(
    page: Page, address: str
) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address + POVERTY)

    style = "getComputedStyle(document.body)"
    assert page.evaluate(f"{style}.backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(f"{style}.color") == "rgb(29, 39, 51)"
    assert page.locator("dl.facts").first.is_visible()
    assert not page.locator(".search").is_visible()
    assert page.locator("table thead").evaluate("e => getComputedStyle(e).display") == (
        "table-header-group"
    )
