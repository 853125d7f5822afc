"""Profiles and two areas side by side in a browser: accessible, by keyboard, from a folder."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.unit.profiles.factory import make_full_bundle, make_texts
from tests.web.browser import violations

from kreisblick.products.profiles import build_profiles
from kreisblick.products.profiles.build import list_places

pytestmark = pytest.mark.browser

SHOWN = "#result:not([hidden])"


@pytest.fixture(scope="module")
def slugs() -> list[str]:
    return [place.slug for place in list_places(make_full_bundle())]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bundle = make_full_bundle()
    place = list_places(bundle)[0]
    found = tmp_path_factory.mktemp("web") / "profiles"
    build_profiles(bundle, found, editorial=make_texts(place.key, place.municipality, 1))
    return found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def states(folder: Path, slugs: list[str]) -> dict[str, str]:
    """Every kind of page and state, as opened from a folder."""
    compare = (folder / "compare.html").as_uri()
    return {
        "profile": (folder / f"{slugs[0]}.html").as_uri(),
        "index": (folder / "index.html").as_uri(),
        "nothing chosen": compare,
        "one chosen": f"{compare}#a={slugs[0]}",
        "two chosen": f"{compare}#a={slugs[0]}&b={slugs[-1]}",
    }


def open_state(page: Page, address: str) -> None:
    page.goto(address)
    if "&b=" in address:
        page.wait_for_selector(SHOWN)


@pytest.mark.parametrize(
    "state", ["profile", "index", "nothing chosen", "one chosen", "two chosen"]
)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_axe_finds_nothing(
    browser: Browser, folder: Path, slugs: list[str], state: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    open_state(page, states(folder, slugs)[state])

    found = violations(page)

    context.close()
    assert found == []


@pytest.mark.parametrize("state", ["profile", "index", "one chosen", "two chosen"])
def test_nothing_reaches_over_the_edge_of_a_telephone(
    browser: Browser, folder: Path, slugs: list[str], state: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    open_state(page, states(folder, slugs)[state])

    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert wide <= 360


def test_two_areas_are_chosen_by_keyboard_and_the_address_tells_which(
    page: Page, folder: Path, slugs: list[str]
) -> None:
    page.goto((folder / "compare.html").as_uri())
    assert page.inner_text("#state") == "Bitte zwei Gebiete wählen."

    page.focus("#a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.wait_for_selector(SHOWN)

    first, second = page.input_value("#a"), page.input_value("#b")
    assert [first, second] == slugs[:2]
    assert page.url.endswith(f"#a={first}&b={second}")
    assert page.evaluate("document.activeElement.id") == "b"
    assert page.inner_text("#state").startswith("Gezeigt: ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function(f"location.hash === '#a={second}&b={first}'")
    page.go_back()
    page.wait_for_function(f"document.getElementById('a').value === '{first}'")


def test_the_page_shows_the_cells_of_the_scripts(
    page: Page, folder: Path, slugs: list[str]
) -> None:
    open_state(page, states(folder, slugs)["two chosen"])
    words = [words_of(folder, slug) for slug in (slugs[0], slugs[-1])]
    known = json.loads(page.inner_text("#words") or page.text_content("#words") or "")

    rows = [key for theme in known["themes"] for key, *_rest in theme["rows"]]
    shown = page.locator("#tables tbody tr")
    assert shown.count() == len(rows)
    for number in range(0, len(rows), 7):
        cells = [shown.nth(number).locator("td").nth(side).inner_text() for side in (0, 1)]
        for cell, one in zip(cells, words, strict=True):
            value, interval, town, _district, finding, _change = one["rows"][rows[number]]["cells"]
            lines = cell.split("\n")
            assert lines[0] == value
            assert [w for w in (interval,) if w] == lines[1:2] or not interval
            assert not finding or f"zum Kreis: {finding}" in lines
            assert lines[-1].endswith(town)


def words_of(folder: Path, slug: str) -> dict[str, dict[str, dict[str, list[str]]]]:
    script = (folder / "compare" / f"{slug}.js").read_text(encoding="utf-8")
    found: dict[str, dict[str, dict[str, list[str]]]] = json.loads(
        script[script.index("{") : script.rindex("}") + 1]
    )
    return found


def test_a_difference_is_only_sure_where_the_intervals_lie_apart(
    page: Page, folder: Path, slugs: list[str]
) -> None:
    open_state(page, states(folder, slugs)["two chosen"])
    names = [words_of(folder, slug)["name"] for slug in (slugs[0], slugs[-1])]
    said: set[str] = set()
    for row in page.locator("#tables tbody tr").all():
        verdict = row.locator(".verdict")
        spans = [edges(cell) for cell in row.locator("td").all_inner_texts()[:2]]
        told = verdict.inner_text() if verdict.count() else ""
        if None in spans:
            assert told == ""
            continue
        (low, high), (other_low, other_high) = spans  # type: ignore[misc]
        if told.startswith("sicher höher: "):
            above = low >= other_high if told.endswith(str(names[0])) else other_low >= high
            assert above
        else:
            assert told == "kein sicherer Unterschied zwischen beiden"
            assert low <= other_high
            assert other_low <= high
        said.add(told)
    assert len(said) > 1


def edges(cell: str) -> tuple[float, float] | None:
    """Both ends of the interval printed in a cell."""
    found = re.search(r"^([\d.,]+) – ([\d.,]+)$", cell, re.MULTILINE)
    if not found:
        return None
    low, high = (float(one.replace(".", "").replace(",", ".")) for one in found.groups())
    return low, high


@pytest.mark.parametrize(
    ("hash_", "words"),
    [
        ("", "Bitte zwei Gebiete wählen."),
        (
            "#a=nowhere&b=alsonowhere",
            "Ein Gebiet aus dem Verweis gibt es in dieser Ausgabe nicht."
            " Bitte zwei Gebiete wählen.",
        ),
        ("#a={0}&b={0}", "Das ist zweimal dasselbe Gebiet; bitte ein anderes wählen."),
    ],
)
def test_a_broken_address_says_what_to_do(
    page: Page, folder: Path, slugs: list[str], hash_: str, words: str
) -> None:
    page.goto((folder / "compare.html").as_uri() + hash_.format(slugs[0]))

    assert page.inner_text("#state") == words
    assert page.locator(SHOWN).count() == 0


def test_a_missing_file_is_told_and_the_next_choice_works(
    page: Page, folder: Path, slugs: list[str], tmp_path: Path
) -> None:
    script = folder / "compare" / f"{slugs[1]}.js"
    away = script.rename(tmp_path / script.name)
    try:
        page.goto((folder / "compare.html").as_uri() + f"#a={slugs[0]}&b={slugs[1]}")
        page.wait_for_function("document.getElementById('state').textContent.includes('laden')")
    finally:
        away.rename(script)
    page.select_option("#b", slugs[2])
    page.wait_for_selector(SHOWN)


def test_without_javascript_the_page_leads_to_the_profiles(
    browser: Browser, folder: Path, slugs: list[str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "compare.html").as_uri())

    text = page.inner_text("main")
    links = page.locator("main a").count()
    choice = page.locator("form.choice").is_visible()
    context.close()

    assert "zwei Fenstern" in text
    assert links == len(slugs)
    assert not choice


def test_printed_the_choice_is_gone_and_the_areas_stand_beside_each_other(
    page: Page, folder: Path, slugs: list[str]
) -> None:
    open_state(page, states(folder, slugs)["two chosen"])
    page.emulate_media(media="print")

    assert not page.locator("form.choice").is_visible()
    boxes = [box.bounding_box() for box in page.locator("#cards > section").all()]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] < boxes[1]["x"]


def test_narrow_rows_are_still_a_table_to_screen_readers(
    browser: Browser, folder: Path, slugs: list[str]
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    open_state(page, states(folder, slugs)["two chosen"])

    table = page.get_by_role("table").first
    heads = table.get_by_role("columnheader").all_inner_texts()
    rows = table.get_by_role("rowheader").count()
    context.close()

    assert heads[0] == "Kennzahl"
    assert heads[3] == "Kreis"
    assert rows >= 1
