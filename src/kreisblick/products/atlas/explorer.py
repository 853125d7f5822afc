"""The explorer's data: catalogue, borders, and the latest figures of each area."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.base.language import format_date, language
from kreisblick.products.atlas.content import Content
from kreisblick.products.atlas.maps import STYLES, said_of
from kreisblick.products.atlas.model import Site
from kreisblick.products.atlas.pages import Press, compact, write
from kreisblick.products.atlas.rows import write_row
from kreisblick.products.atlas.tongue import German, atlas_signs, sign_words, theme_words
from kreisblick.products.atlas.words import explorer_words
from kreisblick.products.drawing import Outlines, Sign, read_palette
from kreisblick.products.drawing.choropleth import frame, pattern_definitions
from kreisblick.products.figures import Described
from kreisblick.products.model import area_slug
from kreisblick.products.picturing import SIGNS
from kreisblick.products.wording import Figure, interval_cell, value_cell

__all__ = ["give", "publish_explorer", "write_shapes"]

DATA = "data"
ON_PHONES = 36  # letters of names where a map 1,000 units wide is as wide as a phone


def give(name: str, content: Mapping[str, Any]) -> bytes:
    """A data file as a script: pages opened from a folder may load scripts, but no JSON.

    The file is ``atlas.give("name",`` + JSON + ``);``: whoever wants the data cuts off both ends.
    """
    return f'atlas.give("{name}",{compact(content)});\n'.encode()


def write_shapes(outlines: Outlines, out: Path) -> None:
    """The borders of all areas as paths, once for all indicators, dates and languages."""
    colours = read_palette().light
    drawn, large = frame(outlines, colours), frame(outlines, colours, size=ON_PHONES)
    content = {
        "width": outlines.width,
        "height": round(outlines.height, 1),
        "areas": outlines.areas,
        "towns": outlines.municipalities,
        "boxes": {key: [round(n, 1) for n in box] for key, box in outlines.boxes.items()},
        "patterns": pattern_definitions("map", colours),
        "frame": drawn,
        "small": large[large.index("<g") :],
    }
    write(out / DATA / "shapes.js", give("shapes", content))


def publish_explorer(content: Content, areas: pl.DataFrame, press: Press, finder: Any = "") -> None:
    """The explorer's page, its catalogue, and a file with the latest figures of each area.

    Args:
        content: of the bundle, told in the language of the press.
        areas: of the report's generation, in the order in which they are listed.
        press: renders.
        finder: the part of the page in which an address can be looked up.
    """
    folder = press.out / DATA / language()
    catalogue = _catalogue(content, areas, press.site, press.german)
    write(folder / "catalogue.js", give("catalogue", catalogue))
    for area in areas["area"]:
        told = _latest(area, content)
        slug = area_slug(area)
        write(folder / "areas" / f"{slug}.js", give(f"areas/{slug}", told))
    press.page("explore.html", "explore.html", description=press.site.title, finder=finder)


def _catalogue(content: Content, areas: pl.DataFrame, site: Site, german: German) -> dict[str, Any]:
    figures = content.figures
    return {
        "language": language(),
        "title": site.title,
        "district": site.district,
        "edition": site.edition,
        "profiles": site.profiles,
        "most": content.definition.most_compared,
        "days": {day.isoformat(): format_date(day) for day in figures.dates},
        "themes": [
            {
                "name": theme_words(theme),
                "indicators": [one.slug for one in own if one.key in content.rows],
            }
            for theme, own in figures.themes().items()
        ],
        "indicators": {
            one.slug: _indicator(one, content, german)
            for one in figures.described.values()
            if one.key in content.rows
        },
        "areas": [
            [*row, area_slug(row[0])]
            for row in areas.select("area", "name", "level", "parent").rows()
        ],
        "states": _states(),
        "words": explorer_words(),
    }


def _indicator(one: Described, content: Content, german: German) -> dict[str, Any]:
    rows = content.rows[one.key]
    told = {
        "title": one.title,
        "question": one.question,
        "unit": one.unit,
        "text": one.text,
        "sources": ", ".join(one.sources),
    }
    marked = [name for name in ("title", "question", "text") if told[name] in german]
    if any(source in german for source in one.sources):
        marked.append("sources")
    return {
        **told,
        "kind": rows[0].kind,
        "days": sorted({row.reference_date.isoformat() for row in rows}, reverse=True),
        "latest": content.latest[one.key].isoformat(),
        "german": marked,
    }


def _states() -> dict[str, dict[str, str]]:
    """State of a figure without a number to its sign, its words and its look on a map."""
    return {
        key: {
            "sign": one.sign,
            "words": sign_words(key),
            "style": STYLES[SIGNS.get(key, Sign.MISSING)],
        }
        for key, one in atlas_signs().items()
    }


def _latest(area: str, content: Content) -> dict[str, dict[str, Sequence[Any]]]:
    """Indicator → its latest date → the area's figure: words, interval, comparison, numbers."""
    found: dict[str, dict[str, Sequence[Any]]] = {}
    for key, one in content.figures.described.items():
        day = content.latest[key]
        figure = content.figures.get(key, area, day)
        if figure is not None:
            found[one.slug] = {day.isoformat(): _short(figure)}
    return found


def _short(figure: Figure) -> list[Any]:
    if figure.value is None:
        return [figure.state]
    return [said_of(figure), value_cell(figure), interval_cell(figure), write_row(figure).district]
