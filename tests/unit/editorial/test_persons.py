"""Names of persons: found by rules, told with line and place, never lost in silence."""

from pathlib import Path

import pytest
from tests.unit.editorial.texts import write

from kreisblick.products.editorial import is_person, read_draft
from kreisblick.products.editorial.persons import persons_in

NAMES = [
    "Frau Muster", "Herr M.", "Herrn van der Berg", "Frau Dr. Schmidt-Meier", "Dr. Muster",
    "Prof. Dr. Anna Lang", "Maria Schmidt", "Hans-Peter Müller", "Bürgermeisterin Schmidt",
    "Landrat von Weiden", "maria.schmidt@kreis.example", "Ayşe Yılmaz-Özdemir",
]  # fmt: skip
OFFICES = [
    "Sozialplanung, Landkreis Lindenau", "Stadt Eschwalde, Amt für Jugend", "Leiter Sozialamt",
    "Caritasverband Lindenau", "Frauenhaus Lindenau", "Anne-Frank-Schule", "Katharina Haus",
    "St. Maria Hospital", "sozialplanung@kreis.example", "Lebenshilfe e. V.",
    "Verein zur Förderung der Diakonie", "Kreisverband der AWO", "Jugendhilfeausschuss",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_in_a_text_and_as_a_speaker(name: str) -> None:
    found = [one for one in persons_in(f"Wir danken {name} für die Hilfe.") if one.sure]

    assert len(found) == 1
    assert is_person(name)


@pytest.mark.parametrize("office", OFFICES)
def test_an_office_is_no_person(office: str) -> None:
    assert not is_person(office)
    assert persons_in(f"Wir danken {office} sehr.") == []


@pytest.mark.parametrize("words", ["Schmidt, Maria", "M. Schmidt", "Frau", "Team Dr."])
def test_who_speaks_is_looked_at_more_closely(words: str) -> None:
    assert is_person(words)


@pytest.mark.parametrize(
    "words",
    [
        "jede Frau Anspruch hat",
        "die Frau Recht hat",
        "z. B. Kinder",
        "im Mai Kinder",
        "o. Ä. Hilfe",
    ],
)
def test_usual_words_are_no_names(words: str) -> None:
    assert not [one for one in persons_in(f"Es gilt, dass {words}.") if one.sure]


def test_names_are_told_with_their_line_and_allowed_by_the_head(tmp_path: Path) -> None:
    body = "Erster Satz.\nMaria Schmidt sagt etwas.\n\nDie Schule heißt nach Anne Frank."
    told = write(tmp_path, "a", body)
    allowed = write(tmp_path, "b", body, names="Anne Frank")

    _draft, faults = read_draft(told)
    _draft, fewer = read_draft(allowed)

    assert [(one.code, one.hard, one.where) for one in faults] == [
        ("person", True, "editorial/a.md:6"),
        ("person", True, "editorial/a.md:8"),
    ]
    assert "Nennen Sie stattdessen die Stelle" in faults[0].message
    assert [one.where for one in fewer] == ["editorial/b.md:7"]
