"""Register definitions: how records about persons become the attributes of a cube."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated

__all__ = ["HouseholdRule", "Reading", "RegisterDefinition"]

Read = Literal["code", "age", "household_type", "household_size"]


class Reading(Definition):
    """How one dimension is read from a record.

    Attributes:
        field: the record's field; None for attributes of a household, which has no field.
        read: ``code`` takes the field as it is; ``age`` sorts the age reached in the year of the
            reference date into the cube's groups; ``household_type`` and ``household_size`` are
            made from the members.
    """

    field: Text | None = None
    read: Read = "code"

    @model_validator(mode="after")
    def _field_where_one_is_read(self) -> Self:
        if (self.field is None) != self.read.startswith("household"):
            raise ValueError("code and age need a field, household attributes have none")
        return self


class HouseholdRule(Definition):
    """How people are put together into households.

    Attributes:
        by: fields that are the same for all members of one household and for nobody else.
        birth_year: the field with the year of birth.
        adult_from: from this age on a member is an adult, below it a child.
        largest_size: households of this many members or more are one group (``5+``).
    """

    by: tuple[Text, ...]
    birth_year: Text
    adult_from: Annotated[int, Field(ge=1)]
    largest_size: Annotated[int, Field(ge=2)]


class RegisterDefinition(Definition):
    """A register that cubes are counted from, or a register made from another one's records.

    Attributes:
        title: for people.
        records: the record type in the sealed store.
        where: fields of the record that must have this value; others are not in this register.
        household: put the records together into households first; None counts the records.
        dimensions: how each dimension of the cubes is read.
        smallest_note: smaller numbers of records that could not be counted are not told.
        limits: what the numbers do not say.
    """

    title: Translated
    records: Text
    where: dict[str, str | bool] = Field(default_factory=dict)
    household: HouseholdRule | None = None
    dimensions: dict[str, Reading]
    smallest_note: Annotated[int, Field(ge=1)]
    limits: tuple[Translated, ...] = ()

    @model_validator(mode="after")
    def _households_only_where_made(self) -> Self:
        of_households = [r.read.startswith("household") for r in self.dimensions.values()]
        if any(of_households) and self.household is None:
            raise ValueError("household attributes need the household rule")
        if self.household is not None and not all(of_households):
            raise ValueError("a register of households has attributes of households only")
        return self

    def fields(self) -> tuple[str, ...]:
        """The record fields this register reads, sorted, without the area."""
        found = {reading.field for reading in self.dimensions.values() if reading.field}
        if self.household is not None:
            found |= {*self.household.by, self.household.birth_year}
        return tuple(sorted(found | set(self.where)))
