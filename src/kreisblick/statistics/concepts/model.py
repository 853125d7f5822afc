"""Concepts: who belongs to a group of people, in which version, and what bridges two of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated

__all__ = [
    "REFERENCE",
    "BridgeDefinition",
    "Catalogue",
    "ConceptDefinition",
    "Deviation",
    "EarlierVersion",
    "Group",
]

REFERENCE = r"^[a-z][a-z0-9_]*/\d+$"


class Group(Definition):
    """A group of people (or of households, places) that can be meant in several ways."""

    title: Translated


class EarlierVersion(Definition):
    """A version of a concept that no longer holds.

    Attributes:
        version: its number.
        until: first day on which it no longer holds.
        differs: how it differs from the version after it.
    """

    version: int = Field(ge=1)
    until: date
    differs: Translated


class ConceptDefinition(Definition):
    """Who is meant: ``catalogue/concepts/<group>/<variant>.yaml``.

    Attributes:
        title: for people.
        version: of the text below; a new one when other people are counted.
        counted, not_counted: who belongs to it, and who does not though one might think so.
        source: the law or method it rests on.
        since: since when it is used, where that is known.
        differs: how it differs from the other concepts of its group.
        earlier: versions before, each with its last day.
    """

    title: Translated
    version: int = Field(ge=1)
    counted: Translated
    not_counted: Translated
    source: Text
    since: Text | None = None
    differs: Translated | None = None
    earlier: tuple[EarlierVersion, ...] = ()

    @model_validator(mode="after")
    def _versions_in_order(self) -> Self:
        steps = [(one.version, one.until) for one in self.earlier]
        numbers = [number for number, _until in steps] + [self.version]
        if steps != sorted(steps) or len(set(numbers)) != len(numbers) or numbers[-1] < numbers[0]:
            raise ValueError("earlier versions stand in order and come before this one")
        return self

    def version_on(self, day: date) -> int:
        """The version that holds on a day."""
        return next((one.version for one in self.earlier if day < one.until), self.version)


class BridgeDefinition(Definition):
    """How two concepts may be set beside each other: ``catalogue/concepts/bridges/*.yaml``.

    Attributes:
        from_, to: references (``variant/version``); counts of ``from`` are set beside ``to``.
        kind: ``identical`` for this purpose; ``break``: both are shown, with a gap between the
            dates; ``factor``: counts of ``from`` are multiplied, and are estimates then.
        factor, lower, upper, source: the factor, its interval and whence it comes.
        reason: why this holds, for the report's reader.
        agreed_by: who agreed, an office or body.
        since: the day of the agreement.
    """

    from_: str = Field(alias="from", pattern=REFERENCE)
    to: str = Field(pattern=REFERENCE)
    kind: Literal["identical", "break", "factor"]
    factor: float | None = Field(default=None, gt=0)
    lower: float | None = Field(default=None, gt=0)
    upper: float | None = Field(default=None, gt=0)
    source: Text | None = None
    reason: Translated
    agreed_by: Text
    since: date

    @model_validator(mode="after")
    def _a_factor_is_whole(self) -> Self:
        given = (self.factor, self.lower, self.upper, self.source)
        if self.kind == "factor":
            if None in given:
                raise ValueError("a factor needs factor, lower, upper and source")
            if not (self.lower or 0) <= (self.factor or 0) <= (self.upper or 0):
                raise ValueError("a factor lies between its lower and upper bound")
        elif any(value is not None for value in given):
            raise ValueError("only the kind factor has factor, lower, upper and source")
        if self.from_ == self.to:
            raise ValueError("a bridge joins two different concepts")
        return self


class Deviation(Definition):
    """What a supplier does otherwise than agreed, on record.

    Attributes:
        concept: the agreed concept it is asked for (``variant/version``).
        follows: the concept of the same group it follows instead; absent where the deviation is
            small enough to compare all the same and is only told.
        differs: in what it deviates, for the report's reader.
        since: first day; from the beginning when absent.
        until: first day on which it deviates no longer; open when absent.
    """

    concept: str = Field(pattern=REFERENCE)
    follows: str | None = Field(default=None, pattern=REFERENCE)
    differs: Translated
    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _follows_another(self) -> Self:
        if self.follows == self.concept:
            raise ValueError("a deviation follows another concept than the agreed one")
        return self

    def holds(self, day: date) -> bool:
        """Whether it deviates so on a day."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day < self.until)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All concepts and bridges.

    Attributes:
        groups: by key.
        concepts: by variant; a variant's name stands once in all groups.
        group_of: variant to group.
        bridges: by key.
    """

    groups: Mapping[str, Group]
    concepts: Mapping[str, ConceptDefinition]
    group_of: Mapping[str, str]
    bridges: Mapping[str, BridgeDefinition]

    def knows(self, reference: str) -> bool:
        """Whether a reference names a concept in one of its versions."""
        concept = self.concepts.get(variant_of(reference))
        if concept is None:
            return False
        versions = {concept.version, *(one.version for one in concept.earlier)}
        return int(reference.partition("/")[2]) in versions

    def group(self, reference: str) -> str | None:
        """The group of a reference; None when it is unknown."""
        return self.group_of.get(variant_of(reference))

    def title(self, reference: str) -> str:
        """The German title of a concept; its reference when it is unknown."""
        concept = self.concepts.get(variant_of(reference))
        return concept.title.de if concept else reference

    def on(self, reference: str, day: date) -> str:
        """The reference to the version of the same concept that holds on a day."""
        concept = self.concepts.get(variant_of(reference))
        return (
            reference if concept is None else f"{variant_of(reference)}/{concept.version_on(day)}"
        )

    def bridge(self, one: str, other: str) -> BridgeDefinition | None:
        """The bridge from one concept to another; only a factor has a direction."""
        for bridge in self.bridges.values():
            ends = (bridge.from_, bridge.to)
            if ends == (one, other) or (bridge.kind != "factor" and ends == (other, one)):
                return bridge
        return None


def variant_of(reference: str) -> str:
    """``residents_main_home/1`` is of the variant ``residents_main_home``."""
    return reference.partition("/")[0]
