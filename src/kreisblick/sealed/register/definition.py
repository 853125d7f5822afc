"""Register definitions: how records about persons become the attributes of a cube."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated

__all__ = ["FlowRule", "HouseholdRule", "Reading", "RegisterDefinition", "SpellRule"]

Read = Literal["code", "age", "household_type", "household_size", "duration", "flow"]
MADE = ("household_type", "household_size", "duration", "flow")


class Reading(Definition):
    """How one dimension is read from a record.

    Attributes:
        field: the record's field; None for attributes of households, spells and flows: these are
            made.
        read: ``code`` takes the field as it is; ``age`` sorts the age reached in the year of the
            reference date into the cube's groups; ``household_type`` and ``household_size`` are
            made from the members, ``duration`` from the days on which spells begin and end,
            ``flow`` from two reference dates.
    """

    field: Text | None = None
    read: Read = "code"

    @model_validator(mode="after")
    def _field_where_one_is_read(self) -> Self:
        if (self.field is None) != (self.read in MADE):
            raise ValueError("code and age need a field, attributes that are made have none")
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


class SpellRule(Definition):
    """How rows with a beginning and an end become one spell of a person.

    Attributes:
        by: fields that are the same for all rows of one person and for nobody else.
        begin: the field with the first day.
        end: the field with the last day, which still counts; empty while it runs.
        gap_days: so many days without a row do not interrupt a spell; 0 joins only rows that
            overlap or follow each other day by day.
        classes: code to the first month of the class; a class ends where the next one begins.
    """

    by: Annotated[tuple[Text, ...], Field(min_length=1)]
    begin: Text
    end: Text
    gap_days: Annotated[int, Field(ge=0)]
    classes: Annotated[dict[Text, int], Field(min_length=1)]

    @model_validator(mode="after")
    def _classes_from_the_first_month_on(self) -> Self:
        months = sorted(self.classes.values())
        if months[0] != 0 or len(set(months)) < len(months):
            raise ValueError("the first class begins with month 0, and no two with the same month")
        return self


class FlowRule(Definition):
    """How the people of two reference dates are laid side by side.

    Attributes:
        by: fields that are the same for one person at both dates and for nobody else.
        birth_year: the field with the year of birth; it guards against numbers given out again.
        deaths: record type with the numbers of people who died; None where nobody delivers it,
            and then who died counts as moved out.
        moves_rules: key of the disclosure rules for the table from area to area; None where none
            may be made.
    """

    by: Annotated[tuple[Text, ...], Field(min_length=1)]
    birth_year: Text
    deaths: Text | None = None
    moves_rules: Text | None = None


class RegisterDefinition(Definition):
    """A register that cubes are counted from, or a register made from another one's records.

    Attributes:
        title: for people.
        records: the record type in the sealed store.
        where: fields of the record that must have this value; others are not in this register.
        household: put the records together into households first; None counts the records.
        spells: put the records together into spells first; people are counted whose spell runs.
        flows: lay two reference dates side by side; what changed is counted, not who is there.
        dimensions: how each dimension of the cubes is read.
        smallest_note: smaller numbers of records that could not be counted are not told.
        limits: what the numbers do not say.
    """

    title: Translated
    records: Text
    where: dict[str, str | bool] = Field(default_factory=dict)
    household: HouseholdRule | None = None
    spells: SpellRule | None = None
    flows: FlowRule | None = None
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

    @model_validator(mode="after")
    def _made_only_by_its_rule(self) -> Self:
        for read, rule in (("duration", self.spells), ("flow", self.flows)):
            if any(r.read == read for r in self.dimensions.values()) != (rule is not None):
                raise ValueError(f"a {read} needs its rule, and the rule a {read}")
        if sum(rule is not None for rule in (self.household, self.spells, self.flows)) > 1:
            raise ValueError("records become households, spells or flows; one of the three")
        return self

    @property
    def together(self) -> tuple[str, ...]:
        """Fields by which records are put together before they are counted."""
        rule = self.household or self.spells
        return () if rule is None else rule.by

    @property
    def made_from(self) -> frozenset[str]:
        """Fields that are read to make households, spells or flows."""
        if self.household is not None:
            return frozenset({*self.household.by, self.household.birth_year})
        if self.spells is not None:
            return frozenset({*self.spells.by, self.spells.begin, self.spells.end})
        if self.flows is not None:
            return frozenset({*self.flows.by, self.flows.birth_year})
        return frozenset()

    def fields(self) -> tuple[str, ...]:
        """The record fields this register reads, sorted, without the area."""
        found = {reading.field for reading in self.dimensions.values() if reading.field}
        return tuple(sorted(found | self.made_from | set(self.where)))
