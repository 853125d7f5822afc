"""Terms: what a rule set asks for, without who agreed and why. This is what an officer signs."""

from collections.abc import Collection
from typing import Annotated, Literal, Self, get_args

from pydantic import ConfigDict, Field, model_validator

from kreisblick.base.definitions import Definition

__all__ = ["FLOOR", "Dominance", "FurtherAttributes", "PublishedAs", "Terms", "Unit"]

FLOOR = 3  # below this a figure is about single people, whatever an office agreed to

Minimum = Annotated[int, Field(ge=FLOOR)]
Percent = Annotated[float, Field(gt=0, le=100)]
Insiders = Literal["none", "one", "two"]
Unit = Literal["persons", "households", "providers"]


class Dominance(Definition):
    """Sealed parameters of the dominance rules; they are never published.

    Attributes:
        p_percent: the second largest contributor may not estimate the largest closer than this.
        largest, share_percent: the ``largest`` contributors together may not hold more than
            ``share_percent`` of a total ((n, k) rule).
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    p_percent: Percent | None = Field(default=None, repr=False)
    largest: Annotated[int, Field(ge=1)] | None = Field(default=None, repr=False)
    share_percent: Percent | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.largest is None) != (self.share_percent is None):
            raise ValueError("largest and share_percent belong together")
        return self


class FurtherAttributes(Definition):
    """How the minimum grows when attributes are combined.

    Attributes:
        adds: for every further attribute so many more must stand behind a figure.
        up_to: beyond this the minimum does not grow.
        beyond: so many attributes beside the area the minimum itself covers.
    """

    adds: Annotated[int, Field(ge=1)]
    up_to: Minimum
    beyond: Annotated[int, Field(ge=0)] = 1


class PublishedAs(Definition):
    """What a publisher did to its figures, and so what they say of the true ones.

    Attributes:
        how: ``exact`` figures are true, ``suppressed`` ones are true where they are shown;
            ``rounded`` and ``perturbed`` ones are ranges.
        base: figures are rounded to multiples of this.
        deviation: a perturbed figure lies no further than this from the true one.
    """

    how: Literal["exact", "suppressed", "rounded", "perturbed"]
    base: Annotated[int, Field(ge=2)] | None = None
    deviation: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _says_how_far(self) -> Self:
        if (self.how == "rounded") != (self.base is not None):
            raise ValueError("rounded figures need a base, other figures have none")
        if (self.how == "perturbed") != (self.deviation is not None):
            raise ValueError("perturbed figures need a deviation, other figures have none")
        return self

    def range(self, value: float) -> tuple[float, float]:
        """The least and the largest true count behind a published one.

        Halves are rounded up or down: both are possible.

        >>> PublishedAs(how="rounded", base=10).range(20), PublishedAs(how="exact").range(20)
        ((15, 25), (20, 20))
        """
        reach = self.deviation or (self.base // 2 if self.base else 0)
        return max(0, value - reach), value + reach


class Terms(Definition):
    """What is asked.

    Attributes:
        minimum_count: a figure above zero and below this many units is not shown; None for
            magnitudes that are protected through their contributors only.
        minimum_households: the same where households are counted; without it ``minimum_count``.
        minimum_contributors: so many holdings (or households) must stand behind a figure.
        further_attribute: how the minimum grows with every further attribute.
        dominance: sealed parameters for the largest contributors.
        group_rule: a share is not shown either when fewer than the minimum of the group are left
            over: 100 % tells as much as a single case.
        zeros: ``free`` zeros are shown; ``sensitive`` zeros tell something and are protected.
        insiders: from how many people figures are kept who are alone in a cell, know that they
            are, and put together what they know. Where nothing keeps it from them, the sealed
            record says so.
        show_range: print from–to beside what is withheld, rounded outwards to multiples of this;
            None prints none.
        source: ``own`` rules are applied here; ``publisher`` means the publisher has protected
            the figures already, nothing is suppressed further.
        published_as: what such a publisher did; without it its figures count as exact.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    minimum_count: Minimum | None = None
    minimum_households: Minimum | None = None
    minimum_contributors: Minimum | None = None
    further_attribute: FurtherAttributes | None = None
    dominance: Dominance | None = Field(default=None, repr=False)
    group_rule: bool = False
    zeros: Literal["free", "sensitive"] = "free"
    insiders: Insiders = "one"
    show_range: Annotated[int, Field(ge=2)] | None = None
    source: Literal["own", "publisher"] = "own"
    published_as: PublishedAs | None = None

    @model_validator(mode="after")
    def _own_rules_say_something(self) -> Self:
        silent = self.minimum_count is None and self.minimum_contributors is None
        if self.source == "own" and silent and self.dominance is None:
            raise ValueError("own rules need a minimum count, contributors or dominance")
        needing = [self.group_rule, self.zeros == "sensitive", self.minimum_households is not None]
        needing.append(self.further_attribute is not None)
        if self.minimum_count is None and any(needing):
            raise ValueError(
                "group_rule, sensitive zeros, minimum_households and further_attribute need a "
                "minimum_count"
            )
        return self

    @model_validator(mode="after")
    def _only_publishers_publish(self) -> Self:
        if self.published_as is not None and self.source == "own":
            raise ValueError("published_as belongs to rules whose source is publisher")
        return self

    @model_validator(mode="after")
    def _grows_upwards(self) -> Self:
        minimums = (self.minimum_count, self.minimum_households)
        most = max((m for m in minimums if m is not None), default=0)
        if self.further_attribute is not None and self.further_attribute.up_to < most:
            raise ValueError("further_attribute: up_to lies below the minimum itself")
        return self

    def minimum(self, *, attributes: int = 0, unit: Unit = "persons") -> int | None:
        """How many units must stand behind a figure; None where only contributors count.

        Args:
            attributes: told apart beside the area.
            unit: what is counted.
        """
        own = {"households": self.minimum_households, "providers": self.minimum_contributors}
        base = own.get(unit) or self.minimum_count
        grows = self.further_attribute
        if base is None or grows is None:
            return base
        further = max(0, attributes - grows.beyond)
        return max(base, min(grows.up_to, base + grows.adds * further))

    @property
    def coalition(self) -> int:
        """From how many insiders together figures are kept."""
        return 0 if self.source == "publisher" else get_args(Insiders).index(self.insiders)

    def parameters(self) -> Collection[float]:
        """The sealed numbers: no text for readers may hold them."""
        sealed = self.dominance.model_dump().values() if self.dominance else ()
        return [number for number in sealed if number is not None]
