"""Every shipped and every example definition of cubes, indicators and indices."""

import re
from itertools import pairwise

import pytest

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.statistics.concepts import read_concepts, unknown_concepts
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndicatorDefinition, assure, needed_slices
from kreisblick.statistics.indices import IndexDefinition, assure_indices

# the shipped catalogue stands alone; the examples bring everything that their sets need
FOLDERS = {
    "shipped": shipped("catalogue"),
    "berlin": shipped("examples", "berlin", "catalogue"),
    "flensburg": shipped("examples", "flensburg", "catalogue"),
}
# words that label people or places; the list for finished texts belongs to the products
LABELS = re.compile(
    r"brennpunkt|problemviertel|abgehängt|sozial schwach|ghetto|bildungsfern|asozial"
    r"|leistungsbezieher|hartz|ausländeranteil|überalterung|flüchtlingswelle",
    re.IGNORECASE,
)


@pytest.fixture(params=FOLDERS)
def folder(request):
    return FOLDERS[request.param]


def cubes(folder):
    return read_definitions([folder / "cubes"], CubeDefinition)


def indicators(folder):
    return read_definitions([folder / "indicators"], IndicatorDefinition)


def test_every_indicator_proves_itself_on_its_examples(folder):
    assert [str(f) for f in assure(indicators(folder), cubes(folder))] == []


def test_every_definition_names_a_concept_and_mixes_none(folder):
    known = read_concepts([FOLDERS["shipped"] / "concepts", folder / "concepts"])
    references = {key: cube.definition for key, cube in cubes(folder).items() if cube.definition}
    references |= {key: one.definition for key, one in indicators(folder).items()}

    assert [str(fault) for fault in unknown_concepts(references, known)] == []
    assert assure(indicators(folder), cubes(folder), concepts=known) == []


def test_every_index_finds_its_indicators(folder):
    indices = read_definitions([folder / "indices"], IndexDefinition)

    assert [f for f in assure_indices(indices, indicators(folder)) if f.hard] == []


def test_the_shipped_indicators_span_the_fields_of_social_planning():
    found = indicators(FOLDERS["shipped"])

    assert len(found) >= 26
    assert len({definition.theme for definition in found.values()}) >= 9


def test_every_shipped_cube_is_asked_by_an_indicator():
    asked = {
        cube for cube, _ in needed_slices(indicators(FOLDERS["shipped"]), cubes(FOLDERS["shipped"]))
    }

    assert asked == set(cubes(FOLDERS["shipped"]))


def test_the_order_is_without_ties_and_keeps_a_theme_together(folder):
    found = sorted(indicators(folder).values(), key=lambda definition: definition.order)

    assert len({definition.order for definition in found}) == len(found)
    themes = [definition.theme for definition in found]
    changes = sum(a != b for a, b in pairwise(themes))
    assert changes == len(set(themes)) - 1


def test_a_margin_is_divided_by_its_own_whole():
    # a cube of margins that stand beside each other must never be summed over both
    for key, definition in indicators(FOLDERS["shipped"]).items():
        if definition.numerator.cube == "pupils":
            assert set(definition.denominator.where) == set(definition.numerator.where), key


def test_no_text_labels_people_or_places(folder):
    for kind in ("cubes", "indicators", "indices"):
        for path in sorted((folder / kind).glob("*.yaml")):
            assert not LABELS.search(path.read_text(encoding="utf-8")), path.name


def test_every_question_asks_and_every_text_is_short(folder):
    for key, definition in indicators(folder).items():
        assert definition.question.de.endswith("?"), key
        sentences = re.findall(r"[.!?](?:\s|$)", definition.text.de)
        assert 1 <= len(sentences) <= 3, key
        assert len(definition.text.de) <= 320, key


def test_every_code_has_a_plain_reading(folder):
    for key, cube in cubes(folder).items():
        for dimension in cube.dimensions:
            assert set(dimension.labels) == set(dimension.codes), (key, dimension.name)


def test_every_share_shows_that_it_cannot_exist_where_nobody_is():
    for key, definition in indicators(FOLDERS["shipped"]).items():
        if definition.divides:
            assert any(example.expect == "cannot_exist" for example in definition.examples), key
