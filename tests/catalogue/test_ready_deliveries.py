"""Every shipped ready definition: whole, in German, and honest about signs."""

import re

import pytest
from ruamel.yaml import YAML

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.pipeline.ready import Ready, ready_deliveries
from kreisblick.sealed.mapping import DeliveryDefinition, Grain
from kreisblick.sealed.register import RegisterDefinition
from kreisblick.statistics.concepts import read_concepts
from kreisblick.statistics.cube import CubeDefinition, Observation

READY = ready_deliveries()
POSITIONS = "fields: [{name: Geschlecht, start: 1, length: 1}]"
ZERO = {"-"}  # the one sign that says exactly zero in official tables


def definition(one: Ready) -> DeliveryDefinition:
    text = one.text.replace("fields: <Satzaufbau>", POSITIONS)
    return DeliveryDefinition.model_validate(YAML(typ="safe", pure=True).load(text))


@pytest.fixture(params=READY, ids=str)
def one(request: pytest.FixtureRequest) -> Ready:
    return READY[request.param]


def test_it_fills_what_the_catalogue_or_its_own_company_knows(one: Ready) -> None:
    folders = [shipped("catalogue"), shipped("catalogue", "deliveries", "with")]
    cubes = read_definitions([folder / "cubes" for folder in folders], CubeDefinition)
    registers = read_definitions([shipped("catalogue", "registers")], RegisterDefinition)
    read = definition(one)

    assert set(read.cubes) <= set(cubes)
    assert read.register in {None, *(register.records for register in registers.values())}
    for value in read.values:
        cubes[value.cube or str(read.cube)].slice(value.set, cube=str(value.cube or read.cube))


def test_its_fields_are_those_the_register_asks_for(one: Ready) -> None:
    read = definition(one)
    if read.grain is not Grain.PERSON:
        return
    registers = read_definitions([shipped("catalogue", "registers")], RegisterDefinition)
    (register,) = [r for key, r in registers.items() if key == read.register]
    lacking = {f for f in register.fields() if f not in read.columns} - {"delivery"}

    # what a register cannot deliver is asked of the district, and never invented
    assert lacking <= {"migration_narrow", "migration_wide"}


def test_no_secret_sign_is_a_zero(one: Ready) -> None:
    for sign, meaning in definition(one).signs.items():
        zero = meaning.means is Observation.COUNTED and meaning.value == 0
        assert zero == (sign in ZERO and one.key != "census_grid_2022"), sign


def test_sums_of_the_agency_are_ignored_until_the_district_says_what_they_sum(one: Ready) -> None:
    if not one.key.startswith("agency_"):
        return
    for name in ("SUMSUMSUM", "004SUMSUM", "004001SUM"):
        (rule,) = [t for t in definition(one).totals if re.search(t.pattern, name)]
        assert rule.level == "ignored"


def test_its_words_are_whole_sentences(one: Ready) -> None:
    for words in (one.about.sentence, one.about.shape, *one.questions):
        assert words[0].isupper()
        assert words.endswith((".", "?"))
        assert "  " not in words


def test_every_mark_in_the_definition_is_a_question(one: Ready) -> None:
    assert len(one.questions) == one.text.count("# bitte prüfen:")


def test_the_order_is_without_ties() -> None:
    assert len({one.about.order for one in READY.values()}) == len(READY)


def test_what_comes_along_is_asked_for_and_its_concept_is_known() -> None:
    folder = shipped("catalogue", "deliveries", "with")
    brought = {name for one in READY.values() for name in one.about.brings}
    known = read_concepts([shipped("catalogue", "concepts"), folder / "concepts"])

    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*.yaml")}
    assert brought == there
    for cube in read_definitions([folder / "cubes"], CubeDefinition).values():
        assert str(cube.definition).partition("/")[0] in known.concepts
