"""Definitions of generations: where the boundaries lie, what they are called, what is mended."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated, read_definition, shipped

__all__ = [
    "Change",
    "ChangeKind",
    "Correction",
    "GenerationDefinition",
    "KeyTransform",
    "MunicipalitySource",
    "ParentRule",
    "PlanningAreaSource",
    "TerritoryChecks",
    "shipped_checks",
]

Count = Annotated[int, Field(gt=0)]


class KeyTransform(Definition):
    """How a key in a file becomes our key: its last or first characters, then a prefix.

    Attributes:
        first: keep only this many characters from the left.
        last: keep only this many characters from the right.
        prepend: text put in front.
    """

    first: Count | None = None
    last: Count | None = None
    prepend: Text | None = None

    def apply(self, key: str) -> str:
        """The key after the transformation.

        >>> KeyTransform(last=2).apply("012")
        '12'
        """
        key = key if self.first is None else key[: self.first]
        key = key if self.last is None else key[-self.last :]
        return (self.prepend or "") + key


class ParentRule(Definition):
    """How a planning area names its municipality: exactly one of the three.

    Attributes:
        column: the column that holds the municipality's key.
        prefix: the first n characters of the area's own key.
        fixed: the same municipality for all (a town without parts).
    """

    column: Text | None = None
    prefix: Count | None = None
    fixed: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(rule is not None for rule in (self.column, self.prefix, self.fixed)) != 1:
            raise ValueError("give exactly one of column, prefix, fixed")
        return self


class PlanningAreaSource(Definition):
    """The file with the planning areas.

    Attributes:
        file: path; relative paths start at the workspace, ``${KREISBLICK_DATA}`` is filled in.
        layer: layer of a GeoPackage.
        key: column with the key (read as text).
        name: column with the name.
        parent: how the municipality is found.
        official_code: column with an official code; without it the key is the code.
        dissolve: unite features of the same key into one area; the first gives the name.
    """

    file: Text
    layer: Text | None = None
    key: Text
    name: Text
    parent: ParentRule
    official_code: Text | None = None
    dissolve: bool = False


class MunicipalitySource(Definition):
    """Municipalities from a file, or dissolved from their planning areas.

    Attributes:
        file, layer, key, name, official_code: as in ``PlanningAreaSource``.
        key_transform: makes the file's key equal to the planning areas' parent key.
        dissolve: unite the planning areas of the same parent instead of reading a file.
        names: key to name, needed with ``dissolve``; with a file it overrides names.
    """

    file: Text | None = None
    layer: Text | None = None
    key: Text | None = None
    name: Text | None = None
    official_code: Text | None = None
    key_transform: KeyTransform | None = None
    dissolve: bool = False
    names: Annotated[dict[str, Text], Field(default_factory=dict)]

    @model_validator(mode="after")
    def _file_or_dissolve(self) -> Self:
        if self.dissolve == (self.file is not None):
            raise ValueError("give either a file or 'dissolve: true'")
        if self.file is not None and (self.key is None or self.name is None):
            raise ValueError("a file needs 'key' and 'name'")
        if self.dissolve and not self.names:
            raise ValueError("'dissolve' needs the names of the municipalities")
        return self


class Correction(Definition):
    """A mended fault of the publisher's file; it must pick exactly one feature.

    Attributes:
        where: column to value; all must agree.
        lying_in: key of the municipality in whose polygon the feature lies (needs a file of
            municipalities).
        containing: longitude and latitude (WGS84) of a point inside the feature.
        set: column to new value.
        reason: why, for the handbook.
    """

    where: Annotated[dict[str, str], Field(min_length=1)]
    lying_in: Text | None = None
    containing: tuple[float, float] | None = None
    set: Annotated[dict[str, Text], Field(min_length=1)]
    reason: Text


class ChangeKind(StrEnum):
    """How an area differs from the generation before."""

    NEW = "new"
    DISSOLVED = "dissolved"
    MERGED = "merged"
    SPLIT = "split"
    BORDER = "border"
    RENAMED = "renamed"
    REKEYED = "rekeyed"


class Change(Definition):
    """Why areas changed: the dated reason, kept with the boundaries.

    It covers every computed change of its kind between its areas.

    Attributes:
        on: the day of the decision or from which it holds.
        kind: ``new``, ``dissolved``, ``merged``, ``split``, ``border`` (ground passes from one
            area to another), ``renamed``, ``rekeyed`` (same ground, another key).
        from_: keys in the generation before.
        to: keys in this generation.
        reason: one sentence, for the handbook.
        decided_by: the office or body, not a person.
    """

    on: date
    kind: ChangeKind
    from_: Annotated[tuple[Text, ...], Field(alias="from")] = ()
    to: tuple[Text, ...] = ()
    reason: Text
    decided_by: Text

    @model_validator(mode="after")
    def _some_area(self) -> Self:
        if not self.from_ and not self.to:
            raise ValueError("name areas in 'from' or 'to'")
        return self


class GenerationDefinition(Definition):
    """One set of boundaries (``catalogue/territory/<key>.yaml`` of a workspace).

    Attributes:
        title: for people.
        active: whether rounds use it; ``false`` while it is being checked.
        valid_from: first day of validity.
        valid_until: first day on which it is no longer valid; without it, the day on which the
            next active generation begins.
        crs: EPSG code of a metric system into which everything is brought.
        planning_areas, municipalities: the sources.
        corrections: applied to the planning areas before anything is looked at.
        changes: why areas differ from the generation before.
        source: publisher and licence in words, for the handbook.
    """

    title: Translated | None = None
    active: bool = True
    valid_from: date
    valid_until: date | None = None
    crs: Count = 25832
    planning_areas: PlanningAreaSource
    municipalities: MunicipalitySource
    corrections: tuple[Correction, ...] = ()
    changes: tuple[Change, ...] = ()
    source: Text | None = None

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise ValueError("valid_until must be later than valid_from")
        return self


class TerritoryChecks(Definition):
    """What is tolerated in boundaries (``catalogue/territory_checks.yaml``).

    Attributes:
        sliver_width_m: pieces narrower than this come from digitising, not from decisions.
        sliver_share: a narrow piece is only a sliver below this share of both its areas.
        overlap_m2, gap_m2, crossing_m2: area that is tolerated beside slivers.
        moved_m2: ground that passes to another area counts as a moved border from this size on.
        successor_share: an area succeeds another when this share of the one or of the other is
            common ground.
        hard: codes of faults that stop the use of a generation.
        hard_at_activation: codes of faults that stop its activation, too.
    """

    sliver_width_m: Annotated[float, Field(ge=0)]
    sliver_share: Annotated[float, Field(ge=0, lt=0.5)]
    overlap_m2: Annotated[float, Field(ge=0)]
    gap_m2: Annotated[float, Field(ge=0)]
    crossing_m2: Annotated[float, Field(ge=0)]
    moved_m2: Annotated[float, Field(ge=0)]
    successor_share: Annotated[float, Field(ge=0.5, le=1)]
    hard: tuple[Text, ...]
    hard_at_activation: tuple[Text, ...] = ()


def shipped_checks() -> TerritoryChecks:
    """The tolerances that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "territory_checks.yaml"), TerritoryChecks)
