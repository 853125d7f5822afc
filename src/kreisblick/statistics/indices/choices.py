"""Choices of an index: how values are transformed, normalised, weighted and put together."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from kreisblick.base.definitions import Definition

__all__ = [
    "Aggregation",
    "Aggregator",
    "Fit",
    "Missing",
    "Normalisation",
    "Normaliser",
    "Outliers",
    "Shrinkage",
    "Transform",
    "Treatment",
    "Weigher",
    "Weights",
]

Fit = Literal["each_date", "all_dates", "first_date"]
Missing = Literal["exclude", "zero", "zero_after", "mean"]
Transform = Literal["none", "log", "log_plus_1"]
_PARAMETERS = {
    "centre": "z_score", "spread": "z_score", "low": "min_max", "high": "min_max",
}  # fmt: skip


def _by(value: Any) -> Any:
    """``z_score`` is short for ``{by: z_score}``; of old, true and false stood for it and none."""
    if isinstance(value, bool):
        return {"by": "z_score" if value else "none"}
    return {"by": value} if isinstance(value, str) else value


class Normalisation(Definition):
    """How values on different scales are brought onto one. Written ``z_score``, or with details.

    Attributes:
        by: `z_score` (away from the mean, in standard deviations); `min_max` (0 for the lightest
            burden, 1 for the heaviest); `rank` (place from the lightest, divided by their
            number; equal values share the mean place); `normal_score` (quantile of the normal
            distribution at place / (number + 1)); `exponential` (0 to 100, the heavy end drawn
            apart: -c ln(1 - R (1 - exp(-100 / c)))); `none`.
        over: standard deviation of the `population` (divided by n) or of a `sample` (n - 1).
        fit: whose mean, spread, least and greatest value count: of `each_date` itself, of
            `all_dates` together, of the `first_date`. The last two keep their scale over time.
        centre, spread: a mean and standard deviation given once and for all, for `z_score`.
        low, high: values that become the ends of the range, for `min_max`. Given in the
            indicator's unit, whichever direction it has.
        to: the range of `min_max`; geometric means need one above zero, such as `[1, 100]`.
        constant: c of `exponential`; the larger, the closer to a straight line.
        top: what R of `exponential` is: `at_100` (N - rank + 1) / N as in England, so that the
            heaviest burden gets 100; `below_100` 1 - rank / N as in Scotland.
    """

    by: Literal["z_score", "min_max", "rank", "normal_score", "exponential", "none"]
    over: Literal["population", "sample"] = "population"
    fit: Fit = "each_date"
    centre: float | None = None
    spread: float | None = Field(default=None, gt=0)
    low: float | None = None
    high: float | None = None
    to: tuple[float, float] = (0.0, 1.0)
    constant: float = Field(default=23.0, gt=0)
    top: Literal["at_100", "below_100"] = "at_100"

    @property
    def given(self) -> bool:
        """Whether the parameters stand in the file."""
        return self.centre is not None or self.low is not None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for name, owner in _PARAMETERS.items():
            if getattr(self, name) is not None and self.by != owner:
                raise ValueError(f"{name} belongs to {owner}")
        if (self.centre is None) != (self.spread is None):
            raise ValueError("give centre and spread together")
        if (self.low is None) != (self.high is None):
            raise ValueError("give low and high together")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("low lies below high")
        if self.to[0] >= self.to[1]:
            raise ValueError("the range `to` rises")
        if self.fit != "each_date" and self.by not in {"z_score", "min_max"}:
            raise ValueError("only z_score and min_max can be fitted to other dates")
        return self


class Outliers(Definition):
    """What is done with values far away from all others. Written ``winsorise``, or with details.

    Attributes:
        by: `none`; `winsorise` (the farthest value takes the next one's until skewness and
            kurtosis pass, at most `points` times; if that does not help, a logarithm instead:
            ln(x - min + 0.01 (max - min)), mirrored where the tail is on the low side);
            `clip` (to the quantiles `low` and `high`).
        skewness, kurtosis: both must be exceeded (absolute skewness; excess kurtosis).
        points: how many values may be pulled in.
        low, high: quantiles between 0 and 1 for `clip`.
    """

    by: Literal["none", "winsorise", "clip"]
    skewness: float = Field(default=2.0, gt=0)
    kurtosis: float = 3.5
    points: int = Field(default=5, ge=1)
    low: float = Field(default=0.01, ge=0, lt=0.5)
    high: float = Field(default=0.99, gt=0.5, le=1)


class Shrinkage(Definition):
    """Shares of few people are pulled towards those of the larger area.

    On the scale of log odds, the more the fewer people there are (English and Scottish indices;
    Noble et al.). Needs numerator and denominator.

    Attributes:
        towards: the share of the `municipality` the area lies in, or of `all` areas together.
    """

    towards: Literal["municipality", "all"] = "municipality"


class Weights(Definition):
    """Where the weights come from. Written ``given``, or with details.

    Attributes:
        by: `given` (each entry's `weight`); `equal`; `pca` (first principal component of the
            entries: their loadings, divided by the sum of their sizes); `factor` (one common
            factor by maximum likelihood: the coefficients of its score, summing to 1).
        fit: the dates from which `pca` and `factor` learn; see `normalise`.
    """

    by: Literal["given", "equal", "pca", "factor"]
    fit: Fit = "each_date"


class Aggregation(Definition):
    """How entries become one value. Written ``sum``, or with details.

    Attributes:
        by: `sum` (each times its weight); `arithmetic`, `geometric`, `generalised` (weighted
            means); `ampi` (adjusted Mazziotta-Pareto index: weighted mean and standard deviation
            over the entries; with `penalty: add` an area with one very heavy burden stands
            above another with the same mean).
        power: of the generalised mean; 1 is arithmetic, above 1 heavy burdens count more, below
            1 light ones do.
        penalty: `add` or `subtract` sd²/mean, for `ampi`.
        onto: a range onto which every entry is brought by its least and greatest value first.
    """

    by: Literal["sum", "arithmetic", "geometric", "generalised", "ampi"]
    power: float = 1.0
    penalty: Literal["add", "subtract"] = "add"
    onto: tuple[float, float] | None = None

    @property
    def positive_only(self) -> bool:
        """Whether entries must lie above zero."""
        return self.by in {"geometric", "generalised", "ampi"} and self.onto is None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.by == "generalised" and self.power == 0:
            raise ValueError("power 0 is the geometric mean; write geometric")
        if self.onto is not None and not 0 < self.onto[0] < self.onto[1]:
            raise ValueError("the range `onto` rises and lies above zero")
        return self


Normaliser = Annotated[Normalisation, BeforeValidator(_by)]
Treatment = Annotated[Outliers, BeforeValidator(_by)]
Weigher = Annotated[Weights, BeforeValidator(_by)]
Aggregator = Annotated[Aggregation, BeforeValidator(_by)]
