"""The atlas: a folder of pages that any web server can serve, and that opens without one."""

from datetime import date
from pathlib import Path

import polars as pl
from markupsafe import Markup

from kreisblick.base.files import new_folder
from kreisblick.base.language import format_date, speaking
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.products.atlas.area import publish_areas
from kreisblick.products.atlas.content import Content
from kreisblick.products.atlas.data import light_boundaries
from kreisblick.products.atlas.explorer import publish_explorer, write_shapes
from kreisblick.products.atlas.files import Shelves, copy_assets, read_atlas
from kreisblick.products.atlas.indicator import publish_indicator, publish_once
from kreisblick.products.atlas.model import AtlasDefinition, Glance, Place, Site, Town
from kreisblick.products.atlas.overview import draw_overview, publish_overview, texts_of
from kreisblick.products.atlas.pages import Press, compact, write
from kreisblick.products.atlas.tongue import German, atlas_signs, legend_words, theme_words
from kreisblick.products.drawing import trace_outlines
from kreisblick.products.editorial import NO_TEXTS, Editorial
from kreisblick.products.exports import open_to_readers
from kreisblick.products.figures import german_order, released_figures
from kreisblick.products.finder import AddressIndex, finder_part, read_index, write_finder
from kreisblick.products.model import BundleLike

__all__ = ["build_atlas"]


def build_atlas(
    bundle: BundleLike,
    out: Path,
    definition: AtlasDefinition | None = None,
    editorial: Editorial = NO_TEXTS,
    progress: Progress = silent,
    shelves: Shelves | None = None,
) -> Path:
    """Write the atlas of a bundle as a folder of pages, in German and, under ``en/``, in English.

    Tables and drawn maps need neither a web server nor JavaScript; the explorer needs
    JavaScript; the movable map needs both and the built files of MapLibre GL JS. The folder
    appears whole or not at all; the same bundle gives the same bytes.

    Args:
        bundle: a verified bundle.
        out: the folder; an older one of this name is replaced.
        definition: steps, tolerance, link to the profiles; the shipped one unless given.
        editorial: texts of people, shown on the pages of their indicator or area.
        progress: is told what is being done.
        shelves: where typeface and map programme lie; ``web/node_modules`` unless given.

    Returns:
        The German start page.
    """
    definition = definition or read_atlas()
    shelves = shelves or Shelves()
    geojson = bundle.geometry(str(bundle.report["generation"]))
    outlines = trace_outlines(geojson, definition.tolerance)
    with speaking("de"):
        german = Content.gather(bundle, outlines, definition, editorial)
    with speaking("en"):
        english = Content.gather(bundle, outlines, definition, editorial)
    more = [text for one in german.overviews for text in texts_of(one)]
    marked = German(german.figures.described, more)
    with new_folder(out) as draft:
        with progress.step(_("Copying the atlas's style and scripts")):
            copy_assets(draft, shelves)
        write_shapes(outlines, draft)
        write_finder(read_index(bundle), draft)
        boundaries = compact(light_boundaries(geojson, definition.tolerance))
        write(draft / "data" / "areas.geojson", boundaries.encode())
        with speaking("de"):
            press = Press(draft, _site(german, shelves), marked)
            _publish_once(german, press, progress)
            _publish(german, press, shelves, progress)
        with speaking("en"):
            _publish(english, Press(draft, _site(english, shelves), marked), shelves, progress)
        open_to_readers(draft)
    return out / "index.html"


def _publish_once(content: Content, press: Press, progress: Progress) -> None:
    """Pictures and tables that both languages share."""
    released = released_figures(content.bundle).partition_by("indicator", as_dict=True)
    own = [one for one in content.figures.described.values() if one.key in content.rows]
    for one in progress.track(own, _("Atlas: drawn maps and tables"), len(own)):
        publish_once(one, content, press, released[(one.key,)])
    for overview in content.overviews:
        draw_overview(overview, content.outlines, content.definition, press)


def _publish(content: Content, press: Press, shelves: Shelves, progress: Progress) -> None:
    """All pages and data of the language that is spoken."""
    own = [one for one in content.figures.described.values() if one.key in content.rows]
    for one in progress.track(own, _("Atlas: indicators"), len(own)):
        publish_indicator(one, content, press)
    with progress.step(_("Atlas: pages of the areas")):
        publish_areas(content, press)
    for overview in content.overviews:
        publish_overview(overview, content.figures.described, content.definition, press)
    finder = _finder(read_index(content.bundle), press)
    publish_explorer(content, _areas(content.bundle), press, finder)
    _publish_frame(content, press, shelves, finder)


def _finder(index: AddressIndex | None, press: Press) -> Markup:
    """The field for an address; nothing where the bundle knows no addresses."""
    if press.language == "en":
        return finder_part(index, language="en", root="../", page="en/area/{area}.html")
    return finder_part(index)


def _publish_frame(content: Content, press: Press, shelves: Shelves, finder: Markup) -> None:
    described = content.figures.described.values()
    press.page("index.html", "index.html", description=press.site.title, finder=finder)
    press.page(
        "about.html",
        "about.html",
        description=_("About the figures"),
        signs=legend_words(atlas_signs()),
        sources=list(dict.fromkeys(name for one in described for name in one.sources)),
        fonts=shelves.has_fonts,
    )


def _site(content: Content, shelves: Shelves) -> Site:
    report = content.bundle.report
    return Site(
        title=str(report["title"]),
        district=content.district,
        edition=_edition(str(report["edition"])),
        dates=tuple(sorted((str(day) for day in report["dates"]), reverse=True)),
        themes={theme_words(name): own for name, own in content.figures.themes().items()},
        overviews=tuple(Glance(slug=one.slug, question=one.question) for one in content.overviews),
        towns=_towns(content.bundle),
        movable=shelves.has_map,
        profiles=content.definition.profiles or "",
    )


def _areas(bundle: BundleLike) -> pl.DataFrame:
    """All areas of the report, as readers look for them: the district, then town by town."""
    areas = bundle.areas.filter(generation=str(bundle.report["generation"]))
    towns = areas.filter(level="municipality").select(town="area", town_name="name")
    own = pl.when(level="planning_area").then("parent").otherwise("area").alias("town")
    return (
        areas.with_columns(own)
        .join(towns, on="town", how="left")
        .sort(
            pl.col("level") != "district",
            german_order("town_name"),
            "town",
            pl.col("level") != "municipality",
            german_order("name"),
            "area",
        )
    )


def _towns(bundle: BundleLike) -> tuple[Town, ...]:
    areas = _areas(bundle)
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
