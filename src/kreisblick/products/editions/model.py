"""Nouns of the editions: municipalities with their areas, and what all editions draw from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from kreisblick.products.editions.definition import EditionsDefinition, EditionTexts
from kreisblick.products.editorial import Editorial
from kreisblick.products.figures import Described, german_order
from kreisblick.products.likeness import Similar, not_compared, similar_areas_of
from kreisblick.products.model import BundleLike, area_slug
from kreisblick.products.wording import Figure, Figures, gather_figures

__all__ = ["Area", "Stock", "Town", "gather_stock", "list_towns"]


@dataclass(frozen=True, kw_only=True)
class Area:
    """A planning area; its number leads from the map to the tables and is no rank."""

    key: str
    name: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Town:
    """A municipality with its planning areas by name."""

    key: str
    name: str
    areas: tuple[Area, ...]

    @property
    def slug(self) -> str:
        """The name of its files."""
        return area_slug(self.key)

    @property
    def parted(self) -> bool:
        """Whether there are areas beside each other, so that they can be compared."""
        return len(self.areas) > 1


@dataclass(frozen=True, kw_only=True)
class Stock:
    """What all editions of a bundle are cut from, read once.

    Attributes:
        latest: indicator to the last date with a number.
        levels: ``(indicator, level, date)`` to figures, by municipality and name.
        similar: area to areas elsewhere that are alike; ``not_compared`` to the reason.
        geojson: the areas of the report's generation.
    """

    bundle: BundleLike
    editorial: Editorial
    definition: EditionsDefinition
    texts: EditionTexts
    figures: Figures
    latest: Mapping[str, date]
    levels: Mapping[tuple[str, str, date], Sequence[Figure]]
    similar: Mapping[str, Sequence[Similar]]
    not_compared: Mapping[str, str]
    geojson: Mapping[str, Any]
    district: str
    district_name: str

    def figure(self, one: Described, area: str) -> Figure | None:
        """An indicator of an area at the indicator's last date."""
        return self.figures.get(one.key, area, self.latest[one.key])

    def of(self, one: Described, level: str) -> Sequence[Figure]:
        """The figures of a level at the indicator's last date."""
        return self.levels.get((one.key, level, self.latest[one.key]), ())

    def small(self) -> list[Described]:
        """The indicators that are given for planning areas, in the report's order."""
        return [one for one in self.figures.described.values() if "planning_area" in one.levels]


def gather_stock(bundle: BundleLike, definition: EditionsDefinition, editorial: Editorial) -> Stock:
    """Read everything that all editions share, once."""
    figures = gather_figures(bundle)
    levels: dict[tuple[str, str, date], list[Figure]] = {}
    latest = dict.fromkeys(figures.described, figures.dates[0])
    known = set()
    for row in figures.rows:
        levels.setdefault((row.indicator, row.level, row.reference_date), []).append(row)
        if row.value is not None:
            known.add(row.indicator)
            latest[row.indicator] = max(latest[row.indicator], row.reference_date)
    last = figures.dates[-1]
    return Stock(
        bundle=bundle,
        editorial=editorial,
        definition=definition,
        texts=definition.texts(),
        figures=figures,
        latest={key: day if key in known else last for key, day in latest.items()},
        levels=levels,
        similar=similar_areas_of(bundle),
        not_compared=not_compared(bundle),
        geojson=bundle.geometry(str(bundle.report["generation"])),
        district=str(bundle.report["district"]["key"]),
        district_name=str(bundle.report["district"]["name"]),
    )


def list_towns(bundle: BundleLike) -> list[Town]:
    """All municipalities of the report's generation with their areas, by name."""
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    ordered = inside.sort(german_order("name"), "area")
    areas: dict[str, list[tuple[str, str]]] = {}
    small = ordered.filter(level="planning_area").select("area", "name", "parent")
    for key, name, parent in small.iter_rows():
        areas.setdefault(parent, []).append((key, name))
    towns = ordered.filter(pl.col("level") == "municipality").select("area", "name")
    return [
        Town(
            key=key,
            name=name,
            areas=tuple(
                Area(key=area, name=own, number=place)
                for place, (area, own) in enumerate(areas.get(key, ()), start=1)
            ),
        )
        for key, name in towns.iter_rows()
    ]
