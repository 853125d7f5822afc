"""How a supplier's file is written: type, encoding, separators, where the table stands."""

from typing import Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text

__all__ = ["FixedField", "Format", "Header"]


class Header(Definition):
    """Where the headings stand; what is not named is found.

    Attributes:
        row: line of the first heading, counted from 1.
        rows: number of heading lines, at most three; groups are joined by `` | ``.
    """

    row: int | None = Field(default=None, ge=1)
    rows: int | None = Field(default=None, ge=1, le=3)


class FixedField(Definition):
    """A column of a file of fixed width; ``start`` counts characters from 1."""

    name: Text
    start: int = Field(ge=1)
    length: int = Field(ge=1)


class Format(Definition):
    """How the file is written.

    Attributes:
        type: kind of file; text files and GeoJSON may be packed with gzip.
        encoding: ``auto`` decides by the evidence in the bytes.
        delimiter: between the cells of a CSV file.
        decimal, thousands: as the numbers are written.
        sheet: name of the sheet; the first one when not named.
        header: where the headings stand.
        fields: columns of a file of fixed width.
    """

    type: Literal["csv", "xlsx", "xls", "ods", "fixed_width", "geojson"]
    encoding: Literal["auto", "utf-8", "utf-16", "cp1252", "cp850"] = "auto"
    delimiter: str = Field(default=";", min_length=1, max_length=1)
    decimal: Literal[",", "."] = ","
    thousands: Literal[".", ",", " ", ""] = "."
    sheet: Text | None = None
    header: Header = Header()
    fields: tuple[FixedField, ...] = ()

    @model_validator(mode="after")
    def _fields_for_fixed_width(self) -> Self:
        if (self.type == "fixed_width") != bool(self.fields):
            raise ValueError("fields belong to 'fixed_width', and 'fixed_width' needs them")
        if self.decimal == self.thousands:
            raise ValueError("decimal and thousands are the same sign")
        return self

    @property
    def is_workbook(self) -> bool:
        """Whether people see sheets and cells instead of lines."""
        return self.type in {"xlsx", "xls", "ods"}
