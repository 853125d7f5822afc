"""Build: every edition of the report, on paper and as a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_date, language
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.products.drawing import read_palette
from kreisblick.products.editions.definition import EditionsDefinition, editions_definition
from kreisblick.products.editions.labels import edition_labels
from kreisblick.products.editions.model import Stock, Town, gather_stock, list_towns
from kreisblick.products.editions.pages import PageMaker
from kreisblick.products.editions.pictures import (
    HALF_PAGE,
    Ground,
    draw_course,
    draw_locator,
    draw_map,
    draw_plan,
)
from kreisblick.products.editions.plain import describe_plain
from kreisblick.products.editions.short import describe_short
from kreisblick.products.editions.town import describe_town, standing_out
from kreisblick.products.editorial import NO_TEXTS, Editorial
from kreisblick.products.model import BundleLike
from kreisblick.products.picturing import legend_rows
from kreisblick.products.typeset import Typesetter, edition_day, open_typesetter

__all__ = ["build_editions"]


def build_editions(
    bundle: BundleLike,
    out: Path,
    definition: EditionsDefinition | Mapping[str, Any] | None = None,
    editorial: Editorial = NO_TEXTS,
    progress: Progress = silent,
) -> list[Path]:
    """Write the editions of a bundle into a folder.

    The same bundle, definition, texts and fonts give the same bytes.

    Args:
        bundle: a verified bundle.
        out: the folder; made if absent.
        definition: the editions' choices; the shipped ones without.
        editorial: texts with their places; without a block of kind ``plain`` there is no version
            in plain language, and the index page says so.
        progress: is told how many are done.

    Returns:
        The files: ``index.html``, ``style.css``, ``short.pdf``, ``short.html``, then
        ``<municipality>.pdf`` and ``.html`` by name, then ``plain.pdf`` and ``.html``.

    Raises:
        TypesettingError: when a changed template does not fit, or its result would not be
            accessible.
    """
    chosen = editions_definition(definition)
    stock, towns = gather_stock(bundle, chosen, editorial), list_towns(bundle)
    ground = Ground(stock.geojson, towns)
    maker = _Maker(stock, out)
    short, plain = describe_short(stock, ground), describe_plain(stock)
    written = [
        maker.page("index", "index.html.j2", towns=towns, plain=plain),
        maker.style(),
        *maker.edition("short", [("short", short)]),
    ]
    drawn = (
        (town.slug, draw_edition(stock, ground, town))
        for town in progress.track(towns, _("Editions of the municipalities"), len(towns))
    )
    written += maker.edition("town", drawn)
    if plain is not None:
        written += maker.edition("plain", [("plain", plain)])
    return written


def draw_edition(stock: Stock, ground: Ground, town: Town) -> dict[str, Any]:
    """Words, numbers and pictures of one municipality's edition."""
    areas = [area.key for area in town.areas]
    maps: list[dict[str, Any]] = []
    courses: list[dict[str, Any]] = []
    if town.parted:
        outlines = ground.town_outlines(town)
        drawn = (
            draw_map(
                stock, one, outlines, areas, prefix=f"{town.slug}-{one.slug}", letters=HALF_PAGE
            )
            for key in stock.definition.maps
            if (one := stock.figures.described.get(key))
        )
        maps = [picture for picture in drawn if picture]
    unique = {o.key: o for o in (*standing_out(stock, town), *stock.figures.described.values())}
    for one in unique.values():
        if len(courses) < stock.definition.courses and (found := draw_course(stock, one, town)):
            courses.append(found)
    return {
        **describe_town(stock, town),
        "locator": draw_locator(ground, stock, town),
        "plan": draw_plan(ground, town) if town.parted else None,
        "maps": maps,
        "courses": courses,
    }


class _Maker:
    """Writes sheets as paper and page."""

    def __init__(self, stock: Stock, out: Path) -> None:
        self._stock = stock
        self._out = out
        self._common = {
            "labels": edition_labels(),
            "meta": _meta(stock),
            "texts": stock.texts.model_dump(mode="json"),
            "similar_most": stock.definition.similar,
        }
        self._pages = PageMaker(stock.definition, {**self._common, "label": self._common["labels"]})

    def page(self, name: str, template: str, /, **words: Any) -> Path:
        """One HTML page."""
        return self._write(f"{name}.html", self._pages.fill(template, **words).encode())

    def style(self) -> Path:
        """The style sheet of all pages."""
        return self._write("style.css", self._pages.style().encode())

    def edition(self, template: str, sheets: Any) -> list[Path]:
        """PDF and page of every sheet, all set by one compiler."""
        definition = self._stock.definition
        paper = definition.paper_template(f"{template}.typ")
        written = []
        with open_typesetter(paper, definition.standards) as typesetter:
            for name, sheet in sheets:
                content = self._set(typesetter, name, sheet)
                written.append(self._write(f"{name}.pdf", content))
                written.append(self.page(name, f"{template}.html.j2", sheet=sheet, name=name))
        return written

    def _set(self, typesetter: Typesetter, name: str, sheet: Mapping[str, Any]) -> bytes:
        data = {
            **self._common,
            "sheet": _laid(sheet, name, typesetter),
            "colours": read_palette().light.model_dump(),
        }
        return typesetter.set_document(data, edition_day(self._stock.bundle), f"{name}.json")

    def _write(self, name: str, content: bytes) -> Path:
        write_bytes(self._out / name, content)
        return self._out / name


def _laid(value: Any, name: str, typesetter: Typesetter) -> Any:
    """The sheet with every picture laid beside the template, under the edition's name."""
    if isinstance(value, Mapping):
        laid = {key: _laid(one, name, typesetter) for key, one in value.items()
                if key not in {"svg", "entries"}}  # fmt: skip
        if "svg" in value:
            laid["file"] = typesetter.lay(f"{name}-{value['name']}.svg", value["svg"])
        if "entries" in value:
            laid["legend"] = legend_rows(value["entries"], typesetter.lay)
        return laid
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_laid(one, name, typesetter) for one in value]
    return value


def _meta(stock: Stock) -> dict[str, Any]:
    report = stock.bundle.report
    return {
        "title": str(report["title"]),
        "district": stock.district_name,
        "edition": format_date(edition_day(stock.bundle)),
        "dates": [format_date(day) for day in stock.figures.dates],
        "fonts": list(stock.definition.fonts),
        "lang": language(),
    }
