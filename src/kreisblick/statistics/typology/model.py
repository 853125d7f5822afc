"""Comparisons: by what areas are called alike, and how far that may carry."""

from typing import Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["Carrying", "ComparisonDefinition", "TypesDefinition", "Variable"]


class Variable(Definition):
    """One thing by which areas are compared.

    Attributes:
        key: an indicator, or a column of a table.
        weight: how much it counts beside the others.
        scale: ``log`` where ratios matter more than differences (residents, income).
        mean, sd: fixed parameters of standardisation, on the chosen scale; without them the
            compared areas' own mean and standard deviation (divisor n).
        title: in words, where it is a column of a table; an indicator has its own.
        reason: why it belongs here, or why it counts more or less than others.
    """

    key: Text
    weight: float = Field(default=1.0, gt=0)
    scale: Literal["plain", "log"] = "plain"
    mean: float | None = None
    sd: float | None = Field(default=None, gt=0)
    title: Translated | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.mean is None) != (self.sd is None):
            raise ValueError("give mean and sd, or neither")
        return self


class TypesDefinition(Definition):
    """How areas are put into types, and how the number of types is chosen.

    Attributes:
        methods: ``kmeans`` and ``ward`` (hierarchical) stand beside each other.
        least, most: the numbers of types that are tried.
        choose: by the best mean silhouette, by the gap statistic, or a fixed number.
        smallest: a number of types that leaves fewer areas in one of them is not chosen.
        starts: of k-means; the best result counts.
        draws: bootstrap samples behind the stability.
        references: data sets without any types behind the gap statistic.
        substantial: below this mean silhouette there are hardly any types in the data.
        stable: below this mean adjusted Rand index other areas would give other types.
        ward_up_to: hierarchical types of more areas than this are not tried; their number of
            pairs no longer fits into the memory of a small computer.
        seed: of all draws.
    """

    methods: tuple[Literal["kmeans", "ward"], ...] = ("kmeans", "ward")
    least: int = Field(ge=2)
    most: int = Field(ge=2, le=30)
    choose: Literal["silhouette", "gap"] | int = "silhouette"
    smallest: int = Field(default=2, ge=1)
    starts: int = Field(default=10, ge=1)
    draws: int = Field(ge=20)
    references: int = Field(ge=5)
    substantial: float = Field(gt=0, lt=1)
    stable: float = Field(gt=0, lt=1)
    ward_up_to: int = Field(default=5000, ge=10)
    seed: int

    @model_validator(mode="after")
    def _some_number(self) -> Self:
        if self.least > self.most:
            raise ValueError("least is not above most")
        if isinstance(self.choose, int) and not self.least <= self.choose <= self.most:
            raise ValueError("the chosen number lies between least and most")
        return self


class Carrying(Definition):
    """How far a comparison of two areas carries.

    Attributes:
        well, limited: up to this share of all pairs that are nearer to each other; beyond it
            the areas are hardly alike, even where no nearer one exists.
        minimum_kept: an area that stays among the most similar in fewer draws than this share
            is similar only to a limited degree.
    """

    well: float = Field(gt=0, lt=1)
    limited: float = Field(gt=0, lt=1)
    minimum_kept: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.well > self.limited:
            raise ValueError("well is not above limited")
        return self


class ComparisonDefinition(Definition):
    """One comparison of areas; its key is the name of its file.

    Attributes:
        title, question: for people.
        level: whose areas are compared.
        variables: by what.
        residents: the variable or column that says how many people live there.
        minimum_residents: areas with fewer are left out: their shares are mostly chance.
        outermost: z-values beyond this many standard deviations count as this many, so that one
            odd place does not stretch the scale for all; None where nothing is limited.
        minimum_share: two areas are compared when the variables that both show carry at least
            this share of all weights.
        neighbours: how many areas of other municipalities (for municipalities: other districts)
            are named for each area.
        own: how many of the same one follow behind them.
        draws, seed: of the simulation that tells which areas stay among the most similar.
        carrying: how far the comparison carries.
        types: how types are made; without it there are none.
        formula: how distance is made, in words.
        text: what the reader should know.
        limits: what the comparison does not say, in German.
        sets: the indicator sets it belongs to.
    """

    title: Translated
    question: Translated
    level: AreaLevel
    variables: tuple[Variable, ...] = Field(min_length=2)
    residents: Text | None = None
    minimum_residents: float = Field(default=0, ge=0)
    outermost: float | None = Field(default=None, gt=0)
    minimum_share: float = Field(gt=0, le=1)
    neighbours: int = Field(default=15, ge=1)
    own: int = Field(default=5, ge=0)
    draws: int = Field(ge=0)
    seed: int
    carrying: Carrying
    types: TypesDefinition | None = None
    formula: Translated
    text: Translated
    limits: tuple[Text, ...] = Field(min_length=1)
    sets: tuple[Text, ...] = Field(min_length=1)

    @property
    def keys(self) -> list[str]:
        """The variables' keys in their order."""
        return [one.key for one in self.variables]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if len(set(self.keys)) != len(self.keys):
            raise ValueError("name each variable once")
        if self.minimum_residents and self.residents is None:
            raise ValueError("a minimum of residents needs to know who counts as resident")
        return self
