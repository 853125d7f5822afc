"""Fields of records (persons, facilities) from the columns of a delivery."""

from collections.abc import Mapping

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.convert import convert
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.signed import say_signs
from kreisblick.sealed.mapping.columns import Address, Field_
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.signs import Sign
from kreisblick.sealed.reading.format import Format
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.region import Region, find_region

__all__ = ["address_columns", "read_fields", "region_of", "wanted_headings"]

PARTS = ("street", "number", "suffix", "postcode", "place", "postcode_place")


def wanted_headings(definition: DeliveryDefinition) -> list[tuple[str, ...]]:
    """The headings a definition looks for, as evidence of where the table stands."""
    wanted = [
        rule.from_ for rule in (*definition.columns.values(), *definition.dimensions.values())
    ]
    wanted += [value.column for value in definition.values]
    wanted += [choice.column for choice in definition.rows]
    if definition.area is not None:
        places = (definition.area.column, definition.area.x, definition.area.y)
        wanted += [names for names in places if names is not None]
    if definition.address is not None:
        parts = (getattr(definition.address, part) for part in PARTS)
        wanted += [names for names in parts if names]
    return wanted


def region_of(grid: Grid, definition: DeliveryDefinition) -> Region:
    """The table that a definition (on its reference date) reads."""
    form = definition.format
    return find_region(
        grid,
        wanted_headings(definition),
        form.header,
        table=form.table,
        carry_down=form.carry_down,
    )


def read_fields(
    region: Region,
    rules: Mapping[str, Field_],
    form: Format,
    book: FaultBook,
    *,
    signs: Mapping[str, Sign] | None = None,
) -> pl.DataFrame:
    """``row`` and the typed fields; what cannot be read goes into the book.

    Args:
        region: the table.
        rules: by name of the field.
        form: how numbers are written.
        book: takes the faults.
        signs: in place of numbers; a sign with a value is that number, others leave it empty. What
            they say stands in ``<field>_observation, <field>_lower, <field>_upper``.
    """
    fields = {"row": region.body["row"]}
    for name, rule in rules.items():
        column = region.column(rule.from_)
        if column is None and not rule.optional:
            book.missing_column(rule.from_, region)
        cells = region.body[column] if column else _nothing(region.body.height)
        signed = _signed(cells, rule, signs or {})
        done = convert(_replaced(cells, signed, signs or {}), rule, form)
        fields[name] = done.values
        if signed.any():
            fields |= say_signs(name, cells, done.values, signs or {})
        if column is not None:
            _tell(book, rule, column, region.body["row"].filter(done.bad), region.body.height)
            _tell_empty(book, rule, column, region.body["row"].filter(done.empty & ~signed))
    return pl.DataFrame(fields)


def _signed(cells: pl.Series, rule: Field_, signs: Mapping[str, Sign]) -> pl.Series:
    """Where a number field holds an agreed sign."""
    known = list(signs) if rule.as_ in {"integer", "decimal"} else []
    return cells.is_in(known).fill_null(value=False)


def _replaced(cells: pl.Series, signed: pl.Series, signs: Mapping[str, Sign]) -> pl.Series:
    if not signed.any():
        return cells
    figures = {sign: None if m.value is None else str(m.value) for sign, m in signs.items()}
    looked = cells.replace_strict(figures, default=None, return_dtype=pl.String)
    return pl.select(pl.when(signed).then(looked).otherwise(cells)).to_series()


def address_columns(region: Region, address: Address, book: FaultBook) -> pl.DataFrame:
    """``street, number, postcode, place`` as text; a suffix joins its number."""
    parts = {}
    for part in PARTS:
        names = getattr(address, part)
        column = region.column(names) if names else None
        if names and column is None:
            book.missing_column(names, region)
        parts[part] = region.body[column] if column else _nothing(region.body.height)
    number = pl.concat_str("number", "suffix", ignore_nulls=True)
    both = pl.col("postcode_place")
    return pl.DataFrame(parts).select(
        "street",
        number.replace("", None).alias("number"),
        pl.coalesce("postcode", both.str.extract(r"^([0-9]{5})\b", 1)).alias("postcode"),
        pl.coalesce("place", both.str.extract(r"^[0-9]{5}\s+(.+)$", 1)).alias("place"),
    )


def _nothing(height: int) -> pl.Series:
    return pl.Series([None] * height, dtype=pl.String)


def _tell(book: FaultBook, rule: Field_, column: str, rows: pl.Series, height: int) -> None:
    if rows.is_empty():
        return
    tolerated = 100 * len(rows) <= rule.tolerate_percent * height
    name = rule.from_[0]
    book.tell("unreadable", _reason(rule), rows.to_list(), column, hard=not tolerated, name=name)


def _reason(rule: Field_) -> tuple[str, str]:
    if rule.as_ == "code":
        return (
            _(
                "Column '{name}': this code is not in the agreed list. Use the agreed codes, or "
                "have the new code added to the definition."
            ),
            _(
                "Column '{name}': {count} cells hold a code that is not in the agreed list. Use "
                "the agreed codes, or have the new code added to the definition."
            ),
        )
    if rule.as_ == "year":
        return (
            _("Column '{name}': this cell holds no year. Write four digits."),
            _("Column '{name}': {count} cells hold no year. Write four digits."),
        )
    return (
        _("Column '{name}': this cell holds no number. Write digits only."),
        _("Column '{name}': {count} cells hold no number. Write digits only."),
    )


def _tell_empty(book: FaultBook, rule: Field_, column: str, rows: pl.Series) -> None:
    if rule.optional or rule.empty is not None:
        return
    words = (
        _("Column '{name}': this cell is empty. Fill it in."),
        _("Column '{name}': {count} cells are empty. Fill them in."),
    )
    book.tell("empty_cell", words, rows.to_list(), column, hard=True, name=rule.from_[0])
