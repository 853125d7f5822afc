"""What must always hold when addresses are assigned."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.territory.addresses import assign, build_index, make_reference, read_reference
from kreisblick.territory.addresses.learn import DECISIONS

NAMES = ["Hauptstraße", "Mühlenweg", "Karl-Marx-Straße", "Am Ring", "Lindenallee"]
HOUSES = [
    (name, str(number), code, "north" if number < 6 else "south")
    for name in NAMES
    for number in range(1, 12)
    for code in ("01067", "01069")
]
TABLE = pl.DataFrame(HOUSES, schema=["street", "number", "postcode", "area"], orient="row")
REFERENCE = make_reference(TABLE)
RANGES = pl.DataFrame(
    [
        ("Hauptstraße", "01067", "odd", 13, 99, "south"),
        ("Am Tor", "01069", "both", 1, None, "north"),
    ],
    schema=["street", "postcode", "parity", "low", "high", "area"],
    orient="row",
)
OTHER = pl.DataFrame(
    {"street": ["Am Ring", "Mühlenweg"], "postcode": ["01067", None], "other": ["Ringweg", "Weg"]}
)
LEARNED = pl.DataFrame(
    [
        {"decision_id": "1", "kind": "same_street", "street": "aweg", "to_street": "Am Ring"},
        {"decision_id": "2", "kind": "not_in_district", "street": "bweg"},
        {"decision_id": "3", "kind": "never", "street": "hauptstr", "to_street": "Hauptstraße"},
    ],
    schema=DECISIONS,
).with_columns(pl.all().fill_null(""))
text = st.text(alphabet="abcßäü Str.-0123456789?/", max_size=14)
rows = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from([*NAMES, "Am Tor", "Ringweg", "A-Weg", "B-Weg", "Hauptstr"]), text
        ),
        st.one_of(st.integers(0, 40).map(str), text),
        st.sampled_from(["01067", "01069", "1067", "", "99999"]),
    ),
    min_size=1,
    max_size=12,
)


def table(some: list[tuple[str, str, str]]) -> pl.DataFrame:
    return pl.DataFrame(some, schema=["street", "number", "postcode"], orient="row")


@settings(deadline=None, max_examples=20)
@given(rows, st.randoms())
def test_the_order_of_rows_never_matters(some: list[tuple[str, str, str]], random: object) -> None:
    order = list(range(len(some)))
    random.shuffle(order)  # type: ignore[attr-defined]

    found = assign(table(some), REFERENCE)
    shuffled = assign(table(some)[order], REFERENCE)

    assert found[order].equals(shuffled)


@settings(deadline=None, max_examples=20)
@given(rows)
def test_no_address_and_no_area_is_ever_invented(some: list[tuple[str, str, str]]) -> None:
    found = assign(table(some), REFERENCE)

    ids = set(REFERENCE.houses["address_id"])
    match = found.filter(decision="match")
    assert set(match["address_id"]) <= ids
    assert match.join(REFERENCE.houses, on=["address_id", "area"]).height == match.height
    assert found.filter(pl.col("decision").is_in(["review", "none"]))["area"].null_count() == (
        found.filter(pl.col("decision").is_in(["review", "none"])).height
    )
    assert found.filter(pl.col("decision") != "match")["address_id"].drop_nulls().len() == 0


@settings(deadline=None, max_examples=20)
@given(rows, st.randoms())
def test_the_order_of_rows_of_any_list_never_matters(
    some: list[tuple[str, str, str]], random: object
) -> None:
    def shuffled(frame: pl.DataFrame) -> pl.DataFrame:
        order = list(range(frame.height))
        random.shuffle(order)  # type: ignore[attr-defined]
        return frame[order]

    first = assign(
        table(some), make_reference(TABLE, ranges=RANGES, names=OTHER), decisions=LEARNED
    )
    second = assign(
        table(some),
        make_reference(shuffled(TABLE), ranges=shuffled(RANGES), names=shuffled(OTHER)),
        decisions=shuffled(LEARNED),
    )

    assert first.equals(second)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    TABLE[::-1].write_parquet(folder / "houses.parquet")
    build_index([folder / "houses.parquet"], folder / "index")
    return folder / "index"


@settings(deadline=None, max_examples=20)
@given(some=rows)
def test_an_index_answers_as_the_list_in_memory(
    index: Path, some: list[tuple[str, str, str]]
) -> None:
    found = assign(table(some), read_reference(index), decisions=LEARNED)

    assert found.equals(assign(table(some), REFERENCE, decisions=LEARNED))
