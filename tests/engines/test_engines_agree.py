"""One counting expression, three engines: every cell of every default cube is the same."""

import io
import pickle
from pathlib import Path

import polars as pl
import pytest
from tests.engines.registers import counted, records
from tests.engines.servers import count_on_spark, postgresql

from kreisblick.sealed.register import Counted

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("engines")]

KINDS = {pl.String: "text", pl.Int64: "bigint"}


@pytest.fixture(scope="module")
def rows() -> dict[str, pl.DataFrame]:
    """A district's registers, by record type."""
    return records()


@pytest.fixture(scope="module")
def expected(rows: dict[str, pl.DataFrame]) -> dict[str, Counted]:
    """All default cubes as DuckDB counts them."""
    return counted(rows)


def same(found: dict[str, Counted], expected: dict[str, Counted]) -> None:
    assert {"households", "residents", "school_entry", "support_cases"} <= found.keys()
    assert found.keys() == expected.keys()
    for key, known in expected.items():
        cells, right = found[key].cube.cells, known.cube.cells
        other = int((cells["value"] != right["value"]).sum())
        assert other == 0, f"{key}: {other} of {right.height} cells differ"
        assert cells.equals(right), key
        assert found[key].quality == known.quality, key
        assert right["value"].sum() > 1000, key


def test_postgresql_counts_what_duckdb_counts(rows, expected):
    with postgresql() as server:
        for name, frame in rows.items():
            columns = ", ".join(f"{n} {KINDS[type(t)]}" for n, t in frame.schema.items())
            file = io.BytesIO()
            frame.write_csv(file, include_header=False)
            with server.con.cursor() as cursor:
                cursor.execute(f"CREATE TABLE {name} ({columns})")
                with cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy:
                    copy.write(file.getvalue())
            server.con.commit()

        same(counted({name: server.table(name) for name in rows}), expected)


def test_spark_counts_what_duckdb_counts(rows, expected, tmp_path: Path):
    for name, frame in rows.items():
        frame.write_parquet(tmp_path / f"{name}.parquet")

    count_on_spark(tmp_path)

    same(pickle.loads((tmp_path / "counted.pickle").read_bytes()), expected)
