"""The nouns of intake: the context of a delivery, what is parsed, an accepted delivery."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.supply import SupplierDefinition
from kreisblick.territory.addresses import Reference
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["AcceptedDelivery", "IntakeContext", "Parsed"]


@dataclass(frozen=True, kw_only=True)
class IntakeContext:
    """What intake must know of the district to understand a delivery.

    Attributes:
        territories: the loaded generations by key.
        cubes: cube definitions by key.
        suppliers: supplier definitions by key.
        deliveries: delivery definitions by ``<supplier>/<product>``.
        reference: known addresses with their areas; needed for persons and postcodes.
        decisions: what people decided about addresses (see ``territory.addresses.learn``).
        hide: makes the keyed text by which decisions name protected streets.
        addresses: fingerprint of the list of addresses; another list places rows anew.
        supplier: whose delivery is read; some decisions hold for one supplier only.
        secrets: keys that open envelopes; those of the store when empty (a store that is thrown
            away after counting again has none that suppliers know).
    """

    territories: Mapping[str, Territory]
    cubes: Mapping[str, CubeDefinition]
    suppliers: Mapping[str, SupplierDefinition]
    deliveries: Mapping[str, DeliveryDefinition]
    reference: Reference | None = None
    decisions: pl.DataFrame | None = None
    hide: Callable[[str], str] | None = field(default=None, repr=False)
    addresses: str = ""
    supplier: str = ""
    secrets: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def generation_on(self, day: date, *, wanted: str = "at_reference_date") -> Territory | None:
        """The territory of a generation's key, or the one in force on a day."""
        if wanted != "at_reference_date":
            return self.territories.get(wanted)
        holding = [t for t in self.territories.values() if t.generation.holds_on(day)]
        return holding[0] if holding else None

    @property
    def municipalities(self) -> list[str]:
        """Keys of the municipalities of all generations, sorted."""
        found = {k for t in self.territories.values() for k in t.keys(AreaLevel.MUNICIPALITY)}
        return sorted(found)


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """Records of a delivery, and what is wrong with them.

    Attributes:
        records: the frame described in DEVELOPERS.md for the delivery's grain.
        faults: hard and soft ones, in file order.
        marks: cells to mark in a copy: (row, column in the file, sentence).
        comments: the sentence about many cells to the one that stands at each of them.
        generation: key of the generation that ``area`` belongs to.
        review: for persons: addresses that a clerk has to decide, by distinct spelling.
        quality: counts for the manifest (rows by decision of the address programme).
        areas_left_out: keys of areas of which nothing is to be accepted.
        layout: what the file looks like (``mapping.Layout``), as plain values.
    """

    records: pl.DataFrame = field(repr=False)
    faults: tuple[Fault, ...] = ()
    marks: tuple[tuple[int, int, str], ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    generation: str = ""
    review: pl.DataFrame | None = field(default=None, repr=False)
    quality: Mapping[str, int] = field(default_factory=dict)
    areas_left_out: tuple[str, ...] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AcceptedDelivery:
    """A delivery in the sealed store; immutable.

    Attributes:
        supplier, product, reference_date: which delivery.
        grain: what one of its rows is.
        path_key: folder of its tables in the store; ``<path_key>/records`` holds the records. Every
            version of a delivery has its own, so that no acceptance touches an earlier one.
        generation: key of the generation that ``area`` belongs to.
        register: record type of persons, else None.
        cubes: keys of the cubes it fills (aggregate, facility).
        sha256: of the delivered file.
        definition: fingerprint of the definition it was read by.
        rows: number of records.
        covered: keys of the municipalities it serves at this date.
        notes: what was found and did not stop it, as plain values: a fault's, its ``kind`` and
            ``id``, and ``confirmed`` with the reason where somebody confirmed it.
        quality: rows by decision of the address programme, cells by observation.
        file: name of the delivered file.
        corrections: numbers of the signed corrections that were known when it was read; one that
            no longer fitted stands in the notes.
        left_out: what was not accepted: ``what`` (rows, areas, columns), ``which``, ``reason``.
        areas_left_out: keys of areas of which nothing was accepted: not delivered, never zero.
        by: office that accepted it; empty when it went unattended.
        reason: why, where somebody had to decide.
        deleted_on: the day on which its rows were deleted by rule; its counts stay.
        layout: what its file looked like, to tell next year what is different; older manifests
            hold none.
    """

    supplier: str
    product: str
    reference_date: date
    grain: str
    path_key: str
    generation: str
    register: str | None
    cubes: tuple[str, ...]
    sha256: str
    definition: str
    rows: int
    covered: tuple[str, ...]
    notes: tuple[Mapping[str, Any], ...] = ()
    quality: Mapping[str, int] = field(default_factory=dict)
    file: str = ""
    corrections: tuple[int, ...] = ()
    left_out: tuple[Mapping[str, Any], ...] = ()
    areas_left_out: tuple[str, ...] = ()
    by: str = ""
    reason: str = ""
    deleted_on: date | None = None
    layout: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Which delivery, whatever its version: ``supplier/product/2024-12-31``."""
        return f"{self.supplier}/{self.product}/{self.reference_date.isoformat()}"
