"""Records come out of the encrypted store as one stream, or out of a file at its source."""

from datetime import date

import polars as pl
import pyarrow as pa
import pytest
from tests.unit.register.district import DAY, cube, dimension, register, territory

from kreisblick.base.errors import KreisblickError
from kreisblick.sealed.register import count, count_at_source, read_records
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import Slice

AGES = cube(dimensions=[dimension("age", "0-17", "18+", kind="age")])


def test_deliveries_in_the_store_are_counted_as_one_register(tmp_path):
    store = SealedStore(tmp_path)
    store.write_table("a/residents/records", pa.table({"birth_year": [2000], "area_2023": ["a1"]}))
    columns = {"birth_year": [2020, 1950], "area_2023": ["a1", "b1"], "street": ["x", "y"]}
    store.write_table("b/residents/records", pa.table(columns))

    records = read_records(
        store, ["a/residents/records", "b/residents/records"], ["birth_year", "area_2023", "sex"]
    )
    assert records.schema.names == ["birth_year", "area_2023", "sex", "delivery"]
    made = count(
        AGES,
        key="ages",
        register=register("residents"),
        records=records,
        reference_date=DAY,
        territory=territory(),
    )

    found = made.cube.take(Slice()).select("area", "value").rows()
    assert found == [("a1", 2), ("a2", 0), ("b1", 1)]


@pytest.fixture
def reference(tmp_path):
    path = tmp_path / "reference.csv"
    path.write_text(
        "street,number,suffix,postcode,place,area\n"
        "Hauptstraße,1,,12345,Lindenau,0101\n"
        "Hauptstraße,2,,12345,Lindenau,0102\n",
        encoding="utf-8",
    )
    return path


def test_a_supplier_counts_offline_and_hands_on_aggregates_only(tmp_path, reference):
    rows = tmp_path / "people.csv"
    rows.write_text(
        "name,street,number,postcode,place,birth_year\n"
        "Somebody,Hauptstr.,1,12345,Lindenau,2000\n"
        "Another,Hauptstraße,1,12345,Lindenau,2015\n"
        "Third,Hauptstraße,99,99999,Nowhere,1980\n"
        "Fourth,Hauptstraße,2,12345,Lindenau,unknown\n",
        encoding="utf-8",
    )

    made = count_at_source(
        rows,
        cube=AGES,
        key="ages",
        register=register("residents"),
        reference=reference,
        reference_date=date(2024, 12, 31),
    )

    cells = made.cube.cells.select("area", "age", "value").rows()
    assert cells == [
        ("0101", "0-17", 1),
        ("0101", "18+", 1),
        ("0102", "0-17", 0),
        ("0102", "18+", 0),
    ]
    assert "Somebody" not in str(made)


def test_what_is_no_table_is_refused_with_a_clear_sentence(tmp_path, reference):
    rows = tmp_path / "people.parquet"
    rows.write_bytes(b"not a table")

    with pytest.raises(KreisblickError, match=r"people\.parquet"):
        count_at_source(
            rows,
            cube=AGES,
            key="ages",
            register=register("residents"),
            reference=reference,
            reference_date=DAY,
        )


def test_records_parquet_is_read_like_csv(tmp_path, reference):
    rows = tmp_path / "people.parquet"
    pl.DataFrame(
        {"street": ["Hauptstraße 2"], "postcode": ["12345"], "birth_year": [2000]}
    ).write_parquet(rows)

    made = count_at_source(
        rows,
        cube=AGES,
        key="ages",
        register=register("residents"),
        reference=reference,
        reference_date=DAY,
    )

    assert made.cube.take(Slice()).select("area", "value").rows() == [("0101", 0), ("0102", 1)]
