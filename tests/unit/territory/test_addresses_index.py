"""An index on disk gives the same answers as a list in memory, and is there whole or not at all."""

import json
from datetime import date

import polars as pl
import pytest

from kreisblick.base.errors import FaultsFoundError, KreisblickError
from kreisblick.territory.addresses import assign, build_index, make_reference, read_reference

HOUSES = pl.DataFrame(
    [
        ("Hauptstraße", str(number), code, place, area)
        for code, place in (("01067", "Lindenau"), ("34117", "Kassel"), ("", "Ohneort"))
        for number, area in ((1, "A"), (2, "A"), (3, "B"), (12, "B"))
    ]
    + [("Mühlenweg", "9a", "34117", "Kassel", "C"), ("Marktplatz", "", "34117", "Kassel", "C")],
    schema=["street", "number", "postcode", "place", "area"],
    orient="row",
)
ASKED = pl.DataFrame(
    [
        ("Hauptstr. 1", "01067"),
        ("Haupstraße 2", "34117"),
        ("Mühlenweg 9a", "34117"),
        ("Hauptstr. 1-3", "34117"),
        ("Muhlenweg", "34117"),
        ("Marktplatz", "34117"),
        ("Hauptstr. 99", "34117"),
        ("Hauptstr. 3", ""),
        ("Nirgends 1", "34117"),
        ("Hauptstr. 12b", "01067"),
        ("Postfach 1", ""),
    ],
    schema=["street", "postcode"],
    orient="row",
)


def stored(table, path, parts=1):
    """The table in some files."""
    size = -(-table.height // parts)
    paths = [path / f"part{number}.csv" for number in range(parts)]
    for number, one in enumerate(paths):
        table.slice(number * size, size).write_csv(one)
    return paths


@pytest.mark.parametrize("parts", [1, 3])
def test_an_index_answers_as_the_list_in_memory(tmp_path, parts):
    count = build_index(stored(HOUSES, tmp_path, parts), tmp_path / "index")

    found = assign(ASKED, read_reference(tmp_path / "index"))

    assert count == HOUSES.height
    assert found.equals(assign(ASKED, make_reference(HOUSES)))
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == [
        *("houses.parquet", "index.json", "names.parquet", "ranges.parquet", "streets.parquet")
    ]


def test_given_ids_and_other_generations_are_kept(tmp_path):
    table = HOUSES.with_columns(
        address_id=pl.when(pl.col("area") == "A").then(pl.concat_str(pl.lit("id"), "number")),
        area_old=pl.lit("x"),
    )
    build_index(stored(table, tmp_path), tmp_path / "index")

    found = assign(ASKED, read_reference(tmp_path / "index"))

    assert found.equals(assign(ASKED, make_reference(table)))
    assert found["address_id"][0] == "id1"
    assert found["area_old"][0] == "x"


def test_the_same_lists_make_the_same_bytes_in_any_order_of_rows(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()

    build_index(stored(HOUSES, tmp_path / "one"), tmp_path / "first")
    build_index(stored(HOUSES.reverse(), tmp_path / "two"), tmp_path / "second")

    names = [path.name for path in (tmp_path / "first").iterdir()]
    assert all(
        (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
        for name in names
    )


def test_stretches_and_days_reach_the_index(tmp_path):
    dated = HOUSES.with_columns(valid_until=pl.lit("2020-01-01"))
    rest = HOUSES.with_columns(
        pl.lit("99999").alias("postcode"), valid_until=pl.lit(None, pl.String)
    )
    build_index(stored(pl.concat([dated, rest]), tmp_path), tmp_path / "i", on=date(2024, 1, 1))

    found = read_reference(tmp_path / "i")

    assert found.streets["postcode"].unique().to_list() == ["99999"]


def test_faults_of_all_lists_are_told_with_their_files_and_nothing_is_left(tmp_path):
    wrong = HOUSES.head(2).with_columns(area=pl.Series(["A", None]))
    again = HOUSES.head(1).with_columns(area=pl.lit("Z"))
    wrong.write_csv(tmp_path / "a.csv")
    again.write_csv(tmp_path / "b.csv")

    with pytest.raises(FaultsFoundError) as told:
        build_index([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "index")

    assert [(fault.code, fault.where) for fault in told.value.faults] == [
        ("address_in_two_areas", "a.csv, Zeile 2"),
        ("address_in_two_areas", "b.csv, Zeile 2"),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_a_failed_run_leaves_the_index_that_was_there(tmp_path):
    build_index(stored(HOUSES, tmp_path), tmp_path / "index")
    HOUSES.clear().write_csv(tmp_path / "empty.csv")

    with pytest.raises(FaultsFoundError, match="keine Adresse"):
        build_index([tmp_path / "empty.csv"], tmp_path / "index")

    assert read_reference(tmp_path / "index").streets.height


def test_what_is_no_index_is_told(tmp_path):
    with pytest.raises(KreisblickError, match="kein Adressindex"):
        read_reference(tmp_path)

    build_index(stored(HOUSES, tmp_path), tmp_path / "index")
    about = tmp_path / "index" / "index.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | {"rules": "others"}))

    with pytest.raises(KreisblickError, match="neu anlegen"):
        read_reference(tmp_path / "index")
