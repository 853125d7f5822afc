"""Live figures: filled from the bundle in every form, never where they are hidden."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.unit.editorial.texts import SECRET, district, judged, printed, with_figure, write

NARROW = "\u202f"


@pytest.fixture(scope="module")
def bundle() -> Any:
    return district()


def said(bundle: Any, folder: Path, reference: str, **head: str) -> str:
    write(folder, "a", f"{{{{ {reference} }}}}", **head)
    return printed(judged(folder, bundle)["a"])


def codes(bundle: Any, folder: Path, body: str, **head: str) -> list[str]:
    write(folder, "a", body, **head)
    return [fault.code for fault in judged(folder, bundle)["a"].faults]


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("income/children | Altwiesen", f"19,6{NARROW}%"),
        ("Kinder in Haushalten mit Grundsicherung | 09999011 | Wert", f"19,6{NARROW}%"),
        ("income/children | Altwiesen | Anzahl", "797"),
        ("income/children | Altwiesen | von", "797 von 4.063"),
        ("income/children | Altwiesen | Intervall", f"18,3 bis 21,0{NARROW}%"),
        ("income/children | Altwiesen-Süd | Mittel der Stadt", f"19,6{NARROW}%"),
        ("income/children | Altwiesen-Süd | Mittel des Kreises", f"16,0{NARROW}%"),
        ("income/children", f"16,0{NARROW}%"),
        ("income/children | Kreis | Anzahl", "1.621"),
        ("income/children | landkreis lindenau", f"16,0{NARROW}%"),
        ("income/children | Stichtag", "31.12.2024"),
        ("income/children | Altwiesen | 2022 | Stichtag", "31.12.2022"),
        ("income/children | 31.12.2022 | Altwiesen | Stichtag", "31.12.2022"),
        ("people/residents | Altwiesen | Anzahl", "4.063"),
    ],
)
def test_every_form_is_filled_from_the_bundle(
    bundle: Any, tmp_path: Path, reference: str, words: str
) -> None:
    if reference.startswith("people/residents"):
        rows = bundle.indicators.filter(indicator="people/residents", area="09999011")
        value = rows.sort("reference_date")["value"][-1]
        words = f"{value:,.0f}".replace(",", ".")

    assert said(bundle, tmp_path, reference) == words


def test_a_sentence_is_as_bold_as_the_figure_allows(bundle: Any, tmp_path: Path) -> None:
    above = said(bundle, tmp_path, "income/children | Altwiesen | Satz")
    same = said(bundle, tmp_path, "income/children | Kirchau | Satz")
    whole = said(bundle, tmp_path, "income/children | Kreis | Satz")
    change = said(bundle, tmp_path, "income/children | Kirchau | Veränderung")

    assert "deutlich über dem Mittel des Kreises" in above
    assert "um 3,2 Prozentpunkte gestiegen" in above
    assert "unterscheidet sich nicht sicher" in same
    assert whole.startswith(f"Landkreis Lindenau insgesamt: 16,0{NARROW}%.")
    assert change.startswith("Eine sichere Veränderung seit")


@pytest.mark.parametrize("form", ["Wert", "Anzahl", "von", "Intervall", "Satz", "Veränderung"])
def test_a_hidden_figure_gives_words_and_no_digit(bundle: Any, tmp_path: Path, form: str) -> None:
    words = said(bundle, tmp_path, f"income/children | Altwiesen-Nord | {form}")

    assert words.lower().startswith("zum schutz einzelner personen nicht ausgewiesen")
    assert not re.search(r"\d", words)


def test_a_hidden_mean_is_hidden_in_a_text_too(bundle: Any, tmp_path: Path) -> None:
    hidden = with_figure(bundle, "09999011", confidentiality="suppressed", numerator=float(SECRET))

    words = said(hidden, tmp_path, "income/children | Altwiesen-Süd | Mittel der Stadt")

    assert words == "zum Schutz einzelner Personen nicht ausgewiesen"


def test_few_cases_and_estimates_are_said(bundle: Any, tmp_path: Path) -> None:
    shaky = said(bundle, tmp_path, "income/children | Altwiesen-Mitte")
    estimated = said(bundle, tmp_path, "income/children | Kirchau-Nord")

    assert shaky == f"11,0{NARROW}% (wegen weniger Fälle stark schwankend)"
    assert estimated == f"14,9{NARROW}% (geschätzt)"


def test_without_an_area_the_texts_own_is_meant(bundle: Any, tmp_path: Path) -> None:
    assert said(bundle, tmp_path, "income/children", area="Altwiesen") == f"19,6{NARROW}%"


def test_a_reference_may_go_over_two_lines(bundle: Any, tmp_path: Path) -> None:
    assert said(bundle, tmp_path, "income/children |\nAltwiesen | Anzahl") == "797"


def test_looks_around_a_figure_are_kept(bundle: Any, tmp_path: Path) -> None:
    write(tmp_path, "a", "Es sind **{{ income/children | Altwiesen | Anzahl }}** Kinder.")

    composed = judged(tmp_path, bundle)["a"].composed

    assert composed is not None
    assert composed.block is not None
    stretches = composed.block.passages[0].stretches
    assert [(one.text, one.bold) for one in stretches] == [
        ("Es sind ", False), ("797", True), (" Kinder.", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("unbekannt | Altwiesen", "unknown_indicator"),
        ("income/children | Altwisen", "unknown_area"),
        ("income/children | Altwiesen | 2021", "unknown_date"),
        ("income/children | Altwiesen | Kirchau", "unknown_form"),
        ("income/children | Wert | Anzahl", "unknown_form"),
        ("family/places | Altwiesen-Nord", "no_figure"),
        (" | Altwiesen", "bad_reference"),
        ("andere Quelle | 12,4 %", "bad_quotation"),
        ("eigene Zahl", "bad_quotation"),
        ("people/residents | Altwiesen | Intervall", "no_form"),
    ],
)
def test_what_the_bundle_does_not_know_is_a_fault(
    bundle: Any, tmp_path: Path, reference: str, code: str
) -> None:
    assert codes(bundle, tmp_path, f"{{{{ {reference} }}}}") == [code]


def test_a_fault_names_the_nearest_name(bundle: Any, tmp_path: Path) -> None:
    write(tmp_path, "a", "eins\n\nzwei\n{{ income/children | Altwisen }}")

    (fault,) = judged(tmp_path, bundle)["a"].faults

    assert fault.where == "editorial/a.md:8"
    assert "„Altwiesen“" in fault.message


def test_an_ambiguous_name_is_told_with_its_keys(bundle: Any, tmp_path: Path) -> None:
    alike = bundle.areas.with_columns(
        name=pl.when(pl.col("area").is_in(["0999901101", "0999901001"]))
        .then(pl.lit("Nord"))
        .otherwise("name")
    )
    twice = replace(bundle, areas=alike)

    assert codes(twice, tmp_path, "{{ income/children | Nord }}") == ["ambiguous_area"]
    assert said(twice, tmp_path, "income/children | Nord (Lindenau)") == f"17,7{NARROW}%"


def test_a_town_that_is_one_area_of_the_same_name_stands_for_both(
    bundle: Any, tmp_path: Path
) -> None:
    alike = bundle.areas.with_columns(
        name=pl.when(pl.col("area") == "0999901101").then(pl.lit("Altwiesen")).otherwise("name")
    )
    both = replace(bundle, areas=alike)

    assert said(both, tmp_path, "income/children | Altwiesen") == f"19,6{NARROW}%"


def test_numbers_of_others_keep_their_source(bundle: Any, tmp_path: Path) -> None:
    other = said(bundle, tmp_path, "andere Quelle | 12,4 % | Mikrozensus 2023")

    assert other == f"12,4{NARROW}% (Mikrozensus 2023)"
    assert said(bundle, tmp_path, "eigene Zahl | 50.000 Euro") == "50.000\u00a0Euro"


@pytest.mark.parametrize(
    "typed",
    [
        "12,4 %", "12 %", "12 Prozent", "3,5", "1.234", "17.500 Menschen", "312 Kinder",
        "7 Kinder", "7 von 100", "80 je 1.000", "25 arbeitslose Menschen", "12\u202f%",
        "3 Prozentpunkte", "40 Haushalte", "12.4 %", "12,4%", "12,4 v. H.", "5 pro 1.000",
        "**312** Kinder", "31*2* Kinder", "&#51;12 Kinder", "１２ %", "1 234", "0,5",
    ],
)  # fmt: skip
def test_a_typed_figure_is_a_fault(bundle: Any, tmp_path: Path, typed: str) -> None:
    assert codes(bundle, tmp_path, f"Es waren {typed} im Kreis.") == ["typed_figure"]
    if not set("*&") & set(typed):  # a title knows no Markdown
        assert codes(bundle, tmp_path, "Text.", title=f'"Es waren {typed}"') == ["typed_figure"]


@pytest.mark.parametrize(
    "plain",
    [
        "2024", "am 31.12.2024", "am 1. Mai 2025", "am 3.4.", "nach § 16 SGB II", "Artikel 28",
        "unter 6 Jahren", "Kinder von 3 bis 5 Jahren", "um 10 Uhr",
        "2024-12-31", "SGB XII", "Raum 204", "Kinder von drei bis fünf Jahren",
        "seit dem 1.1. Kinder", "nach § 8 Kinder",
        "nach Artikel 6 Familien",
    ],
)  # fmt: skip
def test_other_digits_may_stand_there(bundle: Any, tmp_path: Path, plain: str) -> None:
    assert codes(bundle, tmp_path, f"Das gilt {plain} im Kreis.") == []


def test_words_that_hurt_are_told_with_better_ones(bundle: Any, tmp_path: Path) -> None:
    write(tmp_path, "a", "Hier leben viele sozial\n**schwache** Menschen.", title="Ein Brennpunkt")

    faults = judged(tmp_path, bundle)["a"].faults

    assert {one.code for one in faults} == {"hurtful_word"}
    assert {one.where for one in faults} == {"editorial/a.md:3", "editorial/a.md:6"}
    assert any("Menschen mit wenig Geld" in one.message for one in faults)


@pytest.mark.parametrize(
    ("words", "hard"),
    [
        ("jedes fünfte Kind", True), ("Drei Kinder", True), ("zwei junge Familien", True),
        ("zwei von fünf", True), ("zwei Gespräche", False), ("2026 Familien", False),
    ],
)  # fmt: skip
def test_figures_in_words_are_told_with_line_and_what_to_do(
    bundle: Any, tmp_path: Path, words: str, *, hard: bool
) -> None:
    write(tmp_path, "a", f"Hier steht:\n{words} im Ort.")

    (fault,) = judged(tmp_path, bundle)["a"].faults

    assert (fault.code, fault.hard) == ("worded_figure", hard)
    assert fault.where == "editorial/a.md:6"
    assert "{{ Kennzahl | Gebiet | Anzahl }}" in fault.message


def test_a_number_that_is_marked_as_ones_own_may_stand_in_words(
    bundle: Any, tmp_path: Path
) -> None:
    assert codes(bundle, tmp_path, "Wir fragten {{ eigene Zahl | drei Familien }}.") == []


def test_places_are_found_by_name_and_taken_once(bundle: Any, tmp_path: Path) -> None:
    theme = "einkommen und teilhabe"
    write(tmp_path, "a", "Eins.", theme=theme)
    write(tmp_path, "b", "Zwei.", theme=theme)
    write(tmp_path, "c", "Drei.", theme="Unbekannt")
    write(tmp_path, "d", "Vier.", kind="recommendation", title="So", theme=theme)
    write(tmp_path, "e", "Fünf.", kind="recommendation", title="Auch so", theme=theme)

    found = judged(tmp_path, bundle)

    assert {key: [f.code for f in one.faults] for key, one in found.items()} == {
        "a": [], "b": ["same_place"], "c": ["unknown_theme"], "d": [], "e": [],
    }  # fmt: skip
    composed = found["a"].composed
    assert composed is not None
    assert composed.block is not None
    assert composed.block.theme == "Einkommen und Teilhabe"
    assert "editorial/a.md" in found["b"].faults[0].message


def test_no_text_can_bring_out_what_is_hidden(bundle: Any, tmp_path: Path) -> None:
    """Every indicator, area, date and form, asked one by one."""
    forms = ["Wert", "Anzahl", "von", "Intervall", "Mittel der Stadt", "Satz", "Veränderung"]
    hidden = bundle.indicators.filter(confidentiality="suppressed")
    keys = hidden.select("indicator", "area", "reference_date").rows()
    body = "\n\n".join(
        f"{{{{ {indicator} | {area} | {day.isoformat()} | {form} }}}}"
        for indicator, area, day in keys
        for form in forms
        if form != "Mittel der Stadt"
    )
    write(tmp_path, "a", body)

    words = printed(judged(tmp_path, bundle)["a"])

    assert len(keys) > 5
    assert not re.search(r"\d", words)
