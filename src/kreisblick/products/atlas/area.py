"""The page of one area: its latest figures by theme, beside its municipality and the district."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.products.atlas.content import Content
from kreisblick.products.atlas.model import AtlasDefinition, Place, Row, Town
from kreisblick.products.atlas.overview import class_words, part_title
from kreisblick.products.atlas.own_cuts import own_cut_parts
from kreisblick.products.atlas.pages import Press
from kreisblick.products.atlas.rows import used_signs, write_row
from kreisblick.products.atlas.tongue import theme_words
from kreisblick.products.figures import Described
from kreisblick.products.wording import Figure, value_cell

__all__ = ["publish_areas"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One indicator of one area beside the larger areas."""

    one: Described
    row: Row
    day: str
    town: str
    district: str
    figures: tuple[Figure, ...]


def publish_areas(content: Content, press: Press) -> None:
    """Render a page for each municipality and each planning area."""
    for town in press.site.towns:
        whole = Place(area=town.area, name=town.name)
        page = _themes(town.area, None, content)
        page |= {"place": whole, "town": None, "places": town.places}
        page |= {"own_cuts": own_cut_parts(content.bundle, town.area, press)}
        _press(press, whole, content, page | {"profile": None, "glances": []})
        for place in town.places:
            page = _themes(place.area, town, content)
            page |= {"place": place, "town": town, "places": (), "own_cuts": ()}
            page |= {"profile": _profile(place, content.definition, press)}
            _press(press, place, content, page | {"glances": _glances(place.area, content)})


def _press(press: Press, place: Place, content: Content, page: Mapping[str, Any]) -> None:
    blocks = [block.printed() for block in content.editorial.of(area=place.area)]
    name = f"area/{place.slug}.html"
    press.page(name, "area.html", description=place.name, blocks=blocks, **page)


def _profile(place: Place, definition: AtlasDefinition, press: Press) -> str | None:
    """Address of the profile seen from the folder of the area pages."""
    if definition.profiles is None:
        return None
    up = "../../" if press.language == "en" else "../"
    return up + definition.profiles.format(area=place.slug)


def _themes(area: str, town: Town | None, content: Content) -> dict[str, Any]:
    shown = _latest(area, content)
    lines = {key: _line(figure, content, town) for key, figure in shown.items()}
    themes = [
        {"name": theme_words(theme), "lines": own}
        for theme, keys in content.figures.themes().items()
        if (own := [lines[one.key] for one in keys if one.key in lines])
    ]
    printed = [figure for line in lines.values() for figure in line.figures]
    return {"themes": themes, "signs": used_signs(map(write_row, printed), printed)}


def _glances(area: str, content: Content) -> list[dict[str, str]]:
    """The classes of the area, situation and development in one line."""
    found = []
    for one in content.overviews:
        parts = [
            f"{part_title(part.name)}: {class_words(part.rows.get(area), content.definition)}"
            for part in one.parts
        ]
        found.append({"slug": one.slug, "title": one.title, "words": "; ".join(parts)})
    return found


def _latest(area: str, content: Content) -> dict[str, Figure]:
    """The area's figure of each indicator at the latest date anybody has one."""
    found = {key: content.figures.get(key, area, day) for key, day in content.latest.items()}
    return {key: figure for key, figure in found.items() if figure is not None}


def _line(figure: Figure, content: Content, town: Town | None) -> Line:
    key, day, figures = figure.indicator, figure.reference_date, content.figures
    whole = figures.get(key, str(content.bundle.report["district"]["key"]), day)
    parent = figures.get(key, town.area, day) if town else None
    return Line(
        one=figures.described[key],
        row=write_row(figure),
        day=format_date(day),
        town=value_cell(parent) if parent else "",
        district=value_cell(whole) if whole else "",
        figures=tuple(one for one in (figure, parent, whole) if one is not None),
    )
