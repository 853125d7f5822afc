"""The page that a data protection officer signs: every example is computed from its own table."""

import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from kreisblick.base.definitions import shipped
from kreisblick.protection.disclosure import Share, SliceRef
from kreisblick.protection.disclosure.attributes import combined_attributes
from kreisblick.protection.rules import (
    FLOOR,
    Dominance,
    PublishedAs,
    Terms,
    may_show,
    needed_protection,
    read_rule_sets,
)
from kreisblick.statistics.cube import Slice

PAGE = Path(__file__).parents[2] / "docs" / "handbook" / "geheimhaltung.md"
TEXT = PAGE.read_text(encoding="utf-8")
RULES = read_rule_sets([shipped("catalogue", "disclosure")])
SAMPLE_PERCENT = 20  # the page's sample value of the p % rule


def example(number: int) -> str:
    return re.split(r"^##+ ", TEXT.split(f"### Beispiel {number}:")[1], flags=re.M)[0]


def table(text: str) -> list[dict[str, str]]:
    lines = [line.strip("| ").split("|") for line in text.splitlines() if line.startswith("|")]
    names, _rule, *rows = [[cell.strip() for cell in line] for line in lines]
    return [dict(zip(names, row, strict=True)) for row in rows]


def whole(text: str) -> int:
    return int(text.replace(".", ""))


def span(text: str) -> tuple[int, int]:
    numbers = [whole(one) for one in text.split(" bis ")]
    return numbers[0], numbers[-1]


def shown(row: dict[str, str]) -> bool:
    return {"ja": True, "nein": False}[row["gezeigt"]]


def test_example_1_the_missing_number_is_a_subtraction() -> None:
    *parts, total = table(example(1))
    hidden = [row for row in parts if not shown(row)]
    minimum = RULES["residents"].minimum()

    rest = whole(total["Anzahl"]) - sum(whole(row["Anzahl"]) for row in parts if shown(row))

    assert [rest] == [whole(row["Anzahl"]) for row in hidden]
    assert 0 < rest < (minimum or 0)
    assert f"= {rest}:" in example(1)


def test_example_2_nearly_all_are_not_shown() -> None:
    rules = RULES["benefits"]
    for row in table(example(2)):
        size, count = whole(row["Kinder"]), whole(row["davon mit Leistung"])
        assert size - count == whole(row["übrig"])
        people = [1.0] * count + [0.0] * (size - count)
        assert bool(may_show("share", people, rules=rules)) is shown(row), row["Gebiet"]


def test_example_3_holds_the_minimums_of_the_shipped_rules() -> None:
    for row in table(example(3)):
        key = row.pop("Regeln")
        for words, minimum in row.items():
            attributes = int(words.split()[0])
            assert RULES[key].minimum(attributes=attributes) == int(minimum), (key, words)


def test_example_3_counts_sex_age_and_benefit_as_three() -> None:
    girls = Slice.of({"sex": ["female"], "age": ["0-5"]})
    share = Share(SliceRef("benefits", girls), SliceRef("residents", girls))

    assert combined_attributes(share.numerator, share.denominator) == 3


def test_example_4_every_rate_allows_just_these_counts() -> None:
    for row in table(example(4)):
        size, text = whole(row["Personen"]), row["Quote in Prozent"]
        decimals = len(text.partition(",")[2])
        rate = float(text.replace(",", "."))
        found = [n for n in range(size + 1) if abs(100 * n / size - rate) < 0.5 * 10**-decimals]
        low, high = span(row["mögliche Anzahlen"])
        assert found == list(range(low, high + 1)), row


@pytest.mark.parametrize(("decimals", "size"), [(0, 100), (1, 1000)])
def test_example_4_up_to_these_sizes_a_rate_is_its_count(decimals: int, size: int) -> None:
    rates = {round(100 * n / size, decimals) for n in range(size + 1)}

    assert len(rates) == size + 1


def test_example_5_means_and_numbers_give_the_only_one() -> None:
    every, women, men = table(example(5))

    def total(row: dict[str, str]) -> int:
        return whole(row["Personen"]) * whole(row["Mittelwert"])

    assert total(every) - total(women) == total(men)
    assert whole(men["Personen"]) == 1
    assert [shown(row) for row in (every, women, men)] == [True, True, False]


def test_example_6_shows_just_what_the_rules_of_providers_allow() -> None:
    least = RULES["providers"].minimum_contributors or 0
    sample = Dominance(p_percent=SAMPLE_PERCENT)
    for row in table(example(6)):
        places = [float(n) for n in row["Plätze je Träger"].split(", ")]
        assert len(places) == int(row["Träger"])
        dominated = needed_protection(places, sample) > 0
        assert (len(places) >= least and not dominated) is shown(row), row["Fall"]
    assert f"Beispielwert von {SAMPLE_PERCENT} %" in example(6)


def test_example_7_rounded_figures_are_ranges() -> None:
    for row in table(example(7)):
        as_ = PublishedAs(how="rounded", base=int(row["Rundung auf"]))
        assert as_.range(whole(row["veröffentlicht"])) == span(row["es waren"])


def test_example_8_the_middle_may_be_shown_and_the_ends_not() -> None:
    listed = re.search(r"von (\d+) Personen: ([\d., ]+)\. Mindestzahl (\d+)", example(8))
    assert listed is not None
    days = [float(whole(one)) for one in listed[2].split(", ")]
    rules = Terms(minimum_count=int(listed[3]))
    truth = {"Median": np.median(days), "größter Wert": max(days), "kleinster Wert": min(days)}
    kinds = {"Median": "median", "größter Wert": "maximum", "kleinster Wert": "minimum"}

    assert len(days) == int(listed[1])
    for row in table(example(8)):
        assert whole(row["Tage"]) == truth[row["Wert"]]
        assert bool(may_show(kinds[row["Wert"]], days, rules=rules)) is shown(row)


def test_the_minimums_in_words_are_those_of_the_catalogue() -> None:
    assert {RULES[key].minimum_count for key in ("residents", "benefits", "providers")} == {5}
    assert RULES["sensitive"].minimum_count == 10
    assert FLOOR == 3
    assert "Üblich ist 5; bei Schuleingangsuntersuchung" in TEXT
    assert "Weniger als 3 nimmt das Programm nicht an" in TEXT
    assert [key for key, one in RULES.items() if one.group_rule] == ["benefits", "sensitive"]


def test_neither_page_tells_a_sealed_number() -> None:
    pages = [TEXT, (PAGE.parents[1] / "reference" / "disclosure-formulas.md").read_text("utf-8")]
    sealed = {float(n) for rules in RULES.values() for n in rules.parameters()}
    assert sealed

    said = {float(n.replace(",", ".")) for page in pages
            for n in re.findall(r"(\d+(?:,\d+)?)\s*(?:%|Prozent)", page)}  # fmt: skip

    assert not said & sealed


def test_a_rule_of_two_holds_its_p_percent_rule() -> None:
    """The reference page: what p = 100 (100 - k) / k calls sensitive, (2, k) does, too."""
    for k, first, second, rest in product((80, 90, 95), (50, 400), (0, 20, 50), (1, 5, 11, 60)):
        p = 100 * (100 - k) / k
        parts = [first, second, rest]
        by_share = needed_protection(parts, Dominance(largest=2, share_percent=k)) > 1e-9
        by_p = needed_protection(parts, Dominance(p_percent=p)) > 1e-9
        assert by_share or not by_p, (k, parts)
