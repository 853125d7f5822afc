"""Reading cells: encodings by evidence, no lost zeros, headings found wherever they stand."""

import gzip
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from kreisblick.sealed.intake.convert import codes, numbers, whole_date, year
from kreisblick.sealed.reading import (
    Format,
    Grid,
    UnreadableFileError,
    find_format,
    find_region,
    read_cells,
)
from kreisblick.sealed.reading.decode import find_encoding
from kreisblick.sealed.reading.format import FixedField, Header

GERMAN = "Straße;Größe\nÄhrenfeld;50 €\nSüßbach;–\n"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_the_encoding_is_found_by_evidence(encoding: str, expected: str) -> None:
    assert find_encoding(GERMAN.encode(encoding)) == expected


def test_a_dos_file_is_told_from_a_windows_file() -> None:
    assert find_encoding("Straße;Größe;Süßbach".encode("cp850")) == "cp850"


def test_a_single_sharp_s_is_enough_to_tell_dos_from_windows() -> None:
    assert find_encoding("Schulstraße 3".encode("cp850")) == "cp850"
    assert find_encoding("Schulstraße 3".encode("cp1252")) == "cp1252"


def test_binary_garbage_is_no_text() -> None:
    assert find_encoding(bytes(range(256)) * 20) is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_reads_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(GERMAN.encode(encoding))
    grid = read_cells(path, Format(type="csv"))
    assert grid.cells["1"].to_list() == ["Straße", "Ährenfeld", "Süßbach"]


def test_leading_zeros_and_line_numbers_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"Titel\n\nkey;n\n05998020;007\n"))
    cells = read_cells(path, Format(type="csv")).cells
    assert cells.row(-1)[:3] == (4, "05998020", "007")


def test_cells_beyond_the_heading_are_kept_to_be_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\n" + "1;2\n" * 600 + "1;2;3\n")
    cells = read_cells(path, Format(type="csv")).cells
    assert cells.row(-1)[1:] == ("1", "2", "3")


def test_a_workbook_gives_whole_numbers_without_point(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["05998", 12, 12.5, None, True])
    book.save(tmp_path / "a.xlsx")
    grid = read_cells(tmp_path / "a.xlsx", Format(type="xlsx"))
    assert grid.cells.row(0)[1:] == ("05998", "12", "12,5", None, "1")
    assert grid.where(3, "28") == "Blatt „Sheet“, Zelle AB3"


def test_fixed_width_counts_characters_not_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("31Süßweg    7\r\n32Ährenweg 12\r\n".encode("cp850"))
    fields = (
        FixedField(name="kind", start=1, length=2),
        FixedField(name="street", start=3, length=9),
        FixedField(name="number", start=12, length=2),
    )
    cells = read_cells(path, Format(type="fixed_width", fields=fields)).cells
    assert cells.rows() == [(1, "31", "Süßweg", "7"), (2, "32", "Ährenweg", "12")]


def test_an_absent_sheet_is_told_with_those_that_are_there(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableFileError, match=r"kein Blatt „Daten“, nur: 'Sheet'"):
        read_cells(tmp_path / "a.xlsx", Format(type="xlsx", sheet="Daten"))


def grid_of(
    rows: list[list[str | None]], merged: tuple[tuple[int, int, int, int], ...] = ()
) -> Grid:
    width = max(map(len, rows))
    columns = {
        str(n + 1): pl.Series([r[n] if n < len(r) else None for r in rows], dtype=pl.String)
        for n in range(width)
    }
    return Grid(cells=pl.DataFrame(columns).with_row_index("row", offset=1), merged=merged)


ROWS: list[list[str | None]] = [
    ["Bericht"],
    [None],
    ["Gebiet", "Menschen", None, "Summe"],
    [None, "jung", "alt", None],
    ["A", "1", "2", "3"],
]


def test_headings_of_two_rows_are_joined_under_their_group() -> None:
    wanted = [("Gebiet",), ("Menschen | jung",), ("Menschen | alt",)]
    region = find_region(grid_of(ROWS), wanted, Header())
    assert region.column(["menschen |  ALT"]) == "3"
    assert region.body["row"].to_list() == [5]


def test_a_merged_group_ends_where_the_merge_ends() -> None:
    region = find_region(
        grid_of(ROWS, merged=((3, 2, 3, 3),)), [("Gebiet",), ("Menschen | alt",)], Header()
    )
    assert region.headings["4"] == "Summe"


def test_another_title_line_moves_nothing() -> None:
    region = find_region(grid_of([["Neu"], *ROWS]), [("Gebiet",), ("Menschen | alt",)], Header())
    assert region.body["row"].to_list() == [6]


def test_numbers_are_read_as_written_or_not_at_all() -> None:
    cells = pl.Series(["1.234", "12", "−3", "1.234,5", "12.5", "1e3", "*", None])
    assert numbers(cells, Format(type="csv"), whole=False).to_list() == [
        1234.0,
        12.0,
        -3.0,
        1234.5,
        None,
        1000.0,
        None,
        None,
    ]


def test_the_noise_of_a_division_is_no_decimal() -> None:
    cells = pl.Series(["153.99999999999997", "12.5"])
    form = Format(type="csv", decimal=".", thousands="")
    assert numbers(cells, form, whole=True).to_list() == [154, None]


def test_of_a_date_only_the_year_is_kept() -> None:
    cells = pl.Series(["1987", "01.02.1987", "1987-02-01", "19870201", "87", "x"])
    assert year(cells).to_list() == [1987, 1987, 1987, 1987, None, None]


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("31121950", 1950),
        ("00001950", 1950),  # only the year is known
        ("1011950", 1950),  # a spreadsheet took the zero away
        ("11950", 1950),  # and here that of the month, too: 00011950
        ("19501231", 1950),
        ("19121912", 1912),  # the nineteenth month does not exist
        ("20101012", 2010),  # nobody was born in the year 1012
        ("31021950", 1950),  # the day is told as wrong, the year is not
    ],
)
def test_a_day_without_dots_tells_its_year_day_first_or_year_first(written: str, born: int) -> None:
    assert year(pl.Series(["01071999", written])).to_list() == [1999, born]


def test_a_spreadsheet_s_number_of_a_day_is_no_year() -> None:
    assert year(pl.Series(["11950", "18293"])).to_list() == [None, None]


def test_a_code_that_nobody_agreed_on_is_no_code() -> None:
    assert codes(pl.Series(["W", "m", "x", None]), {"w": "female", "M": "male"}).to_list() == [
        "female",
        "male",
        None,
        None,
    ]


def test_a_sheet_may_be_dated_anew_but_two_that_fit_are_asked(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Daten 2024"
    book.active["A1"] = "x"
    book.save(tmp_path / "a.xlsx")
    form = Format(type="xlsx", sheet="daten 2023")
    assert read_cells(tmp_path / "a.xlsx", form).sheet == "Daten 2024"
    book.create_sheet("Daten 2025")
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableFileError, match="kein Blatt"):
        read_cells(tmp_path / "a.xlsx", form)


def test_every_day_of_two_centuries_is_read_alike_day_first_and_year_first() -> None:
    days = pl.date_range(date(1900, 1, 1), date(2099, 12, 31), eager=True)
    for form in ("%d%m%Y", "%Y%m%d", "%d.%m.%Y"):
        assert whole_date(days.dt.strftime(form)).equals(days, check_names=False)


def test_the_format_of_a_file_from_a_macintosh_is_found(tmp_path: Path) -> None:
    path = tmp_path / "kitas.csv"
    path.write_bytes("Straße;Plätze\rÄhrenfeld;12\rSüßbach;4\r".encode("mac_roman"))
    assert find_format(path).encoding == "mac_roman"
