"""What must always hold when addresses are assigned."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.territory.addresses import assign, make_reference

NAMES = ["Hauptstraße", "Mühlenweg", "Karl-Marx-Straße", "Am Ring", "Lindenallee"]
HOUSES = [
    (name, str(number), code, "north" if number < 6 else "south")
    for name in NAMES
    for number in range(1, 12)
    for code in ("01067", "01069")
]
REFERENCE = make_reference(
    pl.DataFrame(HOUSES, schema=["street", "number", "postcode", "area"], orient="row")
)
text = st.text(alphabet="abcßäü Str.-0123456789?/", max_size=14)
rows = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(NAMES), text),
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
