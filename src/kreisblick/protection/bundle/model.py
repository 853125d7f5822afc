"""The bundle: what goes in, and what products read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.protection.bundle.tables import shipped_tables
from kreisblick.protection.disclosure import ReleasedCube, ReleasedTable, UnprotectedDataError
from kreisblick.territory.areas.model import Territory
from kreisblick.territory.cuts import OwnCut

__all__ = ["Bundle", "BundleContent"]


@dataclass(frozen=True, kw_only=True)
class BundleContent:
    """Everything that travels out of the sealed zone. Figures come under the gate's seal only.

    Attributes:
        report: ``district {key, name}, title, edition, dates (ISO text), generation``.
        cells: released cubes of all dates.
        indicators, indices: tables derived from released cells; None when there are none.
        derived: further tables derived from released cells, by the names under ``derived`` in
            ``tables.yaml``.
        territories: all generations with boundaries.
        further_definitions: kind to what else defines the figures, plain values; each kind is a
            file ``catalogue/<kind>.json``.
        services: the public inventory of services (columns of ``data/services.csv``).
        pieces: how areas of several geographies lie over one another (columns of
            ``data/pieces.csv``); empty where one geography is released.
        addresses: stretches of house numbers with their areas (columns of
            ``data/address_stretches.csv``), formed so that they tell of no single house; empty
            where the district knows no addresses.
        own_cuts: areas that towns cut themselves, with boundaries.
        own_shares: how much of each lies in which area, in shares of public addresses and in no
            count of people (columns of ``data/own_cuts.csv``).
        cubes, indicator_definitions, index_definitions, suppliers: key to definition, plain
            values.
        concepts: ``concepts, bridges, deviations``: who is meant by which group, plain values.
        insights: what people said about areas, with consent, plain values.
        lineage: the steps, plain values.
        protection: the public part of the protection record.
    """

    report: Mapping[str, Any]
    cells: Sequence[ReleasedCube] = field(repr=False)
    territories: Sequence[Territory] = field(repr=False)
    indicators: ReleasedTable | None = field(default=None, repr=False)
    indices: ReleasedTable | None = field(default=None, repr=False)
    derived: Mapping[str, ReleasedTable] = field(default_factory=dict, repr=False)
    services: pl.DataFrame = field(default_factory=pl.DataFrame, repr=False)
    pieces: pl.DataFrame = field(default_factory=pl.DataFrame, repr=False)
    addresses: pl.DataFrame = field(default_factory=pl.DataFrame, repr=False)
    own_cuts: Sequence[OwnCut] = field(default=(), repr=False)
    own_shares: pl.DataFrame = field(default_factory=pl.DataFrame, repr=False)
    cubes: Mapping[str, Any] = field(default_factory=dict, repr=False)
    indicator_definitions: Mapping[str, Any] = field(default_factory=dict, repr=False)
    index_definitions: Mapping[str, Any] = field(default_factory=dict, repr=False)
    suppliers: Mapping[str, Any] = field(default_factory=dict, repr=False)
    further_definitions: Mapping[str, Any] = field(default_factory=dict, repr=False)
    concepts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    insights: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    lineage: Any = field(default_factory=list, repr=False)
    protection: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Refuse figures that do not carry the gate's seal."""
        for cube in self.cells:
            if not isinstance(cube, ReleasedCube):
                raise UnprotectedDataError("cells")
        for name in ("indicators", "indices"):
            if not isinstance(getattr(self, name), ReleasedTable | None):
                raise UnprotectedDataError(name)
        for name, table in self.derived.items():
            if not isinstance(table, ReleasedTable):
                raise UnprotectedDataError(name)


@dataclass(frozen=True)
class Bundle:
    """A verified bundle; everything is read when it is first asked for.

    Attributes:
        folder: where it lies; nobody writes into it.
    """

    folder: Path

    @cached_property
    def report(self) -> dict[str, Any]:
        """``district {key, name}, title, edition, dates (ISO text), generation``."""
        return dict(self._json("report.json"))

    @cached_property
    def cells(self) -> pl.DataFrame:
        """Released cells."""
        return self._table("cells")

    @cached_property
    def indicators(self) -> pl.DataFrame:
        """Indicator values."""
        return self._table("indicators")

    @cached_property
    def indices(self) -> pl.DataFrame:
        """Index values; ``z`` is JSON text."""
        return self._table("indices")

    @cached_property
    def areas(self) -> pl.DataFrame:
        """Areas of every level and generation."""
        return self._table("areas")

    @cached_property
    def services(self) -> pl.DataFrame:
        """Facilities and services."""
        return self._table("services")

    @cached_property
    def cubes(self) -> dict[str, Any]:
        """Cube definitions by key."""
        return dict(self._json("catalogue/cubes.json"))

    @cached_property
    def indicator_definitions(self) -> dict[str, Any]:
        """Indicator definitions by key."""
        return dict(self._json("catalogue/indicators.json"))

    @cached_property
    def index_definitions(self) -> dict[str, Any]:
        """Index definitions by key."""
        return dict(self._json("catalogue/indices.json"))

    def definitions(self, kind: str) -> dict[str, Any]:
        """What else defines figures, by kind; empty where this bundle has none."""
        name = f"catalogue/{kind}.json"
        return dict(self._json(name)) if (self.folder / name).is_file() else {}

    @cached_property
    def suppliers(self) -> dict[str, Any]:
        """Suppliers by key."""
        return dict(self._json("catalogue/suppliers.json"))

    @cached_property
    def concepts(self) -> dict[str, Any]:
        """``concepts, bridges, deviations``; empty in bundles of a time before them."""
        name = "catalogue/concepts.json"
        return dict(self._json(name)) if (self.folder / name).is_file() else {}

    @cached_property
    def insights(self) -> list[dict[str, Any]]:
        """What people said about areas; empty in bundles of a time before them."""
        name = "insights.json"
        return list(self._json(name)) if (self.folder / name).is_file() else []

    @cached_property
    def lineage(self) -> Any:
        """The steps behind the figures."""
        return self._json("lineage.json")

    @cached_property
    def protection(self) -> dict[str, Any]:
        """The public part of the protection record."""
        return dict(self._json("protection.json"))

    def derived(self, name: str) -> pl.DataFrame:
        """A table that a bundle may carry; without rows where this one does not."""
        table = shipped_tables().derived[name]
        path = self.folder / "data" / f"{name}.{'parquet' if table.parquet else 'csv'}"
        return self._table(name) if path.is_file() else pl.DataFrame(schema=table.types)

    def geometry(self, generation: str) -> dict[str, Any]:
        """The areas of a generation as a GeoJSON feature collection (RFC 7946)."""
        return dict(self._json(f"geo/{generation}.geojson"))

    def own_geometry(self, key: str) -> dict[str, Any]:
        """A town's own areas as a GeoJSON feature collection, ``own_area, name`` (RFC 7946)."""
        return dict(self._json(f"geo/own_cuts/{key}.geojson"))

    def _json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text(encoding="utf-8"))

    def _table(self, name: str) -> pl.DataFrame:
        table = dict(shipped_tables().items())[name]
        if table.parquet:
            return pl.read_parquet(self.folder / "data" / f"{name}.parquet")
        return pl.read_csv(self.folder / "data" / f"{name}.csv", schema=table.types)
