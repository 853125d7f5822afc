"""Strata: the counts by group behind a standardised figure, asked for as questions of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators.model import IndicatorDefinition, Part, Request

__all__ = ["Stratum", "asked_strata", "in_strata", "strata_of", "with_strata"]

JOINT = "\n"  # no key of a definition holds it


@dataclass(frozen=True, kw_only=True)
class Stratum:
    """One group of a standardised figure.

    Attributes:
        group: its code, or the ages it is put together from.
        numerator, denominator: the questions.
    """

    group: str
    numerator: Part
    denominator: Part


def strata_of(
    definition: IndicatorDefinition, cubes: Mapping[str, CubeDefinition]
) -> list[Stratum]:
    """The groups of a definition, in order; none where it is not standardised.

    Raises:
        KeyError: when the numerator's cube is not defined.
    """
    wanted, below = definition.standardise, definition.denominator
    if wanted is None or below is None:
        return []
    named = {one.name: one.codes for one in cubes[definition.numerator.cube].dimensions}
    return [
        Stratum(
            group=group,
            numerator=_within(definition.numerator, wanted.by, group),
            denominator=_within(below, wanted.by, group),
        )
        for group in wanted.groups or named.get(wanted.by, ())
    ]


def asked_strata(
    definition: IndicatorDefinition, cubes: Mapping[str, CubeDefinition]
) -> list[dict[str, Any]]:
    """The groups as a bundle tells them: ``group``, and side to cube and slice."""
    return [
        {
            "group": one.group,
            "numerator": {"cube": one.numerator.cube, "slice": one.numerator.slice(cubes).key},
            "denominator": {
                "cube": one.denominator.cube,
                "slice": one.denominator.slice(cubes).key,
            },
        }
        for one in strata_of(definition, cubes)
    ]


def with_strata(request: Request) -> Request:
    """The request with one question more for every group of every standardised figure."""
    more = {
        _name(key, stratum.group): definition.model_copy(
            update={
                "standardise": None,
                "numerator": stratum.numerator,
                "denominator": stratum.denominator,
            }
        )
        for key, definition in request.definitions.items()
        for stratum in strata_of(definition, request.cubes)
    }
    if not more:
        return request
    names = pl.DataFrame(
        [(name.partition(JOINT)[0], name) for name in more],
        schema={"indicator": pl.String, "_name": pl.String},
        orient="row",
    )
    inherited = request.compared.join(names, on="indicator").with_columns(indicator="_name")
    compared = pl.concat([request.compared, inherited.select(request.compared.columns)])
    return replace(request, definitions={**request.definitions, **more}, compared=compared)


def in_strata(table: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The figures themselves, and the rows of their groups with ``group`` and ``indicator``."""
    parted = pl.col("indicator").str.contains(JOINT, literal=True)
    names = pl.col("indicator").str.split_exact(JOINT, 1)
    parts = table.filter(parted).with_columns(
        indicator=names.struct.field("field_0"), group=names.struct.field("field_1")
    )
    return table.filter(~parted), parts


def _name(key: str, group: str) -> str:
    return f"{key}{JOINT}{group}"


def _within(part: Part, by: str, group: str) -> Part:
    return part.model_copy(update={"where": {**part.where, by: group}})
