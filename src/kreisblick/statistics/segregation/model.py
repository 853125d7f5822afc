"""Conventions of measuring separation, with their reasons in the file beside."""

from functools import cache
from pathlib import Path

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, Translated, read_definition

__all__ = ["SeparationDefinition", "SeparationMethod", "standard_separation"]


class SeparationMethod(Definition):
    """What a steering group decides about measures of separation.

    Attributes:
        draws, seed: of the simulation of chance.
        confidence: of intervals.
        minimum_coverage: share of the people whose areas must be shown for a figure.
        minimum_areas: fewer are no distribution.
        minimum_mean: people of the group per area; with fewer there is no figure.
        tail: share of the people in the upper and the lower part that are compared.
    """

    draws: int = Field(ge=100)
    seed: int
    confidence: float = Field(gt=0, lt=1)
    minimum_coverage: float = Field(gt=0, le=1)
    minimum_areas: int = Field(ge=2)
    minimum_mean: float = Field(ge=0)
    tail: float = Field(gt=0, le=0.5)


class SeparationDefinition(Definition):
    """Whose spread over the areas is measured (``catalogue/separation.yaml``).

    Attributes:
        indicators: shares; each names a group and all others.
        ordered_by: the indicator that puts the areas in order for the ratio and the slope.
        text, caution: what a reader should know.
    """

    indicators: tuple[Text, ...] = Field(min_length=1)
    ordered_by: Text
    text: Translated
    caution: Translated


@cache
def standard_separation() -> SeparationMethod:
    """The method that ships with Kreisblick (``method.yaml`` in this room)."""
    return read_definition(Path(__file__).with_name("method.yaml"), SeparationMethod)
