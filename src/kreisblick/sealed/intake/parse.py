"""Parse a delivery's file into records and faults, whatever its grain. Nothing is stored here."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from kreisblick.sealed.intake.aggregates import parse_aggregates
from kreisblick.sealed.intake.choose import choose_rows
from kreisblick.sealed.intake.facilities import parse_facilities
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.fields import wanted_headings
from kreisblick.sealed.intake.model import IntakeContext, Parsed
from kreisblick.sealed.intake.persons import parse_persons
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.read import read_cells
from kreisblick.sealed.reading.region import Region, find_region

__all__ = ["parse", "parse_grid"]


def parse(
    path: Path,
    definition: DeliveryDefinition,
    context: IntakeContext,
    *,
    reference_date: date,
    pseudonym: Callable[[str], str],
    covered: frozenset[str] = frozenset(),
) -> Parsed:
    """The records of a file and everything that is wrong with it.

    Args:
        path: the file.
        definition: how it is read.
        context: what intake must know of the district.
        reference_date: of the delivery.
        pseudonym: makes a keyed text of a delivered number (``SealedStore.pseudonym``).
        covered: municipalities whose areas are expected.

    Raises:
        UnreadableFileError: when there are no cells to speak about.
        WrongUseError: when definition and workspace do not fit.
    """
    grid = read_cells(path, definition.format)
    return parse_grid(
        grid,
        definition,
        context,
        reference_date=reference_date,
        pseudonym=pseudonym,
        covered=covered,
    )


def parse_grid(
    grid: Grid,
    definition: DeliveryDefinition,
    context: IntakeContext,
    *,
    reference_date: date,
    pseudonym: Callable[[str], str],
    covered: frozenset[str] = frozenset(),
) -> Parsed:
    """The same for cells that have been read."""
    book = FaultBook(grid=grid)
    region = find_region(grid, wanted_headings(definition), definition.format.header)
    region = choose_rows(region, definition, book, reference_date=reference_date)
    parsed = _by_grain(region, definition, context, book, reference_date, pseudonym, covered)
    return Parsed(
        records=parsed.records,
        faults=tuple(book.faults),
        marks=tuple(book.marks),
        generation=parsed.generation,
        review=parsed.review,
        quality=parsed.quality,
    )


def _by_grain(
    region: Region,
    definition: DeliveryDefinition,
    context: IntakeContext,
    book: FaultBook,
    day: date,
    pseudonym: Callable[[str], str],
    covered: frozenset[str],
) -> Parsed:
    if definition.grain == Grain.PERSON:
        return parse_persons(
            region, definition, context, book, reference_date=day, pseudonym=pseudonym
        )
    if definition.grain == Grain.AGGREGATE:
        return parse_aggregates(
            region, definition, context, book, reference_date=day, covered=covered
        )
    return parse_facilities(region, definition, context, book, reference_date=day)
