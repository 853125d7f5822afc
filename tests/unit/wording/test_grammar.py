"""Sentences are right for none, one, two, many and thousands, in German and English."""

from dataclasses import replace
from datetime import date

import pytest

from kreisblick.base.language import speaking
from kreisblick.products.wording import (
    Figure,
    change_sentence,
    comparison_sentence,
    count_words,
    coverage_sentence,
    difference_words,
    map_words,
    spread_words,
    where_else,
    write_value,
)

THIN = "\u202f"
FIGURE = Figure(
    indicator="i",
    reference_date=date(2024, 12, 31),
    level="planning_area",
    area="a",
    name="Nord",
    municipality="m",
    state="counted",
    numerator=12.0,
    denominator=1000.0,
    value=12.0,
    lower=10.0,
    upper=14.0,
    municipal_mean=11.0,
    district_mean=10.0,
    deviation_municipal=1.0,
    deviation_district=2.0,
    significance="above",
    change=1.0,
    change_from=date(2022, 12, 31),
    change_significance="unknown",
    coverage=1.0,
    kind="share",
    unit="percent",
)
GERMAN = "ob diese Veränderung sicher ist, wurde nicht geprüft."
ENGLISH = "whether that is sure was not tested."
COUNTS = [0, 1, 2, 12, 1000]


@pytest.mark.parametrize(
    ("language", "unit", "expected"),
    [
        ("de", "persons", "keine Person|eine Person|2 Personen|12 Personen|1.000 Personen"),
        ("de", "households", "kein Haushalt|ein Haushalt|2 Haushalte|12 Haushalte|1.000 Haushalte"),
        ("de", "places", "kein Platz|ein Platz|2 Plätze|12 Plätze|1.000 Plätze"),
        (
            "de",
            "in_areas",
            "in keinem Planungsraum|in einem Planungsraum|in 2 Planungsräumen|"
            "in 12 Planungsräumen|in 1.000 Planungsräumen",
        ),
        (
            "de",
            "in_municipalities",
            "in keiner Gemeinde|in einer Gemeinde|in 2 Gemeinden|in 12 Gemeinden|"
            "in 1.000 Gemeinden",
        ),
        ("de", "services", "kein Angebot|ein Angebot|2 Angebote|12 Angebote|1.000 Angebote"),
        ("de", "figures", "keine Zahl|eine Zahl|2 Zahlen|12 Zahlen|1.000 Zahlen"),
        ("en", "persons", "no person|one person|2 persons|12 persons|1,000 persons"),
        (
            "en",
            "in_areas",
            "in no planning area|in one planning area|in 2 planning areas|in 12 planning areas|"
            "in 1,000 planning areas",
        ),
    ],
)
def test_counts_have_their_noun(language, unit, expected):
    with speaking(language):
        said = [count_words(count, unit) for count in COUNTS]

    assert said == expected.split("|")


@pytest.mark.parametrize(
    ("language", "unit", "expected"),
    [
        ("de", "in_areas", "in keinem|in einem|in 2|in 12|in 1.000"),
        ("de", "in_municipalities", "in keiner|in einer|in 2|in 12|in 1.000"),
        ("en", "in_municipalities", "in no other|in one other|in 2|in 12|in 1,000"),
    ],
)
def test_a_noun_that_was_just_said_is_not_said_again(language, unit, expected):
    with speaking(language):
        said = [where_else(count, unit) for count in COUNTS]

    assert said == expected.split("|")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", ["0,0", "1,0", "2,0", "12,0", "1.000,0"]),
        ("en", ["0.0", "1.0", "2.0", "12.0", "1,000.0"]),
    ],
)
def test_a_decimal_makes_a_plural(language, expected):
    noun = {"de": "Prozentpunkte", "en": "percentage points"}[language]
    with speaking(language):
        said = [difference_words(count, "percent") for count in COUNTS]
        assert [write_value(count, "percent") for count in COUNTS] == [
            f"{number}{THIN}%" for number in expected
        ]

    assert said == [f"{number} {noun}" for number in expected]


@pytest.mark.parametrize(
    ("change", "german", "english"),
    [
        (0, "Die Zahl ist so hoch wie am 31.12.2022.",
         "The number is the same as on 31 December 2022."),
        (1, f"Gezählt wurde eine Person mehr als am 31.12.2022; {GERMAN}",
         f"Compared with 31 December 2022, one person more was counted; {ENGLISH}"),
        (-1, f"Gezählt wurde eine Person weniger als am 31.12.2022; {GERMAN}",
         f"Compared with 31 December 2022, one person fewer was counted; {ENGLISH}"),
        (2, f"Gezählt wurden 2 Personen mehr als am 31.12.2022; {GERMAN}",
         f"Compared with 31 December 2022, 2 persons more were counted; {ENGLISH}"),
        (-1000, f"Gezählt wurden 1.000 Personen weniger als am 31.12.2022; {GERMAN}",
         f"Compared with 31 December 2022, 1,000 persons fewer were counted; {ENGLISH}"),
    ],
)  # fmt: skip
def test_counts_grow_and_shrink_in_whole_sentences(change, german, english):
    figure = replace(FIGURE, kind="count", unit="persons", change=float(change))

    assert change_sentence(figure) == german
    with speaking("en"):
        assert change_sentence(figure) == english


@pytest.mark.parametrize(
    ("above", "below", "german"),
    [
        (0, 0, "keine Gemeinde weicht sicher vom Mittel des Kreises ab"),
        (1, 0, "in einer Gemeinde deutlich über dem Mittel des Kreises"),
        (0, 2, "in 2 Gemeinden deutlich unter dem Mittel des Kreises"),
        (
            1,
            1,
            "in einer Gemeinde deutlich über dem Mittel des Kreises, in einer deutlich darunter",
        ),
        (12, 1, "in 12 Gemeinden deutlich über dem Mittel des Kreises, in einer deutlich darunter"),
        (2, 12, "in 2 Gemeinden deutlich über dem Mittel des Kreises, in 12 deutlich darunter"),
    ],
)
def test_headings_count_both_sides(above, below, german):
    figures = [
        *[replace(FIGURE, significance="above")] * above,
        *[replace(FIGURE, significance="below")] * below,
        replace(FIGURE, significance="same"),
    ]

    assert spread_words(figures, "municipalities") == german


def test_sentences_are_whole_and_name_the_mean():
    said = comparison_sentence(FIGURE).replace(THIN, " ")
    assert (
        said == "Der Anteil liegt deutlich über dem Mittel des Kreises (12,0 % gegenüber 10,0 %)."
    )
    assert coverage_sentence(replace(FIGURE, coverage=0.9)).startswith("Die Quelle umfasst 90")
    with speaking("en"):
        assert comparison_sentence(FIGURE).startswith("The share is clearly above the district's")


def test_a_map_is_told_with_its_range_and_what_differs():
    one = replace(FIGURE, significance="unknown")
    two = [FIGURE, replace(FIGURE, significance="below"), one]

    assert map_words("Kinder", "3", "3", [one]) == "Karte: Kinder. Wert 3 in einem Planungsraum."
    assert map_words("Kinder", "3", "9", two) == (
        "Karte: Kinder. Werte von 3 bis 9 in 3 Planungsräumen. In einem Planungsraum deutlich "
        "über dem Mittel des Kreises, in einem deutlich darunter."
    )
