"""Editions of municipalities: every figure of the bundle and no other, sound paper and pages.

The file is long because all of it looks at the same editions, which are set once.
"""

import re
from dataclasses import replace
from itertools import pairwise

import pikepdf
import polars as pl
import pytest
from tests.unit.editions.factory import SECRET, make_bundle, make_editorial
from tests.unit.editions.readers import (
    Page,
    fonts_without_file,
    headings,
    number,
    pdf_text,
    tags,
)
from tests.unit.report.factory import DEFINITIONS

from kreisblick.products.editions import build_editions, editions_definition
from kreisblick.products.editions.build import draw_edition
from kreisblick.products.editions.model import gather_stock, list_towns
from kreisblick.products.editions.pictures import Ground
from kreisblick.products.editorial import Editorial
from kreisblick.products.figures import State, released_figures
from kreisblick.products.wording import words_to_avoid_in

NUMBERED = [state.value for state in State if state.has_number]


@pytest.fixture(scope="module")
def bundle():
    return make_bundle()


@pytest.fixture(scope="module")
def towns(bundle):
    return list_towns(bundle)


@pytest.fixture(scope="module")
def commented(towns):
    """The town whose texts are in the editorial folder."""
    return next(town for town in towns if len(town.areas) == 5)


@pytest.fixture(scope="module")
def editorial(commented):
    return make_editorial(commented.key, commented.areas[0].key)


@pytest.fixture(scope="module")
def folder(bundle, editorial, tmp_path_factory):
    out = tmp_path_factory.mktemp("editions")
    build_editions(bundle, out, editorial=editorial)
    return out


@pytest.fixture(scope="module")
def sheets(bundle, towns, editorial):
    stock = gather_stock(bundle, editions_definition(), editorial)
    ground = Ground(stock.geojson, towns)
    return {town.key: draw_edition(stock, ground, town) for town in towns}


@pytest.fixture(scope="module")
def released(bundle):
    """The last figure of every indicator and area of the towns, as the exports give it."""
    rows = released_figures(bundle).filter(pl.col("level").is_in(["municipality", "planning_area"]))
    known = rows.filter(pl.col("value").is_not_null())
    last = known.group_by("indicator").agg(day=pl.col("reference_date").max())
    return rows.join(last, on="indicator").filter(pl.col("reference_date") == pl.col("day"))


def test_every_town_has_paper_and_page_and_the_index_leads_there(folder, towns):
    index = Page(folder / "index.html")
    links = [attrs["href"] for tag, attrs in index.tags if tag == "a"]

    for town in towns:
        assert f"{town.key}.html" in links
        assert f"{town.key}.pdf" in links
    for link in links:
        assert link.startswith("#") or (folder / link).is_file()


def test_the_page_holds_every_figure_of_the_bundle_and_hides_what_is_hidden(
    folder, towns, released
):
    shown: dict[tuple[str, str], str] = {}
    for town in towns:
        for key, cells in Page(folder / f"{town.key}.html").cells.items():
            # a row of the municipality: count, value, ...; a cell of the areas' tables: value
            shown[key] = cells[1] if len(cells) > 2 else cells[0]
    single = {town.areas[0].key for town in towns if not town.parted}
    hidden = 0

    for row in released.iter_rows(named=True):
        if row["area"] in single:
            continue
        words = shown.pop((row["indicator"], row["area"]))
        if row["state"] not in NUMBERED:
            hidden += 1
            assert number(words) is None
            assert not re.search(r"\d", words)
        else:
            digits = 0 if "," not in words else 1
            assert number(words) == pytest.approx(row["value"], abs=0.5 * 10**-digits + 1e-9)
    assert shown == {}
    assert hidden > 3


def test_counts_and_the_district_stand_beside_the_value(folder, towns, bundle):
    figures = released_figures(bundle).filter(reference_date=pl.date(2024, 12, 31))
    for town in towns:
        cells = Page(folder / f"{town.key}.html").cells
        rows = figures.filter(area=town.key, state="counted").filter(
            pl.col("denominator").is_not_null()
        )
        for row in rows.iter_rows(named=True):
            count, _value, _interval, district, *_rest = cells[row["indicator"], town.key]
            assert number(count) == pytest.approx(row["numerator"], abs=0.5)
            assert number(district) == pytest.approx(row["district_mean"], abs=0.051)


def test_the_paper_prints_the_same_cells_as_the_page(folder, towns, sheets):
    for town in towns:
        text = pdf_text(folder / f"{town.key}.pdf")
        page = Page(folder / f"{town.key}.html").cells
        rows = [row for theme in sheets[town.key]["figures"]["themes"] for row in theme["rows"]]
        assert rows
        for row in rows:
            assert page[row["key"], town.key][:4] == [
                row["count"], row["value"], row["interval"], row["district"],
            ]  # fmt: skip
            printed = "".join((row["count"], row["value"], row["interval"], row["district"]))
            assert re.sub(r"\s", "", printed) in text
        for table in sheets[town.key]["tables"]:
            for row in table["rows"]:
                cells = "".join(cell["value"] + cell["mark"] for cell in row["cells"])
                assert re.sub(r"\s", "", row["name"] + cells) in text


def test_areas_are_marked_where_they_differ_for_sure_from_their_own_town(sheets, bundle):
    words = {"above": "▲", "below": "▼"}
    found = {
        (row["indicator"], row["area"]): words.get(row["significance_municipal"], "")
        for row in released_figures(bundle)
        .filter(level="planning_area", reference_date=pl.date(2024, 12, 31))
        .iter_rows(named=True)
    }
    marked = 0
    for sheet in sheets.values():
        for table in sheet["tables"]:
            for row in table["rows"]:
                for cell in row["cells"]:
                    if (cell["key"], row["area"]) in found and cell["key"] != "housing/support":
                        assert cell["mark"] == found[cell["key"], row["area"]]
                        marked += bool(cell["mark"])
    assert marked > 5


def test_an_area_is_told_beside_the_mean_of_its_own_town(sheets, commented):
    told = [
        item["sentence"]
        for block in sheets[commented.key]["blocks"]
        for item in block["highlights"]
        if item["title"]
    ]

    assert told
    assert all("Mittel der Gemeinde" in sentence for sentence in told)


def test_an_area_is_told_what_is_sure_inside_its_town_and_no_more(sheets, towns, released):
    sure = released.filter(
        pl.col("significance_municipal").is_in(["above", "below"]), level="planning_area"
    )
    titles = {area: set() for town in towns for area in (a.key for a in town.areas)}
    for row in sure.iter_rows(named=True):
        titles[row["area"]].add(DEFINITIONS[row["indicator"]]["title"]["de"])
    for town in (one for one in towns if one.parted):
        for area, block in zip(town.areas, sheets[town.key]["blocks"], strict=True):
            told = {item["title"] for item in block["highlights"] if item["title"]}
            assert told <= titles[area.key]
            assert len(told) == min(len(titles[area.key]), editions_definition().area_highlights)


def test_a_change_that_nobody_tested_is_marked_and_its_mark_explained(sheets, released):
    """The number stands for every change; a word where it was tested, the sign where not."""
    changes = {(row["indicator"], row["area"]): row for row in released.iter_rows(named=True)}
    words = {"up": "gestiegen", "down": "gefallen", "same": "nicht sicher", "unknown": ""}
    marked = 0

    for key, sheet in sheets.items():
        rows = [row for theme in sheet["figures"]["themes"] for row in theme["rows"]]
        for row in rows:
            told = changes[row["key"], key]
            assert row["sure"] == words[told["change_significance"] or "unknown"]
            assert ("°" in row["change"]) == (told["change"] is not None and not row["sure"])
            marked += "°" in row["change"]
        legend = dict(sheet["figures"]["legend"])
        assert ("°" in legend) == any("°" in row["change"] for row in rows)
    assert marked


def test_areas_stand_by_name(sheets):
    for sheet in sheets.values():
        names = [row["name"] for row in sheet["areas"]]
        assert names == sorted(names, key=lambda name: name.replace("ü", "u").replace("ö", "o"))
        assert [row["number"] for row in sheet["areas"]] == [
            str(place) for place in range(1, len(names) + 1)
        ]


def test_a_hidden_count_is_nowhere(folder):
    for file in folder.iterdir():
        text = pdf_text(file) if file.suffix == ".pdf" else file.read_text(encoding="utf-8")
        assert str(SECRET) not in text.replace(".", "")


def test_findings_stand_with_their_reason_and_the_answer_of_the_municipality(folder, bundle):
    row = bundle.derived("findings").filter(kind="need").row(0, named=True)
    town = bundle.areas.filter(area=row["area"])["parent"][0]

    text = Page(folder / f"{town}.html").text

    assert "Grund für need." in text
    assert "Von der Gemeinde gelesen (Stadt Lindenau, 01.03.2025). Ein Treff entsteht." in text
    assert "GrundfürneedvonderGemeinde" not in text
    assert "EinTreffentsteht." in pdf_text(folder / f"{town}.pdf")


def test_what_is_alike_elsewhere_is_named_with_its_difference(folder, bundle):
    row = bundle.derived("similar_areas").row(0, named=True)
    names = dict(bundle.areas.select("area", "name").iter_rows())
    town = bundle.areas.filter(area=row["area"])["parent"][0]

    text = Page(folder / f"{town}.html").text

    assert f"Ähnlich: {names[row['similar_area']]}" in text
    assert "Kinder unter 15 Jahren: dort 2,5 Prozentpunkte weniger." in text


def test_texts_stand_in_their_own_municipality_alone(folder, towns, commented):
    words = ("Die Stadt hat dazu beschlossen.", "Beratung wirkt.", "Hier wurde viel gebaut.",
             "Einen Raum am Nachmittag öffnen.")  # fmt: skip
    for town in towns:
        page, paper = Page(folder / f"{town.key}.html").text, pdf_text(folder / f"{town.key}.pdf")
        for sentence in words:
            assert (sentence in page) == (town is commented)
            assert (sentence.replace(" ", "") in paper) == (town is commented)
        assert "Beratung in die Nähe bringen." not in page  # that one is the whole district's


def test_a_town_of_one_area_says_so_and_has_no_tables_of_areas(folder, towns, sheets):
    single = next(town for town in towns if not town.parted)

    page = Page(folder / f"{single.key}.html")

    assert sheets[single.key]["tables"] == []
    assert sheets[single.key]["plan"] is None
    assert "ein einziger Planungsraum" in page.text
    assert "Die Planungsräume neben der Gemeinde" not in page.text
    assert "Planungsräume werden" not in page.text
    assert page.cells


def test_services_inside_are_counted_by_area(sheets, bundle, towns, folder):
    for town in towns:
        inside = bundle.services.filter(pl.col("area").is_in([a.key for a in town.areas]))
        table = sheets[town.key]["services"]
        if inside.is_empty():
            assert table["rows"] == []
            assert "nennt kein Angebot" in Page(folder / f"{town.key}.html").text
            continue
        total = [number(cell) for cell in table["rows"][-1]["cells"]]
        assert sum(total) == inside.height
        if town.parted:
            columns = zip(*[map(number, row["cells"]) for row in table["rows"][:-1]], strict=True)
            assert [sum(column) for column in columns] == total
        assert sum(len(group["items"]) for group in table["groups"]) == inside.height


def test_what_is_not_shown_is_named_with_its_reason(sheets, bundle):
    missing = released_figures(bundle).filter(
        level="municipality", state="not_covered", reference_date=pl.date(2024, 12, 31)
    )
    assert not missing.is_empty()
    for town in missing["area"]:
        lines = " ".join(sheets[town]["not_shown"])
        assert "Kinder mit vollständigem Masernschutz" in lines


def test_the_paper_is_accessible_archivable_and_whole(folder, towns):
    for town in towns:
        with pikepdf.open(folder / f"{town.key}.pdf") as document:
            with document.open_metadata() as words:
                assert words["pdfuaid:part"] == "1"
                assert words["pdfaid:part"] == "3"
                assert words["dc:title"] == f"Sozialbericht 2024, {town.name}"
            assert str(document.Root.Lang).startswith("de")
            kinds = [str(node.S) for node in tags(document)]
            alts = [str(node.get("/Alt", "")) for node in tags(document) if node.S == "/Figure"]
            levels = headings(document)
            assert len(alts) >= 2
            assert all(len(alt) > 15 for alt in alts)
            assert "/TH" in kinds
            assert all("/Scope" in str(node.get("/A", "")) for node in tags(document)
                       if node.S == "/TH")  # fmt: skip
            assert levels[0] == 1
            assert all(b <= a + 1 for a, b in pairwise(levels))
            assert fonts_without_file(document) == []
            with document.open_outline() as outline:
                assert [str(one.title) for one in outline.root][:2] == [
                    "Was auffällt", "Was sich verändert hat",
                ]  # fmt: skip
            assert 2 <= len(document.pages) <= 16


def test_pages_are_whole_have_one_heading_and_no_script(folder):
    for file in folder.glob("*.html"):
        page = Page(file)
        names = [tag for tag, _attrs in page.tags]

        assert page.open == []
        assert names.count("h1") == 1
        assert "script" not in names
        assert len(set(page.ids)) == len(page.ids)
        assert not re.search(r"https?://(?!www\.w3\.org)", file.read_text(encoding="utf-8"))
        levels = [int(tag[1]) for tag in names if re.fullmatch(r"h[1-6]", tag)]
        assert all(b <= a + 1 for a, b in pairwise(levels))
        scopes = [attrs.get("scope") for tag, attrs in page.tags if tag == "th"]
        assert all(scope in {"row", "col"} for scope in scopes)


def test_no_word_hurts(folder):
    for file in folder.glob("*.html"):
        assert words_to_avoid_in(Page(file).text) == []


def test_the_same_bundle_gives_the_same_bytes(folder, bundle, editorial, tmp_path):
    build_editions(bundle, tmp_path, editorial=editorial)

    for file in folder.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_a_town_that_keeps_its_figures_back_has_none_and_says_why(bundle, towns, tmp_path):
    town = next(one for one in towns if one.parted)
    own = pl.col("area").str.starts_with(town.key)
    choice = {"municipality": town.key, "shows": "district", "cubes": None,
              "office": "Stadtrat", "date": "2024-01-15"}  # fmt: skip
    kept = replace(
        bundle,
        indicators=bundle.indicators.with_columns(
            confidentiality=pl.when(own).then(pl.lit("suppressed")).otherwise("confidentiality")
        ),
        report={**bundle.report, "choices": [choice]},
    )

    build_editions(kept, tmp_path)

    page = Page(tmp_path / f"{town.key}.html")
    for cells in page.cells.values():
        assert number(cells[1] if len(cells) > 2 else cells[0]) is None
    assert "auf Wunsch der Gemeinde nicht ausgewiesen" in page.text
    assert "Nur als Teil des Kreises" in page.text
    assert page.text.count("Zu dieser Gemeinde wird keine Zahl gezeigt.") == 2
    assert "unterscheidet sich die Gemeinde" not in page.text
    assert "ZudieserGemeindewirdkeineZahlgezeigt." in pdf_text(tmp_path / f"{town.key}.pdf")
    assert page.cells


@pytest.fixture(scope="module")
def long_names(tmp_path_factory):
    bundle = make_bundle(long_names=True)
    out = tmp_path_factory.mktemp("long")
    build_editions(bundle, out, editorial=Editorial())
    return bundle, out


def test_the_longest_names_leave_every_paper_whole(long_names):
    bundle, out = long_names
    for town in list_towns(bundle):
        text = pdf_text(out / f"{town.key}.pdf")
        with pikepdf.open(out / f"{town.key}.pdf") as document:
            assert len(document.pages) <= 16
        for area in town.areas if town.parted else ():
            plain = area.name.replace(" ", "").replace("-", "")
            assert plain in text.replace("-", "")


def test_the_words_for_differences_and_breaks_are_explained(folder, towns):
    said = (folder / f"{towns[0].key}.html").read_text(encoding="utf-8")

    assert all(word in said for word in ("„deutlich“", "„etwas“", "„Andere Deckung“"))


def test_no_paper_ends_with_a_page_for_its_last_remark_alone(folder, towns):
    said = pdf_text(folder / f"{towns[0].key}.pdf")

    assert 0 < said.index("DieZahlenbeschreibeneinGebiet") < said.index("AngeboteinderGemeinde")
