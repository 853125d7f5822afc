"""Worked examples: a definition proves itself before it meets real data."""

from typing import Literal

from pydantic import Field

from kreisblick.base.definitions import Definition, Text

__all__ = ["Example"]

Count = float | Literal["suppressed"]


class Example(Definition):
    """A worked example: the definition proves itself before it meets real data.

    Attributes:
        name: what is special about it.
        numerator: the count; None means it is suppressed.
        denominator: the other count; None where nothing is divided, ``suppressed`` where hidden.
        groups: of a standardised figure: group to numerator and denominator.
        expect: the value, rounded as printed, or the state: ``cannot_exist``, ``suppressed``.
    """

    name: Text
    numerator: Count
    denominator: Count | None = None
    groups: dict[str, tuple[Count, Count]] = Field(default_factory=dict)
    expect: float | Literal["cannot_exist", "suppressed"]
