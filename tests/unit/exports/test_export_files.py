"""The files of the exports: readable by others, equal in state, silent about what is hidden."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pyogrio
import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from tests.unit.atlas.factory import SECRET, SECRET_SHARE, leaking, make_bundle

from kreisblick.base.files import fingerprint_folder
from kreisblick.products.exports import build_exports, read_words
from kreisblick.products.exports.entry import read_entry
from kreisblick.products.figures import State
from kreisblick.products.wording.settings import read_signs

POVERTY = "income-child_poverty"
NEWEST = "31.12.2024"


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_exports(leaking(make_bundle()), tmp_path_factory.mktemp("x") / "exports")[0].parent


@pytest.fixture(scope="module")
def table(exports: Path) -> pl.DataFrame:
    return pl.read_csv(exports / "figures.csv", infer_schema=False)


def poverty(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(
        pl.col("Kennzahl (Schlüssel)") == "income/child_poverty", pl.col("Stichtag") == "2024-12-31"
    )


def sheet(exports: Path, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(exports / "figures.xlsx").get_sheet_by_name(name).to_python()


def test_all_files_are_there_and_no_other(exports: Path) -> None:
    named = set(read_entry().files)
    beside = {"README.txt", "catalog.jsonld", "masterportal/config.json", "masterportal/style.json"}
    found = {p.relative_to(exports).as_posix() for p in exports.rglob("*") if p.is_file()}

    assert {path for path in found if not path.startswith("collections/")} == named | beside


def test_a_hidden_value_is_in_no_byte_of_any_file(exports: Path) -> None:
    forms = [str(SECRET), str(SECRET_SHARE), "16.23"]
    files = [path for path in exports.rglob("*") if path.is_file()]
    contents = {path.relative_to(exports).as_posix(): path.read_bytes() for path in files}
    for archive in ("figures.xlsx", "kreisblick.qgz"):
        with zipfile.ZipFile(exports / archive) as book:
            contents |= {name: book.read(name) for name in book.namelist()}
    table = pq.read_table(exports / "areas.parquet").drop_columns(["geometry"])
    contents["areas.parquet!"] = json.dumps(table.to_pylist(), default=str).encode()
    floats = pl.Series([float(SECRET), SECRET_SHARE]).to_numpy()
    raw = [value.tobytes() for value in floats] + [value.byteswap().tobytes() for value in floats]

    for name, content in contents.items():
        assert not [form for form in forms if form.encode() in content], name
        assert not [form for form in raw if form in content], name


def test_the_csv_keeps_leading_zeros_and_speaks_german(table: pl.DataFrame) -> None:
    assert table.columns[:5] == ["Kennzahl (Schlüssel)", "Kennzahl", "Thema", "Einheit", "Stichtag"]
    assert "0999900101" in table["Gebiet (Schlüssel)"].to_list()
    assert set(table["Ebene"]) == {"Planungsraum", "Gemeinde", "Kreis"}
    assert set(table["Einheit"]) == {"Menschen", "Prozent", "je 100"}


def test_state_and_sign_are_the_same_in_csv_workbook_and_geopackage(
    exports: Path, table: pl.DataFrame
) -> None:
    rows = sheet(exports, "Einkommen und Teilhabe")
    column = next(i for i, head in enumerate(rows[0]) if NEWEST in str(head))
    signs = {row[2]: row[column] for row in rows[1:]}
    meta, _, _, fields = pyogrio.raw.read(exports / "areas.gpkg", layer="planungsraeume")
    columns = dict(zip(meta["fields"], fields, strict=True))
    mapped = dict(zip(columns["area"], columns[f"{POVERTY}_status"], strict=True))
    geojson = json.loads((exports / "areas.geojson").read_text(encoding="utf-8"))
    places = {f["id"]: f["properties"] for f in geojson["features"]}

    for row in poverty(table).iter_rows(named=True):
        area, sign = row["Gebiet (Schlüssel)"], row["Zeichen"] or ""
        assert places[area][f"{POVERTY}_status"] == row["Status"]
        if row["Wert"] is None:
            assert signs[area] == sign
            assert places[area][POVERTY] is None
        else:
            assert signs[area] == pytest.approx(float(row["Wert"]))
            assert places[area][POVERTY] == pytest.approx(float(row["Wert"]))
        if area in mapped:
            assert mapped[area] == row["Status"]


def test_each_state_has_a_word_and_each_without_a_number_a_sign() -> None:
    words = read_words()

    assert set(words.states) == set(State)
    told = [words.told(state) for state in State if not state.has_number]
    assert len({one.sign for one in told} - {""}) == len(told)
    assert all(state.value in read_signs().signs for state in State if state is not State.COUNTED)


def test_the_workbook_has_a_sheet_per_theme_signs_and_sources_all_visible(exports: Path) -> None:
    book = CalamineWorkbook.from_path(exports / "figures.xlsx")

    assert book.sheet_names == [
        "Über diese Datei",
        "Menschen im Kreis",
        "Kinder und Familie",
        "Einkommen und Teilhabe",
        "Zusammengesetzte Indizes",
        "Zeichen",
        "Quellen",
    ]
    assert all(one.visible == SheetVisibleEnum.Visible for one in book.sheets_metadata)


def test_the_sheet_of_signs_explains_every_sign_that_a_cell_can_have(exports: Path) -> None:
    told = {row[0]: row[1] for row in sheet(exports, "Zeichen")[1:]}

    words = read_words()
    for one in (*words.all_told().values(), words.swings):
        assert not one.sign or told[one.sign] == one.means


def test_the_properties_of_the_workbook_name_no_person(exports: Path) -> None:
    with zipfile.ZipFile(exports / "figures.xlsx") as book:
        core = book.read("docProps/core.xml").decode()

    assert "<dc:creator>Landkreis Lindenau</dc:creator>" in core
    assert "2025-06-30T00:00:00Z" in core


def test_the_geopackage_has_a_layer_per_level_and_explains_its_columns(exports: Path) -> None:
    layers = dict(pyogrio.list_layers(exports / "areas.gpkg"))

    maps = {name for name in layers if name.startswith(("pr_", "gem_"))}
    assert {name: kind for name, kind in layers.items() if name not in maps} == {
        "planungsraeume": "MultiPolygon",
        "gemeinden": "MultiPolygon",
        "kreis": "MultiPolygon",
        "kennzahlen": None,
        "werte": None,
        "index_social_index_status": "MultiPolygon",
        "indexwerte": None,
        "quellen": None,
        "layer_styles": None,
    }
    assert f"pr_{POVERTY}" in maps and f"gem_{POVERTY}" in maps
    assert "pr_care-places" not in maps  # it is not given for planning areas
    meta, _, _, fields = pyogrio.raw.read(exports / "areas.gpkg", layer="kennzahlen")
    assert POVERTY in fields[list(meta["fields"]).index("spalte")]


def test_a_figure_without_a_number_is_null_in_the_geopackage_not_zero(exports: Path) -> None:
    where = "area = '0999900101'"
    _, _, _, fields = pyogrio.raw.read(
        exports / "areas.gpkg", layer="planungsraeume", where=where, columns=[POVERTY]
    )

    assert pl.Series(fields[0]).is_nan().all()


def test_a_layer_has_the_indicators_of_its_level_and_numbers_stay_numbers(tmp_path: Path) -> None:
    bundle = make_bundle()
    hidden = (pl.col("indicator") == "income/child_poverty") & (pl.col("level") != "district")
    word = pl.when(hidden).then(pl.lit("suppressed")).otherwise("confidentiality")
    frame = bundle.indicators.with_columns(confidentiality=word)
    exports = build_exports(replace(bundle, indicators=frame), tmp_path / "exports")[0].parent

    info = pyogrio.read_info(exports / "areas.gpkg", layer="planungsraeume")
    kinds = dict(zip(info["fields"], info["dtypes"], strict=True))

    assert kinds[POVERTY] == "float64"
    assert not [name for name in kinds if name.startswith("care-places")]
    town = pyogrio.read_info(exports / "areas.gpkg", layer="gemeinden")
    assert "care-places" in set(town["fields"])


def test_the_same_bundle_gives_the_same_bytes(exports: Path, tmp_path: Path) -> None:
    build_exports(leaking(make_bundle()), tmp_path / "again")

    assert fingerprint_folder(tmp_path / "again") == fingerprint_folder(exports)


def test_the_readme_explains_files_and_signs(exports: Path) -> None:
    text = (exports / "README.txt").read_text(encoding="utf-8")

    assert "31.12.2022, 31.12.2024" in text
    assert all(f"  {path} " in text for path in read_entry().files)
    words = read_words()
    told = [line.strip() for line in text.splitlines() if line.startswith("  ")]
    for one in (*words.all_told().values(), words.swings):
        lines = [line for line in told if one.sign and line.startswith(f"{one.sign} ")]
        assert len(lines) == bool(one.sign), one
        assert all(one.means in line for line in lines)
    assert "s   geschätzt\n" in text and ".⁶  auf Wunsch der Gemeinde nicht ausgewiesen\n" in text
