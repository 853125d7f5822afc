"""Cube definitions: which table is counted, and how questions to it are understood."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _
from kreisblick.statistics.cube.model import FIXED_COLUMNS, Slice, Unit
from kreisblick.statistics.cube.ordinal import OrdinalClass, refuse_disorder

__all__ = ["CubeDefinition", "DateRule", "Dimension", "UnknownCodeError"]

DateRule = Literal["same_day", "month", "nearest", "school_year", "two_years"]

_AGE = re.compile(r"^(\d+)(?:-(\d+)|\+)$")
DELIVERED_COLUMNS = ("cube", "row")  # beside the fixed ones, in the records of deliveries
OLDEST = 130  # nobody is older; closes the open group "80+"


class UnknownCodeError(KreisblickError):
    """A definition asks a cube for a code or an age border that it does not have."""

    def __init__(self, *, cube: str, dimension: str, wanted: str, known: Sequence[str]) -> None:
        super().__init__(
            _(
                "Cube '{cube}', dimension '{dimension}': '{wanted}' cannot be put together from "
                "{known}. Correct the definition or add the group to the cube."
            ).format(cube=cube, dimension=dimension, wanted=wanted, known=", ".join(known))
        )


class Dimension(Definition):
    """An attribute by which a cube is counted.

    Attributes:
        name: the column.
        title: for people.
        codes: all codes; for ages groups like ``0-2`` or ``80+``.
        kind: ``age`` groups are matched by their years, ``code`` literally.
        labels: the plain reading of each code.
    """

    name: Text
    title: Translated
    codes: tuple[Text, ...]
    kind: Literal["code", "age"] = "code"
    labels: dict[str, Translated] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _leaves_room_for_fixed_columns(self) -> Self:
        """Cells hold dimensions beside fixed columns: two of one name cannot be told apart."""
        if self.name in {*FIXED_COLUMNS, *DELIVERED_COLUMNS}:
            raise ValueError(
                f"a dimension cannot be called '{self.name}': every cell has such a column; "
                f"give it a longer name"
            )
        return self

    @model_validator(mode="after")
    def _codes_can_be_joined(self) -> Self:
        if any(sign in code for code in self.codes for sign in ";|="):
            raise ValueError("a code holds ';', '|' or '=': these join codes in a slice's name")
        return self


class CubeDefinition(Definition):
    """A table that is counted or delivered.

    Attributes:
        title: for people.
        counts: the unit.
        register: the record type in the sealed store it is counted from; None when the numbers
            are delivered as aggregates.
        where: fields of the record that must have this value to be counted.
        distinct: count distinct values of this field (households) instead of rows.
        dimensions: attributes; ``from`` rules for records stand in the register's definition.
        rules: key of the disclosure rule set.
        definition: reference (``variant/version``) to the concept of the group of people.
        classes: of ordinal categories, lowest first.
        dates: which date of the report a count of another day may stand for
            (``catalogue/dates.yaml``).
    """

    title: Translated
    counts: Unit
    register: Text | None = None
    where: dict[str, str | bool] = Field(default_factory=dict)
    distinct: Text | None = None
    dimensions: tuple[Dimension, ...] = ()
    rules: Text
    definition: Text | None = None
    classes: tuple[OrdinalClass, ...] = ()
    dates: DateRule = "same_day"

    @model_validator(mode="after")
    def _dimensions_once(self) -> Self:
        names = [dimension.name for dimension in self.dimensions]
        if len(set(names)) != len(names):
            raise ValueError("a dimension stands twice")
        return self

    @model_validator(mode="after")
    def _classes_of_categories(self) -> Self:
        if self.classes and self.counts is not Unit.ORDINAL:
            raise ValueError("only ordinal categories have classes")
        refuse_disorder(self.classes)
        return self

    def slice(self, where: Mapping[str, str | Sequence[str]], *, cube: str) -> Slice:
        """The slice for a definition's ``where``; ages like ``0-14`` become their groups.

        Raises:
            UnknownCodeError: when a code is unknown or an age border does not fit.
        """
        by_name = {dimension.name: dimension for dimension in self.dimensions}
        found: dict[str, Sequence[str]] = {}
        for name, wanted in where.items():
            if name not in by_name:
                raise UnknownCodeError(cube=cube, dimension=name, wanted=name, known=list(by_name))
            codes = [wanted] if isinstance(wanted, str) else list(wanted)
            found[name] = [c for code in codes for c in _resolve(by_name[name], code, cube)]
        return Slice.of(found)


def _resolve(dimension: Dimension, wanted: str, cube: str) -> list[str]:
    if wanted in dimension.codes:
        return [wanted]
    fitting = _fitting_ages(dimension, wanted) if dimension.kind == "age" else []
    if not fitting:
        raise UnknownCodeError(
            cube=cube, dimension=dimension.name, wanted=wanted, known=dimension.codes
        )
    return fitting


def _fitting_ages(dimension: Dimension, wanted: str) -> list[str]:
    """The groups that lie inside the wanted years, if together they fill them."""
    if not _AGE.match(wanted):
        return []
    low, high = age_borders(wanted)
    inside = [c for c in dimension.codes if age_borders(c)[0] >= low and age_borders(c)[1] <= high]
    years = sum(age_borders(code)[1] - age_borders(code)[0] + 1 for code in inside)
    return inside if years == high - low + 1 else []


def age_borders(group: str) -> tuple[int, int]:
    """First and last year of an age group.

    >>> age_borders("0-14")
    (0, 14)
    >>> age_borders("80+")
    (80, 130)
    """
    match = _AGE.match(group)
    if not match:
        raise ValueError(group)
    return int(match[1]), int(match[2]) if match[2] else OLDEST
