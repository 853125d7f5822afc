"""Compose a delivery definition from settled columns; what is not known is noted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl
from pydantic import ValidationError

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.compose_areas import area_rule
from kreisblick.sealed.mapping.compose_beside import columns_beside
from kreisblick.sealed.mapping.compose_fields import facility_fields, person_fields
from kreisblick.sealed.mapping.compose_format import format_of
from kreisblick.sealed.mapping.compose_parts import part_column
from kreisblick.sealed.mapping.compose_rows import row_choices
from kreisblick.sealed.mapping.compose_signs import sign_rules
from kreisblick.sealed.mapping.compose_values import aggregate_values, dimension_columns
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.mapping.folding import fold
from kreisblick.sealed.mapping.model import ColumnProposal, Known
from kreisblick.sealed.mapping.rules import shipped_mapping_rules
from kreisblick.sealed.mapping.weigh import Weighed
from kreisblick.sealed.reading import Format, Table
from kreisblick.sealed.reading.region import place_heading
from kreisblick.sealed.reading.rules import shipped_table_rules

__all__ = ["Composed", "compose"]

LONGEST_BEGINNING = 40  # characters; a longer line is a text, and its beginning says little
ADDRESS = ("street", "number", "suffix", "postcode", "place", "postcode_place")


@dataclass(kw_only=True)
class Composed:
    """A definition as plain values, what to look at in it, and the columns with their types."""

    content: dict[str, Any]
    notes: dict[str, str] = field(default_factory=dict)
    columns: list[ColumnProposal] = field(default_factory=list)
    faults: tuple[str, ...] = ()


def compose(
    table: Table,
    grain: Grain,
    target: str,
    settled: Sequence[ColumnProposal],
    weighed: Mapping[str, Weighed],
    known: Known,
    *,
    form: Format,
    title: str,
) -> Composed:
    """The definition that reads the table as settled.

    Args:
        table: as found.
        grain: what a row is.
        target: record type, cube or kind of service; "" when nothing fits.
        settled: every column's meaning.
        weighed: by column, with cells and slices.
        known: what is known of the district.
        form: how the file is written.
        title: of the product, for people.
    """
    content: dict[str, Any] = {"title": {"de": title}, "grain": grain.value}
    made = Composed(content=content, columns=[_called(column) for column in settled])
    if target:
        content[{"person": "register", "aggregate": "cube", "facility": "service"}[grain]] = target
    content["format"] = format_of(table, form, grain, weighed.values())
    if grain == Grain.PERSON:
        _person(made, target, weighed, known)
    elif grain == Grain.FACILITY:
        _facility(made, table, weighed, known)
    else:
        _aggregate(made, table, target, weighed, known)
    if grain != Grain.AGGREGATE:
        _ignore(made, table, hidden=grain == Grain.PERSON)
    if beside := columns_beside(content, made.columns, weighed, grain):
        content["beside"] = beside
    made.faults = _faults(content)
    delivered = {column.place: column.heading for column in settled}
    made.columns = [replace(c, heading=delivered[c.place]) for c in made.columns]
    return made


def _called(column: ColumnProposal) -> ColumnProposal:
    """A column without a heading is named by its place."""
    return column if column.heading else replace(column, heading=place_heading(column.place))


def _person(made: Composed, target: str, weighed: Mapping[str, Weighed], known: Known) -> None:
    fields = person_fields(made.columns, weighed, known.registers.get(target))
    made.columns = fields.columns
    made.notes |= fields.notes
    made.content["columns"] = fields.content
    _address(made)
    made.content["checks"] = {"known_addresses": {"at_least_percent": 95}}


def _facility(made: Composed, table: Table, weighed: Mapping[str, Weighed], known: Known) -> None:
    fields = facility_fields(made.columns, weighed, known)
    made.columns = fields.columns
    made.notes |= fields.notes
    made.content["columns"] = fields.content
    _address(made)
    if "address" not in made.content and {"x", "y"} <= set(fields.content):
        made.content["area"] = {"kind": "point"}
    if fields.values:
        made.content["values"] = fields.values
    if any(rule["as"] == "integer" for rule in fields.content.values()):
        _signs(made, table)


def _aggregate(
    made: Composed, table: Table, target: str, weighed: Mapping[str, Weighed], known: Known
) -> None:
    rule = area_rule(table, made.columns, weighed, known)
    made.notes |= rule.notes
    if rule.area:
        made.content["area"] = rule.area
    if rule.totals:
        made.content["totals"] = rule.totals
    values = aggregate_values(made.columns, weighed, known, target)
    made.columns, made.notes = values.columns, made.notes | values.notes
    dimensions = dimension_columns(made.columns, weighed, known, target, table)
    made.columns, made.notes = dimensions.columns, made.notes | dimensions.notes
    cube = known.cubes.get(target)
    about = " ".join([cube.title.de if cube else "", *table.title])
    rows = row_choices(table, made.columns, rule.area.get("column"), about=about)
    made.notes |= rows.notes
    if rows.content:
        made.content["rows"] = rows.content
    if values.content:
        made.content["values"] = values.content
    if dimensions.content:
        made.content["dimensions"] = dimensions.content
    _parts_of_areas(made, table)
    _signs(made, table)
    if rule.area.get("kind") == "postcode":
        made.content["break_down"] = {"by": "postcode", "weights": "addresses"}


def _parts_of_areas(made: Composed, table: Table) -> None:
    """Rows of an area that neither codes nor dates tell apart are added up if they have names."""
    area = made.content.get("area", {})
    if area.get("kind") not in {"code", "name", "own_key", "municipality_code"}:
        return
    codes = [one["from"] for one in made.content.get("dimensions", {}).values()]
    dates = [one["column"] for one in made.content.get("rows", [])]
    parts = part_column(table, made.columns, [area["column"], *codes, *dates])
    if parts is not None:
        area["parts"] = parts


def _signs(made: Composed, table: Table) -> None:
    counted = {c.place for c in made.columns if c.means in {"value", "total", "places"}}
    signs = sign_rules(table, counted)
    made.content["signs"], made.notes = signs.content, made.notes | signs.notes


def _address(made: Composed) -> None:
    """Headings of the address; a column with street and number in one is the street's."""
    found: dict[str, str] = {}
    for column in made.columns:
        part = "street" if column.means == "address" else column.means
        if part in ADDRESS and part not in found:
            found[part] = column.heading
    if "street" in found:
        made.content["address"] = {part: found[part] for part in ADDRESS if part in found}


def _ignore(made: Composed, table: Table, *, hidden: bool) -> None:
    """Patterns of lines that are no records: sums, and notes below the table.

    Where rows are about persons, only lines that begin with a usual word of sums or notes are
    named: a torn row must not be written down.
    """
    sums = [total.place for total in table.totals if isinstance(total.place, int)]
    first = pl.coalesce(*table.columns)
    rows = table.body.filter(pl.col("row").is_in(sums)).select(first.alias("text"))["text"]
    texts = [*rows.drop_nulls().to_list(), *(text for _line, text in table.footnotes)]
    if not hidden:
        texts += [text for _line, text in table.groups]
    usual = shipped_table_rules()
    found: dict[str, None] = {}
    for text in texts:
        head = re.split(r"[0-9:]", text)[0].strip()
        known = bool(re.search(usual.total, text) or re.search(usual.footnote, text))
        known = known or fold(head).split(" ")[0] in shipped_mapping_rules().closing_words
        if head and (known or not hidden) and len(head) <= LONGEST_BEGINNING:
            found[f"^{re.escape(head)}".replace("\\ ", " ")] = None
        elif hidden:
            made.notes["grain"] = _(
                "There are lines below the table. Name their beginning under 'ignore_rows'."
            )
    if found:
        made.content["ignore_rows"] = list(found)


def _faults(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Why the content is no definition yet; empty when it is one."""
    try:
        DeliveryDefinition.model_validate(content)
    except ValidationError as error:
        return tuple(
            f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}".lstrip(": ")
            for item in error.errors()
        )
    return ()
