"""Text files: encoding, separators and signs of numbers by evidence."""

from pathlib import Path

import pytest

from kreisblick.sealed.reading import Format, find_format, read_cells, read_sheets
from kreisblick.sealed.reading.decode import find_encoding


def found(tmp_path: Path, content: bytes) -> Format:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    return find_format(path)


@pytest.mark.parametrize("word", ["Männer", "Mütter", "Söhne", "Straße", "Änderung", "Übergang"])
def test_one_word_is_enough_to_tell_dos_from_windows(word: str) -> None:
    assert find_encoding(f"{word};1".encode("cp850")) == "cp850"
    assert find_encoding(f"{word};1".encode("cp1252")) == "cp1252"


def test_quotation_marks_and_dashes_are_no_dos_letters() -> None:
    text = "Angebot „Familie“ – 3 €; Träger"
    assert find_encoding(text.encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Straße;n\nSüd;01067\n".encode(encoding))

    for form in (Format(type="csv"), Format(type="csv", encoding="utf-16")):
        cells = read_cells(path, form).cells
        assert cells.drop("row").rows() == [("Straße", "n", None), ("Süd", "01067", None)]
    assert find_format(path).encoding == "utf-16"


def test_the_definition_overrides_the_evidence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("M„rz;1\n".encode("cp1252"))

    assert read_cells(path, Format(type="csv")).cells["1"][0] == "März"
    assert read_cells(path, Format(type="csv", encoding="cp1252")).cells["1"][0] == "M„rz"


def test_a_file_without_umlauts_does_not_fix_next_years_encoding(tmp_path: Path) -> None:
    assert found(tmp_path, b"a;b\n1;2\n").encoding == "auto"
    assert found(tmp_path, "Süd;b\n1;2\n".encode("cp1252")).encoding == "cp1252"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Titel, mit Komma\n\na;b;c\n1,5;2;3\n4,5;5;6\n", ";"),
        ("a,b,c\n1,2,3\n4,5,6\n", ","),
        ("a|b|c\n1,5|2|3\n4|5|6\n", "|"),
        ('a;"b;c";d\n1;"2;3";4\n5;6;7\n', ";"),
        ("a\tb\n1,5\t2\n3,5\t4\n", "\t"),
    ],
)
def test_the_separator_is_what_cuts_lines_alike(tmp_path: Path, text: str, delimiter: str) -> None:
    form = found(tmp_path, text.encode())

    assert form.delimiter == delimiter
    assert form.type == ("tsv" if delimiter == "\t" else "csv")


@pytest.mark.parametrize(
    ("numbers", "decimal", "thousands"),
    [
        ("1.234;12,5", ",", "."),
        ("1,234;12.5", ".", ","),
        ("12.5;0.25", ".", ""),
        ("1 234;12,5", ",", " "),
        ("1234;5", ",", "."),
        ("1,234;5,678", ".", ","),
    ],
)
def test_signs_of_numbers_are_found(
    tmp_path: Path, numbers: str, decimal: str, thousands: str
) -> None:
    form = found(tmp_path, f"a;b\n{numbers}\n".encode())

    assert (form.decimal, form.thousands) == (decimal, thousands)


def test_a_printed_list_is_cut_where_every_line_is_blank(tmp_path: Path) -> None:
    lines = [f"{n:05} {'Ahornweg' if n % 2 else 'Am Bach':<10}{n:>4}" for n in range(9)]
    text = "\n".join(["LISTE VOM 31.12.", f"{'Lfd':<6}{'Strasse':<10}{'HNr':>4}", *lines])

    form = found(tmp_path, text.encode())

    assert [(f.name, f.start, f.length) for f in form.fields] == [
        ("Lfd", 1, 6),
        ("Strasse", 7, 11),
        ("HNr", 18, 3),
    ]


def test_a_tsv_file_needs_no_separator_in_its_definition(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a\tb\n007\t*\n")

    assert read_cells(path, Format(type="tsv")).cells.row(1)[1:3] == ("007", "*")


def test_lines_that_end_as_on_old_computers_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\r1;2\r")

    assert read_sheets(path)[0].cells.height == 2
