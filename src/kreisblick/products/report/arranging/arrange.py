"""Arrange: the report's data as chapters in the order in which they are read."""

from collections.abc import Mapping
from typing import Any

from kreisblick.products.report.arranging.appendix import appendix, area_chapter
from kreisblick.products.report.arranging.blocks import Chapter
from kreisblick.products.report.arranging.findings import findings, indices
from kreisblick.products.report.arranging.front import (
    focus,
    introduction,
    key_page,
    reading,
    recommendations,
)
from kreisblick.products.report.arranging.themes import themes, voices

__all__ = ["arrange"]


def arrange(data: Mapping[str, Any]) -> list[Chapter]:
    """All chapters: findings and recommendations first, then the themes, then how it was made.

    What has nothing to say is left out. Ids of headings, tables and texts are unique.

    Args:
        data: of ``report_data``.
    """
    twins = {
        slug: f"t-{place}"
        for place, one in enumerate(data["appendix"]["areas"], start=1)
        for slug in one["slugs"]
        if "areas" in data["parts"]
    }
    told = {**data, "twins": twins}
    return [
        key_page(told),
        *introduction(told),
        *findings(told),
        *indices(told),
        *recommendations(told),
        *focus(told),
        reading(told),
        *themes(told),
        *voices(told),
        *area_chapter(told),
        *appendix(told),
    ]
