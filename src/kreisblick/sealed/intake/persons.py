"""Records of persons: fields by the definition, the area by the address, nothing else.

Names, days of birth, delivered numbers and addresses end here: none of them is in the records.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import format_percent
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.fields import address_columns, read_fields
from kreisblick.sealed.intake.lone_lines import without_number_row, without_texts_alone
from kreisblick.sealed.intake.look_persons import look_for_crowds, look_for_the_same
from kreisblick.sealed.intake.model import IntakeContext, Parsed
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.region import Region
from kreisblick.statistics.cube.definition import OLDEST
from kreisblick.territory.addresses import Reference, assign

__all__ = ["assign_addresses", "drop_ignored", "parse_persons"]

FOUND = ("match", "area_only")


def parse_persons(
    region: Region,
    definition: DeliveryDefinition,
    context: IntakeContext,
    book: FaultBook,
    *,
    reference_date: date,
    pseudonym: Callable[[str], str],
) -> Parsed:
    """The records of a delivery about persons.

    Args:
        region: the table.
        definition: how it is read.
        context: with the address reference.
        book: takes the faults.
        reference_date: nobody is born after it.
        pseudonym: makes a keyed text of a delivered number.

    Returns:
        ``row, address_id, area, area_<generation>...`` and the fields.
    """
    if definition.address is None:
        raise WrongUseError(_("A delivery of persons needs address columns in its definition."))
    region = without_number_row(drop_ignored(region, definition))
    region = without_texts_alone(region, definition, book)
    book.surplus_cells(region)
    fields = read_fields(region, definition.columns, definition.format, book)
    fields = _hide_numbers(fields, definition, pseudonym)
    _check_years(fields, region, definition, book, reference_date)
    addresses = address_columns(region, definition.address, book)
    where = assign_addresses(addresses, context)
    _check_known(where, definition, book)
    look_for_the_same(fields, definition, book)
    look_for_crowds(fields["row"], addresses, where, book, definition.checks.rules().limits)
    areas = _areas(where, context, reference_date, pseudonym)
    return Parsed(
        records=pl.concat([fields.select("row"), areas, fields.drop("row")], how="horizontal"),
        generation=_generation(context, reference_date),
        review=_review(where),
        quality=_quality(where),
    )


def drop_ignored(region: Region, definition: DeliveryDefinition) -> Region:
    """The region without rows whose first filled cell matches a pattern to ignore."""
    if not definition.ignore_rows:
        return region
    first = pl.coalesce(region.grid.columns)
    pattern = "|".join(f"(?:{pattern})" for pattern in definition.ignore_rows)
    body = region.body.filter(~first.str.contains(pattern))
    return replace(region, body=body)


def assign_addresses(addresses: pl.DataFrame, context: IntakeContext) -> pl.DataFrame:
    """The addresses with their decision; see ``territory.addresses.assign``."""
    reference, decisions = _reference(context), context.decisions
    return assign(
        addresses, reference, decisions=decisions, supplier=context.supplier, hide=context.hide
    )


def _reference(context: IntakeContext) -> Reference:
    if context.reference is None:
        raise WrongUseError(
            _("This delivery holds addresses, but the workspace has no list of known addresses.")
        )
    return context.reference


def _hide_numbers(
    fields: pl.DataFrame, definition: DeliveryDefinition, pseudonym: Callable[[str], str]
) -> pl.DataFrame:
    for name, rule in definition.columns.items():
        if rule.as_ == "pseudonym":
            known = {text: pseudonym(text) for text in fields[name].drop_nulls().unique()}
            hidden = fields[name].replace_strict(known, default=None, return_dtype=pl.String)
            fields = fields.with_columns(hidden.alias(name))
    return fields


def _check_years(
    fields: pl.DataFrame,
    region: Region,
    definition: DeliveryDefinition,
    book: FaultBook,
    reference_date: date,
) -> None:
    for name, rule in definition.columns.items():
        column = region.column(rule.from_)
        if rule.as_ != "year" or column is None:
            continue
        age = reference_date.year - pl.col(name)
        rows = fields.filter((age < 0) | (age > OLDEST))["row"].to_list()
        if rows:
            words = (
                _(
                    "Column '{name}': this year lies after the reference date or more than "
                    "{oldest} years before it. Correct it."
                ),
                _(
                    "Column '{name}': {count} years lie after the reference date or more than "
                    "{oldest} years before it. Correct them."
                ),
            )
            hard = 100 * len(rows) > rule.tolerate_percent * fields.height
            told = {"name": rule.from_[0], "oldest": str(OLDEST)}
            book.tell("impossible_year", words, rows, column, hard=hard, **told)


def _check_known(where: pl.DataFrame, definition: DeliveryDefinition, book: FaultBook) -> None:
    rule = definition.checks.known_addresses
    if rule is None or where.is_empty():
        return
    # people without a fixed abode or with a protected address are no fault of the supplier
    searched = where.filter((pl.col("decision") != "none") | ~_no_address())
    known = 100 * searched.filter(pl.col("decision").is_in(FOUND)).height / max(searched.height, 1)
    if known < rule.at_least_percent:
        message = _(
            "Only {known} of the addresses are known; at least {least} are needed. Look whether "
            "street and number stand in the agreed columns and whether the list of addresses is of "
            "this year."
        ).format(known=format_percent(known), least=format_percent(rule.at_least_percent))
        book.whole("known_addresses", message)


def _no_address() -> pl.Expr:
    return pl.col("reason").is_in(["no_fixed_abode", "protected_address", "post_box"])


def _areas(
    where: pl.DataFrame, context: IntakeContext, day: date, pseudonym: Callable[[str], str]
) -> pl.DataFrame:
    """The areas of decided addresses; the address itself becomes a keyed text."""
    kept = [name for name in where.columns if name.startswith("area_")]
    own = f"area_{_generation(context, day)}"
    area = pl.col(own) if own in kept else pl.col("area")
    decided = pl.col("decision").is_in(FOUND)
    known = {text: pseudonym(text) for text in where["address_id"].drop_nulls().unique()}
    return where.select(
        pl.col("address_id").replace_strict(known, default=None, return_dtype=pl.String),
        pl.when(decided).then(area).alias("area"),
        *[pl.when(decided).then(pl.col(name)).alias(name) for name in kept],
    )


def _generation(context: IntakeContext, day: date) -> str:
    territory = context.generation_on(day)
    return territory.generation.key if territory else ""


def _review(where: pl.DataFrame) -> pl.DataFrame:
    """Spellings that a clerk decides once for all their rows."""
    unknown = pl.col("reason").is_in(["street_unknown", "outside_reference"])
    asked = where.filter((pl.col("decision") == "review") | unknown)
    keys = ["street", "number", "postcode", "place", "decision", "reason", "candidate2"]
    return asked.group_by(keys).len("rows").sort("rows", *keys[:4], descending=[True] + 4 * [False])


def _quality(where: pl.DataFrame) -> dict[str, int]:
    counted = where.group_by("decision").len().sort("decision")
    return {f"addresses_{decision}": count for decision, count in counted.iter_rows()}
