"""Indices: which indicators are put together, which way they point, where the classes are cut."""

from typing import Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.statistics.indicators.model import DEFINITION_VERSION, Review
from kreisblick.territory.areas.model import AreaLevel

__all__ = [
    "Exclusion",
    "IndexClass",
    "IndexDefinition",
    "IndexIndicator",
    "IndexPart",
    "Outlier",
    "as_columns",
]


class IndexIndicator(Definition):
    """One indicator in an index.

    Attributes:
        indicator: its key.
        column: its name in table files; the key when absent. Upper and lower case are the same.
        direction: ``higher_is_worse`` adds its z-value, ``lower_is_worse`` subtracts it.
        weight: above zero; z-values are multiplied with it before they are added.
        per: what a value in a file is a share of (100 for percent); for draws from files only.
    """

    indicator: Text
    column: Text | None = None
    direction: Literal["higher_is_worse", "lower_is_worse"]
    weight: float = Field(default=1.0, gt=0)
    per: float = Field(default=100.0, gt=0)

    @property
    def signed_weight(self) -> float:
        """The weight, negative where a low value is the burden."""
        return self.weight if self.direction == "higher_is_worse" else -self.weight

    @property
    def name(self) -> str:
        """The column's name in files."""
        return self.column or self.indicator


class IndexClass(Definition):
    """One class of an index, from the lightest burden to the heaviest.

    Attributes:
        name: what the class is called.
        below: the index value lies under this; the cut itself belongs to the next class.
        up_to: the index value is at most this; the cut itself belongs here.
    """

    name: Translated
    below: float | None = None
    up_to: float | None = None

    @property
    def cut(self) -> float | None:
        """Where the class ends; None for the last."""
        return self.below if self.below is not None else self.up_to

    @model_validator(mode="after")
    def _one_cut(self) -> Self:
        if self.below is not None and self.up_to is not None:
            raise ValueError("a class ends below a value or up to it, not both")
        return self


class IndexPart(Definition):
    """Status or dynamics: z-values of some indicators, added and cut into classes.

    Attributes:
        indicators: at least two.
        of: ``value``, or ``change`` over ``period_years``.
        period_years: the years between two values of a change.
        normalise: z-values with the population's standard deviation (ddof 0) over the areas,
            each area once, whatever its size.
        restandardise: whether the sum is made a z-value again, so that it has mean 0 and
            standard deviation 1.
        classes: from light to heavy; only the last has no cut.
    """

    indicators: tuple[IndexIndicator, ...] = Field(min_length=2)
    of: Literal["value", "change"] = "value"
    period_years: int | None = Field(default=None, gt=0)
    normalise: Literal["z_score"] = "z_score"
    restandardise: bool = True
    classes: tuple[IndexClass, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        cuts = [one.cut for one in self.classes]
        known = [cut for cut in cuts[:-1] if cut is not None]
        if cuts[-1] is not None or len(known) != len(cuts) - 1 or known != sorted(set(known)):
            raise ValueError("every class but the last needs a cut, and the cuts must rise")
        if (self.of == "change") != (self.period_years is not None):
            raise ValueError("a change needs period_years; a value has none")
        names = [one.indicator for one in self.indicators]
        if len(set(names)) != len(names):
            raise ValueError("an indicator stands twice")
        return self


def as_columns(part: IndexPart) -> IndexPart:
    """The part as a table file holds it: a change over years is a column ``<name>_change``."""
    if part.of == "value":
        return part
    renamed = [
        one.model_copy(
            update={"indicator": f"{one.indicator}_change", "column": f"{one.name}_change"}
        )
        for one in part.indicators
    ]
    return part.model_copy(
        update={"of": "value", "period_years": None, "indicators": tuple(renamed)}
    )


class Outlier(Definition):
    """An area that is left out on purpose, with the reason people are told."""

    area: Text
    reason: Text


class Exclusion(Definition):
    """Which areas are left out before anything is standardised.

    Attributes:
        minimum_residents: fewer people make shares that jump.
        residents: the indicator (a count) that gives them.
        outliers: areas declared by the steering group.
        minimum_areas: with fewer areas left there is no index at all.
    """

    minimum_residents: int = Field(default=0, ge=0)
    residents: Text | None = None
    outliers: tuple[Outlier, ...] = ()
    minimum_areas: int = Field(ge=3)

    @model_validator(mode="after")
    def _residents_known(self) -> Self:
        if self.minimum_residents and self.residents is None:
            raise ValueError("a minimum of residents needs the indicator that counts them")
        return self


class IndexDefinition(Definition):
    """A composite index: a search strategy that needs local knowledge, never a judgement.

    Attributes:
        title, question, text, limits: for people; ``text`` says what the index does not say.
        reading: what a high value means, in words.
        level: of the areas that are compared.
        exclude: who is left out.
        status: where burdens come together at a date.
        dynamics: where they grow or shrink, compared with the other areas.
        sets: the indicator sets it belongs to.
        definition, owner, review: as for indicators.
    """

    title: Translated
    question: Translated
    text: Translated
    reading: Translated
    limits: tuple[Text, ...] = Field(min_length=1)
    level: AreaLevel = AreaLevel.PLANNING_AREA
    exclude: Exclusion
    status: IndexPart
    dynamics: IndexPart | None = None
    sets: tuple[Text, ...] = Field(min_length=1)
    definition: str = Field(pattern=DEFINITION_VERSION)
    owner: Text
    review: Review | None = None

    @property
    def parts(self) -> dict[str, IndexPart]:
        """``status`` and, where there is one, ``dynamics``."""
        return {"status": self.status} | ({"dynamics": self.dynamics} if self.dynamics else {})
