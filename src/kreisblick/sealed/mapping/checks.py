"""Checks that a delivery definition declares: what is looked at before a delivery is accepted."""

from typing import Literal

from pydantic import Field

from kreisblick.base.definitions import Definition

__all__ = ["AtLeast", "Checks", "Within"]


class AtLeast(Definition):
    """A share that must be reached."""

    at_least_percent: float = Field(ge=0, le=100)


class Within(Definition):
    """A change that is still believed."""

    within_percent: float = Field(gt=0)


class Checks(Definition):
    """What is looked at before a delivery is accepted.

    Attributes:
        known_addresses: share of rows that find their area; below it nothing is accepted.
        sum_of_parts: totals rows against the sum of their parts; ``soft`` reports only.
        rows_close_to_last_delivery: number of rows, or the grand total; only reported.
        expected_areas: every covered area must appear (``hard``) or is reported (``soft``).
        no_negative: a count below zero is a fault.
        no_duplicate_areas: an area stands once for each slice.
    """

    known_addresses: AtLeast | None = None
    sum_of_parts: Literal["hard", "soft", "off"] = "hard"
    rows_close_to_last_delivery: Within | None = None
    expected_areas: Literal["hard", "soft", "off"] = "soft"
    no_negative: bool = True
    no_duplicate_areas: bool = True
