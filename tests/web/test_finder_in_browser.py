"""Find my address in a browser: the same answers as Python, from the disk, and nothing leaves.

The file is long because every way to type an address is tried on one index in one browser.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from playwright.sync_api import Browser, Page
from tests.unit.finder.streets import HOUSE, invented, streets_of
from tests.web.browser import serve, violations

from kreisblick.products.finder import (
    AddressIndex,
    finder_part,
    form_stretches,
    read_finder,
    write_finder,
)
from kreisblick.products.finder.files import DATA
from kreisblick.territory.addresses import shipped_rules
from kreisblick.territory.addresses.learn import street_key

pytestmark = pytest.mark.browser

NAMES = [
    *["Hauptstraße", "Bürgermeister-Groß-Straße", "Äußere Mühlstraße", "Straße des 17. Juni"],
    *["Am Markt", "An der Alten Fähre", "Sankt-Georgs-Platz", "Dr.-Öztürk-Weg", "Übergasse"],
    *["2. Querstraße", "Karl-Marx-Allee", "Prinz-Friedrich-Karl-Straße", "Bauer-Wilhelm-Weg"],
]
ROWS: list[HOUSE] = [
    *invented(11, 300),
    *[
        (name, str(n), "", "05200", "Ährenfeld", f"b{i % 4}")
        for i, name in enumerate(NAMES)
        for n in range(1, 16)
    ],
    *[("Hauptstraße", str(n), "", "05300", "Rosenthal", "r1") for n in range(1, 16)],
]
SPELLINGS = [
    *NAMES,
    *["Hauptstr.", "HAUPTSTR", "haupt straße", "Haupt-Strasse", "Hauptstraﬂe", "HauptstraÃŸe"],
    *["Buergermeister Gross Str.", "Bgm.-Groß-Str.", "Bgmstr. Groß", "BÜRGERMEISTER-GROẞ-STRASSE"],
    *[
        "Aeussere Muehlstr",
        "A\u0308ußere Mu\u0308hlstr.",
        "Äußere Mühlstra0e",
        "Äussere Mühlstrabe",
    ],
    *["Str. d. 17. Juni", "Straße des 17.Juni", "St. Georgs-Pl.", "Skt. Georgs Platz", "Am St."],
    *["Dr. Öztürk Weg", "Doktor Oeztuerk Weg", "DR.ÖZTÜRK-WEG", "Zweite Querstr.", "II. Querstr."],
    *[
        "2te Querstraße",
        "XIV. Querstr",
        "Karl-Marx-Al.",
        "K. Marx-Allee",
        "Prof. Kl. Weg",
        "Weg g.",
    ],
    *["Ŀ’Hôpital-Straße", "Øresund-W.", "Æbelø", "d'Artagnan´s Weg", "İzmir-Straße", "Μαρία-Str."],
    *[
        "",
        "   ",
        "...",
        "?",
        "\ufffdhrenweg",
        "Stra\ufffde",
        "12",
        "st",
        "st.",
        "Weg st",
        "? st",
        "(Hof)",
    ],
    *[
        "constructor",
        "__proto__",
        "toString str.",
        "Am  Markt ",
        "am\tmarkt",
        "Straess",
        "Tor-Srt.",
    ],
]


@pytest.fixture(scope="module")
def stretches() -> pl.DataFrame:
    return form_stretches(streets_of(ROWS), read_finder())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, stretches: pl.DataFrame) -> Path:
    folder = tmp_path_factory.mktemp("finder")
    known = {area for text in stretches["areas"] for area in text.split("|")}
    index = AddressIndex(
        stretches=stretches, areas={area: (f"Gebiet {area}", "Stadt") for area in known}
    )
    write_finder(index, folder)
    for language, name in (("de", "index.html"), ("en", "en/index.html")):
        root = "../" if language == "en" else ""
        part = finder_part(index, language=language, root=root)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(
            f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Atlas</title>'
            '<meta name="viewport" content="width=device-width">'
            f'<link rel="stylesheet" href="{root}assets/finder.css">'
            f'<script defer src="{root}assets/finder.js"></script>'
            f"<main><h1>Atlas</h1>{part!s}</main></html>",
            encoding="utf-8",
        )
    return folder


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    """The page as it is opened from the disk."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto((site / "index.html").as_uri())
    yield page
    page.close()


def found(page: Page, texts: list[str]) -> list[list[dict[str, object]]]:
    """What the script answers, in the order of the questions."""
    asked = "texts => Promise.all(texts.map(text => kreisblickFinder.find(text)))"
    return list(page.evaluate(asked, texts))


def test_names_are_folded_as_in_python(page):
    rules = shipped_rules()
    expected = pl.DataFrame({"name": SPELLINGS}).select(key=street_key(pl.col("name"), rules))

    asked = "names => Promise.all(names.map(name => kreisblickFinder.key(name)))"
    keys = page.evaluate(asked, SPELLINGS)

    assert dict(zip(SPELLINGS, keys, strict=True)) == dict(
        zip(SPELLINGS, expected["key"].to_list(), strict=True)
    )


def test_drawn_addresses_lie_in_the_area_that_the_list_says(page, stretches):
    """Two thousand addresses, written in ways people write them."""
    rng = np.random.default_rng(5)
    known = set(stretches.select("street", "place").iter_rows())
    rows = [row for row in ROWS if (row[0], row[4]) in known]
    drawn = [rows[i] for i in rng.integers(0, len(rows), size=2000)]
    ways = ["{s} {n}{x}, {c} {p}", "{s} {n} {x}, {p}", "{c} {p}, {s} {n}{x}", "{s} {n}{x} {p}"]
    ways += ["{t} {n}{x}, {c} {p}"]
    texts = [
        str(rng.choice(ways)).format(
            s=s, n=n, x=x, c=c, p=p, t=s.replace("straße", "str.").replace("ü", "ue").upper()
        )
        for s, n, x, c, p, _area in drawn
    ]

    answers = found(page, texts)

    wrong = [
        (text, row[5], [a["area"] for a in several])
        for text, row, several in zip(texts, drawn, answers, strict=True)
        if row[5] not in [a["area"] for a in several]
        or (len({a["area"] for a in several}) == 1) != all(a["sure"] for a in several)
    ]
    assert wrong == []
    assert sum(len(several) == 1 for several in answers) > 0.8 * len(texts)


def test_unknown_streets_get_no_answer_and_near_ones_a_choice(page):
    unknown = [
        "Nirgendweg 3",
        "Hauptstrase 1",
        "Hauptweg 1",
        "Gibtsnicht",
        "17",
        "?!",
        "05200 Ährenfeld",
    ]

    answers = found(page, unknown)
    offered = page.evaluate(
        "texts => Promise.all(texts.map(text => kreisblickFinder.suggest(text)))",
        ["Hauptstrase 1", "Karl-Marks-Allee 12a", "Nirgendweg 3"],
    )

    assert answers == [[] for _text in unknown]
    assert offered[0][0] == "Hauptstraße 1"
    assert offered[1][0] == "Karl-Marx-Allee 12a"
    assert offered[2] == []


def test_a_street_in_two_places_is_not_unique_until_the_place_is_said(page):
    both, one, wrong = found(page, ["Hauptstr. 5", "Hauptstr. 5, Rosenthal", "Hauptstr. 5, Kassel"])

    assert {answer["area"] for answer in both} == {"b0", "r1"}
    assert not any(answer["sure"] for answer in [*both, *wrong])
    assert [(answer["area"], answer["sure"]) for answer in one] == [("r1", True)]


@pytest.mark.parametrize("text", ["Am Markt 12a", "am markt 12 A", "Am Markt 12-14", "12 Am Markt"])
def test_numbers_are_read_as_people_write_them(page, text):
    assert [answer["area"] for answer in found(page, [text])[0]] == ["b0"]


@pytest.mark.parametrize(
    "text",
    [
        "Rosenthal, Hauptstraße 5",
        "Rosenthal, Hauptstr. 5",
        "Rosenthal Hauptstrasse 5",
        "05300 Rosenthal Hauptstraße 5",
        "D-05300 Rosenthal, HAUPTSTR. 5",
        "05300 Hauptstr. 5",
        "05300, Hauptstraße 5",
        "Rosenthal 05300, Hauptstraße 5",
        "Hauptstraße 5, 05300 Rosenthal",
        "Hauptstraße 5 05300 Rosenthal",
        "Hauptstraße 5, Rosenthal, 05300",
        "Hauptstraße 5 Rosenthal",
        "Haupt-Str. Nr. 5, Rosenthal",
        "hauptstraße 5; rosenthal",
    ],
)
def test_place_postcode_and_street_may_come_in_any_order(page, text):
    answers = found(page, [text])[0]

    assert [(answer["area"], answer["sure"]) for answer in answers] == [("r1", True)]


def test_the_municipality_is_understood_as_the_place(page, site):
    """People write the town, the list of streets often its village."""
    answers = found(page, ["Hauptstraße 5, Stadt", "Stadt Hauptstraße 5", "Stadt, Hauptstraße 5"])

    assert [{answer["area"] for answer in some} for some in answers] == [{"b0", "r1"}] * 3
    assert all(answer["why"] == "" for some in answers for answer in some)


@pytest.mark.parametrize("number", ["101", "400", "9999"])
def test_no_area_is_sure_for_numbers_beyond_what_the_list_vouches_for(page, number):
    inside, beyond = found(page, ["Am Markt 100", f"Am Markt {number}"])

    assert [(answer["area"], answer["sure"]) for answer in inside] == [("b0", True)]
    assert [(a["area"], a["sure"], a["why"]) for a in beyond] == [("b0", False, "number")]
    page.fill("input", f"Am Markt {number}")
    page.keyboard.press("Enter")
    page.wait_for_selector(".finder-found a")
    assert page.inner_text(".finder-found p").startswith(
        f"Ob es die Hausnummer {number} hier gibt, ist nicht sicher."
    )
    assert number not in page.inner_text(".finder-found li")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Bitte geben Sie zuerst Straße und Hausnummer ein."),
        ("17", "Es fehlt noch die Straße."),
        ("05300", "Es fehlt noch die Straße."),
        ("Rosenthal", "Es fehlt noch die Straße."),
        ("D-05300 Rosenthal", "Es fehlt noch die Straße."),
        ("Hauptstraße 5, Kassel", "Mit diesem Ort oder dieser Postleitzahl ist die Straße nicht"),
        ("Kassel, Hauptstraße 5", "Mit diesem Ort oder dieser Postleitzahl ist die Straße nicht"),
        ("Hauptstraße 5, 99999 Rosenthal", "Mit diesem Ort oder dieser Postleitzahl"),
        ("Gibtsnicht 4", "„Gibtsnicht 4“ ist im Straßenverzeichnis nicht zu finden."),
    ],
)
def test_what_is_missing_is_said_kindly(page, text, said):
    page.fill("input", text)
    page.click("button[type=submit]")
    page.wait_for_selector(".finder-found p")

    assert page.inner_text(".finder-found p").startswith(said)


def test_the_field_answers_in_words_and_with_a_link(page):
    page.fill("input", "Am Markt 3")
    page.keyboard.press("Enter")
    page.wait_for_selector(".finder-found a")

    assert page.inner_text(".finder-found p") == "Am Markt 3, 05200 Ährenfeld liegt im Gebiet"
    assert page.get_attribute(".finder-found a", "href") == "area/b0.html"

    page.fill("input", "Am Makrt 3")
    page.keyboard.press("Enter")
    page.click(".finder-found li button")
    page.wait_for_selector(".finder-found a")

    assert page.input_value("input") == "Am Markt 3"


def test_a_page_may_choose_the_area_itself(page):
    page.evaluate(
        "document.addEventListener('finder:chosen', e => {"
        " e.preventDefault(); window.chosen = e.detail; })"
    )
    page.fill("input", "Am Markt 3")
    page.click("button[type=submit]")
    page.click(".finder-found a")

    assert page.evaluate("chosen.area") == "b0"
    assert page.url.endswith("index.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "en/index.html"])
def test_axe_finds_nothing_and_nothing_overflows(browser, site, name, scheme):
    page = browser.new_page(viewport={"width": 360, "height": 800}, color_scheme=scheme)
    page.goto((site / name).as_uri())

    for text in ("Hauptstr. 5", "Am Markt 3", "Am Makrt", "Gibtsnicht" * 12):
        page.fill("input", text)
        page.keyboard.press("Enter")
        page.wait_for_selector(".finder-found p")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []


def test_only_parts_of_the_list_are_fetched_and_nothing_that_was_typed(browser, site):
    with serve(site) as address:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
        page.goto(address)
        page.fill("input", "Karl-Marx-Allee 7")
        page.keyboard.press("Enter")
        page.wait_for_selector(".finder-found a")
        for text in ("Karl-Marks-Allee 7", "Karl-Marx-Allee 999", "Kassel, Marxgasse 3"):
            page.fill("input", text)
            page.keyboard.press("Enter")
            page.wait_for_load_state("networkidle")
        kept = page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]")

    parts = [url.removeprefix(address + DATA) for url in asked if DATA in url]
    assert parts[:2] == ["/index.js", "/s-k.js"]
    assert set(parts[2:]) <= {"/names.js", "/s-m.js"}
    assert all(
        word not in url.lower() for url in asked for word in ("marx", "marks", "kassel", "999", "?")
    )
    assert kept == ["", 0, 0]


def test_a_lookup_is_light(site):
    sizes = {
        path.stem: len(gzip.compress(path.read_bytes())) for path in (site / DATA).glob("*.js")
    }

    assert sizes["index"] + max(s for name, s in sizes.items() if name != "index") < 20_000


def test_without_scripts_there_is_no_dead_field(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())

    assert not page.is_visible("input")
    context.close()


def test_the_same_index_gives_the_same_bytes(tmp_path, stretches):
    index = AddressIndex(stretches=stretches, areas={})
    one, two = (
        [(p.name, p.read_bytes()) for p in write_finder(index, tmp_path / name)] for name in "ab"
    )

    assert one == two
    assert json.loads(dict(one)["names.js"].split(b",", 1)[1][:-3])
