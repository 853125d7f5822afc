"""The atlas: a folder of pages that any web server can serve, and that opens without one."""

import json
from datetime import date
from pathlib import Path

from kreisblick.base.files import new_folder, write_bytes
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.products.atlas.area import publish_areas
from kreisblick.products.atlas.data import light_boundaries
from kreisblick.products.atlas.files import Shelves, copy_assets, read_atlas
from kreisblick.products.atlas.indicator import Content, publish_indicator
from kreisblick.products.atlas.model import AtlasDefinition, Glance, Place, Site, Town
from kreisblick.products.atlas.overview import Overview, gather_overviews, publish_overview
from kreisblick.products.atlas.pages import Press
from kreisblick.products.drawing import trace_outlines
from kreisblick.products.exports import german_order, open_to_readers
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import Figures, gather_figures, read_signs, sign_legend

__all__ = ["build_atlas"]


def build_atlas(
    bundle: BundleLike,
    out: Path,
    definition: AtlasDefinition | None = None,
    progress: Progress = silent,
    shelves: Shelves | None = None,
) -> Path:
    """Write the atlas of a bundle as a folder of static pages.

    Tables and drawn maps need neither a web server nor JavaScript; the movable map needs both
    and the built files of MapLibre GL JS. Where these are absent the pages say so. The folder
    appears whole or not at all; the same bundle gives the same bytes.

    Args:
        bundle: a verified bundle.
        out: the folder; an older one of this name is replaced.
        definition: steps, tolerance, link to the profiles; the shipped one unless given.
        progress: is told what is being done.
        shelves: where typeface and map programme lie; ``web/node_modules`` unless given.

    Returns:
        The start page.
    """
    definition = definition or read_atlas()
    shelves = shelves or Shelves()
    figures = gather_figures(bundle)
    geojson = bundle.geometry(str(bundle.report["generation"]))
    outlines = trace_outlines(geojson, definition.tolerance)
    content = Content.gather(bundle, figures, outlines, definition.classes)
    overviews = gather_overviews(bundle)
    site = _site(bundle, figures, overviews, movable=shelves.has_map)
    with new_folder(out) as draft:
        press = Press(draft, site)
        with progress.step(_("Copying the atlas's style and scripts")):
            copy_assets(draft, shelves)
        described = list(figures.described.values())
        for one in progress.track(described, _("Atlas: indicators"), len(described)):
            publish_indicator(one, content, press)
        with progress.step(_("Atlas: pages of the areas")):
            district = str(bundle.report["district"]["key"])
            publish_areas(figures, press, district, definition, overviews)
        for overview in overviews:
            publish_overview(overview, outlines, figures.described, definition, press)
        _publish_frame(press, figures, shelves)
        boundaries = light_boundaries(geojson, definition.tolerance)
        text = json.dumps(boundaries, ensure_ascii=False, separators=(",", ":"))
        write_bytes(draft / "data" / "areas.geojson", text.encode())
        open_to_readers(draft)
    return out / "index.html"


def _publish_frame(press: Press, figures: Figures, shelves: Shelves) -> None:
    sources = dict.fromkeys(name for one in figures.described.values() for name in one.sources)
    press.page("index.html", "index.html", description=press.site.title)
    press.page(
        "about.html",
        "about.html",
        description=_("About the figures"),
        signs=sign_legend(read_signs().signs),
        sources=list(sources),
        fonts=shelves.has_fonts,
    )


def _site(
    bundle: BundleLike, figures: Figures, overviews: list[Overview], *, movable: bool
) -> Site:
    report = bundle.report
    return Site(
        title=str(report["title"]),
        district=str(report["district"]["name"]),
        edition=_edition(str(report["edition"])),
        dates=tuple(sorted((str(day) for day in report["dates"]), reverse=True)),
        themes=figures.themes(),
        overviews=tuple(Glance(slug=one.slug, question=one.question) for one in overviews),
        towns=_towns(bundle),
        movable=movable,
    )


def _towns(bundle: BundleLike) -> tuple[Town, ...]:
    areas = bundle.areas.filter(generation=str(bundle.report["generation"]))
    areas = areas.sort(german_order("name"), "area")
    places: dict[str, list[Place]] = {}
    for row in areas.filter(level="planning_area").iter_rows(named=True):
        places.setdefault(row["parent"], []).append(Place(area=row["area"], name=row["name"]))
    return tuple(
        Town(area=row["area"], name=row["name"], places=tuple(places.get(row["area"], ())))
        for row in areas.filter(level="municipality").iter_rows(named=True)
    )


def _edition(edition: str) -> str:
    """A day is written as readers write it, a name stays."""
    try:
        return format_date(date.fromisoformat(edition))
    except ValueError:
        return edition
