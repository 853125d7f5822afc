"""Sentences and table cells: as bold as the figure allows, never hurting, grammar right."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kreisblick.base.definitions import shipped
from kreisblick.products.wording import (
    Figure,
    area_sentences,
    change_cell,
    change_sentence,
    change_signs,
    comparison_sentence,
    count_words,
    coverage_sentence,
    difference_words,
    district_sentence,
    interval_cell,
    read_signs,
    sign_legend,
    signed_cell,
    spread_words,
    value_cell,
    words_to_avoid_in,
    write_round,
    write_value,
)

ROOT = Path(__file__).parents[3]
FIGURE = Figure(
    indicator="children", reference_date=date(2024, 12, 31), level="planning_area", area="a",
    name="Nord", municipality="m", state="counted", numerator=124.0, denominator=1000.0,
    value=12.4, lower=10.5, upper=14.6, municipal_mean=9.0, district_mean=8.1,
    deviation_municipal=3.4, deviation_district=4.3, significance="above", change=2.3,
    change_from=date(2022, 12, 31), change_significance="up", coverage=1.0, kind="share",
    unit="percent",
)  # fmt: skip
HIDDEN = replace(FIGURE, state="suppressed", value=None, numerator=None, significance="unknown")


@pytest.mark.parametrize(
    ("significance", "expected"),
    [
        (
            "above",
            "Der Anteil liegt deutlich über dem Mittel des Kreises (12,4 % gegenüber 8,1 %).",
        ),
        (
            "below",
            "Der Anteil liegt deutlich unter dem Mittel des Kreises (12,4 % gegenüber 8,1 %).",
        ),
        (
            "same",
            "Der Anteil unterscheidet sich nicht sicher vom Mittel des Kreises "
            "(12,4 % gegenüber 8,1 %).",
        ),
        ("unknown", "Der Anteil beträgt 12,4 %; das Mittel des Kreises ist 8,1 %."),
    ],
)
def test_a_difference_is_only_called_one_where_the_test_found_it(significance, expected):
    sentence = comparison_sentence(replace(FIGURE, significance=significance))

    assert sentence.replace("\u202f", " ") == expected


@pytest.mark.parametrize(
    ("value", "mean", "kind", "stand"),
    [
        (8.8, 8.1, "share", "little_above"),
        (8.91, 8.1, "share", "above"),  # a tenth of the mean
        (7.5, 8.1, "share", "little_below"),
        (7.2, 8.1, "share", "below"),
        (90.0, 95.0, "share", "below"),  # 10 who are not, against 5
        (94.8, 95.0, "share", "little_below"),
        (90.0, 95.0, "rate", "little_below"),
    ],
)
def test_a_sure_but_small_difference_is_not_called_clear(value, mean, kind, stand):
    way = stand.removeprefix("little_")
    figure = replace(FIGURE, value=value, district_mean=mean, kind=kind, significance=way)

    assert figure.stand == stand
    assert ("deutlich" in comparison_sentence(figure)) == (stand == way)
    assert ("etwas" in comparison_sentence(figure)) == (stand != way)
    word = "über" if way == "above" else "unter"
    bold = "deutlich" if stand == way else "etwas"
    assert spread_words([figure]) == f"in einem Planungsraum {bold} {word} dem Mittel des Kreises"


def test_clear_differences_are_counted_before_small_ones():
    small = replace(FIGURE, value=8.3)

    assert spread_words([FIGURE, small]).startswith("in einem Planungsraum deutlich über")
    assert replace(FIGURE, significance="same", value=80.0).stand == "same"


def test_a_change_is_only_called_one_where_the_test_found_it():
    risen = "Der Anteil ist seit dem 31.12.2022 um 2,3 Prozentpunkte gestiegen."
    fallen = "Der Anteil ist seit dem 31.12.2022 um 2,3 Prozentpunkte gesunken."

    assert change_sentence(FIGURE) == risen
    assert change_sentence(replace(FIGURE, change=-2.3, change_significance="down")) == fallen
    unsure = change_sentence(replace(FIGURE, change_significance="same"))
    assert unsure == "Eine sichere Veränderung seit dem 31.12.2022 ist nicht zu erkennen."
    assert change_sentence(replace(FIGURE, change_significance="unknown")) == ""


def test_a_change_of_a_count_is_said_to_be_untested_and_one_person_is_one():
    count = replace(
        FIGURE, kind="count", unit="persons", change=-1.0, change_significance="unknown"
    )

    assert change_sentence(count) == (
        "Gezählt wurde eine Person weniger als am 31.12.2022; "
        "ob diese Veränderung sicher ist, wurde nicht geprüft."
    )
    assert change_sentence(replace(count, change=2.0)).startswith("Gezählt wurden 2 Personen mehr")
    assert change_sentence(replace(count, change=0.0)) == "Die Zahl ist so hoch wie am 31.12.2022."


def test_the_cell_of_a_change_says_where_nobody_tested_it():
    untested = replace(FIGURE, change_significance="unknown")
    category = replace(untested, kind="ordinal", unit="category", code="B", change=1.0)

    assert change_cell(FIGURE) == "+2,3"
    assert change_cell(replace(FIGURE, change_significance="same")) == "+2,3"
    assert change_cell(untested) == "+2,3\u202f°"
    assert [change_cell(one) for one in (None, replace(FIGURE, change=None), category)] == ["x"] * 3
    legend = sign_legend(change_signs(untested))
    assert legend == [("°", "nicht geprüft, ob die Veränderung sicher ist")]
    assert not change_signs(FIGURE)


def test_a_part_of_the_district_is_not_called_the_whole():
    whole = replace(FIGURE, level="district", value=6.7)

    assert district_sentence(whole, "Kreis X").startswith("Kreis X insgesamt: 6,7")
    part = district_sentence(replace(whole, coverage=0.7), "Kreis X")
    assert part.startswith("Kreis X, soweit die Quelle Zahlen hat: 6,7")


def test_a_hidden_figure_says_only_that_it_is_hidden():
    assert area_sentences(HIDDEN) == ["Zum Schutz einzelner Personen nicht ausgewiesen."]
    assert value_cell(HIDDEN) == ".¹"
    assert value_cell(HIDDEN, "numerator") == ".¹"


def test_zero_hidden_missing_and_senseless_have_different_signs():
    states = ("suppressed", "withheld_by_source", "not_covered", "not_delivered", "cannot_exist")
    cells = [value_cell(replace(HIDDEN, state=state)) for state in states]
    cells.append(value_cell(replace(FIGURE, value=0.0)))

    assert len(set(cells)) == len(cells)
    assert cells[-1] == "–"
    legend = dict(sign_legend([*states, "zero"]))
    assert set(legend) == set(cells)


def test_unstable_values_stand_in_brackets_and_estimated_ones_carry_an_s():
    unstable = replace(FIGURE, lower=2.0, upper=22.0)

    assert value_cell(unstable) == "(12,4)"
    assert "wegen weniger Fälle stark schwankend" in " ".join(area_sentences(unstable))
    assert value_cell(replace(FIGURE, state="estimated")) == "12,4 s"
    assert value_cell(FIGURE) == "12,4"
    assert interval_cell(FIGURE) == "10,5 – 14,6"


def test_decimals_never_claim_more_than_the_count_behind_them():
    assert value_cell(replace(FIGURE, denominator=40.0, lower=12.0, upper=13.0)) == "12"
    assert write_value(12.44, "percent", 99) == "12\u202f%"
    assert write_value(12.44, "percent", 100) == "12,4\u202f%"


def test_numbers_are_written_as_germans_write_them():
    assert write_value(1234567, "persons") == "1.234.567"
    assert write_value(4.25, "per_1000") == "4,2 je 1.000"
    assert write_round(5.0, "percent") == "5\u202f%"
    assert write_round(1500, "persons") == "1.500"
    assert signed_cell(-0.44, "percent") == "−0,4"
    assert signed_cell(None, "percent") == "x"
    assert difference_words(1.0, "percent") == "1,0 Prozentpunkte"
    assert count_words(1, "in_areas") == "in einem Planungsraum"


def test_a_heading_counts_both_sides_and_names_nobody():
    figures = [FIGURE, FIGURE, replace(FIGURE, significance="below"), HIDDEN]

    words = spread_words(figures)

    assert (
        words
        == "in 2 Planungsräumen deutlich über dem Mittel des Kreises, in einem deutlich darunter"
    )
    assert "Nord" not in words
    same = spread_words([replace(FIGURE, significance="same")])
    assert same == "kein Planungsraum weicht sicher vom Mittel des Kreises ab"
    assert spread_words([HIDDEN]) == ""


def test_a_mean_over_a_part_of_the_district_says_so():
    assert coverage_sentence(FIGURE) == ""
    assert "70\u202f% der Gemeinden" in coverage_sentence(replace(FIGURE, coverage=0.7))


def test_hurting_words_are_found_whatever_their_case_and_place():
    assert [w.word for w in words_to_avoid_in("soziale BRENNPUNKTE")] == ["Brennpunkt"]
    assert words_to_avoid_in("Hier kommen mehrere Belastungen zusammen") == []


MESSAGES = ROOT / "src" / "kreisblick" / "base" / "messages" / "de"


def test_nothing_the_products_say_by_themselves_hurts():
    files = [
        *sorted((ROOT / "catalogue" / "products" / "report").rglob("*")),
        *sorted((ROOT / "catalogue" / "products" / "profiles").rglob("*")),
        shipped("catalogue", "products", "table_signs.yaml"),
        *[MESSAGES / name for name in ("report.po", "arranging.po")],
    ]

    texts = {f.name: f.read_text(encoding="utf-8") for f in files if f.is_file()}
    found = {name: words_to_avoid_in(text) for name, text in texts.items()}

    assert len(texts) > 15
    assert not any(found.values()), found


def test_every_message_of_these_rooms_has_a_german_twin():
    rooms = [ROOT / "src" / "kreisblick" / "products" / name for name in
             ("drawing", "wording", "report", "profiles")]  # fmt: skip
    code = "".join(f.read_text(encoding="utf-8") for room in rooms for f in room.rglob("*.py"))
    german = "".join(f.read_text(encoding="utf-8") for f in sorted(MESSAGES.glob("*.po")))

    short = re.findall(r'\b_\("([^"]+)"\)', code)

    assert len(short) > 100
    said = [text.replace(r"\u202f", "\u202f") for text in short]
    missing = [text for text in said if f'msgid "{text}"' not in german]
    assert missing == []


def test_each_table_sign_is_one_sign():
    signs = [one.sign for one in read_signs().signs.values()]

    assert len(set(signs)) == len(signs)
