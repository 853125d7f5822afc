"""Addresses as offices and their computers spoil them: found, or told why not."""

import polars as pl
import pytest

from kreisblick.territory.addresses import assign, make_reference, shipped_rules
from kreisblick.territory.addresses.repair import readings

STREETS = """
Hauptstraße|1 3 5 12 12a 14 16|34117|Kassel
Lütgendortmunder Hellweg|5|44388|Dortmund
Prinz-Friedrich-Karl-Straße|5|44135|Dortmund
Deutsch-Luxemburger Straße|5|44225|Dortmund
Linnigmannstraße|5|44339|Dortmund
Bickestraße|12|44263|Dortmund
2. Bickestraße|12|44263|Dortmund
Mühlenweg|9|24937|Flensburg
Platz der Deutschen Einheit|4|65185|Wiesbaden
Papst-Johannes-XXIII.-Straße|5|34117|Kassel
Schützenstraße|5|34117|Kassel
Goethestraße|5|34117|Kassel
Lindenallee|5|34117|Kassel
Wißstraße|5|44137|Dortmund
Obere Königsstraße|5|34117|Kassel
Q7|12|68161|Mannheim
Straße 225|15|12355|Berlin
Karl-Marx-Straße|12|12043|Berlin
Schillerstraße|12|34119|Kassel
Zimmerstraße|8|34119|Kassel
Kapellenweg|6|34119|Kassel
""".strip()
REFERENCE = make_reference(
    pl.DataFrame(
        [
            (street, number, code, place, code)
            for street, numbers, code, place in (line.split("|") for line in STREETS.splitlines())
            for number in numbers.split()
        ],
        schema=["street", "number", "postcode", "place", "area"],
        orient="row",
    )
)


def ask(text):
    row = [*text.split("|"), "", "", ""][:4]
    asked = pl.DataFrame([row], schema=["street", "number", "postcode", "place"], orient="row")
    return assign(asked, REFERENCE).row(0, named=True)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("LÜTGENDTMD. HELLWEG|5|44388", "Lütgendortmunder Hellweg 5"),
        ("PRINZ-FRIEDRICH-KA.-S.|5|44135", "Prinz-Friedrich-Karl-Straße 5"),
        ("PRINZ-FRIEDRICH-KAR|5|44135", "Prinz-Friedrich-Karl-Straße 5"),
        ("PRINZ-FRIEDR.-KARL-ST|5|44135", "Prinz-Friedrich-Karl-Straße 5"),
        ("DEUTSCH-LUXEMB. STR.|5|44225", "Deutsch-Luxemburger Straße 5"),
        ("LINNIGMANNSTRA0E|5|44339", "Linnigmannstraße 5"),
        ("LINNIGMANNSTRAáE|5|44339", "Linnigmannstraße 5"),
        ("Linnigmannstra�e|5|44339", "Linnigmannstraße 5"),
        ("Zweite Bickestr.|12|44263", "2. Bickestraße 12"),
        ("2te Bickestraße|12|44263", "2. Bickestraße 12"),
        ("II. Bickestr. 12||44263", "2. Bickestraße 12"),
        ("MÃ¼hlenweg|9|24937", "Mühlenweg 9"),
        ("MÃƒÂ¼hlenweg|9|24937", "Mühlenweg 9"),
        ("M³hlenweg|9|24937", "Mühlenweg 9"),
        ("M}hlenweg|9|24937", "Mühlenweg 9"),
        ("M&uuml;hlenweg|9|24937", "Mühlenweg 9"),
        ("SCHšTZENSTRAáE|5|34117", "Schützenstraße 5"),
        ("Platz Deutschen Einheit|4|65185", "Platz der Deutschen Einheit 4"),
        ("Papst-Johannes-23.-Str.|5|34117", "Papst-Johannes-XXIII.-Straße 5"),
        ("G0ethe5tr.|5|34117", "Goethestraße 5"),
        ("L1ndena11ee|5|34117", "Lindenallee 5"),
        ("Wisstr.|5|44137", "Wißstraße 5"),
        ("Q7, 12||68161", "Q7 12"),
        ("12 Karl-Marx-Str.||12043", "Karl-Marx-Straße 12"),
        ("Linnigmannstr. 5, 44339 Dortmund", "Linnigmannstraße 5"),
        ("Linnigmannstr. 5, Dortmund", "Linnigmannstraße 5"),
        ("c/o Meier, Schützenstr. 5||34117", "Schützenstraße 5"),
        ("Schützenstr. (Hinterhaus)|5|34117", "Schützenstraße 5"),
        ("Schützenstr. Haus-Nr. 5||34117", "Schützenstraße 5"),
        ("Schützenstr.|5.0|34117", "Schützenstraße 5"),
        ("Schützenstr.|#5|34117", "Schützenstraße 5"),
        ("Schützenstr.|5|3417", "Schützenstraße 5"),
        ("Schützenstr.|5|34171", "Schützenstraße 5"),
        ("Schützenstr.|5|34 117", "Schützenstraße 5"),
        ("Schützenstr.|5|DE-34117", "Schützenstraße 5"),
        ("Hauptstr.|12 u. 14|34117", "Hauptstraße 12"),
        ("Hauptstr.|12+14|34117", "Hauptstraße 12"),
        ("Hauptstr.|12/14/16|34117", "Hauptstraße 12"),
        ("Hauptstr.|1, 3, 5|34117", "Hauptstraße 1"),
        ("Hauptstr.|12 (a)|34117", "Hauptstraße 12a"),
        ("Zimmerstate|8|34119", "Zimmerstraße 8"),
        ("Kpelxenweg|6|34119", "Kapellenweg 6"),
        ("Goetehstr.|5|34118|Kassel", "Goethestraße 5"),
    ],
)
def test_a_spoilt_address_is_found(text, address):
    found = ask(text)

    assert (found["decision"], str(found["address_id"]).split(",")[0]) == ("match", address)


@pytest.mark.parametrize(
    "text",
    [
        "III. Bickestr.|12|44263",
        "1. Bickestr.|12|44263",
        "Untere Königsstr.|5|34117",
        "Straße 226|15|12355",
        "Schillerplatz|12|34119",
        "Schiller|12|34119",
        "Platz der Einheit|4|65185",
        "Prinz-Friedrich|5|44135",
        "PRINZ-FRIEDRICH-KARL|5|44135",
        "Goethestr.|6|34117",
        "Hauptstr.|400|34117",
        "Schützenstr.|S|34117",
    ],
)
def test_what_may_mean_something_else_is_no_match(text):
    assert ask(text)["address_id"] is None


def test_a_misspelt_name_with_another_place_than_the_street_has_is_for_a_person():
    table = pl.DataFrame(
        [("Winterstraße", "5", "13409", "Reinickendorf"), ("Hofgang", "1", "13593", "Spandau")],
        schema=["street", "number", "postcode", "place"],
        orient="row",
    )
    known = make_reference(table.with_columns(area=pl.lit("x")))
    asked = pl.DataFrame(
        {"street": ["Winzerstraße"] * 2, "number": ["5"] * 2, "postcode": ["13409"] * 2}
    ).with_columns(place=pl.Series(["Spandau", ""]))

    assert assign(asked, known)["decision"].to_list() == ["review", "match"]


def test_without_postcode_and_place_only_plain_errors_are_believed():
    assert ask("Linnigmanstraße|5")["decision"] == "match"
    assert ask("Minnigmannstraße|5")["decision"] == "review"
    assert ask("Linixgmaxnstraße|5")["decision"] == "review"


def test_plain_names_have_no_other_readings():
    assert list(readings("Königsstraße", shipped_rules())) == []
    assert list(readings("Straße 225", shipped_rules())) == []
