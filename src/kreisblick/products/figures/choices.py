"""Choices: the figures that a municipality keeps back, whatever they are."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from kreisblick.products.figures.model import State
from kreisblick.products.model import BundleLike

__all__ = ["by_choice", "choice_levels", "released_indices"]

LEVELS = {
    "full": (),
    "grouped": ("planning_area",),
    "district": ("planning_area", "municipality"),
    "none": ("planning_area", "municipality"),
}


def by_choice(bundle: BundleLike) -> Any:
    """The state of figures under a choice, for ``.otherwise``; it asks for no figure's value.

    Expects ``indicator, level, area, municipality, state``. A figure that the choice would let
    be shown, or that is shown because the choice changes nothing (the only area of a town that
    shows its areas together), keeps its state.
    """
    found: Any = pl
    for choice in bundle.report.get("choices", ()):
        kept = pl.col("level").is_in(LEVELS[choice["shows"]])
        here = (pl.col("municipality") == choice["municipality"]) & kept & ~_has_number()
        found = found.when(here & pl.col("indicator").is_in(_concerned(bundle, choice))).then(
            pl.lit(State.BY_CHOICE.value)
        )
    return found if found is not pl else pl.when(pl.lit(value=False)).then(pl.lit(""))


def choice_levels(shows: str) -> tuple[str, ...]:
    """The levels of a municipality that have no figures of their own under a choice."""
    return LEVELS[shows]


def released_indices(bundle: BundleLike) -> pl.DataFrame:
    """The index rows of the report's areas; what a municipality keeps back says so.

    ``confidentiality`` is then ``by_choice`` instead of ``suppressed``, or of ``free`` where the
    row has no class.
    """
    frame = bundle.indices.filter(generation=str(bundle.report["generation"]))
    owner = dict(bundle.areas.select("area", "parent").iter_rows())
    for choice in bundle.report.get("choices", ()):
        if "planning_area" not in LEVELS[choice["shows"]]:
            continue
        areas = [area for area, town in owner.items() if town == choice["municipality"]]
        concerned = set(_concerned(bundle, choice))
        keys = [k for k, d in bundle.index_definitions.items() if concerned & _made_of(d)]
        kept = pl.col("area").is_in(areas) & pl.col("index").is_in(keys) & pl.col("class").is_null()
        word = pl.when(kept).then(pl.lit(State.BY_CHOICE.value)).otherwise("confidentiality")
        frame = frame.with_columns(confidentiality=word)
    return frame


def _made_of(definition: Mapping[str, Any]) -> set[str]:
    parts = [definition.get(name) or {} for name in ("status", "dynamics")]
    return {str(one["indicator"]) for part in parts for one in part.get("indicators", ())}


def _has_number() -> pl.Expr:
    return pl.col("state").is_in([state.value for state in State if state.has_number])


def _concerned(bundle: BundleLike, choice: Mapping[str, Any]) -> list[str]:
    """The indicators of which one count at least is kept back."""
    cubes = choice["cubes"]
    return [
        key
        for key, definition in bundle.indicator_definitions.items()
        if cubes is None or {part["cube"] for part in _parts(definition)} & set(cubes)
    ]


def _parts(definition: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [definition[side] for side in ("numerator", "denominator") if definition.get(side)]
