"""What products share: the bundle they may see, whatever class carries it, and names of files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from kreisblick.base.slugs import area_slug

__all__ = ["BundleLike", "area_slug"]


class BundleLike(Protocol):
    """A verified release bundle as products read it; the columns stand in ``DEVELOPERS.md``.

    Attributes:
        folder: where the bundle lies; products write nothing into it.
        report: ``district {key, name}, title, edition, dates (ISO text), generation``.
        cells, indicators, indices, areas, services: polars frames of the tables of that name.
        cubes, indicator_definitions, index_definitions, suppliers: key to definition.
        concepts: ``concepts, bridges, deviations``: who is meant by which group.
        insights: what people said about areas, with their consent; never counted.
        lineage: the steps behind the figures.
        protection: the public part of the protection record.
    """

    @property
    def folder(self) -> Path:
        """The bundle's folder."""

    @property
    def report(self) -> Mapping[str, Any]:
        """What the report is about."""

    @property
    def cells(self) -> pl.DataFrame:
        """Released counts."""

    @property
    def indicators(self) -> pl.DataFrame:
        """Indicator values."""

    @property
    def indices(self) -> pl.DataFrame:
        """Index values."""

    @property
    def areas(self) -> pl.DataFrame:
        """Areas of every level."""

    @property
    def services(self) -> pl.DataFrame:
        """Facilities and services."""

    @property
    def cubes(self) -> Mapping[str, Any]:
        """Cube definitions by key."""

    @property
    def indicator_definitions(self) -> Mapping[str, Any]:
        """Indicator definitions by key."""

    @property
    def index_definitions(self) -> Mapping[str, Any]:
        """Index definitions by key."""

    @property
    def suppliers(self) -> Mapping[str, Any]:
        """Suppliers by key."""

    @property
    def concepts(self) -> Mapping[str, Any]:
        """Who is meant by which group, what bridges two of them, who deviates."""

    @property
    def insights(self) -> Sequence[Mapping[str, Any]]:
        """``area, level, municipality, told_on, source, text, theme``: said, and agreed to."""

    @property
    def lineage(self) -> Any:
        """The steps behind the figures."""

    @property
    def protection(self) -> Mapping[str, Any]:
        """The public part of the protection record."""

    def definitions(self, kind: str) -> dict[str, Any]:
        """What else defines figures, by kind; empty where this bundle has none."""

    def own_geometry(self, key: str) -> dict[str, Any]:
        """A town's own areas as a GeoJSON feature collection, ``own_area, name``."""

    def derived(self, name: str) -> pl.DataFrame:
        """A table that a bundle may carry; without rows where it does not."""

    def geometry(self, generation: str) -> dict[str, Any]:
        """The areas of a generation as a GeoJSON feature collection in WGS84."""
