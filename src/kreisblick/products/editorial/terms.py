"""Terms: what authors call indicators, areas, themes and dates, and what the bundle calls them."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.editorial.definition import read_editorial_words
from kreisblick.products.editorial.draft import UnclearError
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import Figure, Figures, Scale, gather_figures, scale_of

__all__ = ["Place", "Terms", "terms_of"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """An area as texts may name it."""

    name: str
    level: str
    parent: str | None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a bundle can be asked for.

    Attributes:
        district: its key.
        figures: all figures.
        newest: indicator to the date that is meant where none is named.
        places: area to name and level, on the report's generation.
        scales: indicator to its classes, where it has some.
    """

    district: str
    figures: Figures = field(repr=False)
    newest: Mapping[str, date] = field(repr=False)
    places: Mapping[str, Place] = field(repr=False)
    scales: Mapping[str, Scale] = field(repr=False)

    def indicator(self, text: str) -> str:
        """The key of an indicator that is named by key or title."""
        if text in self.figures.described:
            return text
        found = {key for key, one in self.figures.described.items() if _same(one.title, text)}
        if len(found) == 1:
            return found.pop()
        titles = [one.title for one in self.figures.described.values()]
        message = _("The bundle knows no indicator '{text}'.").format(text=text)
        raise UnclearError("unknown_indicator", message + _hint(text, [*titles, *self.newest]))

    def area(self, text: str) -> str:
        """The key of an area that is named by key or name, also as ``name (municipality)``."""
        if text in self.places:
            return text
        if read_editorial_words().is_district(text):
            return self.district
        found = [
            key
            for key, one in self.places.items()
            if _same(one.name, text) or _same(self.full_name(key), text)
        ]
        if len(found) > 1:
            found = self._outermost(found)
        if len(found) == 1:
            return found[0]
        if found:
            named = ", ".join(f"{self.full_name(key)} [{key}]" for key in found)
            message = _("'{text}' may be several areas: {named}. Write its key.")
            raise UnclearError("ambiguous_area", message.format(text=text, named=named))
        forms = [one for known in read_editorial_words().forms.values() for one in known]
        names = [one.name for one in self.places.values()]
        message = _("The bundle knows no area '{text}'.").format(text=text)
        raise UnclearError("unknown_area", message + _hint(text, [*names, *forms]))

    def _outermost(self, keys: list[str]) -> list[str]:
        """A municipality that is one planning area of the same name stands for both."""
        return [key for key in keys if self.places[key].parent not in keys]

    def theme(self, text: str) -> str:
        """The title of a theme."""
        known = list(self.figures.themes())
        found = [one for one in known if _same(one, text)]
        if found:
            return found[0]
        message = _("The bundle knows no theme '{text}'. It knows: {known}.")
        raise UnclearError("unknown_theme", message.format(text=text, known=", ".join(known)))

    def day(self, text: str) -> date:
        """A reference date, written out or by its year."""
        found = [one for one in self.figures.dates if text in _spellings(one)]
        if len(found) == 1:
            return found[0]
        known = ", ".join(format_date(one) for one in self.figures.dates)
        message = _("'{text}' is no reference date of the bundle. It has: {known}.")
        raise UnclearError("unknown_date", message.format(text=text, known=known))

    def figure(self, indicator: str, area: str, day: date | None) -> Figure | None:
        """The figure; None where the indicator is not given for this area."""
        if indicator not in self.newest:
            return None
        return self.figures.get(indicator, area, day or self.newest[indicator])

    def title(self, indicator: str) -> str:
        """An indicator's title; its key where the bundle has none."""
        found = self.figures.described.get(indicator)
        return found.title if found else indicator

    def name(self, area: str) -> str:
        """An area's name; its key where the bundle has none."""
        return self.places[area].name if area in self.places else area

    def full_name(self, area: str) -> str:
        """An area's name with its municipality's."""
        place = self.places[area]
        town = self.places.get(place.parent or "")
        if place.level != "planning_area" or town is None:
            return place.name
        return f"{place.name} ({town.name})"


def terms_of(bundle: BundleLike) -> Terms:
    """What texts may ask of a bundle."""
    figures = gather_figures(bundle)
    newest = dict.fromkeys(figures.described, figures.dates[-1])
    shown = sorted((r.reference_date, r.indicator) for r in figures.rows if r.value is not None)
    newest |= {indicator: day for day, indicator in shown}
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    rows = inside.select("area", "name", "level", "parent").iter_rows()
    scales = {key: scale_of(bundle, key) for key in figures.described}
    return Terms(
        district=str(bundle.report["district"]["key"]),
        figures=figures,
        newest=newest,
        places={key: Place(name=name, level=level, parent=up) for key, name, level, up in rows},
        scales={key: scale for key, scale in scales.items() if scale is not None},
    )


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _spellings(day: date) -> set[str]:
    return {str(day.year), day.isoformat(), format_date(day), f"{day.day}.{day.month}.{day.year}"}


def _hint(text: str, known: Iterable[str]) -> str:
    folded = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(text.casefold(), list(folded), n=1, cutoff=0.6)
    return " " + _("Do you mean '{near}'?").format(near=folded[near[0]]) if near else ""
