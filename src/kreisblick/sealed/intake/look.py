"""Look at a table: what is asked of its cells before it is read, and of its sums and rows after."""

from datetime import date

from kreisblick.sealed.intake.data_rows import is_sure
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.look_beyond import look_beyond
from kreisblick.sealed.intake.look_cells import look_at_cells
from kreisblick.sealed.intake.look_columns import look_at_columns
from kreisblick.sealed.intake.look_names import look_at_names
from kreisblick.sealed.intake.look_rest import look_at_rest, look_for_shifted_rows
from kreisblick.sealed.intake.look_sums import look_at_sums
from kreisblick.sealed.mapping.checks import CheckLimits
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.reading.region import Region
from kreisblick.territory.areas.model import Territory

__all__ = ["look_after", "look_at_other_rows", "look_before"]

OF_NUMBERS = (Grain.PERSON, Grain.AGGREGATE, Grain.FACILITY)


def look_before(
    region: Region,
    definition: DeliveryDefinition,
    territory: Territory | None,
    book: FaultBook,
    limits: CheckLimits,
    *,
    day: date,
) -> None:
    """Cells by themselves: constant columns, twins, ranges, and what is not of its column's kind.

    Args:
        region: the table.
        definition: what is declared about it.
        territory: whose areas may be named; None where there is none.
        book: takes the findings.
        limits: from when on somebody should look.
        day: the reference date.
    """
    if not is_sure(region, definition):
        return  # a file without its headings: the missing ones are told, nothing else is sure
    look_at_cells(region, definition, book, limits, reference_date=day)
    if definition.grain in OF_NUMBERS:
        look_at_columns(region, definition, territory, book)
        look_beyond(region, definition, book, day=day)
        look_at_names(region, definition, territory, book)


def look_at_other_rows(
    region: Region,
    definition: DeliveryDefinition,
    territory: Territory | None,
    book: FaultBook,
) -> None:
    """Cells of rows that are not due, in columns beside those that are read."""
    if is_sure(region, definition) and definition.grain in OF_NUMBERS:
        look_at_columns(region, definition, territory, book)
        look_at_names(region, definition, territory, book)


def look_after(region: Region, definition: DeliveryDefinition, book: FaultBook) -> None:
    """Rows that were read no further, and printed sums; cells told before are not told again."""
    if is_sure(region, definition) and definition.grain in OF_NUMBERS:
        look_at_rest(region, definition, book)
        look_at_sums(region, definition, book)
        look_for_shifted_rows(book)
