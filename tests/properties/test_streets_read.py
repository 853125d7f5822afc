"""Whatever a file holds, it is a list of streets or it is refused in words."""

import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.base.errors import KreisblickError
from kreisblick.territory.streets import Streets, check_streets, read_streets
from kreisblick.territory.streets.model import HOUSES, NAMES, RANGES

HEADINGS = [
    *("Straße", "Hausnummer", "Zusatz", "PLZ", "Ort", "Sozialraum", "von", "bis", "Seite"),
    *("ungerade von", "ungerade bis", "gerade von", "gerade bis", "HSNR_V_L", "HSNR_B_L"),
    *("gültig ab", "gültig bis", "x", "y", "lon", "lat", "Straße alt", "Straße neu", "Farbe"),
    *("Adresse", "area_2020", "area_2024", "street", "low", "high", "other"),
]
cell = st.one_of(
    st.sampled_from(["", "1", "9a", "Ende", "997", "01234", "u", "gerade", "31.12.2024", "2024"]),
    st.sampled_from(["Am Ring", "Hauptstr. 5", "100100100", "6,5", "NaN", '"', "32366000,5"]),
    st.text(alphabet="äß;,\"'0a1 .-–\t", max_size=6),
)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table with headings that offices use, and with cells that stand in the wrong place."""
    heads = draw(st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=8))
    rows = draw(st.lists(st.lists(cell, min_size=1, max_size=9), max_size=5))
    above = draw(st.lists(cell, max_size=2))
    return "\n".join([*above, ";".join(heads), *(";".join(row) for row in rows)])


def read(content: bytes) -> Streets | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(content)
        try:
            return read_streets(path)
        except KreisblickError as error:
            assert str(error)
            return None


@settings(deadline=None, max_examples=150)
@given(tables(), st.sampled_from(["utf-8", "cp1252", "utf-8-sig"]))
def test_any_table_is_a_list_or_refused(text: str, encoding: str) -> None:
    found = read(text.encode(encoding, errors="replace"))

    if found is not None:
        assert found.houses.columns[: len(HOUSES)] == list(HOUSES)
        assert found.ranges.columns[: len(RANGES)] == list(RANGES)
        assert found.names.columns == list(NAMES)
        assert found.houses.schema["street"] == found.ranges.schema["area"] == pl.String
        check_streets(found)


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_refused(content: bytes) -> None:
    found = read(content)

    assert found is None or found.format


@settings(deadline=None, max_examples=80)
@given(st.lists(st.lists(cell, min_size=13, max_size=18).map(";".join), max_size=3))
def test_lines_that_look_like_official_formats_are_a_list_or_refused(lines: list[str]) -> None:
    house = "N;DE1;A;09;9;99;001;0000;00012;7;;32500010,500;5700020,250;Weg;01234;Ort;;"
    grid = "09999001;Weg;01234;Ort;1;;9;;2;;998;;100100100"

    for first in (house, grid):
        found = read("\n".join([first, *lines]).encode())
        assert found is None or found.format
