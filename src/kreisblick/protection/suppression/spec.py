"""Spec: what a table is made of, what is published of it, and how it is protected."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text
from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.protection.rules import FLOOR, Dominance

__all__ = ["Contributors", "Figure", "Spec"]


class Contributors(Definition):
    """Who stands behind the figures; several rows of the input may belong to one of them.

    Attributes:
        column: names the contributor; whoever belongs together (a holding) has one name.
        minimum: so many must stand behind a figure; at least three.
        dominance: no one may be estimated too closely by another.
    """

    column: Text
    minimum: int | None = None
    dominance: Dominance | None = Field(default=None, repr=False)


class Figure(Definition):
    """One published cell.

    Attributes:
        where: a code for each column of its table; nothing for the total of all.
        value: what it was published as; the input must add up to it.
    """

    where: dict[Text, Text | int] = Field(default_factory=dict)
    value: int | None = None

    @property
    def key(self) -> frozenset[tuple[str, str]]:
        """Columns with codes."""
        return frozenset((column, str(code)) for column, code in self.where.items())


class Spec(Definition):
    """What a table is made of and how it is protected.

    Attributes:
        value: column with the counts; None when every row is one unit.
        dimensions: columns of each dimension, from coarse to fine (``place: [town, area]``). The
            first dimension with several columns is solved town by town. Geographies that overlap
            are a dimension each.
        tables: columns of each published table; None for all combinations of all levels.
        minimum_count: counts above zero and below this are hidden; at least three.
        zeros: ``free`` zeros are shown, ``sensitive`` zeros are hidden like small counts.
        hidden_is_not_zero: protect also against readers who know that what is hidden is no zero,
            because free zeros are shown.
        coalition: units that are each alone in a finest cell know it; so many of them may put
            together what they know and still learn nothing more of others. With contributors
            these are the units, and one at least is always thought of.
        contributors: who stands behind the figures, each by its own rule.
        group_rule: columns of traits that must not be known of (nearly) a whole group: a figure
            is hidden too when fewer than ``minimum_count`` of its group are left over.
        forced: figures that stand in public already or must be published.
        waived: figures that no rule hides, because those concerned agreed; they may cover others.
        importance: how dear a column or a table (``town+age``) is; 1 when not named.
    """

    value: Text | None = None
    dimensions: dict[str, tuple[Text, ...]]
    tables: tuple[tuple[Text, ...], ...] | None = None
    minimum_count: int | None = None
    zeros: Text = Field(default="free", pattern="^(free|sensitive)$")
    hidden_is_not_zero: bool = True
    coalition: int = Field(default=0, ge=0, le=2)
    contributors: tuple[Contributors, ...] = ()
    group_rule: tuple[Text, ...] = ()
    forced: tuple[Figure, ...] = ()
    waived: tuple[Figure, ...] = ()
    importance: dict[Text, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.minimum_count is None and not self.contributors:
            raise ValueError("minimum_count or contributors are needed")
        return self

    @property
    def columns(self) -> list[str]:
        """All columns of all dimensions in order."""
        return [column for columns in self.dimensions.values() for column in columns]

    @property
    def published(self) -> list[tuple[str, ...]]:
        """The columns of each published table."""
        if self.tables is not None:
            return list(self.tables)
        levels = [
            [columns[:depth] for depth in range(len(columns), -1, -1)]
            for columns in self.dimensions.values()
        ]
        return [tuple(c for columns in chosen for c in columns) for chosen in product(*levels)]

    def dimension_of(self, column: str) -> tuple[str, ...]:
        """The columns of the dimension that a column belongs to."""
        return next(columns for columns in self.dimensions.values() if column in columns)

    def faults(self, given: Iterable[str]) -> list[Fault]:
        """Everything that does not fit the columns of an input or itself."""
        return [*self._unknown(set(given)), *self._too_low(), *self._contradictions()]

    def _unknown(self, given: set[str]) -> Iterator[Fault]:
        needed = [*self.columns, *([self.value] if self.value else [])]
        needed += [one.column for one in self.contributors]
        for column in dict.fromkeys(needed):
            if column not in given:
                yield _fault("no_column", _("The input has no column '{name}'."), column)
        used = {c for table in self.tables or () for c in table} | set(self.group_rule)
        used |= {c for figure in (*self.forced, *self.waived) for c in figure.where}
        for column in sorted(used - set(self.columns)):
            yield _fault("no_dimension", _("No dimension has the column '{name}'."), column)
        tables = {"+".join(table) for table in self.published}
        for name in sorted(set(self.importance) - tables - set(self.columns)):
            yield _fault("no_table", _("There is no table or column '{name}'."), name)

    def _too_low(self) -> Iterator[Fault]:
        minima = [("minimum_count", self.minimum_count)]
        minima += [(f"contributors: {one.column}", one.minimum) for one in self.contributors]
        for name, minimum in minima:
            if minimum is not None and minimum < FLOOR:
                text = _(
                    "The minimum under '{name}' is {minimum}; at least {floor} is needed, because "
                    "below that a figure tells about single people."
                )
                message = text.format(name=name, minimum=minimum, floor=FLOOR)
                yield Fault(code="minimum", message=message)

    def _contradictions(self) -> Iterator[Fault]:
        if self.group_rule and (self.zeros == "free" or self.minimum_count is None):
            text = _("group_rule needs minimum_count and 'zeros: sensitive'.")
            yield Fault(code="group_rule", message=text)
        if self.zeros == "sensitive" and self.minimum_count is None:
            text = _("'zeros: sensitive' needs minimum_count.")
            yield Fault(code="zeros", message=text)
        for name, factor in self.importance.items():
            if factor <= 0:
                text = _("The importance of '{name}' must be above zero.")
                yield _fault("importance", text, name)


def _fault(code: str, text: str, name: str) -> Fault:
    return Fault(code=code, message=text.format(name=name))
