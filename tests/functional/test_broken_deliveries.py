"""Broken deliveries: each gets one clear German sentence, and nothing is lost or half stored."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook

from kreisblick.base.definitions import read_definition, read_definitions, shipped
from kreisblick.base.errors import FaultsFoundError
from kreisblick.lindenau import Size, generate
from kreisblick.sealed.intake import (
    AlreadyDeliveredError,
    IntakeContext,
    accept,
    accepted_deliveries,
)
from kreisblick.sealed.mapping import read_deliveries
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.supply import read_suppliers
from kreisblick.territory.addresses import make_reference
from kreisblick.territory.areas import GenerationDefinition, load_generation

DAY = date(2024, 12, 31)
WORKBOOK = ("employment_agency", "unemployed", "xlsx")
TEXT = ("employment_agency", "sgb_ii", "csv")
PEOPLE = ("resident_register", "residents", "csv")


@pytest.fixture(scope="module")
def lindenau(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lindenau")
    shutil.copytree(shipped("examples", "lindenau"), folder, dirs_exist_ok=True)
    generate(Size.HAMLET, 1, folder)
    return folder


@pytest.fixture(scope="module")
def context(lindenau: Path) -> IntakeContext:
    territory = lindenau / "catalogue" / "territory" / "2023.yaml"
    addresses = pl.read_csv(
        lindenau / "territory" / "house_coordinates.csv", separator=";", infer_schema=False
    )
    folders = [lindenau / "catalogue" / "suppliers"]
    return IntakeContext(
        territories={
            "2023": load_generation(
                read_definition(territory, GenerationDefinition),
                key="2023",
                district_key="05998",
                district_name="Landkreis Lindenau",
                base=lindenau,
            )
        },
        cubes=read_definitions([shipped("catalogue", "cubes")], CubeDefinition),
        suppliers=read_suppliers(folders),
        deliveries=read_deliveries(folders),
        reference=make_reference(addresses.with_columns(area=pl.col("area_2023"))),
    )


@pytest.fixture
def store(tmp_path: Path) -> SealedStore:
    return SealedStore(tmp_path / "sealed")


def copy_of(lindenau: Path, what: tuple[str, str, str], tmp_path: Path) -> Path:
    supplier, product, ending = what
    source = lindenau / "deliveries" / supplier / product / f"2024-12-31.{ending}"
    return Path(shutil.copy(source, tmp_path / source.name))


def faults_of(
    path: Path, what: tuple[str, str, str], context: IntakeContext, store: SealedStore
) -> FaultsFoundError:
    before = path.read_bytes()
    with pytest.raises(FaultsFoundError) as caught:
        accept(
            path,
            supplier=what[0],
            product=what[1],
            reference_date=DAY,
            context=context,
            store=store,
        )
    assert path.read_bytes() == before
    assert accepted_deliveries(store) == []
    assert not list(store.folder.rglob("*.parquet"))
    return caught.value


@pytest.mark.parametrize("what", [WORKBOOK, TEXT, PEOPLE])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ist leer"),
        (b"  \r\n \r\n", "ist leer"),
        (bytes(range(256)) * 40, "ist keine"),
        (b"PK\x03\x04 half a workbook", "ist keine"),
    ],
)
def test_a_file_that_is_nothing_gets_one_sentence(
    what: tuple[str, str, str],
    content: bytes,
    sentence: str,
    tmp_path: Path,
    context: IntakeContext,
    store: SealedStore,
) -> None:
    path = tmp_path / f"2024-12-31.{what[2]}"
    path.write_bytes(content)
    error = faults_of(path, what, context, store)
    assert len(error.faults) == 1
    assert sentence in error.faults[0].message


def test_a_text_file_under_the_name_of_a_workbook_is_told(
    tmp_path: Path, context: IntakeContext, store: SealedStore
) -> None:
    path = tmp_path / "2024-12-31.xlsx"
    path.write_text("Gebiet;Anzahl\n1;2\n")
    error = faults_of(path, WORKBOOK, context, store)
    assert [f.code for f in error.faults] == ["unreadable_file"]
    assert "keine Arbeitsmappe" in error.faults[0].message


def change_workbook(path: Path, change: Callable[[Workbook], None]) -> None:
    book = load_workbook(path)
    change(book)
    book.save(path)


def rename_sheet(book: Workbook) -> None:
    book["Arbeitslose"].title = "Tabelle2"


def test_a_wrong_sheet_is_told_with_the_sheets_that_are_there(
    lindenau: Path, tmp_path: Path, context: IntakeContext, store: SealedStore
) -> None:
    path = copy_of(lindenau, WORKBOOK, tmp_path)
    change_workbook(path, rename_sheet)
    error = faults_of(path, WORKBOOK, context, store)
    assert "kein Blatt „Arbeitslose“" in error.faults[0].message
    assert "Tabelle2" in error.faults[0].message


def spoil_cells(book: Workbook) -> None:
    book["Arbeitslose"]["C7"] = -5
    book["Arbeitslose"]["D8"] = "viele"


def test_spoilt_cells_are_told_by_sheet_and_cell_and_marked(
    lindenau: Path, tmp_path: Path, context: IntakeContext, store: SealedStore
) -> None:
    path = copy_of(lindenau, WORKBOOK, tmp_path)
    change_workbook(path, spoil_cells)
    error = faults_of(path, WORKBOOK, context, store)
    places = {fault.code: fault.where for fault in error.faults}
    assert places["negative_count"] == "Blatt „Arbeitslose“, Zelle C7"
    assert places["unreadable"] == "Blatt „Arbeitslose“, Zelle D8"
    marked = load_workbook(tmp_path / "antwort" / "2024-12-31.xlsx")["Arbeitslose"]
    assert marked["C7"].comment is not None
    assert marked["D8"].comment is not None
    assert marked["C8"].comment is None


def test_an_unknown_area_is_told_with_its_line(
    lindenau: Path, tmp_path: Path, context: IntakeContext, store: SealedStore
) -> None:
    path = copy_of(lindenau, TEXT, tmp_path)
    lines = path.read_text("cp1252").splitlines()
    lines[5] = lines[5].replace(lines[5].split(";")[2], "999999999")
    path.write_text("\r\n".join(lines), "cp1252")
    error = faults_of(path, TEXT, context, store)
    fault = next(f for f in error.faults if f.code == "unknown_area")
    assert "999999999" in fault.message
    assert fault.where.startswith("Zeile 6")


def test_a_missing_column_is_told_by_its_heading(
    lindenau: Path, tmp_path: Path, context: IntakeContext, store: SealedStore
) -> None:
    path = copy_of(lindenau, PEOPLE, tmp_path)
    text = path.read_text("cp1252")
    path.write_text(text.replace("GebJahr", "Jahr der Geburt", 1), "cp1252")
    error = faults_of(path, PEOPLE, context, store)
    missing = [f for f in error.faults if f.code == "missing_column"]
    assert len(missing) == 1
    assert "„GebJahr“ fehlt" in missing[0].message


def test_a_table_cut_off_after_its_headings_is_told(
    lindenau: Path, tmp_path: Path, context: IntakeContext, store: SealedStore
) -> None:
    path = copy_of(lindenau, PEOPLE, tmp_path)
    path.write_text(path.read_text("cp1252").splitlines()[0] + "\n", "cp1252")
    error = faults_of(path, PEOPLE, context, store)
    assert [f.code for f in error.faults] == ["no_rows"]


def test_a_persons_spoilt_row_is_told_without_its_content(
    lindenau: Path, tmp_path: Path, context: IntakeContext, store: SealedStore
) -> None:
    path = copy_of(lindenau, PEOPLE, tmp_path)
    lines = path.read_text("cp1252").splitlines()
    cells = lines[3].split(";")
    lines[3] = ";".join([*cells[:6], "unbekannt", "Geheimnis", *cells[8:]])
    path.write_text("\n".join(lines), "cp1252")
    text = str(faults_of(path, PEOPLE, context, store))
    assert "Zeile 4, Spalte" in text
    assert "Geheimnis" not in text
    assert cells[2] not in text


def test_a_second_file_for_the_same_date_is_refused_and_the_first_one_stays(
    lindenau: Path, tmp_path: Path, context: IntakeContext, store: SealedStore
) -> None:
    path = copy_of(lindenau, TEXT, tmp_path)
    chosen = {"supplier": TEXT[0], "product": TEXT[1], "reference_date": DAY}
    first = accept(path, context=context, store=store, **chosen)  # type: ignore[arg-type]
    path.write_bytes(path.read_bytes() + b"\r\n")
    with pytest.raises(AlreadyDeliveredError, match="Es wurde nichts geändert"):
        accept(path, context=context, store=store, **chosen)  # type: ignore[arg-type]
    assert accepted_deliveries(store) == [first]
    assert store.read_table(f"{first.path_key}/records").num_rows == first.rows
