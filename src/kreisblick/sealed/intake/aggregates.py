"""Records of aggregate deliveries: one row per area and slice, with what its sign means."""

from dataclasses import replace
from datetime import date

import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import format_count, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.areas import OTHER, POSTCODE, Rows, find_areas, territory_of
from kreisblick.sealed.intake.bounds import tighten_bounds
from kreisblick.sealed.intake.break_down import break_down
from kreisblick.sealed.intake.cells import add_up_cells, place_cells, refuse_rates
from kreisblick.sealed.intake.counts import read_counts, take_away
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.fields import read_fields
from kreisblick.sealed.intake.institutions import place_institutions
from kreisblick.sealed.intake.model import IntakeContext, Parsed
from kreisblick.sealed.intake.verify import tell_parts_again, verify_aggregates
from kreisblick.sealed.mapping.columns import ValueColumn
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.places import AreaRule
from kreisblick.sealed.reading.region import Region
from kreisblick.statistics.cube import ANY, CubeDefinition, Observation, Unit
from kreisblick.territory.areas.model import Territory

__all__ = ["parse_aggregates", "quality_of"]

ADDED_UP = {"point": Observation.ESTIMATED, "institution": Observation.COUNTED}
FLOAT_UNITS = (Unit.RATE,)
TOLD = 10  # more cells of a column are one cause, told in one sentence
FLOAT_NOISE = 1e-6  # 153.99999999999997 is 154 after a division and a multiplication


def parse_aggregates(
    region: Region,
    definition: DeliveryDefinition,
    context: IntakeContext,
    book: FaultBook,
    *,
    reference_date: date,
    covered: frozenset[str],
) -> Parsed:
    """The records of a delivery of counts (or published rates); faults go into the book.

    Returns:
        ``cube, level, area, <dimensions of all its cubes>, value, lower, upper, observation,
        row``; dimensions a cube does not have are ``*``. The generation is that of the reference
        date; the areas of covered municipalities are expected.
    """
    territory = territory_of(definition, context, reference_date)
    records = _read(region, definition, context, territory, book, reference_date)
    if definition.break_down is not None and not book.hard:
        records = break_down(records, context, territory, book)
    if definition.area is not None and (sum_says := _sum_of_rows(definition.area)) is not None:
        refuse_rates(context.cubes[key] for key in definition.cubes)
        tell_parts_again(records, region, definition.area, book)
        records = add_up_cells(records, whole_says=sum_says)
    verify_aggregates(records, region, definition, context.cubes, territory, book, covered=covered)
    if not book.hard:  # figures that contradict each other bound nothing
        records = tighten_bounds(records, context.cubes, territory)
    kept = records.filter(~pl.col("level").is_in([OTHER, POSTCODE]))
    return Parsed(
        records=kept.sort(kept.columns[: kept.columns.index("value")]),
        generation=territory.generation.key,
        quality=quality_of(kept),
    )


def _sum_of_rows(rule: AreaRule) -> Observation | None:
    """What the sum over several rows of an area is; None where each area has one row."""
    return Observation.COUNTED if rule.parts is not None else ADDED_UP.get(rule.kind)


def _read(
    region: Region,
    definition: DeliveryDefinition,
    context: IntakeContext,
    territory: Territory,
    book: FaultBook,
    day: date,
) -> pl.DataFrame:
    """The cells as delivered, rows of postcodes and of people without an area among them."""
    if definition.area is None:
        raise WrongUseError(_("An aggregate delivery needs an area rule in its definition."))
    if definition.area.kind == "point":
        rows = place_cells(region, definition.area, definition.format, territory, book)
    elif definition.area.kind == "institution":
        rows = place_institutions(region, definition, context, territory, day, book)
    else:
        rows = find_areas(region, definition.area, definition, territory, book)
    dimensions = _dimensions(definition, context)
    parts = [
        _read_column(value, region, rows, definition, context, book, dimensions)
        for value in definition.values
    ]
    frames = [part for part in parts if part is not None]
    return pl.concat(frames, how="vertical_relaxed") if frames else _no_records(dimensions)


def _dimensions(definition: DeliveryDefinition, context: IntakeContext) -> list[str]:
    """All dimensions of the delivery's cubes; it also proves that the codes exist."""
    names: dict[str, None] = {}
    for value in definition.values:
        key = value.cube or definition.cube or ""
        cube = context.cubes.get(key)
        if cube is None:
            message = _("The definition fills the cube '{cube}', which is not in the catalogue.")
            raise WrongUseError(message.format(cube=key))
        cube.slice(value.set, cube=key)  # raises when a code is unknown
        names |= dict.fromkeys(dimension.name for dimension in cube.dimensions)
    return list(names)


def _read_column(
    value: ValueColumn,
    region: Region,
    rows: Rows,
    definition: DeliveryDefinition,
    context: IntakeContext,
    book: FaultBook,
    dimensions: list[str],
) -> pl.DataFrame | None:
    column = region.column(value.column)
    if column is None:
        if not value.optional:
            book.missing_column(value.column, region)
        return None
    key = value.cube or definition.cube or ""
    frame = rows.placed.with_columns(read_counts(rows.body[column], value, definition))
    _tell_unreadable(frame, rows.body[column], column, book)
    for name in value.minus or ():
        other = region.column([name])
        if other is None:
            book.missing_column([name], region)
            continue
        less = read_counts(rows.body[other], value, definition)
        _tell_unreadable(rows.placed.with_columns(less), rows.body[other], other, book)
        frame = take_away(frame, pl.DataFrame(less))
    _tell_negative(frame, column, definition, book)
    number = pl.Float64 if context.cubes[key].counts in FLOAT_UNITS else pl.Int64
    frame = _whole(frame, column, book) if number == pl.Int64 else frame
    return frame.select(
        pl.lit(key).alias("cube"),
        "level",
        "area",
        *_codes_of(value, context.cubes[key], definition, region, rows, dimensions, book),
        pl.col("value").cast(number),
        pl.col("lower", "upper").cast(number),
        "observation",
        "row",
    )


def _codes_of(
    value: ValueColumn,
    cube: CubeDefinition,
    definition: DeliveryDefinition,
    region: Region,
    rows: Rows,
    dimensions: list[str],
    book: FaultBook,
) -> list[pl.Series]:
    """The dimension columns: fixed by the column's ``set``, read from a column, or ``*``."""
    own = {dimension.name for dimension in cube.dimensions}
    found = {name: pl.Series(name, [ANY] * rows.placed.height) for name in dimensions}
    found |= {
        name: pl.Series(name, [code] * rows.placed.height) for name, code in value.set.items()
    }
    read = {name: rule for name, rule in definition.dimensions.items() if name in own}
    if read:
        part = replace(region, body=rows.body)
        fields = read_fields(part, read, definition.format, book)
        found |= {name: fields[name].fill_null(ANY) for name in read}
    return [found[name] for name in dimensions]


def _tell_unreadable(frame: pl.DataFrame, cells: pl.Series, column: str, book: FaultBook) -> None:
    wrong = frame.with_columns(text=cells).filter(pl.col("observation").is_null())
    if wrong.height > TOLD:
        words = _("{count} cells hold neither numbers nor agreed signs. Write numbers or signs.")
        one = _("This is neither a number nor one of the agreed signs. Write a number or a sign.")
        book.tell("unreadable", (one, words), wrong["row"].to_list(), column, hard=True)
        return
    for row, text in wrong.select("row", "text").iter_rows():
        message = _(
            "'{text}' is neither a number nor one of the agreed signs. Write a number or a sign."
        )
        book.cell("unreadable", message.format(text=text), row, column)


def _tell_negative(
    frame: pl.DataFrame, column: str, definition: DeliveryDefinition, book: FaultBook
) -> None:
    if not definition.checks.no_negative:
        return
    wrong = frame.filter(pl.col("value") < 0)
    if wrong.height > TOLD:
        words = _("{count} counts are below zero; a count cannot be. Correct them.")
        one = _("A count cannot be below zero. Correct it.")
        book.tell("negative_count", (one, words), wrong["row"].to_list(), column, hard=True)
        return
    for row, value in wrong.select("row", "value").iter_rows():
        message = _("The count is {value}; a count cannot be below zero. Correct it.")
        book.cell("negative_count", message.format(value=format_count(value)), row, column)


def _whole(frame: pl.DataFrame, column: str, book: FaultBook) -> pl.DataFrame:
    """Counts are whole; 153.99999999999997 is 154, 12.5 is a fault."""
    near = (pl.col("value") - pl.col("value").round()).abs() < FLOAT_NOISE
    wrong = frame.filter(~near)
    if wrong.height > TOLD:
        words = _("{count} counts are no whole numbers. Correct them.")
        one = _("A count is a whole number. Correct it.")
        book.tell("not_whole", (one, words), wrong["row"].to_list(), column, hard=True)
    else:
        for row, value in wrong.select("row", "value").iter_rows():
            message = _("The count is {value}; a count is a whole number. Correct it.")
            book.cell("not_whole", message.format(value=format_decimal(value)), row, column)
    return frame.with_columns(pl.col("value").round())


def _no_records(dimensions: list[str]) -> pl.DataFrame:
    texts = ["cube", "level", "area", *dimensions]
    return pl.DataFrame(
        schema={
            **dict.fromkeys(texts, pl.String),
            **dict.fromkeys(["value", "lower", "upper"], pl.Int64),
            "observation": pl.String,
            "row": pl.Int64,
        }
    )


def quality_of(records: pl.DataFrame) -> dict[str, int]:
    """How many cells are counted, withheld, ..., by observation."""
    counted = records.group_by("observation").len().sort("observation")
    return {f"cells_{observation}": count for observation, count in counted.iter_rows()}
