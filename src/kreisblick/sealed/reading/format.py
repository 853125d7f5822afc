"""How a supplier's file is written: type, encoding, separators, where the table stands."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text

__all__ = ["WORKBOOKS", "FixedField", "Format", "Header"]

WORKBOOKS = frozenset({"xlsx", "xlsm", "xls", "xlsb", "ods", "html"})


class Header(Definition):
    """Where the headings stand; what is not named is found.

    Attributes:
        row: line of the first heading, counted from 1.
        rows: number of heading lines, at most three; groups are joined by `` | ``. 0 says that
            there are none, ``row`` is then the first record, and columns are named by their place.
    """

    row: int | None = Field(default=None, ge=1)
    rows: int | None = Field(default=None, ge=0, le=3)


class FixedField(Definition):
    """A column of a file of fixed width; ``start`` counts characters from 1."""

    name: Text
    start: int = Field(ge=1)
    length: int = Field(ge=1)


class Format(Definition):
    """How the file is written.

    Attributes:
        type: kind of file; text files and GeoJSON may be packed with gzip. ``html`` is a page
            with tables, as many programmes write it under the ending xls.
        encoding: ``auto`` decides by the evidence in the bytes.
        delimiter: between the cells of a CSV file; those of a TSV file are apart by tabs.
        decimal, thousands: as the numbers are written.
        sheet: name of the sheet; the first one people see when not named. A reference date in it
            is written as a placeholder (``Stand {date}``), see ``mapping.on_day``.
        table: which of several tables on the sheet: its number from 1, or words of its title.
        carry_down: headings of columns whose text stands once for the lines below it.
        header: where the headings stand.
        fields: columns of a file of fixed width.
    """

    type: Literal[
        "csv", "tsv", "xlsx", "xlsm", "xls", "xlsb", "ods", "html", "fixed_width", "geojson"
    ]
    encoding: Literal["auto", "utf-8", "utf-16", "cp1252", "cp850", "mac_roman"] = "auto"
    delimiter: str = Field(default=";", min_length=1, max_length=1)
    decimal: Literal[",", "."] = ","
    thousands: Literal[".", ",", " ", ""] = "."
    sheet: Text | None = None
    table: Annotated[int, Field(ge=1)] | Text | None = None
    carry_down: tuple[Text, ...] = ()
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
        return self.type in WORKBOOKS
