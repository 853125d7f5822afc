"""Every kind of page of a round: accessible, no wider than a phone, no link into nothing."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest
from playwright.sync_api import Browser
from tests.web.browser import open_browser, violations

pytestmark = pytest.mark.browser

OTHER_LANGUAGE = "/en/"


@pytest.fixture(scope="module")
def made(hamlet: Path, current: Callable[[Path, str], Path]) -> Path:
    return current(hamlet, "products")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as found:
        yield found


def kinds(made: Path) -> dict[str, Path]:
    """One page of each kind: where names differ by a key or number only, the largest."""
    found: dict[str, Path] = {}
    for page in sorted(made.rglob("*.html")):
        name = page.relative_to(made).as_posix()
        folder, _slash, last = name.rpartition("/")
        of_many = re.search(r"\d", last) or folder.endswith(("indicator", "area"))
        kind = f"{folder}/*" if of_many else name
        if kind not in found or page.stat().st_size > found[kind].stat().st_size:
            found[kind] = page
    return found


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_any_kind_of_page(browser, made, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = {}
    for kind, path in kinds(made).items():
        page.goto(path.resolve().as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found[kind] = violations(page)
    page.close()

    assert len(found) >= 15
    assert {kind: faults for kind, faults in found.items() if faults} == {}


def test_no_page_is_wider_than_a_phone(browser, made):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    wide = {}
    for kind, path in kinds(made).items():
        page.goto(path.resolve().as_uri())
        wide[kind] = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert {kind: width for kind, width in wide.items() if width > 360} == {}


def test_every_link_leads_to_a_page_that_is_there(made):
    """Between all pages of all products; places within a page too."""
    marks: dict[Path, set[str]] = {}
    broken = []
    for path in made.rglob("*.html"):
        for link in _links(path):
            file, _hash, mark = link.partition("#")
            target = (path.parent / unquote(file)).resolve() if file else path.resolve()
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                broken.append((path.relative_to(made).as_posix(), link))
            elif mark and "=" not in mark and target.suffix == ".html":
                known = marks.setdefault(target, _marks(target))
                broken += [] if mark in known else [(path.relative_to(made).as_posix(), link)]

    assert broken == []


def _links(path: Path) -> Iterator[str]:
    page = lxml.html.parse(str(path)).getroot()
    for element in page.iter("a", "link", "script", "img"):
        link = element.get("href") or element.get("src")
        if link and not re.match(r"(https?|data|mailto|javascript):", link):
            yield link


def _marks(path: Path) -> set[str]:
    page = lxml.html.parse(str(path)).getroot()
    return {element.get("id") or element.get("name") for element in page.iter() if element.attrib}


def test_every_page_says_its_language_and_has_one_heading(made):
    wrong = []
    for path in made.rglob("*.html"):
        page = lxml.html.parse(str(path)).getroot()
        name = f"/{path.relative_to(made).as_posix()}"
        language = "en" if OTHER_LANGUAGE in name else "de"
        headings = [h for h in page.iter("h1") if not list(h.iterancestors("noscript"))]
        if page.get("lang") != language or len(headings) != 1:
            wrong.append(name)

    assert wrong == []
