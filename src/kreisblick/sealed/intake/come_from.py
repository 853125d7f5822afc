"""Come from: the column of the file in which a count of a cube stands."""

from collections.abc import Mapping

from kreisblick.sealed.mapping.columns import ValueColumn
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.region import Region
from kreisblick.statistics.cube import ANY

__all__ = ["area_column", "column_of", "value_of"]

NO_SLICE = frozenset({"cube", "level", "area", "value", "lower", "upper", "observation", "row"})


def area_column(region: Region, definition: DeliveryDefinition) -> str | None:
    """The column that names the areas."""
    names = definition.area.column if definition.area is not None else None
    return region.column(names) if names else None


def column_of(
    cell: Mapping[str, object], region: Region, definition: DeliveryDefinition
) -> str | None:
    """The column of the file that holds a count; None where no single one does.

    Args:
        cell: a record of an aggregate delivery (more or fewer columns do no harm).
        region: the table.
        definition: how it is read.
    """
    value = value_of(cell, definition)
    return None if value is None else region.column(value.column)


def value_of(cell: Mapping[str, object], definition: DeliveryDefinition) -> ValueColumn | None:
    """The column of the definition that a count came from."""
    slices = [name for name in cell if name in _dimensions(definition)]
    for value in definition.values:
        if (value.cube or definition.cube) != cell["cube"]:
            continue
        own = value.set | {n: str(cell[n]) for n in definition.dimensions if n in cell}
        if all(cell[name] == own.get(name, ANY) for name in slices):
            return value
    return None


def _dimensions(definition: DeliveryDefinition) -> set[str]:
    named = {name for value in definition.values for name in value.set}
    return named | set(definition.dimensions)
