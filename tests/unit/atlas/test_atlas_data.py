"""Data beside the pages: only what was released, light, and without gaps."""

import json
import re
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape
from tests.unit.atlas.factory import SECRET, SECRET_SHARE, leaking, make_bundle

from kreisblick.products.atlas import build_atlas
from kreisblick.products.atlas.data import light_boundaries


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


def test_a_hidden_figure_is_its_state_and_words_in_the_values(leaky_atlas: Path) -> None:
    values = json.loads((leaky_atlas / "data/income-child_poverty.json").read_text("utf-8"))

    figure = values["dates"]["2024-12-31"]["0999900101"]
    assert figure == ["suppressed", None, None, "zum Schutz einzelner Personen nicht ausgewiesen"]


def test_a_shown_figure_has_number_step_and_words(leaky_atlas: Path) -> None:
    values = json.loads((leaky_atlas / "data/population-children.json").read_text("utf-8"))

    for state, value, step, words in values["dates"]["2024-12-31"].values():
        assert state == "counted"
        assert step in range(5)
        assert words == f"{value:.1f}".replace(".", ",") + "\u202f%"


def test_colours_follow_the_smoothed_value_and_words_the_observed_one(leaky_atlas: Path) -> None:
    values = json.loads((leaky_atlas / "data/population-children.json").read_text("utf-8"))

    smoothed = {area: v + 0.2 * (8 - v) for area, (_, v, _, _) in _areas(values).items()}
    steps = {area: step for area, (_, _, step, _) in _areas(values).items()}
    crossing = [
        area
        for area, (_, value, _, _) in _areas(values).items()
        if sum(value >= b for b in values["breaks"])
        != sum(smoothed[area] >= b for b in values["breaks"])
    ]
    assert crossing
    last = len(values["breaks"])
    for area, step in steps.items():
        place = sum(smoothed[area] >= border for border in values["breaks"])
        assert step == round(place * 4 / last)


def test_the_drawn_map_has_the_colours_of_the_movable_one(leaky_atlas: Path) -> None:
    values = json.loads((leaky_atlas / "data/population-children.json").read_text("utf-8"))
    page = (leaky_atlas / "indicator/population-children.html").read_text("utf-8")

    steps = {area: step for area, (_, _, step, _) in _areas(values).items()}

    drawn = re.findall(r'class="area class-(\d)" data-area="(\d{10})"', page)
    assert {area: int(step) for step, area in drawn} == steps


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
