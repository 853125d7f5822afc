"""Typed figures in digits and in words, and everything with a number that is none."""

import pytest

from kreisblick.products.editorial.numbers import typed_numbers

FIGURES = [
    "3 Obdachlose", "3 Beratungsstellen", "rund 30 Ehrenamtliche", "7 Kinder", "12345 Menschen",
    "12,4 %", "12.4 %", "2000 %", "1 234", "7 von 100", "80 je 1.000", "5 pro 1.000",
    "½ der Kinder",
    "jeder 3. Haushalt", "jede dritte", "jedes fünfte Kind", "zwei von fünf",
    "drei von vier Kindern",
    "eins von zehn Kindern", "ein Drittel", "zwei Drittel", "fast die Hälfte", "drei Familien",
    "die Hälfte der Kinder", "Vier alleinerziehende Mütter", "drei der Familien", "zwanzig Fälle",
    "einundzwanzig Kinder", "hundert Menschen", "eine einzige Familie", "sechs Obdachlose",
    "dreizehn Wohnungslose", "zwei Bewohnerinnen", "zweihundertfünfzig Haushalte",
]  # fmt: skip
NONE = [
    "2024", "2021/22", "2021–2024", "2020, 2021 und 2022", "die 1990er Jahre", "am 31.12.2024",
    "am 3.4.", "am 1. Mai 2025", "am 1. und 2. Mai", "2024-12-31", "um 10 Uhr", "um 9:30 Uhr",
    "nach § 78", "nach § 8a SGB VIII", "§§ 8, 9 und 16a", "Art. 6 Abs. 2", "Artikel 6 Familien",
    "SGB 12", "Tel. 02202 13-2453", "Telefon: 0221/123456", "+49 2202 131", "0221 / 12 34 56",
    "Am Markt 1, 51465 Bergisch Gladbach", "Hauptstraße 12a", "Seite 12", "Tabellen 2 bis 4",
    "Pflegegrad 3", "die 3. Sitzung", "das 1. Ziel", "im 4. Quartal", "in der 2. neuen Auflage",
    "Drucksache 19/1234", "(2)", "Kinder von 3 bis 5 Jahren", "18 bis unter 25 Jahre", "Covid-19",
    "6- bis 17-Jährige", "Menschen ab 65 haben", "Ältere ab 80.", "zwei Jahre", "alle drei Jahre",
    "im Alter von zwölf Jahren", "von drei bis fünf Jahren", "3-Zimmer-Wohnungen", "zu zweit",
    "24-Stunden-Dienst", "A4", "www.kreis.example/2024/12", "ein Kind", "ein Teil", "achtsam",
    "zehnt", "dreist", "Zweifel",
]  # fmt: skip


@pytest.mark.parametrize("words", FIGURES)
def test_figures_are_found_whole_and_once(words: str) -> None:
    (found,) = typed_numbers(f"Es waren {words} im Kreis.")

    assert found.sure
    assert found.words in words
    assert f"Es waren {words}"[found.at :].startswith(found.words)


@pytest.mark.parametrize("words", NONE)
def test_what_only_holds_a_number_is_none(words: str) -> None:
    assert typed_numbers(f"Das gilt {words} im Kreis.") == []


@pytest.mark.parametrize(
    "words", ["zwei Gespräche", "2026 Familien", "doppelt so viele", "nur ein Kind", "die Hälfte"]
)
def test_what_may_be_a_figure_is_pointed_at(words: str) -> None:
    (found,) = typed_numbers(f"Das gilt {words}.")

    assert not found.sure


def test_numbers_of_lists_are_none_at_the_beginning_of_a_line_only() -> None:
    assert typed_numbers("1. Beraten\n2. Handeln\n3) Prüfen") == []
    assert [one.words for one in typed_numbers("Wir zählten 2. Danach")] == ["2"]


def test_all_are_found_in_their_order_with_their_places() -> None:
    text = "Am 3.4. kamen 3 Obdachlose,\nzwei von fünf Familien und 12 % der Kinder."

    found = typed_numbers(text)

    assert [one.words for one in found] == ["3 Obdachlose", "zwei von fünf", "12 %"]
    assert [text[: one.at].count("\n") for one in found] == [0, 1, 1]
