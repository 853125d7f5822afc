"""Several registers from one pass over a stream, with memory for one delivery at a time."""

from contextlib import nullcontext

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from tests.unit.register.district import DAY, cube, dimension, people, register, territory

from kreisblick.base.errors import KreisblickError
from kreisblick.sealed.register import UncountableError, count_all, count_registers, read_records
from kreisblick.sealed.register import once as one_pass
from kreisblick.sealed.store import SealedStore

AGES = cube(dimensions=[dimension("age", "0-17", "18-64", "65+", kind="age")])
SEXES = cube(dimensions=[dimension("sex", "female", "male")])
TYPES = ["single", "single_parent", "couple_no_children", "couple_with_children", "other"]
HOUSEHOLDS = cube(
    counts="households",
    dimensions=[dimension("type", *TYPES), dimension("size", "1", "2", "3", "4", "5+")],
)
GROUPS = [
    (register("residents"), {"ages": AGES, "sexes": SEXES}),
    (register("households"), {"households": HOUSEHOLDS}),
]


def town(number: int, rows: int = 400) -> pl.DataFrame:
    """One delivery; household numbers are the same in every delivery, members are far apart."""
    random = np.random.default_rng(number)
    areas = [*["a1", "a2", "b1"] * 9, "elsewhere", None]
    invented = [
        (
            int(random.integers(1930, 2025)),
            str(random.choice(["female", "male", "unknown"])),
            str(random.integers(0, rows // 2)),
            areas[random.integers(0, len(areas))],
        )
        for _ in range(rows)
    ]
    return people(*invented).with_columns(delivery=pl.lit(number, pl.Int64))


def stream(*towns: pl.DataFrame, rows: int = 50) -> pa.RecordBatchReader:
    tables = [frame.to_arrow().cast(wide(frame)) for frame in towns]
    batches = [batch for table in tables for batch in table.to_batches(rows)]
    return pa.RecordBatchReader.from_batches(tables[0].schema, batches)


def wide(frame: pl.DataFrame) -> pa.Schema:
    return pa.schema(
        [(n, pa.int64() if t.is_integer() else pa.string()) for n, t in frame.schema.items()]
    )


def counted(records, groups=GROUPS, **more):
    return count_registers(
        groups, records=records, reference_date=DAY, territory=territory(), **more
    )


@pytest.mark.parametrize("kept", [1, 300, 10_000])
def test_one_pass_in_pieces_gives_what_each_register_gives_on_its_own(monkeypatch, kept):
    monkeypatch.setattr(one_pass, "ROWS", kept)
    towns = [town(number) for number in range(5)]

    made = counted(stream(*towns))

    whole = pl.concat(towns)
    for one, cubes in GROUPS:
        alone = count_all(
            cubes, register=one, records=whole, reference_date=DAY, territory=territory()
        )
        for key in cubes:
            assert made[key].cube.cells.equals(alone[key].cube.cells)
            assert made[key].quality == alone[key].quality
    assert made["households"].cube.cells["value"].sum() > 500


def test_rows_wait_only_until_their_delivery_is_complete(monkeypatch):
    monkeypatch.setattr(one_pass, "ROWS", 100)
    seen = []
    execute = one_pass.execute

    def watched(records, express):
        if isinstance(records, pa.Table):
            seen.append((records.num_rows, sorted(set(records["delivery"].to_pylist()))))
        return execute(records, express)

    monkeypatch.setattr(one_pass, "execute", watched)

    counted(stream(*[town(number) for number in range(4)]))

    assert seen == [(400, [0]), (400, [1]), (400, [2]), (400, [3])]


def test_a_register_of_households_alone_is_counted_by_delivery_too(monkeypatch):
    monkeypatch.setattr(one_pass, "ROWS", 100)
    towns = [town(number) for number in range(3)]

    made = counted(stream(*towns), GROUPS[1:])

    alone = counted(pl.concat(towns), GROUPS[1:])
    assert made["households"].cube.cells.equals(alone["households"].cube.cells)


@pytest.mark.parametrize(("by", "second"), [(("delivery", "person"), 0), (("person",), 1)])
def test_spells_are_put_together_from_whole_deliveries_or_from_all(monkeypatch, by, second):
    monkeypatch.setattr(one_pass, "ROWS", 3)
    spells = register("benefit_spells")
    spells = spells.model_copy(update={"spells": spells.spells.model_copy(update={"by": by})})
    duration = cube(dimensions=[dimension("duration", *spells.spells.classes)])
    rows = [
        ("2", "2024-03-01", None, 1990, "a1", 0),
        ("3", "2024-03-01", None, 1990, "a1", 0),
        ("1", "2019-01-01", "2023-12-31", 1980, "a1", 0),
        ("1", "2024-01-01", None, 1980, "a1", second),
        ("4", "2024-03-01", None, 1990, "b1", 1),
    ]
    names = ["person", "begins_on", "ends_on", "birth_year", "area_2023", "delivery"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    groups = [(register("residents"), {"ages": AGES}), (spells, {"duration": duration})]

    made = counted(stream(frame, rows=1), groups)

    cells = made["duration"].cube.cells.filter(pl.col("value") > 0)
    found = cells.group_by("duration").agg(pl.col("value").sum())
    assert dict(found.rows()) == {"under_1_year": 3, "4_years_and_more": 1}


def test_units_that_may_lie_in_two_deliveries_are_never_counted_in_pieces(monkeypatch):
    monkeypatch.setattr(one_pass, "ROWS", 1)
    flats = cube(dimensions=[dimension("sex", "female", "male")], distinct="household")
    groups = [*GROUPS, (register("residents"), {"flats": flats})]
    towns = [town(number) for number in range(3)]

    made = counted(stream(*towns), groups)

    alone = counted(pl.concat(towns), groups)
    assert made["flats"].cube.cells.equals(alone["flats"].cube.cells)
    assert made["ages"].cube.cells.equals(alone["ages"].cube.cells)


def test_a_stream_that_goes_back_to_a_delivery_is_refused():
    with pytest.raises(ValueError, match="one delivery after the other"):
        counted(stream(town(1), town(0)))


def test_a_damaged_table_says_so_although_an_engine_was_reading(tmp_path):
    store = SealedStore(tmp_path)
    store.write_table("a/records", stream(town(0)).read_all())
    store.write_table("b/records", stream(town(1)).read_all())
    records = read_records(store, ["a/records", "b/records"], town(0).columns)
    file = tmp_path / "b" / "records.parquet"
    content = bytearray(file.read_bytes())
    for place in range(len(content) // 8, len(content) // 2, 50):  # pages of several columns
        content[place] ^= 255
    file.write_bytes(bytes(content))

    with pytest.raises(KreisblickError, match="b/records"):
        counted(records)


def test_rows_that_do_not_fit_into_memory_are_an_error_and_no_file(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    connect = duckdb.connect

    def small(*, config):
        return connect(config={**config, "memory_limit": "32MB", "threads": 1})

    monkeypatch.setattr(duckdb, "connect", small)
    frame = town(0).drop("household").join(pl.DataFrame({"household": range(900)}), how="cross")
    rows = frame.with_columns(household=pl.int_range(pl.len()).cast(pl.String).str.zfill(40))

    with pytest.raises(UncountableError, match="Arbeitsspeicher"):
        counted(rows, GROUPS[1:])

    assert list(tmp_path.rglob("*")) == []


def test_whoever_watches_is_told_of_every_batch():
    class Watching:
        def __init__(self):
            self.told = 0

        def step(self, words):
            return nullcontext()

        def track(self, items, words, total=None):
            for item in items:
                self.told += 1
                yield item

        def note(self, words):
            pass

    watching = Watching()
    counted(stream(town(0), town(1)), progress=watching)

    assert watching.told == 16
