"""Tables that nobody has described: each peculiarity of office files, one at a time."""

from tests.unit.reading.grids import grid_of, only

from kreisblick.sealed.reading import GROUP, find_tables

PLAIN = """
Einwohner am 31.12.2024
Stand: 15.01.2025

Gebiet;Menschen;;Summe
;jung;alt;
;Anzahl;Anzahl;Anzahl
1;2;3;4
Nord;10;20;30
Süd;*;5;7
Ost;0;4;4
Kreis insgesamt;12;29;41

Quelle: Meldewesen
* geheim gehalten
"""


def test_title_groups_units_numbers_total_and_footnotes_are_parted() -> None:
    table = only(PLAIN)

    assert table.title == ("Einwohner am 31.12.2024", "Stand: 15.01.2025")
    assert table.heading_rows == (4, 5)
    assert table.headings == {
        "1": "Gebiet",
        "2": "Menschen | jung",
        "3": "Menschen | alt",
        "4": "Summe",
    }
    assert (table.unit_row, table.units["3"], table.number_row) == (6, "Anzahl", 7)
    assert (table.first_row, table.last_row) == (8, 11)
    assert [total.place for total in table.totals] == [11]
    assert [row for row, _text in table.footnotes] == [13, 14]


def test_a_total_is_proved_by_its_parts_and_where_one_is_hidden_by_the_other_columns() -> None:
    (total,) = only(PLAIN).totals

    assert (total.by, total.parts) == ("both", (8, 9, 10))


def test_a_total_without_a_word_is_found_by_arithmetic() -> None:
    table = only("Gebiet;jung;alt\nLandkreis;1000;2400\nNord;310;1100\nSüd;690;1300\n")

    assert [(total.place, total.by, total.parts) for total in table.totals] == [(2, "sum", (3, 4))]


def test_small_numbers_that_happen_to_add_up_are_no_total() -> None:
    table = only("Gebiet;Fälle\nNord;1\nSüd;2\nOst;3\nWest;1\n")

    assert table.totals == ()


def test_a_column_that_is_the_sum_of_others_is_told() -> None:
    (column,) = only(PLAIN).total_columns

    assert (column.place, column.by, column.parts) == ("4", "both", ("2", "3"))


def test_merged_groups_end_where_the_merge_ends_though_the_title_is_merged_as_well() -> None:
    table = only(
        "Titel;;;\nGebiet;Menschen;;Summe\n;jung;alt;\nNord;1;2;3\nSüd;4;5;9\n",
        merged=((1, 1, 1, 4), (2, 2, 2, 3), (2, 1, 3, 1), (2, 4, 3, 4)),
    )

    assert table.heading_rows == (2, 3)
    assert table.headings["3"] == "Menschen | alt"
    assert table.headings["4"] == "Summe"


def test_years_are_headings_above_figures() -> None:
    table = only("Arbeitslose\nGebiet;2022;2023;2024\nNord;15;17;20\nSüd;30;31;35\n")

    assert table.heading_rows == (2,)


def test_a_column_of_years_is_data() -> None:
    table = only("Jahr;Gebiet;Zahl\n2022;Nord;5\n2023;Nord;6\n2024;Nord;7\n")

    assert (table.heading_rows, table.body.height) == ((1,), 3)


def test_ages_counted_up_are_headings_not_a_row_of_numbers() -> None:
    table = only("Gebiet;0;1;2;3;4\nNord;12;14;9;17;11\nSüd;22;24;29;27;21\n")

    assert (table.heading_rows, table.number_row) == ((1,), None)


def test_a_class_that_is_only_a_number_does_not_make_data_of_its_headings() -> None:
    table = only("Gebiet;Grad der Behinderung;;\n;50;60 – 90;100\nNord;15;17;20\nSüd;30;31;35\n")

    assert table.heading_rows == (1, 2)


def test_grouping_rows_are_carried_down() -> None:
    table = only(
        "Gebiet;2023;2024\nStadt Auental\nNord;1;2\nSüd;3;4\nzusammen;4;6\n"
        "Markt Buchen\nOst;5;6\nWest;7;8\n"
    )

    assert table.groups == ((2, "Stadt Auental"), (6, "Markt Buchen"))
    assert table.body[GROUP].to_list() == ["Stadt Auental"] * 3 + ["Markt Buchen"] * 2


def test_an_area_without_figures_among_others_is_no_group_and_not_lost() -> None:
    table = only("Gebiet;2023;2024\nNord;1;2\nSüd;;\nOst;5;6\nWest;7;8\n")

    assert (table.groups, table.body.height) == ((), 4)


def test_a_text_that_stands_once_for_several_lines_is_repeated() -> None:
    table = only(
        "Gemeinde;Alter;Zahl\nAuental;jung;1\n;mittel;2\n;alt;3\nBuchen;jung;4\n;mittel;5\n;alt;6\n"
    )

    assert table.body["1"].to_list() == ["Auental"] * 3 + ["Buchen"] * 3


def test_cells_merged_down_the_body_speak_for_all_their_lines() -> None:
    table = only(
        "Gemeinde;Alter;Zahl\nAuental;jung;1\n;alt;3\nBuchen;jung;4\nDorf;jung;6\n",
        merged=((2, 1, 3, 1),),
    )

    assert table.body["1"].to_list() == ["Auental", "Auental", "Buchen", "Dorf"]


def test_stacked_tables_have_their_own_titles_and_footnotes() -> None:
    first, second = find_tables(
        grid_of(
            "Tabelle 1: Jung\nGebiet;Zahl\nNord;1\nSüd;2\nQuelle: Amt\n\nTabelle 2: Alt\n"
            "Gebiet;Zahl;Anteil\nNord;3;4,5\nSüd;4;5,5\n"
        )
    )

    assert (first.title, first.last_row, first.footnotes) == (
        ("Tabelle 1: Jung",),
        4,
        ((5, "Quelle: Amt"),),
    )
    assert (second.title, second.heading_rows) == (("Tabelle 2: Alt",), (8,))


def test_tables_side_by_side_are_two() -> None:
    left, right = find_tables(
        grid_of("Jung;;;Alt;\nGebiet;Zahl;;Gebiet;Zahl\nNord;1;;Nord;3\nSüd;2;;Süd;4\nOst;3;;;\n")
    )

    assert (left.columns, left.last_row, left.title) == (("1", "2"), 5, ("Jung",))
    assert (right.columns, right.last_row, right.title) == (("4", "5"), 4, ("Alt",))


KEYED = """
Nr.;Raum;Zahl;;{name};Zahl
0801;Nord;1;;Nord;3
0802;Süd;2;;Süd;-
0803;Ost;3;;Ost;*
"""


def test_a_table_with_keys_in_front_beside_another_with_the_same_areas_are_two() -> None:
    left, right = find_tables(grid_of(KEYED.format(name="Bezirk")))

    assert (left.columns, left.heading_rows) == (("1", "2", "3"), (1,))
    assert (right.columns, right.heading_rows) == (("5", "6"), (1,))
    assert right.body["6"].to_list() == ["3", "-", "*"]


def test_words_beside_a_table_that_name_other_things_part_nothing() -> None:
    other = (
        KEYED.replace(";Nord;3", ";rot;3").replace(";Süd;-", ";blau;4").replace(";Ost;*", ";gelb;5")
    )
    table = only(other.format(name="Farbe"))

    assert table.columns == ("1", "2", "3", "5", "6")


def test_an_empty_column_for_the_eye_parts_nothing() -> None:
    table = only("Gebiet;jung;;alt\nNord;1;;3\nSüd;2;;4\nOst;3;;5\n")

    assert table.columns == ("1", "2", "4")


def test_a_legend_beside_the_table_is_a_remark() -> None:
    table = only(
        "Gebiet;jung;;\nNord;1;;Legende:\nSüd;2;;* = geheim\nOst;3;;\nWest;5;;\nMitte;6;;\n"
    )

    assert table.columns == ("1", "2")
    assert [text for _row, text in table.footnotes] == ["Legende:", "* = geheim"]


def test_headings_repeated_at_a_page_break_are_no_data_and_no_table() -> None:
    page = "Straße;Nr.;PLZ\n" + "Weg;3;05200\n" * 5
    table = only("Liste\n" + page + "Seite 1\n" + page + "Seite 2\n")

    assert (table.body.height, table.repeated) == (10, (9,))
    assert [row for row, _text in table.footnotes] == [8, 15]


def test_the_same_headings_under_another_title_are_another_table() -> None:
    tables = find_tables(
        grid_of("2023\nGebiet;Zahl\nNord;1\nSüd;2\n\n2024\nGebiet;Zahl\nNord;3\nSüd;4\n")
    )

    assert [table.title for table in tables] == [("2023",), ("2024",)]


def test_the_headings_of_an_official_table_stand_below_a_block_of_metadata() -> None:
    table = only(
        "Tabelle: 12411-01\nBevölkerung nach Geschlecht;;;;\n- Stichtag 31.12.;;;;\n"
        ";;Geschlecht;Geschlecht;Geschlecht\n;;Insgesamt;männlich;weiblich\n;;Anzahl;Anzahl;Anzahl\n"
        "05998;Lindenau, Kreis;1000;400;600\n05998004;Auental;300;100;200\n"
        "05998008;Buchen;700;300;400\n"
        "__________\n(C)opyright Amt, 2024\nStand: 12.03.2024 / 10:11:12\n"
    )

    assert (table.heading_rows, table.unit_row) == ((4, 5), 6)
    assert table.headings["4"] == "Geschlecht | männlich"
    assert table.body["1"].to_list() == ["05998", "05998004", "05998008"]
    assert [row for row, _text in table.footnotes] == [10, 11, 12]
