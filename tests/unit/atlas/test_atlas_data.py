"""Data beside the pages: only what was released, light, and without gaps."""

import json
import re
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape
from tests.unit.atlas.factory import SECRET, SECRET_SHARE, given, leaking, make_bundle

from kreisblick.products.atlas import build_atlas, read_atlas
from kreisblick.products.atlas.data import light_boundaries
from kreisblick.products.figures import released_figures, slug
from kreisblick.products.wording import comparison_sentence, gather_figures


@pytest.fixture(scope="module")
def leaky_atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_atlas(leaking(make_bundle()), tmp_path_factory.mktemp("leak") / "atlas").parent


def test_a_hidden_value_is_in_no_byte_of_the_atlas(leaky_atlas: Path) -> None:
    forms = [str(SECRET), "48.151", "48,151", str(SECRET_SHARE), "16.23", "16,2"]

    for path in leaky_atlas.rglob("*"):
        if path.is_file() and "maplibre" not in path.parts and path.suffix != ".woff2":
            content = path.read_bytes()
            for form in forms:
                assert form.encode() not in content, f"{form} in {path.name}"


def test_a_hidden_figure_is_its_state_and_nothing_else(leaky_atlas: Path) -> None:
    for tongue in ("de", "en"):
        values = given(leaky_atlas / f"data/{tongue}/values/income-child_poverty.js")

        assert values["dates"]["2024-12-31"]["0999900101"] == ["suppressed"]


def test_every_figure_in_the_data_is_the_released_one_and_hidden_ones_have_no_number(
    leaky_atlas: Path,
) -> None:
    released = released_figures(leaking(make_bundle())).rows(named=True)

    for tongue in ("de", "en"):
        for row in released:
            file = leaky_atlas / f"data/{tongue}/values/{slug(row['indicator'])}.js"
            entry = given(file)["dates"][row["reference_date"].isoformat()][row["area"]]
            if row["value"] is None:
                assert entry == [row["state"]]
            else:
                numbers = [row[name] for name in ("value", "lower", "upper", "smoothed")]
                assert entry[2:6] == [n if n is None else round(n, 4) for n in numbers]


def test_the_latest_figures_of_an_area_are_those_of_the_indicator(leaky_atlas: Path) -> None:
    for path in sorted((leaky_atlas / "data/de/areas").iterdir()):
        for name, by_day in given(path).items():
            values = given(leaky_atlas / f"data/de/values/{name}.js")
            for day, (words, *more) in by_day.items():
                entry = values["dates"][day][path.stem]
                assert [words, *more[:2]] == ([*entry[:2], entry[7]] if more else entry)


def test_a_shown_figure_has_number_step_and_words_in_both_languages(leaky_atlas: Path) -> None:
    for tongue, mark in (("de", ","), ("en", ".")):
        values = given(leaky_atlas / f"data/{tongue}/values/population-children.js")
        for area, entry in values["dates"]["2024-12-31"].items():
            words, cell, value, *_ = entry
            assert entry[6] in (range(5) if area != "09999" else (None,))
            assert words == f"{value:.1f}".replace(".", mark) + "\u202f%"
            assert cell.strip("()") == f"{value:.1f}".replace(".", mark)


def test_colours_follow_the_smoothed_value_and_words_the_observed_one(leaky_atlas: Path) -> None:
    values = given(leaky_atlas / "data/de/values/population-children.js")
    breaks = values["scales"]["planning_area"]["breaks"]

    areas = _areas(values)
    smoothed = {area: entry[2] + 0.2 * (8 - entry[2]) for area, entry in areas.items()}
    crossing = [
        area
        for area, entry in areas.items()
        if sum(entry[2] >= b for b in breaks) != sum(smoothed[area] >= b for b in breaks)
    ]
    assert crossing
    for area, entry in areas.items():
        place = sum(smoothed[area] >= border for border in breaks)
        assert entry[6] == round(place * 4 / len(breaks))


def test_the_drawn_map_has_the_colours_of_the_explorer(leaky_atlas: Path) -> None:
    values = given(leaky_atlas / "data/de/values/population-children.js")
    picture = (leaky_atlas / "map/population-children.svg").read_text("utf-8")

    steps = {area: entry[6] for area, entry in _areas(values).items()}

    drawn = re.findall(r'id="a(\d{10})" fill="[^"]*" class="area class-(\d)"', picture)
    assert {area: int(step) for area, step in drawn} == steps


def test_the_drawn_map_holds_what_is_different_at_an_older_date(leaky_atlas: Path) -> None:
    values = given(leaky_atlas / "data/de/values/population-children.js")
    picture = (leaky_atlas / "map/population-children.svg").read_text("utf-8")

    steps = {area: entry[6] for area, entry in _areas(values).items()}
    rules = re.findall(r"#d2022-12-31:target~g #a(\d{10}){fill:var\(--c(\d)\)}", picture)
    older = steps | {area: int(step) for area, step in rules}

    told = values["dates"]["2022-12-31"]
    assert rules
    assert older == {area: told[area][6] for area in steps}


def test_the_sentence_of_an_area_is_the_one_of_the_report(leaky_atlas: Path) -> None:
    figures = gather_figures(leaking(make_bundle()))
    told = 0

    for name in figures.described:
        values = given(leaky_atlas / f"data/de/values/{slug(name)}.js")
        for figure in (row for row in figures.rows if row.indicator == name):
            day = figure.reference_date.isoformat()
            entry = values["dates"][day][figure.area]
            if figure.level == "district" or len(entry) == 1 or entry[11] is None:
                continue
            sentence = values["sentences"][entry[11]].replace("{value}", entry[0])
            assert sentence.replace("{mean}", values["told"][day]["mean"]) == (
                comparison_sentence(figure)
            )
            told += 1
    assert told > 20


def test_places_are_told_only_where_that_was_agreed_and_never_without_their_span(
    leaky_atlas: Path, tmp_path: Path
) -> None:
    agreed = read_atlas().model_copy(update={"ranking": True})
    ranked = build_atlas(make_bundle(), tmp_path / "atlas", agreed).parent

    without = given(leaky_atlas / "data/de/values/population-children.js")
    places = given(ranked / "data/de/values/population-children.js")["places"]["2024-12-31"]

    assert "places" not in without
    assert len(places) == 15
    for words in places.values():
        place, first, last, count = map(int, re.findall(r"\d+", words))
        assert 1 <= first <= place <= last <= count
    hidden = given(ranked / "data/de/values/income-child_poverty.js")["places"]["2024-12-31"]
    assert "0999900101" not in hidden


def _areas(values: dict) -> dict:
    return {a: v for a, v in values["dates"]["2024-12-31"].items() if len(a) == 10}


def test_light_boundaries_leave_no_gaps_and_are_smaller() -> None:
    bundle = make_bundle(wiggles=40)

    heavy = bundle.geometry("2023")
    light = light_boundaries(heavy, 1.6)

    areas = [
        shape(f["geometry"])
        for f in light["features"]
        if f["properties"]["level"] == "planning_area"
    ]
    assert shapely.coverage_is_valid(areas)
    assert len(json.dumps(light)) < len(json.dumps(heavy)) / 4
    towns = [f for f in light["features"] if f["properties"]["level"] == "municipality"]
    assert shapely.union_all(areas).symmetric_difference(
        shapely.union_all([shape(f["geometry"]) for f in towns])
    ).area == pytest.approx(0, abs=1e-12)
