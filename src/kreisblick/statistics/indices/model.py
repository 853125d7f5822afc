"""Indices: which indicators are put together, which way they point, where the classes are cut."""

from typing import Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.statistics.indicators.model import DEFINITION_VERSION, Review
from kreisblick.statistics.indices.part import IndexPart
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["Exclusion", "FixedReference", "IndexDefinition", "Outlier", "as_columns"]


def as_columns(part: IndexPart) -> IndexPart:
    """The part as a table file holds it: a change over years is a column ``<name>_change``."""
    if part.of == "value":
        return part
    renamed = [
        one.model_copy(
            update={
                "indicator": f"{one.indicator}_change",
                "column": f"{one.name}_change",
                "also": tuple(f"{name}_change" for name in one.also),
            }
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
        known_share: the share of indicators an area must have where gaps are filled in.
    """

    minimum_residents: int = Field(default=0, ge=0)
    residents: Text | None = None
    outliers: tuple[Outlier, ...] = ()
    minimum_areas: int = Field(ge=3)
    known_share: float = Field(default=0.5, gt=0, le=1)

    @model_validator(mode="after")
    def _residents_known(self) -> Self:
        if self.minimum_residents and self.residents is None:
            raise ValueError("a minimum of residents needs the indicator that counts them")
        return self


class FixedReference(Definition):
    """The status once more on a scale that stands still, so that absolute change can be read.

    Attributes:
        fit: `first_date` (mean, spread, ends and weights of the first date) or `all_dates`.
    """

    fit: Literal["first_date", "all_dates"] = "first_date"


class IndexDefinition(Definition):
    """A composite index: a search strategy that needs local knowledge, never a judgement.

    Attributes:
        title, question, text, limits: for people; `text` says what the index does not say.
        reasons: why these indicators, weights and cuts; printed with the method.
        reading: what a high value means, in words.
        level: of the areas that are compared.
        exclude: who is left out.
        status: where burdens come together at a date.
        dynamics: where they grow or shrink, compared with the other areas.
        fixed: the status on a scale that stands still over time, as a part of its own.
        sets: the indicator sets it belongs to.
        definition, owner, review: as for indicators.
    """

    title: Translated
    question: Translated
    text: Translated
    reading: Translated
    limits: tuple[Text, ...] = Field(min_length=1)
    reasons: tuple[Text, ...] = ()
    level: AreaLevel = AreaLevel.PLANNING_AREA
    exclude: Exclusion
    status: IndexPart
    dynamics: IndexPart | None = None
    fixed: FixedReference | None = None
    sets: tuple[Text, ...] = Field(min_length=1)
    definition: str = Field(pattern=DEFINITION_VERSION)
    owner: Text
    review: Review | None = None

    @model_validator(mode="after")
    def _can_stand_still(self) -> Self:
        if self.fixed is not None:
            self.status.standing_still(self.fixed.fit)
        return self

    @property
    def parts(self) -> dict[str, IndexPart]:
        """``status`` and, where there are such, ``dynamics`` and ``fixed``."""
        found = {"status": self.status}
        if self.dynamics:
            found["dynamics"] = self.dynamics
        if self.fixed:
            found["fixed"] = self.status.standing_still(self.fixed.fit)
        return found
