"""Delivery definitions: how one supplier's product is read, kept as data and never as code.

One file per supplier and product: ``catalogue/suppliers/<supplier>/<product>.yaml``.
"""

from enum import StrEnum, auto
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.sealed.intake.format import Format
from kreisblick.statistics.cube import Observation
from kreisblick.territory.areas.model import AreaLevel

__all__ = [
    "Address",
    "AreaRule",
    "Checks",
    "DeliveryDefinition",
    "Field_",
    "Grain",
    "RowChoice",
    "Sign",
    "TotalRule",
    "TranslationFile",
    "ValueColumn",
]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Field(min_length=1)]
"""A heading, or several that the supplier has used over the years."""


class Grain(StrEnum):
    """What one row of a delivery is."""

    PERSON = auto()
    AGGREGATE = auto()
    FACILITY = auto()


class Field_(Definition):  # noqa: N801  (pydantic's own Field is needed beside it)
    """Where a field of the record comes from and what it is.

    Attributes:
        from_: heading of the column; groups of merged headings are joined by `` | ``.
        as_: ``text``; ``integer``; ``decimal``; ``year`` (of a year or a date: the day is never
            kept); ``code`` (through ``codes``); ``pseudonym`` (keyed by the store's secret).
        codes: delivered code to our code, compared without regard to case.
        otherwise: our code for every other content (``foreign`` for all keys but one).
        empty: what an empty cell stands for; without it an empty cell is a fault.
        optional: empty cells stay empty, and the column may be absent.
        tolerate_percent: up to this share of unreadable cells is left empty with a note.
    """

    from_: Names = Field(alias="from")
    as_: Literal["text", "integer", "decimal", "year", "code", "pseudonym"] = Field(alias="as")
    codes: dict[str, Text] = Field(default_factory=dict)
    otherwise: Text | None = None
    empty: Text | None = None
    optional: bool = False
    tolerate_percent: float = Field(default=0.0, ge=0, le=100)

    @model_validator(mode="after")
    def _codes_where_codes_belong(self) -> Self:
        if (self.as_ == "code") != bool(self.codes):
            raise ValueError("codes belong to 'as: code', and 'as: code' needs codes")
        return self


class Address(Definition):
    """Headings of the address columns; the number may stand in the street.

    ``postcode_place`` is a column that holds both ("05200 Lindenau").
    """

    street: Names
    number: Names | None = None
    suffix: Names | None = None
    postcode: Names | None = None
    place: Names | None = None
    postcode_place: Names | None = None


class TranslationFile(Definition):
    """A table that translates a supplier's own areas into ours.

    Attributes:
        file: CSV with semicolons in the workspace; ``{generation}`` stands for the key of the
            generation, because suppliers change their areas when boundaries change.
        from_: column with the supplier's text.
        to: column with our key.
        base: the workspace's folder; known when definitions are read.
    """

    file: Text
    from_: Text = Field(alias="from")
    to: Text
    base: Path | None = Field(default=None, exclude=True)

    def path(self, generation: str) -> Path:
        """Where the table for a generation lies."""
        return (self.base or Path()) / self.file.replace("{generation}", generation)


class AreaRule(Definition):
    """How a row of an aggregate delivery, or a facility, finds its area.

    Attributes:
        column: heading of the column; not used for ``point``.
        kind: ``code`` is our key or official code, ``name`` the area's name, ``own_key`` the
            supplier's own (through ``translation``), ``postcode`` goes with ``break_down``,
            ``municipality_code`` an official municipality key, ``point`` the facility's place.
        level: of the rows that are no totals.
        generation: a key, or the generation that was in force on the reference date.
        translation: delivered text to our key, where there are few.
        table: the same in a file of the workspace.
        extract: pattern whose first group is the key inside the cell.
        pad: length to which leading zeros are restored that a spreadsheet has eaten.
        other: texts for people without an area ("keine Angabe"); noted, not counted.
    """

    column: Names | None = None
    kind: Literal["code", "name", "postcode", "municipality_code", "own_key", "point"]
    level: AreaLevel = AreaLevel.PLANNING_AREA
    generation: Text = "at_reference_date"
    translation: dict[str, Text] = Field(default_factory=dict)
    table: TranslationFile | None = None
    extract: Text | None = None
    pad: int | None = Field(default=None, ge=1)
    other: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _column_where_needed(self) -> Self:
        if (self.column is None) != (self.kind == "point"):
            raise ValueError("every kind but 'point' needs a column, and 'point' has none")
        return self


class ValueColumn(Definition):
    """A column of numbers and the slice of a cube that it fills.

    Attributes:
        column: heading; for facilities the name of a numeric field in ``columns``.
        cube: key, where it is not the delivery's own cube.
        set: dimension to code; dimensions not named are ``*`` (all).
        minus: headings of columns to take away (men = all - women).
        optional: the column may be absent (older deliveries).
        factor: the delivered figure times this is ours (a share of 1 to percent).
        codes: words in place of numbers (rough categories), with their rank.
    """

    column: Names
    cube: Text | None = None
    set: dict[str, Text] = Field(default_factory=dict)
    minus: Names | None = None
    optional: bool = False
    factor: float = 1.0
    codes: dict[str, int] = Field(default_factory=dict)


class TotalRule(Definition):
    """Rows that are sums of others.

    Attributes:
        pattern: regular expression for the area cell; a first group names the area.
        level: what the row is a total of; ``other`` rows are about people without an area and
            belong to the total of the named area; ``ignored`` rows are left out.
        area: how the group becomes a key or name: ``05998{}``.
    """

    pattern: Text
    level: AreaLevel | Literal["other", "ignored"]
    area: Text = "{}"


class Sign(Definition):
    """What a sign in place of a number means; withheld numbers are bounded, never guessed."""

    means: Observation
    value: int | None = None
    lower: int | None = None
    upper: int | None = None


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


class BreakDown(Definition):
    """Numbers of larger areas are shared out by addresses; the result is an estimate."""

    by: Literal["postcode"]
    weights: Literal["addresses"]


class RowChoice(Definition):
    """Rows whose ``column`` holds ``equals``; ``{year}`` is the reference date's year."""

    column: Names
    equals: Text


class DeliveryDefinition(Definition):
    """How one product of a supplier is read.

    Attributes:
        title: for people.
        grain: what a row is.
        format: how the file is written.
        columns: fields of the record (person, facility).
        register: record type of persons; registers name it as their ``records``.
        service: the services' kind that facilities are (``daycare``).
        address: columns of the address (person, facility).
        area: how a row finds its area (aggregate; facilities without address).
        cube: key of the cube that an aggregate fills.
        values: columns of numbers.
        dimensions: columns that hold codes of dimensions (long tables).
        totals: rows that are sums of others.
        ignore_rows: patterns of first cells whose rows are no data.
        rows: only rows that meet all these choices are read.
        signs: signs in place of numbers.
        break_down: share larger areas out.
        checks: what is looked at before acceptance.
        limits: what the numbers do not say, for the method sheet.
    """

    title: Translated
    grain: Grain
    format: Format
    columns: dict[str, Field_] = Field(default_factory=dict)
    register: Text | None = None
    service: Text | None = None
    address: Address | None = None
    area: AreaRule | None = None
    cube: Text | None = None
    values: tuple[ValueColumn, ...] = ()
    dimensions: dict[str, Field_] = Field(default_factory=dict)
    totals: tuple[TotalRule, ...] = ()
    ignore_rows: tuple[Text, ...] = ()
    rows: tuple[RowChoice, ...] = ()
    signs: dict[str, Sign] = Field(default_factory=dict)
    break_down: BreakDown | None = None
    checks: Checks = Checks()
    limits: tuple[Translated, ...] = ()

    @model_validator(mode="after")
    def _whole_for_its_grain(self) -> Self:
        lacks = {
            Grain.PERSON: not (self.register and self.address and self.columns),
            Grain.AGGREGATE: not (self.area and self.values)
            or any(not (value.cube or self.cube) for value in self.values),
            Grain.FACILITY: not (self.service and self.columns and (self.address or self.area)),
        }
        if lacks[self.grain]:
            raise ValueError(
                "person needs register, address, columns; aggregate area, values and a cube; "
                "facility service, columns and address or area"
            )
        return self

    @property
    def cubes(self) -> tuple[str, ...]:
        """Keys of the cubes that this delivery fills, sorted."""
        named = {value.cube or self.cube for value in self.values}
        return tuple(sorted(key for key in named if key))
