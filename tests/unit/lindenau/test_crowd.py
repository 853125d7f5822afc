"""A crowd for benchmarks: as many rows as asked for, the same each time, on known areas."""

import pyarrow as pa

from kreisblick.lindenau.crowd import CROWD_SCHEMA, gather
from kreisblick.lindenau.definitions import Crowd
from kreisblick.lindenau.files import read_parameters

SMALL = Crowd(residents=2_000, municipalities=5, areas=12, town_size_spread=1.0)


def rows() -> pa.Table:
    return pa.Table.from_batches(gather(SMALL, 7, read_parameters()).batches())


def test_a_crowd_has_as_many_rows_as_asked_for_and_is_the_same_each_time() -> None:
    once, again = rows(), rows()

    assert once.num_rows == 2_000
    assert once.schema.equals(CROWD_SCHEMA)
    assert once.equals(again)


def test_everybody_with_an_address_lives_on_a_known_area() -> None:
    territory = gather(SMALL, 7, read_parameters()).territory()

    living = set(rows()["area_2023"].drop_null().to_pylist())

    assert len(living) > 1
    assert living <= set(territory.areas["area"])
