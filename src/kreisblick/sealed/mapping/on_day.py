"""A definition on a reference date: placeholders in headings, sheets and titles filled in."""

from collections.abc import Mapping
from datetime import date

from kreisblick.sealed.mapping.columns import Address, Field_, RowChoice, ValueColumn
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.dated import PERIOD, DatedName, fill_in
from kreisblick.sealed.reading.format import Format
from kreisblick.sealed.reading.region import GROUP_HEADING

__all__ = ["definition_on", "name_on"]


def definition_on(definition: DeliveryDefinition, day: date) -> DeliveryDefinition:
    """The definition with its names as they are on a day; the same when it has no placeholders.

    Placeholders: ``{period}`` (whatever names the day, its month, quarter, school year or year),
    ``{year}``, ``{year-1}``, ``{yy}``, ``{month}``, ``{month_name}``, ``{month_short}``,
    ``{date}``, ``{iso_date}``, ``{school_year}``, ``{quarter}``.
    """
    area, address = definition.area, definition.address
    if area is not None:
        parts = {"column": area.column, "x": area.x, "y": area.y}
        dated = {name: _names(names, day) for name, names in parts.items() if names}
        area = area.model_copy(update=dated)
    return definition.model_copy(
        update={
            "format": _format(definition.format, day),
            "columns": _fields(definition.columns, day),
            "dimensions": _fields(definition.dimensions, day),
            "values": tuple(_value(value, day) for value in definition.values),
            "rows": tuple(_choice(choice, day) for choice in definition.rows),
            "area": area,
            "address": None if address is None else _address(address, day),
        }
    )


def name_on(text: str, day: date) -> str:
    """The text, dated where it has placeholders."""
    if isinstance(text, DatedName) or text == GROUP_HEADING:
        return text
    changes = PERIOD in text or fill_in(text, day) != text
    return DatedName.of(text, day) if changes else text


def _names(names: tuple[str, ...], day: date) -> tuple[str, ...]:
    return tuple(name_on(name, day) for name in names)


def _format(form: Format, day: date) -> Format:
    table = name_on(form.table, day) if isinstance(form.table, str) else form.table
    return form.model_copy(
        update={
            "sheet": None if form.sheet is None else name_on(form.sheet, day),
            "table": table,
            "carry_down": _names(form.carry_down, day),
        }
    )


def _fields(fields: Mapping[str, Field_], day: date) -> dict[str, Field_]:
    return {
        name: rule.model_copy(update={"from_": _names(rule.from_, day)})
        for name, rule in fields.items()
    }


def _value(value: ValueColumn, day: date) -> ValueColumn:
    minus = None if value.minus is None else _names(value.minus, day)
    return value.model_copy(update={"column": _names(value.column, day), "minus": minus})


def _choice(choice: RowChoice, day: date) -> RowChoice:
    said = {"equals": choice.equals, "begins": choice.begins}
    dated = {name: name_on(text, day) for name, text in said.items() if text is not None}
    return choice.model_copy(update={"column": _names(choice.column, day), **dated})


def _address(address: Address, day: date) -> Address:
    parts = {name: getattr(address, name) for name in type(address).model_fields}
    return address.model_copy(
        update={name: _names(names, day) for name, names in parts.items() if names}
    )
