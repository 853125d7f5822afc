"""Parse a delivery's file into records and faults, whatever its grain. Nothing is stored here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from kreisblick.sealed.intake.aggregates import parse_aggregates
from kreisblick.sealed.intake.choose import choose_rows
from kreisblick.sealed.intake.correct import Correction, apply_corrections
from kreisblick.sealed.intake.cover import served_by_both, served_only
from kreisblick.sealed.intake.facilities import parse_facilities
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.fields import region_of
from kreisblick.sealed.intake.insights import parse_insights
from kreisblick.sealed.intake.last import Last, Pair
from kreisblick.sealed.intake.leave_out import LeftOut, areas_left_out, leave_out
from kreisblick.sealed.intake.look import look_after, look_before
from kreisblick.sealed.intake.look_back import look_back
from kreisblick.sealed.intake.model import IntakeContext, Parsed
from kreisblick.sealed.intake.other_dates import look_at_other_dates
from kreisblick.sealed.intake.persons import parse_persons
from kreisblick.sealed.intake.within_year import parse_year
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.mapping.layout import layout_of
from kreisblick.sealed.mapping.on_day import definition_on
from kreisblick.sealed.mapping.shared_codes import with_shared_codes
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.read import read_cells
from kreisblick.sealed.reading.region import Region
from kreisblick.territory.areas.model import Territory

__all__ = ["History", "parse", "parse_grid", "table_of"]


@dataclass(frozen=True, kw_only=True)
class History:
    """What is known of a delivery besides its file.

    Attributes:
        last: the delivery before it.
        corrections: cells that people mended.
        left_out: parts that are not to be accepted.
    """

    last: Last | None = field(default=None, repr=False)
    corrections: Sequence[Correction] = ()
    left_out: Sequence[LeftOut] = ()


NO_HISTORY = History()


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
    definition = definition_on(definition, reference_date)
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
    history: History = NO_HISTORY,
) -> Parsed:
    """The same for cells that have been read; with what is known of the delivery's past."""
    rules = definition.checks.rules()
    book = FaultBook(grid=grid, kinds=rules.kinds)
    definition = with_shared_codes(definition_on(definition, reference_date), reference_date)
    region = region_of(grid, definition)
    layout = layout_of(grid, region, definition.format).as_json()
    whole = apply_corrections(region, history.corrections, book)
    region = choose_rows(whole, definition, book, reference_date=reference_date)
    territory = _territory(definition, context, reference_date)
    areas = areas_left_out(history.left_out, territory)
    region, definition = leave_out(region, definition, history.left_out, territory)
    look_before(region, definition, territory, book, rules.limits, day=reference_date)
    parsed = _by_grain(region, definition, context, book, reference_date, pseudonym, covered)
    look_after(region, definition, book)
    look_at_other_dates(whole, definition, territory, book, partial(_examine, context, pseudonym),
                        reference_date=reference_date, last=history.last)  # fmt: skip
    parsed = replace(parsed, records=_without(parsed.records, areas))
    if history.last is not None and definition.grain != Grain.INSIGHT and not book.hard:
        served = served_only(parsed, context, covered) if covered else parsed
        this, last = served_by_both(served, history.last, context, covered)
        pair = Pair(this=this, last=last, definition=definition, cubes=context.cubes, region=region,
                    names=_names(territory), book=book, limits=rules.limits)  # fmt: skip
        look_back(pair)
    return replace(
        parsed,
        faults=tuple(book.faults),
        marks=tuple(book.marks),
        comments=book.comments,
        areas_left_out=areas,
        layout=layout,
    )


def table_of(
    path: Path,
    definition: DeliveryDefinition,
    corrections: Sequence[Correction],
    secrets: Mapping[str, bytes] | None = None,
) -> Region:
    """The table of a file as delivered, with the corrections that fit; for looking at cells.

    Args:
        path: the file.
        definition: how it is read.
        corrections: known ones.
        secrets: keys that open the file when it comes in an envelope.

    Raises:
        UnreadableFileError: when there are no cells.
    """
    grid = read_cells(path, definition.format, secrets=secrets)
    region = region_of(grid, definition)
    return apply_corrections(region, corrections, FaultBook(grid=grid))


def _territory(
    definition: DeliveryDefinition, context: IntakeContext, day: date
) -> Territory | None:
    wanted = definition.area.generation if definition.area else "at_reference_date"
    return context.generation_on(day, wanted=wanted)


def _names(territory: Territory | None) -> dict[str, str]:
    areas = () if territory is None else territory.areas.select("area", "name").rows()
    return dict(areas)


def _without(records: pl.DataFrame, areas: tuple[str, ...]) -> pl.DataFrame:
    """The records outside the areas that are left out."""
    if not areas or "area" not in records.columns:
        return records
    return records.filter(~pl.col("area").is_in(areas).fill_null(value=False))


def _examine(
    context: IntakeContext,
    pseudonym: Callable[[str], str],
    region: Region,
    definition: DeliveryDefinition,
    book: FaultBook,
    day: date,
) -> Parsed | None:
    """Everything that is wrong with rows of which no record is kept."""
    if _territory(definition, context, day) is None:
        return None
    parsed = _by_grain(region, definition, context, book, day, pseudonym, frozenset())
    look_after(region, definition, book)
    return parsed


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
        added_up = any(choice.within for choice in definition.rows)
        parse_counts = parse_year if added_up else parse_aggregates
        return parse_counts(region, definition, context, book, reference_date=day, covered=covered)
    parse_list = parse_insights if definition.grain == Grain.INSIGHT else parse_facilities
    return parse_list(region, definition, context, book, reference_date=day)
