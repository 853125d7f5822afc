"""What every slide draws from: the bundle's figures, the editorial, the choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import Outlines
from kreisblick.products.editorial import Editorial
from kreisblick.products.figures import Described
from kreisblick.products.model import BundleLike
from kreisblick.products.slides.definition import SlidesDefinition
from kreisblick.products.slides.model import Point
from kreisblick.products.slides.points import surest_indicators
from kreisblick.products.wording import Figures

__all__ = ["MOST_OFFICES", "Source", "offices_words"]

MOST_OFFICES = 4


@dataclass(frozen=True, kw_only=True)
class Source:
    """What every slide draws from."""

    bundle: BundleLike
    editorial: Editorial
    definition: SlidesDefinition
    figures: Figures
    outlines: Outlines
    places: Mapping[str, str]
    pictures: dict[str, str] = field(default_factory=dict)

    @property
    def district(self) -> str:
        """The district's key."""
        return str(self.bundle.report["district"]["key"])

    def lay(self, name: str, content: str) -> str:
        """Keep a picture."""
        self.pictures[name] = content
        return name

    def fill(self, texts: Sequence[str]) -> tuple[Point, ...]:
        """Standing texts with the report's own words in them."""
        return tuple(Point(text=text.format_map(self.places)) for text in texts)

    def surest(self) -> list[Described]:
        """Indicators of the themes that are told of, the surest signals first."""
        return surest_indicators(self.figures, self.district, self.definition.themes)

    def notes(self, keys: Sequence[str]) -> tuple[str, ...]:
        """For the person who speaks: source, date, and what cannot be said."""
        notes: list[str] = []
        for key in keys:
            one = self.figures.described[key]
            day = self.figures.last_date(key)
            words = _("{title}: source {offices}; reference date {day}.")
            notes.append(
                words.format(title=one.title, offices=", ".join(one.sources), day=format_date(day))
            )
            notes += [_("Cannot be said: {limit}").format(limit=limit) for limit in one.limits]
            notes += [remark.text for remark in one.remarks_on(day)]
        notes += [point.text for point in self.fill(self.definition.limits)]
        return tuple(dict.fromkeys(notes))


def offices_words(offices: Sequence[str], most: int = MOST_OFFICES) -> str:
    """Where figures come from, in at most two lines; the others stand among the sources."""
    shown, left = offices[:most], len(offices) - most
    words = _("Source: {offices}").format(offices="; ".join(shown))
    if left <= 0:
        return words
    return _("{listed} and {count} more").format(listed=words, count=format_count(left))
