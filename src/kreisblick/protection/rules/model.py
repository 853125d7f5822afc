"""Rule sets: what must be hidden of a kind of data, who agreed to it, and why."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated

__all__ = ["Agreed", "Dominance", "RuleSet"]


class Agreed(Definition):
    """Which office agreed to a rule set, and when."""

    office: Text
    date: date


class Dominance(Definition):
    """Sealed parameters of the dominance rules; they are never published.

    Attributes:
        p_percent: the second largest contributor may not estimate the largest closer than this.
        largest, share_percent: the ``largest`` contributors together may not hold more than
            ``share_percent`` of a total ((n, k) rule).
    """

    p_percent: Annotated[float, Field(gt=0, le=100)] | None = None
    largest: Annotated[int, Field(ge=1)] | None = None
    share_percent: Annotated[float, Field(gt=0, le=100)] | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.largest is None) != (self.share_percent is None):
            raise ValueError("largest and share_percent belong together")
        return self


class RuleSet(Definition):
    """How the figures of a cube are protected.

    Attributes:
        title: for people.
        minimum_count: a figure above zero and below this many units is not shown; None for
            magnitudes that are protected through their contributors only.
        minimum_contributors: so many holdings (or households) must stand behind a figure.
        dominance: sealed parameters for the largest contributors.
        group_rule: a share is not shown either when fewer than ``minimum_count`` of the group
            are left over: 100 % tells as much as a single case.
        zeros: ``free`` zeros are shown; ``sensitive`` zeros tell something and are protected.
        source: ``own`` rules are applied here; ``publisher`` means the publisher has protected
            the figures already, nothing is suppressed further.
        agreed_with: who agreed, and when.
        reason: why these numbers.
    """

    title: Translated
    minimum_count: Annotated[int, Field(ge=2)] | None = None
    minimum_contributors: Annotated[int, Field(ge=2)] | None = None
    dominance: Dominance | None = Field(default=None, repr=False)
    group_rule: bool = False
    zeros: Literal["free", "sensitive"] = "free"
    source: Literal["own", "publisher"] = "own"
    agreed_with: Agreed
    reason: Translated

    @model_validator(mode="after")
    def _own_rules_say_something(self) -> Self:
        silent = self.minimum_count is None and self.minimum_contributors is None
        if self.source == "own" and silent and self.dominance is None:
            raise ValueError("own rules need a minimum count, contributors or dominance")
        if self.minimum_count is None and (self.group_rule or self.zeros == "sensitive"):
            raise ValueError("group_rule and sensitive zeros need a minimum_count")
        return self
