"""What a delivered file may cost before it is refused (``catalogue/reading.yaml``)."""

from functools import cache
from typing import Annotated

from pydantic import Field

from kreisblick.base.definitions import Definition, read_definition, shipped

__all__ = ["MEGABYTE", "ReadingLimits", "shipped_reading_limits"]

MEGABYTE = 1_000_000

Count = Annotated[int, Field(ge=1)]


class ReadingLimits(Definition):
    """Limits that keep memory and time bounded, whatever the bytes claim.

    Attributes:
        largest_file_mb: of the delivered file, and of text unpacked from gzip.
        unpacked_mb: of all parts of a package together.
        part_mb: of a part that is read as a whole (styles, list of sheets, HTML).
        parts: files in a package.
        ratio: unpacked to packed size of a package.
        ratio_from_mb: unpacked size from which the ratio counts.
        sheets: of a workbook.
        sheet_cells: rows times columns of a sheet's used range.
        text_cells: lines times columns of a text file.
        columns: of any table.
        longest_line_kb: of a text file.
        longest_row_mb: of a sheet's row as it is written in the file.
        cell_lines: lines in one cell of a text file.
        json_mb: of a GeoJSON file.
        child_mb: memory of the process that opens XLS and XLSB.
        child_seconds: its CPU time at most.
        child_base_seconds: of these for a file of any size.
        child_mb_seconds: and for each megabyte.
        named_cells: cells named in one sentence.
    """

    largest_file_mb: Count
    unpacked_mb: Count
    part_mb: Count
    parts: Count
    ratio: Count
    ratio_from_mb: Count
    sheets: Count
    sheet_cells: Count
    text_cells: Count
    columns: Count
    longest_line_kb: Count
    longest_row_mb: Count
    cell_lines: Count
    json_mb: Count
    child_mb: Count
    child_seconds: Count
    child_base_seconds: Count
    child_mb_seconds: Count
    named_cells: Count


@cache
def shipped_reading_limits() -> ReadingLimits:
    """The limits that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "reading.yaml"), ReadingLimits)
