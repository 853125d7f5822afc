"""Build: the social report as one PDF from a bundle."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_date, language
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.products.drawing import locator_svg, read_palette, trace_outlines
from kreisblick.products.findings import findings_chapter
from kreisblick.products.model import BundleLike
from kreisblick.products.report.appendix import (
    changes_table,
    notes_table,
    protection_table,
    sources_table,
)
from kreisblick.products.report.chapters import Scene, theme_chapter
from kreisblick.products.report.definition import ReportDefinition, report_definition
from kreisblick.products.report.definitions import definition_list, population_table
from kreisblick.products.report.indices import index_chapters
from kreisblick.products.report.labels import report_labels
from kreisblick.products.report.summary import key_findings
from kreisblick.products.report.tables import area_tables
from kreisblick.products.typeset import Typesetter, edition_day, open_typesetter
from kreisblick.products.wording import gather_figures, read_signs, said_under, scale_of

__all__ = ["build_report"]


def build_report(
    bundle: BundleLike,
    out: Path,
    definition: ReportDefinition | Mapping[str, Any] | None = None,
    progress: Progress = silent,
) -> Path:
    """Write ``report.pdf`` into a folder.

    The same bundle, definition and fonts give the same bytes.

    Args:
        bundle: a verified bundle.
        out: the folder; made if absent.
        definition: the report's choices; the shipped ones without.
        progress: is told about the steps.

    Returns:
        The file's path.

    Raises:
        TypesettingError: when a changed template does not fit, or its result would not be
            accessible.
    """
    chosen = report_definition(definition)
    with open_typesetter(chosen.template, chosen.standards) as typesetter:
        with progress.step(_("Writing the report's findings, maps and tables")):
            data = report_data(bundle, chosen, typesetter)
        with progress.step(_("Setting the report")):
            content = typesetter.set_document(data, edition_day(bundle))
    target = out / "report.pdf"
    write_bytes(target, content)
    return target


def report_data(
    bundle: BundleLike, definition: ReportDefinition, typesetter: Typesetter
) -> dict[str, Any]:
    """Everything the template prints, in words; pictures are laid beside it."""
    scene = _scene(bundle, typesetter)
    texts = definition.texts()
    return {
        "meta": _meta(bundle, definition),
        "labels": report_labels(),
        "colours": read_palette().light.model_dump(),
        "texts": texts.model_dump(),
        "cover": _cover(scene, typesetter),
        "key": key_findings(scene, definition.key_findings),
        "signs": [[sign.sign, sign.words] for sign in read_signs().signs.values()],
        "themes": [
            {
                **theme_chapter(scene, theme, ones, definition.charts_per_theme),
                "said": said_under(bundle, theme),
            }
            for theme, ones in scene.figures.themes().items()
        ],
        "indices": index_chapters(bundle, scene),
        "findings": findings_chapter(bundle, texts.findings),
        "appendix": {
            "areas": area_tables(scene.figures, definition.columns_per_table),
            "changes": changes_table(scene),
            "notes": notes_table(scene),
            "protection": protection_table(bundle),
            "sources": sources_table(bundle, scene),
            "missing": list(bundle.report.get("not_delivered", ())),
            "definitions": definition_list(bundle, scene),
            "populations": population_table(bundle, scene, definition.populations),
        },
    }


def _scene(bundle: BundleLike, typesetter: Typesetter) -> Scene:
    generation = str(bundle.report["generation"])
    inside = bundle.areas.filter(generation=generation)
    return Scene(
        figures=gather_figures(bundle),
        outlines=trace_outlines(bundle.geometry(generation)),
        district=str(bundle.report["district"]["key"]),
        district_name=str(bundle.report["district"]["name"]),
        parents={
            area: parent for area, parent in inside.select("area", "parent").iter_rows() if parent
        },
        lay=typesetter.lay,
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


def _cover(scene: Scene, typesetter: Typesetter) -> dict[str, str]:
    towns = sorted(town.name for town in scene.outlines.town_names)
    words = _("Map of the municipalities: {towns}").format(towns=", ".join(towns))
    picture = locator_svg(scene.outlines, "", "", title=scene.district_name, description=words)
    return {"file": typesetter.lay("cover.svg", picture), "alt": words}
