"""Every plain sentence about a number, read again as a reader would, holds the number's truth."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.unit.editions.test_plain_language import figure

from kreisblick.products.wording import plain_sentences

HUNDRED = {"percent": 100, "per_100": 100, "per_1000": 1000}
FAR = 0.05  # a reader who hears "etwa" is never led farther off
KINDS = st.one_of(
    st.tuples(st.just("share"), st.sampled_from(["percent", "per_1000"])),
    st.tuples(st.just("ratio"), st.sampled_from(["percent", "per_100", "per_1000", "persons"])),
    st.tuples(st.just("rate"), st.sampled_from(["percent", "per_100", "per_1000"])),
    st.tuples(st.just("count"), st.sampled_from(["persons", "households", "places"])),
)
VALUES = st.one_of(
    st.just(0.0), st.just(100.0), st.floats(1e-6, 1.0), st.floats(0, 130), st.floats(90, 100),
    st.floats(0, 4e5), st.integers(0, 2_000_000).map(float),
)  # fmt: skip


@dataclass
class Heard:
    """What a reader takes from a sentence: so many of so many, from and up to."""

    low: float
    high: float
    whole: bool = False  # part of all, so never more than all


def part_of(part: float, whole: float) -> Heard:
    side = min(part, whole - part)
    # so many of 10,000 is the finest that is told: half a step is not heard
    off = max(FAR * side * 1.06, 0.5 * (whole == 10_000), 0.5 * whole / 10_000)
    return Heard((part - off) / whole, (part + off) / whole, whole=True)


def for_each(base: float, count: float) -> Heard:
    off = max(FAR * count * 1.06, 0.5)
    return Heard((count - off) / base, (count + off) / base)


NOUN = r"(?:Person(?:en)?|Haushalte?|Pl(?:atz|ätze))"
FORMS = {
    rf"Keine?(?: {NOUN})?": lambda: Heard(0, 0),
    r"Alle": lambda: Heard(1, 1, whole=True),
    r"Fast alle": lambda: Heard(0.995, 1, whole=True),
    r"Weniger als (\d+) von (\d+)": lambda a, b: Heard(0, a / b, whole=True),
    r"Weniger als 1": lambda: Heard(0, 1),
    r"Etwa (\d+) von (\d+)(?: Kindern)?": part_of,
    r"Bei (\d+) Kindern ist es weniger als 1": lambda base: Heard(0, 1 / base),
    r"Auf je (\d+) kommt weniger als 1": lambda base: Heard(0, 1 / base),
    r"Bei (\d+) Kindern (?:sind|ist) es etwa (\d+)": for_each,
    r"Auf je (\d+) komm(?:t|en) etwa (\d+)": for_each,
    rf"Etwa (\d+) {NOUN}": lambda count: Heard(count * 0.994, count * 1.006),
    rf"Eine? {NOUN}": lambda: Heard(0.5, 1.5),
    rf"(\d+) {NOUN}": lambda count: Heard(count - 0.5, count + 0.5),
}


def hear(sentence: str) -> Heard:
    """The sentence as a statement about numbers, by the one form that it has."""
    bare = sentence.replace("\u202f", "").replace(".", "")
    found = [(form, match) for form in FORMS if (match := re.fullmatch(form, bare))]
    assert len(found) == 1, f"no form a reader knows: {sentence}"
    form, match = found[0]
    return FORMS[form](*map(float, match.groups()))


@given(KINDS, VALUES, st.sampled_from(["", "Kindern"]))
def test_what_is_heard_is_what_is_true(kind_unit, value, people):
    kind, unit = kind_unit
    if kind == "count":
        value = float(round(value))

    (sentence,) = plain_sentences(figure(kind=kind, unit=unit, value=value), people)

    heard, true = hear(sentence), value / HUNDRED.get(unit, 1)
    assert heard.low - 1e-9 <= true <= heard.high + 1e-9, (sentence, value, unit)
    if heard.whole:
        assert true <= 1
        assert kind == "share" or unit == "percent"
    assert (true == 0) == (heard.high == 0)
    assert len(re.findall(r"[1-9]", sentence.replace("1.000", "1"))) <= 7  # one can say it aloud


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"value": 120.0}, "Bei 100 Kindern sind es etwa 120."),
        ({"value": 1250.0, "unit": "per_1000"}, "Bei 1.000 Kindern sind es etwa 1.250."),
        ({"value": 110.0, "kind": "ratio"}, "Bei 100 Kindern sind es etwa 110."),
        ({"value": 0.0, "kind": "ratio"}, "Keine."),
        ({"value": 0.0004, "unit": "per_1000", "kind": "rate"},
         "Bei 100.000 Kindern ist es weniger als 1."),
        ({"value": 0.01, "unit": "per_1000", "kind": "rate"}, "Bei 100.000 Kindern ist es etwa 1."),
        ({"value": 1.0, "unit": "per_100", "kind": "ratio"}, "Bei 100 Kindern ist es etwa 1."),
        ({"value": 12345.6, "unit": "per_1000", "kind": "rate"},
         "Bei 1.000 Kindern sind es etwa 12.300."),
        ({"value": 0.4, "unit": "persons", "kind": "ratio"}, "Weniger als 1."),
        ({"value": 0.095}, "Etwa 1 von 1.000 Kindern."),
        ({"value": 25.0}, "Etwa 1 von 4 Kindern."),
        ({"value": 10.0}, "Etwa 1 von 10 Kindern."),
        ({"value": 27.0}, "Etwa 27 von 100 Kindern."),
        ({"value": 28.6}, "Etwa 3 von 10 Kindern."),
        ({"value": 99.4}, "Etwa 994 von 1.000 Kindern."),
    ],
)  # fmt: skip
def test_edges_are_said_as_they_are(more, sentence):
    assert plain_sentences(figure(**more), "Kindern")[0] == sentence


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "ordinal", "unit": "category", "value": 2.0},
        {"kind": "rate", "unit": "per_1000", "value": -3.2},
        {"kind": "count", "unit": "persons", "value": -300.0},
        {"kind": "ratio", "unit": "years", "value": 43.2},
    ],
)
def test_what_is_no_count_of_anything_is_not_made_one(more):
    assert plain_sentences(figure(**more), "Kindern") == []


def test_what_limits_a_number_is_said_with_it():
    found = plain_sentences(figure(state="estimated", coverage=0.6), "Kindern")

    assert found == [
        "Etwa 1 von 8 Kindern.",
        "Die Zahl ist geschätzt.",
        "Die Zahl kommt nicht aus allen Gemeinden.",
    ]
    area = figure(level="planning_area", coverage=0.6)
    assert plain_sentences(area, "Kindern") == ["Etwa 1 von 8 Kindern."]


def test_a_change_inside_one_year_names_the_day():
    before = {"change_significance": "up", "change_from": date(2024, 6, 30)}

    assert plain_sentences(figure(**before))[-1] == (
        "Seit der Zählung am 30.06.2024 ist es mehr geworden."
    )


@given(
    st.floats(1, 99), st.floats(1, 99),
    st.sampled_from(["above", "below", "same", "unknown"]),
)  # fmt: skip
def test_clearly_more_is_said_of_sure_and_large_differences_alone(value, mean, significance):
    assume(significance != "above" or value > mean)
    assume(significance != "below" or value < mean)
    one = figure(level="planning_area", value=value, district_mean=mean, significance=significance)

    said = " ".join(plain_sentences(one))

    tenth = abs(value - mean) >= 0.1 * min(mean, 100 - mean)
    sure = significance in {"above", "below"}
    assert ("deutlich" in said) == (sure and tenth)
    assert ("etwas" in said) == (sure and not tenth)
    assert ("mehr" in said and "weniger" not in said) == (significance == "above")
