"""Checks that a delivery definition declares: what is looked at before a delivery is accepted.

Every check has a code and a kind: ``hard`` stops the acceptance, ``soft`` is noted,
``plausibility`` is noted and asks back. Kinds and limits stand with their reasons in
``catalogue/checks.yaml``; a definition may set its own.
"""

from functools import cache
from typing import Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.sealed.mapping.columns import Names

__all__ = [
    "AtLeast",
    "CheckLimits",
    "CheckRules",
    "Checks",
    "Kind",
    "Range",
    "ShareOf",
    "Within",
    "shipped_check_rules",
]

Kind = Literal["hard", "soft", "plausibility", "off"]


class AtLeast(Definition):
    """A share that must be reached."""

    at_least_percent: float = Field(ge=0, le=100)


class Within(Definition):
    """A change that is still believed."""

    within_percent: float = Field(gt=0)


class Range(Definition):
    """What the numbers of a column may be.

    Attributes:
        column: heading.
        at_least, at_most: bounds, included.
        at_most_column: heading of a column that is never smaller (children: residents).
    """

    column: Names
    at_least: float | None = None
    at_most: float | None = None
    at_most_column: Names | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.at_least is None and self.at_most is None and self.at_most_column is None:
            raise ValueError("a range needs at_least, at_most or at_most_column")
        return self


class ShareOf(Definition):
    """A delivered share that must follow from two delivered counts.

    Attributes:
        column: heading of the share.
        part, whole: headings of the counts.
        per: 100 for percent, 1000 for per mille, 1 for a plain share.
    """

    column: Names
    part: Names
    whole: Names
    per: float = Field(default=100.0, gt=0)


class CheckLimits(Definition):
    """From when on somebody should look; reasons stand in ``catalogue/checks.yaml``.

    Attributes:
        least_cell: smaller counts are not compared with the last delivery.
        least_cells: fewer counts of a slice have no spread of their own.
        change_scale: distance from the usual change, in robust standard deviations.
        least_noise: the smallest standard deviation, on the scale of doubled square roots.
        least_change_percent: smaller deviations from the usual change are never asked about.
        least_zero: a count of at least so many that is zero now.
        total_percent: change of the total that is still believed.
        rows_percent: change of the number of rows that is still believed.
        code_points: change of a code's share, in percentage points, that is still believed.
        code_rows: fewer rows have no shares.
        crowd_quantile, crowd_factor, crowd_least: one address has unlikely many persons above
            the factor times the quantile of all addresses of the list, and above the least.
        constant_rows: fewer rows are alike by chance.
        alike_percent: share of rows that are like another one in a list without numbers.
        unique_percent: from this share of different cells on, a column numbers the rows.
        old_years: dates so many years back, and one ahead, are taken for reference dates.
        other_years: rows of so many years before the reference date are looked at, too.
        told: findings of one kind that are told singly.
        reply_days: time for an answer.
        whole_copy_cells: larger files come back marked as an extract.
        wait_seconds: for another acceptance to finish.
    """

    least_cell: float = Field(gt=0)
    least_cells: int = Field(ge=2)
    change_scale: float = Field(gt=0)
    least_noise: float = Field(gt=0)
    least_change_percent: float = Field(ge=0)
    least_zero: float = Field(gt=0)
    total_percent: float = Field(gt=0)
    rows_percent: float = Field(gt=0)
    code_points: float = Field(gt=0)
    code_rows: int = Field(ge=1)
    crowd_quantile: float = Field(gt=0, lt=1)
    crowd_factor: float = Field(ge=1)
    crowd_least: int = Field(ge=1)
    constant_rows: int = Field(ge=2)
    alike_percent: float = Field(ge=0)
    unique_percent: float = Field(gt=0, le=100)
    old_years: int = Field(ge=1)
    other_years: int = Field(ge=0)
    told: int = Field(ge=1)
    reply_days: int = Field(ge=1)
    whole_copy_cells: int = Field(ge=1)
    wait_seconds: float = Field(ge=0)


class CheckRules(Definition):
    """The content of ``catalogue/checks.yaml``.

    Attributes:
        kinds: by code of the check.
        limits: numbers with their reasons.
    """

    kinds: dict[Text, Kind]
    limits: CheckLimits


@cache
def shipped_check_rules() -> CheckRules:
    """The rules that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "checks.yaml"), CheckRules)


class Checks(Definition):
    """What is looked at before a delivery is accepted.

    Attributes:
        known_addresses: share of rows that find their area; below it nothing is accepted.
        sum_of_parts: totals rows against the sum of their parts; ``soft`` reports only.
        rows_close_to_last_delivery: number of rows; only reported.
        expected_areas: every covered area must appear (``hard``) or is reported (``soft``).
        no_negative: a count below zero is a fault.
        no_duplicate_areas: an area stands once for each slice.
        ranges: what numbers may be.
        shares: shares that must follow from their counts.
        unique: fields that together name one person (or facility) and stand once; without it
            the field ``person``, where there is one.
        constant: headings that may hold the same number in every row.
        kinds: other kinds than the shipped ones, by code.
        limits: other limits than the shipped ones.
    """

    known_addresses: AtLeast | None = None
    sum_of_parts: Literal["hard", "soft", "off"] = "hard"
    rows_close_to_last_delivery: Within | None = None
    expected_areas: Literal["hard", "soft", "off"] = "soft"
    no_negative: bool = True
    no_duplicate_areas: bool = True
    ranges: tuple[Range, ...] = ()
    shares: tuple[ShareOf, ...] = ()
    unique: tuple[tuple[Text, ...], ...] = ()
    constant: tuple[Text, ...] = ()
    kinds: dict[Text, Kind] = Field(default_factory=dict)
    limits: dict[Text, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known_codes_and_limits(self) -> Self:
        shipped_rules = shipped_check_rules()
        strange = sorted(set(self.kinds) - set(shipped_rules.kinds))
        strange += sorted(set(self.limits) - set(CheckLimits.model_fields))
        if strange:
            raise ValueError(f"unknown checks or limits: {', '.join(strange)}")
        self.rules()
        return self

    def rules(self) -> CheckRules:
        """The shipped rules with what this definition sets otherwise."""
        base = shipped_check_rules()
        limits = base.limits.model_dump() | self.limits
        if self.rows_close_to_last_delivery is not None:
            limits["rows_percent"] = self.rows_close_to_last_delivery.within_percent
        return CheckRules(kinds=base.kinds | self.kinds, limits=CheckLimits.model_validate(limits))
