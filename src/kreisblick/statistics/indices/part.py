"""A part of an index: its indicators, its dimensions, and where its classes are cut."""

from collections.abc import Sequence
from typing import Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.statistics.indices.choices import (
    Aggregation,
    Aggregator,
    Fit,
    Missing,
    Normalisation,
    Normaliser,
    Outliers,
    Shrinkage,
    Transform,
    Treatment,
    Weigher,
    Weights,
)

__all__ = ["Dimension", "IndexClass", "IndexIndicator", "IndexPart"]

_Z = Normalisation(by="z_score")


class IndexIndicator(Definition):
    """One indicator in an index.

    Attributes:
        indicator: its key.
        column: its name in table files; the key when absent. Upper and lower case are the same.
        also: further names under which a table file may hold it.
        direction: `higher_is_worse`, or `lower_is_worse`: then it is turned before anything is
            normalised, so that a high value is a burden everywhere.
        dimension: the dimension it belongs to; the index itself when absent.
        weight: above zero; read where weights are `given`.
        per: what a value in a file is a share of (100 for percent); for draws from files only.
        transform: `log`, `log_plus_1` (ln(x + 1)) or `none`, before everything else.
        shrink: pulls shares of few people towards those of the larger area.
        outliers, normalise, missing: as in the part, for this indicator only.
    """

    indicator: Text
    column: Text | None = None
    also: tuple[Text, ...] = ()
    direction: Literal["higher_is_worse", "lower_is_worse"]
    dimension: Text | None = None
    weight: float = Field(default=1.0, gt=0)
    per: float = Field(default=100.0, gt=0)
    transform: Transform = "none"
    shrink: Shrinkage | None = None
    outliers: Treatment | None = None
    normalise: Normaliser | None = None
    missing: Missing | None = None

    @property
    def sign(self) -> float:
        """-1 where a low value is the burden."""
        return 1.0 if self.direction == "higher_is_worse" else -1.0

    @property
    def name(self) -> str:
        """The column's name in files."""
        return self.column or self.indicator


class Dimension(Definition):
    """A sub-index: some indicators (or dimensions) put together before the whole is.

    Attributes:
        key: its name in the file.
        title: for people.
        part_of: the dimension it belongs to; the index itself when absent.
        weight: of this dimension where the weights above it are `given`.
        normalise: of its indicators; the part's when absent.
        weights, aggregate: of its own entries.
        restandardise: what happens to its value before it enters the level above.
    """

    key: Text
    title: Translated | None = None
    part_of: Text | None = None
    weight: float = Field(default=1.0, gt=0)
    normalise: Normaliser | None = None
    weights: Weigher = Weights(by="given")
    aggregate: Aggregator = Aggregation(by="sum")
    restandardise: Normaliser = Normalisation(by="none")


class IndexClass(Definition):
    """One class of an index, from the lightest burden to the heaviest. It ends in one of four ways.

    Attributes:
        name: what the class is called.
        below: the index value lies under this; the cut itself belongs to the next class.
        up_to: the index value is at most this; the cut itself belongs here.
        quantile: the index value is at most this quantile of all index values (0.2 is the first
            fifth); the part's `quantile_type` says by which formula.
        share: up to here lies this share of the areas, counted by rank from the lightest; an
            area of rank r (1 the heaviest) among N lies beyond when r <= N (1 - share).
    """

    name: Translated
    below: float | None = None
    up_to: float | None = None
    quantile: float | None = Field(default=None, gt=0, lt=1)
    share: float | None = Field(default=None, gt=0, lt=1)

    @property
    def ends(self) -> tuple[str, float] | None:
        """How the class ends and where; None for the last."""
        for kind in ("below", "up_to", "quantile", "share"):
            if (cut := getattr(self, kind)) is not None:
                return kind, cut
        return None

    @model_validator(mode="after")
    def _one_cut(self) -> Self:
        if sum(x is not None for x in (self.below, self.up_to, self.quantile, self.share)) > 1:
            raise ValueError("a class ends in one way: below, up_to, quantile or share")
        return self


class IndexPart(Definition):
    """Status or dynamics: indicators normalised, put together and cut into classes.

    Attributes:
        indicators: at least two; one only where it is a finished score (`normalise: none`).
        dimensions: sub-indices; an indicator names the one it belongs to.
        of: `value`, or `change` over `period_years`.
        period_years: the years between two values of a change.
        outliers: what is done with values far away; `none` unless said.
        normalise: `z_score` unless said; every area counts once, whatever its size.
        missing: what a gap does: `exclude` leaves the area out; `zero` takes the value 0,
            `zero_after` the normalised value 0, `mean` the mean of the normalised values. A
            figure withheld to protect people is a gap too.
        weights, aggregate: of what stands directly below the index.
        restandardise: what happens to the result; `z_score` gives it mean 0 and standard
            deviation 1.
        classes: from light to heavy; only the last has no end. All ends are of one kind;
            `below` and `up_to` may be mixed.
        quantile_type: formula 1 to 9 of Hyndman and Fan (1996) for `quantile`.
        on_quantile: whether a value exactly on a quantile stays `here`, in the class that ends
            there, or belongs to the `next`.
    """

    indicators: tuple[IndexIndicator, ...] = Field(min_length=1)
    dimensions: tuple[Dimension, ...] = ()
    of: Literal["value", "change"] = "value"
    period_years: int | None = Field(default=None, gt=0)
    outliers: Treatment = Outliers(by="none")
    normalise: Normaliser = _Z
    missing: Missing = "exclude"
    weights: Weigher = Weights(by="given")
    aggregate: Aggregator = Aggregation(by="sum")
    restandardise: Normaliser = _Z
    classes: tuple[IndexClass, ...] = Field(min_length=2)
    quantile_type: int = Field(default=7, ge=1, le=9)
    on_quantile: Literal["here", "next"] = "here"

    def normaliser(self, one: IndexIndicator) -> Normalisation:
        """The normalisation of an indicator: its own, its dimension's, the part's."""
        of_dimension = {d.key: d.normalise for d in self.dimensions}.get(one.dimension or "")
        return one.normalise or of_dimension or self.normalise

    def gap(self, one: IndexIndicator) -> Missing:
        """What a gap of an indicator does."""
        return one.missing or self.missing

    def standing_still(self, fit: Fit) -> Self:
        """The part on the scale of other dates; ranks and scores by rank cannot stand still.

        Raises:
            ValueError: when the part is made of ranks.
        """

        def still(one: Normalisation) -> Normalisation:
            if one.given or one.by == "none":
                return one
            if one.by not in {"z_score", "min_max"}:
                raise ValueError("a fixed reference needs z_score, min_max or given parameters")
            return one.model_copy(update={"fit": fit})

        weights = self.weights.model_copy(update={"fit": fit})
        dimensions = [
            d.model_copy(
                update={
                    "restandardise": still(d.restandardise),
                    "weights": d.weights.model_copy(update={"fit": fit}),
                }
            )
            for d in self.dimensions
        ]
        indicators = [
            o.model_copy(update={"normalise": still(self.normaliser(o))}) for o in self.indicators
        ]
        changed = {
            "indicators": tuple(indicators),
            "dimensions": tuple(dimensions),
            "weights": weights,
            "restandardise": still(self.restandardise),
        }
        return self.model_copy(update=changed)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if (self.of == "change") != (self.period_years is not None):
            raise ValueError("a change needs period_years; a value has none")
        names = [one.indicator for one in self.indicators]
        if len(set(names)) != len(names):
            raise ValueError("an indicator stands twice")
        if len(names) == 1 and self.normaliser(self.indicators[0]).by != "none":
            raise ValueError("an index has two indicators, or one finished score: normalise none")
        _check_classes(self.classes)
        _check_dimensions(self.dimensions, [one.dimension for one in self.indicators])
        return self


def _check_classes(classes: Sequence[IndexClass]) -> None:
    ends = [one.ends for one in classes]
    known = [end for end in ends[:-1] if end is not None]
    cuts = [cut for _kind, cut in known]
    if ends[-1] is not None or len(known) != len(ends) - 1 or cuts != sorted(set(cuts)):
        raise ValueError("every class but the last needs a cut, and the cuts must rise")
    kinds = {"value" if kind in {"below", "up_to"} else kind for kind, _cut in known}
    if len(kinds) > 1:
        raise ValueError("classes end by values, by quantiles or by shares, not mixed")


def _check_dimensions(dimensions: Sequence[Dimension], named: Sequence[str | None]) -> None:
    keys = [one.key for one in dimensions]
    above = {one.key: one.part_of for one in dimensions}
    if len(set(keys)) != len(keys):
        raise ValueError("a dimension stands twice")
    if unknown := {n for n in (*named, *above.values()) if n is not None} - set(keys):
        raise ValueError(f"there is no dimension {', '.join(sorted(unknown))}")
    if empty := set(keys) - set(named) - set(above.values()):
        raise ValueError(f"nothing belongs to the dimension {', '.join(sorted(empty))}")
    for key in keys:
        seen, place = {key}, above[key]
        while place is not None:
            if place in seen:
                raise ValueError(f"the dimension {key} belongs to itself")
            seen.add(place)
            place = above[place]
