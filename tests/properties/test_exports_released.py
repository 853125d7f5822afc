"""What must always hold of released figures, whatever a bundle brings."""

from dataclasses import replace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.states import any_states, with_states
from tests.unit.atlas.factory import make_bundle

from kreisblick.products.figures import State, released_figures
from kreisblick.products.figures.released import OWN_NUMBERS

BUNDLE = make_bundle()
HEIGHT = BUNDLE.indicators.height


@settings(max_examples=30, deadline=None)
@given(*any_states(HEIGHT))
def test_a_figure_has_a_number_exactly_when_it_is_free_and_known(
    observations: list[str], confidentiality: list[str], values: list[float | None]
) -> None:
    bundle = with_states(BUNDLE, observations, confidentiality, values)

    figures = released_figures(bundle)

    assert figures.height == HEIGHT
    may = (
        (pl.col("confidentiality") == "free")
        & pl.col("observation").is_in(["counted", "estimated"])
        & pl.col("value").is_not_null()
    )
    assert (
        figures.filter(pl.col("value").is_not_null()).height == bundle.indicators.filter(may).height
    )
    hidden = figures.filter(pl.col("value").is_null())
    assert all(hidden[name].null_count() == hidden.height for name in OWN_NUMBERS)
    assert figures["state"].is_in([state.value for state in State]).all()


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(HEIGHT)))
def test_the_order_of_rows_never_matters(order: list[int]) -> None:
    shuffled = replace(BUNDLE, indicators=BUNDLE.indicators[list(order)])

    assert released_figures(shuffled).equals(released_figures(BUNDLE))
