"""Nobody is lost or born: shared out counts keep their sum, bounds keep the truth inside."""

from datetime import date

import numpy as np
import polars as pl
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kreisblick.sealed.intake import IntakeContext
from kreisblick.sealed.intake.bounds import tighten_bounds
from kreisblick.sealed.intake.break_down import break_down, postcode_shares
from kreisblick.sealed.intake.convert import numbers
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.reading import Format, Grid
from kreisblick.sealed.reading.decode import decode
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.addresses import Reference, make_reference
from kreisblick.territory.areas.model import Generation, Territory

FINE = ["a1", "a2", "b1", "b2", "b3"]
AREAS = [
    *[(a, "planning_area", a[0]) for a in FINE],
    ("a", "municipality", "k"),
    ("b", "municipality", "k"),
    ("k", "district", None),
]
TERRITORY = Territory(
    generation=Generation(key="g", valid_from=date(2000, 1, 1)),
    areas=pl.DataFrame(
        [(a, a, level, parent, a) for a, level, parent in AREAS],
        schema=["area", "name", "level", "parent", "official_code"],
        orient="row",
    ),
    geometry=np.array([shapely.box(i, 0, i + 1, 1) for i in range(len(AREAS))]),
)
AGE = {"name": "age", "title": {"de": "Alter"}, "kind": "age", "codes": ["0-17", "18+"]}
CUBES = {
    "c": CubeDefinition.model_validate(
        {"title": {"de": "Leute"}, "counts": "persons", "dimensions": [AGE], "rules": "r"}
    )
}
FIXED = {"cube": "c", "age": "*", "lower": None, "upper": None, "observation": "counted"}


def reference(addresses: list[tuple[int, int]]) -> Reference:
    """One address for each pair of postcode and area."""
    rows = [
        {
            "street": "Weg",
            "number": str(n + 1),
            "postcode": f"1111{p}",
            "place": "X",
            "area": FINE[a],
        }
        for n, (p, a) in enumerate(addresses)
    ]
    return make_reference(pl.DataFrame(rows))


def frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    texts = ["cube", "level", "area", "age"]
    schema = {
        **dict.fromkeys(texts, pl.String),
        **dict.fromkeys(["value", "lower", "upper"], pl.Int64),
        "observation": pl.String,
        "row": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema)


pairs = st.tuples(st.integers(0, 2), st.integers(0, 4))


@given(
    st.lists(pairs, min_size=1, max_size=30), st.lists(st.integers(0, 5000), min_size=3, max_size=3)
)
def test_shared_out_counts_keep_the_sum_of_their_postcodes(
    addresses: list[tuple[int, int]], counts: list[int]
) -> None:
    known = reference(addresses)
    present = sorted({p for p, _a in addresses})
    records = frame(
        [
            FIXED | {"level": "postcode", "area": f"1111{p}", "value": counts[p], "row": p}
            for p in present
        ]
    )
    context = IntakeContext(
        territories={"g": TERRITORY}, cubes=CUBES, suppliers={}, deliveries={}, reference=known
    )
    book = FaultBook(grid=Grid(cells=pl.DataFrame({"row": [1], "1": ["x"]})))
    fine = break_down(records, context, TERRITORY, book)
    assert fine["value"].sum() == sum(counts[p] for p in present)
    assert (fine["value"] >= 0).all()


@given(st.lists(pairs, min_size=1, max_size=30))
def test_the_shares_of_a_postcode_are_one(addresses: list[tuple[int, int]]) -> None:
    shares = postcode_shares(reference(addresses), "g")
    sums = shares.group_by("postcode").agg(pl.col("share").sum())
    assert np.allclose(sums["share"], 1.0)


cells = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=len(FINE), max_size=len(FINE)
)


@given(cells, st.sets(st.integers(0, 23)))
def test_the_truth_always_lies_within_the_tightened_bounds(
    truth: list[tuple[int, int]], hidden: set[int]
) -> None:
    rows = all_rows(truth)
    told = [
        row
        if n not in hidden
        else row | {"value": None, "lower": 0, "observation": "withheld_by_source"}
        for n, row in enumerate(rows)
    ]
    bounded = tighten_bounds(frame(told), CUBES, TERRITORY)
    for row, found in zip(rows, bounded.iter_rows(named=True), strict=True):
        if found["observation"] == "withheld_by_source":
            assert found["lower"] <= row["value"]
            assert found["upper"] is None or row["value"] <= found["upper"]


def all_rows(truth: list[tuple[int, int]]) -> list[dict[str, object]]:
    """The whole table: every area of every level, both ages and all."""
    found: list[dict[str, object]] = []
    for area, level, _parent in AREAS:
        below = [n for n, fine in enumerate(FINE) if fine.startswith("" if area == "k" else area)]
        young, old = (sum(truth[n][i] for n in below) for i in (0, 1))
        for age, value in (("0-17", young), ("18+", old), ("*", young + old)):
            found.append(
                FIXED
                | {"level": level, "area": area, "age": age, "value": value, "row": len(found)}
            )
    return found


@given(st.integers(-(10**9), 10**9))
def test_a_number_written_the_german_way_is_read_as_itself(value: int) -> None:
    written = f"{value:,}".replace(",", ".")
    assert numbers(pl.Series([written]), Format(type="csv"), whole=True).to_list() == [value]


@given(st.text(alphabet="äöüÄÖÜßabcXYZ ;-0123456789§€", min_size=1).filter(str.strip))
def test_german_text_survives_every_encoding_that_can_write_it(text: str) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        assert decode(text.encode(encoding), "auto", name="x") == text
    assert decode(text.encode("cp1252"), "cp1252", name="x") == text
