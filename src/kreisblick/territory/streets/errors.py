"""What can go wrong with lists of streets, and what to do then."""

from collections.abc import Sequence

from kreisblick.base.errors import KreisblickError, WrongUseError
from kreisblick.base.language import translate as _

__all__ = ["RasterError", "StreetColumnError", "StreetFileError"]

_MOST = 12  # headings that are named; more do not help


class StreetFileError(KreisblickError):
    """A file is missing, empty or no table."""

    def __init__(self, *, file: str) -> None:
        super().__init__(
            _(
                "'{file}' is missing, empty or no table. Check the path; CSV, text, XLSX, XLS, ODS "
                "and Parquet are understood."
            ).format(file=file)
        )


class StreetColumnError(KreisblickError):
    """A list lacks a column without which it is no list of streets."""

    def __init__(self, *, file: str, column: str, known: Sequence[str]) -> None:
        super().__init__(
            _(
                "In '{file}' no column for {column} is recognised; its columns are: {known}. "
                "Rename the column, or add its name to 'headings' in catalogue/streets.yaml."
            ).format(file=file, column=column, known=", ".join(known[:_MOST]))
        )


class RasterError(WrongUseError):
    """A Straßenraster that cannot be written as asked for."""

    @classmethod
    def no_key(cls, areas: Sequence[str], digits: int) -> "RasterError":
        """Areas without a key of the agency."""
        return cls(
            _(
                "{count} area(s) have no key of {digits} digits, among them '{area}'. Give a table "
                "area; raster_key; name; inhabitants with --areas."
            ).format(count=len(areas), digits=digits, area=areas[0])
        )

    @classmethod
    def no_area(cls) -> "RasterError":
        """A list without a single area."""
        return cls(
            _(
                "No house and no stretch of the list has an area. Place them first: give the "
                "areas' polygons with --area-file or --generation."
            )
        )

    @classmethod
    def same_key(cls, keys: Sequence[str]) -> "RasterError":
        """Two areas with one key of the agency."""
        return cls(
            _(
                "{count} key(s) of the agency stand for more than one area, among them '{key}'. "
                "Give every area its own."
            ).format(count=len(keys), key=keys[0])
        )
