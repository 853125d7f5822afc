"""The recount of flows, which explains a published figure, against the count that made it."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.register.district import DAY, cube, dimension, territory

from kreisblick.pipeline.recount_flows import Cards, flows_by_hand
from kreisblick.sealed.register import BALANCE, RegisterDefinition, Stock, count_flows

FIRST = date(2022, 12, 31)
SCHEMA = {"person": pl.String, "birth_year": pl.Int64, "area_2023": pl.String}
person = st.tuples(
    st.one_of(st.none(), st.sampled_from("abcdef")),
    st.one_of(st.none(), st.sampled_from([1950, 1990, 2023])),
    st.one_of(st.none(), st.sampled_from(["a1", "a2", "b1"])),
)
FLOWS = [flow for flow in BALANCE if not flow.startswith("address")]
REGISTER = RegisterDefinition.model_validate(
    {
        "title": {"de": "Bewegungen"},
        "records": "residents",
        "flows": {"by": ["person"], "birth_year": "birth_year"},
        "dimensions": {"flow": {"read": "flow"}},
        "smallest_note": 1,
    }
)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(person, max_size=8),
    st.lists(person, max_size=8),
    st.lists(st.sampled_from("abcdef"), max_size=3),
    st.sampled_from([frozenset({"m1", "m2"}), frozenset({"m1"})]),
)
def test_the_recount_finds_what_was_counted(before, after, deaths, towns):
    old, new = (
        Stock(day=day, records=pl.DataFrame(rows, schema=SCHEMA, orient="row"), covered=towns)
        for day, rows in ((FIRST, before), (DAY, after))
    )
    dead = pl.DataFrame({"person": deaths}, schema={"person": pl.String})
    counted = count_flows(
        cube(dimensions=[dimension("flow", *FLOWS)]),
        key="flows",
        register=REGISTER,
        before=old,
        after=new,
        deaths=dead,
        territory=territory(),
    ).cube
    areas = {"a1", "a2"} | ({"b1"} if "m2" in towns else set())
    cards = Cards(
        register=REGISTER, rule=REGISTER.flows, area="area_2023", everywhere=frozenset(areas)
    )

    for area, flow, value in counted.cells.select("area", "flow", "value").iter_rows():
        if area in areas:
            assert flows_by_hand(cards, old, new, dead, {"flow": [flow]}, [area]) == value
