"""Reading names and house numbers."""

import polars as pl
import pytest

from kreisblick.territory.addresses import shipped_rules
from kreisblick.territory.addresses.abbreviate import shortens
from kreisblick.territory.addresses.normalise import blind_key, fold, name_key, spell_out
from kreisblick.territory.addresses.number import part_street, read_number

RULES = shipped_rules()


def key(name: str) -> str:
    words = spell_out(fold(pl.lit(name), RULES), RULES)
    return str(pl.select(name_key(words)).item())


@pytest.mark.parametrize(
    "spellings",
    [
        ["Hauptstraße", "Hauptstr.", "HAUPTSTRASSE", "Haupt Straße", "hauptstr", "HauptSTRA0E"],
        ["Karl-Marx-Straße", "Karl Marx Str", "KARL-MARX-STR."],
        ["Mühlenweg", "Muehlenweg", "MÃ¼hlenweg", "Mu\u0308hlenweg"],
        ["Sankt Ingberter Straße", "St. Ingberter Str.", "St Ingberter Straße"],
        ["2. Bickestraße", "II. Bickestr."],
        ["Doktor-Külz-Platz", "Dr.-Külz-Pl.", "Dr. Kuelz Platz"],
        ["Straße des 17. Juni", "Strasse des 17 Juni"],
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: list[str]) -> None:
    assert {key(name) for name in spellings} == {key(spellings[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Waldstraße", "Waldweg"),
        ("Straße 225", "Straße 226"),
        ("Obere Königsstraße", "Untere Königsstraße"),
        ("K.-Marx-Straße", "Karl-Marx-Straße"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_the_blind_key_forgives_lost_umlauts_and_doubled_letters() -> None:
    names = [key("Mühlenweg"), key("Muhlenweg"), key("Muhllenweg")]

    assert {pl.select(blind_key(pl.lit(name))).item() for name in names} == {"muhlenweg"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", (12, "", None, None)),
        ("012A", (12, "a", None, None)),
        ("Nr. 12", (12, "", None, None)),
        ("12 a-c", (12, "a", 12, "c")),
        ("14-16", (14, "", 16, "")),
        ("14a – 16b", (14, "a", 16, "b")),
        ("12/14", (12, "", 14, "")),
        ("12/1", (12, "/1", None, None)),
        ("12 1/2", (12, "1/2", None, None)),
        ("12-a", (12, "a", None, None)),
        ("12, 3. OG", (12, "", None, None)),
        ("12 Hinterhaus", (12, "", None, None)),
        ("12 bc", (12, "bc", None, None)),
        ("0", (None, None, None, None)),
        ("", (None, None, None, None)),
        ("ohne", (None, None, None, None)),
    ],
)
def test_house_numbers_are_read_as_they_are_meant(text: str, expected: tuple[object, ...]) -> None:
    read = pl.select(read_number(pl.lit(text), RULES)).item()

    assert (read["n"], read["suf"], read["n2"], read["suf2"]) == expected


@pytest.mark.parametrize(
    ("text", "street", "number"),
    [
        ("Berliner Str. 12a", "Berliner Str.", "12a"),
        ("Berliner Str. 12  a", "Berliner Str.", "12  a"),
        ("Berliner Str. 12 c/o Müller", "Berliner Str.", "12"),
        ("Straße des 17. Juni 135", "Straße des 17. Juni", "135"),
        ("Straße 225 15", "Straße 225", "15"),
        ("Hauptstr. 14-16", "Hauptstr.", "14-16"),
        ("Hauptstr.5", "Hauptstr.", "5"),
        ("Q7 12", "Q7", "12"),
        ("Hauptstraße", None, None),
    ],
)
def test_a_number_in_the_street_field_is_parted(
    text: str, street: str | None, number: str | None
) -> None:
    parted = pl.select(part_street(pl.lit(text), RULES)).item()

    assert (parted["street"], parted["number"]) == (street, number)


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("k. marx strasse", "karl marx strasse", True),
        ("buergerm. schmidt strasse", "buergermeister schmidt strasse", True),
        ("luetgendtmd. hellweg", "luetgendortmunder hellweg", True),
        ("platz d. dt. einheit", "platz der deutschen einheit", True),
        ("m?hlenweg", "muehlenweg", True),
        ("karl marx", "karl marx strasse", False),
        ("marx strasse", "marxen strasse", False),
        ("b. strasse", "am strasse", False),
    ],
)
def test_a_cut_word_is_a_beginning_or_its_letters_in_order(
    short: str, full: str, expected: bool
) -> None:
    assert shortens(short, full) is expected
