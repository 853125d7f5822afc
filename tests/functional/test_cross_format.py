"""Every published figure, taken out of every format again: the same or hidden everywhere.

The figures of the bundle are the truth; each reader works as a stranger's programme would. Numbers
in documents are rounded: they are compared to the digits that are printed.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.functional.read_documents import (
    Table,
    book_tables,
    cell_runs,
    page_tables,
    slide_data,
    word_tables,
)
from tests.unit.exports.read_back import LATEST_READERS, READERS, Key, Read, expected

from kreisblick.products.figures import describe_indicators
from kreisblick.protection.bundle import Bundle, open_bundle

COUNTED = {"counted", "estimated"}
ZERO, LESS = "–", "0"
NUMBER = re.compile(r"^\(?(−?[\d.]+(?:,\d+)?)\)?(?: s)?$")
HEAD = re.compile(r"^(?P<title>.+) \((?P<unit>[^()]+), (?P<day>\d\d\.\d\d\.\d{4})\)$")


@pytest.fixture(scope="module")
def made(hamlet: Path, current: Callable[[Path, str], Path]) -> Path:
    return current(hamlet, "products")


@pytest.fixture(scope="module")
def bundle(hamlet: Path, current: Callable[[Path, str], Path]) -> Bundle:
    return open_bundle(current(hamlet, "bundles"))


@pytest.fixture(scope="module")
def truth(bundle: Bundle) -> dict[Key, Read]:
    return expected(bundle)


@pytest.fixture(scope="module")
def latest(bundle: Bundle) -> dict[Key, Read]:
    return expected(bundle, latest=True)


@pytest.fixture(scope="module")
def codes(bundle: Bundle) -> dict[str, dict[float, str]]:
    """Of indicators that are categories: rank to what its office calls it."""
    found = {}
    for key, one in bundle.indicator_definitions.items():
        classes = bundle.cubes[one["numerator"]["cube"]].get("classes", ())
        if one["kind"] == "ordinal":
            found[key] = {float(each["rank"]): str(each["code"]) for each in classes}
    return found


def assert_same(
    cell: str, figure: Read | None, where: Key, codes: Mapping[str, Mapping[float, str]]
) -> None:
    """A printed cell says what the figure is, to the digits that are printed."""
    if figure is None or figure.state not in COUNTED or figure.value is None:
        assert not NUMBER.match(cell) or cell == LESS, (where, cell, figure)
        assert cell != ZERO, (where, "looks like zero", figure)
        return
    if where[0] in codes:
        assert cell.partition(" ")[0] == codes[where[0]][figure.value], (where, cell)
        return
    if cell == ZERO:
        assert figure.value == 0, (where, figure)
        return
    found = NUMBER.match(cell)
    assert found, (where, cell, figure)
    digits = len(found[1].partition(",")[2])
    number = float(found[1].replace(".", "").replace(",", ".").replace("−", "-"))
    assert number == pytest.approx(figure.value, abs=0.5 * 10**-digits + 1e-6), (where, figure)


@pytest.mark.parametrize("name", READERS)
def test_every_figure_stands_in_the_exports(name, made, truth):
    assert READERS[name](made / "exports") == truth


@pytest.mark.parametrize("name", LATEST_READERS)
def test_every_latest_figure_stands_in_the_exports_for_maps(name, made, latest):
    assert LATEST_READERS[name](made / "exports") == latest


def documents(folder: Path) -> Mapping[str, Callable[[], list[Table]]]:
    pages = [folder / "web" / name for name in _chapters(folder / "web" / "index.html")]
    return {
        "page": lambda: page_tables(*pages),
        "book": lambda: book_tables(folder / "report.epub"),
        "word": lambda: word_tables(folder / "report.docx"),
    }


def _chapters(index: Path) -> list[str]:
    links = re.findall(r'href="([\w-]+\.html)[#"]', index.read_text("utf-8"))
    return [name for name in dict.fromkeys(links) if name != "index.html"]


def titles_of(bundle: Bundle) -> dict[str, str]:
    return {one.title: key for key, one in describe_indicators(bundle).items()}


def places_of(bundle: Bundle) -> list[tuple[str, str, str]]:
    """Level, area, name in the order of the large tables: every town, then its areas."""
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    rows = inside.select("level", "area", "name", "parent").rows()

    def order(row: tuple[str, ...]) -> str:
        return row[2].lower().translate(str.maketrans("äöüß", "aous"))

    found = []
    for town in sorted((r for r in rows if r[0] == "municipality"), key=order):
        own = [r for r in rows if r[0] == "planning_area" and r[3] == town[1]]
        found += [town[:3], *[r[:3] for r in sorted(own, key=order)]]
    return found


def area_cells(tables: list[Table], bundle: Bundle) -> Iterator[tuple[Key, str]]:
    """Every cell of the tables of all areas under its figure's key."""
    titles, places = titles_of(bundle), places_of(bundle)
    for table in tables:
        named = [HEAD.match(head) for head in table.heads[1:]]
        if table.heads[0] != "Planungsraum" or not all(named):
            continue
        assert [row[0] for row in table.rows] == [name for _level, _area, name in places]
        for row, (level, area, _name) in zip(table.rows, places, strict=True):
            for head, cell in zip(named, row[1:], strict=True):
                assert head is not None
                yield (titles[head["title"]], _iso(head["day"]), level, area), cell


def _iso(german: str) -> str:
    day, month, year = german.split(".")
    return date(int(year), int(month), int(day)).isoformat()


@pytest.mark.parametrize("kind", ["page", "book", "word"])
def test_every_figure_of_the_areas_stands_in_the_report(kind, made, bundle, latest, codes):
    cells = list(area_cells(documents(made / "report")[kind](), bundle))

    for key, cell in cells:
        assert_same(cell, latest.get(key), key, codes)
    small = {key for key in latest if key[2] == "planning_area"}
    assert {key for key, _cell in cells} >= small
    assert len({key for key, _cell in cells}) == len(cells)


@pytest.mark.parametrize("kind", ["page", "book", "word"])
def test_every_figure_of_the_towns_stands_in_the_report(kind, made, bundle, latest, codes):
    titles = titles_of(bundle)
    days = {key[0]: key[1] for key in latest}
    names = {
        name: (level, area) for level, area, name in places_of(bundle) if level != "planning_area"
    }
    district = bundle.report["district"]
    names[str(district["name"])] = ("district", str(district["key"]))
    seen = set()
    for table in documents(made / "report")[kind]():
        title = table.caption.partition(": Nach Gemeinden")[0]
        if table.heads[0] != "Gemeinde" or titles.get(title, "") in {"", *codes}:
            continue  # categories are counted by areas in tables of their own
        column = _value_column(table.heads)
        for row in table.rows:
            level, area = names[row[0]]
            key = (titles[title], days[titles[title]], level, area)
            assert_same(row[column], latest.get(key), key, codes)
            seen.add(key)
    larger = {key for key in latest if key[2] != "planning_area"}
    assert seen >= {key for key in larger if key[0] not in codes}


def _value_column(heads: list[str]) -> int:
    """The column that is called by the unit: after count and total, before the interval."""
    return 3 if heads[1:3] == ["Anzahl", "von"] else 1


def test_the_paper_holds_the_rows_of_the_page(made, bundle):
    """The large tables of the PDF, row by row, in the order of the page's, which was compared."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    text, at, rows = cell_runs(made / "report" / "report.pdf"), 0, 0
    for table in documents(made / "report")["page"]():
        if table.heads[0] != "Planungsraum" or not all(map(HEAD.match, table.heads[1:])):
            continue
        for row in table.rows:
            line = " ".join(cell for cell in row[1:])
            at = text.find(f" {line} ", at)
            assert at >= 0, (table.caption, row)
            rows += 1
    assert rows >= len(places_of(bundle))


def test_every_figure_stands_in_the_atlas(made, bundle, truth, codes):
    """Values that scripts read, and the words that people read beside them."""
    seen = set()
    levels = dict(bundle.areas.select("area", "level").iter_rows())
    for path in sorted((made / "atlas" / "data" / "de" / "values").glob("*.js")):
        text = path.read_text("utf-8")
        content = json.loads(text[text.index(",") + 1 : text.rindex(")")])
        for key, said in _atlas_figures(content, levels):
            figure = truth[key]
            if figure.state in COUNTED:
                assert_same(said[1], figure, key, codes)
                assert said[2:5] == pytest.approx(list(figure[:3]), abs=1e-4), key
            else:
                assert said == [figure.state], key
            seen.add(key)
    assert seen == set(truth)


def _atlas_figures(
    content: Mapping[str, Any], levels: Mapping[str, str]
) -> Iterator[tuple[Key, list[Any]]]:
    """What stands for an area at a date: words, cell, value and limits, or its state alone."""
    for day, areas in content["dates"].items():
        for area, said in areas.items():
            yield (content["indicator"], day, levels[area], area), said


def test_the_data_behind_the_slides_charts_are_figures(made, bundle, latest):
    """Names of places in the first column, the value in the second; hidden ones are left out."""
    titles = titles_of(bundle)
    values = {
        (key[0], name): figure
        for key, figure in latest.items()
        for level, area, name in places_of(bundle)
        if (key[2], key[3]) == (level, area) and level == "municipality"
    }
    charts = slide_data(made / "slides" / "slides.pptx")
    assert charts
    for chart in charts:
        title = next((t for t in titles if chart.heads[1].startswith(t)), None)
        assert title, chart.heads
        for row in chart.rows:
            figure = values.get((titles[title], row[0]))
            if figure is not None and row[1]:
                assert float(row[1]) == pytest.approx(figure.value, abs=0.05), row
