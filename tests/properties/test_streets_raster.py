"""What must always hold when houses become a raster and lists are compared."""

import io
import tempfile
from dataclasses import replace
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.territory.streets import (
    Streets,
    check_streets,
    compare,
    make_raster,
    place_in_ranges,
    read_streets,
    write_raster,
)
from kreisblick.territory.streets.model import HOUSES

AREAS = ("100100100", "100100200", "100200100")
house = st.tuples(
    st.sampled_from(["Hauptstraße", "Am Ring; Süd", 'Weg "Z"']),
    st.integers(1, 14).map(str),
    st.sampled_from([None, "a", "B", "c"]),
    st.sampled_from(["01234", "01236"]),
    st.sampled_from(["Nord", "Süd"]),
)
towns = st.dictionaries(house, st.sampled_from(AREAS), min_size=1, max_size=12)


def streets(town: dict[tuple[str | None, ...], str]) -> Streets:
    rows = [(*key, area) for key, area in town.items()]
    return Streets(
        houses=pl.DataFrame(rows, schema=dict.fromkeys(HOUSES, pl.String), orient="row"),
        format="addresses",
    )


@settings(deadline=None, max_examples=25)
@given(towns)
def test_every_house_lies_where_it_lay_after_writing_and_reading(town: dict) -> None:
    some = streets(town)

    with tempfile.TemporaryDirectory() as folder:
        raster = write_raster(some, Path(folder) / "x-ra.csv")
        read = read_streets(Path(folder) / "x-ra.csv")

    assert raster.lost.height == 0
    assert place_in_ranges(some.houses, read.ranges).equals(some.houses["area"])


@settings(deadline=None, max_examples=25)
@given(towns)
def test_a_raster_has_neither_gaps_nor_overlaps(town: dict) -> None:
    raster = make_raster(streets(town))

    faults = check_streets(Streets(ranges=raster.ranges, format="raster"))

    assert faults == []


@settings(deadline=None, max_examples=10)
@given(towns, st.randoms())
def test_the_order_of_houses_never_changes_a_byte(town: dict, random: object) -> None:
    some = streets(town)
    order = list(range(some.houses.height))
    random.shuffle(order)  # type: ignore[attr-defined]
    mixed = replace(some, houses=some.houses[order])

    written = []
    for one in (some, mixed):
        stream = io.BytesIO()
        make_raster(one).rows.write_csv(stream)
        written.append(stream.getvalue())

    assert written[0] == written[1]


@settings(deadline=None, max_examples=20)
@given(towns)
def test_joining_joined_stretches_changes_nothing(town: dict) -> None:
    once = make_raster(streets(town))

    twice = make_raster(Streets(ranges=once.ranges, format="raster"))

    assert twice.rows.equals(once.rows)
    assert place_in_ranges(streets(town).houses, twice.ranges).to_list() == list(town.values())


@settings(deadline=None, max_examples=20)
@given(towns, towns)
def test_changes_are_as_many_as_the_differences_of_two_lists(old: dict, new: dict) -> None:
    found = compare(streets(old), streets(new))

    def key(house: tuple[str | None, ...]) -> tuple[str, ...]:
        return (*house[:2], (house[2] or "").lower(), *house[3:])  # type: ignore[return-value]

    before, after = ({key(h): area for h, area in town.items()} for town in (old, new))
    told = found.filter(~pl.col("change").is_in(["renamed", "maybe_renamed"]))
    counts = dict(told.group_by("change").agg(pl.col("houses").sum()).iter_rows())
    if not found["change"].is_in(["maybe_renamed"]).any():
        come = counts.get("new_street", 0) + counts.get("new_houses", 0)
        gone = counts.get("gone_street", 0) + counts.get("gone_houses", 0)
        assert come == len(after.keys() - before.keys())
        assert gone == len(before.keys() - after.keys())
        both = before.keys() & after.keys()
        assert counts.get("moved", 0) == sum(before[k] != after[k] for k in both)
