"""Any states and values for the figures of a small bundle."""

from dataclasses import replace
from typing import Any

import polars as pl
from hypothesis import strategies as st

from kreisblick.products.figures import State

__all__ = ["any_states", "with_states"]

OBSERVATIONS = [state.value for state in State if state is not State.SUPPRESSED]


def any_states(height: int) -> tuple[st.SearchStrategy[list[Any]], ...]:
    """Observations, confidentiality and values of ``height`` figures."""
    kinds = (
        st.sampled_from(OBSERVATIONS),
        st.sampled_from(["free", "suppressed"]),
        st.one_of(st.none(), st.floats(0, 100)),
    )
    return tuple(st.lists(kind, min_size=height, max_size=height) for kind in kinds)


def with_states(
    bundle: Any, observations: list[str], confidentiality: list[str], values: list[float | None]
) -> Any:
    """The bundle with these figures."""
    frame = bundle.indicators.with_columns(
        observation=pl.Series(observations),
        confidentiality=pl.Series(confidentiality),
        value=pl.Series(values, dtype=pl.Float64),
    )
    return replace(bundle, indicators=frame)
