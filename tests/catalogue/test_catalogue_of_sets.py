"""Themes, sets, sources and checks of the shipped indicators: what a district chooses from."""

import re
from datetime import date

import pytest

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.lindenau.files import read_parameters
from kreisblick.statistics.indicators import (
    IndicatorDefinition,
    IndicatorSet,
    check_sets,
    members,
)

INDICATORS = read_definitions([shipped("catalogue", "indicators")], IndicatorDefinition)
OF_LINDENAU = shipped("examples", "lindenau", "catalogue")
SETS = read_definitions([shipped("catalogue", "sets")], IndicatorSet)
FOCUS = ("family", "childhood_and_youth", "integration", "inclusion", "care_and_health", "housing",
         "poverty")  # fmt: skip
# the fields of social planning that a catalogue must cover, and the chapter that tells of each
FIELDS = {
    "demography": "Bevölkerung",
    "family": "Familien und Haushalte",
    "integration": "Einwanderung und Vielfalt",
    "work and participation in work": "Arbeit",
    "poverty": "Auskommen und Grundsicherung",
    "housing": "Wohnen",
    "education": "Betreuung und Bildung",
    "health": "Gesundheit",
    "health of children": "Gesundheit von Kindern",
    "children and youth": "Hilfen für Familien",
    "care": "Älter werden und Pflege",
    "inclusion": "Teilhabe mit Behinderung",
    "addiction and debt": "Sucht und Schulden",
    "local supply and mobility": "Nahversorgung und Wege",
    "engagement": "Engagement und Gemeinschaft",
}
LAW = re.compile(
    r"§|Artikel \d|[Gg]esetz|recht\b|Richtlinie|Vereinbarung|Veröffentlichte|Freiwillige|Satzung"
)


def test_sixty_indicators_span_every_field():
    chapters = {one.theme for one in INDICATORS.values()}

    assert len(INDICATORS) >= 60
    assert chapters == set(FIELDS.values())


def test_every_set_has_a_file_and_every_file_has_members():
    named = {name for one in INDICATORS.values() for name in one.sets}

    assert named == set(SETS)
    assert check_sets(SETS, INDICATORS) == []
    assert len({one.order for one in SETS.values()}) == len(SETS)


@pytest.mark.parametrize("key", FOCUS)
def test_a_focus_set_is_large_enough_to_tell_something(key):
    assert len(members(key, SETS[key], INDICATORS)) >= 5


def test_the_core_stays_small_and_touches_most_chapters():
    core = members("core", SETS["core"], INDICATORS)

    assert 20 <= len(core) <= 40
    assert len({INDICATORS[key].theme for key in core}) >= 12


@pytest.mark.parametrize("key", INDICATORS)
def test_an_indicator_says_what_a_reader_must_know(key):
    one = INDICATORS[key]

    assert one.limits
    assert set(one.related) <= set(INDICATORS) | {"jobcenter_category"}
    assert LAW.search(one.legal_basis)
    assert one.next_check is not None
    assert one.next_check > date(2025, 1, 1)


@pytest.mark.parametrize("key", [k for k, one in INDICATORS.items() if one.divides])
def test_examples_show_zero_nothing_and_secret(key):
    expected = {example.expect for example in INDICATORS[key].examples}

    # a standardised figure is only given from a number of events on, so never zero
    assert 0.0 in expected or INDICATORS[key].standardise
    assert {"cannot_exist", "suppressed"} & {e for e in expected if isinstance(e, str)} == {
        "cannot_exist",
        "suppressed",
    }


@pytest.mark.parametrize("key", INDICATORS)
def test_every_source_is_an_office_of_lindenau_that_delivers_it(key):
    for source in INDICATORS[key].sources:
        assert (OF_LINDENAU / f"suppliers/{source}.yaml").is_file(), source


def test_no_court_letter_or_form_word_where_a_plain_one_exists():
    stiff = re.compile(r"\b(Personenkreis|Fallzahlaufkommen|Inanspruchnahme|bzw\.|ggf\.|u\.ä\.)")
    for key, one in INDICATORS.items():
        for words in (one.question.de, one.text.de, *one.limits):
            assert not stiff.search(words), key


def test_the_parts_of_a_group_in_lindenau_add_up():
    for cube, shares in read_parameters().shares.items():
        assert sum(shares.values()) == pytest.approx(1.0), cube
