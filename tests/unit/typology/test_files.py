"""Tables of areas and municipalities as files, and the commands around them."""

import polars as pl
import pytest
from tests.unit.typology.test_alike import definition
from typer.testing import CliRunner

from kreisblick.base.errors import FaultsFoundError
from kreisblick.cli.main import build_app
from kreisblick.statistics.typology import (
    MunicipalTable,
    municipal_table,
    neighbours_of_file,
    read_areas,
    types_of_file,
)
from kreisblick.statistics.typology.errors import UnknownAreaError


def written(tmp_path, text):
    path = tmp_path / "areas.csv"
    path.write_text(text, encoding="utf-8")
    return path


def table(tmp_path, *extra):
    lines = ["area,name,parent,young,poor,old"]
    lines += [f"0{i},Ort {i},m{i % 2},{i * 3},{i * i},{10 + i}" for i in range(8)]
    return written(tmp_path, "\n".join([*lines, *extra]) + "\n")


def test_keys_keep_their_zeros_and_names_stand_beside_them(tmp_path):
    found = neighbours_of_file(read_areas(table(tmp_path), definition()), definition(), of="03")

    assert found["area"].unique().to_list() == ["03"]
    assert found["name"].unique().to_list() == ["Ort 3"]
    assert found["similar_area"].to_list()[0] in {"02", "04"}
    assert found["similar_name"].to_list()[0] in {"Ort 2", "Ort 4"}


def test_types_come_with_marks_and_fits(tmp_path):
    found = types_of_file(read_areas(table(tmp_path), definition()), definition())

    assert set(found) == {"types", "marks", "fits"}
    assert found["types"].height == 16


def test_without_parents_all_others_are_elsewhere(tmp_path):
    lines = ["area,young,poor,old", *(f"{i},{i},{i},{i}" for i in range(5))]
    path = written(tmp_path, "\n".join(lines) + "\n")

    found = neighbours_of_file(read_areas(path, definition()), definition())

    assert set(found["elsewhere"]) == {"yes"}


def test_all_that_is_wrong_with_a_file_is_told_at_once(tmp_path):
    path = table(tmp_path, "09,Ort,m0,viel,2,3", "01,noch einmal,m0,1,1,1")

    with pytest.raises(FaultsFoundError) as told:
        read_areas(path, definition())

    assert {fault.code for fault in told.value.faults} == {"no_number", "area_twice"}
    assert "areas.csv:10" in str(told.value)


def test_missing_columns_are_named(tmp_path):
    with pytest.raises(FaultsFoundError, match="„old“"):
        read_areas(written(tmp_path, "area,young,poor\n1,2,3\n"), definition())


def test_an_area_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UnknownAreaError, match="„99“"):
        neighbours_of_file(read_areas(table(tmp_path), definition()), definition(), of="99")


def municipal(tmp_path):
    (tmp_path / "m.csv").write_text(
        "AGS,ARS,GEN,EWZ,KFL\n"
        "01001000,010010000000,Stadt,1000,10\n"
        "01051003,010515163003,Dorf,300,3\n"
        "01051010,010515163010,Weiler,100,2\n"
        "01051020,010515166020,Hof,100,0\n"
        "01051021,010515166021,Mühle,100,1\n"
    )
    (tmp_path / "p.csv").write_text("kennziffer,2019\n01001000,600\n01051963,250\n01051966,900\n")
    (tmp_path / "u.csv").write_text("kennziffer,2019\n01001000,60\n01051963,5\n01051966,9\n")
    (tmp_path / "k.csv").write_text("kennziffer,2011,2019\n01001,200,300\n01051,100,90\n")
    source = {"year": "2019", "source": "Probe", "title": {"de": "x"}}
    return MunicipalTable.model_validate(
        {
            "title": {"de": "x"}, "text": {"de": "x"},
            "municipalities": {
                "file": "m.csv", "key": "AGS", "regional_key": "ARS", "name": "GEN",
                "residents": "EWZ", "square_kilometres": "KFL",
            },
            "belonging": {"file": "p.csv", "year": "2019", "least": 0.5, "most": 0.8},
            "columns": {
                "unemployed": {
                    **source, "file": "u.csv", "divided_by": "p.csv", "times": 100,
                    "given_for": "association",
                },
                "growth": {**source, "file": "k.csv", "since": "2011", "given_for": "district"},
            },
        }
    )  # fmt: skip


def test_a_municipality_carries_the_figure_of_its_association_or_district(tmp_path):
    found = municipal_table(municipal(tmp_path), tmp_path)

    assert found.rows() == [
        ("01001000", "Stadt", "01001", 1000.0, 100.0, 10.0, 50.0),
        ("01051003", "Dorf", "01051", 300.0, 100.0, 2.0, -10.0),
        ("01051010", "Weiler", "01051", 100.0, 50.0, 2.0, -10.0),
        # 900 people of working age beside 200 residents: another association than then
        ("01051020", "Hof", "01051", 100.0, None, None, -10.0),
        ("01051021", "Mühle", "01051", 100.0, 100.0, None, -10.0),
    ]


def test_the_commands_write_what_they_say(tmp_path):
    source = table(tmp_path)
    one = tmp_path / "probe.yaml"
    one.write_text(definition().model_dump_json(exclude_none=True), encoding="utf-8")
    run, app = CliRunner(), build_app()

    near = run.invoke(
        app,
        ["typology", "neighbours", str(source), "--key", str(one), "-o", str(tmp_path / "n.csv")],
    )
    kinds = run.invoke(
        app,
        ["typology", "types", str(source), "--definition", str(one), "-o", str(tmp_path / "t.csv")],
    )

    assert near.exit_code == 0, near.output
    assert kinds.exit_code == 0, kinds.output
    assert pl.read_csv(tmp_path / "n.csv")["place"].max() == 4
    assert {p.name for p in tmp_path.glob("t*.csv")} == {"t.csv", "t.marks.csv", "t.fits.csv"}
    assert "Typen" in kinds.output


def test_an_unknown_comparison_names_those_that_are_known(tmp_path):
    found = CliRunner().invoke(
        build_app(),
        ["typology", "types", str(table(tmp_path)), "--key", "mars", "-o", str(tmp_path / "t.csv")],
    )

    assert found.exit_code != 0
