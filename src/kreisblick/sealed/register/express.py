"""Express counting as one relational expression that runs on any engine.

Only operations of plain SQL are used (filter, case, group, count, sum, min), so the same
expression runs on DuckDB, PostgreSQL and Spark.
"""

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from kreisblick.sealed.register.ages import shared_groups
from kreisblick.sealed.register.definition import HouseholdRule, Reading, RegisterDefinition
from kreisblick.sealed.register.errors import UncountableError
from kreisblick.sealed.register.spells import check_conditions, running_spells
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.cube.definition import OLDEST

__all__ = ["PREFIX", "atoms_expression", "counting_expression", "needed_fields", "own_conditions"]

PREFIX = "where_"  # columns that carry a cube's own condition beside the dimensions


def counting_expression(
    cube: CubeDefinition,
    *,
    key: str,
    register: RegisterDefinition,
    records: ir.Table,
    reference_date: date,
    area: str,
) -> ir.Table:
    """The expression that counts one cube: ``area, <dimensions>, value``.

    Rows without an area or with an unknown code are there too, as null; the caller sorts them out.

    Args:
        cube: what to count.
        key: the cube's key, for messages.
        register: how dimensions are read from records.
        records: the table of records on any engine.
        reference_date: ages are those reached in its year.
        area: the column with the area key.

    Raises:
        UncountableError: when records, register and cube do not fit.
    """
    atoms = atoms_expression(
        {key: cube}, register=register, records=records, reference_date=reference_date, area=area
    )
    return atoms.select("area", *[dimension.name for dimension in cube.dimensions], "value")


def atoms_expression(
    cubes: Mapping[str, CubeDefinition],
    *,
    register: RegisterDefinition,
    records: ir.Table,
    reference_date: date,
    area: str,
) -> ir.Table:
    """The expression that counts the atoms of several cubes in one pass over the records.

    An atom is one combination of area, all dimensions of all cubes and the fields of their
    conditions; every cube is a sum of atoms. Ages are in the coarsest groups that all cubes
    can be put together from. A condition that all cubes share is applied to the rows.

    Returns:
        ``area, <dimensions>, where_<field>..., value``.

    Raises:
        UncountableError: when records, register and cubes do not fit.
    """
    for key, cube in cubes.items():
        _refuse_unreadable(key, cube, register, records, area)
    own = own_conditions(cubes)
    people = _where(records, register.where)
    people = people if own else _where(people, next(iter(cubes.values())).where)
    people = running_spells(people, register, reference_date, area)
    units = _households(people, register, reference_date, area) if register.household else people
    columns = {"area": units["area" if register.household else area].cast("string")}
    for name, groups in shared_groups(cubes).items():
        columns[name] = _read(units, name, register.dimensions[name], groups, reference_date)
    columns |= {f"{PREFIX}{name}": units[name] for name in own}
    return _count(units, columns, _distinct(cubes))


def own_conditions(cubes: Mapping[str, CubeDefinition]) -> list[str]:
    """The fields of the cubes' conditions, sorted; none when all cubes share one condition."""
    first, *others = [cube.where for cube in cubes.values()]
    if all(where == first for where in others):
        return []
    return sorted({field for cube in cubes.values() for field in cube.where})


def needed_fields(cube: CubeDefinition, register: RegisterDefinition) -> tuple[str, ...]:
    """The record fields that counting a cube reads, sorted, without the area."""
    named = {dimension.name for dimension in cube.dimensions}
    read = {r.field for name, r in register.dimensions.items() if name in named and r.field}
    own = {cube.distinct} if cube.distinct else set()
    return tuple(sorted(read | register.made_from | set(register.where) | set(cube.where) | own))


def _refuse_unreadable(
    key: str, cube: CubeDefinition, register: RegisterDefinition, records: ir.Table, area: str
) -> None:
    if register.household is not None and cube.where:
        raise UncountableError.condition_on_household(cube=key)
    check_conditions(key, cube, register)
    for dimension in cube.dimensions:
        if dimension.name not in register.dimensions:
            raise UncountableError.missing_reading(dimension.name, cube=key)
    missing = [n for n in (area, *needed_fields(cube, register)) if n not in records.columns]
    if missing:
        raise UncountableError.missing_fields(missing, cube=key)


def _where(table: ir.Table, conditions: Mapping[str, str | bool]) -> ir.Table:
    for name, value in sorted(conditions.items()):
        table = table.filter(table[name] == value)
    return table


def _read(
    units: ir.Table,
    name: str,
    reading: Reading,
    groups: Mapping[str, tuple[int, int]],
    day: date,
) -> ir.Value:
    if reading.field is None:
        return units[name]
    if reading.read != "age":
        return units[reading.field].cast("string")
    age = ibis.literal(day.year) - units[reading.field].cast("int64")
    branches = [
        ((age >= low) & (age <= high), group)
        for group, (low, high) in sorted(groups.items(), key=lambda item: item[1])
    ]
    return ibis.cases(*branches, else_=ibis.null("string"))


def _households(people: ir.Table, register: RegisterDefinition, day: date, area: str) -> ir.Table:
    """One row per household: ``area`` (the smallest key of its members), ``type``, ``size``."""
    rule = register.household
    if rule is None:
        return people
    age = ibis.literal(day.year) - people[rule.birth_year].cast("int64")
    grown = (age >= rule.adult_from) & (age <= OLDEST)
    members = people.filter([people[name].notnull() for name in rule.by]).select(
        *rule.by,
        area=people[area].cast("string"),
        adult=ibis.ifelse(grown, 1, 0),
        child=ibis.ifelse((age >= 0) & (age < rule.adult_from), 1, 0),
    )
    households = members.group_by(*rule.by).agg(
        area=members["area"].min(),
        adults=members["adult"].sum(),
        children=members["child"].sum(),
        members=members.count(),
    )
    made = {"household_type": _type(households), "household_size": _size(households, rule)}
    return households.select(
        "area", **{name: made[reading.read] for name, reading in register.dimensions.items()}
    )


def _type(households: ir.Table) -> ir.Value:
    adults, children = households["adults"], households["children"]
    known = adults + children == households["members"]  # a member without an age fits no type
    return ibis.cases(
        (known & (adults == 1) & (children == 0), "single"),
        (known & (adults == 1), "single_parent"),
        (known & (adults == 2) & (children == 0), "couple_no_children"),
        (known & (adults == 2), "couple_with_children"),
        else_="other",
    )


def _size(households: ir.Table, rule: HouseholdRule) -> ir.Value:
    members = households["members"]
    exact = [(members == size, str(size)) for size in range(1, rule.largest_size)]
    return ibis.cases(*exact, else_=f"{rule.largest_size}+")


def _distinct(cubes: Mapping[str, CubeDefinition]) -> str | None:
    wanted = {cube.distinct for cube in cubes.values()}
    if len(wanted) > 1 or (wanted != {None} and own_conditions(cubes)):
        raise UncountableError.different_distinct(sorted(cubes))
    return wanted.pop() if wanted else None


def _count(units: ir.Table, columns: Mapping[str, ir.Value], distinct: str | None) -> ir.Table:
    if distinct is None:
        rows = units.select(**columns)
        return rows.group_by(*columns).agg(value=rows.count())
    named = units.filter(units[distinct].notnull()).select(unit=units[distinct], **columns)
    # a unit with several rows counts once, with its smallest attributes: cells stay additive
    once = named.group_by("unit").agg(**{name: named[name].min() for name in columns})
    return once.group_by(*columns).agg(value=once.count())
