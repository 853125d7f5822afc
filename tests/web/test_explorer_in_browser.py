"""The explorer in a browser: by keyboard, from a folder, on a phone, saved as it is shown.

The file is long because every walk starts from the same finished atlas in the same browser.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Page
from tests.unit.atlas.factory import given, make_bundle
from tests.web.browser import explore, focused, requested, serve, settled, tab_to, violations

from kreisblick.products.atlas import build_atlas, read_atlas
from kreisblick.products.finder.model import STRETCHES

pytestmark = pytest.mark.browser

POVERTY = "income-child_poverty"
CHILDREN = "population-children"
NORD, OST, KIRCHAU = "0999900101", "0999900103", "0999900301"  # Nord and Ost have no figure
VIEWS = ["table", "map", "distribution", "time", "scatter", "compare"]


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_atlas(make_bundle(), tmp_path_factory.mktemp("explore") / "atlas").parent


@pytest.fixture(scope="module")
def address(atlas: Path) -> Iterator[str]:
    with serve(atlas) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def state_of(view: str) -> str:
    return f"i={CHILDREN}&v={view}&x=income-child_poverty&a={KIRCHAU},{NORD}"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    ("width", "scheme", "tongue"),
    [
        (1280, "light", ""),
        (1280, "dark", "en/"),
        (360, "light", ""),
        (360, "dark", ""),
        (640, "light", "en/"),
    ],  # 640: 1280 at 200 %
)
def test_axe_finds_nothing_in_any_view(
    browser: Browser, address: str, view: str, width: int, scheme: str, tongue: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    explore(page, address, state_of(view), tongue)
    page.evaluate("document.querySelector('#choice').open = true")

    found = violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth")

    context.close()
    assert found == []
    assert wide == width


def test_axe_finds_nothing_before_anything_is_chosen(page: Page, address: str) -> None:
    explore(page, address)

    assert violations(page) == []
    assert "Noch ist kein Gebiet gewählt" in page.inner_text("#chosen")


def test_the_keyboard_walks_through_choices_views_and_map(page: Page, address: str) -> None:
    explore(page, address, f"i={POVERTY}")

    tab_to(page, "pick-indicator")
    tab_to(page, "pick-town")
    tab_to(page, "tab-map")
    page.keyboard.press("ArrowLeft")
    settled(page, "v=table")
    assert "tab-table" in focused(page)
    page.keyboard.press("ArrowRight")
    settled(page, "v=map")
    tab_to(page, "panel", 1)
    page.keyboard.press("Tab")
    assert "Altwiesen-Nord: die Quelle umfasst diese Gemeinde nicht" in focused(page)
    page.keyboard.press("ArrowRight")
    assert "Altwiesen-Süd" in focused(page)
    page.keyboard.press("ArrowUp")
    assert "Kirchau-Süd" in focused(page)
    page.keyboard.press("Enter")
    settled(page, "a=0999900302")
    assert "Kirchau-Süd" in focused(page)
    assert page.inner_text("#status").startswith("Kirchau-Süd ist gewählt: ")
    assert "Kirchau-Süd" in page.inner_text("#chosen")
    page.keyboard.press("Enter")
    page.wait_for_function("!document.querySelector('#explorer').dataset.ready.includes('a=')")
    assert page.inner_text("#status") == "Kirchau-Süd ist nicht mehr gewählt."
    tab_to(page, "pick-area")
    tab_to(page, "share")
    tab_to(page, "save-png")


def test_an_area_is_told_with_interval_town_district_and_no_rank(
    page: Page, atlas: Path, address: str
) -> None:
    explore(page, address, f"i={CHILDREN}&a={KIRCHAU}")
    values = given(atlas / f"data/de/values/{CHILDREN}.js")
    entry = values["dates"]["2024-12-31"][KIRCHAU]

    card = page.inner_text(".card")

    for words in (entry[0], *entry[7:11]):
        assert words in card
    assert values["sentences"][entry[11]].split("{")[0] in card
    label = page.get_attribute(".card svg", "aria-label") or ""
    assert label == f"Kirchau-Nord: {entry[0]}, Bereich {entry[7]}"
    assert not re.search(r"\bRang|Platz", page.inner_text("main"))


@pytest.mark.parametrize("view", VIEWS)
def test_a_hidden_figure_has_no_number_anywhere_in_the_page(
    page: Page, address: str, view: str
) -> None:
    explore(page, address, f"i={POVERTY}&v={view}&x={CHILDREN}&a={NORD}")

    card = page.inner_text(".card")
    assert "zum Schutz einzelner Personen nicht ausgewiesen" in card
    assert not re.search(r"\d", card)
    for element in page.locator(f"[data-area='{NORD}']").all():
        label = element.get_attribute("aria-label") or ""
        assert not re.search(r"\d", label)
    if view == "table":
        row = page.locator("tr", has=page.locator("th:text-is('Lindenau-Nord')"))
        assert not re.search(r"\d", row.inner_text().replace(".¹", ""))


def test_the_table_of_the_explorer_says_what_the_plain_page_says(page: Page, address: str) -> None:
    def rows(selector: str, first: int) -> list[list[str]]:
        script = f"""[...document.querySelectorAll('{selector}')].map((row) =>
          [...row.cells].slice({first}).map((cell) => {{
            const copy = cell.cloneNode(true);
            copy.querySelectorAll('.narrow,.visually-hidden').forEach((one) => one.remove());
            return copy.textContent.trim();
          }}))"""
        found: list[list[str]] = page.evaluate(script)
        return found

    for name in (POVERTY, CHILDREN, "population-residents", "care-places"):
        page.goto(f"{address}indicator/{name}.html")
        plain = rows("#figures tbody tr", 0)
        explore(page, address, f"i={name}&v=table")
        assert rows("#figures tbody tr", 1) == plain


def test_the_address_keeps_everything_and_the_back_key_goes_back(page: Page, address: str) -> None:
    explore(page, address)
    page.select_option("#pick-theme", "Einkommen und Teilhabe")
    settled(page, f"i={POVERTY}")
    page.select_option("#pick-day", "2022-12-31")
    page.select_option("#pick-area", KIRCHAU)
    page.click("#tab-distribution")
    settled(page, "v=distribution")
    link = page.url

    explore(page, address)
    page.goto(link)
    page.reload()
    settled(page, "v=distribution")

    assert page.input_value("#pick-day") == "2022-12-31"
    assert "Kirchau-Nord" in page.inner_text("#chosen")
    assert page.inner_text("h1:visible") == "Wo wachsen Kinder mit Grundsicherung auf?"
    page.click("#tab-time")
    settled(page, "v=time")
    page.go_back()
    settled(page, "v=distribution")


def test_the_other_language_opens_at_the_same_place(page: Page, address: str) -> None:
    explore(page, address, f"i={CHILDREN}&d=2022-12-31&v=table&a={KIRCHAU}")
    page.click("[data-tongue]")
    page.wait_for_selector("#explorer[data-ready]")

    assert "/en/explore.html#" in page.url
    assert page.input_value("#pick-day") == "2022-12-31"
    assert page.inner_text("#pick-day option:checked") == "31 December 2022"
    assert page.locator("#question").get_attribute("lang") == "de"
    assert re.search(r"\d\.\d", page.inner_text(".own-value"))


@pytest.mark.parametrize("view", VIEWS)
def test_the_explorer_opens_from_a_folder_without_a_server(
    page: Page, atlas: Path, view: str
) -> None:
    explore(page, f"{atlas.as_uri()}/", state_of(view))

    assert page.locator("#panel").inner_text().strip()
    assert page.locator(".card").count() == 2
    assert page.locator("button[data-map]").count() == 0


def test_on_a_phone_the_list_comes_first_and_the_map_is_one_tap_away(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    files = requested(page, address)
    explore(page, address)

    assert page.locator("#panel table").is_visible()
    assert not page.locator("#pick-indicator").is_visible()
    assert "data/shapes.js" not in files
    page.click("#tab-map")
    settled(page, "v=map")
    assert page.locator("#map-svg").is_visible()
    context.close()


def test_values_are_loaded_when_they_are_asked_for(page: Page, address: str) -> None:
    files = requested(page, address)
    explore(page, address, f"i={CHILDREN}")

    values = {name for name in files if "/values/" in name or "/areas/" in name}
    assert values == {f"data/de/values/{CHILDREN}.js"}
    assert not any("maplibre" in name for name in files)


def test_sorting_stays_inside_the_municipalities(page: Page, address: str) -> None:
    explore(page, address, f"i={POVERTY}&v=table")
    before = page.locator("tbody tr.whole th").all_inner_texts()

    page.click("button[data-sort=value]")
    settled(page, "o=value-up")

    assert page.locator("thead th[aria-sort]").get_attribute("aria-sort") == "ascending"
    assert page.locator("tbody tr.whole th").all_inner_texts() == before
    assert "BUTTON" in focused(page)
    texts = page.locator("tbody:nth-of-type(3) tr.part td:nth-child(3)").all_inner_texts()
    numbers = [float(re.sub(r"[^\d,].*", "", t.strip("(")).replace(",", ".")) for t in texts]
    assert len(numbers) == 4
    assert numbers == sorted(numbers)
    last = page.locator("tbody:nth-of-type(4) tr.part").last.inner_text()
    assert not re.search(r"\d,\d", last)


def test_areas_are_ordered_across_municipalities_only_where_that_was_agreed(
    browser: Browser, tmp_path: Path
) -> None:
    agreed = read_atlas().model_copy(update={"ranking": True})
    atlas = build_atlas(make_bundle(), tmp_path / "atlas", agreed).parent
    page = browser.new_page()
    explore(page, f"{atlas.as_uri()}/", f"i={CHILDREN}&v=table&o=value-down")

    heads = page.locator("thead th").all_inner_texts()
    first = page.locator("tbody:nth-of-type(2) tr").first.inner_text()
    bodies = page.locator("#figures tbody").count()

    page.close()
    assert bodies == 2
    assert heads[-1] == "Platz (Spanne)"
    assert re.search(r"1 \(\d+ bis \d+ von 12\)", first)


def test_no_more_areas_than_fit_beside_each_other_can_be_chosen(page: Page, address: str) -> None:
    explore(page, address, f"i={CHILDREN}&v=table")
    for place in range(5):
        page.locator("tr.part input").nth(place).click()

    assert page.inner_text("#status") == (
        "Höchstens 4 Gebiete können gewählt werden. Bitte nehmen Sie zuerst eines weg."
    )
    assert page.locator("tr.part input:checked").count() == 4
    assert page.locator(".card").count() == 4


def test_the_saved_table_is_exactly_what_is_shown(page: Page, address: str) -> None:
    explore(page, address, f"i={POVERTY}&v=table&t=09999003&o=value-up")
    shown = page.locator("#figures tbody tr th").all_inner_texts()
    with page.expect_download() as waiting:
        page.click("#save-csv")
    path = waiting.value.path()
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert waiting.value.suggested_filename == "income-child_poverty_2024-12-31_table.csv"
    assert rows[0][:4] == ["Gebiet (Schlüssel)", "Gebiet", "Gemeinde", "Wert"]
    body = rows[1 : len(shown) + 1]
    assert [row[1] for row in body] == shown
    cells = page.locator("#figures tbody tr td:nth-child(3)").all_text_contents()
    for row, cell in zip(body, cells, strict=True):
        assert row[3]
        assert cell.removeprefix("(").startswith(row[3][:3])
        # brackets would be a minus in a spreadsheet: the last column says what they say
        assert not row[3].startswith("(")
        assert ("schwankt" in row[-1] or "schwankend" in row[-1]) == cell.startswith("(")
    assert any(cell.startswith("(") for cell in cells)
    assert any("Quelle" in cell for row in rows for cell in row)


def test_a_saved_table_says_why_a_number_is_missing(page: Page, address: str) -> None:
    explore(page, address, f"i={POVERTY}&v=map")
    with page.expect_download() as waiting:
        page.click("#save-csv")
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_text("utf-8-sig")), delimiter=";"))

    north = next(row for row in rows if row[:1] == [NORD])
    assert north[3:] == ["", "", "", "", "", "zum Schutz einzelner Personen nicht ausgewiesen"]


@pytest.mark.parametrize("view", ["map", "distribution", "time", "scatter"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_saved_picture_stands_alone_and_is_for_paper(
    browser: Browser, address: str, view: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    explore(page, address, state_of(view))
    with page.expect_download() as waiting:
        page.click("#save-svg")
    svg = waiting.value.path().read_text(encoding="utf-8")
    with page.expect_download() as waiting:
        page.click("#save-png")
    png = waiting.value.path().read_bytes()
    context.close()

    assert "Kinder und Jugendliche unter 18 Jahren" in svg
    assert "31.12.2024" in svg
    assert "Quelle: Statistikstelle des Landkreises." in svg
    assert "var(" not in svg
    assert "rgb(20, 26, 33)" not in svg
    assert png.startswith(b"\x89PNG")
    assert len(png) > 10_000


def test_the_link_is_copied_or_shown(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    explore(page, address, f"i={CHILDREN}&v=table")
    page.click("#share")
    page.wait_for_selector("text=Der Link liegt in der Zwischenablage.")

    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_movable_map_comes_on_demand_and_chooses_the_same_areas(
    page: Page, address: str
) -> None:
    files = requested(page, address)
    explore(page, address, f"i={POVERTY}&v=map")
    assert not any("maplibre" in name for name in files)

    page.click("button[data-map]")
    page.wait_for_selector(".movable[data-ready]", timeout=30_000)
    canvas = page.locator(".movable canvas").bounding_box()
    assert canvas is not None
    page.mouse.click(canvas["x"] + canvas["width"] * 0.3, canvas["y"] + canvas["height"] * 0.3)
    page.wait_for_selector(".card")

    assert violations(page) == []
    assert any("maplibre" in name for name in files)
    page.click("button[data-away]")
    page.wait_for_function("!document.querySelector('.card')")


def test_the_explorer_prints_what_is_shown_on_white_paper(page: Page, address: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    explore(page, address, f"i={CHILDREN}&v=map&a={KIRCHAU}")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("#map-svg").is_visible()
    assert page.locator(".card").is_visible()
    assert page.locator("#source").is_visible()
    for hidden in ("#choice", ".tabs", ".tools", ".pick"):
        assert not page.locator(hidden).first.is_visible()


def test_an_address_leads_to_its_area_in_both_languages(browser: Browser, tmp_path: Path) -> None:
    street = ("muehlweg", "Mühlweg", "05201", "Kirchau", "both", 1, None, KIRCHAU)
    stretches = pl.DataFrame([street], schema=STRETCHES, orient="row")
    bundle = replace(make_bundle(), stretches=stretches)
    atlas = build_atlas(bundle, tmp_path / "atlas").parent

    for tongue in ("", "en/"):
        page = browser.new_page()
        explore(page, f"{atlas.as_uri()}/", f"i={CHILDREN}", tongue)
        page.fill("[data-finder] input", "Muehlweg 7a")
        page.click("[data-finder] button")
        page.click("[data-finder] a")
        settled(page, f"a={KIRCHAU}")
        assert "Kirchau-Nord" in page.inner_text("#chosen")
        assert violations(page) == []

        page.goto(f"{atlas.as_uri()}/{tongue}index.html")
        page.fill("[data-finder] input", "Mühlweg 7")
        page.click("[data-finder] button")
        page.click("[data-finder] a")
        page.wait_for_url(f"**/{tongue}area/{KIRCHAU}.html")
        page.close()


def test_without_known_addresses_there_is_no_field_for_one(page: Page, address: str) -> None:
    explore(page, address)

    assert page.locator("[data-finder]").count() == 0


@pytest.mark.parametrize("look", [{"forced_colors": "active"}, {"contrast": "more"}])
@pytest.mark.parametrize("view", ["table", "map", "distribution"])
def test_axe_finds_nothing_with_strong_contrast(
    browser: Browser, address: str, view: str, look: dict
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **look)
    page = context.new_page()
    explore(page, address, state_of(view))

    found = violations(page)
    step = page.evaluate(
        "getComputedStyle(document.querySelector('#map-svg .area, .dot, .tick')).fill"
    )

    context.close()
    assert found == []
    assert view == "table" or step.startswith("rgb")


LONG = "Verwaltungsgemeinschaft Hohenstein-Ernstthal-Oberlungwitz-Land"  # as long as they get
TITLE = "Menschen, die in Bedarfsgemeinschaften leben und keine Arbeit haben, je 1.000 Menschen"


@pytest.fixture(scope="module")
def with_long_names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bundle = make_bundle()
    areas = bundle.areas.with_columns(
        name=pl.when(pl.col("level") == "district")
        .then(pl.lit(f"Landkreis {LONG}"))
        .otherwise(pl.format("{}, {}", pl.lit(LONG), pl.col("name")))
    )
    names = dict(areas.select("area", "name").iter_rows())
    features = [
        {**f, "properties": {**f["properties"], "name": names[f["properties"]["area"]]}}
        for f in bundle.features
    ]
    report = {**bundle.report, "district": {"key": "09999", "name": names["09999"]}}
    definitions = {
        key: {**one, "title": {"de": TITLE, "en": None}, "question": {"de": f"Wo leben {TITLE}?"}}
        for key, one in bundle.indicator_definitions.items()
    }
    long = replace(
        bundle,
        areas=areas,
        features=features,
        report=report,
        indicator_definitions=definitions,
    )
    return build_atlas(long, tmp_path_factory.mktemp("long") / "atlas").parent


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("view", VIEWS)
def test_the_longest_names_stay_inside_page_and_pictures(
    browser: Browser, with_long_names: Path, view: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    chosen = f"{KIRCHAU},0999900304,0999900204,0999900202"
    explore(page, f"{with_long_names.as_uri()}/", f"{state_of(view).rpartition('&')[0]}&a={chosen}")
    page.evaluate("document.querySelector('#choice').open = true")

    wide = page.evaluate("document.documentElement.scrollWidth")
    outside = page.evaluate(
        """[...document.querySelectorAll('svg.chart')].flatMap((svg) => {
          const box = svg.getBoundingClientRect();
          return [...svg.querySelectorAll('text')].filter((text) => {
            const own = text.getBoundingClientRect();
            return own.left < box.left - 1 || own.right > box.right + 1
              || own.top < box.top - 1 || own.bottom > box.bottom + 1;
          }).map((text) => text.textContent);
        })"""
    )

    page.close()
    assert wide == width
    assert outside == []


PLAIN = [
    "index.html",
    f"indicator/{CHILDREN}.html",
    f"area/{KIRCHAU}.html",
    "overview/social_index.html",
]


@pytest.mark.parametrize("name", PLAIN)
def test_the_longest_names_stay_inside_the_plain_pages(
    browser: Browser, with_long_names: Path, name: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((with_long_names / name).as_uri())

    wide = page.evaluate("document.documentElement.scrollWidth")

    page.close()
    assert wide == 360
