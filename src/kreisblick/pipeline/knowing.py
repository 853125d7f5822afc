"""What a workspace knows before a delivery is looked at: areas, addresses, cubes, definitions."""

from collections.abc import Mapping

import polars as pl

from kreisblick.pipeline.ground import Ground
from kreisblick.sealed.mapping import Known, RegisterShape, read_deliveries
from kreisblick.sealed.mapping.folding import fold_name, street_key
from kreisblick.sealed.register import RegisterDefinition
from kreisblick.statistics.cube import CubeDefinition

__all__ = ["known_of", "register_shapes"]

DELIVERY = "delivery"  # which delivery a record came with: no office delivers it


def known_of(ground: Ground) -> Known:
    """What the workspace knows before a file is looked at."""
    houses = ground.addresses
    streets = _texts(houses, "street") | _texts(ground.known.streets.ranges, "street")
    return Known(
        territories=ground.territories,
        cubes=ground.cubes,
        registers=register_shapes(ground.registers, ground.cubes),
        earlier=read_deliveries(ground.workspace.catalogue_folders("suppliers")),
        streets=frozenset(street_key(text) for text in streets),
        postcodes=frozenset(_texts(houses, "postcode")),
        places=frozenset(fold_name(text) for text in _texts(houses, "place")),
        district=ground.workspace.choices.district.key,
    )


def _texts(table: pl.DataFrame, name: str) -> set[str]:
    """The distinct texts of a column; nothing where there is no such column."""
    if name not in table.columns:
        return set()
    return set(table[name].drop_nulls().unique().to_list())


def register_shapes(
    registers: Mapping[str, RegisterDefinition], cubes: Mapping[str, CubeDefinition]
) -> dict[str, RegisterShape]:
    """The fields of every record type, and the codes of those that cubes count by code."""
    fields: dict[str, set[str]] = {}
    codes: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
    for register in registers.values():
        # flows are counted where numbers of people happen to be there; nobody is asked for them
        own = set() if register.flows else set(register.fields()) - {DELIVERY}
        fields.setdefault(register.records, set()).update(own)
        codes.setdefault(register.records, {})
    for cube in cubes.values():
        counted = registers.get(cube.register or "")
        if counted is None:
            continue
        fields[counted.records] |= set(cube.where)
        kept = codes[counted.records]
        kept.update(_codes(cube, counted))
        for name in cube.where:
            kept.setdefault(name, {"yes": (), "no": ()})
    return {
        key: RegisterShape(records=key, fields=tuple(sorted(names)), codes=codes[key])
        for key, names in fields.items()
    }


def _codes(
    cube: CubeDefinition, register: RegisterDefinition
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Field to code to label, for the dimensions that take the field's code as it is."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for dimension in cube.dimensions:
        reading = register.dimensions.get(dimension.name)
        if reading is not None and reading.field and reading.read == "code":
            labels = {code: (label.de,) for code, label in dimension.labels.items()}
            found[reading.field] = {code: labels.get(code, ()) for code in dimension.codes}
    return found
