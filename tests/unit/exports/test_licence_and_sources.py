"""Licence and source stand in every file that holds figures; what nobody stated is a fault."""

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook
from tests.unit.exports.factory import published, silent

from kreisblick.products.exports import build_exports, read_publication
from kreisblick.products.figures import describe_indicators

NOTE = "© Jobcenter Lindenau 2025"
LICENCE = "Datenlizenz Deutschland – Namensnennung – Version 2.0"
NO_FIGURES = ("masterportal/config.json", "masterportal/style.json", "queryables.json")


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_exports(published(), tmp_path_factory.mktemp("x") / "exports")[0].parent


def said(path: Path) -> str:
    """Everything that a file says in words."""
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_name(book.sheet_names[0]).to_python()
        return "\n".join(str(cell) for row in rows for cell in row)
    if path.suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as store:
            return str(store.execute("SELECT * FROM quellen").fetchall())
    if path.suffix == ".qgz":
        with zipfile.ZipFile(path) as archive:
            return archive.read("kreisblick.qgs").decode()
    if path.suffix == ".parquet":
        return str(pq.read_schema(path).metadata[b"kreisblick"].decode())
    return path.read_text(encoding="utf-8")


def test_every_file_with_figures_names_licence_and_source(exports: Path) -> None:
    files = [p for p in exports.rglob("*") if p.is_file() and p.suffix != ".csv"
             and not p.as_posix().endswith(NO_FIGURES)]  # fmt: skip

    assert len(files) > 15
    for path in files:
        words = said(path)
        licensed = LICENCE in words or "dl-by-de/2.0" in words or "dl-de/by-2-0" in words
        assert licensed, path.name
        assert NOTE in words, path.name


def test_csv_files_name_their_sources_and_have_a_description_beside_them(exports: Path) -> None:
    for name in ("figures.csv", "indicators.csv", "sources.csv"):
        assert "Jobcenter Lindenau" in (exports / name).read_text(encoding="utf-8")
    described = (exports / "figures.csv-metadata.json").read_text(encoding="utf-8")

    assert LICENCE in described


def test_with_everything_stated_nothing_is_missing() -> None:
    bundle = published()

    assert read_publication(bundle, describe_indicators(bundle)).faults == ()


def test_what_nobody_stated_is_said_to_be_missing_and_what_to_do() -> None:
    bundle = silent()

    found = read_publication(bundle, describe_indicators(bundle))

    assert found.licence is None
    assert {one.licence for one in found.credits} == {""}
    licence, sources = found.faults
    assert "[publication]" in licence
    assert "2; sources.csv" in sources


def test_a_licence_that_is_not_in_the_list_is_a_fault_that_names_the_list() -> None:
    bundle = published(licence="dl-de/by-3-0")

    found = read_publication(bundle, describe_indicators(bundle))

    assert found.licence is None
    assert found.licence_title == "Lizenz nicht angegeben"
    assert "dl-de/by-3-0" in found.faults[0]
    assert "dl-de/by-2-0, dl-de/zero-2-0" in found.faults[0]


def test_only_the_sources_of_a_figure_are_named_beside_it() -> None:
    bundle = published()
    found = read_publication(bundle, describe_indicators(bundle))

    assert NOTE in found.note(["jobcenter"])
    assert NOTE not in found.note(["statistics_office"])
    assert found.note([]) == "Landkreis Lindenau"
