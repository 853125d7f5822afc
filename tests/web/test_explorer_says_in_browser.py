"""What the explorer says where something is not there: old links, figures without a pair."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl
import pytest
from playwright.sync_api import Browser, Page
from tests.unit.atlas.factory import FakeBundle, make_bundle
from tests.web.browser import explore, focused, settled, tab_to, violations

from kreisblick.products.atlas import build_atlas

pytestmark = pytest.mark.browser

POVERTY, CHILDREN, RESIDENTS = "income-child_poverty", "population-children", "population-residents"
KIRCHAU = "0999900301"
CLASSES = [("A", "unter 4 %"), ("B", "4 bis unter 8,5 %"), ("C", "8,5 % und mehr")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("says") / "atlas"
    return f"{build_atlas(with_categories(make_bundle()), folder).parent.as_uri()}/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


def with_categories(bundle: FakeBundle) -> FakeBundle:
    """The last indicator given as rough classes of planning areas."""
    key = "care/categories"
    definition = {
        **bundle.indicator_definitions["population/children"],
        "title": {"de": "Grobe Stufe", "en": None},
        "kind": "ordinal",
        "unit": "category",
        "levels": ["planning_area"],
        "order": 2000,
        "numerator": {"cube": "rough", "where": {}},
        "denominator": None,
        "mixing": None,
    }
    classes = [
        {"code": code, "rank": rank, "title": {"de": title}}
        for rank, (code, title) in enumerate(CLASSES, start=1)
    ]
    own = bundle.indicators.filter(indicator="population/residents", level="planning_area")
    empty = [name for name in own.columns if own[name].dtype == pl.Float64 and name != "coverage"]
    ranks = (own["area"].str.slice(-1).str.to_integer() % 3 + 1).cast(pl.Float64)
    rows = own.with_columns(
        *(pl.lit(None, pl.Float64).alias(name) for name in empty), indicator=pl.lit(key)
    ).with_columns(value=ranks, numerator=ranks)
    return replace(
        bundle,
        indicators=pl.concat([bundle.indicators, rows]),
        indicator_definitions={**bundle.indicator_definitions, key: definition},
        cubes={"rough": {"classes": classes}},
    )


def told(page: Page) -> str:
    return " ".join(page.inner_text("#status").split())


def test_a_link_of_long_ago_says_what_is_gone_and_what_is_shown(page: Page, address: str) -> None:
    gone = f"i=nothing&d=1999-01-01&l=street&v=pie&x=none&a=x,09999,{KIRCHAU},y&t=5&o=z"
    explore(page, address, gone)

    assert page.inner_text("h1:visible") == "Wie viele Menschen leben hier?"
    assert page.locator(".card").count() == 1
    assert told(page) == (
        "Die Kennzahl „nothing“ gibt es in diesem Atlas nicht. "
        "Für „Einwohnerinnen und Einwohner“ gibt es keine Zahlen zum 01.01.1999. "
        "„Einwohnerinnen und Einwohner“ gibt es nicht für die Ebene „street“. "
        "Die Ansicht „pie“ gibt es nicht. Den Ausschnitt „5“ gibt es in diesem Kreis nicht. "
        "Die zweite Kennzahl „none“ gibt es in diesem Atlas nicht. "
        "In diesem Atlas gibt es diese Gebiete nicht: x, y. Vielleicht wurden sie neu "
        "zugeschnitten. "
        "Gezeigt wird: Einwohnerinnen und Einwohner, 31.12.2024, Planungsräume."
    )
    assert violations(page) == []
    page.click("#tab-table")
    settled(page, "v=table")
    assert told(page) == "Einwohnerinnen und Einwohner, 31.12.2024, Planungsräume."


@pytest.mark.parametrize(
    ("tongue", "words"),
    [
        (
            "",
            "Für „Einwohnerinnen und Einwohner“ gibt es keine Zahlen zum 05.03.2011. Gezeigt wird:",
        ),
        ("en/", "There is no figure of 5 March 2011 for “Einwohnerinnen und Einwohner”. Shown"),
    ],
)
def test_one_wrong_part_is_told_alone(page: Page, address: str, tongue: str, words: str) -> None:
    explore(page, address, f"i={RESIDENTS}&d=2011-03-05&l=planning_area&v=table", tongue)

    assert told(page).startswith(words)


@pytest.mark.parametrize("name", ["constructor", "__proto__", "toString"])
def test_names_that_every_object_has_are_no_indicators_or_views(
    page: Page, address: str, name: str
) -> None:
    explore(page, address, f"i={name}&v={name}&x={name}&t={name}&l={name}&d={name}&a={name}")

    assert told(page).count(f"„{name}“") == 5
    assert f"keine Zahlen zum {name}." in told(page)
    assert f"diese Gebiete nicht: {name}." in told(page)
    assert page.locator("#panel").inner_text().strip()


def test_a_right_link_says_what_is_shown_and_nothing_else(page: Page, address: str) -> None:
    explore(
        page, address, f"i={POVERTY}&d=2022-12-31&l=municipality&v=time&x={POVERTY}&a={KIRCHAU}"
    )

    assert told(page) == "Kinder in Haushalten mit Grundsicherung, 31.12.2022, Gemeinden."


def test_a_choice_that_cannot_keep_the_level_says_so(page: Page, address: str) -> None:
    explore(page, address, f"i={CHILDREN}&l=planning_area&v=table")
    page.select_option("#pick-theme", "Kinder und Familie")
    settled(page, "i=care-places")

    assert told(page).startswith(
        "„Kita-Plätze je 100 Kinder unter 6 Jahren“ gibt es nicht für die Ebene „Planungsräume“."
    )


def test_the_copied_link_holds_what_is_shown(page: Page, address: str) -> None:
    explore(page, address, f"i={RESIDENTS}&d=1999-01-01&v=table")
    page.click("#share")

    page.wait_for_function("location.hash.includes('d=2024-12-31')")
    link = page.evaluate("location.hash")
    assert f"i={RESIDENTS}" in link
    assert "d=2024-12-31" in link
    assert "1999" not in link


def test_two_figures_without_common_areas_say_what_to_do(page: Page, address: str) -> None:
    explore(page, address, f"i={CHILDREN}&v=scatter&x=care-places")

    assert "Kein Gebiet hat beide Zahlen: Kinder und Jugendliche" in page.inner_text("#panel")
    assert "Bitte wählen Sie eine andere zweite Kennzahl" in page.inner_text("#panel")
    assert not page.locator("#save-svg").is_visible()
    assert violations(page) == []
    page.select_option("#pick-level", "municipality")
    settled(page, "l=municipality")
    assert page.locator("#panel svg").is_visible()
    assert page.locator("#save-svg").is_visible()


@pytest.mark.parametrize(
    ("indicator", "line"), [(RESIDENTS, False), (CHILDREN, True), ("care-categories", False)]
)
def test_captions_name_only_what_is_drawn(
    page: Page, address: str, indicator: str, line: bool
) -> None:
    explore(page, address, f"i={indicator}&v=distribution&a={KIRCHAU}")
    assert (page.locator("#panel .mean").count() > 0) == line
    assert ("Der Strich steht für den Kreis." in page.inner_text("#panel")) == line

    page.click("#tab-time")
    settled(page, "v=time")
    assert (page.locator("#panel .span").count() > 0) == line
    assert ("Bereich" in page.inner_text("#panel")) == line


def test_a_map_has_one_legend(page: Page, address: str) -> None:
    explore(page, address, f"i={POVERTY}&v=map")
    assert page.locator(".keys li").count() > 5
    assert not page.locator("#signs").is_visible()

    page.click("#tab-table")
    settled(page, "v=table")
    assert page.locator("#signs").is_visible()


@pytest.mark.parametrize("view", ["time", "scatter", "compare"])
def test_the_legend_has_the_signs_that_occur_and_no_others(
    page: Page, address: str, view: str
) -> None:
    explore(page, address, f"i={POVERTY}&v={view}&x={CHILDREN}&a=0999900101,{KIRCHAU}")

    signs = page.locator("#signs dt").all_inner_texts()
    cells = page.locator("#panel td").all_inner_texts()
    assert ".¹" in signs
    assert "°" not in signs
    for sign in signs:
        wanted = "(" if sign == "( )" else sign
        assert any(wanted in cell for cell in cells), sign


@pytest.mark.parametrize(
    ("tongue", "own", "middle"),
    [
        ("", "B (4 bis unter 8,5 %)", "In der Mitte der Gebiete"),
        ("en/", "B (4 to below 8.5 %)", "In the middle of the areas"),
    ],
)
def test_categories_are_told_by_their_classes(
    page: Page, address: str, tongue: str, own: str, middle: str
) -> None:
    explore(page, address, f"i=care-categories&v=distribution&a={KIRCHAU}", tongue)

    assert page.inner_text(".own-value") == own
    assert page.locator(".card svg").count() == 0
    assert page.inner_text("#answer").startswith(middle)
    labels = page.locator("#panel svg text.quiet").all_text_contents()
    assert labels == ["A", "B", "C"]
    page.click("#tab-map")
    settled(page, "v=map")
    assert own.split(" (")[1] in page.inner_text(".keys")


@pytest.mark.parametrize("view", ["distribution", "time", "scatter"])
def test_letters_of_pictures_can_be_read_on_a_phone(
    browser: Browser, address: str, view: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    explore(page, address, f"i={CHILDREN}&v={view}&x={POVERTY}&a={KIRCHAU}")
    sizes = page.evaluate(
        "[...document.querySelectorAll('#panel svg text')]"
        ".map((text) => text.getBoundingClientRect().height)"
    )

    page.set_viewport_size({"width": 1000, "height": 740})
    page.wait_for_function(
        "document.querySelector('#panel svg').getAttribute('viewBox').startsWith('0 0 720')"
    )
    page.close()
    assert sizes
    assert min(sizes) >= 12


def test_names_on_the_map_of_a_phone_are_larger_ones(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    explore(page, address, f"i={CHILDREN}&v=map")
    small = page.evaluate(
        "[...document.querySelectorAll('#map-svg text.town')]"
        ".map((text) => text.getBoundingClientRect().height)"
    )

    page.close()
    assert small
    assert min(small) >= 10


def test_the_keyboard_walks_through_the_explorer_on_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    explore(page, address, f"i={CHILDREN}")

    tab_to(page, "SUMMARY")
    page.keyboard.press("Enter")
    tab_to(page, "pick-indicator")
    tab_to(page, "tab-table")
    tab_to(page, "Kirchau-Nord")
    page.keyboard.press("Space")
    settled(page, f"a={KIRCHAU}")
    assert "Kirchau-Nord" in focused(page)
    assert told(page).startswith("Kirchau-Nord ist gewählt: ")
    tab_to(page, "to-own")
    page.keyboard.press("Enter")
    assert "own-head" in focused(page)
    tab_to(page, "save-csv")
    page.close()


ROOM = """() => [...document.querySelectorAll('.fields select')].map(select => {
  const style = getComputedStyle(select), pen = document.createElement('canvas').getContext('2d')
  pen.font = style.font
  const arrow = 16, room = select.clientWidth - parseFloat(style.paddingLeft) - arrow
  return room - pen.measureText(select.options[select.selectedIndex].label).width
})"""


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("width", [360, 700, 1000, 1280])
def test_day_and_level_are_never_cut_off(
    browser: Browser, address: str, language: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}{language}explore.html")
    page.wait_for_selector(".fields select option", state="attached")
    page.evaluate("document.querySelector('.choice').open = true")

    _theme, _indicator, day, level, _part = page.evaluate(ROOM)
    page.close()
    assert min(day, level) >= 0
