"""Build: a profile of every planning area, on paper and as a page, and a page to compare two."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_date, language
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.products.drawing import read_palette, trace_outlines
from kreisblick.products.editorial import NO_TEXTS, Editorial
from kreisblick.products.figures import german_order
from kreisblick.products.likeness import not_compared, similar_areas_of
from kreisblick.products.model import BundleLike
from kreisblick.products.profiles.ages import gather_ages
from kreisblick.products.profiles.beside import area_script, comparison_words
from kreisblick.products.profiles.definition import ProfileDefinition, profile_definition
from kreisblick.products.profiles.ground import gather_ground
from kreisblick.products.profiles.labels import profile_labels
from kreisblick.products.profiles.model import Place, Stock
from kreisblick.products.profiles.pages import PageMaker
from kreisblick.products.profiles.pictures import draw_ages, draw_locator, draw_trends
from kreisblick.products.profiles.sheet import describe_area
from kreisblick.products.typeset import Typesetter, edition_day, open_typesetter
from kreisblick.products.wording import gather_figures

__all__ = ["build_profiles"]

LIKENESS = "../likeness/index.html"


def build_profiles(
    bundle: BundleLike,
    out: Path,
    definition: ProfileDefinition | Mapping[str, Any] | None = None,
    editorial: Editorial = NO_TEXTS,
    progress: Progress = silent,
    likeness: str = LIKENESS,
) -> list[Path]:
    """Write two pages of paper and an HTML page for every planning area, and what leads there.

    The same bundle, definition, texts and fonts give the same bytes.

    Args:
        bundle: a verified bundle.
        out: the folder; made if absent.
        definition: the profiles' choices; the shipped ones without.
        editorial: texts that people wrote; those about an area or its municipality are printed.
        progress: is told how many are done.
        likeness: the page about similar areas, seen from ``out``; empty where there is none.

    Returns:
        The files written: ``index.html``, ``style.css``, ``compare.html``, ``compare.js``, then
        ``<area>.html``, ``<area>.pdf`` and ``compare/<area>.js`` of each area by municipality
        and name.

    Raises:
        TypesettingError: when a changed template does not fit, or its result would not be
            accessible.
    """
    chosen = profile_definition(definition)
    stock, places = gather_stock(bundle, chosen, editorial), list_places(bundle)
    meta = {**_meta(bundle, chosen), "likeness": likeness if stock.similar else ""}
    pages = PageMaker(chosen, profile_labels(), meta)
    written = _write_frame(out, pages, stock, places)
    template = chosen.paper_template("profile.typ")
    with open_typesetter(template, chosen.standards) as typesetter:
        for place in progress.track(places, _("Area profiles"), len(places)):
            sheet = draw_sheet(stock, place)
            content = _set(typesetter, sheet, bundle, chosen)
            written += [
                _write(out / f"{place.slug}.html", pages.profile(sheet)),
                _write(out / f"{place.slug}.pdf", content),
                _write(out / "compare" / f"{place.slug}.js", area_script(sheet)),
            ]
    return written


def gather_stock(
    bundle: BundleLike,
    definition: ProfileDefinition,
    editorial: Editorial = NO_TEXTS,
) -> Stock:
    """Read everything that all profiles share, once."""
    return Stock(
        figures=gather_figures(bundle),
        outlines=trace_outlines(bundle.geometry(str(bundle.report["generation"]))),
        ages=gather_ages(bundle, definition.age_cube, definition.age_dimension),
        ground=gather_ground(bundle, definition.reach.crs),
        similar=similar_areas_of(bundle),
        not_compared=not_compared(bundle),
        district=str(bundle.report["district"]["key"]),
        district_name=str(bundle.report["district"]["name"]),
        definition=definition,
        editorial=editorial,
        bundle=bundle,
    )


def list_places(bundle: BundleLike) -> list[Place]:
    """All planning areas of the report's generation, by municipality and name."""
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    towns = inside.select(parent="area", town="name")
    small = inside.filter(level="planning_area").join(towns, on="parent", how="left")
    ordered = small.sort(german_order("town"), "parent", german_order("name"), "area")
    return [
        Place(key=area, name=name, municipality=parent, municipality_name=town or parent)
        for area, name, parent, town in ordered.select("area", "name", "parent", "town").iter_rows()
    ]


def draw_sheet(stock: Stock, place: Place) -> dict[str, Any]:
    """Words, numbers and pictures of one profile."""
    return {
        **describe_area(stock, place),
        "locator": draw_locator(stock, place),
        "ages": draw_ages(stock, place),
        "trends": draw_trends(stock, place, stock.definition.trends),
    }


def _write_frame(out: Path, pages: PageMaker, stock: Stock, places: Sequence[Place]) -> list[Path]:
    """What stands once: the list of profiles, the style sheet, the page for two areas."""
    words = comparison_words(stock, places)
    return [
        _write(out / "index.html", pages.index(places)),
        _write(out / "style.css", pages.style()),
        _write(out / "compare.html", pages.compare(places, words)),
        _write(out / "compare.js", pages.script()),
    ]


def _set(
    typesetter: Typesetter, sheet: Mapping[str, Any], bundle: BundleLike, chosen: ProfileDefinition
) -> bytes:
    """The PDF of one profile; pictures are laid beside the template under the area's name."""
    laid = dict(sheet)
    slug = str(sheet["slug"])
    for name in ("locator", "ages"):
        if sheet[name]:
            laid[name] = _lay(typesetter, f"{slug}-{name}.svg", sheet[name])
    laid["trends"] = [
        _lay(typesetter, f"{slug}-trend-{place}.svg", one)
        for place, one in enumerate(sheet["trends"])
    ]
    data = {
        "sheet": laid,
        "labels": profile_labels(),
        "meta": _meta(bundle, chosen),
        "colours": read_palette().light.model_dump(),
        "services_most": chosen.services,
        "said_most": chosen.said,
    }
    return typesetter.set_document(data, edition_day(bundle), f"{slug}.json")


def _lay(typesetter: Typesetter, name: str, picture: Mapping[str, str]) -> dict[str, str]:
    words = {key: value for key, value in picture.items() if key != "svg"}
    return {**words, "file": typesetter.lay(name, picture["svg"])}


def _meta(bundle: BundleLike, definition: ProfileDefinition) -> dict[str, Any]:
    return {
        "title": str(bundle.report["title"]),
        "district": str(bundle.report["district"]["name"]),
        "edition": format_date(edition_day(bundle)),
        "fonts": list(definition.fonts),
        "lang": language(),
    }


def _write(path: Path, content: str | bytes) -> Path:
    write_bytes(path, content.encode() if isinstance(content, str) else content)
    return path
