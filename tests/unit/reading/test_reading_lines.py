"""Lines of files that nobody has described: headings, sums, comments and records, told apart."""

import pytest
from tests.unit.reading.grids import grid_of, only

from kreisblick.sealed.reading import find_tables


def test_a_file_without_headings_is_one_table_without_headings() -> None:
    table = only(
        "Ahornweg;3;05200;01.02.1980\nBuchenweg;5a;05200;11.12.1990\nWeg;7;05200;1.1.2001\n"
    )

    assert (table.heading_rows, table.headings, table.body.height) == ((), {}, 3)


def test_prose_is_no_table() -> None:
    assert find_tables(grid_of("Sehr geehrte Damen und Herren\n\nanbei die Zahlen\n")) == ()


def test_hidden_rows_are_read_and_told() -> None:
    table = only("Gebiet;Zahl\nNord;1\nSüd;2\nOst;3\n", hidden_rows=(3,))

    assert (table.body.height, table.hidden_rows) == (3, (3,))


def test_a_list_of_words_has_its_headings_in_the_first_full_line() -> None:
    table = only(
        "Träger im Kreis\n\nEinrichtung;Träger;Straße\nHaus A;Verein;Weg\nHaus B;Stadt;Gasse\n"
    )

    assert table.heading_rows == (3,)


@pytest.mark.parametrize(
    "word", ["Summe", "Insgesamt", "zusammen", "Gesamtergebnis", "Auental gesamt"]
)
def test_lines_that_say_they_are_sums_are_told(word: str) -> None:
    table = only(f"Gebiet;Zahl\nNord;11,5\nSüd;12,5\n{word};99,0\n")

    assert [(total.place, total.by) for total in table.totals] == [(4, "word")]


def test_a_school_is_no_sum() -> None:
    table = only("Schule;Kinder\nGesamtschule Nord;411\nGrundschule Süd;212\nRealschule Ost;333\n")

    assert table.totals == ()


def test_a_printed_file_of_fixed_width_loses_its_page_heads_and_no_record() -> None:
    page = "Liste 202;4 EINWO;HNERLISTE\nLfd-Nr;Jahr;Strasse\n------;----;-------\n"
    lines = "".join(f"{n:06d};19{50 + n};Weg {n}\n" for n in range(1, 9))
    named = {"1": "lfd", "2": "jahr", "3": "str"}
    table = only(page + lines + page + lines, named=named)

    assert table.body["row"].to_list() == [*range(4, 12), *range(15, 23)]
    assert table.headings == named


def test_known_words_tell_headings_from_lines_of_words_above_them() -> None:
    table = only(
        "Verzeichnis;Fassung A\nEntwurf;intern\nName;Träger\nHaus A;Verein\nHaus B;Stadt\n"
    )

    assert table.heading_rows == (3,)


def test_numbers_below_one_group_are_headings_and_numbers_of_columns_are_none() -> None:
    merged = ((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 5))
    levels = "Jahr;Gebiet;davon mit Grad;;\n;;1;2;3\n2021;Nord;4;5;6\n;Süd;7;8;9\n;Ost;2;3;4"
    table = only(levels, merged)

    assert table.heading_rows == (1, 2)
    assert table.number_row is None
    assert table.headings["4"] == "davon mit Grad | 2"

    numbered = only(levels.replace(";;1;2;3", "1;2;3;4;5"), merged)

    assert numbered.number_row == 2
    assert numbered.headings["4"] == "davon mit Grad"


def test_lines_that_a_program_writes_about_its_file_are_no_headings_and_no_data() -> None:
    table = only(
        """
#AUSWERTUNG;Fälle;laufend
#STICHTAG;31.12.2023;Mandant
FALL_ID;BEG_DAT;ORT
0001;01.02.2020;Nord
0002;01.03.2021;Süd
#ANZAHL;2
#ENDE
"""
    )

    assert table.heading_rows == (3,)
    assert table.headings["1"] == "FALL_ID"
    assert table.body["row"].to_list() == [4, 5]
    assert [line for line, _text in table.footnotes] == [6, 7]


def test_a_number_sign_before_a_number_is_no_comment() -> None:
    table = only("Nr.;Ort;Fälle\n#1;Nord;3\n#2;Süd;4\n#3;Ost;5")

    assert table.body["1"].to_list() == ["#1", "#2", "#3"]


def test_records_of_another_kind_before_and_after_the_others_are_told_apart() -> None:
    named = {"1": "SATZART", "2": "NAME", "3": "GEB", "4": "ORT"}
    record = "10;A;19900101;Nord\n10;B;19910101;Süd\n10;C;19920101;Ost"
    table = only(f"00;BESTAND;;\n{record}\n99;0000003;;", named=named)

    assert table.body["row"].to_list() == [2, 3, 4]
    assert [line for line, _text in table.footnotes] == [1, 5]

    wrong = only(f"19;A;19900101;Nord\n{record}\n10;D;19930101;West", named=named)

    assert wrong.body["row"].to_list() == [1, 2, 3, 4, 5]
