"""Data: everything the report says, as one dictionary for all of its formats."""

from datetime import date
from typing import Any, Protocol

from kreisblick.base.language import format_date, language
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import locator_svg, read_palette, trace_outlines
from kreisblick.products.editorial import NO_TEXTS, Editorial
from kreisblick.products.findings import findings_chapter, one_field
from kreisblick.products.model import BundleLike
from kreisblick.products.report.appendix import (
    changes_table,
    notes_table,
    protection_table,
    sources_table,
)
from kreisblick.products.report.chapters import theme_chapter
from kreisblick.products.report.choose import chosen_figures
from kreisblick.products.report.definition import ReportDefinition
from kreisblick.products.report.definitions import definition_list, population_table
from kreisblick.products.report.indices import index_chapters
from kreisblick.products.report.labels import report_labels
from kreisblick.products.report.own_cuts import own_cut_parts
from kreisblick.products.report.placed import place_texts
from kreisblick.products.report.scene import Scene
from kreisblick.products.report.summary import key_findings
from kreisblick.products.report.tables import area_tables
from kreisblick.products.typeset import edition_day
from kreisblick.products.wording import gather_figures, read_signs, said_under, scale_of

__all__ = ["Gallery", "report_data"]


class Gallery(Protocol):
    """Where pictures are laid; the name they are laid under stands in the data."""

    def lay(self, name: str, content: str) -> str:
        """Keep a picture (SVG) and return its name."""


def report_data(
    bundle: BundleLike,
    definition: ReportDefinition,
    gallery: Gallery,
    editorial: Editorial = NO_TEXTS,
) -> dict[str, Any]:
    """Everything the report says, in words, for all of its formats; pictures are laid beside it.

    Raises:
        FaultsFoundError: when the definition names what the bundle does not hold.
    """
    scene = _scene(bundle, definition, gallery)
    texts = definition.texts()
    return {
        "meta": _meta(bundle, definition),
        "labels": report_labels(),
        "parts": list(definition.appendix),
        "colours": read_palette().light.model_dump(),
        "texts": texts.model_dump(),
        "cover": _cover(scene, gallery),
        "key": key_findings(scene, definition.key_findings),
        "signs": [[sign.sign, sign.words] for sign in read_signs().signs.values()],
        "themes": [
            {
                **theme_chapter(scene, theme, ones, _charts(definition, len(ones))),
                "said": said_under(bundle, theme),
            }
            for theme, ones in scene.figures.themes().items()
        ],
        "indices": index_chapters(bundle, scene),
        "findings": findings_chapter(bundle, texts.findings),
        "one_field": one_field(bundle, definition.one_field) if definition.one_field else None,
        "placed": place_texts(editorial, scene, definition.places, definition.focus),
        "appendix": {
            "areas": area_tables(scene.figures, definition.columns_per_table),
            "changes": changes_table(scene),
            "own_cuts": own_cut_parts(bundle, gallery),
            "notes": notes_table(scene),
            "protection": protection_table(bundle),
            "sources": sources_table(bundle, scene),
            "missing": list(bundle.report.get("not_delivered", ())),
            "definitions": definition_list(bundle, scene),
            "populations": population_table(bundle, scene, definition.populations),
        },
    }


def _charts(definition: ReportDefinition, rows: int) -> int:
    """How many charts stand beside an overview, so that a theme opens on one page."""
    room = definition.charts_per_theme
    return min(room, 1) if rows > definition.rows_per_opening else room


def _scene(bundle: BundleLike, definition: ReportDefinition, gallery: Gallery) -> Scene:
    generation = str(bundle.report["generation"])
    inside = bundle.areas.filter(generation=generation)
    return Scene(
        figures=chosen_figures(gather_figures(bundle), definition.chapters),
        outlines=trace_outlines(bundle.geometry(generation)),
        district=str(bundle.report["district"]["key"]),
        district_name=str(bundle.report["district"]["name"]),
        parents={
            area: parent for area, parent in inside.select("area", "parent").iter_rows() if parent
        },
        lay=gallery.lay,
        scales={
            key: scale
            for key in bundle.indicator_definitions
            if (scale := scale_of(bundle, key)) is not None
        },
    )


def _meta(bundle: BundleLike, definition: ReportDefinition) -> dict[str, Any]:
    days = sorted(date.fromisoformat(str(day)[:10]) for day in bundle.report["dates"])
    return {
        "title": str(bundle.report["title"]),
        "district": str(bundle.report["district"]["name"]),
        "edition": format_date(edition_day(bundle)),
        "dates": [format_date(day) for day in days],
        "fonts": list(definition.fonts),
        "lang": language(),
    }


def _cover(scene: Scene, gallery: Gallery) -> dict[str, str]:
    towns = sorted(town.name for town in scene.outlines.town_names)
    words = _("Map of the municipalities: {towns}").format(towns=", ".join(towns))
    picture = locator_svg(scene.outlines, "", "", title=scene.district_name, description=words)
    return {"file": gallery.lay("cover.svg", picture), "alt": words}
