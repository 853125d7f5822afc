"""The page of one area: its latest figures by theme, beside its municipality and the district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.products.atlas.model import AtlasDefinition, Place, Row, Town
from kreisblick.products.atlas.overview import Overview, class_words, part_title
from kreisblick.products.atlas.pages import Press
from kreisblick.products.atlas.rows import used_signs, write_row
from kreisblick.products.exports import Described
from kreisblick.products.wording import Figure, Figures, value_cell

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


def publish_areas(
    figures: Figures,
    press: Press,
    district: str,
    definition: AtlasDefinition,
    overviews: Sequence[Overview],
) -> None:
    """Render a page for each municipality and each planning area.

    Args:
        figures: of the bundle.
        press: renders.
        district: key of the district.
        definition: where profiles lie, how sure a class must be.
        overviews: composite indices; planning areas only.
    """
    for town in press.site.towns:
        whole = Place(area=town.area, name=town.name)
        content = _themes(town.area, None, figures, district)
        content |= {"place": whole, "town": None, "places": town.places}
        _press(press, whole, content | {"profile": None, "glances": []})
        for place in town.places:
            content = _themes(place.area, town, figures, district)
            content |= {"place": place, "town": town, "places": ()}
            content |= {"profile": _profile(place.area, definition)}
            glances = _glances(place.area, overviews, definition)
            _press(press, place, content | {"glances": glances})


def _press(press: Press, place: Place, content: Mapping[str, Any]) -> None:
    press.page(f"area/{place.area}.html", "area.html", description=place.name, **content)


def _profile(area: str, definition: AtlasDefinition) -> str | None:
    """Address of the profile seen from the folder of the area pages."""
    if definition.profiles is None:
        return None
    return "../" + definition.profiles.format(area=area)


def _themes(area: str, town: Town | None, figures: Figures, district: str) -> dict[str, Any]:
    shown = _latest(area, figures)
    lines = {key: _line(figure, figures, town, district) for key, figure in shown.items()}
    themes = [
        {"name": theme, "lines": own}
        for theme, keys in figures.themes().items()
        if (own := [lines[one.key] for one in keys if one.key in lines])
    ]
    printed = [figure for line in lines.values() for figure in line.figures]
    return {"themes": themes, "signs": used_signs(map(write_row, printed), printed)}


def _glances(
    area: str, overviews: Sequence[Overview], definition: AtlasDefinition
) -> list[dict[str, str]]:
    """The classes of the area, situation and development in one line."""
    found = []
    for one in overviews:
        parts = [
            f"{part_title(part.name)}: {class_words(part.rows.get(area), definition)}"
            for part in one.parts
        ]
        found.append({"slug": one.slug, "title": one.title, "words": "; ".join(parts)})
    return found


def _latest(area: str, figures: Figures) -> dict[str, Figure]:
    """The area's figure of each indicator at the latest date anybody has one."""
    found = {key: figures.get(key, area, figures.last_date(key)) for key in figures.described}
    return {key: figure for key, figure in found.items() if figure is not None}


def _line(figure: Figure, figures: Figures, town: Town | None, district: str) -> Line:
    key, day = figure.indicator, figure.reference_date
    whole = figures.get(key, district, day)
    parent = figures.get(key, town.area, day) if town else None
    return Line(
        one=figures.described[key],
        row=write_row(figure),
        day=format_date(day),
        town=value_cell(parent) if parent else "",
        district=value_cell(whole) if whole else "",
        figures=tuple(one for one in (figure, parent, whole) if one is not None),
    )
