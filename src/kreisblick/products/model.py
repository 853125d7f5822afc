"""What products share: the bundle they may see, whatever class carries it, and names of files."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import polars as pl

__all__ = ["BundleLike", "area_slug"]

SAFE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
LONGEST = 60  # letters of a file name that a reader still takes in
NOT_FREE = re.compile(
    r"index|compare|short|plain|con|prn|aux|nul|com\d|lpt\d"
)  # pages of ours, devices


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


def area_slug(area: str) -> str:
    """An area's key as a file name and part of an address, the same in all products.

    Plain keys stay as they are. Every other key (capitals, umlauts, signs, very long) gets a short
    name and, after two hyphens, the start of its hash, so that no two keys share a file: not on a
    computer that takes capitals for small letters, and not through ``..`` or a slash.

    >>> area_slug("0999900101")
    '0999900101'
    >>> area_slug("05/12 a")
    '05-12-a--bd0215a81f'
    """
    if SAFE.fullmatch(area) and len(area) <= LONGEST and not NOT_FREE.fullmatch(area):
        return area
    plain = unicodedata.normalize("NFKD", area.lower()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    short = "-".join(words)[: LONGEST // 2].rstrip("-") or "area"
    return f"{short}--{hashlib.sha256(area.encode()).hexdigest()[:10]}"
