"""The page of a composite index: classes in words, borders named, hidden ones hidden, no rank."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.unit.atlas.factory import make_bundle

from kreisblick.base.language import speaking
from kreisblick.products.atlas import build_atlas
from kreisblick.products.figures import class_words


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_atlas(make_bundle(), tmp_path_factory.mktemp("overview") / "atlas").parent


@pytest.fixture(scope="module")
def page(atlas: Path) -> str:
    return (atlas / "overview/social_index.html").read_text(encoding="utf-8")


def cell(page: str, area: str) -> str:
    row = page[page.index(f">{area}</a>") :]
    return row[row.index("<td>") + 4 : row.index("</td>")]


def test_the_start_page_leads_to_the_overview(atlas: Path) -> None:
    start = (atlas / "index.html").read_text(encoding="utf-8")

    assert 'href="overview/social_index.html">Wo kommen mehrere Belastungen zusammen?' in start


def test_classes_are_said_in_words_and_borders_are_named(page: str) -> None:
    assert cell(page, "Lindenau-West") == "wenige Belastungen"
    assert cell(page, "Lindenau-Ost") == "mehrere Belastungen (steht an der Grenze zweier Stufen)"


def test_a_hidden_class_is_hidden_on_page_map_and_area(atlas: Path, page: str) -> None:
    assert cell(page, "Lindenau-Nord") == "zum Schutz einzelner Personen nicht ausgewiesen"
    picture = (atlas / "map/overview-social_index_status.svg").read_text(encoding="utf-8")
    assert 'id="a0999900101" fill="url(#map-hidden)" class="area hidden"' in picture
    area = (atlas / "area/0999900101.html").read_text(encoding="utf-8")
    assert "Lage: zum Schutz einzelner Personen nicht ausgewiesen" in area


def test_a_class_that_chance_may_have_made_is_hatched_and_explained(atlas: Path, page: str) -> None:
    picture = (atlas / "map/overview-social_index_status.svg").read_text(encoding="utf-8")

    assert picture.count('fill="url(#map-unstable)"') == 1
    assert 'class="swatch unstable-area"' in page


def test_an_area_left_out_says_why(page: str) -> None:
    assert cell(page, "Lindenau-Süd") == "weniger als 300 Menschen"


def test_no_rank_is_written_anywhere(atlas: Path) -> None:
    for path in atlas.rglob("*"):
        if path.suffix in {".html", ".json", ".csv"}:
            assert "7700" not in path.read_text(encoding="utf-8")


def test_the_map_says_its_finding(page: str) -> None:
    assert "Gebiete nach Stufen: wenige Belastungen: 3, mittel: 3, mehrere Belastungen: 4." in page


def test_without_indices_the_start_page_has_no_overview(tmp_path: Path) -> None:
    bundle = make_bundle()
    empty = type(bundle)(areas=bundle.areas, indicators=bundle.indicators, features=bundle.features)

    start = build_atlas(empty, tmp_path / "atlas").read_text(encoding="utf-8")

    assert "Auf einen Blick" not in start


def test_the_english_pages_name_the_classes_in_english(atlas: Path) -> None:
    page = (atlas / "en/overview/social_index.html").read_text(encoding="utf-8")
    area = (atlas / "en/area/0999900104.html").read_text(encoding="utf-8")

    for words in ("few burdens", "several burdens"):
        assert words in page
    for words in ("wenige Belastungen", "mehrere Belastungen"):
        assert words not in page
        assert words not in area
    assert '<span lang="de">weniger als 300 Menschen</span>' in page


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("unter 4 %", "below 4 %"),
        ("4 bis unter 8,5\N{NARROW NO-BREAK SPACE}%", "4 to below 8.5 %"),
        ("20 % und mehr", "20 % and more"),
        ("Fünftel 1 (am wenigsten belastet)", "fifth 1 (fewest burdens)"),
        ("Zehntel 10", "tenth 10"),
        ("was der Landkreis selbst sagt", "was der Landkreis selbst sagt"),
    ],
)
def test_classes_have_english_names_where_somebody_gave_them(german: str, english: str) -> None:
    with speaking("en"):
        assert class_words(german) == english
    with speaking("de"):
        assert class_words(german) == german


def test_a_part_without_classes_says_why(tmp_path: Path) -> None:
    bundle = make_bundle()
    reason = "Hier wäre jede Stufe geraten."
    development = bundle.indices.with_columns(
        part=pl.lit("dynamics"), **{"class": pl.lit(None, pl.String)}, note=pl.lit(reason)
    )
    indices = pl.concat([bundle.indices, development])
    definitions = {
        key: {**one, "dynamics": one["status"]} for key, one in bundle.index_definitions.items()
    }
    unnamed = replace(bundle, indices=indices, index_definitions=definitions)

    build_atlas(unnamed, tmp_path / "atlas")

    page = (tmp_path / "atlas/overview/social_index.html").read_text(encoding="utf-8")
    assert f"<strong>Entwicklung</strong> – {reason}" in page
    assert page.count("<strong>Entwicklung</strong>") == 1
