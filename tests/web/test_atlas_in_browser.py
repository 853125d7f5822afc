"""The atlas in a browser: accessible, by keyboard, without JavaScript, on a phone, light."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.unit.atlas.factory import make_bundle
from tests.web.browser import open_browser, serve, violations

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def focused(page: Page) -> str:
    return str(
        page.evaluate(
            "(() => { const e = document.activeElement;"
            " return [e.tagName, e.id, e.textContent.trim().slice(0, 40)].join('|'); })()"
        )
    )


def tab_to(page: Page, wanted: str, limit: int = 80) -> None:
    """Press the tab key until the focus is where it should be, and see that it is visible."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if wanted in focused(page):
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(outline) != "none"
            return
    pytest.fail(f"the tab key never reaches {wanted}")


@pytest.mark.parametrize("name", PAGES)
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


def test_the_keyboard_reaches_switch_search_table_and_map(page: Page, address: str) -> None:
    page.goto(address + POVERTY)

    page.keyboard.press("Tab")
    assert "Zum Inhalt" in focused(page)
    tab_to(page, "31.12.2022")
    tab_to(page, "find-row")
    tab_to(page, "BUTTON||Gebiet")
    tab_to(page, "Lindenau-Nord")
    tab_to(page, "Karte zum Verschieben")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-ready]", timeout=30_000)
    tab_to(page, "map-area")
    tab_to(page, "CANVAS")


def test_the_movable_map_tells_figures_and_keeps_hidden_ones(page: Page, address: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address + POVERTY)
    page.click("button[data-map]")
    page.wait_for_selector("[data-ready]", timeout=30_000)

    page.select_option("#map-area", "0999900301")
    shown = page.inner_text(".said")
    page.select_option("#map-area", "0999900101")
    hidden = page.inner_text(".said")

    assert shown.startswith("Kirchau-Nord: ")
    assert shown.endswith("%")
    assert hidden == "Lindenau-Nord: zum Schutz einzelner Personen nicht ausgewiesen"
    assert errors == []
    assert violations(page) == []


def test_the_map_programme_is_only_loaded_on_tap(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + POVERTY)
    page.wait_for_load_state("networkidle")

    before = [url for url in asked if "maplibre" in url or "data/" in url]
    page.click("button[data-map]")
    page.wait_for_selector("[data-ready]", timeout=30_000)

    assert before == []
    assert any("maplibre" in url for url in asked)
    assert all(url.startswith((address, "data:", "blob:")) for url in asked)


def test_everything_but_the_movable_map_works_without_javascript(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + POVERTY)

    assert page.locator("table#figures tbody tr").count() == 16
    assert page.locator("svg[role=img]").first.is_visible()
    assert not page.locator(".search").is_visible()
    assert not page.locator("button[data-map]").is_visible()
    page.click(".dates a:has-text('31.12.2022')")
    assert "2022-12-31" in page.url
    page.locator("summary").first.click()
    assert page.locator("details[open] dl").is_visible()
    context.close()


def test_the_pages_open_from_a_folder_without_a_server(page: Page, atlas: Path) -> None:
    page.goto((atlas / START).as_uri())
    page.click("text=Wo wachsen Kinder mit Grundsicherung auf?")

    page.fill("#find-row", "süd")
    page.click("button[data-map]")
    page.wait_for_selector("text=Sie braucht einen Webserver")

    assert page.locator("tr.part:visible").count() == 3
    assert page.locator("svg[role=img]").first.is_visible()


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


def test_sorting_stays_inside_the_municipalities(page: Page, address: str) -> None:
    page.goto(address + POVERTY)
    before = page.locator("tbody tr.whole th").all_inner_texts()

    page.click("th button:has-text('Prozent')")

    heads = page.locator("thead th[aria-sort]")
    assert heads.count() == 1
    assert heads.get_attribute("aria-sort") == "ascending"
    assert page.locator("tbody tr.whole th").all_inner_texts() == before
    cells = page.locator("tbody[data-group=Kirchau] tr.part td:nth-child(2)")
    values = [float(cell.get_attribute("data-value") or "nan") for cell in cells.all()]
    assert values == sorted(values)
    last = page.locator("tbody[data-group=Lindenau] tr.part").last
    assert last.locator("td").first.get_attribute("data-value") == ""


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


def test_the_first_use_of_a_district_with_ninety_areas_stays_within_the_budget(
    browser: Browser, tmp_path: Path
) -> None:
    atlas = build_atlas(make_bundle(towns=10, per_town=9, wiggles=30), tmp_path / "atlas").parent
    with serve(atlas) as address:
        context = browser.new_context()
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + START)
        page.goto(address + POVERTY)
        page.wait_for_load_state("networkidle")
        context.close()

    files = {url.removeprefix(address) for url in asked if url.startswith(address)}
    total = sum(len(gzip.compress((atlas / name).read_bytes())) for name in files)
    assert POVERTY in files
    assert total <= BUDGET
    assert Shelves().has_fonts == any(name.endswith(".woff2") for name in files)


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
