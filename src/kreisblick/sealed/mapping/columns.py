"""Columns of a delivery: fields of records, addresses, numbers, and the choice of rows."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from kreisblick.base.definitions import Definition, Text

__all__ = ["Address", "CodeFile", "Field_", "Names", "RowChoice", "ValueColumn"]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Field(min_length=1)]
"""A heading, or several that the supplier has used over the years."""


class CodeFile(Definition):
    """A list of codes that several definitions share.

    Attributes:
        file: CSV with semicolons in the workspace (``shared/citizenship.csv``); optional columns
            ``valid_from`` and ``valid_until`` (first day without it) say when a row holds.
        from_: column with the delivered code.
        to: column with our code.
        base: the workspace's folder; known when definitions are read.
    """

    file: Text
    from_: Text = Field(alias="from", default="code")
    to: Text = "means"
    base: Path | None = Field(default=None, exclude=True)

    @property
    def path(self) -> Path:
        """Where the list lies."""
        return (self.base or Path()) / self.file


class Field_(Definition):  # noqa: N801  (pydantic's own Field is needed beside it)
    """Where a field of the record comes from and what it is.

    Attributes:
        from_: heading of the column; groups of merged headings are joined by `` | ``.
        as_: ``text``; ``integer``; ``decimal``; ``year`` (of a year or a date: the day is never
            kept); ``date`` (of an event, such as the first day of a benefit; never a birthday);
            ``code`` (through ``codes``); ``pseudonym`` (keyed by the store's secret).
        codes: delivered code to our code, compared without regard to case.
        codes_from: a list in the workspace that holds codes for several definitions; ``codes`` adds
            to it, and has the last word.
        otherwise: our code for every other content (``foreign`` for all keys but one).
        empty: what an empty cell stands for; without it an empty cell is a fault.
        optional: empty cells stay empty, and the column may be absent.
        tolerate_percent: up to this share of unreadable cells is left empty with a note.
    """

    from_: Names = Field(alias="from")
    as_: Literal["text", "integer", "decimal", "year", "date", "code", "pseudonym"] = Field(
        alias="as"
    )
    codes: dict[str, Text] = Field(default_factory=dict)
    codes_from: CodeFile | None = None
    otherwise: Text | None = None
    empty: Text | None = None
    optional: bool = False
    tolerate_percent: float = Field(default=0.0, ge=0, le=100)

    @model_validator(mode="after")
    def _codes_where_codes_belong(self) -> Self:
        if (self.as_ == "code") != bool(self.codes or self.codes_from):
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


class RowChoice(Definition):
    """Rows whose ``column`` holds ``equals``, begins with ``begins``, or lies ``within`` the year.

    ``{year}`` is the reference date's year. A file about a whole Land is read for one district by
    the first digits of its keys. What happens in a year and is told by months or quarters is read
    ``within: year``: their counts are added up, until the reference date, and none may be missing.
    """

    column: Names
    equals: Text | None = None
    begins: Text | None = None
    within: Literal["year"] | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if [self.equals, self.begins, self.within].count(None) != 2:
            raise ValueError("a choice of rows needs one of equals, begins and within")
        return self
