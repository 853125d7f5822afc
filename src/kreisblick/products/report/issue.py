"""The nouns that the makers of the formats share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kreisblick.products.report.arranging import Chapter
from kreisblick.products.report.definition import ReportDefinition

__all__ = ["Issue"]


@dataclass(frozen=True, kw_only=True)
class Issue:
    """A report that is ready to be set.

    Attributes:
        definition: its choices, with templates and style sheets.
        day: of the edition; stands in every file as the day of making.
        meta: ``title, district, edition, dates, fonts, lang``.
        labels: fixed words by name.
        colours: of the light palette.
        cover: ``file, alt`` of the map on the cover.
        chapters: in the order in which they are read.
        pictures: SVG text by name.
    """

    definition: ReportDefinition
    day: date
    meta: Mapping[str, Any]
    labels: Mapping[str, str]
    colours: Mapping[str, Any]
    cover: Mapping[str, str]
    chapters: Sequence[Chapter]
    pictures: Mapping[str, str]

    @property
    def title(self) -> str:
        """The document's title with the district's name."""
        return f"{self.meta['title']}, {self.meta['district']}"

    def plain(self) -> dict[str, Any]:
        """What the paper's template reads."""
        return {
            "meta": dict(self.meta),
            "labels": dict(self.labels),
            "colours": dict(self.colours),
            "cover": dict(self.cover),
            "chapters": [one.plain() for one in self.chapters],
        }
